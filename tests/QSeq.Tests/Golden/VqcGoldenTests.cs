using QSeq.Layers;
using QSeq.Quantum;

namespace QSeq.Tests.Golden;

public class VqcGoldenTests
{
    public static TheoryData<string, int> Cases => GoldenFile.Cases("vqc");

    [Theory]
    [MemberData(nameof(Cases))]
    public void TheReferenceGivesPennyLanesExpectations(string file, int index)
    {
        GoldenCase golden = GoldenFile.Case(file, index);
        double[] z = new double[golden.Int("n")];
        Build(golden).Layer.Reference(golden.Tensor("w").Data, golden.Tensor("x").Data, z);
        Close.Values("golden vqc, reference, z", golden.Tensor("z").Data, z, Tolerance.GoldenCircuit);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void TheKernelGivesPennyLanesExpectationsAndJacobians(string file, int index)
    {
        GoldenCase golden = GoldenFile.Case(file, index);
        LayerHarness layer = Build(golden);
        for (int wire = 0; wire < golden.Int("n"); wire++)
        {
            float[] dy = new float[golden.Int("n")];
            dy[wire] = 1;
            LayerRun run = layer.Run(golden.Tensor("x").Floats, dy);
            Close.Values("golden vqc, kernel, z", golden.Tensor("z").Data, run.Y, Tolerance.Value);
            Close.Gradient("golden vqc, kernel, gradient of x", golden.Tensor("dz_dx").Row(wire), run.Dx, Tolerance.Gradient);
            Close.Gradient("golden vqc, kernel, gradient of w", golden.Tensor("dz_dw").Row(wire), run.Gradient, Tolerance.Gradient);
        }
    }

    private static LayerHarness Build(GoldenCase golden)
    {
        int n = golden.Int("n");
        var options = new VqcOptions { Depth = golden.Int("depth"), Entangler = golden.Flag("ring") ? Entangler.Ring : Entangler.Chain };
        var layer = new LayerHarness("golden circuit", table => new VqcLayer(table, n, n, options));
        layer.Set("theta", golden.Tensor("w").Data);
        return layer;
    }
}
