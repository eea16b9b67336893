using QSeq.Core;
using QSeq.Data;
using QSeq.Evaluation;
using QSeq.Forecasting;
using QSeq.Models;
using QSeq.Objectives;
using QSeq.Tests.Training;

namespace QSeq.Tests.Objectives;

/// <summary>What every objective promises: slopes of its loss, a mean over targets, a forecast among its outputs, and its way through a file.</summary>
public class ObjectiveTests
{
    public static TheoryData<string> All => [.. Many.Keys];

    private static Dictionary<string, Objective> Many { get; } = new()
    {
        ["mse"] = Objective.Mse,
        ["mae"] = Objective.Mae,
        ["huber"] = Objective.Huber(0.4),
        ["pinball"] = Objective.Pinball(0.1, 0.6, 0.95),
        ["own"] = new Quartic(),
    };

    [Theory]
    [MemberData(nameof(All))]
    public void TheSlopeIsTheDerivativeOfTheLoss(string name)
    {
        Objective objective = Many[name];
        int each = objective.OutputsPerTarget;
        double[] y = [.. Toy.Uniform("y", each, 1).Select(value => (double)value)], slope = new double[each], ignored = new double[each];
        foreach (double target in (double[])[-0.9, 0.03, 2])
        {
            objective.Reference(y, target, slope);
            for (int n = 0; n < each; n++)
            {
                double kept = y[n];
                y[n] = kept + 1e-5;
                double above = objective.Reference(y, target, ignored);
                y[n] = kept - 1e-5;
                double below = objective.Reference(y, target, ignored);
                y[n] = kept;
                Assert.Equal((above - below) / 2e-5, slope[n], 1e-8);
            }
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void TheKernelFollowsTheReference(string name)
    {
        Objective objective = Many[name];
        const int targets = 3, samples = 21;
        int each = objective.OutputsPerTarget, lanes = Lanes.Pad(samples);
        float[] y = Toy.Uniform("y", targets * each * lanes, 2), target = Toy.Uniform("t", targets * lanes, 2), dy = Toy.Uniform("d", y.Length);
        double sum = objective.Gradient(new Rows(y, lanes), new Rows(target, lanes), samples, 63, new Rows(dy, lanes)), expected = 0;
        double[] slopes = new double[y.Length], outputs = new double[each], slope = new double[each];
        for (int row = 0; row < targets; row++)
        {
            for (int lane = 0; lane < samples; lane++)
            {
                for (int n = 0; n < each; n++) outputs[n] = y[(((row * each) + n) * lanes) + lane];
                expected += objective.Reference(outputs, target[(row * lanes) + lane], slope);
                for (int n = 0; n < each; n++) slopes[(((row * each) + n) * lanes) + lane] = slope[n] / 63;
            }
        }

        Close.Values($"{name} loss", [expected], [sum], Tolerance.Value);
        Close.Values($"{name} gradient", slopes, dy, Tolerance.Value);
    }

    [Fact]
    public void HuberIsHalfTheSquareAndThenStraight()
    {
        double[] slope = [0];
        Assert.Equal(0.125, Objective.Huber(2).Reference([1.5], 1, slope));
        Assert.Equal(0.5, slope[0]);
        Assert.Equal(2 * (5 - 1), Objective.Huber(2).Reference([-4], 1, slope));
        Assert.Equal(-2, slope[0]);
        Assert.True(double.IsNaN(Objective.Huber(2).Reference([double.NaN], 1, slope)));
    }

    [Fact]
    public void ThePinballWeighsErrorsOfEitherSideByTheLevel()
    {
        double[] slope = new double[2];
        Assert.Equal(((0.9 * 2) + (0.8 * 3)) / 2, Objective.Pinball(0.2, 0.9).Reference([4, -1], 1, slope), 1e-12);
        Assert.Equal([0.4, -0.45], slope.Select(value => Math.Round(value, 12)));
        Assert.True(double.IsNaN(Objective.Pinball(0.2).Reference([double.NaN], 1, slope)));
    }

    [Fact]
    public void CrossEntropyInDoublePrecision()
    {
        double[] slope = new double[3];
        double loss = Objective.CrossEntropy.Reference([1, 2, -1], 1, slope), sum = Math.Exp(1) + Math.Exp(2) + Math.Exp(-1);
        Assert.Equal(Math.Log(sum) - 2, loss, 1e-12);
        Assert.Equal([Math.Exp(1) / sum, (Math.Exp(2) / sum) - 1, Math.Exp(-1) / sum], slope, (a, b) => Math.Abs(a - b) < 1e-12);
        Assert.Equal(0, Objective.CrossEntropy.Reference([1, 2, -1], -1, slope));
        Assert.All(slope, value => Assert.Equal(0, value));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void AForecasterOfAnyObjectiveIsSavedWithIt(string name)
    {
        ForecastRecipe recipe = ForecastRecipe.Of("lstm") with
        {
            Windows = new WindowOptions { Window = 8, Horizon = 2 },
            Training = new() { Epochs = 2, Objective = Many[name] },
        };
        SeriesTable table = SeriesTable.Of("x", [.. Enumerable.Range(0, 120).Select(Toy.Wave)]);
        TrainedForecaster fitted = TrainedForecaster.Fit(table, recipe);
        ModelCatalogue catalogue = ModelCatalogue.Default.With(new Quartic());
        TrainedForecaster loaded = TrainedForecaster.FromBytes(fitted.ToBytes(), "model", catalogue);
        Assert.Equal(Many[name], loaded.Recipe.Training.Objective);
        Assert.Equal(fitted.Recipe.Digest(), loaded.Recipe.Digest());
        Assert.Equal(fitted.Forecast(table, 5).Column(0).ToArray(), loaded.Forecast(table, 5).Column(0).ToArray());
        Assert.Equal(fitted.Evaluate(table), loaded.Evaluate(table));
        if (name == "own") Assert.Contains("quartic", Assert.Throws<InvalidDataException>(() => TrainedForecaster.FromBytes(fitted.ToBytes(), "model")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TheForecastIsTheOutputOfTheLevelNearestToTheMiddle()
    {
        // The model's forecast and scores are those of a model that has that output alone.
        ForecastRecipe recipe = ForecastRecipe.Of("lstm") with
        {
            Windows = new WindowOptions { Window = 8, Horizon = 2 },
            Training = new() { Epochs = 3, Objective = Objective.Pinball(0.05, 0.45, 0.9) },
        };
        SeriesTable table = SeriesTable.Of("x", [.. Enumerable.Range(0, 120).Select(Toy.Wave)]);
        TrainedForecaster fitted = TrainedForecaster.Fit(table, recipe);
        WindowSet windows = fitted.WindowsOf(table);
        new Evaluator(fitted.Model, windows, recipe.Training.Objective).Predict(fitted.Scaler, out double[] answers, out _);
        Assert.Equal(6, fitted.Model.Config.Outputs);
        Assert.Equal(2 * windows.Count, answers.Length);
        double[] y = fitted.Model.Reference([.. fitted.Model.Parameters.Select(value => (double)value)], LastInputs(table, fitted.Scaler, 8, back: 2));
        Close.Values("middle level", [.. ((double[])[y[1], y[4]]).Select(value => fitted.Scaler.Inverse(0, value))], answers.AsSpan(answers.Length - 2).ToArray(), Tolerance.Value);
        double[] last = fitted.Model.Reference([.. fitted.Model.Parameters.Select(value => (double)value)], LastInputs(table, fitted.Scaler, 8, back: 0));
        Close.Values(
            "forecast", [.. ((double[])[last[1], last[4]]).Select(value => fitted.Scaler.Inverse(0, value))], fitted.Forecast(table, 2).Column(0).ToArray(), Tolerance.Value);
    }

    [Fact]
    public void WhatCannotBeIsRefusedByName()
    {
        ForecastRecipe recipe = ForecastRecipe.Of("lstm") with { Windows = new WindowOptions { Window = 8 } };
        SeriesTable table = SeriesTable.Of("x", [.. Enumerable.Range(0, 120).Select(Toy.Wave)]);
        string Refused(Objective objective) => Assert.ThrowsAny<ArgumentException>(
            () => TrainedForecaster.Fit(table, recipe with { Training = new() { Objective = objective } })).Message;
        Assert.Contains("there is no level", Refused(Objective.Pinball(default(System.Collections.Immutable.ImmutableArray<double>))), StringComparison.Ordinal);
        Assert.Contains("Objective", Refused(null!), StringComparison.Ordinal);
        Assert.Contains("the objective quartic has 0 outputs", Refused(new Quartic { Outputs = 0 }), StringComparison.Ordinal);
        Assert.Contains("forecasts by output 5", Refused(new Quartic { Outputs = 2, Taken = 5 }), StringComparison.Ordinal);
        Assert.Contains("a tagger learns by cross-entropy", Assert.Throws<ArgumentOutOfRangeException>(
            () => QSeq.Tagging.TaggingRecipe.Of("lstm") with { Training = new() { Objective = Objective.Mae } }).Message, StringComparison.Ordinal);
        Assert.Equal("pinball levels 0.1, 0.5", Objective.Pinball(0.1, 0.5).ToString());
        Assert.Equal("huber delta 0.5", Objective.Huber(0.5).ToString());
        Assert.Equal("mse", Objective.Mse.ToString());
    }

    [Fact]
    public void AKindIsTakenOnce()
    {
        ModelCatalogue catalogue = ModelCatalogue.Default.With(new Quartic());
        Assert.Contains("'quartic' already", Assert.Throws<ArgumentException>(() => catalogue.With(new Quartic())).Message, StringComparison.Ordinal);
        Assert.Equal(Objective.Pinball(0.1, 0.5), Objective.Pinball(0.1, 0.5));
        Assert.NotEqual(Objective.Pinball(0.1, 0.5), Objective.Pinball(0.1, 0.6));
    }

    private static double[] LastInputs(SeriesTable table, Scaler scaler, int window, int back) =>
        [.. table.Column(0).ToArray().SkipLast(back).TakeLast(window).Select(value => (double)(float)scaler.Transform(0, value))];

    /// <summary>An objective of another assembly.</summary>
    private sealed record Quartic : Objective
    {
        public int Outputs { get; init; } = 1;

        public int Taken { get; init; }

        public override string Kind => "quartic";

        public override int OutputsPerTarget => Outputs;

        public override int ForecastOutput => Taken;

        public override double Reference(ReadOnlySpan<double> y, double target, Span<double> slope)
        {
            double e = y[0] - target;
            slope[0] = 4 * e * e * e;
            return e * e * e * e;
        }
    }
}
