namespace QSeq.Cli.Reports;

/// <summary>Every forecast of a backtest beside its truth: a line for each origin, step and candidate.</summary>
internal static class BacktestCsv
{
    /// <summary>Writes it; all series have the same levels.</summary>
    public static void Write(TextWriter output, IReadOnlyList<BacktestFindings> series, CancellationToken token)
    {
        bool times = series.All(one => one.Table.Times is not null);
        IEnumerable<string> ends = series[0].Levels.Select(ForecastCalibration.Percent).SelectMany(level => (string[])[$"lo{level}", $"hi{level}"]);
        output.Write($"series,candidate,seed,origin,step,{string.Join(',', (string[])[times ? "time" : "row", "truth", "forecast", .. ends])}\n");
        foreach (BacktestFindings found in series)
        {
            foreach (BacktestEntry entry in found.Result.Entries)
            {
                token.ThrowIfCancellationRequested();
                Write(output, found, entry, times);
            }
        }
    }

    private static void Write(TextWriter output, BacktestFindings found, BacktestEntry entry, bool times)
    {
        BacktestResult result = found.Result;
        BacktestIntervals[] intervals = found.Measure(entry);
        string seed = entry.Seed is { } number ? Invariant($"{number}") : entry.Seeds.IsEmpty ? "" : "median";
        string head = $"{CsvText.Quote(result.Column)},{CsvText.Quote(entry.Name)},{seed}";
        ReadOnlySpan<double> forecasts = entry.Forecasts, errors = entry.Errors, truth = found.Table.Column(result.Column);
        for (int n = 0; n < forecasts.Length; n++)
        {
            int origin = result.Origins[n / result.Horizon], step = n % result.Horizon, row = origin + step;
            string at = times ? CsvText.Time(found.Table.Times![row]) : Invariant($"{row + 1}");
            output.Write(head);
            output.Write(Invariant($",{origin + 1},{step + 1},{at},{(double.IsNaN(errors[n]) ? "" : truth[row].ToString("R", CultureInfo.InvariantCulture))},{forecasts[n]:G9}"));
            foreach (BacktestIntervals own in intervals)
                output.Write(double.IsNaN(own.HalfWidths[n]) ? ",," : Invariant($",{forecasts[n] - own.HalfWidths[n]:G9},{forecasts[n] + own.HalfWidths[n]:G9}"));
            output.Write('\n');
        }
    }
}
