using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace QSeq.Cli.Fleet;

/// <summary>
/// The finished series of a fleet, one line each, written as soon as they are finished: JSON, a tab, and the first 8 digits
/// of the JSON's SHA-256. A line that was cut short by a kill, or damaged since, does not count; its series is done again.
/// The first line says which fleet this is.
/// </summary>
internal sealed class FleetJournal : IDisposable
{
    /// <summary>The file's name.</summary>
    public const string Name = "fleet.journal";

    private const int Format = 2; // 1 was known by its command line as text
    private const int CheckDigits = 8;

    private readonly FileStream _stream;
    private readonly Dictionary<string, FleetRecord> _records = new(StringComparer.Ordinal);

    private FleetJournal(FileStream stream) => _stream = stream;

    /// <summary>The finished series by name.</summary>
    public IReadOnlyDictionary<string, FleetRecord> Records => _records;

    /// <summary>Opens the journal of a folder, or begins one.</summary>
    /// <param name="folder">The folder; it exists.</param>
    /// <param name="settings">What the fleet is.</param>
    /// <param name="restart">Whether to begin anew whatever is there.</param>
    /// <returns>The journal with what was finished before.</returns>
    /// <exception cref="UsageException">The folder holds another fleet.</exception>
    /// <exception cref="WorkException">Another process works in the folder.</exception>
    public static FleetJournal Open(string folder, Dictionary<string, string> settings, bool restart)
    {
        var journal = new FleetJournal(OpenAlone(Path.Combine(folder, Name), folder));
        try
        {
            journal.Begin(folder, settings, restart);
            return journal;
        }
        catch
        {
            journal.Dispose();
            throw;
        }
    }

    /// <summary>Keeps a finished series: it survives a kill from here on.</summary>
    public void Add(FleetRecord record)
    {
        Append(record, FleetLineJson.Default.FleetRecord);
        _records[record.Series] = record;
    }

    /// <summary>Brings everything to the disk, to survive a loss of power too.</summary>
    public void ToDisk() => _stream.Flush(flushToDisk: true);

    /// <inheritdoc/>
    public void Dispose() => _stream.Dispose();

    private static FileStream OpenAlone(string path, string folder)
    {
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1 << 16);
        }
        catch (IOException e) when (File.Exists(path) && e is not (FileNotFoundException or DirectoryNotFoundException or PathTooLongException))
        {
            throw new WorkException($"--out {folder} is in use by another process, or cannot be opened ({e.Message.Split('\n')[0].TrimEnd('.')}); wait for it, or choose another --out");
        }
    }

    private void Begin(string folder, Dictionary<string, string> settings, bool restart)
    {
        FleetHead? head = Read(folder, out long end);
        if (head is not null && !restart) CheckSame(folder, head, settings);
        if ((end > 0 || IsForeign()) && head is null && !restart)
            throw new UsageException($"--out {folder}: {Name} is damaged at its start; give --restart to begin anew, or choose another --out");
        if (head is not null && restart) Remove(folder);
        if (restart) end = 0;
        _stream.SetLength(end); // without the line that a kill cut short
        _stream.Position = end;
        if (end == 0) Append(new FleetHead { Format = Format, Settings = settings }, FleetLineJson.Default.FleetHead);
    }

    // A kill can cut our first line short, which starts as JSON; anything else in a file of this name is somebody else's.
    private bool IsForeign()
    {
        _stream.Position = 0;
        return _stream.ReadByte() is not (-1 or '{');
    }

    /// <summary>Takes away what was made from the old journal, so that nothing stands there that does not belong together.</summary>
    private void Remove(string folder)
    {
        foreach (string old in (string[])["fleet.csv", "fleet.json", .. _records.Keys.Select(series => Path.Combine("models", FleetFiles.ModelName(series)))])
            if (File.Exists(Path.Combine(folder, old))) File.Delete(Path.Combine(folder, old));
        _records.Clear();
    }

    /// <summary>Reads what is there.</summary>
    /// <param name="folder">The folder, for errors.</param>
    /// <param name="end">Where the last whole line ends.</param>
    /// <returns>Which fleet it is; null where the first line is missing or damaged.</returns>
    private FleetHead? Read(string folder, out long end)
    {
        if (_stream.Length > Array.MaxLength) throw new WorkException($"--out {folder}: {Name} is larger than 2 GB, which cannot be read; choose another --out");
        byte[] bytes = new byte[_stream.Length];
        _stream.ReadExactly(bytes);
        ReadOnlySpan<byte> whole = bytes.AsSpan(0, bytes.AsSpan().LastIndexOf((byte)'\n') + 1);
        end = whole.Length;
        FleetHead? head = null;
        bool first = true;
        foreach (Range line in whole.Split((byte)'\n'))
        {
            if (first) head = Parse(whole[line], FleetLineJson.Default.FleetHead);
            else if (Parse(whole[line], FleetLineJson.Default.FleetRecord) is { } record) _records[record.Series] = record;
            first = false;
        }

        return head;
    }

    private static void CheckSame(string folder, FleetHead head, Dictionary<string, string> settings)
    {
        if (head.Format != Format) throw new UsageException($"--out {folder} holds a fleet in format {head.Format}, this QSeq writes {Format}; choose another --out, or --restart to begin anew");
        string[] other = [.. settings.Keys.Union(head.Settings.Keys).Where(key => key != "recipe").Where(key => settings.GetValueOrDefault(key) != head.Settings.GetValueOrDefault(key))];
        if (other.Length == 0) return;
        string Show(string key) => $"{key} is {head.Settings.GetValueOrDefault(key) ?? "not set"} there and {settings.GetValueOrDefault(key) ?? "not set"} here";
        throw new UsageException($"--out {folder} holds another fleet: {string.Join(", ", other.Take(3).Select(Show))}{(other.Length > 3 ? ", ..." : "")}; choose another --out, or --restart to begin anew");
    }

    private static T? Parse<T>(ReadOnlySpan<byte> line, JsonTypeInfo<T> type)
        where T : class
    {
        int tab = line.LastIndexOf((byte)'\t');
        if (tab < 0 || !line[(tab + 1)..].SequenceEqual(Check(line[..tab]))) return null;
        try
        {
            return JsonSerializer.Deserialize(line[..tab], type);
        }
        catch (JsonException)
        {
            return null; // a sound line of something else
        }
    }

    // One write a line, so that a kill leaves whole lines but for the last.
    private void Append<T>(T value, JsonTypeInfo<T> type)
    {
        byte[] json = JsonSerializer.SerializeToUtf8Bytes(value, type);
        _stream.Write([.. json, (byte)'\t', .. Check(json), (byte)'\n']);
        _stream.Flush();
    }

    private static byte[] Check(ReadOnlySpan<byte> json) => Encoding.ASCII.GetBytes(Convert.ToHexStringLower(SHA256.HashData(json))[..CheckDigits]);
}
