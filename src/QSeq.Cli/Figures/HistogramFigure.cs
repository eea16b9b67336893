namespace QSeq.Cli.Figures;

/// <summary>How often values lie where: equally wide bins.</summary>
/// <param name="Title">What it shows, one line.</param>
/// <param name="Low">Where the first bin begins.</param>
/// <param name="Width">The width of each bin, above 0.</param>
/// <param name="Counts">Values in each bin; the first also has those below, the last those above.</param>
/// <param name="ValueName">What is counted.</param>
/// <param name="Note">How to read it, or null.</param>
internal sealed record HistogramFigure(string Title, double Low, double Width, ImmutableArray<int> Counts, string ValueName, string? Note = null)
    : Figure(Title, Note)
{
    private const int FewestBins = 10, MostBins = 40;
    private const double Tail = 0.005; // of the values at either end, which go into the outermost bins

    /// <summary>A line at this value, such as 0 or 1; null for none.</summary>
    public double? Mark { get; init; }

    public override string Alternative
    {
        get
        {
            int most = Counts.Max(), place = Counts.IndexOf(most);
            double from = Low + (place * Width);
            return $"Histogram of {ValueName}, {NumberText.Count(Counts.Sum(), "value")} "
                + $"from {NumberText.Number(Low)} to {NumberText.Number(Low + (Counts.Length * Width))}; "
                + $"most, {most}, from {NumberText.Number(from)} to {NumberText.Number(from + Width)}.";
        }
    }

    /// <summary>Counts values; about the root of their number of bins. Few values far out do not stretch it: they count in the outermost bins.</summary>
    /// <returns>The figure; null where no value is finite.</returns>
    public static HistogramFigure? Of(string title, IEnumerable<double> values, string valueName, string? note = null)
    {
        double[] sorted = [.. values.Where(double.IsFinite).Order()];
        if (sorted.Length == 0) return null;
        int tail = (int)(Tail * sorted.Length);
        double low = sorted[tail], high = sorted[^(tail + 1)];
        AxisTicks axis = AxisTicks.Of(low, high, Math.Clamp((int)Math.Sqrt(sorted.Length), FewestBins, MostBins));
        double step = axis.Step, first = Math.Floor(low / step) * step;
        int[] counts = new int[Math.Max(1, (int)Math.Ceiling((high - first) / step))];
        foreach (double value in sorted) counts[(int)Math.Clamp(Math.Floor((value - first) / step), 0, counts.Length - 1)]++;
        string? outside = sorted[0] < first || sorted[^1] > first + (counts.Length * step)
            ? $"The outermost bins also hold what lies beyond, from {NumberText.Number(sorted[0])} to {NumberText.Number(sorted[^1])}."
            : null;
        string[] notes = [.. new[] { note, outside }.OfType<string>()];
        return new HistogramFigure(title, first, step, [.. counts], valueName, notes.Length == 0 ? null : string.Join(' ', notes));
    }
}
