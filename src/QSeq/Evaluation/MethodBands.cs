using QSeq.Data;
using QSeq.Estimators;
using QSeq.Intervals;

namespace QSeq.Evaluation;

/// <summary>
/// What a classical method forecasts after a history, with intervals: it is fitted to the history without its newest values, its errors
/// on those give how far an interval reaches (<see cref="SplitConformal"/>), and then it is fitted to all of it. Immutable.
/// </summary>
/// <example><code>
/// MethodBands bands = MethodBands.Of(SeriesMethod.Ets(24), history, horizon: 48);
/// Interval tomorrow = bands.At(step: 23, level: 0.95);
/// </code></example>
public sealed class MethodBands
{
    private const int Horizons = 5; // of values to measure errors on: of 2.5 to 7 the best 95 % MSIS before the last 48 values of the M4 hourly series
    private const int Fewest = 100; // errors, where the horizon is short
    private const int Share = 3; // a third of the history at most

    private readonly double[] _forecast;
    private readonly SplitConformal _errors;

    private MethodBands(double[] forecast, SplitConformal errors, int parameters, string form) =>
        (_forecast, _errors, Parameters, Form) = (forecast, errors, parameters, form);

    /// <summary>The forecast, [steps ahead].</summary>
    public ReadOnlySpan<double> Forecast => _forecast;

    /// <summary>Errors of each step ahead that intervals are made of.</summary>
    public int Errors => _errors.Count(0);

    /// <summary>Numbers that were estimated.</summary>
    public int Parameters { get; }

    /// <summary>What was fitted, such as "ETS(A,N,A)".</summary>
    public string Form { get; }

    /// <summary>Fits and forecasts.</summary>
    /// <param name="method">The method.</param>
    /// <param name="history">The series up to where the forecast begins, all finite.</param>
    /// <param name="horizon">Steps ahead, 1 or more.</param>
    /// <param name="newest">
    /// Newest values that errors are measured on, more than the horizon; null for five horizons, or the horizon and 99 more where
    /// that is longer, but a third of the history at most.
    /// </param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>The forecast.</returns>
    /// <exception cref="SeriesTooShortException">The history has too few values for the method, or for an error.</exception>
    /// <exception cref="ArgumentException">An argument is out of its range, or a value is not finite.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static MethodBands Of(SeriesMethod method, ReadOnlySpan<double> history, int horizon, int? newest = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(method);
        OptionCheck.Require(horizon >= 1, $"horizon is {horizon}, expected 1 or more");
        OptionCheck.Require(newest is null || newest >= horizon, $"errors are to be measured on {newest} values, expected {horizon} (the horizon) or more");
        int values = newest ?? Math.Min(Math.Max(Horizons * horizon, horizon + Fewest - 1), history.Length / Share), first = history.Length - values;
        if (values < horizon || first < 1)
            throw new SeriesTooShortException($"{history.Length} values leave none to measure errors of {horizon} steps ahead on; give a longer history or a shorter horizon");

        FittedSeries before = method.Fit(history[..first], cancellationToken);
        int[] origins = [.. Enumerable.Range(first, values - horizon + 1)];
        double[] ahead = new double[origins.Length * horizon];
        before.Forecast(history, origins, horizon, ahead);
        var errors = new SplitConformal(horizon);
        for (int n = 0; n < ahead.Length; n++) errors.Add(n % horizon, history[origins[n / horizon] + (n % horizon)] - ahead[n]);

        FittedSeries all = method.Fit(history, cancellationToken);
        double[] forecast = new double[horizon];
        all.Forecast(history, [history.Length], horizon, forecast);
        return new MethodBands(forecast, errors, all.Parameters, all.Form);
    }

    /// <summary>An interval around the forecast.</summary>
    /// <param name="step">The step ahead, from 0.</param>
    /// <param name="level">The level, between 0 and 1.</param>
    /// <returns>The interval; as wide as the largest error where there are fewer than the level needs (<see cref="SplitConformal.Needed"/>).</returns>
    /// <exception cref="ArgumentException">There is no such step, or the level is none.</exception>
    public Interval At(int step, double level) => Interval.Around(_forecast[Step(step)], _errors.HalfWidth(step, level, out _));

    private int Step(int step)
    {
        OptionCheck.Require((uint)step < (uint)_forecast.Length, $"step {step} was asked for, expected less than {_forecast.Length}");
        return step;
    }
}
