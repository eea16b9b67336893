using QSeq.Core;
using QSeq.Layers;
using QSeq.Models;

namespace QSeq.Tests.Models;

/// <summary>
/// Whole models, forward and back through time, against the double reference: every answer, some parameters of every
/// tensor and some inputs one by one, and random directions that all of them enter. The rows cover pairs of kind,
/// batch (1, 15, 16, 17, 100), window (1 to 64), hidden size (1 to 33), cells, outputs and mode.
/// </summary>
[Trait(Speed.Name, Speed.Slow)]
public class SequenceModelTests
{
    [Theory]
    [InlineData("lstm", 1, 1, 1, 1, 1, 1, OutputMode.Last)]
    [InlineData("lstm", 33, 2, 2, 3, 4, 17, OutputMode.Sequence)]
    [InlineData("lstm", 5, 1, 1, 1, 64, 16, OutputMode.Last)]
    [InlineData("lstm", 16, 2, 3, 1, 1, 100, OutputMode.Last)]
    [InlineData("lstm", 3, 1, 2, 2, 7, 15, OutputMode.Sequence)]
    [InlineData("gru", 33, 2, 2, 3, 4, 17, OutputMode.Sequence)]
    [InlineData("gru two ways", 3, 1, 2, 2, 7, 15, OutputMode.Last)]
    [InlineData("fourier", 3, 2, 2, 2, 5, 17, OutputMode.Last)]
    [InlineData("spline", 3, 2, 2, 2, 5, 17, OutputMode.Last)]
    [InlineData("spline two ways", 2, 1, 1, 1, 4, 16, OutputMode.Sequence)]
    [InlineData("qkan", 1, 1, 1, 1, 4, 16, OutputMode.Last)]
    [InlineData("qkan", 1, 2, 1, 2, 64, 15, OutputMode.Sequence)]
    [InlineData("qkan", 33, 1, 1, 1, 1, 17, OutputMode.Last)]
    [InlineData("qkan", 2, 1, 3, 2, 1, 100, OutputMode.Sequence)]
    [InlineData("qkan", 4, 2, 2, 1, 5, 1, OutputMode.Last)]
    [InlineData("qkan-reupload", 1, 1, 1, 1, 64, 17, OutputMode.Last)]
    [InlineData("qkan-reupload", 3, 2, 2, 2, 3, 15, OutputMode.Sequence)]
    [InlineData("qkan-reupload", 17, 1, 1, 1, 2, 1, OutputMode.Last)]
    [InlineData("qkan-reupload", 2, 1, 2, 3, 1, 100, OutputMode.Last)]
    [InlineData("hqkan", 1, 1, 1, 1, 4, 16, OutputMode.Last)]
    [InlineData("hqkan", 33, 1, 2, 2, 3, 100, OutputMode.Sequence)]
    [InlineData("hqkan", 2, 2, 1, 1, 64, 17, OutputMode.Sequence)]
    [InlineData("hqkan", 8, 2, 3, 1, 1, 15, OutputMode.Last)]
    [InlineData("hqkan-per-gate", 1, 2, 1, 1, 64, 1, OutputMode.Last)]
    [InlineData("hqkan-per-gate", 5, 1, 2, 2, 4, 17, OutputMode.Sequence)]
    [InlineData("qlstm", 1, 1, 1, 1, 64, 16, OutputMode.Last)]
    [InlineData("qlstm", 2, 2, 2, 2, 4, 15, OutputMode.Sequence)]
    [InlineData("qlstm", 3, 1, 1, 2, 1, 100, OutputMode.Last)]
    [InlineData("qlstm", 4, 2, 1, 1, 3, 17, OutputMode.Last)]
    [InlineData("qlstm", 5, 1, 1, 1, 4, 1, OutputMode.Sequence)]
    [InlineData("qlstm-projected", 6, 1, 8, 3, 5, 2, OutputMode.Sequence)]
    [InlineData("qlstm-projected", 1, 2, 1, 1, 64, 17, OutputMode.Last)]
    [InlineData("qlstm-projected", 17, 1, 2, 2, 3, 16, OutputMode.Last)]
    [InlineData("qlstm-chen", 3, 2, 2, 2, 4, 17, OutputMode.Last)]
    [InlineData("qlstm-chen", 5, 1, 1, 1, 4, 15, OutputMode.Sequence)]
    [InlineData("qlstm-6", 3, 2, 2, 2, 4, 17, OutputMode.Sequence)]
    [InlineData("qlstm-6", 2, 1, 1, 2, 5, 1, OutputMode.Last)]
    [InlineData("qlstm-6 two ways", 2, 1, 1, 1, 3, 16, OutputMode.Last)]
    [InlineData("qk", 3, 1, 1, 1, 64, 16, OutputMode.Last)]
    [InlineData("qk", 6, 1, 8, 3, 5, 2, OutputMode.Sequence)]
    [InlineData("qk", 1, 2, 2, 1, 4, 100, OutputMode.Last)]
    [InlineData("qk", 17, 1, 1, 2, 3, 17, OutputMode.Last)]
    [InlineData("qk-reps", 2, 1, 2, 1, 4, 17, OutputMode.Last)]
    [InlineData("qk-reps", 3, 2, 1, 2, 12, 1, OutputMode.Sequence)]
    [InlineData("qk-count", 6, 1, 8, 3, 5, 2, OutputMode.Sequence)]
    [InlineData("qk-count", 5, 2, 1, 1, 16, 15, OutputMode.Last)]
    [InlineData("lstm decoder", 3, 2, 2, 6, 5, 17, OutputMode.Last)]
    [InlineData("qkan decoder", 2, 1, 1, 3, 4, 15, OutputMode.Last)]
    [InlineData("qlstm-6 decoder", 2, 1, 1, 3, 4, 1, OutputMode.Last)]
    [InlineData("lstm attention", 3, 2, 2, 2, 5, 17, OutputMode.Last)]
    [InlineData("qkan two ways attention", 2, 1, 1, 3, 4, 15, OutputMode.Last)]
    [InlineData("lstm two ways", 4, 1, 1, 1, 1, 1, OutputMode.Last)]
    [InlineData("lstm two ways", 6, 2, 3, 2, 5, 17, OutputMode.Sequence)]
    [InlineData("lstm two ways", 3, 3, 2, 2, 9, 16, OutputMode.Last)]
    [InlineData("qkan two ways", 2, 2, 1, 1, 4, 15, OutputMode.Sequence)]
    [InlineData("qkan-reupload two ways", 2, 1, 2, 1, 3, 16, OutputMode.Last)]
    [InlineData("hqkan two ways", 3, 2, 2, 3, 6, 1, OutputMode.Sequence)]
    [InlineData("qlstm two ways", 2, 2, 1, 1, 3, 17, OutputMode.Last)]
    [InlineData("qk two ways", 2, 2, 1, 1, 3, 17, OutputMode.Last)]
    public void AnswersAndGradientsAgreeWithTheReference(
        string kind, int hidden, int layers, int inputs, int outputs, int window, int samples, OutputMode mode)
    {
        var config = new SequenceModelConfig
        {
            Gates = Gates(kind),
            Hidden = hidden,
            Layers = layers,
            Inputs = inputs,
            Outputs = outputs,
            Output = mode,
            Bidirectional = kind.Contains("two ways", StringComparison.Ordinal),
            Attention = kind.EndsWith("attention", StringComparison.Ordinal),
            RunOn = kind.EndsWith("decoder", StringComparison.Ordinal) ? 3 : 0,
        };
        var model = new SequenceModel(config, seed: 1);
        var random = new RandomSource(1, $"model/{kind}/{hidden}");
        float[] x = [.. Enumerable.Range(0, samples * window * inputs).Select(_ => (float)random.NextUniform(-1, 1))];
        float[] g = [.. Enumerable.Range(0, samples * outputs * (mode == OutputMode.Last ? 1 : window)).Select(_ => (float)random.NextUniform(-1, 1))];
        ModelHarness run = new ModelHarness(model, window, samples).Run(x, _ => g);

        double[] parameters = Close.Widen(model.Parameters), points = Close.Widen(x);
        Close.Values($"model {kind} answer", Answers(model, parameters, points, samples), run.Y, Tolerance.Value);

        double Loss(double[] values, double[] windows) => Answers(model, values, windows, samples).Zip(g, (y, weight) => y * weight).Sum();
        int[] trainable = [.. model.Table.Slices.Where(slice => slice.Trainable).SelectMany(slice => Enumerable.Range(slice.Offset, slice.Count))];
        int[] some = [.. model.Table.Slices.Where(slice => slice.Trainable).SelectMany(slice => Draw(random, slice.Offset, slice.Count, 2))];
        float scale = UpToOne(run.Gradient);
        float[] gradient = [.. run.Gradient.Select(value => value * scale)], dx = [.. run.Dx.Select(value => value * scale)];
        double ByParameters(double[] values) => scale * Loss(values, points);
        Verify($"model {kind} gradient of parameters", GradientCheck.Check(ByParameters, parameters, gradient, some));
        for (int n = 0; n < 3; n++)
        {
            double[] direction = new double[parameters.Length];
            foreach (int k in trainable) direction[k] = random.NextGaussian();
            Verify($"model {kind} direction of parameters", GradientCheck.Along(ByParameters, parameters, gradient, direction));
        }

        double ByInputs(double[] windows) => scale * Loss(parameters, windows);
        Verify($"model {kind} gradient of x", GradientCheck.Check(ByInputs, points, dx, Draw(random, 0, x.Length, 3)));
        Verify($"model {kind} direction of x", GradientCheck.Along(ByInputs, points, dx, [.. x.Select(_ => random.NextGaussian())]));
        foreach (ParameterSlice slice in model.Table.Slices.Where(slice => !slice.Trainable))
            Assert.All(slice.Of(run.Gradient.AsSpan()).ToArray(), value => Assert.Equal(0, value));
    }

