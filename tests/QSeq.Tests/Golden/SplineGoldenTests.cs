using QSeq.Core;
using QSeq.Layers;

namespace QSeq.Tests.Golden;

/// <summary>B-splines against SciPy's BSpline; spline.py writes the answers.</summary>
public class SplineGoldenTests
{
    public static TheoryData<string, int> Cases => GoldenFile.Cases("spline");

    [Theory]
    [MemberData(nameof(Cases))]
    public void TheSplinesAndTheirSlopesAreSciPys(string file, int index)
    {
        GoldenCase golden = GoldenFile.Case(file, index);
        var basis = new SplineBasis(golden.Int("grid"), golden.Int("order"));
        double[] x = golden.Tensor("x").Data, splines = golden.Tensor("splines").Data, slopes = golden.Tensor("slopes").Data;
        int count = basis.Count, samples = x.Length;
        Assert.Equal((samples, count), (golden.Tensor("splines").Shape[0], golden.Tensor("splines").Shape[1]));
        double[] reference = [.. splines.Select((_, n) => basis.Reference(n % count, x[n / count]))];
        Close.Values("golden splines, reference", splines, reference, Tolerance.GoldenReference);

        float[] floats = golden.Tensor("x").Floats, values = new float[count * samples];
        basis.Evaluate(floats, new Rows(values, samples));
        float[] kernel = [.. splines.Select((_, n) => values[(n % count * samples) + (n / count)])];
        Close.Values("golden splines, kernel", splines, kernel, Tolerance.Value);
        for (int k = 0; k < count; k++)
        {
            float[] dValues = new float[count * samples], dx = [.. Enumerable.Repeat(1f, samples)];
            dValues.AsSpan(k * samples, samples).Fill(1);
            basis.AddGradient(floats, new Rows(dValues, samples), dx);
            double[] expected = [.. Enumerable.Range(0, samples).Select(n => 1 + slopes[(n * count) + k])];
            Close.Gradient("golden splines, slope", expected, dx, Tolerance.Gradient);
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void TheLayerIsTheSumOfBaseFunctionsAndSplines(string file, int index)
    {
        GoldenCase golden = GoldenFile.Case(file, index);
        var basis = new SplineBasis(golden.Int("grid"), golden.Int("order"));
        var layer = new LayerHarness("golden spline layer", table => new SplineLayer(table, 3, 2, basis));
        layer.Set("base_weight", golden.Tensor("w").Data);
        layer.Set("coefficient", golden.Tensor("c").Data);
        float[] v = golden.Tensor("v").Floats;
        Close.Values("golden spline layer, reference", golden.Tensor("y").Data, layer.Reference(v), Tolerance.GoldenReference);
        Close.Values("golden spline layer, kernel", golden.Tensor("y").Data, layer.Run(v, new float[2 * v.Length / 3]).Y, Tolerance.Value);
    }
}
