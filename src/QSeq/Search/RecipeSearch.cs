using System.Diagnostics;
using QSeq.Data;

namespace QSeq.Search;

/// <summary>
/// Looks for what forecasts a series best: classical methods, and networks by successive halving, from many rows of a validation part. What is
/// picked is fitted to all rows before the test part and judged there once, beside every classical method.
/// </summary>
/// <example><code>
/// var options = new SearchOptions { Horizon = 24, Time = TimeSpan.FromMinutes(1) };
/// SearchResult found = RecipeSearch.Run(table, "load", options);
/// Console.WriteLine($"{found.Pick.Name}: {found.Pick.TestMae}, {found.BestBaseline.Name}: {found.BestBaseline.TestMae}");
/// </code></example>
public static class RecipeSearch
{
    /// <summary>Searches.</summary>
    /// <param name="table">The series.</param>
    /// <param name="column">The column that is forecast.</param>
    /// <param name="options">What is looked for, and how long.</param>
    /// <param name="journal">Keeps what was tried, and is asked first; null for none.</param>
    /// <param name="progress">Told after every training, on the thread that did it.</param>
    /// <param name="cancellationToken">Ends the search without a result.</param>
    /// <returns>What was found.</returns>
    /// <exception cref="ArgumentException">An option is out of its range, or a column is unknown.</exception>
    /// <exception cref="SeriesTooShortException">The series is too short for a validation part and a test part.</exception>
    /// <exception cref="InvalidDataException">Values cannot be learnt from.</exception>
    /// <exception cref="OperationCanceledException">The search was cancelled.</exception>
    public static SearchResult Run(
        SeriesTable table,
        string column,
        SearchOptions options,
        SearchJournal? journal = null,
        IProgress<SearchProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        long start = Stopwatch.GetTimestamp();
        SeriesTable own = table.Select([column]);
        var parts = SearchParts.Of(own, column, options);
        var validation = new ValidationPart(own, column, parts, options.Horizon);
        Candidate[] methods = validation.Methods(options.Threads, cancellationToken);
        if (methods.Length == 0) throw new InvalidDataException("no method can be fitted to the series; look at its values");
        TimeSpan classical = Stopwatch.GetElapsedTime(start);
        var trials = new TrialRun(validation, options, journal, progress, methods.MinBy(method => method.Mae)!, cancellationToken);
        trials.Run(start, classical);
        return new SearchEnd(own, column, options, parts, validation, methods, trials).Result(cancellationToken);
    }
}
