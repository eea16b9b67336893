using QSeq.Quantum.Simulators;

namespace QSeq.Quantum;

/// <summary>
/// A noisy DARUAN circuit gate by gate on its density matrix, rho -> sum_k K_k U rho U^dagger K_k^dagger, in double
/// precision: slow, and as close to textbooks as code comes.
/// </summary>
internal static class NoisyDaruanReference
{
    /// <summary>&lt;Z&gt; of pz or rpz for one input, misread bits included; shapes as in <see cref="DaruanReference.Evaluate"/>.</summary>
    public static double Evaluate(Encoding encoding, GateNoise noise, ReadOnlySpan<double> theta, ReadOnlySpan<double> w, ReadOnlySpan<double> b, double x)
    {
        NoiseChannel[] channels = noise.Channels();
        double h = Math.Sqrt(0.5);
        KrausOperator rho = new(1, 0, 0, 0);
        void Turn(Func<(double Sin, double Cos), KrausOperator> axis, double angle) =>
            Gate(ref rho, channels, axis(Math.SinCos(angle / 2)));

        Gate(ref rho, channels, new(h, h, h, -h));
        for (int l = 0; l <= w.Length; l++)
        {
            if (encoding == Encoding.Pz) Turn(KrausOperator.RZ, theta[2 * l]);
            Turn(KrausOperator.RY, encoding == Encoding.Pz ? theta[(2 * l) + 1] : theta[l]);
            if (l < w.Length) Turn(KrausOperator.RZ, (w[l] * x) + b[l]);
        }

        return (1 - (2 * noise.Readout)) * (rho.K00.Real - rho.K11.Real);
    }

    private static void Gate(ref KrausOperator rho, NoiseChannel[] channels, KrausOperator gate)
    {
        rho = gate.After(rho).After(gate.Adjoint());
        foreach (NoiseChannel channel in channels)
        {
            KrausOperator sum = default;
            foreach (KrausOperator k in channel.Operators)
            {
                KrausOperator part = k.After(rho).After(k.Adjoint());
                sum = new(sum.K00 + part.K00, sum.K01 + part.K01, sum.K10 + part.K10, sum.K11 + part.K11);
            }

            rho = sum;
        }
    }
}
