using QSeq.Data;

namespace QSeq.Estimators;

/// <summary>
/// A classical method that forecasts one series from its own past: what a model has to beat. Methods are immutable; threads may
/// share them. The same values give the same bits on every machine.
/// </summary>
public abstract class SeriesMethod
{
    private const double DefaultRidge = 1e-6;
    private const int LongestWindow = 336, LongestOrder = 336, Week = 7;

    private protected SeriesMethod()
    {
    }

    /// <summary>Every value ahead is the last one.</summary>
    public static SeriesMethod Persistence { get; } = new Persistence();

    /// <summary>The last value, and from there the mean step of the history.</summary>
    public static SeriesMethod Drift { get; } = new Drift();

    /// <summary>Every value ahead is the mean of the history.</summary>
    public static SeriesMethod Mean { get; } = new Mean();

    /// <summary>Simple exponential smoothing, the constant and the first level by least squares.</summary>
    public static SeriesMethod Ses { get; } = new Smoothing("SES", new EtsForm(false, false, false, SeasonKind.None, 1));

    /// <summary>What it is called in tables, such as "SES" or "seasonal naive".</summary>
    public abstract string Name { get; }

    /// <summary>The fewest values it can be fitted to.</summary>
    private protected abstract int Least { get; }

    /// <summary>Every value ahead is the one a season before.</summary>
    /// <param name="season">Steps a season, 2 or more.</param>
    /// <returns>The method.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The season is below 2.</exception>
    public static SeriesMethod SeasonalNaive(int season) => new SeasonalNaive(Season(season));

    /// <summary>
    /// The Naive 2 of the M competitions: persistence of the seasonally adjusted series, where a test at 90 % finds the series
    /// seasonal and it has three seasons, otherwise persistence. Indexes by classical decomposition, multiplicative where all values
    /// are above 0, otherwise additive.
    /// </summary>
    /// <param name="season">Steps a season, 1 or more; 1 is none.</param>
    /// <returns>The method.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The season is below 1.</exception>
    public static SeriesMethod Naive2(int season) => new AdjustedMethod("Naive2", Persistence, Season(season, 1), always: false);

    /// <summary>Holt's linear trend: constants and first states by least squares.</summary>
    /// <param name="damped">Whether the trend fades, by a factor of 0.8 to 0.98 a step.</param>
    /// <returns>The method.</returns>
    public static SeriesMethod Holt(bool damped = false) =>
        new Smoothing(damped ? "damped Holt" : "Holt", new EtsForm(false, true, damped, SeasonKind.None, 1));

    /// <summary>
    /// Holt-Winters: level, trend and season, constants and first states by least squares. Additive where a value is 0 or below. A
    /// season of more than 24 steps is taken out by classical decomposition first, and Holt's method forecasts what is left.
    /// </summary>
    /// <param name="season">Steps a season, 2 or more.</param>
    /// <param name="multiplicative">Whether the season multiplies the level, rather than being added to it.</param>
    /// <returns>The method.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The season is below 2.</exception>
    public static SeriesMethod HoltWinters(int season, bool multiplicative)
    {
        string name = multiplicative ? "Holt-Winters (multiplicative)" : "Holt-Winters (additive)";
        return Season(season) <= EtsForm.LongestSeason
            ? new Smoothing(name, new EtsForm(false, true, false, multiplicative ? SeasonKind.Multiplicative : SeasonKind.Additive, season))
            : new AdjustedMethod(name, Holt(), season, always: true, additive: !multiplicative);
    }

    /// <summary>
    /// Exponential smoothing as a state space model, of the forms that R's forecast::ets tries the one of the least AICc. A season
    /// of more than 24 steps, which that function leaves out, is first taken out by classical decomposition if a test finds it.
    /// </summary>
    /// <param name="season">Steps a season, 1 or more; 1 is none.</param>
    /// <returns>The method.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The season is below 1.</exception>
    public static SeriesMethod Ets(int season) => Season(season, 1) <= EtsForm.LongestSeason
        ? new Ets(season)
        : new AdjustedMethod("ETS", new Ets(1), season, always: false);

    /// <summary>The Theta method of the M4 competition, the season taken out as <see cref="Naive2"/> does.</summary>
    /// <param name="season">Steps a season, 1 or more; 1 is none.</param>
    /// <returns>The method.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The season is below 1.</exception>
    public static SeriesMethod Theta(int season) => new AdjustedMethod("Theta", new Theta(), Season(season, 1), always: false);

