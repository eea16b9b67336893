namespace QSeq.Cli.Figures;

/// <summary>A name and what there is to say of it.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Value">What was found.</param>
/// <param name="Why">What that rests on, or what to do if it is wrong; empty for nothing.</param>
internal sealed record Fact(string Name, string Value, string Why = "");

/// <summary>Names and values, one below the other.</summary>
internal sealed record FactList(ImmutableArray<Fact> Facts) : ReportBlock;
