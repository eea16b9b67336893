using System.Numerics;
using QSeq.Core;
using QSeq.Layers;
using QSeq.Quantum;

namespace QSeq.Tests.Quantum;

/// <summary>The four encodings against the textbook simulator, and what is known about them.</summary>
public class DaruanReferenceTests
{
    public static TheoryData<Encoding> Encodings => [.. Enum.GetValues<Encoding>()];

    [Theory]
    [MemberData(nameof(Encodings))]
    public void TheTextbookSimulatorConfirmsTheDoubleReference(Encoding encoding) => Property.ForAllSeeds(200, seed =>
    {
        Circuit circuit = Circuit.Random(encoding, seed);
        Complex[] state = Textbook(circuit);
        double z = Squared(state[0]) - Squared(state[1]), difference = state[0].Magnitude - state[1].Magnitude;
        double error = Math.Max(
            Math.Abs(z - circuit.Evaluate(Readout.Expectation)), Math.Abs(difference - circuit.Evaluate(Readout.AmplitudeDifference)));
        Measured.Record($"textbook, {encoding}, double reference", error);
        return error <= Tolerance.TwoDoubleRoutes;
    });

    [Theory]
    [MemberData(nameof(Encodings))]
    public void TheTextbookSimulatorConfirmsTheKernel(Encoding encoding) => Property.ForAllSeeds(200, seed =>
    {
        Circuit circuit = Circuit.Random(encoding, seed);
        Complex[] state = Textbook(circuit);
        double z = Squared(state[0]) - Squared(state[1]), difference = state[0].Magnitude - state[1].Magnitude;
        double error = Math.Max(Math.Abs(z - Kernel(circuit, Readout.Expectation)), Math.Abs(difference - Kernel(circuit, Readout.AmplitudeDifference)));
        Measured.Record($"textbook, {encoding}, kernel", error);
        return error <= Tolerance.Value;
    });

    [Fact]
    public void TheAmplitudeDifferenceIsTheKnownFunctionOfZ() => Property.ForAllSeeds(200, seed =>
    {
        // (sqrt(1+z) - sqrt(1-z))/sqrt(2); near a pole sqrt(1-z) magnifies the rounding of z, so it is compared squared there.
        Circuit circuit = Circuit.Random((Encoding)(seed % 4), seed);
        double z = circuit.Evaluate(Readout.Expectation), d = circuit.Evaluate(Readout.AmplitudeDifference);
        double known = (Math.Sqrt(Math.Max(0, 1 + z)) - Math.Sqrt(Math.Max(0, 1 - z))) / Math.Sqrt(2);
        return Math.Sign(d) == Math.Sign(z) && Math.Abs((d * Math.Abs(d)) - (known * Math.Abs(known))) <= Math.Sqrt(Tolerance.TwoDoubleRoutes)
            && (Math.Abs(z) > 0.99 || Math.Abs(d - known) <= Tolerance.TwoDoubleRoutes);
    });

    [Fact]
    public void TheAmplitudeDifferenceIsUpTo0168AwayFromZ()
    {
        double most = 0;
        for (double x = 0; x <= Math.PI; x += 1e-4)
        {
            double[] theta = [0, 0, 0, Math.PI / 2];
            double z = DaruanReference.Evaluate(Encoding.Pz, Readout.Expectation, theta, [1], [0], x);
            most = Math.Max(most, Math.Abs(z - DaruanReference.Evaluate(Encoding.Pz, Readout.AmplitudeDifference, theta, [1], [0], x)));
        }

        Assert.Equal(0.168, most, 5e-4);
    }

    [Fact]
    public void AnEncodingBiasAndTheNextRzAreRedundant() => Property.ForAllSeeds(50, seed =>
    {
        // d<Z>/db[l] = d<Z>/dtheta[l+1, 0]
        Circuit circuit = Circuit.Random(Encoding.Pz, seed);
        LayerHarness layer = Layer(circuit, Readout.Expectation);
        float[] gradient = layer.Run([(float)circuit.X], [1]).Gradient;
        float[] theta = layer.Table["theta"].Of(gradient.AsSpan()).ToArray(), b = layer.Table["preact_bias"].Of(gradient.AsSpan()).ToArray();
        return Enumerable.Range(0, b.Length).All(l => Math.Abs(b[l] - theta[2 * (l + 1)]) <= Tolerance.Value);
    });

