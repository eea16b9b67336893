using QSeq.Data;

namespace QSeq.Search;

/// <summary>
/// The trainings of a search, kept in a file as soon as they are done, so that a search of the same data that was stopped goes on from there. A
/// line that a kill cut short does not count. Safe to share between threads.
/// </summary>
public sealed class SearchJournal : IDisposable
{
    private const string Title = "QSeq search 1";
    private const char Between = ' ';
    private const int Columns = 3;
    private const string Failed = "failed:";

    private readonly Lock _turn = new();
    private readonly Journal _journal;
    private readonly Dictionary<string, KeptTrial> _trials = new(StringComparer.Ordinal);

    private SearchJournal(Journal journal) => _journal = journal;

    /// <summary>Trainings kept.</summary>
    public int Count => _trials.Count;

    /// <summary>Opens a journal of a search, or begins one.</summary>
    /// <param name="path">The file; its folder exists.</param>
    /// <param name="table">The series.</param>
    /// <param name="column">The column that is forecast.</param>
    /// <param name="options">What is looked for. Times, trainings, seeds, models and threads may be others than before.</param>
    /// <returns>The journal with the trainings that are there.</returns>
    /// <exception cref="ArgumentException">An option is out of its range, or a column is unknown.</exception>
    /// <exception cref="SeriesTooShortException">The series is too short for a validation part and a test part.</exception>
    /// <exception cref="IOException">The file cannot be opened; another process may be using it.</exception>
    /// <exception cref="InvalidDataException">The file is something else, or of a search of other data, rows or steps ahead.</exception>
    public static SearchJournal Open(string path, SeriesTable table, string column, SearchOptions options)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        SeriesTable own = table.Select([column]);
        var parts = SearchParts.Of(own, column, options);
        FormattableString title = $"{Title}, data {own.Digest()}, horizon {options.Horizon}, season {parts.Season}, rows {parts.FirstValidation} {parts.FirstTest} {parts.Stride}";
        var journal = new SearchJournal(Journal.Open(path, FormattableString.Invariant(title)));
        foreach (string line in journal._journal.Lines)
            if (Parse(line) is { } trial) journal._trials[trial.Identity] = trial;
        return journal;
    }

    /// <inheritdoc/>
    public void Dispose() => _journal.Dispose();

    internal KeptTrial? Find(string identity)
    {
        lock (_turn) return _trials.GetValueOrDefault(identity);
    }

    internal void Add(KeptTrial trial)
    {
        string result = trial.Forecasts is { } forecasts ? Convert.ToBase64String(Bytes(forecasts)) : Failed + trial.Failure?.Replace('\t', Between);
        lock (_turn)
        {
            _journal.Append(string.Create(CultureInfo.InvariantCulture, $"{trial.Identity}{Between}{trial.Time.Ticks}{Between}{result}"));
            _trials[trial.Identity] = trial;
        }
    }

    private static KeptTrial? Parse(string line)
    {
        string[] parts = line.Split(Between, Columns);
        if (parts.Length != Columns || !long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out long ticks)) return null;
        if (parts[2].StartsWith(Failed, StringComparison.Ordinal)) return new KeptTrial(parts[0], new TimeSpan(ticks), null, parts[2][Failed.Length..]);
        byte[] bytes = new byte[parts[2].Length];
        if (!Convert.TryFromBase64String(parts[2], bytes, out int count) || count % sizeof(double) != 0) return null;
        double[] forecasts = new double[count / sizeof(double)];
        for (int n = 0; n < forecasts.Length; n++) forecasts[n] = System.Buffers.Binary.BinaryPrimitives.ReadDoubleLittleEndian(bytes.AsSpan(n * sizeof(double)));
        return Array.TrueForAll(forecasts, double.IsFinite) ? new KeptTrial(parts[0], new TimeSpan(ticks), forecasts, null) : null;
    }

    private static byte[] Bytes(double[] values)
    {
        byte[] bytes = new byte[values.Length * sizeof(double)];
        for (int n = 0; n < values.Length; n++) System.Buffers.Binary.BinaryPrimitives.WriteDoubleLittleEndian(bytes.AsSpan(n * sizeof(double)), values[n]);
        return bytes;
    }
}

/// <summary>What is kept of a training.</summary>
/// <param name="Identity">The digest of the recipe.</param>
/// <param name="Time">How long it took.</param>
/// <param name="Forecasts">Of the validation part, [origins][steps]; null where it failed.</param>
/// <param name="Failure">Why it failed; null where it did not.</param>
internal sealed record KeptTrial(string Identity, TimeSpan Time, double[]? Forecasts, string? Failure);