    [Fact]
    public void FourOfTheSeventyEightQlstmParametersGetNoGradient()
    {
        var model = new SequenceModel(new() { Gates = new QlstmGates(), Hidden = 5 }, seed: 3);
        var random = new RandomSource(3, "x");
        float[] x = [.. Enumerable.Range(0, 16 * 4).Select(_ => (float)random.NextUniform(-1, 1))];
        float[] gradient = new ModelHarness(model, 4, 16).Run(x, y => y).Gradient;
        Assert.Equal(78, gradient.Length);
        Assert.Equal(4, gradient.Count(value => Math.Abs(value) < Tolerance.Rounding));
    }

    [Fact]
    public void InputsFirstIsTheSameCircuitWithItsWiresTheOtherWayRound()
    {
        // [x; h] of 2 + 1 wires: the hidden state of a circuit whose inputs change places is the same.
        SequenceModelConfig Of(bool inputsFirst) => new() { Gates = new QlstmGates { InputsFirst = inputsFirst, Circuit = new VqcOptions { Depth = 1 } }, Inputs = 1, Hidden = 1 };
        SequenceModel first = new(Of(true), 1), last = new(Of(false), 1);
        float[] x = [0.3f, -0.8f];
        double h = 0, c = 0; // of one gate circuit, RY(x) RY(h), CNOT, RY(a) RY(b), <Z> of wire 0
        float[] theta = first.Table["cell0.theta"].Of(first.Parameters.AsSpan()).ToArray();
        foreach (float value in x)
        {
            double[] gates = [.. Enumerable.Range(0, 4).Select(n => Z(value, h, theta[2 * n], theta[(2 * n) + 1]))];
            c = (Sigmoid(gates[1]) * c) + (Sigmoid(gates[0]) * Math.Tanh(gates[2]));
            h = Sigmoid(gates[3]) * Math.Tanh(c);
        }

        ReadOnlySpan<float> head = first.Parameters.AsSpan()[^2..];
        Assert.Equal((head[0] * h) + head[1], new ModelHarness(first, 2, 1).Run(x, y => y).Y[0], 1e-6);
        Assert.NotEqual(new ModelHarness(first, 2, 1).Run(x, y => y).Y[0], new ModelHarness(last, 2, 1).Run(x, y => y).Y[0], 1e-5);
        Assert.Contains("choose one of the two", Assert.ThrowsAny<ArgumentException>(() => new SequenceModel(Of(true) with { Gates = new QlstmGates { InputsFirst = true, Qubits = 2 } }, 1)).Message, StringComparison.Ordinal);

        static double Sigmoid(double value) => 1 / (1 + Math.Exp(-value));

        static double Z(double a, double b, double u, double v)
        {
            double[] s = [Math.Cos(a / 2) * Math.Cos(b / 2), Math.Cos(a / 2) * Math.Sin(b / 2), Math.Sin(a / 2) * Math.Sin(b / 2), Math.Sin(a / 2) * Math.Cos(b / 2)]; // after the CNOT
            double cos = Math.Cos(u / 2), sin = Math.Sin(u / 2), z = 0;
            for (int k = 0; k < 2; k++) z += Math.Pow((cos * s[k]) - (sin * s[2 + k]), 2) - Math.Pow((sin * s[k]) + (cos * s[2 + k]), 2);
            return z + (0 * v); // the last angle of a wire that is not read changes nothing
        }
    }

