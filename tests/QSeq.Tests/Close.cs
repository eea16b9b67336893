using System.Globalization;

namespace QSeq.Tests;

/// <summary>Assertions on numbers that name the worst place.</summary>
internal static class Close
{
    /// <summary>Every value within tolerance, relative to itself where its magnitude is above 1.</summary>
    public static void Values(string what, ReadOnlySpan<double> expected, ReadOnlySpan<double> actual, double tolerance) =>
        Compare(what, expected, actual, tolerance, value => Math.Max(1, Math.Abs(value)));

    /// <inheritdoc cref="Values(string, ReadOnlySpan{double}, ReadOnlySpan{double}, double)"/>
    public static void Values(string what, ReadOnlySpan<double> expected, ReadOnlySpan<float> actual, double tolerance) =>
        Values(what, expected, Widen(actual), tolerance);

    /// <summary>Every value within tolerance, relative to the tensor's largest magnitude where that is above 1.</summary>
    public static void Gradient(string what, ReadOnlySpan<double> expected, ReadOnlySpan<double> actual, double tolerance)
    {
        double scale = 1;
        foreach (double value in expected) scale = Math.Max(scale, Math.Abs(value));
        Compare(what, expected, actual, tolerance, _ => scale);
    }

    /// <inheritdoc cref="Gradient(string, ReadOnlySpan{double}, ReadOnlySpan{double}, double)"/>
    public static void Gradient(string what, ReadOnlySpan<double> expected, ReadOnlySpan<float> actual, double tolerance) =>
        Gradient(what, expected, Widen(actual), tolerance);

    public static double[] Widen(ReadOnlySpan<float> values)
    {
        double[] wide = new double[values.Length];
        for (int n = 0; n < wide.Length; n++) wide[n] = values[n];
        return wide;
    }

    public static float[] Narrow(ReadOnlySpan<double> values)
    {
        float[] narrow = new float[values.Length];
        for (int n = 0; n < narrow.Length; n++) narrow[n] = (float)values[n];
        return narrow;
    }

    private static void Compare(
        string what, ReadOnlySpan<double> expected, ReadOnlySpan<double> actual, double tolerance, Func<double, double> scale)
    {
        Assert.Equal(expected.Length, actual.Length);
        int worst = -1;
        double most = -1;
        for (int n = 0; n < expected.Length; n++)
        {
            double error = Math.Abs(expected[n] - actual[n]) / scale(expected[n]);
            if (double.IsNaN(error)) error = double.PositiveInfinity;
            if (error > most) (worst, most) = (n, error);
        }

        Measured.Record(what, most);
        if (most > tolerance)
        {
            Assert.Fail(string.Create(CultureInfo.InvariantCulture,
                $"{what}[{worst}] is {actual[worst]:R}, expected {expected[worst]:R}: off by {most:E2}, allowed {tolerance:E2}"));
        }
    }
}
