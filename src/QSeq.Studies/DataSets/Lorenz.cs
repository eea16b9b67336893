namespace QSeq.Studies.DataSets;

/// <summary>The equations of Lorenz; the defaults are the usual ones, under which they are chaotic.</summary>
public sealed record LorenzOptions
{
    /// <summary>How many values; at least 2. 1000 by default.</summary>
    public int Points { get; init; } = 1000;

    /// <summary>Time units from a value to the next, above 0 and at most 1; 0.05 by default.</summary>
    public double Interval { get; init; } = 0.05;

    /// <summary>Values before the first one that are left out, at least 0: 400 by default, after which the start is forgotten.</summary>
    public int Washout { get; init; } = 400;

    /// <summary>The Prandtl number sigma, 0 to 100; 10 by default.</summary>
    public double Sigma { get; init; } = 10;

    /// <summary>The relative Rayleigh number rho, 0 to 200; 28 by default.</summary>
    public double Rho { get; init; } = 28;

    /// <summary>The number beta of the shape of a roll, 0 to 100; 8/3 by default.</summary>
    public double Beta { get; init; } = 8.0 / 3;

    /// <summary>x, y and z at time 0, each within ±100; 1 by default.</summary>
    public (double X, double Y, double Z) Initial { get; init; } = (1, 1, 1);
}

/// <summary>
/// The x of Lorenz (Journal of the Atmospheric Sciences 20, 1963): x' = sigma (y - x), y' = x (rho - z) - y, z' = x y - beta z,
/// integrated by the classical Runge-Kutta rule of fourth order in steps of at most 1/1000. Within 2e-8 of the exact values for the
/// first 10 time units; later errors grow by a factor of e each 1.1 time units, as they must under chaos. Only additions,
/// multiplications and divisions, so the same bits on every machine.
/// </summary>
public static class Lorenz
{
    private const double LongestStep = 1.0 / 1000;
    private const double MostSteps = 1e8;
    private const double LargestStart = 100;

    /// <summary>Computes the column <c>x</c>, whose values have no unit.</summary>
    /// <param name="options">The equations and what is kept; null for the usual ones.</param>
    /// <returns>The table; its source tells every parameter.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An option is outside its range, or takes more than 1e8 steps.</exception>
    public static SeriesTable Generate(LorenzOptions? options = null)
    {
        LorenzOptions o = options ?? new LorenzOptions();
        OptionCheck.Require(o.Points >= 2, $"points is {o.Points}, expected 2 or more");
        OptionCheck.Require(o.Interval is > 0 and <= 1, $"interval is {o.Interval}, expected a time above 0, at most 1");
        OptionCheck.Require(o.Washout >= 0, $"washout is {o.Washout}, expected 0 values or more");
        OptionCheck.Require(o.Sigma is >= 0 and <= 100, $"sigma is {o.Sigma}, expected 0 to 100");
        OptionCheck.Require(o.Rho is >= 0 and <= 200, $"rho is {o.Rho}, expected 0 to 200");
        OptionCheck.Require(o.Beta is >= 0 and <= 100, $"beta is {o.Beta}, expected 0 to 100");
        (double x, double y, double z) = o.Initial;
        OptionCheck.Require(
            Math.Abs(x) <= LargestStart && Math.Abs(y) <= LargestStart && Math.Abs(z) <= LargestStart,
            $"initial values are {x}, {y} and {z}, expected numbers within ±{LargestStart}");
        int steps = Math.Max(1, (int)Math.Ceiling(o.Interval / LongestStep));
        OptionCheck.Require(
            ((double)o.Points + o.Washout) * steps <= MostSteps,
            $"{o.Points} points every {o.Interval} after {o.Washout} take more than {MostSteps} steps; choose fewer points");

        double h = o.Interval / steps;
        double[] values = new double[o.Points];
        (double X, double Y, double Z) at = o.Initial;
        for (int t = -o.Washout; t < o.Points; t++)
        {
            if (t >= 0) values[t] = at.X;
            for (int s = 0; s < steps; s++) at = Step(o, at, h);
        }

        string equations = Invariant($"x' = {o.Sigma} (y - x), y' = x ({o.Rho} - z) - y, z' = x y - {o.Beta} z");
        string points = Invariant($"({x}, {y}, {z}) at 0, {o.Points} points every {o.Interval} from t = {o.Washout * o.Interval}");
        return new SeriesTable($"generated: Lorenz {equations}, {points}", ["x"], [values]);
    }

    /// <summary>One Runge-Kutta step.</summary>
    internal static (double X, double Y, double Z) Step(LorenzOptions o, (double X, double Y, double Z) at, double h)
    {
        (double X, double Y, double Z) a = Slope(o, at), b = Slope(o, On(at, a, h / 2));
        (double X, double Y, double Z) c = Slope(o, On(at, b, h / 2)), d = Slope(o, On(at, c, h));
        double sixth = h / 6;
        return (
            at.X + (sixth * (a.X + (2 * b.X) + (2 * c.X) + d.X)),
            at.Y + (sixth * (a.Y + (2 * b.Y) + (2 * c.Y) + d.Y)),
            at.Z + (sixth * (a.Z + (2 * b.Z) + (2 * c.Z) + d.Z)));
    }

    private static (double X, double Y, double Z) On((double X, double Y, double Z) at, (double X, double Y, double Z) slope, double by) =>
        (at.X + (by * slope.X), at.Y + (by * slope.Y), at.Z + (by * slope.Z));

    private static (double X, double Y, double Z) Slope(LorenzOptions o, (double X, double Y, double Z) at) =>
        (o.Sigma * (at.Y - at.X), (at.X * (o.Rho - at.Z)) - at.Y, (at.X * at.Y) - (o.Beta * at.Z));
}
