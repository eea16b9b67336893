using QSeq.Cli.Reports;
using QSeq.Data;
using QSeq.Forecasting;

namespace QSeq.Tests.Pages;

/// <summary>What a page draws over the test part is what the model says there.</summary>
public class TestForecastsTests
{
    private const int Rows = 1800; // whose test part is more than one slice

    [Theory]
    [InlineData(3, false)]
    [InlineData(1, true)]
    public void They_are_the_forecasts_from_each_row(int horizon, bool sequence)
    {
        double[][] columns = [.. Enumerable.Range(1, 2).Select(k => Enumerable.Range(0, Rows).Select(t => (10 * k) + Math.Sin(0.3 * k * t)).ToArray())];
        var table = new SeriesTable("waves", ["a", "b"], columns);
        ForecastRecipe recipe = ForecastRecipe.Of("lstm") with
        {
            Windows = new() { Window = 4, Horizon = horizon, Sequence = sequence, Inputs = ["a", "b"], Targets = ["b", "a"] },
            Split = new SplitFractions(0.2, 0.1),
            Training = new() { Epochs = 1 },
            Levels = [0.5, 0.9],
        };
        var training = new ForecastTraining(table, recipe);
        TrainedForecaster model = TrainedForecaster.Fit(table, recipe);
        WindowSet test = training.Data.Test;
        TestForecasts found = TestForecasts.Of(model, test, Rows);
        foreach (int sample in new[] { 0, 7, 1023, 1024, test.Count - 1 })
        {
            int row = test.TargetIndex(sample) + (sequence ? test.Window - 1 : 0);
            SeriesTable next = model.Forecast(new SeriesTable("start", ["a", "b"], [.. columns.Select(column => column[..row])]));
            for (int target = 0; target < 2; target++)
            {
                string name = recipe.Windows.Targets[target];
                Assert.Equal(next.Column(name)[0], found.First[target][row], 1e-5);
                double half = model.Calibration!.Widths[(model.Calibration.Widths.Length / 2) + target]; // of the second level, the first step
                Assert.Equal(["90 %", "50 %"], found.Bands(target).Select(band => band.Name));
                Assert.Equal(found.First[target][row] - half, found.Bands(target)[0].Low[row], 1e-9);
                Assert.Equal(found.First[target][row] + half, found.Bands(target)[0].High[row], 1e-9);
                Assert.Equal(next.Column(name)[horizon - 1], found.Last[target][row + horizon - 1], 1e-5);
                int place = row - test.TargetIndex(0) - (sequence ? test.Window - 1 : 0);
                Assert.Equal(columns[1 - target][row] - found.First[target][row], found.Residuals(table, name, target)[place], 1e-9);
            }
        }

        Assert.Equal(test.Count, found.First[0].Count(double.IsFinite));
    }
}
