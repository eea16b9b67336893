namespace QSeq.Tests.Architecture;

/// <summary>No two namespaces, at whatever depth and in whatever project, use each other, directly or by way of others.</summary>
public class CycleTests
{
    /// <summary>Groups of namespaces that reach each other. The list only shrinks.</summary>
    private static readonly string[] Frozen =
    [
        "QSeq.Cli, QSeq.Cli.Fleet, QSeq.Cli.Options, QSeq.Cli.Output, QSeq.Cli.Reports, QSeq.Cli.Runs, QSeq.Cli.Terminal, QSeq.Cli.Verbs",
        "QSeq.Quantum, QSeq.Quantum.Circuits, QSeq.Quantum.Simulators",
    ];

    [Fact]
    public void NamespacesDoNotReachEachOther()
    {
        string[] found = Cycles(Graph(Libraries.FilesWithCli));
        string[] fresh = [.. found.Except(Frozen)], gone = [.. Frozen.Except(found)];
        Assert.True(fresh.Length + gone.Length == 0, string.Join('\n', [.. fresh.Select(group => "new: " + group), .. gone.Select(group => "no longer there, take it from the list: " + group)]));
    }

    [Fact]
    public void TheSearchFindsCycles()
    {
        Assert.Equal(["A, B, C"], Cycles([("A", "B"), ("B", "C"), ("C", "A"), ("C", "D"), ("D", "E")]));
        Assert.Equal(["A, B", "C, D"], Cycles([("A", "B"), ("B", "A"), ("B", "C"), ("C", "D"), ("D", "C")]));
        Assert.Contains(("QSeq.Cli.Verbs", "QSeq.Forecasting"), Graph(Libraries.FilesWithCli));
    }

    private static HashSet<(string From, string To)> Graph(string[] files) =>
        [.. files.SelectMany(file => Rooms.Of(file, Rooms.FullName)).Select(use => (use.From, use.To))];

    private static string[] Cycles(IEnumerable<(string From, string To)> uses)
    {
        ILookup<string, string> next = uses.ToLookup(use => use.From, use => use.To);
        HashSet<string> Reach(string start)
        {
            var seen = new HashSet<string>();
            var open = new Stack<string>(next[start]);
            while (open.TryPop(out string? name))
                if (seen.Add(name)) foreach (string other in next[name]) open.Push(other);
            return seen;
        }

        Dictionary<string, HashSet<string>> reach = next.Select(group => group.Key).ToDictionary(name => name, Reach);
        return [.. reach.Keys.Where(name => reach[name].Contains(name)).Order(StringComparer.Ordinal)
            .Select(name => string.Join(", ", reach[name].Where(other => reach.GetValueOrDefault(other)?.Contains(name) == true).Order(StringComparer.Ordinal)))
            .Distinct()];
    }
}
