using System.Collections.Immutable;
using System.Diagnostics;
using QSeq.Data;
using QSeq.Evaluation;
using QSeq.Training;

namespace QSeq.Studies.Papers;

/// <summary>Trains a tagger from a seed, watches its accuracy by epoch, and scores the test part once, at the end.</summary>
public static class TagSweep
{
    /// <summary>One run.</summary>
    /// <param name="contender">The tagger.</param>
    /// <param name="split">Sentences to train on, to choose the epoch by and watch (where there are none, the test part is watched), and to score.</param>
    /// <param name="options">Epochs, batch size, optimiser and so on; the seed is set here.</param>
    /// <param name="seed">The seed of the first weights and of the order of sentences.</param>
    /// <param name="progress">Told after every epoch.</param>
    /// <param name="cancellationToken">Ends the run.</param>
    /// <returns>The curve, the scores and the trained tagger.</returns>
    public static TagRun Run(
        TagContender contender,
        SentenceSplit split,
        TrainingOptions options,
        ulong seed,
        IProgress<EpochReport>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(contender);
        ArgumentNullException.ThrowIfNull(split);
        ArgumentNullException.ThrowIfNull(options);
        long start = Stopwatch.GetTimestamp();
        SequenceTagger tagger = SequenceTagger.Create(split.Train, contender.Options, seed);
        var watch = new Watch(tagger, split.Validation.Count > 0 ? split.Validation : split.Test, progress);
        TrainingResult result = TaggerTrainer.Fit(tagger, split.Train, split.Validation, options with { Seed = seed }, watch, cancellationToken);
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        return new TagRun(seed, [.. watch.Curve], TaggerEvaluator.Evaluate(tagger, split.Test), tagger, result, seconds);
    }

    private sealed class Watch(SequenceTagger tagger, IReadOnlyList<TaggedSentence> sentences, IProgress<EpochReport>? progress) : IProgress<EpochReport>
    {
        public List<TagPoint> Curve { get; } = [];

        public void Report(EpochReport value)
        {
            Curve.Add(new TagPoint(value.Epoch, value.TrainLoss, TaggerEvaluator.Evaluate(tagger, sentences).Accuracy));
            progress?.Report(value);
        }
    }
}

/// <summary>A tagger in an experiment.</summary>
/// <param name="Label">What tables call it.</param>
/// <param name="Model">Its name in the catalogue.</param>
/// <param name="Options">Its sizes.</param>
/// <param name="Decoding">How the printed parameter count was decoded, or why the model is here.</param>
/// <param name="Published">The paper's parameter count; null where it prints none.</param>
public sealed record TagContender(string Label, string Model, TaggerOptions Options, string Decoding, int? Published = null);

/// <summary>After an epoch.</summary>
/// <param name="Epoch">The epoch, from 1.</param>
/// <param name="TrainLoss">Mean cross-entropy of the training words over the epoch, nats.</param>
/// <param name="Accuracy">Accuracy on the words watched: of the validation part, or of the test part where there is none.</param>
public sealed record TagPoint(int Epoch, double TrainLoss, double Accuracy);

/// <summary>One seed's run.</summary>
/// <param name="Seed">The seed.</param>
/// <param name="Curve">Loss and accuracy by epoch.</param>
/// <param name="Scores">Scores of the kept weights on the test part.</param>
/// <param name="Tagger">The trained tagger.</param>
/// <param name="Training">How training went.</param>
/// <param name="Seconds">Wall time of the run, the watching after every epoch included.</param>
public sealed record TagRun(
    ulong Seed, ImmutableArray<TagPoint> Curve, TagScores Scores, SequenceTagger Tagger, TrainingResult Training, double Seconds)
{
    /// <summary>The first epoch from which on every word watched is right; null if there is none.</summary>
    public int? SettledEpoch
    {
        get
        {
            int wrong = Curve.Length - 1;
            while (wrong >= 0 && Curve[wrong].Accuracy == 1) wrong--;
            return wrong == Curve.Length - 1 ? null : Curve[wrong + 1].Epoch;
        }
    }
}
