namespace QSeq.Cli.Pages;

/// <summary>From values to places of a drawing, evenly or by powers of ten.</summary>
/// <param name="Low">The value at <paramref name="From"/>.</param>
/// <param name="High">The value at <paramref name="To"/>, above <paramref name="Low"/>.</param>
/// <param name="From">A place.</param>
/// <param name="To">The other end.</param>
/// <param name="IsLogarithmic">Whether by powers of ten; both values are above 0 then.</param>
internal readonly record struct AxisScale(double Low, double High, double From, double To, bool IsLogarithmic = false)
{
    public double this[double value]
    {
        get
        {
            // Halves: a range as wide as doubles are must not become infinite.
            double part = IsLogarithmic
                ? Math.Log10(value / Low) / Math.Log10(High / Low)
                : ((value / 2) - (Low / 2)) / ((High / 2) - (Low / 2));
            return From + (Math.Clamp(part, 0, 1) * (To - From));
        }
    }

    /// <summary>A range with some room at either end.</summary>
    public static (double Low, double High) Roomy((double Low, double High) range)
    {
        double room = ((range.High / 2) - (range.Low / 2)) * 0.08;
        (double low, double high) = (range.Low - room, range.High + room);
        return double.IsFinite(low) && double.IsFinite(high) ? (low, high) : range;
    }
}
