namespace QSeq.Cli.Pages;

/// <summary>A report as one page: plain values, of which <see cref="PageWriter"/> makes a file that needs no other.</summary>
/// <param name="Title">What it is about.</param>
/// <param name="Lead">The one sentence that matters, or null.</param>
/// <param name="Sections">Its sections, in order.</param>
/// <param name="Origin">Where it comes from: command, version, digests.</param>
internal sealed record Page(string Title, string? Lead, ImmutableArray<PageSection> Sections, FactList Origin);

/// <summary>A section: texts, lists, tables and figures.</summary>
/// <param name="Title">What it is about.</param>
/// <param name="Blocks">What stands in it, in order.</param>
internal sealed record PageSection(string Title, ImmutableArray<ReportBlock> Blocks);
