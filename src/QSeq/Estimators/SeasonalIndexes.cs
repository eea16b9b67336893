namespace QSeq.Estimators;

/// <summary>
/// Seasonal indexes of a series by classical decomposition, as R's decompose finds them: the mean, over the seasons, of what is
/// left of each step of a season beside a centred moving average over a season.
/// </summary>
internal sealed class SeasonalIndexes
{
    private const double SmallestFactor = 1e-4; // below, dividing by an index blows up what it should adjust
    private readonly double[] _index;

    private SeasonalIndexes(double[] index, bool isMultiplicative) => (_index, IsMultiplicative) = (index, isMultiplicative);

    /// <summary>Whether indexes multiply; otherwise they are added.</summary>
    public bool IsMultiplicative { get; }

    public int Season => _index.Length;

    /// <summary>What belongs to step t of the series.</summary>
    public double this[int t] => _index[t % _index.Length];

    /// <summary>
    /// Of a series of two seasons or more; multiplicative only if asked for and all values are above 0 and no index is about 0.
    /// </summary>
    public static SeasonalIndexes Of(ReadOnlySpan<double> values, int season, bool multiplicative)
    {
        if (multiplicative && Moments.IsPositive(values))
        {
            double[] factors = Indexes(values, season, true);
            if (!factors.Any(factor => !(factor > SmallestFactor))) return new SeasonalIndexes(factors, true);
        }

        return new SeasonalIndexes(Indexes(values, season, false), false);
    }

    /// <summary>
    /// The test of the M4 competition: whether the autocorrelation at a season is above what 90 % of series without it would show,
    /// given those at shorter lags. Series of fewer than three seasons are not seasonal to it. That competition's program tests no
    /// season beyond 10 log10 n steps, for which it has no autocorrelations; here all are tested.
    /// </summary>
    public static bool IsSeasonal(ReadOnlySpan<double> values, int season)
    {
        if (season < 2 || values.Length < 3 * (long)season || Moments.IsConstant(values)) return false;
        double mean = Moments.Mean(values), squares = 1, last = 0;
        double[] centred = new double[values.Length];
        for (int t = 0; t < centred.Length; t++) centred[t] = values[t] - mean;
        double whole = Vectors.Dot(centred, centred);
        for (int lag = 1; lag <= season; lag++)
        {
            last = Vectors.Dot(centred.AsSpan(lag), centred.AsSpan(0, centred.Length - lag)) / whole;
            if (lag < season) squares += 2 * last * last;
        }

        return Math.Abs(last) > 1.645 * Math.Sqrt(squares / values.Length);
    }

    /// <summary>The series without its season, from its first value on.</summary>
    public double[] Adjust(ReadOnlySpan<double> values)
    {
        double[] adjusted = new double[values.Length];
        for (int t = 0; t < values.Length; t++) adjusted[t] = IsMultiplicative ? values[t] / this[t] : values[t] - this[t];
        return adjusted;
    }

    /// <summary>Puts the season back into values from step t on.</summary>
    public void Restore(Span<double> values, int t)
    {
        for (int n = 0; n < values.Length; n++) values[n] = IsMultiplicative ? values[n] * this[t + n] : values[n] + this[t + n];
    }

    private static double[] Indexes(ReadOnlySpan<double> values, int season, bool multiplicative)
    {
        double[] index = new double[season];
        int[] counts = new int[season];
        int half = season / 2;
        bool even = season % 2 == 0;
        for (int t = half; t + half < values.Length; t++)
        {
            // An even season's window is one longer, its ends count half.
            double sum = 0;
            foreach (double value in values.Slice(t - half, (2 * half) + 1)) sum += value;
            if (even) sum -= (values[t - half] + values[t + half]) / 2;
            double trend = sum / season;
            index[t % season] += multiplicative ? values[t] / trend : values[t] - trend;
            counts[t % season]++;
        }

        for (int n = 0; n < season; n++) index[n] /= Math.Max(1, counts[n]);
        double mean = Moments.Mean(index);
        for (int n = 0; n < season; n++) index[n] = multiplicative ? index[n] / mean : index[n] - mean;
        return index;
    }
}
