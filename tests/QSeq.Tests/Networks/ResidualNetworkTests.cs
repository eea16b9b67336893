using QSeq.Core;
using QSeq.Layers;
using QSeq.Networks;

namespace QSeq.Tests.Networks;

[Trait(Speed.Name, Speed.Slow)]
public class ResidualNetworkTests
{
    private const int Steps = 6;
    private const int Horizon = 3;

    [Theory]
    [InlineData(Normalisation.None, 0)]
    [InlineData(Normalisation.LastValue, 0)]
    [InlineData(Normalisation.LastValue, 2)]
    [InlineData(Normalisation.MeanDeviation, 0)]
    [InlineData(Normalisation.MeanDeviation, 1)]
    [InlineData(Normalisation.SeasonalDifference, 0)]
    public void KernelsAgreeWithTheReference(Normalisation kind, int rank)
    {
        // Four inputs: two targets, one past input, one known in the future; the third target is no input.
        var shape = new ResidualShape(Steps, Horizon, [1, 0, -1], [0, 1, 2], [3]);
        foreach (int samples in (int[])[1, 17]) Harness(new ResidualOptions { Normalisation = kind, Season = 2, Rank = rank, Shape = shape }, inputs: 4, outputs: 3 * Horizon).Check(samples, Steps);
    }

    [Theory]
    [InlineData(Normalisation.LastValue)]
    [InlineData(Normalisation.MeanDeviation)]
    public void OutputsOfATargetShareItsPath(Normalisation kind)
    {
        var shape = new ResidualShape(Steps, Horizon, [0], [0], []);
        Harness(new ResidualOptions { Normalisation = kind, Shape = shape }, inputs: 1, outputs: 2 * Horizon).Check(5, Steps);
        Harness(new ResidualOptions { Normalisation = kind, Linear = false, Shape = shape }, inputs: 1, outputs: 2 * Horizon).Check(5, Steps);
    }

    [Theory]
    [InlineData(Normalisation.LastValue, 0, 7.0)]
    [InlineData(Normalisation.MeanDeviation, 3, 7.0)]
    [InlineData(Normalisation.SeasonalDifference, 0, 7.0)]
    public void AForecastGoesAlongWithTheLevelOfTheWindow(Normalisation kind, int rank, double level)
    {
        SequenceHarness harness = Harness(new ResidualOptions { Normalisation = kind, Season = 3, Rank = rank, Shape = new ResidualShape(Steps, Horizon, [0], [0], []) }, 1, Horizon);
        double[] window = Close.Widen(harness.Draw(Steps)), parameters = Close.Widen(harness.Parameters);
        double[] low = harness.Layer.Reference(parameters, [.. window.Select(value => (double[])[value])])[0];
        double[] high = harness.Layer.Reference(parameters, [.. window.Select(value => (double[])[value + level])])[0];
        for (int h = 0; h < Horizon; h++) Assert.Equal(low[h] + level, high[h], 9);
    }

    [Fact]
    public void WithNothingToAddTheAnswerIsThatOfTheNormalisation()
    {
        double[][] window = [[1], [2], [3], [4], [5], [9]];
        Assert.Equal([9, 9, 9], Bare(Normalisation.LastValue, 1));
        Assert.Equal([4, 4, 4], [.. Bare(Normalisation.MeanDeviation, 1).Select(y => Math.Round(y, 9))]);
        Assert.Equal([5, 9, 5], Bare(Normalisation.SeasonalDifference, 2));

        double[] Bare(Normalisation kind, int season)
        {
            SequenceHarness harness = Harness(new ResidualOptions { Normalisation = kind, Season = season, Shape = new ResidualShape(Steps, Horizon, [0], [0], []) }, 1, Horizon);
            double[] parameters = new double[harness.Table.Length];
            foreach (ParameterSlice slice in harness.Table.Slices.Where(slice => slice.Name.EndsWith("scale", StringComparison.Ordinal))) slice.Of(parameters.AsSpan()).Fill(1);
            return harness.Layer.Reference(parameters, window)[0];
        }
    }

    [Fact]
    public void WhatDoesNotFitIsRefused()
    {
        var shape = new ResidualShape(Steps, Horizon, [0], [0], []);
        Refused("does not answer once", new ResidualOptions { Shape = shape with { Horizon = 2 } });
        Refused("none of the network's 1", new ResidualOptions { Shape = shape with { Scaled = [1] } });
        Assert.DoesNotContain(Harness(new ResidualOptions { Shape = shape with { Targets = [-1] } }, 1, Horizon).Table.Slices, slice => slice.Name.Contains("linear", StringComparison.Ordinal));
        Refused("not known yet", new ResidualOptions());
        SequenceHarness harness = Harness(new ResidualOptions { Shape = shape }, 1, Horizon);
        Assert.Contains("windows of 6 steps, but 5 were given", Assert.Throws<ArgumentException>(() => SequenceGradientCheck.Run(harness.Layer, 5, harness.Parameters, new float[5], new float[3])).Message, StringComparison.Ordinal);

        static void Refused(string words, ResidualOptions options) =>
            Assert.Contains(words, Assert.Throws<ArgumentException>(() => Harness(options, 1, Horizon)).Message, StringComparison.Ordinal);
    }

    private static SequenceHarness Harness(ResidualOptions options, int inputs, int outputs)
    {
        var harness = new SequenceHarness($"residual {options.Normalisation} rank {options.Rank}", table => new ResidualNetwork(table, options, new Network(
            new Recurrent<LstmCell>(new LinearLayer(table.Scope("gates"), 2 + inputs, 8), null, 2, last: true), new PerStep(new LinearLayer(table.Scope("head"), 2, outputs)))));
        foreach (ParameterSlice slice in harness.Table.Slices.Where(slice => slice.Name.EndsWith("scale", StringComparison.Ordinal)))
            foreach (ref float value in slice.Of(harness.Parameters.AsSpan())) value = 1 + (value / 2);
        return harness;
    }
}
