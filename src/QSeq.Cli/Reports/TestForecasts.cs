namespace QSeq.Cli.Reports;

/// <summary>What a model says of its test part, by rows of the table: of each target one step ahead and as many as the horizon; NaN elsewhere.</summary>
internal sealed record TestForecasts(double[][] First, double[][] Last)
{
    private readonly List<(string Name, Interval[][] Ends)> _bands = []; // by rows, one step ahead, wider ones first

    private const int Slice = 1024; // windows at once, so that long horizons need little memory

    public static TestForecasts Of(TrainedForecaster model, WindowSet test, int rows)
    {
        int targets = test.Options.Targets.Count, each = test.Outputs * (test.Sequence ? test.Window : 1);
        double[][] Empty() => [.. Enumerable.Range(0, targets).Select(_ => Enumerable.Repeat(double.NaN, rows).ToArray())];
        var found = new TestForecasts(Empty(), Empty());

        // A sequence has one answer after every step, of which the last is the forecast.
        int answer = test.Sequence ? test.Window - 1 : 0, last = test.Sequence ? answer : test.Horizon - 1;
        for (int start = 0; start < test.Count; start += Slice)
        {
            WindowSet some = test.Slice(start, Math.Min(Slice, test.Count - start));
            new Evaluator(model.Model, some, model.Recipe.Training.Objective).Predict(model.Scaler, out double[] predictions, out _);
            for (int sample = 0; sample < some.Count; sample++)
            {
                for (int target = 0; target < targets; target++)
                {
                    int row = some.TargetIndex(sample), place = (sample * each) + target;
                    found.First[target][row + answer] = predictions[place + (answer * targets)];
                    found.Last[target][row + last] = predictions[place + (last * targets)];
                }
            }
        }

        foreach (double level in model.Calibration?.Levels.Reverse() ?? [])
        {
            Interval[][] ends = [.. Enumerable.Range(0, targets).Select(_ => Enumerable.Repeat(new Interval(double.NaN, double.NaN), rows).ToArray())];
            Interval[] intervals = model.Intervals(test, level);
            for (int n = 0; n < intervals.Length; n++) ends[n % targets][test.TargetIndex(n / targets) + answer] = intervals[n];
            found._bands.Add((SeriesFigures.Name(level), ends));
        }

        return found;
    }

    public bool HasBands => _bands.Count > 0;

    /// <summary>Intervals one step ahead of a target, wider ones first.</summary>
    public ImmutableArray<Band> Bands(int target) =>
        [.. _bands.Select(band => new Band(band.Name, Array.ConvertAll(band.Ends[target], ends => ends.Lower), Array.ConvertAll(band.Ends[target], ends => ends.Upper)))];

    /// <summary>True values less those one step ahead, in the order of their rows; NaN where nothing was measured.</summary>
    public double[] Residuals(SeriesTable table, string name, int target)
    {
        int column = table.Names.ToList().IndexOf(name);
        ReadOnlySpan<double> truth = table.Column(column);
        var residuals = new List<double>();
        for (int row = 0; row < table.Length; row++)
            if (double.IsFinite(First[target][row])) residuals.Add(table.IsMeasured(column, row) ? truth[row] - First[target][row] : double.NaN);
        return [.. residuals];
    }
}
