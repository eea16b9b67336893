namespace QSeq.Tests.Architecture;

/// <summary>No two namespaces, at whatever depth and in whatever project, reach each other, directly or by way of others.</summary>
public class CycleTests
{
    /// <summary>Where the uses stand that close a cycle, one a line. The list only shrinks.</summary>
    private static readonly string List = Path.Combine(Libraries.Root, "tests", "QSeq.Tests", "Architecture", "Cycles.txt");

    private static readonly Lazy<Rooms.Use[]> Uses = new(() => [.. Libraries.FilesWithCli.SelectMany(file => Rooms.Of(file, Rooms.FullName))]);

    [Fact]
    public void NamespacesDoNotReachEachOther()
    {
        string[] frozen = [.. File.ReadLines(List).Where(line => line.Length > 0)];
        Rooms.Use[] uses = Uses.Value;
        string[] found = Cycles(uses.Select(use => (use.From, use.To)));
        string Where(string pair) => uses.First(use => $"{use.From} -> {use.To}" == pair).Where;
        string[] fresh = [.. found.Except(frozen)], gone = [.. frozen.Except(found)];
        IEnumerable<string> problems =
        [
            .. fresh.Select(pair => $"new, closes a cycle: {pair}, as {Where(pair)}"),
            .. gone.Select(pair => $"closes no cycle any more, take it from Cycles.txt: {pair}"),
        ];
        Assert.True(!problems.Any(), string.Join('\n', problems));
    }

    [Fact]
    public void TheSearchFindsCycles()
    {
        Assert.Equal(["A -> B", "B -> C", "C -> A"], Cycles([("A", "B"), ("B", "C"), ("C", "A"), ("C", "D"), ("D", "E")]));
        Assert.Equal(["A -> B", "B -> A", "C -> D", "D -> C"], Cycles([("A", "B"), ("B", "A"), ("B", "C"), ("C", "D"), ("D", "C")]));
        Assert.Empty(Cycles([("A", "B"), ("A", "C"), ("B", "D"), ("C", "D")]));

        // The command line and folders below folders are seen.
        var pairs = Uses.Value.Select(use => (use.From, use.To)).ToHashSet();
        Assert.Contains(("QSeq.Cli.Verbs", "QSeq.Forecasting"), pairs);
        Assert.Contains(("QSeq.Cli.Verbs", "QSeq.Cli.Output"), pairs);
        Assert.Contains(("QSeq.Hardware.Jobs", "QSeq.Hardware"), pairs);
    }

    /// <summary>The uses whose ends reach each other both ways, in order.</summary>
    private static string[] Cycles(IEnumerable<(string From, string To)> uses)
    {
        (string From, string To)[] all = [.. uses.Distinct()];
        ILookup<string, string> next = all.ToLookup(use => use.From, use => use.To);
        HashSet<string> Reach(string start)
        {
            var seen = new HashSet<string>();
            var open = new Stack<string>(next[start]);
            while (open.TryPop(out string? name))
                if (seen.Add(name)) foreach (string other in next[name]) open.Push(other);
            return seen;
        }

        Dictionary<string, HashSet<string>> reach = next.Select(group => group.Key).ToDictionary(name => name, Reach);
        return
        [
            .. all.Where(use => reach.GetValueOrDefault(use.To)?.Contains(use.From) == true)
                .Select(use => $"{use.From} -> {use.To}")
                .Order(StringComparer.Ordinal),
        ];
    }
}
