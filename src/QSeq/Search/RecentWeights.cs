namespace QSeq.Search;

/// <summary>
/// The mean of several forecasts, each weighted by how small its errors have been lately: by the eighth power of the inverse of the mean
/// absolute error, in which errors of an origin count half those of the origin a hundred after it. Only errors that are known at an origin
/// count there.
/// </summary>
internal sealed class RecentWeights
{
    private const double Fading = 0.99309249543703593; // a half after a hundred

    private readonly double[] _sums;

    public RecentWeights(int members) => _sums = new double[members];

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
            double[] weights = Weights();
            for (int place = n * horizon; place < (n + 1) * horizon; place++)
                for (int member = 0; member < weights.Length; member++)
                    if (weights[member] > 0) ahead[place] += weights[member] * forecasts[member][place];
        }

        while (known < origins.Length) Learn(losses, known++);
        return ahead;
    }

    private void Learn(double[][] losses, int origin)
    {
        for (int n = 0; n < _sums.Length; n++) _sums[n] = (_sums[n] * Fading) + losses[n][origin];
    }
}
