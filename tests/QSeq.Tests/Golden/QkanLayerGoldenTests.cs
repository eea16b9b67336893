using QSeq.Layers;
using QSeq.Quantum;

namespace QSeq.Tests.Golden;

public class QkanLayerGoldenTests
{
    private static readonly (string Theirs, string Ours)[] Names =
    [
        ("theta", "theta"), ("preacts_weight", "preact_weight"), ("preacts_bias", "preact_bias"),
        ("base_weight", "base_weight"), ("postact_weights", "postact_weight"), ("postact_bias", "postact_bias"),
    ];

    public static TheoryData<string, int> Cases => GoldenFile.Cases("qkan_layer");

    [Theory]
    [MemberData(nameof(Cases))]
    public void TheReferenceGivesTheReferenceLibrarysOutputsAndGradients(string file, int index)
    {
        GoldenCase golden = GoldenFile.Case(file, index);
        LayerHarness layer = Build(golden);
        double[] parameters = new double[layer.Table.Length], x = golden.Tensor("x").Data, g = golden.Tensor("g").Data;
        layer.Table["postact_weight"].Of(parameters.AsSpan()).Fill(1);
        foreach ((string theirs, string ours) in Names)
            if (golden.Group("params").Has(theirs)) golden.Group("params").Tensor(theirs).Data.CopyTo(layer.Table[ours].Of(parameters.AsSpan()));

        int inputs = layer.Layer.Inputs, outputs = layer.Layer.Outputs;
        double[] All(double[] at)
        {
            double[] y = new double[g.Length];
            for (int s = 0; s < x.Length / inputs; s++)
                layer.Layer.Reference(at, x.AsSpan(s * inputs, inputs), y.AsSpan(s * outputs, outputs));
            return y;
        }

        Close.Values("golden qkan layer, reference, y", golden.Tensor("y").Data, All(parameters), Tolerance.GoldenReference);

        // The gradient at golden precision is not in floats; as a float it still has to fit the difference.
        float[] gradient = new float[parameters.Length];
        foreach ((string theirs, string ours) in Names)
            if (golden.Group("grad_params").Has(theirs)) golden.Group("grad_params").Tensor(theirs).Floats.CopyTo(layer.Table[ours].Of(gradient.AsSpan()));
        int[] coordinates = [.. layer.Table.Slices.Where(slice => slice.Trainable).SelectMany(slice => Enumerable.Range(slice.Offset, slice.Count))];
        GradientCheckResult result = GradientCheck.Check(at => All(at).Zip(g, (a, b) => a * b).Sum(), parameters, gradient, coordinates);
        Measured.Record("golden qkan layer, reference, gradient", result.Deviation);
        Assert.True(result.Deviation <= Tolerance.Rounding + Tolerance.GoldenDifference, result.ToString());
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void TheKernelGivesTheReferenceLibrarysOutputsAndGradients(string file, int index)
    {
        GoldenCase golden = GoldenFile.Case(file, index);
        LayerHarness layer = Build(golden);
        string name = $"golden qkan layer, kernel, L = {golden.Int("reps")}, {(golden.Flag("fast_measure") ? "amplitude difference" : "<Z>")}";
        LayerRun run = layer.Run(golden.Tensor("x").Floats, golden.Tensor("g").Floats);
        Close.Values(name + ", against the double reference", layer.Reference(golden.Tensor("x").Floats), run.Y, Tolerance.Value);

        // Nearer to a pole than PoleDistance, roundings of parameters and vectors are magnified by 1/|beta| (Tolerance.cs).
        float[] x = golden.Tensor("x").Floats;
        double nearest = x.Select((v, n) => Poles.Nearest(layer, Options(golden), n % layer.Layer.Inputs, v)).Min();
        double steepness = golden.Flag("fast_measure") ? Math.Max(1, Tolerance.PoleDistance / nearest) : 1;
        Close.Gradient(name + ", y", golden.Tensor("y").Data, run.Y, steepness * Tolerance.Value);
        Close.Gradient(name + ", gradient of x", golden.Tensor("grad_x").Data, run.Dx, steepness * Tolerance.Gradient);
        foreach (string theirs in golden.Group("grad_params").Names)
        {
            string ours = Names.Single(pair => pair.Theirs == theirs).Ours;
            Close.Gradient($"{name}, gradient of {ours}", golden.Group("grad_params").Tensor(theirs).Data,
                layer.Table[ours].Of(run.Gradient.AsSpan()), steepness * Tolerance.Gradient);
        }
    }

    private static QkanOptions Options(GoldenCase golden) => new()
    {
        Reps = golden.Int("reps"),
        Readout = golden.Flag("fast_measure") ? Readout.AmplitudeDifference : Readout.Expectation,
        TrainPostWeight = golden.Flag("postact_trainable"),
        TrainPostBias = golden.Flag("postact_trainable"),
    };

    private static LayerHarness Build(GoldenCase golden)
    {
        var layer = new LayerHarness("golden layer", table => new QkanLayer(table, golden.Int("in_dim"), golden.Int("out_dim"), Options(golden)));
        layer.Table["postact_weight"].Of(layer.Parameters.AsSpan()).Fill(1);
        layer.Table["postact_bias"].Of(layer.Parameters.AsSpan()).Clear();
        foreach ((string theirs, string ours) in Names)
            if (golden.Group("params").Has(theirs)) layer.Set(ours, golden.Group("params").Tensor(theirs).Data);
        return layer;
    }
}
