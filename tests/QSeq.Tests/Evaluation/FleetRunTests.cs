using QSeq.Data;
using QSeq.Evaluation;
using QSeq.Models;
using QSeq.Tests.Training;
using QSeq.Training;

namespace QSeq.Tests.Evaluation;

public class FleetRunTests
{
    private static readonly FleetOptions Options = new()
    {
        Model = ModelCatalogue.Default.Find("hqkan-lstm").Preset,
        Windows = new WindowOptions { Window = 4 },
        Training = new TrainingOptions { Epochs = 2, Seed = 9 },
    };

    [Fact]
    public void ASeriesIsTheTrainersRunAlone()
    {
        SeriesTable table = Waves("a", "b", "c");
        FleetResult result = Run(table, ["b"], Options)["b"];

        DataSplit split = DataSplit.Create(table.Select(["b"]), Options.Windows, Options.Split, Options.Scaler);
        ulong seed = FleetRun.SeedOf(9, "b");
        var model = new SequenceModel(Options.Model, seed);
        TrainingResult fit = Trainer.Fit(model, split.Train, split.Validation, Options.Training with { Seed = seed });
        Assert.Equal(model.Parameters, result.Model!.Parameters);
        Assert.Equal(split.Scaler, result.Scaler);
        Assert.Equal((seed, fit.History.Count, fit.BestEpoch), (result.Seed, result.Epochs, result.BestEpoch));
        Assert.Equal(new Evaluator(model, split.Train).Evaluate(split.Scaler), result.Train);
        Assert.Equal(new Evaluator(model, split.Validation).Evaluate(split.Scaler), result.Validation);
        Assert.Equal(new Evaluator(model, split.Test).Evaluate(split.Scaler), result.Test);
        Assert.Equal(Baselines.Naive(split.Test, split.Scaler), result.Naive);
        Assert.Equal(Baselines.LinearAr(split.Train, split.Test, out _, split.Scaler), result.LinearAr);
        Assert.Null(result.Failure);
        Assert.True(result.Seconds > 0);
    }

    [Fact]
    public void NothingDependsOnThreadsOrderOrCompany()
    {
        SeriesTable table = Waves("a", "b", "c", "d", "e");
        Dictionary<string, FleetResult> whole = Run(table, table.Names, Options);
        Assert.Equal(5, whole.Count);
        Assert.Equal(5, whole.Values.Select(result => result.Seed).Distinct().Count());
        foreach (FleetResult other in Run(table, [.. table.Names.Reverse()], Options with { Threads = 7 }).Values.Concat(Run(table.Select(["d", "b"]), ["d", "b"], Options).Values))
        {
            Assert.Equal(whole[other.Series].Model!.Parameters, other.Model!.Parameters);
            Assert.Equal(whole[other.Series].Test, other.Test);
        }
    }

    [Fact]
    public void AFailureIsAResultAndTheOthersGoOn()
    {
        double[] wave = [.. Enumerable.Range(0, 60).Select(Toy.Wave)], huge = [.. wave];
        huge[^1] = 1e300;
        var table = new SeriesTable("test", ["flat", "wave", "huge"], [[.. wave.Select(_ => 3.0)], wave, huge]);
        Dictionary<string, FleetResult> results = Run(table, table.Names, Options);
        Assert.Null(results["wave"].Failure);
        Assert.StartsWith("constant (3) throughout the training part", results["flat"].Failure, StringComparison.Ordinal);
        Assert.Contains("too large for single precision", results["huge"].Failure, StringComparison.Ordinal);
        Assert.All([results["flat"], results["huge"]], result => Assert.True(result is { Model: null, Test: null }));
    }

    [Fact]
    public void ALossThatIsNotFiniteIsAFailure()
    {
        FleetOptions wild = Options with { Training = Options.Training with { Optimizer = new AdamConfig { LearningRate = 1e38 } } };
        FleetResult result = Run(Waves("a"), ["a"], wild)["a"];
        Assert.Contains("at learning rate", result.Failure, StringComparison.Ordinal);
        Assert.Null(result.Model);
    }

    [Fact]
    public void ASeriesTooShortIsAFailure() =>
        Assert.Contains("even a window of 1 leaves a part without windows, so choose other fractions or a longer series", Run(Toy.Table(4, Toy.Wave), ["y"], Options)["y"].Failure, StringComparison.Ordinal);

    [Fact]
    public void WhereThereIsNoBaselineThereIsNone()
    {
        FleetOptions sequence = Options with { Model = Options.Model with { Output = OutputMode.Sequence }, Windows = Options.Windows with { Sequence = true } };
        FleetResult result = Run(Waves("a"), ["a"], sequence)["a"];
        Assert.True(result is { Failure: null, Test: not null, Naive: null, LinearAr: null });
        result = Run(Waves("a"), ["a"], Options with { Split = new(1, 0) })["a"];
        Assert.True(result is { Failure: null, Train: not null, Validation: null, Test: null, Naive: null, LinearAr: null });
    }

    [Fact]
    public void OptionsThatFitNoSeriesAreRefused()
    {
        SeriesTable table = Waves("a");
        foreach (FleetOptions bad in (FleetOptions[])
        [
            Options with { Threads = 0 },
            Options with { Model = Options.Model with { Inputs = 2 } },
            Options with { Model = Options.Model with { Outputs = 2 } },
            Options with { Model = Options.Model with { Output = OutputMode.Sequence } },
            Options with { Training = Options.Training with { Epochs = 0 } },
            Options with { Windows = Options.Windows with { Window = 0 } },
            Options with { Split = new(1, 0), Training = Options.Training with { EarlyStopping = new() } },
        ])
            Assert.ThrowsAny<ArgumentException>(() => Run(table, ["a"], bad));
        Assert.Contains("did you mean 'a'", Assert.Throws<ArgumentException>(() => Run(table, ["aa"], Options)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void CancellingTellsWhatWasFinishedAndNoMore()
    {
        using var cancel = new CancellationTokenSource();
        SeriesTable table = Waves("a", "b", "c");
        List<FleetResult> told = [];
        Assert.ThrowsAny<OperationCanceledException>(() => FleetRun.Run(
            table,
            table.Names,
            Options,
            result =>
            {
                told.Add(result);
                cancel.Cancel();
            },
            cancel.Token));
        Assert.NotNull(Assert.Single(told).Model);
    }

    [Fact]
    public void WhatTheListenerThrowsEndsTheRun() =>
        Assert.Throws<IOException>(() => FleetRun.Run(Waves("a", "b"), ["a", "b"], Options with { Threads = 2 }, _ => throw new IOException("the disk is full")));

    private static Dictionary<string, FleetResult> Run(SeriesTable table, IReadOnlyList<string> series, FleetOptions options)
    {
        var results = new Dictionary<string, FleetResult>();
        FleetRun.Run(table, series, options, result => results.Add(result.Series, result));
        return results;
    }

    private static SeriesTable Waves(params string[] names) =>
        new("test", names, [.. names.Select((_, c) => Enumerable.Range(0, 60).Select(t => Toy.Wave(t + (3 * c)) + (0.1 * c)).ToArray())]);
}
