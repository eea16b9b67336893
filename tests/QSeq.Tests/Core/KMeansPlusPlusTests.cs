using QSeq.Core;

namespace QSeq.Tests.Core;

public class KMeansPlusPlusTests
{
    [Fact]
    public void ChosenSamplesAllDiffer() => Property.ForAllSeeds(100, seed =>
    {
        // Points of a small grid, many of them twice: asked for all that differ, it finds them all.
        var random = new RandomSource(seed, "grid");
        int features = 1 + random.NextInt(3), n = 1 + random.NextInt(40);
        float[] samples = [.. Enumerable.Range(0, n * features).Select(_ => (float)random.NextInt(3))];
        string[] points = [.. samples.Chunk(features).Select(point => string.Join(' ', point))];
        int different = points.Distinct().Count();
        int[] chosen = KMeansPlusPlus.Choose(samples, features, different, seed);
        return chosen.Select(index => points[index]).Distinct().Count() == different;
    });

    [Fact]
    public void ClustersFarApartAreAllFound() => Property.ForAllSeeds(100, seed =>
    {
        // Five clusters of width 1 at distances of 1000: a second choice in one of them has a chance of about 1 in a million.
        var random = new RandomSource(seed, "clusters");
        float[] samples = [.. Enumerable.Range(0, 200).SelectMany(n => new[] { (1000 * (n % 5)) + (float)random.NextDouble(), (float)random.NextDouble() })];
        return KMeansPlusPlus.Choose(samples, 2, 5, seed).Select(index => index % 5).Distinct().Count() == 5;
    });

    [Fact]
    public void TheSecondIsDrawnByTheSquareOfItsDistance()
    {
        // From 0, the points 1 and 3 have weights 1 and 9; from 1, 0 and 3 have 1 and 4; from 3, 0 and 1 have 9 and 4.
        int[,] counts = new int[3, 3];
        const int Draws = 30000;
        for (ulong seed = 0; seed < Draws; seed++)
        {
            int[] chosen = KMeansPlusPlus.Choose([0, 1, 3], 1, 2, seed);
            counts[chosen[0], chosen[1]]++;
        }

        foreach ((int first, int second, double share) in new[] { (0, 1, 0.1), (0, 2, 0.9), (1, 0, 0.2), (1, 2, 0.8), (2, 0, 9.0 / 13), (2, 1, 4.0 / 13) })
        {
            // Five standard deviations of a binomial count.
            double expected = Draws * share / 3;
            Assert.InRange(counts[first, second], expected - (5 * Math.Sqrt(expected)), expected + (5 * Math.Sqrt(expected)));
        }
    }

    [Fact]
    public void TheSeedDecides()
    {
        float[] samples = [.. Enumerable.Range(0, 100).Select(n => n * 0.1f)];
        Assert.Equal(KMeansPlusPlus.Choose(samples, 2, 8, 7), KMeansPlusPlus.Choose(samples, 2, 8, 7));
        Assert.NotEqual(KMeansPlusPlus.Choose(samples, 2, 8, 7), KMeansPlusPlus.Choose(samples, 2, 8, 8));
    }

    [Fact]
    public void WhatMakesNoSenseIsRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => KMeansPlusPlus.Choose([1], 0, 1, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => KMeansPlusPlus.Choose([1], 1, 0, 1));
        Assert.Contains("3 values were given, expected one or more samples of 2 features", Error([1, 2, 3], 2, 1), StringComparison.Ordinal);
        Assert.Contains("0 values", Error([], 2, 1), StringComparison.Ordinal);
        Assert.Contains("NaN", Error([1, float.NaN], 1, 1), StringComparison.Ordinal);
        Assert.Contains("Only 2 of 4 samples differ, but 3 were to be chosen; ask for 2 or fewer", Error([1, 2, 2, 1], 1, 3), StringComparison.Ordinal);

        static string Error(float[] samples, int features, int count) =>
            Assert.Throws<ArgumentException>(() => KMeansPlusPlus.Choose(samples, features, count, 1)).Message;
    }
}