    [Fact]
    public void FlippingTheSignOfEveryRzLeavesTheExpectation() => Property.ForAllSeeds(100, seed =>
    {
        Circuit c = Circuit.Random(Encoding.Pz, seed);
        Circuit flipped = c with { Theta = [.. c.Theta.Select((a, n) => n % 2 == 0 ? -a : a)], W = [.. c.W.Select(w => -w)], B = [.. c.B.Select(b => -b)] };
        return Math.Abs(c.Evaluate(Readout.Expectation) - flipped.Evaluate(Readout.Expectation)) <= Tolerance.TwoDoubleRoutes;
    });

    private static double Squared(Complex amplitude) => (amplitude.Real * amplitude.Real) + (amplitude.Imaginary * amplitude.Imaginary);

    private static LayerHarness Layer(Circuit circuit, Readout readout)
    {
        var options = new QkanOptions { Encoding = circuit.Encoding, Reps = circuit.W.Length, Readout = readout, Base = BaseFunction.None };
        var layer = new LayerHarness("edge", table => new QkanLayer(table, 1, 1, options));
        layer.Set("theta", circuit.Theta);
        layer.Set("preact_weight", circuit.W);
        layer.Set("preact_bias", circuit.B);
        layer.Set("postact_weight", [1]);
        layer.Set("postact_bias", [0]);
        return layer;
    }

    private static float Kernel(Circuit circuit, Readout readout) => Layer(circuit, readout).Run([(float)circuit.X], [1]).Y[0];

    // Written once more from the description in Encoding.cs and PAPERS.md.
    private static Complex[] Textbook(Circuit c)
    {
        var one = new StateVectorReference(1);
        void Turn(Complex[,] axis, double angle) => one.Apply(StateVectorReference.Rotation(axis, angle), 0);
        Complex[,] x = StateVectorReference.X, y = StateVectorReference.Y, z = StateVectorReference.Z;

        one.Apply(StateVectorReference.Hadamard, 0);
        int reps = c.W.Length;
        for (int l = 0; l < reps; l++)
        {
            double data = (c.W[l] * c.X) + c.B[l];
            switch (c.Encoding)
            {
                case Encoding.Pz:
                    Turn(z, c.Theta[2 * l]);
                    Turn(y, c.Theta[(2 * l) + 1]);
                    Turn(z, data);
                    break;
                case Encoding.Rpz:
                    Turn(y, c.Theta[l]);
                    Turn(z, data);
                    break;
                case Encoding.Real:
                    one.Apply(x, 0);
                    Turn(y, c.Theta[l]);
                    one.Apply(z, 0);
                    Turn(y, data);
                    break;
                default:
                    Turn(z, c.Theta[2 * l]);
                    Turn(x, c.Theta[(2 * l) + 1]);
                    Turn(y, data);
                    break;
            }
        }

        if (c.Encoding is Encoding.Pz or Encoding.Mix)
        {
            Turn(z, c.Theta[2 * reps]);
            Turn(c.Encoding == Encoding.Pz ? y : x, c.Theta[(2 * reps) + 1]);
        }
        else if (c.Encoding == Encoding.Rpz)
        {
            Turn(y, c.Theta[reps]);
        }

        return one.State;
    }

    /// <summary>A circuit and its input; every number is a float, so that kernels see the same ones.</summary>
    private sealed record Circuit(Encoding Encoding, double[] Theta, double[] W, double[] B, double X)
    {
        public static Circuit Random(Encoding encoding, ulong seed)
        {
            var random = new RandomSource(seed, "circuit");
            int reps = 1 + random.NextInt(6);
            int angles = encoding switch { Encoding.Real => reps, Encoding.Rpz => reps + 1, _ => 2 * (reps + 1) };
            double[] Draw(int count, double range) => [.. Enumerable.Range(0, count).Select(_ => (double)(float)random.NextUniform(-range, range))];
            return new Circuit(encoding, Draw(angles, Math.PI), Draw(reps, 2), Draw(reps, Math.PI), Draw(1, 2)[0]);
        }

        public double Evaluate(Readout readout) => DaruanReference.Evaluate(Encoding, readout, Theta, W, B, X);
    }
}
