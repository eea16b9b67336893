using QSeq.Core;
using QSeq.Models;
using QSeq.Quantum;

namespace QSeq.Tests.Models;

public class KernelRidgeTests
{
    /// <summary>The Gram matrix is in single precision and what is solved in double: sums of a few dozen weights of order 1 to 10.</summary>
    private const double Solved = 1e-4;

    [Fact]
    public void AFunctionIsRecovered()
    {
        // 80 points of a smooth function of two variables, judged at 40 others.
        var kernel = new QuantumKernel(2);
        float[] train = Draw(80, "train"), test = Draw(40, "test");
        KernelRidge ridge = KernelRidge.Fit(kernel, train, Function(train), 1e-3);
        double[] expected = Function(test), found = ridge.Predict(test);
        double error = expected.Zip(found, (a, b) => (a - b) * (a - b)).Average(), variance = Variance(expected);
        Assert.InRange(error, 0, 0.01 * variance);

        static double[] Function(float[] x) => [.. x.Chunk(2).Select(p => Math.Sin(2 * p[0]) + (p[0] * p[1]))];
    }

    [Fact]
    public void TwoSamplesGiveTheClosedForm()
    {
        // (K + ridge I) A = Y with K = (1, k; k, 1): A = (d y0 - k y1, d y1 - k y0) / (d^2 - k^2), d = 1 + ridge.
        var kernel = new QuantumKernel(1);
        float[] samples = [0.2f, 0.9f];
        double k = kernel.Evaluate([0.2f], [0.9f]), d = 1.25, determinant = (d * d) - (k * k);
        KernelRidge ridge = KernelRidge.Fit(kernel, samples, [3, 10, -1, 20], 0.25);
        Assert.Equal((1, 2, 2), (ridge.Inputs, ridge.Outputs, ridge.Count));
        double[] weights = [((d * 3) + k) / determinant, ((d * 10) - (k * 20)) / determinant, (-d - (k * 3)) / determinant, ((d * 20) - (k * 10)) / determinant];
        for (int n = 0; n < 4; n++) Assert.Equal(weights[n], ridge.Weights[n], Solved);
        double a = kernel.Evaluate([0.5f], [0.2f]), b = kernel.Evaluate([0.5f], [0.9f]);
        double[] answer = ridge.Predict([0.5f]);
        Assert.Equal((a * weights[0]) + (b * weights[2]), answer[0], Solved);
        Assert.Equal((a * weights[1]) + (b * weights[3]), answer[1], Solved);
    }

    [Fact]
    public void ResidualsAreTheRidgeTimesTheWeights() => Property.ForAllSeeds(20, seed =>
    {
        // K A = Y - ridge A
        (QuantumKernel kernel, float[] samples, double[] targets, double ridge) = Case(seed);
        KernelRidge fit = KernelRidge.Fit(kernel, samples, targets, ridge);
        double[] found = fit.Predict(samples), weights = fit.Weights.ToArray();
        return Enumerable.Range(0, targets.Length).All(n => Math.Abs(targets[n] - (ridge * weights[n]) - found[n]) < Solved);
    });

    [Fact]
    public void TheOrderOfSamplesDoesNotMatterAndAnswersAreLinearInTargets() => Property.ForAllSeeds(20, seed =>
    {
        (QuantumKernel kernel, float[] samples, double[] targets, double ridge) = Case(seed);
        int inputs = kernel.Inputs;
        float[] points = samples[..(2 * inputs)];
        double[] expected = KernelRidge.Fit(kernel, samples, targets, ridge).Predict(points);
        float[] reversed = [.. samples.Chunk(inputs).Reverse().SelectMany(sample => sample)];
        double[] again = KernelRidge.Fit(kernel, reversed, [.. targets.Reverse().Select(y => -3 * y)], ridge).Predict(points);
        return expected.Zip(again, (a, b) => Math.Abs((-3 * a) - b)).Max() < Solved;
    });

