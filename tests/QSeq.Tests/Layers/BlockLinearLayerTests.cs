using QSeq.Core;
using QSeq.Layers;

namespace QSeq.Tests.Layers;

public class BlockLinearLayerTests
{
    [Theory]
    [InlineData(1, 3, 2, false, false, 1, 15)]
    [InlineData(1, 3, 2, true, true, 1, 16)]
    [InlineData(4, 4, 6, true, false, 1, 17)]
    [InlineData(4, 2, 3, false, false, 2, 100)]
    [InlineData(4, 5, 1, false, true, 1, 33)]
    [InlineData(3, 1, 7, true, false, 0, 1)]
    public void ValuesAndGradientsAgreeWithTheReference(int blocks, int inputs, int outputs, bool tied, bool sharedInput, int biases, int samples)
    {
        var layer = new LayerHarness("block linear", table => new LinearLayer(
            table, blocks, inputs, outputs, tied, sharedInput, biases));
        Assert.Equal((tied ? 1 : blocks) * outputs * (inputs + biases), layer.Table.TrainableCount);
        Assert.Equal(sharedInput ? inputs : blocks * inputs, layer.Layer.Inputs);
        Assert.Equal(blocks * outputs, layer.Layer.Outputs);
        layer.Check(samples);
    }

    [Fact]
    public void EveryBlockReadsItsOwnInput()
    {
        LayerHarness layer = Two(tied: false, sharedInput: false);
        layer.Set("weight", [2, 3]);
        layer.Set("bias", [10, 20]);
        LayerRun run = layer.Run([1, 100], [1, 0]);
        Assert.Equal([12f, 320f], run.Y);
        Assert.Equal([2f, 0f], run.Dx);
        Assert.Equal([1f, 0f, 1f, 0f], run.Gradient);
    }

    [Fact]
    public void TiedBlocksUseOneMap()
    {
        LayerHarness layer = Two(tied: true, sharedInput: false);
        layer.Set("weight", [2]);
        layer.Set("bias", [10]);
        LayerRun run = layer.Run([1, 100], [1, 1]);
        Assert.Equal([12f, 210f], run.Y);
        Assert.Equal([101f, 2f], run.Gradient);
    }

    [Fact]
    public void BlocksOnOneInputAddTheirGradients()
    {
        LayerHarness layer = Two(tied: false, sharedInput: true);
        layer.Set("weight", [2, 3]);
        layer.Set("bias", [10, 20]);
        LayerRun run = layer.Run([1], [1, 1]);
        Assert.Equal([12f, 23f], run.Y);
        Assert.Equal([5f], run.Dx);
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public void StepsAccumulateTogetherAsOneByOne(bool tied, bool sharedInput)
    {
        const int Steps = 5;
        LayerHarness harness = new("block linear", table => new LinearLayer(table, 3, 2, 2, tied, sharedInput));
        Layer layer = harness.Layer;
        Rows x = Draw(Steps * layer.Inputs), dy = Draw(Steps * layer.Outputs);
        float[] together = new float[layer.GradientSize], apart = new float[layer.GradientSize];
        StepRows xs = new(x, Steps), dys = new(dy, Steps), none = new(new Rows([], Lanes.Width), 1);
        layer.Accumulate(xs, dys, none, together);
        for (int t = 0; t < Steps; t++) layer.Accumulate(new StepRows(xs[t], 1), new StepRows(dys[t], 1), none, apart);
        Close.Values("gradient", Close.Widen(apart), together, Tolerance.Gradient);

        Rows Draw(int rows) => new(Enumerable.Range(0, rows * Lanes.Width).Select(_ => (float)harness.Random.NextUniform(-1, 1)).ToArray(), Lanes.Width);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void BlocksStartAlikeOnlyIfAsked(bool alike)
    {
        var table = new ParameterTable.Builder();
        _ = new LinearLayer(table, 2, 3, 2, tied: false, sharedInput: true, alike: alike);
        float[] values = table.Build().Initialize(1);
        Assert.Equal(alike, values.AsSpan(0, 6).SequenceEqual(values.AsSpan(6, 6)));
    }

    [Fact]
    public void WhatMakesNoSenseIsRefused()
    {
        Assert.Contains("would all give the same", Assert.Throws<ArgumentException>(() => Build(2, 1, 1, tied: true, sharedInput: true)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => Build(0, 1, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Build(1, 0, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Build(1, 1, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Build(1, 1, 1, biases: 3));

        static Layer Build(int blocks, int inputs, int outputs, bool tied = false, bool sharedInput = false, int biases = 1) =>
            new LinearLayer(new ParameterTable.Builder(), blocks, inputs, outputs, tied, sharedInput, biases);
    }

    private static LayerHarness Two(bool tied, bool sharedInput) =>
        new("block linear", table => new LinearLayer(table, 2, 1, 1, tied, sharedInput));
}
