using QSeq.Data;
using QSeq.Evaluation;
using QSeq.Forecasting;

namespace QSeq.Streaming;

/// <summary>How far the forecasts of a stream lie from what came.</summary>
internal static class StreamScores
{
    /// <summary>Lets a stream read a table up to the end of the test part and scores its forecasts there.</summary>
    public static Scores Of(TrainedForecaster model, SeriesTable table, StreamingForecaster stream)
    {
        WindowOptions windows = model.Recipe.Windows;
        WindowSet test = model.WindowsOf(table).Slice(model.SplitOf(table.Length).Test);
        OptionCheck.Require(test.Count > 0, $"the model was trained with a split that leaves no test part; train it with one");
        SeriesTable all = model.Recipe.Derived.Add(table, windows, 0);
        double[][] columns = [.. windows.Inputs.Select(name => all.Column(name).ToArray())];
        int[] leads = [.. windows.Inputs.Select(name => windows.Known.Contains(name) ? windows.Horizon : 0)];
        var sums = new ScoreSums(windows.Targets.Count * windows.Horizon);
        double[] row = new double[columns.Length], forecast = new double[stream.ForecastSize];
        int last = windows.Sequence ? windows.Window - 1 : 0, sample = 0;
        for (int t = 0; sample < test.Count; t++)
        {
            for (int k = 0; k < row.Length; k++) row[k] = columns[k][t + leads[k]];
            stream.Step(row, forecast);
            if (test.TargetIndex(sample) + last != t + 1) continue;
            for (int place = 0; place < forecast.Length; place++)
            {
                double truth = test.Target(sample, (last * windows.Targets.Count) + place, out bool isMeasured);
                sums.Add(place, forecast[place], truth, isMeasured);
            }

            sample++;
        }

        return sums.Scores();
    }
}
