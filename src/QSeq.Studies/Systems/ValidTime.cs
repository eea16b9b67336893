namespace QSeq.Studies.Systems;

/// <summary>
/// How long forecasts fed back hold: the steps before the error, in units of the deviation of the series, exceeds 0.4 for the first time
/// (the valid time of Pathak and others, Chaos 28, 041101 (2018), with their f = 0.4).
/// </summary>
internal static class ValidTime
{
    /// <summary>The error that ends it.</summary>
    public const double Limit = 0.4;

    /// <summary>Steps that hold.</summary>
    /// <param name="forecast">The forecast; a value that is not a number does not hold.</param>
    /// <param name="truth">What came, as many values.</param>
    /// <param name="deviation">The standard deviation of the series, above 0.</param>
    /// <returns>0 to the number of values; that number where all hold.</returns>
    public static int Steps(ReadOnlySpan<double> forecast, ReadOnlySpan<double> truth, double deviation)
    {
        for (int n = 0; n < truth.Length; n++)
            if (!(Math.Abs(forecast[n] - truth[n]) <= Limit * deviation)) return n;
        return truth.Length;
    }
}
