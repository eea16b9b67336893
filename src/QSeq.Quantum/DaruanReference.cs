using System.Numerics;
using QSeq.Quantum.Simulators;

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
        Complex alpha = Math.Sqrt(0.5), beta = alpha; // H|0>
        void Turn(Func<(double Sin, double Cos), KrausOperator> axis, double angle)
        {
            KrausOperator gate = axis(Math.SinCos(angle / 2));
            (alpha, beta) = ((gate.K00 * alpha) + (gate.K01 * beta), (gate.K10 * alpha) + (gate.K11 * beta));
        }

        for (int l = 0; l <= w.Length; l++)
        {
            bool last = l == w.Length;
            switch (encoding)
            {
                case Encoding.Pz:
                    Turn(KrausOperator.RZ, theta[2 * l]);
                    Turn(KrausOperator.RY, theta[(2 * l) + 1]);
                    break;
                case Encoding.Rpz:
                    Turn(KrausOperator.RY, theta[l]);
                    break;
                case Encoding.Real when !last:
                    (alpha, beta) = (beta, alpha); // X
                    Turn(KrausOperator.RY, theta[l]);
                    beta = -beta; // Z
                    break;
                case Encoding.Mix:
                    Turn(KrausOperator.RZ, theta[2 * l]);
                    Turn(KrausOperator.RX, theta[(2 * l) + 1]);
                    break;
            }

            if (!last) Turn(encoding is Encoding.Pz or Encoding.Rpz ? KrausOperator.RZ : KrausOperator.RY, (w[l] * x) + b[l]);
        }

        double zero = alpha.Magnitude, one = beta.Magnitude;
        return readout == Readout.Expectation ? (zero * zero) - (one * one) : zero - one;
    }
}
