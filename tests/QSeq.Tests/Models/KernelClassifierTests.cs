using QSeq.Core;
using QSeq.Models;
using QSeq.Quantum;

namespace QSeq.Tests.Models;

public class KernelClassifierTests
{
    [Fact]
    public void ExclusiveOrIsSeparated()
    {
        KernelClassifier fit = KernelClassifier.Fit(new QuantumKernel(2), [0, 0, 0, 1, 1, 0, 1, 1], [0, 1, 1, 0], 0.01);
        Assert.Equal([0, 1, 1, 0], fit.Predict([0, 0, 0, 1, 1, 0, 1, 1]));
        Assert.Equal([0, 1, 1, 0], fit.Predict([0.1f, -0.1f, -0.1f, 0.9f, 1.1f, 0.1f, 0.9f, 1.1f]));
    }

    [Fact]
    public void RingsAreSeparated()
    {
        // Two rings around one centre: 150 points to learn from, 150 others to judge.
        (float[] train, int[] trainLabels) = Rings("train", 2);
        (float[] test, int[] testLabels) = Rings("test", 2);
        KernelClassifier fit = KernelClassifier.Fit(new QuantumKernel(2), train, trainLabels, 1e-2);
        Assert.Equal((2, 2), (fit.Inputs, fit.Classes));
        Assert.Equal(testLabels, fit.Predict(test));
        Assert.Equal(2 * 150, fit.Scores(test).Length);
    }

    [Fact]
    public void ScoresAreRidgeRegressionsOfPlusAndMinusOne()
    {
        var kernel = new QuantumKernel(1);
        float[] samples = [0, 0.5f, 1, 1.5f];
        double[] scores = KernelClassifier.Fit(kernel, samples, [0, 1, 0, 2], 0.1).Scores(samples);
        double[] own = KernelRidge.Fit(kernel, samples, [-1, 1, -1, -1], 0.1).Predict(samples);
        Assert.Equal(own, scores.Where((_, n) => n % 3 == 1));
    }

    [Fact]
    public void NamesOfClassesDoNotMatter()
    {
        (float[] samples, int[] labels) = Rings("names", 3);
        int[] expected = KernelClassifier.Fit(new QuantumKernel(2), samples, labels, 0.1).Predict(samples);
        int[] turned = KernelClassifier.Fit(new QuantumKernel(2), samples, [.. labels.Select(label => (label + 1) % 3)], 0.1).Predict(samples);
        Assert.Equal(expected.Select(label => (label + 1) % 3), turned);
    }

    [Fact]
    public void OfEqualScoresTheFirstClassWins()
    {
        // Two equal samples of different classes speak for both alike.
        KernelClassifier fit = KernelClassifier.Fit(new QuantumKernel(1), [0.5f, 0.5f], [1, 0], 1);
        double[] scores = fit.Scores([0.5f]);
        Assert.Equal(scores[0], scores[1], Tolerance.Value);
        Assert.Equal(scores[1] > scores[0] ? 1 : 0, fit.Predict([0.5f])[0]);
        Assert.Empty(fit.Predict([]));
    }

    [Fact]
    public void WhatMakesNoSenseIsRefused()
    {
        Assert.Throws<ArgumentNullException>(() => KernelClassifier.Fit(null!, [1], [1], 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => KernelClassifier.Fit(new QuantumKernel(1), [1, 2], [0, 1], 0));
        Assert.Contains("1 labels were given for 2 samples", Error([0]), StringComparison.Ordinal);
        Assert.Contains("A label is -1, expected 0 to 4095", Error([0, -1]), StringComparison.Ordinal);
        Assert.Contains("A label is 4096", Error([0, 4096]), StringComparison.Ordinal);
        Assert.Contains("expected two or more classes", Error([0, 0]), StringComparison.Ordinal);
        Assert.Contains("Class 1 of 3 has no sample", Error([0, 2]), StringComparison.Ordinal);

        static string Error(int[] labels) => Assert.Throws<ArgumentException>(() => KernelClassifier.Fit(new QuantumKernel(1), [1, 2], labels, 1)).Message;
    }

    private static (float[] Samples, int[] Labels) Rings(string name, int rings)
    {
        var random = new RandomSource(1, name);
        float[] samples = new float[300];
        int[] labels = new int[150];
        for (int n = 0; n < 150; n++)
        {
            labels[n] = n % rings;
            double angle = random.NextUniform(0, 2 * Math.PI), radius = 0.3 + (0.5 * labels[n]) + random.NextUniform(-0.05, 0.05);
            (samples[2 * n], samples[(2 * n) + 1]) = ((float)(radius * Math.Cos(angle)), (float)(radius * Math.Sin(angle)));
        }

        return (samples, labels);
    }
}
