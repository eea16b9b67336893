using System.Diagnostics;
using System.Runtime.InteropServices;
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
    /// <returns>What each did; one that could not is among <see cref="BacktestResult.Failures"/>, and the others go on.</returns>
    /// <exception cref="ArgumentException">An option is out of its range, or a column is unknown.</exception>
    /// <exception cref="SeriesTooShortException">There are too few rows before the first origin, or no origin is left.</exception>
    /// <exception cref="InvalidDataException">Values are so large that their errors have no finite sum, or Naive2, which OWA is in parts of, gives no finite forecast.</exception>
    /// <exception cref="OperationCanceledException">The run was cancelled.</exception>
    public static BacktestResult Run(
        SeriesTable table,
        string column,
        BacktestOptions options,
        IReadOnlyList<BacktestCandidate> candidates,
        bool withMethods = true,
        IProgress<string>? progress = null,
        CancellationToken cancellationToken = default) =>
        Run(table, column, options, candidates, new ToldNames(progress), withMethods, cancellationToken);

    /// <summary>Runs candidates with a log, which is told how far it is and may know forecasts from before.</summary>
    /// <param name="table">The series.</param>
    /// <param name="column">The column that is forecast.</param>
    /// <param name="options">From where and how far.</param>
    /// <param name="candidates">What is compared; all have names of their own.</param>
    /// <param name="log">Told of each fit, and asked first. It is one of the same table, column, options and candidates.</param>
    /// <param name="withMethods">Whether <see cref="SeriesMethod.All"/> is run as well, before the candidates.</param>
    /// <param name="cancellationToken">Ends the run.</param>
    /// <returns>What each did.</returns>
    /// <inheritdoc cref="Run(SeriesTable, string, BacktestOptions, IReadOnlyList{BacktestCandidate}, bool, IProgress{string}, CancellationToken)" path="/exception"/>
    public static BacktestResult Run(
        SeriesTable table,
        string column,
        BacktestOptions options,
        IReadOnlyList<BacktestCandidate> candidates,
        IBacktestLog log,
        bool withMethods = true,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(log);
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(candidates);
        options.Validate();
        int place = table.ColumnIndex(column), rows = table.Length, horizon = options.Horizon, first = First(rows, options);
        double[] values = table.Values(place);
        CheckSizes(column, values);
        int season = options.Season ?? SeasonFinder.Find(values.AsSpan(0, first), table.Step), stride = options.StrideOf(first, rows, season);
        int[] asked = [.. Enumerable.Range(0, ((rows - first - horizon) / stride) + 1).Select(n => first + (n * stride))];
        int[] origins = [.. asked.Where(IsScored)];
        if (origins.Length == 0) throw new SeriesTooShortException($"none of {asked.Length} origins has a measured value before it and one after; give another series");
        BacktestPart[] parts = Parts(table, column, options, origins, stride);
        double scale = IntervalScores.ScaleOf(values.AsSpan(0, first), first > season ? season : 1);

        BacktestEntry naive = Entry(BacktestCandidate.Of(SeriesMethod.Naive2(season)), null, null);
        naive.Scores = BacktestScores.Of(naive.ForecastValues, naive.ErrorValues, horizon, null, scale, null);
        BacktestScores[] naiveSteps = [.. Enumerable.Range(0, horizon).Select(step => Of(naive, step, null))];
        (List<BacktestEntry> entries, List<BacktestFailure> failures) = ([], []);
        int shortest = parts.Min(part => part.End - part.First);
        BacktestCandidate[] methods = withMethods ? [.. SeriesMethod.All(season, horizon, shortest).Select(BacktestCandidate.Of)] : [];
        BacktestCandidate[] all = [.. methods, .. candidates];
        int done = 0, total = all.Sum(candidate => candidate.HasSeeds ? options.Seeds : 1);
        foreach (BacktestCandidate candidate in all)
        {
            int seeds = candidate.HasSeeds ? options.Seeds : 1, before = entries.Count;
            try
            {
                for (int seed = 0; seed < seeds; seed++)
                {
                    log.Begin(candidate.Name, candidate.HasSeeds ? seed : null, done + seed, total);
                    entries.Add(Entry(candidate, candidate.HasSeeds ? seed : null, log));
                }

                if (seeds > 1) entries.Add(Median(candidate.Name, [.. entries[before..]]));
            }
            catch (Exception e) when (e is InvalidDataException || (e is ArgumentException && e is not ArgumentNullException))
            {
                entries.RemoveRange(before, entries.Count - before);
                failures.Add(new BacktestFailure(candidate.Name, ErrorText.Of(e)));
            }

            done += seeds;
        }

        foreach (BacktestEntry entry in entries)
        {
            entry.Scores = Of(entry, null, naive.Scores);
            entry.Steps = [.. naiveSteps.Select((other, step) => Of(entry, step, other))];
        }

        return new BacktestResult(column, season, stride, [.. origins], asked.Length - origins.Length, horizon, scale, [.. entries]) { Failures = [.. failures], Naive2 = naive.Scores };

        bool IsScored(int origin) => table.IsMeasured(place, origin - 1) && Enumerable.Range(origin, horizon).Any(row => table.IsMeasured(place, row));

        BacktestScores Of(BacktestEntry entry, int? step, BacktestScores? other) =>
            BacktestScores.Of(entry.ForecastValues, entry.ErrorValues, horizon, step, scale, other);

        BacktestEntry Entry(BacktestCandidate candidate, int? seed, IBacktestLog? log)
        {
            if (log?.Find(candidate.Name, seed) is { } known && known.Values.Length == origins.Length * horizon) return Made(candidate, seed, known);
            long start = Stopwatch.GetTimestamp();
            double[] forecasts = new double[origins.Length * horizon];
            (int parameters, int filled) = (0, 0);
            foreach (BacktestPart part in parts)
            {
                cancellationToken.ThrowIfCancellationRequested();
                int count = part.Origins.Length * horizon;
                parameters = candidate.Forecast(part, seed ?? 0, forecasts.AsSpan(filled, count), cancellationToken);
                filled += count;
            }

            var made = new BacktestForecast(ImmutableCollectionsMarshal.AsImmutableArray(forecasts), parameters, Stopwatch.GetElapsedTime(start));
            BacktestEntry entry = Made(candidate, seed, made);
            log?.Add(candidate.Name, seed, made);
            return entry;
        }

        BacktestEntry Made(BacktestCandidate candidate, int? seed, BacktestForecast made)
        {
            double[] forecasts = ImmutableCollectionsMarshal.AsArray(made.Values)!; // which nobody writes to
            return new BacktestEntry(candidate.Name, seed, forecasts, Errors(forecasts), made.Parameters, made.Time) { IsMethod = candidate.IsMethod };
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

        BacktestEntry Median(string name, ImmutableArray<BacktestEntry> seeds)
        {
            double[] forecasts = new double[origins.Length * horizon];
            for (int n = 0; n < forecasts.Length; n++)
            {
                double[] sorted = [.. seeds.Select(seed => seed.ForecastValues[n]).Order()];
                forecasts[n] = (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
            }

            TimeSpan time = TimeSpan.FromTicks(seeds.Sum(seed => seed.Time.Ticks));
            return new BacktestEntry(name, null, forecasts, Errors(forecasts), seeds.Sum(seed => seed.Parameters), time) { Seeds = seeds };
        }
    }

    /// <summary>
    /// The rows that the first fit sees, without anything that came after them, for choices that are made once for all fits
    /// (<see cref="QSeq.Forecasting.RecipeChoice"/>).
    /// </summary>
    /// <param name="table">The series.</param>
    /// <param name="options">From where and how far.</param>
    /// <param name="known">Columns that are known in the future.</param>
    /// <returns>The rows.</returns>
    /// <exception cref="ArgumentException">An option is out of its range, or there are too few rows before the first origin.</exception>
    public static SeriesTable FirstSeen(SeriesTable table, BacktestOptions options, params IReadOnlyList<string> known)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        int end = First(table.Length, options);
        return Seen(table, options.Window is { } window ? Math.Max(0, end - window) : 0, end, known);
    }

    /// <summary>
    /// The rows of a fit. What was filled in at their end, in a gap that goes on after it, knows the value behind the gap: the value before is
    /// held there instead, but for columns that are known in the future.
    /// </summary>
    internal static SeriesTable Seen(SeriesTable table, int first, int end, IReadOnlyList<string> known)
    {
        SeriesTable seen = table.Rows(first, end - first);
        for (int column = 0; column < seen.Names.Count; column++)
        {
            if (seen.IsMeasured(column, seen.Length - 1) || known.Contains(seen.Names[column])) continue;
            double[] values = seen.Values(column); // of the copy
            int last = values.Length - 1;
            while (last > 0 && !seen.IsMeasured(column, last)) last--;
            values.AsSpan(last + 1).Fill(values[last]);
        }

        return seen;
    }

    // Sums of as many errors as there are rows, each at most twice the largest value, are finite.
    private static void CheckSizes(string column, double[] values)
    {
        int large = Array.FindIndex(values, value => double.IsFinite(value) && Math.Abs(value) > double.MaxValue / 2 / values.Length);
        if (large < 0) return;
        throw BadData.Of($"column {BadData.Quote(column)}, row {large + 1}: {values[large]:G3} is too large for errors to be summed over {values.Length} rows; correct it if it is a mistake, or use larger units");
    }

    private static int First(int rows, BacktestOptions options)
    {
        int first = options.FirstOrigin(rows);
        return first >= 2 ? first
            : throw new SeriesTooShortException($"{rows} rows leave {Math.Max(0, first)} before the first origin; give a longer series or a shorter horizon");
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

    private sealed class ToldNames(IProgress<string>? progress) : IBacktestLog
    {
        public void Begin(string candidate, int? seed, int done, int total)
        {
            if (seed is null or 0) progress?.Report(candidate);
        }
    }
}
