namespace QSeq.Estimators;

/// <summary>Sums over a series.</summary>
internal static class Moments
{
    public static double Mean(ReadOnlySpan<double> values)
    {
        // Two passes: the second takes away what rounding left of the first.
        double sum = 0, rest = 0;
        foreach (double value in values) sum += value / values.Length;
        foreach (double value in values) rest += value - sum;
        return sum + (rest / values.Length);
    }

    /// <summary>The root of the mean square about the mean.</summary>
    public static double Deviation(ReadOnlySpan<double> values, double mean)
    {
        double sum = 0;
        foreach (double value in values) sum += (value - mean) * (value - mean) / values.Length;
        return Math.Sqrt(sum);
    }

    public static bool IsConstant(ReadOnlySpan<double> values) => values.IndexOfAnyExcept(values[0]) < 0;

    public static bool IsPositive(ReadOnlySpan<double> values)
    {
        foreach (double value in values) if (value <= 0) return false;
        return true;
    }

    /// <summary>The line through values at 0, 1, 2, ... by least squares.</summary>
    public static (double Start, double Slope) Line(ReadOnlySpan<double> values)
    {
        double mean = Mean(values), middle = (values.Length - 1) / 2.0, cross = 0, square = 0;
        for (int t = 0; t < values.Length; t++)
        {
            cross += (t - middle) * (values[t] - mean);
            square += (t - middle) * (t - middle);
        }

        double slope = square > 0 ? cross / square : 0;
        return (mean - (slope * middle), slope);
    }
}
