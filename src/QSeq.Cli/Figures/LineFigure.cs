namespace QSeq.Cli.Figures;

/// <summary>What a line stands for, which says how it is drawn.</summary>
internal enum LineKind
{
    /// <summary>What was measured.</summary>
    Truth,

    /// <summary>What the model says.</summary>
    Model,

    /// <summary>Something to hold the others against.</summary>
    Other,
}

/// <summary>Values over the x of a figure, one each.</summary>
internal sealed record Line(string Name, double[] Values, LineKind Kind = LineKind.Other);

/// <summary>A band between two lines, such as an interval of a level in percent; wider ones come first.</summary>
internal sealed record Band(string Name, double[] Low, double[] High);

/// <summary>A place on the x axis with a name, such as where the test part begins.</summary>
internal sealed record Mark(double X, string Name);

/// <summary>Lines and bands over one ascending x: a series over time, or an error over steps ahead.</summary>
/// <param name="Title">What it shows, one line.</param>
/// <param name="X">Numbers, or seconds since 1970 where <see cref="IsTime"/>; ascending.</param>
/// <param name="Lines">The lines, as many values each as <paramref name="X"/>.</param>
/// <param name="Note">How to read it, or null.</param>
internal sealed record LineFigure(string Title, double[] X, ImmutableArray<Line> Lines, string? Note = null) : Figure(Title, Note)
{
    public bool IsTime { get; init; }

    /// <summary>Whether lines go on over places where they have no value, as where each line has places of its own.</summary>
    public bool IsJoined { get; init; }

    public string XName { get; init; } = "";

    public string YName { get; init; } = "";

    public ImmutableArray<Band> Bands { get; init; } = [];

    public ImmutableArray<Mark> Marks { get; init; } = [];

    /// <summary>All columns of values: lines, then both ends of each band.</summary>
    public IEnumerable<double[]> Columns => Lines.Select(line => line.Values).Concat(Bands.SelectMany(band => new[] { band.Low, band.High }));

    public override string Alternative
    {
        get
        {
            string range = X.Length == 0 ? "without values" : $"from {Place(X[0])} to {Place(X[^1])}, {NumberText.Count(X.Length, "place")}";
            string lines = string.Join("; ", Lines.Select(Describe).Concat(Bands.Select(band => $"{band.Name}: a band")));
            return $"Line chart, {(XName.Length == 0 ? "x" : XName)} {range}. {lines}.";
        }
    }

    /// <summary>What an x is called.</summary>
    public string Place(double x) => IsTime ? TimeTicks.Stamp(x) : AxisTicks.Number(x);

    /// <summary>The same at some of the places alone.</summary>
    public LineFigure At(int[] rows) => rows.Length == X.Length ? this : this with
    {
        X = Some(X, rows),
        Lines = [.. Lines.Select(line => line with { Values = Some(line.Values, rows) })],
        Bands = [.. Bands.Select(band => band with { Low = Some(band.Low, rows), High = Some(band.High, rows) })],
    };

    private static double[] Some(double[] values, int[] rows) => Array.ConvertAll(rows, row => values[row]);

    private static string Describe(Line line)
    {
        double[] values = [.. line.Values.Where(double.IsFinite)];
        return values.Length == 0
            ? $"{line.Name}: no values"
            : $"{line.Name}: {NumberText.Count(values.Length, "value")}, first {NumberText.Number(values[0])}, last {NumberText.Number(values[^1])}, "
                + $"lowest {NumberText.Number(values.Min())}, highest {NumberText.Number(values.Max())}";
    }
}
