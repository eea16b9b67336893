using QSeq.Fuzz;
using QSeq.Fuzz.Readers;

const int Ok = 0, Found = 1, Usage = 2;
if (FuzzOptions.Parse(args) is not { } options)
{
    Console.Error.WriteLine(FuzzOptions.Usage);
    return Usage;
}

using var bench = new Workbench();
IReadOnlyList<FuzzReader> all =
[
    .. SeriesReaders.All(bench), .. SourceReaders.All(bench), .. SentenceReaders.All(bench), .. ModelReaders.All(bench), .. QuantumReaders.All(bench), .. JournalReaders.All(bench),
    .. CommandReaders.All(bench),
];
if (options.List)
{
    foreach (FuzzReader reader in all) Console.WriteLine(reader.Name);
    return Ok;
}

if (options.Readers.FirstOrDefault(name => all.All(reader => reader.Name != name)) is { } unknown)
{
    Console.Error.WriteLine(NearestName.Describe("reader", unknown, all.Select(reader => reader.Name)));
    return Usage;
}

FuzzReader[] chosen = [.. all.Where(reader => options.Readers.Count == 0 || options.Readers.Contains(reader.Name))];
var campaign = new Campaign(options, chosen);
if (options.Replay is not { } path) return campaign.Run() ? Ok : Found;

bool right = true;
foreach (string file in Directory.Exists(path) ? [.. Directory.GetFiles(path).Order(StringComparer.Ordinal)] : new[] { path })
{
    string name = Path.GetFileName(file);
    if (name.StartsWith("fuzz-", StringComparison.Ordinal)) name = name["fuzz-".Length..];
    FuzzReader? reader = options.Readers.Count > 0 ? chosen[0] : all.Where(one => name.StartsWith(one.Name + "-", StringComparison.Ordinal)).MaxBy(one => one.Name.Length);
    if (reader is null) Console.WriteLine($"{name}: no reader's name; name it with --reader");
    else right &= campaign.Replay(file, reader);
}

return right ? Ok : Found;
