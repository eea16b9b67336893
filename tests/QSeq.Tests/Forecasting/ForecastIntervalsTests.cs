using System.Collections.Immutable;
using QSeq.Data;
using QSeq.Forecasting;
using QSeq.Intervals;
using QSeq.Objectives;
using QSeq.Persistence;
using QSeq.Tests.Training;

namespace QSeq.Tests.Forecasting;

/// <summary>A model's intervals are those of its errors on the validation part, kept in its file.</summary>
public class ForecastIntervalsTests
{
    private static readonly SeriesTable Series = new("test", ["a", "b"], [Values(1), [.. Values(2).Select(value => (3 * value) + 1000)]]);

    private static readonly Lazy<(ForecastTraining Training, TrainedForecaster Model)> Two = new(() => Fit(Recipe()));

    private static readonly Lazy<(ForecastTraining Training, TrainedForecaster Model)> Quantiles = new(() => Fit(
        Recipe() with { Training = new() { Epochs = 3, Seed = 5, Objective = Objective.Pinball(0.1, 0.5, 0.9) } }));

    public static TheoryData<string> Objectives => ["mse", "quantiles"];

    /// <summary>Of n errors ceil((n + 1) level) are within: the definition, of each step and target by itself.</summary>
    [Theory]
    [MemberData(nameof(Objectives))]
    public void OfTheValidationPartAsManyValuesAreInsideAsTheLevelAsksFor(string objective)
    {
        (ForecastTraining training, TrainedForecaster model) = objective == "mse"
            ? Two.Value
            : Quantiles.Value;
        WindowSet validation = training.Data.Validation;
        Assert.Equal(validation.Count, model.Calibration!.Count);
        int inside = 0, rounded = 0;
        foreach (double level in model.Calibration.Levels)
        {
            for (int step = 0; step < 3; step++)
            {
                Interval[] intervals = model.Intervals(validation, level, step);
                for (int target = 0; target < 2; target++)
                {
                    int held = Enumerable.Range(0, validation.Count).Count(n => intervals[(n * 2) + target].Contains(validation.Target(n, (step * 2) + target, out _)));
                    int more = held - (int)Math.Ceiling((validation.Count + 1) * level);
                    Assert.InRange(more, 0, 1); // a width is rounded up
                    (inside, rounded) = (inside + held, rounded + more);
                }
            }
        }

        Assert.InRange(rounded, 0, 2); // of 12
        ImmutableArray<IntervalScores> scores = model.EvaluateIntervals(validation);
        Assert.Equal(4, scores.Length);
        Assert.Equal([0.8, 0.8, 0.9, 0.9], scores.Select(score => score.Level));
        Assert.All(scores, score => Assert.Equal(3 * validation.Count, score.Count));
        Assert.Equal(inside, scores.Sum(score => score.Coverage * score.Count), 1e-6);
    }

    [Fact]
    public void AForecastLiesInTheMiddleOfItsIntervals()
    {
        TrainedForecaster model = Two.Value.Model;
        ForecastBands bands = model.ForecastBands(Series, 2);
        SeriesTable forecast = model.Forecast(Series, 2);
        for (int target = 0; target < 2; target++)
        {
            Assert.Equal(forecast.Column(target).ToArray(), bands.Forecast.Column(target).ToArray());
            for (int level = 0; level < 2; level++)
            {
                for (int step = 0; step < 2; step++)
                {
                    double half = model.Calibration!.Widths[(((level * 3) + step) * 2) + target];
                    Assert.True(half > 0);
                    Assert.Equal(Interval.Around(forecast.Column(target)[step], half), bands[level, target, step]);
                }
            }
        }

        Assert.Equal(bands[1, 1, 1], model.ForecastBands(Series, levels: [0.9])[0, 1, 1]);
        Assert.ThrowsAny<ArgumentException>(() => bands[2, 0, 0]);
    }

    /// <summary>What comes after a history is what the model says of the window that ends it.</summary>
    [Theory]
    [MemberData(nameof(Objectives))]
    public void IntervalsOfAForecastAreThoseOfItsWindow(string objective)
    {
        TrainedForecaster model = (objective == "mse" ? Two : Quantiles).Value.Model;
        WindowSet windows = model.WindowsOf(Series);
        const int sample = 40;
        int rows = windows.TargetIndex(sample);
        ForecastBands bands = model.ForecastBands(new SeriesTable("start", ["a", "b"], [Series.Column(0)[..rows].ToArray(), Series.Column(1)[..rows].ToArray()]));
        foreach ((int level, int step) in new[] { (0, 0), (0, 1), (0, 2), (1, 0), (1, 1), (1, 2) })
        {
            Interval[] intervals = model.Intervals(windows, bands.Levels[level], step);
            for (int target = 0; target < 2; target++)
            {
                (Interval one, Interval other) = (bands[level, target, step], intervals[(sample * 2) + target]);
                Assert.Equal(other.Lower, one.Lower, 1e-3);
                Assert.Equal(other.Upper, one.Upper, 1e-3);
            }
        }
    }

