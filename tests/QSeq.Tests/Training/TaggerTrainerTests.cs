using QSeq.Data;
using QSeq.Models;
using QSeq.Objectives;
using QSeq.Training;

namespace QSeq.Tests.Training;

public class TaggerTrainerTests
{
    private static readonly TaggedSentence[] Two =
    [
        new(["a", "b", "a"], ["X", "Y", "X"]),
        new(["b", "a"], ["Y", "X"]),
    ];

    private static readonly TrainingOptions Options = new() { Epochs = 30, BatchSize = 1, Objective = Objective.CrossEntropy, Optimizer = new AdamConfig { LearningRate = 0.05 } };

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void WhatWordsTellIsLearnt(bool bidirectional)
    {
        SequenceTagger tagger = Tagger(bidirectional);
        TrainingResult result = TaggerTrainer.Fit(tagger, Two, null, Options);
        Assert.Equal(StopReason.Completed, result.Stop);
        Assert.True(result.History[^1].TrainLoss < 0.1 * result.History[0].TrainLoss);
        Assert.Equal(Two, tagger.Tag(Two));
        Assert.Equal(["Y", "Y", "X"], tagger.Tag(["b", "b", "a"]).AsEnumerable());
    }

    [Fact]
    public void OneRunIsTheSameWithAnyNumberOfThreads()
    {
        TaggedSentence[] many = [.. Enumerable.Range(0, 400).Select(n => Two[n % 2])];
        float[][] weights = [.. new[] { 1, 2, 3 }.Select(threads =>
        {
            SequenceTagger tagger = Tagger(true);
            TaggerTrainer.Fit(tagger, many, Two, Options with { Epochs = 2, BatchSize = 300, Threads = threads });
            return tagger.Model.Parameters;
        })];
        Assert.Equal(weights[0], weights[1]);
        Assert.Equal(weights[0], weights[2]);
    }

    [Fact]
    public void ValidationChoosesTheEpoch()
    {
        // What is wrong by validation gets worse the longer it is learnt, so the first epochs are kept.
        SequenceTagger tagger = Tagger(false);
        TaggedSentence[] opposite = [.. Two.Select(sentence => sentence.WithTags([.. sentence.Tags.Select(tag => tag == "X" ? "Y" : "X")]))];
        TrainingResult result = TaggerTrainer.Fit(tagger, Two, opposite, Options with { EarlyStopping = new EarlyStopping { Patience = 3 } });
        Assert.Equal(StopReason.EarlyStopping, result.Stop);
        Assert.True(result.BestEpoch <= 2);
        Assert.Equal(result.History.Min(epoch => epoch.ValidationLoss), result.History[result.BestEpoch - 1].ValidationLoss);
    }

    [Fact]
    public void WhatCannotBeLearntFromIsRefused()
    {
        void Refused(string expected, IReadOnlyList<TaggedSentence> train, IReadOnlyList<TaggedSentence>? validation = null, TrainingOptions? options = null, bool badData = false)
        {
            Exception? e = Record.Exception(() => TaggerTrainer.Fit(Tagger(false), train, validation, options ?? Options));
            Assert.True(badData ? e is InvalidDataException : e is ArgumentException, $"{e}");
            Assert.Contains(expected, e!.Message, StringComparison.Ordinal);
        }

        Refused("no training sentence", []);
        Refused("has no tags", [new TaggedSentence(["a"])]);
        Refused("has no tags", Two, [new TaggedSentence(["a"])]);
        Refused("'Z' is not among the tagger's X, Y", [new TaggedSentence(["a"], ["Z"])]);
        Refused("no tag of the validation sentences is known", Two, [new TaggedSentence(["a"], ["Z"])], badData: true);
        Refused("early stopping needs validation", Two, null, Options with { EarlyStopping = new EarlyStopping() });
        Refused("the objective is mse", Two, null, Options with { Objective = Objective.Mse });
    }

    [Fact]
    public void WindowsAreNotTrainedOnCrossEntropy()
    {
        var model = new SequenceModel(new() { Gates = new LstmGates() }, 0);
        var e = Assert.ThrowsAny<ArgumentException>(() => Trainer.Fit(model, Toy.Waves(20), null, new TrainingOptions { Objective = Objective.CrossEntropy }));
        Assert.Contains("for taggers", e.Message, StringComparison.Ordinal);
        e = Assert.ThrowsAny<ArgumentException>(() => Trainer.Fit(Tagger(false).Model, Toy.Waves(20)));
        Assert.Contains("reads symbols", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void PartsThatDoNotFitAreRefused()
    {
        SequenceTagger tagger = Tagger(false);
        Assert.Throws<ArgumentException>(() => new SequenceTagger(tagger.Model, TokenEncoder.Fit([new TaggedSentence(["c"])]), tagger.Tags));
        Assert.Throws<ArgumentException>(() => new SequenceTagger(tagger.Model, tagger.Encoder, TagSet.FromNames(["X", "Y", "Z"])));
        Assert.Throws<ArgumentException>(() => new SequenceTagger(new SequenceModel(new() { Gates = new LstmGates() }, 0), tagger.Encoder, tagger.Tags));
        Assert.ThrowsAny<ArgumentException>(() => SequenceTagger.Create(Two, new TaggerOptions { Gates = new LstmGates(), Dimensions = [8, 8] }, 0));
    }

    private static SequenceTagger Tagger(bool bidirectional) =>
        SequenceTagger.Create(Two, new TaggerOptions { Gates = new LstmGates(), Dimensions = [4], Hidden = 3, Bidirectional = bidirectional }, seed: 1);
}
