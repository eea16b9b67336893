using QSeq.Core;
using QSeq.Layers;
using QSeq.Quantum;
using QSeq.Quantum.Circuits;
using QSeq.Tests.Quantum.Circuits;

namespace QSeq.Tests.Layers;

/// <summary>Layers run as circuits give the layer's values, and parameter-shift through them the layer's gradients.</summary>
public class CircuitLayerTests
{
    private const double Quarter = Math.PI / 2;

    [Theory]
    [MemberData(nameof(Encodings))]
    public void QkanEdgesAreTheLayer(Encoding encoding, Readout readout) => Property.ForAllSeeds(6, seed =>
    {
        var random = new RandomSource(seed, "qkan");
        var options = new QkanOptions
        {
            Encoding = encoding,
            Readout = readout,
            Reps = 1 + random.NextInt(3),
            Base = (BaseFunction)random.NextInt(5),
            TrainBase = random.NextInt(4) > 0,
            TrainPreactivation = random.NextInt(3) > 0,
        };
        int inputs = 1 + random.NextInt(3), outputs = 1 + random.NextInt(3);
        var harness = new LayerHarness($"circuits {encoding} {readout}", table => new QkanLayer(table, inputs, outputs, options), seed);
        float[] x = harness.Inputs(1);
        for (int k = 0; k < inputs && readout == Readout.AmplitudeDifference; k++)
        {
            for (int tries = 0; Poles.Nearest(harness, options, k, x[k]) < Tolerance.PoleDistance; tries++)
            {
                if (tries == 1000) return true; // an edge that stands at a pole whatever x is
                x[k] = (float)harness.Random.NextUniform(-2, 2);
            }
        }

        // The steep read-out magnifies the rounding of single precision.
        Check(harness, x, readout == Readout.Expectation ? Tolerance.ShiftAgainstAdjoint : Tolerance.Gradient);
        return true;
    });

    public static TheoryData<Encoding, Readout> Encodings()
    {
        var all = new TheoryData<Encoding, Readout>();
        foreach (Encoding encoding in Enum.GetValues<Encoding>())
            foreach (Readout readout in Enum.GetValues<Readout>()) all.Add(encoding, readout);
        return all;
    }

    [Fact]
    public void VariationalCircuitsAreTheLayer() => Property.ForAllSeeds(10, seed =>
    {
        var random = new RandomSource(seed, "vqc");
        int qubits = 1 + random.NextInt(4), read = 1 + random.NextInt(qubits), circuits = 1 + random.NextInt(3);
        var options = new VqcOptions { Depth = 1 + random.NextInt(2), Entangler = (Entangler)random.NextInt(3), HadamardFirst = random.NextInt(2) == 1 };
        var harness = new LayerHarness("circuits vqc", table => new VqcLayer(table, qubits, read, options, circuits), seed);
        Check(harness, harness.Inputs(1));
        return true;
    });

    [Fact]
    public void OverlapsAreTheLayer() => Property.ForAllSeeds(15, seed =>
    {
        var random = new RandomSource(seed, "similarity");
        int inputs = 1 + random.NextInt(6), qubits = 1 + random.NextInt(Math.Min(3, inputs)), references = 1 + random.NextInt(3), sets = 1 + random.NextInt(2);
        var options = new SimilarityOptions
        {
            FeatureMap = new FeatureMapOptions { Qubits = qubits, Reps = 1 + random.NextInt(3), Entangler = (Entangler)random.NextInt(3) },
            TrainScale = true,
        };
        var harness = new LayerHarness("circuits similarity", table => new SimilarityLayer(table, inputs, references, options, sets), seed);
        Check(harness, harness.Inputs(1));
        return true;
    });

    [Fact]
    public void AtThePolesTheAmplitudeDifferenceHasACappedSlope()
    {
        var harness = new LayerHarness("circuits pole", table => new QkanLayer(table, 1, 1, new QkanOptions { Readout = Readout.AmplitudeDifference, Base = BaseFunction.None }));
        harness.Set("postact_weight", [1]);
        harness.Set("postact_bias", [0]);
        var layer = (ICircuitLayer)harness.Layer;
        double[] parameters = Close.Widen(harness.Parameters), y = [0], dvalues = [0];
        foreach ((double z, double read) in new[] { (1.0, 1.0), (-1, -1), (1.02, 1), (-1.5, -1), (0, 0) })
        {
            layer.Finish(parameters, [0.5], [z], y);
            Assert.Equal(read, y[0], 1e-15);
            layer.FinishBackward(parameters, [0.5], [z], [1], dvalues, [0], new double[parameters.Length]);
            Assert.Equal(z == 0 ? Math.Sqrt(0.5) : (1 + 1e4) / 4, dvalues[0], 1e-9);
        }
    }

