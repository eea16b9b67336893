namespace QSeq.Explain;

/// <summary>A term of an edge's sum: a cos(w x) + b sin(w x).</summary>
/// <param name="Frequency">w, 0 or more, in radians a unit of x.</param>
/// <param name="Cosine">a; for the frequency 0 the constant.</param>
/// <param name="Sine">b; 0 for the frequency 0.</param>
public readonly record struct FourierTerm(double Frequency, double Cosine, double Sine)
{
    /// <summary>(a^2 + b^2)/2, its mean square over all x; 0 for the constant, which is not counted as power.</summary>
    public double Power => Frequency == 0 ? 0 : 0.5 * ((Cosine * Cosine) + (Sine * Sine));
}
