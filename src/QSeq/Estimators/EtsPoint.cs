namespace QSeq.Estimators;

/// <summary>
/// Smoothing constants and states of a form. In R's terms beta and gamma are those of the component form: 0 &lt; beta &lt; alpha and
/// 0 &lt; gamma &lt; 1 - alpha. Seasons[t mod period] belongs to step t.
/// </summary>
internal sealed class EtsPoint(int period)
{
    public double Alpha { get; set; }

    /// <summary>0 without a trend.</summary>
    public double Beta { get; set; }

    /// <summary>0 without a season.</summary>
    public double Gamma { get; set; }

    /// <summary>1 without damping.</summary>
    public double Phi { get; set; } = 1;

    public double Level { get; set; }

    public double Growth { get; set; }

    public double[] Seasons { get; } = new double[period];

    public EtsPoint Copy()
    {
        var copy = new EtsPoint(Seasons.Length) { Alpha = Alpha, Beta = Beta, Gamma = Gamma, Phi = Phi, Level = Level, Growth = Growth };
        Seasons.CopyTo(copy.Seasons, 0);
        return copy;
    }
}
