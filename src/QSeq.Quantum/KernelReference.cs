using System.Numerics;
using QSeq.Quantum.Simulators;

namespace QSeq.Quantum;

/// <summary>
/// The quantum kernel in double precision, gate by gate on complex state vectors, every CNOT applied: slow, and as close to
/// <see cref="FeatureMapOptions"/> as code comes. More than 12 qubits, which have one repeat, are taken one by one.
/// </summary>
public static class KernelReference
{
    /// <summary>|&lt;phi(a)|phi(b)&gt;|^2.</summary>
    /// <param name="options">The feature map.</param>
    /// <param name="scale">[features]</param>
    /// <param name="a">[features]</param>
    /// <param name="b">[features]</param>
    /// <returns>A number from 0 to 1.</returns>
    public static double Evaluate(FeatureMapOptions options, ReadOnlySpan<double> scale, ReadOnlySpan<double> a, ReadOnlySpan<double> b) =>
        Overlap(States(options, scale, a), States(options, scale, b));

    /// <summary>|phi(x)&gt; as factors of a product: one of all qubits, or one a qubit where there are more than 12.</summary>
    internal static Complex[][] States(FeatureMapOptions options, ReadOnlySpan<double> scale, ReadOnlySpan<double> x)
    {
        int qubits = options.QubitsFor(x.Length);
        double[] theta = new double[qubits], phi = new double[qubits];
        for (int k = 0; k < x.Length; k++)
        {
            double angle = scale[k] * x[k];
            int slot = k % (2 * qubits);
            if (x.Length == qubits) theta[k] = phi[k] = angle;
            else if (slot < qubits) theta[slot] += angle;
            else phi[slot - qubits] += angle;
        }

        // The CNOTs of one repeat come last, and <phi(a)|CNOT^-1 CNOT|phi(b)> is the product of what the wires give alone.
        if (qubits > FeatureMapOptions.MaxEntangledQubits)
            return [.. Enumerable.Range(0, qubits).Select(q => State(new FeatureMapOptions(), [theta[q]], [phi[q]]))];
        return [State(options, theta, phi)];
    }

    /// <summary>|&lt;a|b&gt;|^2 of two products of states.</summary>
    internal static double Overlap(Complex[][] a, Complex[][] b)
    {
        double product = 1;
        for (int n = 0; n < a.Length; n++)
        {
            Complex sum = 0;
            for (int i = 0; i < a[n].Length; i++) sum += Complex.Conjugate(a[n][i]) * b[n][i];
            product *= (sum.Real * sum.Real) + (sum.Imaginary * sum.Imaginary);
        }

        return product;
    }

    private static Complex[] State(FeatureMapOptions options, double[] theta, double[] phi)
    {
        int qubits = theta.Length;
        var state = new Complex[1 << qubits];
        state[0] = 1;
        double h = Math.Sqrt(0.5);
        for (int wire = 0; wire < qubits; wire++) Gate(state, qubits, wire, new(h, h, h, -h));
        for (int rep = 0; rep < options.Reps; rep++)
        {
            for (int wire = 0; wire < qubits; wire++)
            {
                Gate(state, qubits, wire, KrausOperator.RY(Math.SinCos(theta[wire] / 2)));
                Gate(state, qubits, wire, KrausOperator.RZ(Math.SinCos(phi[wire] / 2)));
            }

            foreach ((int control, int target) in EntanglerMap.Pairs(qubits, options.Entangler)) Cnot(state, qubits, control, target);
        }

        return state;
    }

    private static void Gate(Complex[] state, int qubits, int wire, KrausOperator g)
    {
        int bit = 1 << (qubits - 1 - wire);
        for (int i = 0; i < state.Length; i++)
        {
            if ((i & bit) != 0) continue;
            (state[i], state[i | bit]) = ((g.K00 * state[i]) + (g.K01 * state[i | bit]), (g.K10 * state[i]) + (g.K11 * state[i | bit]));
        }
    }

    private static void Cnot(Complex[] state, int qubits, int control, int target)
    {
        int from = 1 << (qubits - 1 - control), to = 1 << (qubits - 1 - target);
        for (int i = 0; i < state.Length; i++)
            if ((i & from) != 0 && (i & to) == 0) (state[i], state[i | to]) = (state[i | to], state[i]);
    }
}
