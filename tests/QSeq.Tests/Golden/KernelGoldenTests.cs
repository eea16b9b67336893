using QSeq.Layers;
using QSeq.Quantum;

namespace QSeq.Tests.Golden;

public class KernelGoldenTests
{
    public static TheoryData<string, int> Cases => GoldenFile.Cases("kernel");

    [Theory]
    [MemberData(nameof(Cases))]
    public void TheReferenceGivesPennyLanesValuesAndGradients(string file, int index)
    {
        GoldenCase golden = GoldenFile.Case(file, index);
        double[] a = golden.Tensor("a").Data, b = golden.Tensor("b").Data, one = [.. a.Select(_ => 1.0)];
        double K() => KernelReference.Evaluate(Options(golden), one, a, b);
        Close.Values("golden kernel, reference, k", [golden.Number("k")], [K()], Tolerance.GoldenCircuit);

        double[] Slopes(double[] of) => [.. Enumerable.Range(0, of.Length).Select(n =>
        {
            double value = of[n], step = GradientCheck.DefaultStep;
            of[n] = value + step;
            double above = K();
            of[n] = value - step;
            double below = K();
            of[n] = value;
            return (above - below) / (2 * step);
        })];
        Close.Gradient("golden kernel, reference, gradient of a", golden.Tensor("dk_da").Data, Slopes(a), Tolerance.GoldenDifference);
        Close.Gradient("golden kernel, reference, gradient of b", golden.Tensor("dk_db").Data, Slopes(b), Tolerance.GoldenDifference);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void TheKernelGivesPennyLanesValuesAndGradients(string file, int index)
    {
        GoldenCase golden = GoldenFile.Case(file, index);
        int n = golden.Int("n");
        var layer = new LayerHarness("golden kernel", table => new SimilarityLayer(table, n, 1, new SimilarityOptions { FeatureMap = Options(golden) }));
        layer.Set("scale", [.. Enumerable.Repeat(1.0, n)]);
        layer.Set("references", golden.Tensor("b").Data);
        LayerRun run = layer.Run(golden.Tensor("a").Floats, [1]);
        Close.Values("golden kernel, k", [golden.Number("k")], run.Y, Tolerance.Value);
        Close.Gradient("golden kernel, gradient of a", golden.Tensor("dk_da").Data, run.Dx, Tolerance.Gradient);
        Close.Gradient("golden kernel, gradient of b", golden.Tensor("dk_db").Data, layer.Table["references"].Of(run.Gradient.AsSpan()), Tolerance.Gradient);

        var kernel = new QuantumKernel(n, Options(golden));
        Close.Values("golden kernel, evaluated", [golden.Number("k")], [kernel.Evaluate(golden.Tensor("a").Floats, golden.Tensor("b").Floats)], Tolerance.Value);
    }

    private static FeatureMapOptions Options(GoldenCase golden) => new() { Reps = golden.Int("reps") };
}
