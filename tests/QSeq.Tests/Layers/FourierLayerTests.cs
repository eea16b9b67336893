using QSeq.Layers;
using QSeq.Models;

namespace QSeq.Tests.Layers;

public class FourierLayerTests
{
    [Theory]
    [InlineData(1, 1, 1, 1)]
    [InlineData(2, 4, 3, 17)]
    [InlineData(3, 8, 7, 16)]
    [InlineData(5, 3, 2, 100)]
    public void ValuesAndGradientsAgreeWithTheReference(int inputs, int outputs, int terms, int samples) =>
        new LayerHarness("fourier", table => new FourierLayer(table, inputs, outputs, terms)).Check(samples, range: 1);

    [Fact]
    public void TheSeriesIsTheOneOfItsName()
    {
        var layer = new LayerHarness("fourier", table => new FourierLayer(table, 3, 2, 4));
        float[] x = layer.Inputs(20), a = Values("amplitude"), p = Values("phase"), w = Values("frequency"), y = layer.Run(x, new float[40]).Y;
        double[] expected = [.. Enumerable.Range(0, 40).Select(n => Enumerable.Range(0, 12).Sum(m =>
        {
            (int sample, int output, int input, int k) = (n / 2, n % 2, m / 4, m % 4);
            int edge = (output * 3) + input, term = (edge * 4) + k;
            return a[term] * Math.Cos(((k + 1.0) * w[edge] * x[(sample * 3) + input]) + p[term]);
        }))];
        Close.Values("fourier by its formula", expected, layer.Reference(x), Tolerance.TwoDoubleRoutes);
        for (int n = 0; n < y.Length; n++) Assert.Equal(expected[n], y[n], 2e-5); // 12 terms of up to 2 at angles of up to 16

        float[] Values(string name) => layer.Table[name].Of(layer.Parameters.AsSpan()).ToArray();
    }

    [Fact]
    public void AnEdgeHasTheParametersOfAQkanEdge()
    {
        // That of default options but for reps: 2 (reps + 1) angles, reps w, reps b, a base weight; here K a, K p, a w.
        foreach (int reps in (int[])[1, 2, 3])
        {
            foreach (GateConfig gates in (GateConfig[])[new QkanGates { Qkan = new() { Reps = reps } }, new FourierGates { Terms = (2 * reps) + 1 }])
                Assert.Equal((24 * ((4 * reps) + 3)) + 3, new SequenceModel(new() { Gates = gates, Hidden = 2 }, 1).Table.TrainableCount);
        }
    }

    [Fact]
    public void FirstValuesAreThoseOfOneGateAndAlikeOnlyIfAsked()
    {
        foreach (bool alike in (bool[])[false, true])
        {
            var model = new SequenceModel(new() { Gates = new FourierGates { GatesStartAlike = alike }, Hidden = 40 }, 1);
            float[] a = Values("amplitude"), p = Values("phase");
            foreach (float[] all in (float[][])[a, p]) Assert.Equal(alike, all.Take(4920).SequenceEqual(all.Skip(3 * 4920)));
            Assert.Equal(Math.Sqrt(2 / (81.0 * 3)), Math.Sqrt(a.Average(v => (double)v * v)), 0.005); // of 41 inputs and 40 outputs
            Assert.InRange(p.Max(), 3.1, Math.PI);
            Assert.All(Values("frequency"), v => Assert.Equal(1, v));

            float[] Values(string name) => model.Table["cell0." + name].Of(model.Parameters.AsSpan()).ToArray();
        }
    }

    [Fact]
    public void SizesOutOfRangeAreRefused()
    {
        foreach (int terms in (int[])[0, 65])
            Assert.Equal($"{terms} terms of a Fourier series are out of range; choose 1 to 64", Refusal(1, 1, terms, 1).Message);
        foreach (int parts in (int[])[-3, 0, 2]) Assert.Equal($"3 outputs do not fall into {parts} equal parts", Refusal(1, 3, 1, parts).Message);
        Assert.IsType<OverflowException>(Refusal(4000, 16_000, 64, 1));

        Exception Refusal(int i, int o, int terms, int parts) => Record.Exception(() => new FourierLayer(new(), i, o, terms, parts))!;
    }
}