    [Fact]
    public void TheTableHasTheEndsAfterEachTarget()
    {
        ForecastBands bands = Two.Value.Model.ForecastBands(Series);
        SeriesTable table = bands.ToTable(["load", "heat"]);
        Assert.Equal(["load", "load_lo80", "load_hi80", "load_lo90", "load_hi90", "heat", "heat_lo80", "heat_hi80", "heat_lo90", "heat_hi90"], table.Names);
        Assert.Equal(bands[1, 1, 2], new Interval(table.Column("heat_lo90")[2], table.Column("heat_hi90")[2]));
        Assert.Equal("a_lo80", bands.ToTable().Names[1]);
        Assert.Equal("97.5", ForecastCalibration.Percent(0.975));
        Assert.ThrowsAny<ArgumentException>(() => bands.ToTable(["load"]));
    }

    [Fact]
    public void AFileKeepsTheIntervals()
    {
        TrainedForecaster model = Two.Value.Model;
        var loaded = TrainedForecaster.FromBytes(model.ToBytes(), "sample");
        Assert.Equal(model.ToBytes(), loaded.ToBytes());
        Assert.Equal(model.Recipe.Digest(), loaded.Recipe.Digest());
        Assert.Equal((model.Calibration!.Count, 0.8, 0.9), (loaded.Calibration!.Count, loaded.Calibration.Levels[0], loaded.Calibration.Levels[1]));
        Assert.Equal(model.ForecastBands(Series)[1, 1, 2], loaded.ForecastBands(Series)[1, 1, 2]);
    }

    /// <summary>Without levels nothing is written, as by versions that knew none.</summary>
    [Fact]
    public void WithoutLevelsNothingChanges()
    {
        (_, TrainedForecaster model) = Fit(Recipe() with { Levels = [] });
        Assert.Null(model.Calibration);
        Assert.Empty(model.EvaluateIntervals(model.WindowsOf(Series)));
        Assert.DoesNotContain("levels", model.Recipe.ToJson());
        Assert.DoesNotContain("calibration", System.Text.Encoding.Latin1.GetString(model.ToBytes()));
        Assert.Equal(model.Digest, Two.Value.Model.Digest); // weights do not depend on levels
        Assert.NotEqual(model.Recipe.Digest(), Two.Value.Model.Recipe.Digest());
        Refuses("the model has no intervals; train it with Levels", () => model.ForecastBands(Series));
    }

    [Fact]
    public void WhatNoErrorsAreKnownOfIsRefused()
    {
        TrainedForecaster model = Two.Value.Model;
        Refuses("intervals reach 3 steps ahead, as the model was trained, and 4 were asked for. Train it with horizon 4", () => model.ForecastBands(Series, 4));
        Refuses("the model has intervals of 80, 90 %, not of 95 %; choose one of them", () => model.ForecastBands(Series, levels: [0.95]));
        Refuses("step 3 was asked for, expected 0 to 2", () => model.Intervals(model.WindowsOf(Series), 0.8, 3));
        Assert.Equal(4, model.Forecast(Series, 4).Length);
    }

    [Theory]
    [InlineData(0.9, 0.8)]
    [InlineData(0.8, 0.8)]
    [InlineData(0, 0.8)]
    [InlineData(80, 95)]
    public void LevelsRiseBetweenZeroAndOne(double first, double second) =>
        Assert.ThrowsAny<ArgumentException>((Recipe() with { Levels = [first, second] }).Validate);

    [Fact]
    public void LevelsNeedAValidationPart() =>
        Refuses("intervals are measured on validation data", (Recipe() with { Split = new SplitFractions(0.7, 0) }).Validate);

    [Fact]
    public void FewErrorsAreTold()
    {
        (ForecastTraining training, TrainedForecaster model) = Fit(Recipe() with { Split = new SplitFractions(0.9, 0.04) });
        int count = training.Data.Validation.Count;
        Assert.InRange(count, 4, 8);
        Assert.Equal((count, true, false), (model.Calibration!.Count, model.Calibration.IsEnough(0.8), model.Calibration.IsEnough(0.9)));
    }

    /// <summary>Values that were filled in are no errors to go by.</summary>
    [Fact]
    public void FilledValuesAreLeftOut()
    {
        string csv = "y\n" + string.Join('\n', Values(1).Select((value, t) => t is > 150 and < 156 ? "" : value.ToString(System.Globalization.CultureInfo.InvariantCulture)));
        SeriesTable table = CsvSeries.Read(new StringReader(csv), "gaps.csv", new CsvReadOptions { Gaps = GapPolicy.Linear });
        ForecastRecipe recipe = Recipe() with { Windows = new WindowOptions { Window = 6, Horizon = 2, MaxGap = 6 } };
        var training = new ForecastTraining(table, recipe);
        TrainedForecaster model = training.ToForecaster(TrainingOutcome.Of(training.Start(), null, default));
        WindowSet validation = training.Data.Validation;
        int measured = Enumerable.Range(0, 2).Min(place => Enumerable.Range(0, validation.Count).Count(n =>
        {
            validation.Target(n, place, out bool isMeasured);
            return isMeasured;
        }));
        Assert.True(measured < validation.Count);
        Assert.Equal(measured, model.Calibration!.Count);
    }