    [Fact]
    public void ATurnOfAnAngleChangesNothing()
    {
        // The features are angles of rotations: 2 pi more is the same state.
        var kernel = new QuantumKernel(2);
        float[] samples = Draw(12, "turn");
        KernelRidge fit = KernelRidge.Fit(kernel, samples, [.. samples.Chunk(2).Select(p => (double)p[0])], 0.1);
        double[] plain = fit.Predict(samples), turned = fit.Predict([.. samples.Select(x => x + (2 * MathF.PI))]);
        for (int n = 0; n < plain.Length; n++) Assert.Equal(plain[n], turned[n], Solved);
    }

    [Fact]
    public void NoSamplesHaveNoAnswers() => Assert.Empty(KernelRidge.Fit(new QuantumKernel(1), [1], [1], 1).Predict([]));

    [Fact]
    public void WhatMakesNoSenseIsRefused()
    {
        var kernel = new QuantumKernel(2);
        Assert.Throws<ArgumentNullException>(() => KernelRidge.Fit(null!, [1], [1], 1));
        foreach (double ridge in (double[])[0, -1, double.NaN, double.PositiveInfinity])
            Assert.Contains("expected a finite number above 0", Assert.Throws<ArgumentOutOfRangeException>(() => KernelRidge.Fit(kernel, [1, 2], [1], ridge)).Message, StringComparison.Ordinal);
        Assert.Contains("no samples to fit", Error([], []), StringComparison.Ordinal);
        Assert.Contains("3 values were given, expected samples of 2 features", Error([1, 2, 3], [1]), StringComparison.Ordinal);
        Assert.Contains("1 target values were given for 2 samples", Error([1, 2, 3, 4], [1]), StringComparison.Ordinal);
        Assert.Contains("0 target values", Error([1, 2, 3, 4], []), StringComparison.Ordinal);
        Assert.Contains("Feature 1 of sample 0, NaN, is not a finite number", Error([1, float.NaN], [1]), StringComparison.Ordinal);
        Assert.Contains("A target is NaN", Error([1, 2], [double.NaN]), StringComparison.Ordinal);
        KernelRidge fit = KernelRidge.Fit(kernel, [1, 2], [1], 1);
        Assert.Throws<ArgumentException>(() => fit.Predict([1]));
        Assert.Throws<ArgumentException>(() => fit.Predict([1, float.PositiveInfinity]));

        string Error(float[] samples, double[] targets) => Assert.Throws<ArgumentException>(() => KernelRidge.Fit(kernel, samples, targets, 1)).Message;
    }

    [Fact]
    public void ARidgeBelowTheRoundingOfTheKernelIsRefused()
    {
        // A thousand points on a line: all but some of the eigenvalues are 0, and rounding makes some of them negative.
        float[] samples = [.. Enumerable.Range(0, 400).Select(n => n * 0.01f)];
        var error = Assert.Throws<ArgumentException>(() => KernelRidge.Fit(new QuantumKernel(1), samples, new double[400], 1e-14));
        Assert.Contains("is too small beside the rounding of 400 samples' kernel; choose 0.0004 or more", error.Message, StringComparison.Ordinal);
    }

    private static (QuantumKernel Kernel, float[] Samples, double[] Targets, double Ridge) Case(ulong seed)
    {
        var random = new RandomSource(seed, "ridge");
        int inputs = 1 + random.NextInt(4), count = 2 + random.NextInt(30);
        float[] samples = [.. Enumerable.Range(0, inputs * count).Select(_ => (float)random.NextUniform(-2, 2))];
        double[] targets = [.. Enumerable.Range(0, count).Select(_ => random.NextUniform(-1, 1))];
        return (new QuantumKernel(inputs, new FeatureMapOptions { Reps = 1 + random.NextInt(2) }), samples, targets, random.NextUniform(0.1, 1));
    }

    private static float[] Draw(int count, string name)
    {
        var random = new RandomSource(1, name);
        return [.. Enumerable.Range(0, 2 * count).Select(_ => (float)random.NextUniform(-1, 1))];
    }

    private static double Variance(double[] values) => values.Select(value => (value - values.Average()) * (value - values.Average())).Average();

    [Fact]
    public void TargetsBeyondAllBoundsAreRefused()
    {
        var e = Assert.Throws<ArgumentException>(() => KernelRidge.Fit(new QuantumKernel(1), [0.1f, 0.2f, 0.3f], [1e308, -1e308, 1e308], 1e-3));
        Assert.Contains("scale them", e.Message, StringComparison.Ordinal);
    }
}
