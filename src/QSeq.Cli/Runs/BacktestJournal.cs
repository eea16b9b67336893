using System.Text;
using System.Text.Json;

namespace QSeq.Cli.Runs;

/// <summary>
/// What candidates of a backtest forecast, kept beside its file as soon as each has finished with a seed, so that a run that was stopped goes on
/// behind it. The first line has the digest of all it comes from. Safe to share between threads.
/// </summary>
internal sealed class BacktestJournal : IDisposable
{
    /// <summary>What its name has behind that of the file.</summary>
    public const string Ending = ".journal";

    private const string Title = "QSeq backtest journal 1 ";

    private readonly Lock _turn = new();
    private readonly Journal _journal;
    private readonly IDisposable? _alone;
    private readonly Dictionary<string, BacktestForecast> _kept = new(StringComparer.Ordinal); // of before

    private BacktestJournal(Journal journal, string path, IDisposable? alone) => (_journal, Path, _alone) = (journal, path, alone);

    public string Path { get; }

    /// <summary>How many there are.</summary>
    public int Count { get; private set; }

    /// <summary>Opens the journal beside a file, to go on from it or to begin anew; null where the file is written through.</summary>
    /// <param name="context">Told what is there.</param>
    /// <param name="beside">The file.</param>
    /// <param name="option">The option that names it.</param>
    /// <param name="identity">What it all comes from, in parts.</param>
    /// <param name="resume">Whether to go on.</param>
    /// <exception cref="UsageException">The journal is of another backtest.</exception>
    /// <exception cref="WorkException">Another process makes the file.</exception>
    public static BacktestJournal? Open(CliContext context, string beside, string option, IEnumerable<string> identity, bool resume)
    {
        if (OutputFile.IsDevice(beside)) return null;
        IDisposable? alone = OutputFile.Alone(beside, option);
        try
        {
            string path = beside + Ending, digest = Sha256.HexOf(Encoding.UTF8.GetBytes(string.Join('\n', identity)));
            string old = File.Exists(path) ? File.ReadLines(path).FirstOrDefault("").Split('\t')[0] : "";
            if (resume && old.Length == 0) context.Note($"note: there is no {path} to go on from; all begins anew");
            if (!resume && old.Length > 0) context.Note($"note: {path} of an interrupted run is there and will be replaced; --resume would go on from it");
            bool ours = old.Length > 0 && (old.StartsWith(Title, StringComparison.Ordinal) || Title.StartsWith(old, StringComparison.Ordinal));
            if (resume && ours && !(Title + digest).StartsWith(old, StringComparison.Ordinal))
                throw new UsageException($"{path} is of another backtest: its options or its data were others; leave --resume out to begin anew, or choose another {option}");
            if (!resume && ours) File.Delete(path);
            var journal = new BacktestJournal(Journal.Open(path, Title + digest), path, alone);
            foreach (string line in journal._journal.Lines) journal.Take(line);
            journal.Count = journal._kept.Count;
            if (journal.Count > 0) context.Note($"going on from {path}: {NumberText.Count(journal.Count, "fit")} done before");
            return journal;
        }
        catch
        {
            alone?.Dispose();
            throw;
        }
    }

    public BacktestForecast? Find(string series, string candidate, int? seed)
    {
        lock (_turn) return _kept.GetValueOrDefault(Key(series, candidate, seed));
    }

    public void Add(string series, string candidate, int? seed, BacktestForecast forecast)
    {
        byte[] values = new byte[forecast.Values.Length * sizeof(double)];
        for (int n = 0; n < forecast.Values.Length; n++) System.Buffers.Binary.BinaryPrimitives.WriteDoubleLittleEndian(values.AsSpan(n * sizeof(double)), forecast.Values[n]);
        var line = new JsonObject
        {
            ["key"] = Key(series, candidate, seed),
            ["parameters"] = forecast.Parameters,
            ["ticks"] = forecast.Time.Ticks,
            ["values"] = Convert.ToBase64String(values),
        };
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        JsonText.Write(text, line, indented: false);
        lock (_turn)
        {
            _journal.Append(text.ToString().TrimEnd('\n'));
            Count++; // those of this run are in the file alone
        }
    }

    /// <summary>All is written: what was kept is not needed any more.</summary>
    public void Complete() => _journal.Delete();

    public void Dispose()
    {
        if (Count == 0) _journal.Delete();
        else _journal.Dispose();
        _alone?.Dispose();
    }

    private static string Key(string series, string candidate, int? seed) => Invariant($"{seed}\n{candidate}\n{series}");

    private void Take(string line)
    {
        try
        {
            JsonNode json = JsonNode.Parse(line)!;
            byte[] bytes = Convert.FromBase64String((string)json["values"]!);
            double[] values = new double[bytes.Length / sizeof(double)];
            for (int n = 0; n < values.Length; n++) values[n] = System.Buffers.Binary.BinaryPrimitives.ReadDoubleLittleEndian(bytes.AsSpan(n * sizeof(double)));
            _kept[(string)json["key"]!] = new BacktestForecast([.. values], (int)json["parameters"]!, TimeSpan.FromTicks((long)json["ticks"]!));
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException or ArgumentNullException)
        {
            // A sound line of another version: it is done again.
        }
    }
}
