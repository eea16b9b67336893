namespace QSeq.Cli.Figures;

/// <summary>Values at 1, 2, ... as stems from 0, with a bound on either side: an autocorrelation.</summary>
/// <param name="Title">What it shows, one line.</param>
/// <param name="Values">The values.</param>
/// <param name="Bound">Within this of 0 a value says nothing; 0 or more.</param>
/// <param name="XName">What is counted.</param>
/// <param name="Note">How to read it, or null.</param>
internal sealed record StemFigure(string Title, ImmutableArray<double> Values, double Bound, string XName, string? Note = null) : Figure(Title, Note)
{
    private const int MostTold = 12;
    private const double Normal = 1.96; // 95 % of white noise lie within

    public override string Alternative
    {
        get
        {
            int[] beyond = [.. Enumerable.Range(0, Values.Length).Where(n => Math.Abs(Values[n]) > Bound)];
            string told = string.Join(", ", beyond.Take(MostTold).Select(n => Invariant($"{n + 1} ({Values[n]:F2})")));
            string which = beyond.Length == 0 ? "none lies beyond it" : $"beyond it lie {told}{(beyond.Length > MostTold ? " and others" : "")}";
            return $"Stem chart, {XName} 1 to {Values.Length}; bound {NumberText.Number(Bound)}; {which}.";
        }
    }

    /// <summary>The autocorrelation of values in time order; gaps are left out of each sum.</summary>
    /// <returns>The figure; null where there are too few values or they do not change.</returns>
    public static StemFigure? Autocorrelation(string title, double[] values, int most, string? note = null)
    {
        const int fewest = 8;
        double[] known = [.. values.Where(double.IsFinite)];
        int lags = Math.Min(most, values.Length / 4);
        if (known.Length < fewest || lags < 1) return null;
        double scale = known.Max(Math.Abs);
        double mean = known.Average(value => value / scale), spread = known.Average(value => Math.Pow((value / scale) - mean, 2));
        if (!(spread > 0)) return null;
        return new StemFigure(title, [.. Enumerable.Range(1, lags).Select(Of)], Normal / Math.Sqrt(known.Length), "lag", note);

        double Of(int lag)
        {
            double sum = 0;
            for (int n = lag; n < values.Length; n++)
            {
                double product = ((values[n] / scale) - mean) * ((values[n - lag] / scale) - mean);
                if (double.IsFinite(product)) sum += product;
            }

            return sum / (spread * known.Length);
        }
    }
}