    [Fact]
    public void CellsThatRunOnReadZerosAndTheHeadAnswersAtEachStep()
    {
        SequenceModelConfig config = new() { Gates = new LstmGates(), Hidden = 2, Outputs = 3, RunOn = 3 };
        var model = new SequenceModel(config, 1);
        Assert.Equal([1, 1, 2], model.Table["head.weight"].Shape.ToArray());
        var sequence = new SequenceModel(config with { RunOn = 0, Outputs = 1, Output = OutputMode.Sequence }, model.Parameters);
        float[] answers = new ModelHarness(sequence, 7, 1).Run([0.3f, -0.8f, 0.1f, 0.9f, 0, 0, 0], y => y).Y;
        Assert.Equal(answers[^3..], new ModelHarness(model, 4, 1).Run([0.3f, -0.8f, 0.1f, 0.9f], y => y).Y);
        Assert.Contains("expected 0 or more", Refused(config with { RunOn = -1 }), StringComparison.Ordinal);
        foreach (SequenceModelConfig bad in (SequenceModelConfig[])[config with { Outputs = 4 }, config with { Attention = true }, config with { Bidirectional = true }, config with { Output = OutputMode.Sequence }])
            Assert.Contains("at each of the 3 steps, no attention and one direction", Refused(bad), StringComparison.Ordinal);

        static string Refused(SequenceModelConfig config) => Assert.ThrowsAny<ArgumentException>(() => new SequenceModel(config, 1)).Message;
    }

