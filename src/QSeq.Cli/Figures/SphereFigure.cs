namespace QSeq.Cli.Figures;

/// <summary>A path within the unit sphere.</summary>
/// <param name="Name">What it stands for.</param>
/// <param name="Points">Its points in order, each component from -1 to 1; at least one.</param>
/// <param name="Kind">Whether it is the model's.</param>
internal sealed record SpherePath(string Name, ImmutableArray<(double X, double Y, double Z)> Points, LineKind Kind);

/// <summary>Paths on the Bloch sphere, seen along its y axis and along its x axis.</summary>
/// <param name="Title">What it shows, one line.</param>
/// <param name="Paths">The paths, that of the model last, over the others.</param>
/// <param name="Note">How to read it, or null.</param>
internal sealed record SphereFigure(string Title, ImmutableArray<SpherePath> Paths, string? Note = null) : Figure(Title, Note)
{
    public override string Alternative =>
        $"Paths on the Bloch sphere, projected to x and z and to y and z. {string.Join("; ", Paths.Select(path => $"{path.Name}: from {Told(path.Points[0])} to {Told(path.Points[^1])}"))}.";

    private static string Told((double X, double Y, double Z) point) => Invariant($"({point.X:0.00}, {point.Y:0.00}, {point.Z:0.00})");
}
