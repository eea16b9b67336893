using System.Diagnostics;
using QSeq.Data;
using QSeq.Estimators;
using QSeq.Intervals;

namespace QSeq.Backtests;

/// <summary>
/// Forecasts from many rows of a series (a rolling origin), by candidates that see nothing after each of them. Values that were filled
/// in are never scored.
/// </summary>
/// <example><code>
/// var options = new BacktestOptions { Horizon = 24 };
/// BacktestResult result = Backtest.Run(table, "load", options, [BacktestCandidate.Of(ForecastRecipe.Of("qkan-lstm"))]);
/// </code></example>
public static class Backtest
{
    /// <summary>Runs candidates beside all classical methods that fit the series.</summary>
    /// <param name="table">The series.</param>
    /// <param name="column">The column that is forecast.</param>
    /// <param name="options">From where and how far.</param>
    /// <param name="candidates">What is compared.</param>
    /// <param name="withMethods">Whether <see cref="SeriesMethod.All"/> is run as well, before the candidates.</param>
    /// <param name="progress">Told the name of each candidate that begins.</param>
    /// <param name="cancellationToken">Ends the run.</param>
    /// <returns>What each did.</returns>
    /// <exception cref="ArgumentException">An option is out of its range, or a column is unknown.</exception>
    /// <exception cref="SeriesTooShortException">There are too few rows before the first origin, or no origin is left.</exception>
    /// <exception cref="InvalidDataException">Values cannot be learnt from.</exception>
    /// <exception cref="OperationCanceledException">The run was cancelled.</exception>
    public static BacktestResult Run(
        SeriesTable table,
        string column,
        BacktestOptions options,
        IReadOnlyList<BacktestCandidate> candidates,
        bool withMethods = true,
        IProgress<string>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(candidates);
        options.Validate();
        int place = table.ColumnIndex(column), rows = table.Length, horizon = options.Horizon, first = options.FirstOrigin(rows);
        if (first < 2) throw new SeriesTooShortException($"{rows} rows leave {first} before the first origin; give a longer series or a shorter horizon");
        double[] values = table.Values(place);
        int season = options.Season ?? SeasonFinder.Find(values.AsSpan(0, first), table.Step), stride = options.StrideOf(first, rows, season);
        int[] asked = [.. Enumerable.Range(0, ((rows - first - horizon) / stride) + 1).Select(n => first + (n * stride))];
        int[] origins = [.. asked.Where(IsScored)];
        if (origins.Length == 0) throw new SeriesTooShortException($"none of {asked.Length} origins has a measured value before it and one after; give another series");
        BacktestPart[] parts = Parts(table, column, options, origins, stride);
        double scale = IntervalScores.ScaleOf(values.AsSpan(0, first), first > season ? season : 1);

        BacktestEntry naive = Entry(BacktestCandidate.Of(SeriesMethod.Naive2(season)), null);
        naive.Scores = BacktestScores.Of(naive.ForecastValues, naive.ErrorValues, horizon, null, scale, null);
        BacktestScores[] naiveSteps = [.. Enumerable.Range(0, horizon).Select(step => Of(naive, step, null))];
        var entries = new List<BacktestEntry>();
        int shortest = parts.Min(part => part.End - part.First);
        BacktestCandidate[] methods = withMethods ? [.. SeriesMethod.All(season, horizon, shortest).Select(BacktestCandidate.Of)] : [];
        foreach (BacktestCandidate candidate in methods.Concat(candidates))
        {
            progress?.Report(candidate.Name);
            int seeds = candidate.HasSeeds ? options.Seeds : 1, before = entries.Count;
            for (int seed = 0; seed < seeds; seed++) entries.Add(Entry(candidate, candidate.HasSeeds ? seed : null));
            if (seeds > 1) entries.Add(Median(candidate.Name, entries[before..]));
        }

        foreach (BacktestEntry entry in entries)
        {
            entry.Scores = Of(entry, null, naive.Scores);
            entry.Steps = [.. naiveSteps.Select((other, step) => Of(entry, step, other))];
        }

        return new BacktestResult(column, season, stride, [.. origins], asked.Length - origins.Length, horizon, scale, [.. entries]);

        bool IsScored(int origin) => table.IsMeasured(place, origin - 1) && Enumerable.Range(origin, horizon).Any(row => table.IsMeasured(place, row));

        BacktestScores Of(BacktestEntry entry, int? step, BacktestScores? other) =>
            BacktestScores.Of(entry.ForecastValues, entry.ErrorValues, horizon, step, scale, other);

        BacktestEntry Entry(BacktestCandidate candidate, int? seed)
        {
            long start = Stopwatch.GetTimestamp();
            double[] forecasts = new double[origins.Length * horizon];
            (int parameters, int done) = (0, 0);
            foreach (BacktestPart part in parts)
            {
                cancellationToken.ThrowIfCancellationRequested();
                int count = part.Origins.Length * horizon;
                parameters = candidate.Forecast(part, seed ?? 0, forecasts.AsSpan(done, count), cancellationToken);
                done += count;
            }

            return new BacktestEntry(candidate.Name, seed, forecasts, Errors(forecasts), parameters, Stopwatch.GetElapsedTime(start));
        }

        double[] Errors(double[] forecasts)
        {
            double[] errors = new double[forecasts.Length];
            for (int n = 0; n < errors.Length; n++)
            {
                int row = origins[n / horizon] + (n % horizon);
                if (!double.IsFinite(forecasts[n])) throw new InvalidDataException($"the forecast of row {row} is {forecasts[n].ToString(CultureInfo.InvariantCulture)}, expected a finite number");
                errors[n] = table.IsMeasured(place, row) ? values[row] - forecasts[n] : double.NaN;
            }

            return errors;
        }

        BacktestEntry Median(string name, List<BacktestEntry> seeds)
        {
            double[] forecasts = new double[origins.Length * horizon];
            for (int n = 0; n < forecasts.Length; n++)
            {
                double[] sorted = [.. seeds.Select(seed => seed.ForecastValues[n]).Order()];
                forecasts[n] = (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
            }

            TimeSpan time = TimeSpan.FromTicks(seeds.Sum(seed => seed.Time.Ticks));
            return new BacktestEntry(name, null, forecasts, Errors(forecasts), seeds.Sum(seed => seed.Parameters), time);
        }
    }

    private static BacktestPart[] Parts(SeriesTable table, string column, BacktestOptions options, int[] origins, int stride)
    {
        int fits = Math.Min(options.Fits, origins.Length);
        return [.. Enumerable.Range(0, fits).Select(Part)];

        BacktestPart Part(int fit)
        {
            int[] own = origins[(int)((long)origins.Length * fit / fits)..(int)((long)origins.Length * (fit + 1) / fits)];
            int first = options.Window is { } window ? Math.Max(0, own[0] - window) : 0;
            return new BacktestPart(table, column, first, own[0], own, stride, options.Horizon);
        }
    }
}