    /// <summary>
    /// An autoregression by least squares with ridge that goes on from its own forecasts, of the values or their differences and
    /// of so many lags as have the least AICc.
    /// </summary>
    /// <param name="lags">The most lags, 1 or more; of short series at most a quarter of the values.</param>
    /// <param name="ridge">What is added to the squares of the lagged values, in parts of their mean; 0 or more.</param>
    /// <returns>The method.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public static SeriesMethod Ar(int lags, double ridge = DefaultRidge) => new Autoregression("AR", Positive(lags), 1, Ridge(ridge));

    /// <summary>
    /// The same with lags of one and two seasons beside the first ones, and with differences over a season where they pay.
    /// </summary>
    /// <param name="season">Steps a season, 2 or more.</param>
    /// <param name="lags">The most lags beside the seasonal ones, 1 or more.</param>
    /// <param name="ridge">What is added to the squares of the lagged values, in parts of their mean; 0 or more.</param>
    /// <returns>The method.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public static SeriesMethod SeasonalAr(int season, int lags, double ridge = DefaultRidge) =>
        new Autoregression("seasonal AR", Positive(lags), Season(season), Ridge(ridge));

    /// <summary>
    /// NLinear: every step ahead by a linear map of its own from the window less its newest value, by least squares; ridge is
    /// chosen on the last fifth of the history.
    /// </summary>
    /// <param name="window">Values looked back on, 2 or more.</param>
    /// <param name="horizon">Steps ahead, 1 or more.</param>
    /// <returns>The method.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public static SeriesMethod NLinear(int window, int horizon) =>
        new WindowRegression("NLinear", Window(window), Positive(horizon), true, 1);

    /// <summary>
    /// DLinear: the window's moving average over 25 values and what is left of it, a linear map each for every step ahead, by
    /// least squares; ridge is chosen on the last fifth of the history.
    /// </summary>
    /// <param name="window">Values looked back on, 2 or more.</param>
    /// <param name="horizon">Steps ahead, 1 or more.</param>
    /// <returns>The method.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public static SeriesMethod DLinear(int window, int horizon) =>
        new WindowRegression("DLinear", Window(window), Positive(horizon), false, 25);

