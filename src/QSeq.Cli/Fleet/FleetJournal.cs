using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace QSeq.Cli.Fleet;

/// <summary>
/// The finished series of a fleet, a line of JSON each, written as soon as they are finished. A line that was cut short by a kill,
/// or damaged since, does not count; its series is done again. The first line says which fleet this is.
/// </summary>
internal sealed class FleetJournal : IDisposable
{
    public const string Name = "fleet.journal";

    private const int LongestShown = 66; // of a setting, so that digests are shown whole
    private const int Format = 2; // 1 was known by its command line as text

    private readonly Journal _journal;
    private readonly Dictionary<string, FleetRecord> _records = new(StringComparer.Ordinal);

    private FleetJournal(string path, string title)
    {
        _journal = Journal.Open(path, title);
        foreach (string line in _journal.Lines)
            if (Parse(line, FleetLineJson.Default.FleetRecord) is { } record && record.IsSound()) _records[record.Series] = record;
    }

    public IReadOnlyDictionary<string, FleetRecord> Records => _records;

    /// <summary>Opens the journal of a folder, or begins one; with <paramref name="restart"/> whatever is there.</summary>
    /// <exception cref="UsageException">The folder holds another fleet.</exception>
    /// <exception cref="WorkException">Another process works in the folder.</exception>
    public static FleetJournal Open(string folder, Dictionary<string, string> settings, bool restart) =>
        OutputFile.OpenAlone(folder, Name, () =>
        {
            string path = Path.Combine(folder, Name);
            string title = JsonSerializer.Serialize(new FleetHead(Format, settings), FleetLineJson.Default.FleetHead);
            string first = File.Exists(path) ? File.ReadLines(path).FirstOrDefault("") : "";
            long length = File.Exists(path) ? new FileInfo(path).Length : 0;
            string old = first.Split('\t')[0];
            FleetHead? head = Parse(old, FleetLineJson.Default.FleetHead);
            var damaged = new UsageException(
                $"--out {folder}: {Name} is damaged at its start; give --restart to begin anew, or choose another --out");

            // A kill can cut our first line short, which starts as JSON; anything else in a file of this name is somebody else's.
            bool cut = first.StartsWith('{') && length == Encoding.UTF8.GetByteCount(first);
            if (restart && head is not null && !cut) Remove(folder, path, old);
            if (restart || cut) File.Delete(path);
            else if (length > 0) CheckSame(folder, head ?? throw damaged, settings);
            try
            {
                return new FleetJournal(path, restart || cut || length == 0 ? title : old);
            }
            catch (InvalidDataException) when (length < Array.MaxLength)
            {
                throw damaged;
            }
        });

    public void Add(FleetRecord record)
    {
        _journal.Append(JsonSerializer.Serialize(record, FleetLineJson.Default.FleetRecord));
        _records[record.Series] = record;
    }

    public void ToDisk() => _journal.ToDisk();

    public void Dispose() => _journal.Dispose();

    /// <summary>Takes away what was made from the old journal, so that nothing stands there that does not belong together.</summary>
    private static void Remove(string folder, string path, string title)
    {
        try
        {
            using var journal = new FleetJournal(path, title);
            IEnumerable<string> models = journal._records.Keys.SelectMany(ModelNames.Possible).Select(name => Path.Combine("models", name));
            foreach (string old in (string[])["fleet.csv", "fleet.json", .. models])
                if (File.Exists(Path.Combine(folder, old))) File.Delete(Path.Combine(folder, old));
        }
        catch (InvalidDataException)
        {
            // Damaged at its start: it does not say what was made from it.
        }
    }

    private static void CheckSame(string folder, FleetHead head, Dictionary<string, string> settings)
    {
        const string advice = "choose another --out, or --restart to begin anew";
        if (head.Format != Format)
            throw new UsageException($"--out {folder} holds a fleet in format {head.Format}, this QSeq writes {Format}; {advice}");
        string Of(Dictionary<string, string> all, string key) => all.GetValueOrDefault(key) ?? "not set";
        static string Shown(string text) => BadData.Line(text, LongestShown);
        string[] other =
        [
            .. from key in settings.Keys.Union(head.Settings.Keys)
               let there = Of(head.Settings, key)
               let here = Of(settings, key)
               where key != "recipe" && there != here
               select $"{Shown(key)} is {Shown(there)} there and {Shown(here)} here",
        ];
        if (other.Length == 0) return;
        string some = string.Join(", ", other.Take(3)) + (other.Length > 3 ? ", ..." : "");
        throw new UsageException($"--out {folder} holds another fleet: {some}; {advice}");
    }

    private static T? Parse<T>(string line, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(line, type);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null; // a sound line of something else
        }
    }
}
