namespace QSeq.Estimators;

/// <summary>A method whose coefficients are estimated; it is not changed by forecasting, and threads may share it.</summary>
public abstract class FittedSeries
{
    private protected FittedSeries(int parameters, string form) => (Parameters, Form) = (parameters, form);

    /// <summary>How many numbers were estimated: coefficients, smoothing constants, first states, seasonal indexes.</summary>
    public int Parameters { get; }

    /// <summary>What was chosen, for tables, such as "ETS(A,Ad,M)" or "AR(24)".</summary>
    public string Form { get; }

    /// <summary>How many values an origin has to see.</summary>
    private protected abstract int Least { get; }

    /// <summary>The most steps ahead it was fitted for.</summary>
    private protected virtual int Furthest => int.MaxValue;

    /// <summary>
    /// Forecasts from several origins without estimating anew: what was estimated stays, states go on with the values. An origin
    /// o sees the first o values and forecasts those numbered o to o + horizon - 1.
    /// </summary>
    /// <param name="values">The series, from the first value of the history that was fitted on; all finite up to the last origin.</param>
    /// <param name="origins">How many values each forecast sees, rising.</param>
    /// <param name="horizon">Steps ahead, 1 or more.</param>
    /// <param name="ahead">The forecasts, [origins][horizon].</param>
    /// <exception cref="ArgumentException">
    /// The origins do not rise, see too few values or more than there are; values are not finite; the method was fitted for fewer
    /// steps ahead; or the forecasts have another length.
    /// </exception>
    public void Forecast(ReadOnlySpan<double> values, ReadOnlySpan<int> origins, int horizon, Span<double> ahead)
    {
        if (horizon < 1 || horizon > Furthest)
            throw new ArgumentOutOfRangeException(nameof(horizon), horizon, $"{Form} forecasts 1 to {Furthest} steps ahead.");
        if (ahead.Length != (long)origins.Length * horizon)
        {
            long expected = (long)origins.Length * horizon;
            throw new ArgumentException($"{origins.Length} origins of {horizon} steps give {expected} values, not {ahead.Length}", nameof(ahead));
        }

        for (int n = 0; n < origins.Length; n++)
        {
            if (n > 0 && origins[n] <= origins[n - 1])
                throw new ArgumentException($"Origins have to rise, but {origins[n]} comes after {origins[n - 1]}.", nameof(origins));
            if (origins[n] < Least || origins[n] > values.Length)
            {
                string problem = $"An origin of {Form} sees {Least} to {values.Length} values here, not {origins[n]}.";
                throw new ArgumentException(problem, nameof(origins));
            }
        }

        if (origins.IsEmpty) return;
        ReadOnlySpan<double> seen = values[..origins[^1]];
        SeriesMethod.CheckFinite(seen, nameof(values));
        Walk(seen, origins, horizon, ahead);
    }

    private protected abstract void Walk(ReadOnlySpan<double> values, ReadOnlySpan<int> origins, int horizon, Span<double> ahead);

    /// <summary>For fits made of others: what another one forecasts.</summary>
    private protected static void Walk(
        FittedSeries other, ReadOnlySpan<double> values, ReadOnlySpan<int> origins, int horizon, Span<double> ahead) =>
        other.Walk(values, origins, horizon, ahead);

    /// <summary>For fits made of others: how many values another one has to see.</summary>
    private protected static int LeastOf(FittedSeries other) => other.Least;

    /// <summary>For fits made of others: how far ahead another one forecasts.</summary>
    private protected static int FurthestOf(FittedSeries other) => other.Furthest;
}
