using System.Numerics;

namespace QSeq.Quantum;

/// <summary>
/// A DARUAN circuit gate by gate on its state vector alpha|0&gt; + beta|1&gt;, in double precision: slow, and as close to
/// the papers' notation as code comes.
/// </summary>
internal static class DaruanReference
{
    /// <summary>The read-out for one input: theta [blocks, angles], row-major, as <see cref="Encoding"/> describes; w and b [L].</summary>
    public static double Evaluate(
        Encoding encoding, Readout readout, ReadOnlySpan<double> theta, ReadOnlySpan<double> w, ReadOnlySpan<double> b, double x)
    {
        double h = Math.Sqrt(0.5);
        var state = new State(h, h); // H|0>
        int reps = w.Length;
        for (int l = 0; l <= reps; l++)
        {
            bool last = l == reps;
            double alpha = last ? 0 : (w[l] * x) + b[l];
            switch (encoding)
            {
                case Encoding.Pz:
                    state = state.Rz(theta[2 * l]).Ry(theta[(2 * l) + 1]);
                    if (!last) state = state.Rz(alpha);
                    break;
                case Encoding.Rpz:
                    state = state.Ry(theta[l]);
                    if (!last) state = state.Rz(alpha);
                    break;
                case Encoding.Real:
                    if (!last) state = state.X().Ry(theta[l]).Z().Ry(alpha);
                    break;
                default:
                    state = state.Rz(theta[2 * l]).Rx(theta[(2 * l) + 1]);
                    if (!last) state = state.Ry(alpha);
                    break;
            }
        }

        double zero = state.Alpha.Magnitude, one = state.Beta.Magnitude;
        return readout == Readout.Expectation ? (zero * zero) - (one * one) : zero - one;
    }

    private readonly record struct State(Complex Alpha, Complex Beta)
    {
        public State X() => new(Beta, Alpha);

        public State Z() => new(Alpha, -Beta);

        // exp(-i a X/2), exp(-i a Y/2), exp(-i a Z/2)
        public State Rx(double a)
        {
            (double s, double c) = Math.SinCos(a / 2);
            Complex minusIs = new(0, -s);
            return new((c * Alpha) + (minusIs * Beta), (minusIs * Alpha) + (c * Beta));
        }

        public State Ry(double a)
        {
            (double s, double c) = Math.SinCos(a / 2);
            return new((c * Alpha) - (s * Beta), (s * Alpha) + (c * Beta));
        }

        public State Rz(double a)
        {
            (double s, double c) = Math.SinCos(a / 2);
            return new(new Complex(c, -s) * Alpha, new Complex(c, s) * Beta);
        }
    }
}
