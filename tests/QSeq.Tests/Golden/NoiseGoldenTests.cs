using QSeq.Quantum.Circuits;
using QSeq.Quantum.Simulators;

namespace QSeq.Tests.Golden;

/// <summary>Noisy DARUAN circuits against PennyLane's density matrices.</summary>
public class NoiseGoldenTests
{
    public static TheoryData<string, int> Cases => GoldenFile.Cases("noise");

    [Theory]
    [MemberData(nameof(Cases))]
    public void SimulatorsGivePennyLanesNumbers(string file, int index)
    {
        GoldenCase golden = GoldenFile.Case(file, index);
        Circuit[] circuits = [.. golden.Tensor("x").Data.Select(x => Bind(golden, x))];
        NoiseModel noise = Noise(golden);
        foreach (ICircuitBackend backend in new ICircuitBackend[] { new DensityMatrixBackend(noise), new BlochBackend(noise), NoisyBackend.For(noise) })
        {
            double[] z = [.. backend.Run(circuits).Select(outcome => outcome.ExpectationZ(0))];
            Close.Values($"golden noise, {backend.Name}", golden.Tensor("z").Data, z, Tolerance.GoldenCircuit);
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void ParameterShiftGivesPennyLanesGradients(string file, int index)
    {
        GoldenCase golden = GoldenFile.Case(file, index);
        NoiseModel noise = Noise(golden);
        double[] x = golden.Tensor("x").Data, w = golden.Tensor("w").Data;
        int reps = golden.Int("L");
        foreach (ICircuitBackend backend in new ICircuitBackend[] { new DensityMatrixBackend(noise), new BlochBackend(noise) })
        {
            for (int n = 0; n < x.Length; n++)
            {
                // dE/da = (E(a + pi/2) - E(a - pi/2))/2 for every rotation, those with channels behind them included.
                double[] angles = Angles(golden, x[n]);
                double Shifted(int angle, double shift)
                {
                    double[] moved = [.. angles];
                    moved[angle] += shift;
                    return Assert.Single(backend.Run([Build(reps, moved)])).ExpectationZ(0);
                }

                double[] d = [.. angles.Select((_, a) => (Shifted(a, Math.PI / 2) - Shifted(a, -Math.PI / 2)) / 2)];
                double[] dAlpha = [.. Enumerable.Range(0, reps).Select(l => d[(3 * l) + 2])];
                Close.Gradient("golden noise, theta", golden.Tensor("dz_dtheta").Row(n), [.. d.Where((_, a) => a == (3 * reps) || a == (3 * reps) + 1 || a % 3 < 2)], Tolerance.GoldenReference);
                Close.Gradient("golden noise, b", golden.Tensor("dz_db").Row(n), dAlpha, Tolerance.GoldenReference);
                Close.Gradient("golden noise, w", golden.Tensor("dz_dw").Row(n), [.. dAlpha.Select(a => a * x[n])], Tolerance.GoldenReference);
                Close.Gradient("golden noise, x", [golden.Tensor("dz_dx").Data[n]], [dAlpha.Zip(w, (a, v) => a * v).Sum()], Tolerance.GoldenReference);
            }
        }
    }

    /// <summary>The channels of a case, in its order, and its bit flip as misread bits.</summary>
    internal static NoiseModel Noise(GoldenCase golden)
    {
        var channels = new List<NoiseChannel>();
        if (golden.Number("depolarizing_p") is > 0 and var p) channels.Add(NoiseChannel.Depolarising(p));
        if (golden.Number("amplitude_damping_gamma") is > 0 and var decay) channels.Add(NoiseChannel.AmplitudeDamping(decay));
        if (golden.Number("phase_damping_gamma") is > 0 and var dephasing) channels.Add(NoiseChannel.PhaseDamping(dephasing));
        return NoiseModel.Uniform(channels, ReadoutError.Symmetric(golden.Number("readout_p")));
    }

    private static Circuit Bind(GoldenCase golden, double x) => Build(golden.Int("L"), Angles(golden, x));

    // theta[l,0], theta[l,1], w[l] x + b[l] for every l, then theta[L,0], theta[L,1].
    private static double[] Angles(GoldenCase golden, double x)
    {
        double[] theta = golden.Tensor("theta").Data, w = golden.Tensor("w").Data, b = golden.Tensor("b").Data;
        return [.. Enumerable.Range(0, w.Length).SelectMany(l => new[] { theta[2 * l], theta[(2 * l) + 1], (w[l] * x) + b[l] }), .. theta[^2..]];
    }

    private static Circuit Build(int reps, double[] angles)
    {
        CircuitBuilder builder = new CircuitBuilder(1).Add(GateKind.H, 0);
        for (int n = 0; n < (3 * reps) + 2; n++) builder.Add(n % 3 == 1 ? GateKind.RY : GateKind.RZ, 0, angles[n]);
        return builder.MeasureAll().Build();
    }
}
