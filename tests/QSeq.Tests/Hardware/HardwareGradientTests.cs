using QSeq.Core;
using QSeq.Hardware;
using QSeq.Layers;
using QSeq.Models;
using QSeq.Quantum;
using QSeq.Quantum.Simulators;
using QSeq.Tests.Quantum.Mitigation;

namespace QSeq.Tests.Hardware;

/// <summary>Answers and parameter-shift gradients on an exact backend against the model's own pass and its reference.</summary>
[Trait(Speed.Name, Speed.Slow)]
public class HardwareGradientTests
{
    private const int Samples = 3;
    private const int Steps = 4;

    public static TheoryData<string> Names => [.. Configs.Keys];

    private static readonly QkanOptions AllTrain = new() { TrainPostWeight = true, TrainPostBias = true };

    private static readonly Dictionary<string, SequenceModelConfig> Configs = new()
    {
        ["lstm"] = new() { Gates = new LstmGates(), Hidden = 3, Inputs = 2, Layers = 2 },
        ["gru"] = new() { Gates = new GruGates(), Hidden = 3, Inputs = 2, Bidirectional = true },
        ["qkan pz"] = new() { Gates = new QkanGates { Qkan = AllTrain }, Hidden = 2, Inputs = 2 },
        ["qkan pz, 3 reps"] = new() { Gates = new QkanGates { Qkan = AllTrain with { Reps = 3 } }, Hidden = 2 },
        ["qkan real"] = new() { Gates = new QkanGates { Qkan = AllTrain with { Encoding = Encoding.Real, Reps = 2 } }, Hidden = 1, Outputs = 2 },
        ["qkan rpz"] = new() { Gates = new QkanGates { Qkan = new() { Encoding = Encoding.Rpz, Reps = 2, TrainPreactivation = false } }, Hidden = 2 },
        ["qkan, two layers, tanh"] = new() { Gates = new QkanGates { Qkan = AllTrain with { Base = BaseFunction.Tanh } }, Hidden = 1, Layers = 2 },
        ["qkan, both directions"] = new() { Gates = new QkanGates(), Hidden = 1, Layers = 2, Bidirectional = true, Output = OutputMode.Sequence },
        ["hqkan"] = new() { Gates = new HqkanGates(), Hidden = 2, Inputs = 2 },
        ["hqkan, one each"] = new() { Gates = new HqkanGates { Packed = false }, Hidden = 2, Bidirectional = true },
        ["qlstm"] = new() { Gates = new QlstmGates { Circuit = new() { Depth = 2 } }, Hidden = 2, Inputs = 2 },
        ["qlstm, script"] = new() { Gates = QlstmGates.Script, Hidden = 2, Inputs = 2 },
        ["qlstm, six circuits"] = new() { Gates = new SixCircuitGates { Circuit = new() { Depth = 2 } }, Hidden = 2, Output = OutputMode.Sequence },
        ["qlstm, projected"] = new() { Gates = new QlstmGates { Circuit = new() { Depth = 2, Entangler = Entangler.Ring }, Qubits = 3 }, Hidden = 2, Output = OutputMode.Sequence },
        ["qk"] = new() { Gates = QkGates.EquationFaithful, Hidden = 1 },
        ["qk, count"] = new() { Gates = QkGates.CountFaithful, Hidden = 2 },
    };

