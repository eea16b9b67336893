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

    /// <summary>Refuses a file that is not to be CSV.</summary>
    public static void CheckFile(string? file)
    {
        if (file is not null && Path.GetExtension(file).ToLowerInvariant() is not ".csv" && !OutputFile.IsDevice(file))
            throw new UsageException($"--score writes CSV, and --out {file} is none; name the file so");
    }

    /// <summary>Writes the values of some tables to a file, or to the output where there is none, and says how many of how many they are.</summary>
    public static void Write(CliContext context, IReadOnlyList<(SeriesTable Table, List<ScoredValue> Values)> tables, string? timeColumn, long count, string? file)
    {
        if (file is null) WriteCsv(context.Out);
        else OutputFile.Write(file, WriteCsv);
        string to = file is null ? "" : $"; wrote {file}", of = count == 1 ? "1 value" : Invariant($"{count} values");
        context.Note($"{tables.Sum(one => (long)one.Values.Count)} of {of} lie outside the interval of their forecast one step ahead{to}");

        void WriteCsv(TextWriter output)
        {
            SeriesTable first = tables[0].Table;
            string place = first.Times is not null ? timeColumn ?? "time" : first.Step is { IsNumbers: true } ? timeColumn ?? "number" : "row";
            output.Write($"{CsvText.Quote(place)},series,value,lower,upper,level\n");
            foreach ((SeriesTable table, List<ScoredValue> values) in tables) WriteLines(output, table, values, context.Token);
        }
    }

    // A line for each: its time, number or row, the series, the value and its interval.
    private static void WriteLines(TextWriter output, SeriesTable table, List<ScoredValue> values, CancellationToken token)
    {
        bool numbers = table.Step is { IsNumbers: true };
        Func<int, string>? stamp = table.Times is { } times ? ForecastText.Stamps(times, table.Step) : null;
        foreach (ScoredValue each in values)
        {
            token.ThrowIfCancellationRequested();
            string place = stamp is not null ? stamp(each.Row) : numbers ? ForecastText.Number(table.Step!, each.Row) : Invariant($"{each.Row + 1}");
            output.Write(Invariant($"{place},{CsvText.Quote(each.Series)},{each.Value:R},{each.Interval.Lower:G9},{each.Interval.Upper:G9},{ForecastCalibration.Percent(each.Level)}\n"));
        }
    }
}
