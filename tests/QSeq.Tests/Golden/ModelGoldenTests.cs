using QSeq.Core;
using QSeq.Layers;
using QSeq.Models;

namespace QSeq.Tests.Golden;

/// <summary>Whole models over time against PyTorch, qkan and PennyLane: trajectories, predictions, loss, every gradient.</summary>
[Trait(Speed.Name, Speed.Slow)]
public class ModelGoldenTests
{
    public static TheoryData<string, int> Cases => GoldenFile.Cases("lstm", "gru", "qkan_lstm", "hqkan_lstm", "qlstm");

    [Theory]
    [MemberData(nameof(Cases))]
    public void TheReferenceGivesTheirPredictionsAndGradients(string file, int index)
    {
        GoldenCase golden = GoldenFile.Case(file, index);
        SequenceModel model = GoldenModel.Build(file, golden);
        double[] parameters = GoldenModel.Pack(file, model, golden.Group("params"), frozen: 1);
        Tensor x = golden.Tensor("x"), target = golden.Tensor("target");
        double[] All(double[] at) => [.. Enumerable.Range(0, x.Shape[0]).SelectMany(s => model.Reference(at, x.Row(s)))];
        double Mse(double[] at) => All(at).Zip(target.Data, (y, t) => (y - t) * (y - t)).Average();

        Close.Values($"golden {file}, reference, prediction", golden.Tensor("pred").Data, All(parameters), Tolerance.GoldenReference);
        Close.Values($"golden {file}, reference, mse", [golden.Number("mse")], [Mse(parameters)], Tolerance.GoldenReference);

        double[] expected = GoldenModel.Pack(file, model, golden.Group("grad_params"), frozen: 0);
        int[] trainable = [.. model.Table.Slices.Where(slice => slice.Trainable).SelectMany(slice => Enumerable.Range(slice.Offset, slice.Count))];
        GradientCheckResult result = GradientCheck.Check(Mse, parameters, Close.Narrow(expected), trainable);
        Measured.Record($"golden {file}, reference, gradient", result.Deviation);
        Assert.True(result.Deviation <= Tolerance.Rounding + Tolerance.GoldenDifference, result.ToString());
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void TheKernelsGiveTheirTrajectoriesPredictionsAndGradients(string file, int index)
    {
        GoldenCase golden = GoldenFile.Case(file, index);
        SequenceModel model = GoldenModel.Build(file, golden);
        Close.Narrow(GoldenModel.Pack(file, model, golden.Group("params"), frozen: 1)).CopyTo(model.Parameters, 0);
        Tensor x = golden.Tensor("x");
        float[] target = golden.Tensor("target").Floats;

        ModelHarness run = new ModelHarness(model, x.Shape[1], x.Shape[0]).Run(
            x.Floats, y => [.. y.Zip(target, (a, b) => 2 * (a - b) / y.Length)]);
        string name = $"golden {file}, kernel, ";
        Close.Values(name + "h", golden.Tensor(golden.Has("h_seq") ? "h_seq" : "h_seq_last_layer").Data, run.Hidden[^1], Tolerance.Value);
        Close.Values(name + "prediction", golden.Tensor("pred").Data, run.Y, Tolerance.Value);
        double mse = run.Y.Zip(target, (a, b) => ((double)a - b) * ((double)a - b)).Average();
        Close.Values(name + "mse", [golden.Number("mse")], [mse], Tolerance.Value);
        if (golden.Has("c_seq")) Close.Values(name + "c", golden.Tensor("c_seq").Data, run.Cell[0], Tolerance.Value);
        else CheckFinalStates(golden, run, x.Shape[1], model.Config.Hidden);

        Close.Gradient(name + "gradient of x", golden.Tensor("grad_x").Data, run.Dx, Tolerance.Gradient);
        double[] expected = GoldenModel.Pack(file, model, golden.Group("grad_params"), frozen: 0);
        foreach (ParameterSlice slice in model.Table.Slices)
        {
            Close.Gradient($"{name}gradient of {slice.Name}", slice.Of(expected.AsSpan()), slice.Of(run.Gradient.AsSpan()), Tolerance.Gradient);
            if (!slice.Trainable) Assert.All(slice.Of(run.Gradient.AsSpan()).ToArray(), value => Assert.Equal(0, value));
        }
    }

    // lstm.json and gru.json give h (and c) of every layer after the last step, [layers][samples][hidden].
    private static void CheckFinalStates(GoldenCase golden, ModelHarness run, int window, int hidden)
    {
        for (int layer = 0; layer < run.Cell.Length; layer++)
        {
            float[] Last(float[] states) => [.. states.Chunk(window * hidden).SelectMany(sample => sample[^hidden..])];
            Close.Values("golden, kernel, final h", golden.Tensor("h_n").Row(layer), Last(run.Hidden[layer]), Tolerance.Value);
            if (golden.Has("c_n")) Close.Values("golden, kernel, final c", golden.Tensor("c_n").Row(layer), Last(run.Cell[layer]), Tolerance.Value);
        }
    }
}
