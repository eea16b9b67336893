namespace QSeq.Estimators;

/// <summary>
/// Estimates a form: constants and first states of the greatest likelihood. Constants keep to R's bounds, 0.0001 to 0.9999 and
/// beta below alpha, gamma below 1 - alpha, phi 0.8 to 0.98, in which logistic curves hold them; and forecasts have to forget old
/// values in the end (R's "admissible").
/// </summary>
internal sealed class EtsFit
{
    private const double Low = 1e-4, High = 0.9999, LowPhi = 0.8, HighPhi = 0.98, Close = 1e-5;
    private const int MostSteps = 400;

    // R's first constants (for alpha 0.2 a season); a level, then a trend as well, that wander; a slow level with a quick season.
    // Beta, gamma and phi in parts of what they may be.
    private static readonly (double Alpha, double Beta, double Gamma, double Phi)[] Starts =
        [(0, 0.1, 0.05, 0.99), (0.5, 0.1, 0.1, 0.9), (0.9, 0.8, 0.1, 0.5), (0.03, 0.5, 0.75, 0.95)];

    private readonly EtsForm _form;
    private readonly EtsPass _pass;
    private readonly EtsPoint _start;
    private readonly double _unit;
    private readonly double[] _roots;

    private EtsFit(EtsForm form, double[] values)
    {
        (_form, _pass, _start) = (form, new EtsPass(form, values), EtsStart.Of(form, values));
        _roots = new double[form.Period + 2];

        // First states are looked for in units of the typical step.
        double steps = 0;
        for (int t = 1; t < values.Length; t++) steps += (values[t] - values[t - 1]) * (values[t] - values[t - 1]) / (values.Length - 1);
        _unit = steps > 0 ? Math.Sqrt(steps) : 1;
    }

    /// <summary>The best point and minus twice the logarithm of its likelihood, infinite if there is none.</summary>
    public static (EtsPoint Point, double Value) Of(EtsForm form, double[] values, CancellationToken cancellation)
    {
        var fit = new EtsFit(form, values);
        EtsPoint best = fit._start;
        double least = double.PositiveInfinity;
        foreach ((double alpha, double beta, double gamma, double phi) in Starts)
        {
            double[] x = new double[form.Constants + form.States];
            int n = 0;
            x[n++] = Logit(alpha == 0 ? 0.2 / form.Period : alpha);
            if (form.Trend) x[n++] = Logit(beta);
            if (form.Season != SeasonKind.None) x[n++] = Logit(gamma);
            if (form.Damped) x[n] = Logit(phi);
            double value = Bfgs.Minimise(fit.Value, x, Close, MostSteps, cancellation);
            if (!(value < least)) continue;
            least = value;
            best = fit.PointAt(x);
        }

        return (best, least);
    }

    private double Value(ReadOnlySpan<double> x, Span<double> slopes)
    {
        EtsPoint point = PointAt(x);
        if (!IsAllowed(point)) return double.PositiveInfinity;
        double value = _pass.Value(point);
        if (double.IsFinite(value)) Chain(x, point, _pass.Slopes(point), slopes);
        return value;
    }

    /// <summary>x: constants on logistic curves, then first states in units from where they started.</summary>
    private EtsPoint PointAt(ReadOnlySpan<double> x)
    {
        EtsPoint point = _start.Copy();
        int n = 0;
        point.Alpha = Between(Low, High, x[n++]);
        if (_form.Trend) point.Beta = Between(Low, point.Alpha, x[n++]);
        if (_form.Season != SeasonKind.None) point.Gamma = Between(Low, 1 - point.Alpha, x[n++]);
        if (_form.Damped) point.Phi = Between(LowPhi, HighPhi, x[n++]);
        point.Level += _unit * x[n++];
        if (_form.Trend) point.Growth += GrowthUnit * x[n++];
        for (int t = 1; n < x.Length; n++, t++)
        {
            double change = SeasonUnit * x[n];
            point.Seasons[t] += change;
            point.Seasons[0] -= change; // they sum up to 0, or to the period
        }

        return point;
    }

    private void Chain(ReadOnlySpan<double> x, EtsPoint point, EtsPoint by, Span<double> slopes)
    {
        int n = 1;
        double inAlpha = by.Alpha;
        if (_form.Trend)
        {
            double part = PortableMath.Sigmoid(x[n]);
            inAlpha += by.Beta * part;
            slopes[n++] = by.Beta * (point.Alpha - Low) * part * (1 - part);
        }

        if (_form.Season != SeasonKind.None)
        {
            double part = PortableMath.Sigmoid(x[n]);
            inAlpha -= by.Gamma * part;
            slopes[n++] = by.Gamma * (1 - point.Alpha - Low) * part * (1 - part);
        }

        if (_form.Damped) slopes[n] = by.Phi * (HighPhi - LowPhi) * Steepness(x[n++]);
        slopes[0] = inAlpha * (High - Low) * Steepness(x[0]);
        slopes[n++] = by.Level * _unit;
        if (_form.Trend) slopes[n++] = by.Growth * GrowthUnit;
        for (int t = 1; n < x.Length; n++, t++) slopes[n] = (by.Seasons[t] - by.Seasons[0]) * SeasonUnit;
    }

    private double GrowthUnit => 0.1 * _unit;

    private double SeasonUnit => _form.Season == SeasonKind.Multiplicative ? _unit / Math.Max(_unit, Math.Abs(_start.Level)) : _unit;

    // R's admissible: without a season its other bounds suffice. With one, no factor below 0 and no root outside the unit circle.
    private bool IsAllowed(EtsPoint p)
    {
        if (_form.Season == SeasonKind.None) return true;
        if (_form.Season == SeasonKind.Multiplicative && p.Seasons.Min() < 0) return false;
        int m = _form.Period;
        double middle = p.Alpha + p.Beta - (p.Alpha * p.Phi);
        _roots.AsSpan().Fill(middle);
        _roots[0] = p.Phi * (1 - p.Alpha - p.Gamma);
        _roots[1] = middle + p.Gamma - 1;
        _roots[m] = p.Alpha + p.Beta - p.Phi;
        _roots[m + 1] = 1;
        if (_form.Trend) return Roots.AreInside(_roots);

        // Without a trend one root is 1, which seasons that sum up to 0 do not feel: it is divided out.
        double carry = 0;
        for (int k = m + 1; k >= 1; k--) (_roots[k], carry) = (_roots[k] + carry, _roots[k] + carry);
        return Roots.AreInside(_roots.AsSpan(1));
    }

    private static double Between(double low, double high, double x) => low + ((high - low) * PortableMath.Sigmoid(x));

    private static double Steepness(double x)
    {
        double part = PortableMath.Sigmoid(x);
        return part * (1 - part);
    }

    private static double Logit(double part) => PortableMath.Log(part / (1 - part));
}
