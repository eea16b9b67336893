namespace QSeq.Search;

/// <summary>
/// The mean or the median of several forecasts, each weighted by how small its errors have been lately: by the eighth power of the inverse of the mean
/// absolute error, in which errors of an origin count half those of the origin a hundred after it. Only errors that are known at an origin
/// count there.
/// </summary>
internal sealed class RecentWeights
{
    private const double Fading = 0.99309249543703593; // a half after a hundred
    private const double Alike = 1e-12;

    private readonly double[] _sums;

    private readonly bool _isMean;

    /// <param name="members">How many forecasts are combined.</param>
    /// <param name="isMean">Whether by their mean; else by their median, which one far away does not move.</param>
    public RecentWeights(int members, bool isMean) => (_sums, _isMean) = (new double[members], isMean);

    /// <summary>The weights by what is known, which sum to 1; all the same before that.</summary>
    public double[] Weights()
    {
        double least = _sums.Min(), sum = 0;
        double[] weights = new double[_sums.Length];
        for (int n = 0; n < weights.Length; n++)
        {
            double ratio = _sums[n] == least ? 1 : least / _sums[n], square = ratio * ratio, fourth = square * square;
            sum += weights[n] = fourth * fourth;
        }

        for (int n = 0; n < weights.Length; n++) weights[n] /= sum;
        return weights;
    }

    /// <summary>
    /// Forecasts from rising origins: each knows the errors of the forecasts that ended before it.
    /// </summary>
    /// <param name="origins">The rows.</param>
    /// <param name="horizon">Steps ahead.</param>
    /// <param name="forecasts">Of each member, [origins][steps].</param>
    /// <param name="losses">Of each member the mean absolute error from each origin.</param>
    /// <returns>[origins][steps]; afterwards the weights know all losses.</returns>
    public double[] Walk(ReadOnlySpan<int> origins, int horizon, double[][] forecasts, double[][] losses)
    {
        double[] ahead = new double[origins.Length * horizon];
        int known = 0;
        for (int n = 0; n < origins.Length; n++)
        {
            while (known < n && origins[known] + horizon <= origins[n]) Learn(losses, known++);
            Combine(Weights(), _isMean, forecasts, n * horizon, ahead.AsSpan(n * horizon, horizon));
        }

        while (known < origins.Length) Learn(losses, known++);
        return ahead;
    }

    /// <summary>Weighted means of forecasts, or medians: half of the weight is at or below each.</summary>
    /// <param name="weights">Of the members, with the sum 1.</param>
    /// <param name="isMean">Whether means are wanted.</param>
    /// <param name="forecasts">Of each member.</param>
    /// <param name="first">The place of the first that is wanted.</param>
    /// <param name="ahead">What the forecasts from there on give; medians are in the midst of two where half of the weight is on each side.</param>
    public static void Combine(double[] weights, bool isMean, double[][] forecasts, int first, Span<double> ahead)
    {
        if (isMean) Means(weights, forecasts, first, ahead);
        else Medians(weights, forecasts, first, ahead);
    }

    private static void Means(double[] weights, double[][] forecasts, int first, Span<double> ahead)
    {
        ahead.Clear();
        for (int member = 0; member < weights.Length; member++)
            for (int step = 0; weights[member] > 0 && step < ahead.Length; step++)
                ahead[step] += weights[member] * forecasts[member][first + step];
    }

    private static void Medians(double[] weights, double[][] forecasts, int first, Span<double> ahead)
    {
        double[] values = new double[weights.Length], sorted = new double[weights.Length];
        for (int step = 0; step < ahead.Length; step++)
        {
            for (int member = 0; member < values.Length; member++) values[member] = forecasts[member][first + step];
            weights.CopyTo(sorted, 0);
            Array.Sort(values, sorted);
            int middle = 0;
            double below = sorted[0];
            while (below < 0.5 - Alike && middle < values.Length - 1) below += sorted[++middle];
            int next = middle + 1;
            while (next < values.Length - 1 && sorted[next] == 0) next++;
            bool isBetween = below <= 0.5 + Alike && next < values.Length;
            ahead[step] = isBetween ? values[middle] + ((values[next] - values[middle]) / 2) : values[middle];
        }
    }

    private void Learn(double[][] losses, int origin)
    {
        for (int n = 0; n < _sums.Length; n++) _sums[n] = (_sums[n] * Fading) + losses[n][origin];
    }
}
