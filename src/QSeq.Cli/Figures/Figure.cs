namespace QSeq.Cli.Figures;

/// <summary>A drawing: plain values, whatever draws them. Values that are not finite are gaps.</summary>
/// <param name="Title">What it shows, one line.</param>
/// <param name="Note">How to read it, or null.</param>
internal abstract record Figure(string Title, string? Note = null) : ReportBlock
{
    /// <summary>What it shows, in a sentence or two, for those who do not see it.</summary>
    public abstract string Alternative { get; }
}