    [Theory]
    [MemberData(nameof(Names))]
    public void ParameterShiftIsTheAdjointGradient(string name)
    {
        SequenceModel model = Model(name);
        double[][] windows = Windows(model);
        double[][] weights = [.. Enumerable.Range(0, Samples).Select(s => Values($"dy{s}", AnswerSize(model)))];
        var hardware = new HardwareModel(model, new TinyBackend());
        HardwareGradient found = hardware.Gradient(windows, _ => weights);

        float[] dy = [.. weights.SelectMany(w => w).Select(w => (float)w)];
        ModelHarness run = new ModelHarness(model, Steps, Samples).Run(Close.Narrow([.. windows.SelectMany(x => x)]), _ => dy);
        Close.Values($"{name}: outputs on hardware", Close.Widen(run.Y), [.. found.Outputs.SelectMany(y => y)], Tolerance.Value);
        foreach (ParameterSlice slice in model.Table.Slices)
        {
            if (!slice.Trainable) continue; // the harness does not clear what does not train
            Close.Gradient($"{name}: parameter-shift of {slice.Name}", Close.Widen(slice.Of(run.Gradient.AsSpan())), slice.Of(found.Parameters.AsSpan()), Tolerance.ParameterShift);
        }

        Close.Gradient($"{name}: parameter-shift of inputs", Close.Widen(run.Dx), [.. found.Inputs.SelectMany(x => x)], Tolerance.ParameterShift);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void ParameterShiftIsTheDerivativeOfTheReference(string name)
    {
        SequenceModel model = Model(name);
        double[][] windows = Windows(model);
        double[][] weights = [.. Enumerable.Range(0, Samples).Select(s => Values($"dy{s}", AnswerSize(model)))];
        HardwareGradient found = new HardwareModel(model, new TinyBackend()).Gradient(windows, _ => weights);
        double[] parameters = Close.Widen(model.Parameters);
        double[] trainable = new double[parameters.Length];
        foreach (ParameterSlice slice in model.Table.Slices)
            if (slice.Trainable) slice.Of(trainable.AsSpan()).Fill(1);
        double[] expected = Differences(parameters, Loss);
        for (int n = 0; n < expected.Length; n++) expected[n] *= trainable[n];
        Close.Gradient($"{name}: parameter-shift against differences", expected, found.Parameters, Tolerance.GoldenDifference);
        for (int s = 0; s < Samples; s++)
            Close.Values($"{name}: reference on hardware", model.Reference(parameters, windows[s]), found.Outputs[s], Tolerance.GoldenReference);
        Close.Gradient($"{name}: parameter-shift of inputs against differences", Differences(windows[0], _ => Loss(parameters)), found.Inputs[0], Tolerance.GoldenDifference);

        double Loss(double[] p) => Enumerable.Range(0, Samples).Sum(s => model.Reference(p, windows[s]).Zip(weights[s], (y, w) => y * w).Sum());
    }

    [Fact]
    public void WithShotsItIsRightOnAverage()
    {
        var model = new SequenceModel(new SequenceModelConfig { Gates = new QkanGates() }, 3);
        double[][] window = [[0.4]], weight = [[1.0]];
        const int Runs = 300;
        double[] exact = new HardwareModel(model, new TinyBackend()).Gradient(window, _ => weight).Parameters;
        double[] sum = new double[exact.Length], squares = new double[exact.Length];
        var hardware = new HardwareModel(model, NoisyBackend.For(shots: 1024, seed: 8));
        for (int run = 0; run < Runs; run++)
        {
            double[] found = hardware.Gradient(window, _ => weight).Parameters;
            for (int n = 0; n < sum.Length; n++)
            {
                sum[n] += found[n];
                squares[n] += found[n] * found[n];
            }
        }

        // 5 standard errors, and a bias of second order in the noise of the gates' activations, 1/1024 each.
        for (int n = 0; n < sum.Length; n++)
        {
            double mean = sum[n] / Runs, error = Math.Sqrt(Math.Max(0, (squares[n] / Runs) - (mean * mean)) / Runs);
            Assert.InRange(mean - exact[n], (-5 * error) - 1e-3, (5 * error) + 1e-3);
        }
    }

    private static double[] Differences(double[] at, Func<double[], double> f)
    {
        const double Step = 1e-5;
        double[] slopes = new double[at.Length];
        for (int n = 0; n < at.Length; n++)
        {
            double kept = at[n];
            at[n] = kept + Step;
            double plus = f(at);
            at[n] = kept - Step;
            slopes[n] = (plus - f(at)) / (2 * Step);
            at[n] = kept;
        }

        return slopes;
    }

    // Frozen parameters are moved from their first values too; they need not be 1 and 0.
    private static SequenceModel Model(string name)
    {
        var model = new SequenceModel(Configs[name], 3);
        double[] moves = Values("moves", model.Table.Length);
        for (int n = 0; n < moves.Length; n++) model.Parameters[n] += (float)(0.3 * moves[n]);
        return model;
    }

    private static int AnswerSize(SequenceModel model) => model.Config.Outputs * (model.Config.Output == OutputMode.Last ? 1 : Steps);

    private static double[][] Windows(SequenceModel model) => [.. Enumerable.Range(0, Samples).Select(s => Values($"x{s}", Steps * model.Config.Inputs))];

    // Single precision, so that both routes see the same numbers.
    private static double[] Values(string stream, int count)
    {
        var random = new RandomSource(11, stream);
        return [.. Enumerable.Range(0, count).Select(_ => (double)(float)random.NextUniform(-1, 1))];
    }
}
