namespace QSeq.Cli.Reports;

/// <summary>What edges and the sums of them are called in tables and in programs.</summary>
internal static class EdgeNames
{
    /// <summary>The sum that an edge is in, in words.</summary>
    public static string Sum(EdgeSeries edge, bool members) =>
        Invariant($"{(members ? $"member{edge.Member} " : "")}{edge.Layer} {edge.Gate}{edge.Output}");

    /// <summary>The edge in words, such as <c>cell0 f1(h0)</c>.</summary>
    public static string Of(EdgeSeries edge, bool members) => $"{Sum(edge, members)}({edge.Input})";

    /// <summary>The function of the sum that an edge is in.</summary>
    public static string SumFunction(EdgeSeries edge, bool members) => Sum(edge, members).Replace(' ', '_').Replace('.', '_');

    /// <summary>The function of the edge, such as <c>cell0_f1_h0</c>.</summary>
    public static string Function(EdgeSeries edge, bool members) => $"{SumFunction(edge, members)}_{edge.Input}";

    /// <summary>The edges by the sum that they are in, in order.</summary>
    public static IEnumerable<EdgeSeries[]> Sums(IReadOnlyList<EdgeSeries> edges) =>
        edges.GroupBy(edge => Sum(edge, members: true)).Select(sum => sum.ToArray());
}
