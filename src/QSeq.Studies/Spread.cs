namespace QSeq.Studies;

/// <summary>Median and range over seeds.</summary>
/// <param name="Median">The middle value, or the mean of the two middle ones.</param>
/// <param name="Low">The lowest.</param>
/// <param name="High">The highest.</param>
public sealed record Spread(double Median, double Low, double High)
{
    /// <summary>Of some values, one for each seed.</summary>
    /// <param name="values">At least one.</param>
    /// <returns>Median and range; NaN throughout if a value is NaN, as for a run that diverged.</returns>
    /// <exception cref="ArgumentException">There is no value.</exception>
    public static Spread Of(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        if (sorted.Length == 0) throw new ArgumentException("There are no values.", nameof(values));
        if (double.IsNaN(sorted[0])) return new Spread(double.NaN, double.NaN, double.NaN);
        int middle = sorted.Length / 2;
        double median = sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        return new Spread(median, sorted[0], sorted[^1]);
    }
}