    [Fact]
    public void AKernelOfOneRepeatNeedsNoCnot()
    {
        Assert.DoesNotContain(OverlapCircuit.Create(3).Operations, operation => operation.Kind == GateKind.CNOT);
        Assert.Equal(2 * 3, OverlapCircuit.Create(3, 2, Entangler.Ring).Operations.Count(operation => operation.Kind == GateKind.CNOT));
    }

    [Fact]
    public void SizesOutOfRangeAreRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => DaruanCircuit.Create(Encoding.Pz, 65));
        Assert.Throws<ArgumentOutOfRangeException>(() => DaruanCircuit.Create((Encoding)9, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => VqcCircuit.Create(2, 1, 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => VqcCircuit.Create(2, 1, 1, (Entangler)9));
        Assert.Throws<ArgumentOutOfRangeException>(() => OverlapCircuit.Create(2, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => OverlapCircuit.Create(2, 1, (Entangler)9));
    }

    private static void Check(LayerHarness harness, float[] input, double adjoint = Tolerance.ShiftAgainstAdjoint)
    {
        var layer = (ICircuitLayer)harness.Layer;
        double[] parameters = Close.Widen(harness.Parameters), x = Close.Widen(input);
        foreach (CircuitTemplate template in layer.Templates) EveryParameterIsTheAngleOfOneGate(template.Circuit);
        double[] values = ExactRun.Values(layer, parameters, x), y = new double[harness.Layer.Outputs];
        Assert.Equal(layer.Templates.Sum(template => template.Values), values.Length);
        layer.Finish(parameters, x, values, y);
        Close.Values("circuits, value", harness.Reference(input), y, Tolerance.CircuitValue);

        double[] dy = [.. y.Select(_ => harness.Random.NextUniform(-1, 1))], dx = new double[x.Length], gradient = new double[parameters.Length];
        Backward(layer, parameters, x, values, dy, dx, gradient);
        LayerRun run = harness.Run(input, Close.Narrow(dy));
        Close.Gradient("parameter-shift, dx", Differences(harness.Layer, parameters, x, dy, x), dx, Tolerance.GoldenDifference);
        Close.Gradient("parameter-shift, parameters", Differences(harness.Layer, parameters, x, dy, parameters), gradient, Tolerance.GoldenDifference);
        Close.Gradient("parameter-shift against adjoint, dx", dx, run.Dx, adjoint);
        foreach (ParameterSlice slice in harness.Table.Slices.Where(slice => slice.Trainable)) // kernels pass over frozen ones
            Close.Gradient("parameter-shift against adjoint, " + slice.Name, slice.Of(gradient.AsSpan()), slice.Of(run.Gradient.AsSpan()), adjoint);
    }

    // dE/da = (E(a + pi/2) - E(a - pi/2))/2 for every angle of every circuit
    private static void Backward(ICircuitLayer layer, double[] parameters, double[] x, double[] values, double[] dy, double[] dx, double[] gradient)
    {
        double[] dvalues = new double[values.Length];
        layer.FinishBackward(parameters, x, values, dy, dvalues, dx, gradient);
        for (int c = 0, first = 0; c < layer.Templates.Count; first += layer.Templates[c++].Values)
        {
            CircuitTemplate template = layer.Templates[c];
            double[] angles = ExactRun.Angles(layer, parameters, x, c), dangles = new double[angles.Length];
            for (int n = 0; n < angles.Length; n++)
            {
                double at = angles[n];
                angles[n] = at + Quarter;
                double[] above = ExactRun.Values(template, angles);
                angles[n] = at - Quarter;
                double[] below = ExactRun.Values(template, angles);
                angles[n] = at;
                for (int v = 0; v < above.Length; v++) dangles[n] += dvalues[first + v] * (above[v] - below[v]) / 2;
            }

            layer.AnglesBackward(parameters, x, c, dangles, dx, gradient);
        }
    }

    private static double[] Differences(Layer layer, double[] parameters, double[] x, double[] dy, double[] at)
    {
        double[] y = new double[dy.Length];
        double Loss()
        {
            layer.Reference(parameters, x, y);
            return y.Zip(dy, (a, b) => a * b).Sum();
        }

        return
        [
            .. Enumerable.Range(0, at.Length).Select(n =>
            {
                double value = at[n];
                at[n] = value + GradientCheck.DefaultStep;
                double above = Loss();
                at[n] = value - GradientCheck.DefaultStep;
                double below = Loss();
                at[n] = value;
                return (above - below) / (2 * GradientCheck.DefaultStep);
            }),
        ];
    }

    private static void EveryParameterIsTheAngleOfOneGate(Circuit circuit)
    {
        AffineAngle[] angles = [.. circuit.Operations.Select(operation => operation.Angle).OfType<AffineAngle>()];
        Assert.All(angles, angle => Assert.Equal(AffineAngle.Of(angle.Terms.Single().Parameter), angle));
        Assert.Equal(Enumerable.Range(0, circuit.Parameters.Length), angles.Select(angle => angle.Terms[0].Parameter).Order());
    }
}