    /// <summary>A model of quantiles has its own ends, which differ from window to window; where a level is none of them it has plain ones.</summary>
    [Fact]
    public void QuantilesAreWidenedAndOtherLevelsArePlain()
    {
        (ForecastTraining training, TrainedForecaster model) = Quantiles.Value;
        double[] Widths(double level) => [.. model.Intervals(training.Data.Test, level).Where((_, n) => n % 2 == 0).Select(interval => Math.Round(interval.Width, 6)).Distinct()];
        Assert.True(Widths(0.8).Length > 5);
        Assert.Single(Widths(0.9));
        ForecastBands bands = model.ForecastBands(Series);
        Assert.NotEqual(bands.Forecast.Column(0)[0], (bands[0, 0, 0].Lower + bands[0, 0, 0].Upper) / 2, 1e-6);
    }

    [Fact]
    public void OfVeryManyErrorsSomeAreTaken()
    {
        (ForecastTraining training, TrainedForecaster model) = Two.Value;
        WindowSet validation = training.Data.Validation;
        ForecastCalibration Of(int most) => ForecastIntervals.Calibrate(model.Recipe, model.Model, model.Scaler, validation, most)!;
        Assert.Equal(validation.Count, Of(6 * validation.Count).Count);
        Assert.Equal((validation.Count + 1) / 2, Of((6 * validation.Count) - 1).Count);
    }

    [Fact]
    public void IntervalsMayBeMeasuredAnewOnOtherWindows()
    {
        (ForecastTraining training, TrainedForecaster model) = Two.Value;
        TrainedForecaster same = model.WithIntervals([0.8, 0.9], training.Data.Validation), other = model.WithIntervals([0.5], training.Data.Test);
        Assert.Equal(model.ToBytes(), same.ToBytes());
        Assert.Equal([0.5], other.Calibration!.Levels.ToArray());
        Assert.Equal([0.5], other.Recipe.Levels.ToArray());
        Assert.Equal(training.Data.Test.Count, other.Calibration.Count);
        Assert.Equal((model.Digest, model.Scores.Count), (other.Digest, other.Scores.Count));
        ImmutableArray<IntervalScores> scores = other.EvaluateIntervals(training.Data.Test);
        Assert.All(scores, score => Assert.InRange(score.Coverage, 0.5, 0.6));
        Assert.Contains("no level", Assert.ThrowsAny<ArgumentException>(() => model.WithIntervals([], training.Data.Test)).Message, StringComparison.Ordinal);
        WindowSet none = training.Data.Test.Slice(0, 0);
        Assert.Contains("no window", Assert.ThrowsAny<ArgumentException>(() => model.WithIntervals([0.5], none)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void OfASequenceTheLastAnswerCounts()
    {
        ForecastRecipe recipe = Recipe();
        (ForecastTraining training, TrainedForecaster model) = Fit(recipe with { Windows = recipe.Windows with { Horizon = 1, Sequence = true } });
        Assert.Equal(training.Data.Validation.Count, model.Calibration!.Count);
        Assert.Equal(training.Data.Validation.Count, model.EvaluateIntervals(training.Data.Validation)[0].Count);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1.5, 1.5)]
    [InlineData(1.2341, 1.235)]
    [InlineData(9.9991, 10)]
    [InlineData(-1.2341, -1.234)]
    [InlineData(-1.2349, -1.234)]
    [InlineData(12345.6e-200, 1.235e-196)]
    [InlineData(double.MaxValue, double.MaxValue)]
    public void WidthsAreKeptWithFourDigitsRoundedUp(double value, double expected) => Assert.Equal(expected, ForecastIntervals.Short(value));

    private static ForecastRecipe Recipe() => ForecastRecipe.Of("lstm") with
    {
        Windows = new WindowOptions { Window = 6, Horizon = 3 },
        Training = new() { Epochs = 3, Seed = 5 },
        Levels = [0.8, 0.9],
    };

    private static (ForecastTraining Training, TrainedForecaster Model) Fit(ForecastRecipe recipe)
    {
        var training = new ForecastTraining(Series, recipe);
        return (training, training.ToForecaster(TrainingOutcome.Of(training.Start(), null, default)));
    }

    private static double[] Values(ulong seed)
    {
        var random = new QSeq.Core.RandomSource(seed, "noise");
        return [.. Enumerable.Range(0, 200).Select(t => 50 + (20 * Toy.Wave(t)) + (3 * random.NextGaussian()))];
    }

    private static void Refuses(string start, Action action) =>
        Assert.StartsWith(start, Assert.ThrowsAny<ArgumentException>(action).Message, StringComparison.OrdinalIgnoreCase);
}
