using QSeq.Core;
using QSeq.Layers;
using QSeq.Models;

namespace QSeq.Tests.Layers;

[Trait(Speed.Name, Speed.Slow)]
public class SplineLayerTests
{
    [Theory]
    [InlineData(1, 1, 3, 3, 1)]
    [InlineData(2, 4, 3, 3, 17)]
    [InlineData(3, 8, 5, 2, 16)]
    [InlineData(5, 3, 2, 5, 100)]
    [InlineData(2, 3, 64, 4, 33)]
    [InlineData(2, 3, 1, 1, 40)]
    public void ValuesAndGradientsAgreeWithTheReference(int inputs, int outputs, int grid, int order, int samples) =>
        Harness(inputs, outputs, grid, order).Check(samples);

    [Fact]
    public void TheSplinesAddUpTo1OnTheGridAndVanishBeyondIt()
    {
        foreach ((int grid, int order) in ((int, int)[])[(1, 1), (3, 3), (7, 5), (64, 2)])
        {
            LayerHarness layer = Harness(1, 1, grid, order);
            layer.Set("base_weight", [0]);
            layer.Set("coefficient", [.. Enumerable.Repeat(1.0, grid + order)]);
            float end = 1 + (2f * order / grid);
            foreach (float x in (float[])[-1, -0.999f, -0.3f, 0, 0.5f, 0.999f]) Assert.Equal(1, layer.Run([x], [1]).Y[0], 1e-6);
            Assert.Equal(1, layer.Run([1], [0]).Y[0], 1e-6);
            foreach (float x in (float[])[1.05f, -1.05f, (1 + end) / 2, -(1 + end) / 2])
                Assert.InRange(layer.Run([x], [0]).Y[0], 0.0001f, 0.9999999f);
            foreach (float x in (float[])[end + 1e-5f, -end - 1e-5f, 100, -100, 3e38f, -3e38f])
            {
                LayerRun run = layer.Run([x], [1]);
                Assert.Equal((0, 0), (run.Y[0], run.Dx[0]));
                Assert.All(layer.Table["coefficient"].Of(run.Gradient.AsSpan()).ToArray(), d => Assert.Equal(0, d));
            }
        }
    }

    [Fact]
    public void WhatIsNotANumberIsSeen() => Assert.True(float.IsNaN(Harness(1, 1, 3, 3).Run([float.NaN], [0]).Y[0]));

    [Fact]
    public void AStepAllocatesNothing()
    {
        LayerHarness harness = Harness(3, 4, 5, 3);
        Layer layer = harness.Layer;
        float[] folded = new float[layer.FoldedSize], gradient = new float[layer.GradientSize], all = new float[harness.Table.Length];
        float[] x = harness.Inputs(16), y = new float[4 * 16], dx = new float[3 * 16];
        float[] tape = new float[layer.TapeRows * 16], scratch = new float[layer.ScratchRows * 16];
        Assert.Equal(0, Allocation.Of(() =>
        {
            layer.Fold(harness.Parameters, folded);
            layer.Forward(folded, new Rows(x, 16), new Rows(y, 16), new Rows(tape, 16), new Rows(scratch, 16));
            layer.Backward(folded, new Rows(x, 16), new Rows(y, 16), new Rows(dx, 16), new Rows(tape, 16), new Rows(scratch, 16), gradient);
            layer.Accumulate(
                new StepRows(new Rows(x, 16), 1), new StepRows(new Rows(y, 16), 1), new StepRows(new Rows(tape, 16), 1), gradient);
            layer.Unfold(harness.Parameters, folded, gradient, all);
        }));
    }

    [Fact]
    public void AnEdgeHasTheParametersOfAQkanEdge()
    {
        foreach (int reps in (int[])[1, 2, 3])
        {
            GateConfig[] both = [new QkanGates { Qkan = new() { Reps = reps } }, new SplineGates { Grid = (4 * reps) - 1 }];
            foreach (GateConfig gates in both)
                Assert.Equal((24 * ((4 * reps) + 3)) + 3, new SequenceModel(new() { Gates = gates, Hidden = 2 }, 1).Table.TrainableCount);
        }

        var small = new SplineGates { Grid = 5, Order = 2 };
        Assert.Equal((24 * (5 + 2 + 1)) + 3, new SequenceModel(new() { Gates = small, Hidden = 2 }, 1).Table.TrainableCount);
    }

    [Fact]
    public void FirstValuesAreThoseOfOneGateAndAlikeOnlyIfAsked()
    {
        foreach (bool alike in (bool[])[false, true])
        {
            var model = new SequenceModel(new() { Gates = new SplineGates { GatesStartAlike = alike }, Hidden = 40 }, 1);
            float[] w = Values("base_weight"), c = Values("coefficient");
            foreach (float[] all in (float[][])[w, c])
                Assert.Equal(alike, all.Take(all.Length / 4).SequenceEqual(all.Skip(3 * all.Length / 4)));
            Assert.Equal(Math.Sqrt(2 / 81.0), Deviation(w), 0.01); // of 41 inputs and 40 outputs
            Assert.Equal(0.1, Deviation(c), 0.003);

            float[] Values(string name) => model.Table["cell0." + name].Of(model.Parameters.AsSpan()).ToArray();
            double Deviation(float[] values) => Math.Sqrt(values.Average(v => (double)v * v));
        }
    }

    [Fact]
    public void SizesOutOfRangeAreRefused()
    {
        foreach (int grid in (int[])[0, 65])
            Assert.Equal($"A grid of {grid} intervals for splines is out of range; choose 1 to 64", Refusal(1, 1, grid, 3, 1).Message);
        foreach (int order in (int[])[0, 6])
            Assert.Equal($"Splines of order {order} are out of range; choose 1 (broken lines) to 5", Refusal(1, 1, 3, order, 1).Message);
        foreach (int parts in (int[])[-3, 0, 2])
            Assert.Equal($"3 outputs do not fall into {parts} equal parts", Refusal(1, 3, 3, 3, parts).Message);
        Assert.IsType<OverflowException>(Refusal(6000, 6000, 64, 5, 1));

        Exception Refusal(int i, int o, int grid, int order, int parts) =>
            Record.Exception(() => new SplineLayer(new(), i, o, new SplineBasis(grid, order), parts))!;
    }

    private static LayerHarness Harness(int inputs, int outputs, int grid, int order) =>
        new("spline", table => new SplineLayer(table, inputs, outputs, new SplineBasis(grid, order)));
}