    [Fact]
    public void TheFormOfSixCircuitsHasOneForTheStateAndOneForTheHead()
    {
        var model = new SequenceModel(new() { Gates = new SixCircuitGates(), Hidden = 5 }, 1);
        Assert.Equal(["cell0.state.theta", "cell0.gates.theta", "output.theta", "head.weight", "head.bias"], model.Table.Slices.Select(slice => slice.Name));
        Assert.Equal((15 + 72 + 15, 6), (model.Table.QuantumCount, model.Table.ClassicalCount));
    }

    [Fact]
    public void TheProjectedQlstmTakesAsManyInputsAsAnLstm()
    {
        SequenceModelConfig config = new() { Gates = new QlstmGates { Qubits = 4 }, Inputs = 20, Hidden = 30 };
        Assert.Equal(
            ["cell0.projection.weight", "cell0.projection.bias", "cell0.circuit.theta", "cell0.readout.weight", "cell0.readout.bias", "head.weight", "head.bias"],
            new SequenceModel(config, 1).Table.Slices.Select(slice => slice.Name));
        foreach (int qubits in (int[])[0, -1, VqcOptions.MaxQubits + 1])
        {
            var error = Assert.Throws<ArgumentOutOfRangeException>(() => new SequenceModel(config with { Gates = new QlstmGates { Qubits = qubits } }, 1));
            Assert.Contains($"{qubits} qubits are out of range; choose 1 to 12", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void ASampleDoesNotDependOnItsBatch()
    {
        // Bit for bit, whatever stands in the other lanes and however many blocks there are.
        foreach (string kind in new[] { "lstm", "qkan", "qkan-reupload", "hqkan", "hqkan-per-gate", "qlstm", "qlstm-projected", "qlstm-chen", "qlstm-6", "qk", "qk-reps", "qk-count" })
        {
            var model = new SequenceModel(new() { Gates = Gates(kind), Hidden = 3 }, seed: 1);
            var random = new RandomSource(1, "x");
            float[] x = [.. Enumerable.Range(0, 40 * 4).Select(_ => (float)random.NextUniform(-1, 1))];
            ModelHarness all = new ModelHarness(model, 4, 40).Run(x, y => y);
            for (int sample = 0; sample < 40; sample += 13)
            {
                ModelHarness one = new ModelHarness(model, 4, 1).Run(x.AsSpan(sample * 4, 4), y => y);
                Assert.Equal(all.Y[sample], one.Y[0]);
                Assert.Equal(all.Dx[(sample * 4)..((sample + 1) * 4)], one.Dx);
            }
        }
    }

    [Fact]
    public void ASecondPassGivesTheSameBitsAsTheFirst()
    {
        foreach (string kind in new[] { "lstm", "qkan", "qkan-reupload", "hqkan", "hqkan-per-gate", "qlstm", "qlstm-projected", "qlstm-chen", "qlstm-6", "qk", "qk-reps", "qk-count" })
        {
            var model = new SequenceModel(new() { Gates = Gates(kind), Hidden = 2, Layers = 2 }, seed: 1);
            float[] folded = new float[model.FoldedSize];
            model.Fold(folded);
            var pass = new ModelPass(model, 3, 32);
            float[][] gradients = [.. Enumerable.Range(0, 3).Select(n =>
            {
                // A smaller block between two equal ones, in the same buffers.
                int lanes = n == 1 ? 16 : 32;
                float[] x = [.. Enumerable.Range(0, 3 * lanes).Select(k => MathF.Sin(k))], dy = [.. Enumerable.Repeat(1f, lanes)];
                float[] foldedGradient = new float[model.GradientSize], gradient = new float[model.Table.Length];
                pass.Forward(model, folded, new Rows(x, lanes));
                pass.Backward(folded, new Rows(dy, lanes), foldedGradient);
                model.Unfold(folded, foldedGradient, gradient);
                return gradient;
            })];
            Assert.Equal(gradients[0], gradients[2]);
            Assert.NotEqual(gradients[0], gradients[1]);
        }
    }

    [Fact]
    public void ConfigurationsOutOfRangeAreRefused()
    {
        SequenceModelConfig good = new() { Gates = new LstmGates() };
        Assert.Throws<ArgumentOutOfRangeException>(() => new SequenceModel(good with { Hidden = 0 }, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SequenceModel(good with { Inputs = 0 }, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SequenceModel(good with { Outputs = -1 }, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SequenceModel(good with { Layers = 17 }, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SequenceModel(good with { Output = (OutputMode)7 }, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SequenceModel(good with { Gates = new QlstmGates(), Hidden = VqcOptions.MaxQubits }, 1));
        Assert.Throws<ArgumentException>(() => new SequenceModel(good, new float[3]));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void ARaggedBlockGivesEachSequenceWhatItHasAlone(int layers)
    {
        // Sequences of 1 to 7 steps in one block: answers, gradients of the inputs and their sum over the parameters.
        const int lanes = 16, inputs = 2, outputs = 3, steps = 7;
        var model = new SequenceModel(
            new() { Gates = new LstmGates(), Hidden = 4, Layers = layers, Inputs = inputs, Outputs = outputs, Output = OutputMode.Sequence, Bidirectional = true }, seed: 5);
        var random = new RandomSource(5, "ragged");
        int[] lengths = [.. Enumerable.Range(0, lanes).Select(n => 1 + (n % steps))];
        float[] folded = new float[model.FoldedSize], foldedGradient = new float[model.GradientSize], gradient = new float[model.Table.Length];
        model.Fold(folded);
        Rows x = new(new float[steps * inputs * lanes], lanes), mask = new(new float[steps * lanes], lanes), dy = new(new float[steps * outputs * lanes], lanes);
        for (int n = 0; n < x.Data.Length; n++) x.Data[n] = (float)random.NextUniform(-1, 1); // behind an end too
        for (int t = 0; t < steps; t++)
        {
            for (int lane = 0; lane < lanes; lane++)
            {
                mask[t][lane] = t < lengths[lane] ? 1 : 0;
                for (int k = 0; k < outputs && t < lengths[lane]; k++) dy[(t * outputs) + k][lane] = (float)random.NextUniform(-1, 1);
            }
        }

        var pass = new ModelPass(model, steps, lanes);
        float[] y = [.. pass.Forward(model, folded, x, mask).Data];
        float[] dx = [.. pass.Backward(folded, dy, foldedGradient).Data];
        model.Unfold(folded, foldedGradient, gradient);

        double[] sum = new double[gradient.Length];
        for (int lane = 0; lane < lanes; lane++)
        {
            int own = lane, length = lengths[lane];
            float[] xOwn = Column(x.Data, length * inputs, own), dyOwn = Column(dy.Data, length * outputs, own);
            ModelHarness alone = new ModelHarness(model, length, 1).Run(xOwn, _ => dyOwn);
            Assert.Equal(alone.Y, Column(y, length * outputs, own));
            Assert.Equal(alone.Dx, Column(dx, length * inputs, own));
            Assert.All(Column(dx, steps * inputs, own)[(length * inputs)..], value => Assert.Equal(0, value));
            for (int n = 0; n < sum.Length; n++) sum[n] += alone.Gradient[n];
        }

        Close.Gradient("ragged block, sum of gradients", sum, gradient, Tolerance.Gradient);

        static float[] Column(ReadOnlySpan<float> rows, int count, int lane)
        {
            float[] values = new float[count];
            for (int n = 0; n < count; n++) values[n] = rows[(n * lanes) + lane];
            return values;
        }
    }

    private static GateConfig Gates(string kind) => kind.Split(' ')[0] switch
    {
        "lstm" => new LstmGates(),
        "gru" => new GruGates(),
        "fourier" => new FourierGates(),
        "spline" => new SplineGates(),
        "qkan" => new QkanGates(),
        "qkan-reupload" => new QkanGates { Qkan = new() { Reps = 2, TrainPostWeight = true, TrainPostBias = true } },
        "hqkan" => new HqkanGates(),
        "hqkan-per-gate" => new HqkanGates { Packed = false, Hqkan = new() { Encoded = 2, Qkan = new() { Reps = 2 } } },
        "qk" => QkGates.EquationFaithful with { Kernel = new() { Similarity = new() { TrainScale = true } } },
        "qk-reps" => new QkGates { Kernel = new() { References = 3, SharedReferences = false, Similarity = new() { FeatureMap = new() { Reps = 2 } } } },
        "qk-count" => QkGates.CountFaithful,
        "qlstm-chen" => QlstmGates.Script,
        "qlstm-6" => new SixCircuitGates { Circuit = new VqcOptions { Depth = 2 } },
        "qlstm-projected" => new QlstmGates { Circuit = new() { Depth = 2 }, Qubits = 3 },
        _ => new QlstmGates { Circuit = new() { Depth = 2 } },
    };

    private static double[] Answers(SequenceModel model, double[] parameters, double[] x, int samples) =>
        [.. x.Chunk(x.Length / samples).SelectMany(window => model.Reference(parameters, window))];

    // The power of two that makes the loss so steep that the largest gradient is about 1: a tolerance that is absolute
    // below 1 would hide errors in small ones.
    private static float UpToOne(float[] gradient) => MathF.ScaleB(1, Math.Max(0, -MathF.ILogB(gradient.Max(MathF.Abs))));

    private static int[] Draw(RandomSource random, int first, int count, int most) =>
        [.. Enumerable.Range(0, Math.Min(count, most)).Select(_ => first + random.NextInt(count)).Distinct()];

    private static void Verify(string what, GradientCheckResult result)
    {
        Measured.Record(what, result.Deviation);
        Assert.True(result.Deviation <= Tolerance.Gradient, $"{what}: {result}");
    }
}
