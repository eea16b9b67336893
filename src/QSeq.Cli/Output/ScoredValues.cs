namespace QSeq.Cli.Output;

/// <summary>A measured value that lies outside its interval.</summary>
internal readonly record struct ScoredValue(int Row, string Series, double Value, Interval Interval, double Level);

/// <summary>The values of a series beside the intervals that a model gives one step ahead of them.</summary>
internal static class ScoredValues
{
    /// <summary>Those outside the interval of a level, the widest such level of some, in the order of their rows; how many there are in all.</summary>
    public static List<ScoredValue> Outside(TrainedForecaster model, SeriesTable table, IReadOnlyList<string> names, double[] levels, out int count)
    {
        WindowSet windows = model.WindowsOf(table);
        int targets = names.Count, answer = windows.Sequence ? windows.Window - 1 : 0;
        var found = new Dictionary<(int Sample, int Target), ScoredValue>();
        count = Enumerable.Range(0, windows.Count).Sum(sample => Enumerable.Range(0, targets).Count(target => IsMeasured(sample, target, out _)));
        foreach (double level in levels.Order()) // so that a wider one comes after, and stays
        {
            Interval[] intervals = model.Intervals(windows, level);
            for (int n = 0; n < intervals.Length; n++)
            {
                (int sample, int target) = (n / targets, n % targets);
                if (IsMeasured(sample, target, out double value) && !intervals[n].Contains(value))
                    found[(sample, target)] = new ScoredValue(windows.TargetIndex(sample) + answer, names[target], value, intervals[n], level);
            }
        }

        return [.. found.OrderBy(pair => pair.Key).Select(pair => pair.Value)];

        bool IsMeasured(int sample, int target, out double value)
        {
            value = windows.Target(sample, (answer * targets) + target, out bool isMeasured);
            return isMeasured;
        }
    }

    /// <summary>A line for each: its time, number or row, the series, the value and its interval.</summary>
    public static void WriteCsv(TextWriter output, SeriesTable table, IReadOnlyList<ScoredValue> values, CancellationToken token)
    {
        bool numbers = table.Step is { IsNumbers: true };
        Func<int, string>? stamp = table.Times is { } times ? ForecastText.Stamps(times, table.Step) : null;
        string first = stamp is not null ? table.Description?.TimeColumn ?? "time" : numbers ? table.Description?.TimeColumn ?? "number" : "row";
        output.Write($"{CsvText.Quote(first)},series,value,lower,upper,level\n");
        foreach (ScoredValue each in values)
        {
            token.ThrowIfCancellationRequested();
            string place = stamp is not null ? stamp(each.Row) : numbers ? ForecastText.Number(table.Step!, each.Row) : Invariant($"{each.Row + 1}");
            output.Write(Invariant($"{place},{CsvText.Quote(each.Series)},{each.Value:R},{each.Interval.Lower:G9},{each.Interval.Upper:G9},{ForecastCalibration.Percent(each.Level)}\n"));
        }
    }
}
