namespace QSeq.Cli.Figures;

/// <summary>Functions over one range of x, drawn small and still.</summary>
/// <param name="Title">What it shows, one line.</param>
/// <param name="X">Numbers, ascending, at least two.</param>
/// <param name="Lines">The functions, as many values each as <paramref name="X"/>.</param>
/// <param name="XName">What x is.</param>
internal sealed record CurveFigure(string Title, double[] X, ImmutableArray<Line> Lines, string XName) : Figure(Title)
{
    public override string Alternative => new LineFigure(Title, X, Lines) { XName = XName }.Alternative;
}