    /// <summary>
    /// Every step ahead by a linear map of its own from the values of the same place in each of the last seasons, with their
    /// neighbours, and the newest values, by least squares; with ridge where windows are few, chosen on the last fifth of the history.
    /// </summary>
    /// <param name="season">Steps a season, 2 or more.</param>
    /// <param name="seasons">Seasons looked back on, 1 or more.</param>
    /// <param name="horizon">Steps ahead, 1 or more.</param>
    /// <param name="near">Neighbours on each side of a place, 0 or more.</param>
    /// <param name="newest">Newest values, 1 or more.</param>
    /// <returns>The method.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public static SeriesMethod SeasonalRegression(int season, int seasons, int horizon, int near = 1, int newest = 3)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(near);
        return new SeasonalRegression(Season(season), Positive(seasons), near, Positive(newest), Positive(horizon));
    }

    /// <summary>The median of what several methods forecast, step by step; those that a history is too short for are left out.</summary>
    /// <param name="methods">The methods, at least one.</param>
    /// <returns>The method.</returns>
    /// <exception cref="ArgumentException">There is none.</exception>
    public static SeriesMethod Median(params IReadOnlyList<SeriesMethod> methods)
    {
        ArgumentNullException.ThrowIfNull(methods);
        if (methods.Count == 0) throw new ArgumentException("A median needs at least one method; give some.", nameof(methods));
        return new MedianMethod($"median of {methods.Count}", [.. methods]);
    }

    /// <summary>The median of five seasonal regressions: of seven and fourteen seasons, with neighbours and without, and with a season of newest values.</summary>
    /// <param name="season">Steps a season, 2 or more; of more than 48 steps fewer seasons are looked back on, 336 and 672 values or a season.</param>
    /// <param name="horizon">Steps ahead, 1 or more.</param>
    /// <returns>The method.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public static SeriesMethod SeasonalRegressions(int season, int horizon)
    {
        int week = Seasons(season, Week), twice = Math.Min(2 * Week, Math.Max(1, 2 * LongestWindow / season));
        SeriesMethod Of(int seasons, int near, int newest) => SeasonalRegression(season, seasons, horizon, near, newest);
        return new MedianMethod("seasonal regressions", [Of(week, 0, 1), Of(week, 1, 3), Of(twice, 0, 3), Of(twice, 1, 3), Of(week, 1, Math.Min(season, 24))]);
    }

    private static int Seasons(int season, int most) => Math.Min(most, Math.Max(1, LongestWindow / Season(season)));

    /// <summary>
    /// All methods that make sense for a series, each with a window by rule: autoregressions of up to two seasons or 24
    /// lags; seasonal regressions of seven seasons, and the median of five; linear maps of seven seasons or of the horizon, whichever is longer, of at most 336 values and of at most a quarter of
    /// the values.
    /// </summary>
    /// <param name="season">Steps a season, 1 or more; 1 is none.</param>
    /// <param name="horizon">Steps ahead, 1 or more.</param>
    /// <param name="length">Values of the shortest history they will be fitted to; those that need more are left out.</param>
    /// <returns>The methods, simple ones first.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public static ImmutableArray<SeriesMethod> All(int season, int horizon, int length)
    {
        bool seasonal = Season(season, 1) > 1;
        int lags = Math.Max(24, seasonal ? Math.Min(2 * season, LongestOrder) : 0);
        int window = Math.Clamp(Math.Min(Math.Max(7 * season, Positive(horizon)), LongestWindow), 2, Math.Max(2, length / 4));
        SeriesMethod[] all =
        [
            Persistence, Drift, Mean, .. seasonal ? [SeasonalNaive(season), Naive2(season)] : Array.Empty<SeriesMethod>(),
            Ses, Holt(), Holt(damped: true),
            .. seasonal ? [HoltWinters(season, false), HoltWinters(season, true)] : Array.Empty<SeriesMethod>(),
            Ets(season), Theta(season), Ar(lags), .. seasonal ? [SeasonalAr(season, lags)] : Array.Empty<SeriesMethod>(),
            NLinear(window, horizon), DLinear(window, horizon),
            .. seasonal ? [SeasonalRegression(season, Seasons(season, Week), horizon), SeasonalRegressions(season, horizon)] : Array.Empty<SeriesMethod>(),
        ];
        return [.. all.Where(method => method.Least <= length)];
    }

    private static int Window(int window)
    {
        if (window < 2) throw new ArgumentOutOfRangeException(nameof(window), window, "A window has 2 values or more.");
        return window;
    }

    private static int Positive(int number)
    {
        if (number < 1) throw new ArgumentOutOfRangeException(nameof(number), number, "Lags and steps ahead are 1 or more.");
        return number;
    }

    private static double Ridge(double ridge)
    {
        if (!(ridge >= 0 && double.IsFinite(ridge)))
            throw new ArgumentOutOfRangeException(nameof(ridge), ridge, "A ridge is 0 or more.");
        return ridge;
    }

    private static int Season(int season, int least = 2)
    {
        if (season < least) throw new ArgumentOutOfRangeException(nameof(season), season, $"A season has {least} steps or more.");
        return season;
    }

    /// <summary>Estimates what the method has to know of a series.</summary>
    /// <param name="history">The series up to where the forecasts begin, all finite.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <returns>The method, fitted.</returns>
    /// <exception cref="SeriesTooShortException">There are fewer values than the method needs; the message says how many.</exception>
    /// <exception cref="ArgumentException">A value is not finite.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public FittedSeries Fit(ReadOnlySpan<double> history, CancellationToken cancellation = default)
    {
        if (history.Length < Least)
        {
            throw new SeriesTooShortException(
                $"{Name} needs {Least} values or more, but the history has {history.Length}; give a longer one or choose another method.");
        }

        CheckFinite(history, nameof(history));
        cancellation.ThrowIfCancellationRequested();
        return Estimate(history, cancellation);
    }

    internal static void CheckFinite(ReadOnlySpan<double> values, string parameter)
    {
        for (int n = 0; n < values.Length; n++)
        {
            if (!double.IsFinite(values[n]))
            {
                string value = values[n].ToString(CultureInfo.InvariantCulture);
                throw new ArgumentException($"Value {n} of {parameter} is {value}; values have to be finite; fill gaps first.", parameter);
            }
        }
    }

    private protected abstract FittedSeries Estimate(ReadOnlySpan<double> history, CancellationToken cancellation);

    /// <summary>For methods made of others: how many values another needs.</summary>
    private protected static int LeastOf(SeriesMethod other) => other.Least;
}
