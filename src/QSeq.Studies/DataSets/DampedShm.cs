namespace QSeq.Studies.DataSets;

/// <summary>The damped pendulum of the QKAN-LSTM paper; the defaults are the paper's.</summary>
public sealed record DampedShmOptions
{
    /// <summary>How many values, equally spaced from time 0 to <see cref="End"/>, both included; at least 2. 240 as in the paper.</summary>
    public int Points { get; init; } = 240;

    /// <summary>The last time in seconds; above 0. 20 as in the paper: seven swings dying away.</summary>
    public double End { get; init; } = 20;

    /// <summary>The damping b in 1/s of theta'' = -b theta' - g sin(theta); 0.15 as in the paper.</summary>
    public double Damping { get; init; } = 0.15;

    /// <summary>The coefficient g in 1/s² of sin(theta); 9.81 as in the paper.</summary>
    public double Gravity { get; init; } = 9.81;

    /// <summary>theta(0) in radians; 0 as in the paper.</summary>
    public double InitialAngle { get; init; }

    /// <summary>theta'(0) in radians per second; 3 as in the paper.</summary>
    public double InitialVelocity { get; init; } = 3;
}

/// <summary>
/// Damped "simple harmonic motion": theta'' = -b theta' - g sin(theta) (arXiv 2512.05049, section on the experiments),
/// integrated by the classical Runge-Kutta rule of fourth order in steps of at most 1/2000 s, which leaves errors below
/// 1e-11. The same bits on every machine: the sine is our own.
/// </summary>
public static class DampedShm
{
    private const double LongestStep = 1.0 / 2000;
    private const double MostSteps = 1e8;

    /// <summary>Computes the columns <c>angle</c> (radians) and <c>velocity</c> (radians per second).</summary>
    /// <param name="options">The pendulum; null for the paper's.</param>
    /// <returns>The table; its source tells every parameter.</returns>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than 2 points, or an end that is not above 0 or takes more than 1e8 steps, or a value that is not finite.</exception>
    public static SeriesTable Generate(DampedShmOptions? options = null)
    {
        DampedShmOptions o = options ?? new DampedShmOptions();
        OptionCheck.Require(o.Points >= 2, $"points is {o.Points}, expected 2 or more");
        OptionCheck.Require(o.End > 0 && o.End / LongestStep <= MostSteps, $"end is {o.End} s, expected a time above 0 and at most 50,000 s");
        OptionCheck.Require(
            double.IsFinite(o.Damping + o.Gravity + o.InitialAngle + o.InitialVelocity),
            $"damping {o.Damping}, gravity {o.Gravity}, initial angle {o.InitialAngle} and initial velocity {o.InitialVelocity} must be finite numbers");

        double interval = o.End / (o.Points - 1);
        int substeps = Math.Max(1, (int)Math.Ceiling(interval / LongestStep));
        double h = interval / substeps;
        double[] angle = new double[o.Points];
        double[] velocity = new double[o.Points];
        (double x, double v) = (o.InitialAngle, o.InitialVelocity);
        for (int t = 0; t < o.Points; t++)
        {
            (angle[t], velocity[t]) = (x, v);
            for (int s = 0; s < substeps; s++) (x, v) = Step(x, v, h, o.Damping, o.Gravity);
        }

        string source = Invariant(
            $"generated: damped pendulum theta'' = -{o.Damping} theta' - {o.Gravity} sin(theta), theta(0) = {o.InitialAngle}, theta'(0) = {o.InitialVelocity}, {o.Points} points for t in [0, {o.End}]");
        return new SeriesTable(source, ["angle", "velocity"], [angle, velocity]);
    }

    /// <summary>One Runge-Kutta step of x' = v, v' = -b v - g sin(x).</summary>
    private static (double X, double V) Step(double x, double v, double h, double b, double g)
    {
        double k1 = Acceleration(x, v, b, g);
        double v2 = v + (h / 2 * k1);
        double k2 = Acceleration(x + (h / 2 * v), v2, b, g);
        double v3 = v + (h / 2 * k2);
        double k3 = Acceleration(x + (h / 2 * v2), v3, b, g);
        double v4 = v + (h * k3);
        double k4 = Acceleration(x + (h * v3), v4, b, g);
        return (x + (h / 6 * (v + (2 * v2) + (2 * v3) + v4)), v + (h / 6 * (k1 + (2 * k2) + (2 * k3) + k4)));
    }

    private static double Acceleration(double x, double v, double b, double g) => -(b * v) - (g * Sin(x));

    /// <summary>sin x by whole turns taken off and Taylor's series, 1e-15 accurate for the angles of a pendulum.</summary>
    private static double Sin(double x)
    {
        double turns = Math.Round(x / Math.Tau);
        double r = x - (turns * Math.Tau);
        if (r > Math.PI / 2) r = Math.PI - r;
        if (r < -Math.PI / 2) r = -Math.PI - r;
        double square = r * r;
        double sum = 0;
        for (int n = 21; n >= 3; n -= 2) sum = (1 + sum) * (-square / (n * (n - 1)));
        return r + (r * sum);
    }
}
