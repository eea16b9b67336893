using System.Text.Json;

namespace QSeq.Studies;

/// <summary>
/// The finished runs of studies, kept in a file as soon as they are finished, each under the digest of what it came from. A
/// study that was stopped takes over what is there. A line that a kill cut short does not count. Safe to share between threads.
/// </summary>
public sealed class StudyJournal : IDisposable
{
    private const string Title = "QSeq study journal 1";

    private readonly Lock _turn = new();
    private readonly Journal _journal;
    private readonly Dictionary<string, StudyRun> _runs = new(StringComparer.Ordinal);
    private readonly HashSet<string> _used = new(StringComparer.Ordinal);

    private StudyJournal(Journal journal) => _journal = journal;

    /// <summary>Runs kept.</summary>
    public int Count => _runs.Count;

    /// <summary>Opens the journal of a folder, or begins one.</summary>
    /// <param name="path">The file; its folder exists.</param>
    /// <exception cref="IOException">The file cannot be opened; another process may be using it.</exception>
    /// <exception cref="InvalidDataException">The file is something else.</exception>
    public static StudyJournal Open(string path)
    {
        var journal = new StudyJournal(Journal.Open(path, Title));
        foreach (string line in journal._journal.Lines)
            if (Parse(line) is { } run) journal._runs[run.Identity] = run;
        return journal;
    }

    /// <summary>A run that was finished before.</summary>
    /// <param name="identity">The digest of what it came from.</param>
    /// <returns>The run; null where it is not there.</returns>
    public StudyRun? Find(string identity)
    {
        lock (_turn)
        {
            if (!_runs.TryGetValue(identity, out StudyRun? run)) return null;
            _used.Add(identity);
            return run;
        }
    }

    /// <summary>How many runs of a study are there.</summary>
    public int CountOf(Study study)
    {
        ArgumentNullException.ThrowIfNull(study);
        return study.Cases.Sum(one => Enumerable.Range(0, study.SeedsOf(one)).Count(seed => _runs.ContainsKey(one.Identity((ulong)seed))));
    }

    /// <summary>Keeps a finished run: it survives a kill from here on.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void Add(StudyRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        lock (_turn)
        {
            _journal.Append(JsonSerializer.Serialize(run, StudyRunJson.Default.StudyRun));
            _runs[run.Identity] = run;
            _used.Add(run.Identity);
        }
    }

    /// <summary>To be called when all studies are done: removes the file, unless it holds runs of others, which are kept.</summary>
    public void Complete()
    {
        if (_used.Count == _runs.Count) _journal.Delete();
    }

    /// <summary>Closes the file; one without a run is removed.</summary>
    public void Dispose()
    {
        if (_runs.Count == 0) _journal.Delete();
        else _journal.Dispose();
    }

    private static StudyRun? Parse(string line)
    {
        try
        {
            StudyRun? run = JsonSerializer.Deserialize(line, StudyRunJson.Default.StudyRun);
            bool sound = run is { Measures.IsDefault: false } && run.Measures.All(measure => measure is { Values.IsDefaultOrEmpty: false });
            return sound ? run : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null; // a sound line of another version
        }
    }
}
