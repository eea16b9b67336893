namespace QSeq.Cli.Figures;

/// <summary>Figures that belong together, beside each other where there is room.</summary>
internal sealed record FigureRow(ImmutableArray<Figure> Figures) : ReportBlock;
