using QSeq.Core;
using QSeq.Layers;

namespace QSeq.Tests.Layers;

/// <summary>The checker is checked: right gradients pass, each kind of wrong one is found where it is.</summary>
public class GradientCheckTests
{
    private static double Loss(double[] p) => (Math.Sin(p[0]) * p[1]) + (p[2] * p[2] * p[2]);

    private static float[] Gradient(double[] p) => [(float)(Math.Cos(p[0]) * p[1]), (float)Math.Sin(p[0]), (float)(3 * p[2] * p[2])];

    [Fact]
    public void ARightGradientPassesAndThePointIsPutBack()
    {
        double[] at = [0.3, -1.2, 2];
        GradientCheckResult result = GradientCheck.Check(Loss, at, Gradient(at));
        Assert.InRange(result.Deviation, 0, Tolerance.Rounding + Tolerance.GoldenDifference);
        Assert.Equal([0.3, -1.2, 2], at);
        Assert.InRange(GradientCheck.Along(Loss, at, Gradient(at), [1, -2, 0.5]).Deviation, 0, Tolerance.Rounding + Tolerance.GoldenDifference);
    }

    [Fact]
    public void AWrongCoordinateIsFoundAndNamed()
    {
        double[] at = [0.3, -1.2, 2];
        float[] gradient = Gradient(at);
        gradient[1] += 0.01f;
        GradientCheckResult result = GradientCheck.Check(Loss, at, gradient);
        Assert.Equal(1, result.Index);
        Assert.Equal(0.01 / 12, result.Deviation, 1e-6);
        Assert.Equal(0.01, GradientCheck.Along(Loss, at, gradient, [0, 1, 0]).Deviation, 1e-6);
        Assert.InRange(GradientCheck.Check(Loss, at, gradient, [0, 2]).Deviation, 0, Tolerance.Rounding + Tolerance.GoldenDifference);
    }

    [Fact]
    public void WhatIsNotANumberNeverPasses()
    {
        double[] at = [0.3, -1.2, 2];
        float[] gradient = Gradient(at);
        gradient[0] = float.NaN;
        Assert.Equal(double.PositiveInfinity, GradientCheck.Check(Loss, at, gradient).Deviation);
        Assert.Equal(double.PositiveInfinity, GradientCheck.Check(_ => double.NaN, at, Gradient(at)).Deviation);
        Assert.Equal(double.PositiveInfinity, GradientCheck.Along(Loss, at, gradient, [1, 1, 1]).Deviation);
    }

    [Fact]
    public void AWrongLayerIsFound()
    {
        var table = new ParameterTable.Builder();
        var wrong = new Wrong(new LinearLayer(table, 2, 3));
        ParameterTable built = table.Build();
        GradientCheckResult[] results = [.. GradientCheck.Check(wrong, built, built.Initialize(1), [0.1f, 0.2f, 0.3f, 0.4f])];
        Assert.Equal(["x", "weight", "bias"], results.Select(result => result.Name));
        Assert.True(results[0].Deviation > 0.01);
        Assert.All(results[1..], result => Assert.InRange(result.Deviation, 0, Tolerance.Gradient));
    }

    [Fact]
    public void ArgumentsThatDoNotFitAreRefused()
    {
        double[] at = [1, 2, 3];
        Assert.Throws<ArgumentException>(() => GradientCheck.Check(Loss, at, new float[2]));
        Assert.Throws<ArgumentException>(() => GradientCheck.Check(Loss, [], []));
        Assert.Throws<ArgumentException>(() => GradientCheck.Along(Loss, at, new float[3], new double[3]));
        Assert.Throws<ArgumentOutOfRangeException>(() => GradientCheck.Check(Loss, at, new float[3], step: 0));
        var table = new ParameterTable.Builder();
        var layer = new LinearLayer(table, 2, 1);
        Assert.Throws<ArgumentException>(() => GradientCheck.Check(layer, table.Build(), new float[3], new float[3]));
        Assert.Throws<ArgumentException>(() => GradientCheck.Check(layer, table.Build(), new float[2], new float[2]));
    }

    /// <summary>A layer whose dx is half of what it should be.</summary>
    private sealed class Wrong : Layer
    {
        private readonly Layer _right;

        public Wrong(Layer right)
            : base(right.Inputs, right.Outputs)
        {
            _right = right;
            Folded.Add("right", right.FoldedSize);
            Gradient.Add("right", right.GradientSize);
        }

        public override void Fold(ReadOnlySpan<float> parameters, Span<float> folded) => _right.Fold(parameters, folded);

        public override void Forward(ReadOnlySpan<float> folded, Rows x, Rows y, Rows tape, Rows scratch) => _right.Forward(folded, x, y, tape, scratch);

        public override void Backward(ReadOnlySpan<float> folded, Rows x, Rows dy, Rows dx, Rows tape, Rows scratch, Span<float> gradient)
        {
            _right.Backward(folded, x, dy, dx, tape, scratch, gradient);
            foreach (ref float value in dx.Data) value /= 2;
        }

        public override void Accumulate(StepRows x, StepRows dy, StepRows tape, Span<float> gradient) => _right.Accumulate(x, dy, tape, gradient);

        public override void Unfold(ReadOnlySpan<float> parameters, ReadOnlySpan<float> folded, ReadOnlySpan<float> foldedGradient, Span<float> gradient) =>
            _right.Unfold(parameters, folded, foldedGradient, gradient);

        public override void Reference(ReadOnlySpan<double> parameters, ReadOnlySpan<double> x, Span<double> y) => _right.Reference(parameters, x, y);
    }
}
