namespace QSeq.Studies.DataSets;

/// <summary>The equation of Mackey and Glass; the defaults are the usual ones, under which it is chaotic.</summary>
public sealed record MackeyGlassOptions
{
    /// <summary>How many values; at least 2. 1000 by default.</summary>
    public int Points { get; init; } = 1000;

    /// <summary>Time units from a value to the next, at least 1; 1 by default, and 6 is common too.</summary>
    public int Stride { get; init; } = 1;

    /// <summary>Time units before the first value, at least 0: 300 by default, after which the start is forgotten.</summary>
    public int Washout { get; init; } = 300;

    /// <summary>The delay tau in time units, 1 to 10,000; 17 by default.</summary>
    public int Delay { get; init; } = 17;

    /// <summary>The exponent n, 1 to 100; 10 by default.</summary>
    public int Exponent { get; init; } = 10;

    /// <summary>The rate beta of production, 0 to 10 a time unit; 0.2 by default.</summary>
    public double Production { get; init; } = 0.2;

    /// <summary>The rate gamma of decay, 0 to 10 a time unit; 0.1 by default.</summary>
    public double Decay { get; init; } = 0.1;

    /// <summary>x at all times up to 0, above 0 and at most 10; 1.2 by default.</summary>
    public double Initial { get; init; } = 1.2;
}

/// <summary>
/// The series of Mackey and Glass (Science 197, 1977): x'(t) = beta x(t - tau) / (1 + x(t - tau)^n) - gamma x(t), integrated by
/// the classical Runge-Kutta rule of fourth order in steps of 1/10. Delays are whole steps, so the delayed x is a value
/// computed before; in the middle of a step it is that of the cubic through two such values and their slopes (Hermite), of
/// fourth order too. Within 3e-9 of the exact values for the first 200 time units; later the errors grow, as they must under
/// chaos. Only additions, multiplications and divisions, so the same bits on every machine.
/// </summary>
public static class MackeyGlass
{
    private const int Steps = 10; // a time unit
    private const double Step = 1.0 / Steps;
    private const int LongestTime = 10_000_000;
    private const int LongestDelay = 10_000;

    /// <summary>Computes the column <c>x</c>, whose values have no unit.</summary>
    /// <param name="options">The equation and what is kept; null for the usual ones.</param>
    /// <returns>The table; its source tells every parameter.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An option is outside its range, or the last time is above 10,000,000.</exception>
    public static SeriesTable Generate(MackeyGlassOptions? options = null)
    {
        MackeyGlassOptions o = options ?? new MackeyGlassOptions();
        OptionCheck.Require(o.Points >= 2, $"points is {o.Points}, expected 2 or more");
        OptionCheck.Require(o.Stride >= 1, $"stride is {o.Stride}, expected 1 time unit or more");
        OptionCheck.Require(o.Washout >= 0, $"washout is {o.Washout}, expected 0 time units or more");
        OptionCheck.Require(
            o.Washout + ((o.Points - 1L) * o.Stride) <= LongestTime,
            $"{o.Points} points every {o.Stride} after {o.Washout} end later than {LongestTime}; choose fewer points or a smaller stride");
        OptionCheck.Require(o.Delay is >= 1 and <= LongestDelay, $"delay is {o.Delay}, expected 1 to {LongestDelay} time units");
        OptionCheck.Require(o.Exponent is >= 1 and <= 100, $"exponent is {o.Exponent}, expected 1 to 100");
        OptionCheck.Require(o.Production is >= 0 and <= 10, $"production is {o.Production}, expected 0 to 10 a time unit");
        OptionCheck.Require(o.Decay is >= 0 and <= 10, $"decay is {o.Decay}, expected 0 to 10 a time unit");
        OptionCheck.Require(o.Initial is > 0 and <= 10, $"initial value is {o.Initial}, expected a number above 0, at most 10");

        double[] values = new double[o.Points];
        (double X, double Slope)[] past = new (double, double)[o.Delay * Steps]; // of the steps before, one in place of the other
        Array.Fill(past, (o.Initial, 0));
        double x = o.Initial;
        long first = (long)o.Washout * Steps, every = (long)o.Stride * Steps, last = first + ((o.Points - 1) * every);
        for (long step = 0; step <= last; step++)
        {
            if (step >= first && (step - first) % every == 0) values[(step - first) / every] = x;
            ref (double X, double Slope) place = ref past[step % past.Length];
            (double X, double Slope) from = place, to = past[(step + 1) % past.Length];

            // Up to time 0 x is constant; to the right of 0 its slope is another one.
            double middle = step < past.Length ? o.Initial : ((from.X + to.X) / 2) + (Step / 8 * (from.Slope - to.Slope));
            double between = Produced(o, middle);
            double k1 = Produced(o, from.X) - (o.Decay * x);
            double k2 = between - (o.Decay * (x + (Step / 2 * k1)));
            double k3 = between - (o.Decay * (x + (Step / 2 * k2)));
            double k4 = Produced(o, to.X) - (o.Decay * (x + (Step * k3)));
            place = (x, k1);
            x += Step / 6 * (k1 + (2 * k2) + (2 * k3) + k4);
        }

        string equation = Invariant($"x' = {o.Production} x(t-{o.Delay}) / (1 + x(t-{o.Delay})^{o.Exponent}) - {o.Decay} x");
        string points = Invariant($"x = {o.Initial} up to 0, {o.Points} points every {o.Stride} from t = {o.Washout}");
        string source = $"generated: Mackey-Glass {equation}, {points}";
        return new SeriesTable(source, ["x"], [values]);
    }

    private static double Produced(MackeyGlassOptions o, double delayed)
    {
        double power = 1;
        for (int n = 0; n < o.Exponent; n++) power *= delayed;
        return o.Production * delayed / (1 + power);
    }
}
