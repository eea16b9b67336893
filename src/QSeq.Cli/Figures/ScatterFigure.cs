namespace QSeq.Cli.Figures;

/// <summary>Points, such as the error of the model against that of a baseline for every series.</summary>
/// <param name="Title">What it shows, one line.</param>
/// <param name="X">The points' x.</param>
/// <param name="Y">The points' y, as many.</param>
/// <param name="XName">What x is.</param>
/// <param name="YName">What y is.</param>
/// <param name="Note">How to read it, or null.</param>
internal sealed record ScatterFigure(string Title, ImmutableArray<double> X, ImmutableArray<double> Y, string XName, string YName, string? Note = null)
    : Figure(Title, Note)
{
    /// <summary>Whether both axes are of powers of ten; points that are not above 0 are left out then.</summary>
    public bool IsLogarithmic { get; init; }

    /// <summary>Whether the line y = x is drawn, and both axes are alike.</summary>
    public bool HasDiagonal { get; init; }

    /// <summary>The points that can be drawn.</summary>
    public IReadOnlyList<(double X, double Y)> Points =>
        [.. X.Zip(Y).Where(point => double.IsFinite(point.First) && double.IsFinite(point.Second) && (!IsLogarithmic || (point.First > 0 && point.Second > 0)))];

    public override string Alternative
    {
        get
        {
            IReadOnlyList<(double X, double Y)> points = Points;
            if (points.Count == 0) return "Scatter chart without points.";
            string below = HasDiagonal ? $"; {points.Count(point => point.Y < point.X)} lie below the line where both are equal" : "";
            return $"Scatter chart, {NumberText.Count(points.Count, "point")}: "
                + $"{XName} from {NumberText.Number(points.Min(point => point.X))} to {NumberText.Number(points.Max(point => point.X))}, "
                + $"{YName} from {NumberText.Number(points.Min(point => point.Y))} to {NumberText.Number(points.Max(point => point.Y))}{below}.";
        }
    }
}
