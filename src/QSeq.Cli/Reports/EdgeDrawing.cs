namespace QSeq.Cli.Reports;

/// <summary>An edge as it is, as it was before training, and the range over which it is drawn.</summary>
internal sealed record EdgeDrawing(EdgeSeries After, EdgeSeries Before, EdgeRange Range)
{
    private const int Places = 121; // of x

    public double Power => PowerOf(After);

    public double PowerBefore => PowerOf(Before);

    private double[] X => [.. Enumerable.Range(0, Places).Select(n => Range.Low + (n * (Range.High - Range.Low) / (Places - 1)))];

    /// <summary>phi(x) after training, before it, and after training the base function alone.</summary>
    public CurveFigure Curve(string title) => new(
        title,
        X,
        [
            new Line("after", Over(After.Evaluate), LineKind.Model), new Line("before", Over(Before.Evaluate)),
            .. After.BaseWeight == 0 ? [] : (Line[])[new Line("base alone", Over(After.BaseAt))],
        ],
        "x = " + After.Input);

    /// <summary>The share of its power by frequency.</summary>
    public SpectrumFigure Spectrum(string title) => new(title, Lines(After), Lines(Before));

    /// <summary>The path of the qubit's state as x goes through the range.</summary>
    public SphereFigure BlochPath(string title) => new(
        title,
        [
            new SpherePath("before training", Path(Before), LineKind.Other),
            new SpherePath("after", Path(After), LineKind.Model),
        ]);

    private double[] Over(Func<double, double> function) => [.. X.Select(function)];

    private ImmutableArray<(double X, double Y, double Z)> Path(EdgeSeries one) => [.. X.Select(one.StateAt)];

    // What has less than a hundredth of a percent cannot be seen.
    private static ImmutableArray<SpectrumLine> Lines(EdgeSeries edge) =>
        [.. edge.Terms.Select(term => new SpectrumLine(term.Frequency, edge.ShareOf(term))).Where(line => line.Share >= 1e-4)];

    private static double PowerOf(EdgeSeries edge) => edge.PostWeight * edge.PostWeight * edge.Power;
}
