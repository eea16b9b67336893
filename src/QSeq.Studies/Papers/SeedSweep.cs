using System.Collections.Immutable;
using System.Diagnostics;
using QSeq.Data;
using QSeq.Evaluation;
using QSeq.Models;
using QSeq.Training;

namespace QSeq.Studies.Papers;

/// <summary>Trains a model from several seeds and watches the test scores, on which nothing is chosen.</summary>
public static class SeedSweep
{
    /// <summary>One run.</summary>
    /// <param name="contender">The model.</param>
    /// <param name="split">The data.</param>
    /// <param name="options">Epochs, batch size and so on; optimiser and seed are set here.</param>
    /// <param name="seed">The seed of the first weights and of the order of samples.</param>
    /// <param name="progress">Told after every epoch.</param>
    /// <param name="cancellationToken">Ends the run.</param>
    /// <returns>The curve, the answers on the test part and the trained model.</returns>
    public static SweepRun Run(
        Contender contender,
        DataSplit split,
        TrainingOptions options,
        ulong seed,
        IProgress<EpochReport>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(contender);
        ArgumentNullException.ThrowIfNull(split);
        ArgumentNullException.ThrowIfNull(options);
        long start = Stopwatch.GetTimestamp();
        var model = new SequenceModel(contender.Config, seed);
        var watch = new Watch(new Evaluator(model, split.Test), progress);
        options = options with { Seed = seed, Optimizer = options.Optimizer with { LearningRate = contender.LearningRate } };
        TrainingResult result = Trainer.Fit(model, split.Train, split.Validation, options, watch, cancellationToken);
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;

        var evaluator = new Evaluator(model, split.Test);
        evaluator.Predict(split.Scaler, out double[] predictions, out double[] truth);
        return new SweepRun(
            seed, [.. watch.Curve], evaluator.Evaluate(), Scores.Compare(predictions, truth), predictions, truth, model, result, seconds);
    }

    private sealed class Watch(Evaluator test, IProgress<EpochReport>? progress) : IProgress<EpochReport>
    {
        public List<CurvePoint> Curve { get; } = [];

        public void Report(EpochReport value)
        {
            Scores scores = test.Evaluate();
            Curve.Add(new CurvePoint(value.Epoch, value.TrainLoss, scores.Mse, scores.R2));
            progress?.Report(value);
        }
    }
}

/// <summary>Scores after an epoch, in scaled units.</summary>
/// <param name="Epoch">The epoch, from 1.</param>
/// <param name="TrainLoss">Mean training loss over the epoch.</param>
/// <param name="TestMse">Mean squared error on the test part.</param>
/// <param name="TestR2">R2 on the test part.</param>
public sealed record CurvePoint(int Epoch, double TrainLoss, double TestMse, double TestR2);

/// <summary>One seed's run.</summary>
/// <param name="Seed">The seed.</param>
/// <param name="Curve">Scores by epoch.</param>
/// <param name="Scaled">Test scores of the kept weights, scaled units.</param>
/// <param name="Original">Test scores of the kept weights, units of the data.</param>
/// <param name="Predictions">Answers on the test part, units of the data.</param>
/// <param name="Truth">What was to be predicted.</param>
/// <param name="Model">The trained model.</param>
/// <param name="Training">How training went.</param>
/// <param name="Seconds">Wall time of the run, test scores after every epoch included.</param>
public sealed record SweepRun(
    ulong Seed,
    ImmutableArray<CurvePoint> Curve,
    Scores Scaled,
    Scores Original,
    double[] Predictions,
    double[] Truth,
    SequenceModel Model,
    TrainingResult Training,
    double Seconds);
