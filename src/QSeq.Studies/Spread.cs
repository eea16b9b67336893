namespace QSeq.Studies;

/// <summary>Median, range and quartiles over seeds.</summary>
/// <param name="Median">The middle value, or the mean of the two middle ones.</param>
/// <param name="Low">The lowest.</param>
/// <param name="High">The highest.</param>
/// <param name="LowerQuartile">A quarter of the way from the lowest to the highest by rank, on a line between two values.</param>
/// <param name="UpperQuartile">Three quarters of the way.</param>
public sealed record Spread(double Median, double Low, double High, double LowerQuartile, double UpperQuartile)
{
    /// <summary>Of some values, one for each seed.</summary>
    /// <param name="values">At least one.</param>
    /// <returns>Median, range and quartiles; NaN throughout if a value is NaN, as for a run that diverged.</returns>
    /// <exception cref="ArgumentException">There is no value.</exception>
    public static Spread Of(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        if (sorted.Length == 0) throw new ArgumentException("There are no values.", nameof(values));
        return double.IsNaN(sorted[0]) ? OfOne(double.NaN) : new Spread(At(0.5), sorted[0], sorted[^1], At(0.25), At(0.75));

        double At(double share)
        {
            double place = share * (sorted.Length - 1);
            int n = (int)place;
            double part = place - n;
            return part == 0 ? sorted[n] : part == 0.5 ? (sorted[n] + sorted[n + 1]) / 2 : ((1 - part) * sorted[n]) + (part * sorted[n + 1]);
        }
    }

    /// <summary>Of one value.</summary>
    /// <param name="value">The value; NaN where there is none.</param>
    public static Spread OfOne(double value) => new(value, value, value, value, value);
}
