using QSeq.Data;
using QSeq.Models;
using QSeq.Persistence;
using QSeq.Tagging;
using QSeq.Tests.Cli;
using QSeq.Training;

namespace QSeq.Tests.Tagging;

public class TrainedTaggerTests
{
    private static readonly IReadOnlyList<TaggedSentence> Bank = ConlluReader.Read(new StringReader(Treebank.Text()), "bank");

    private static TaggingRecipe Recipe => TaggingRecipe.Of("lstm") with { Training = new() { Epochs = 2, Seed = 5 } };

    [Fact]
    public void WhatIsFittedSavedAndLoadedTagsTheSame()
    {
        var tagger = TrainedTagger.Fit(Bank, Recipe);
        var loaded = TrainedTagger.FromBytes(tagger.ToBytes(), "sample");
        Assert.Equal(tagger.Tag(Bank), loaded.Tag(Bank));
        Assert.Equal(tagger.ToBytes(), loaded.ToBytes());
        SentenceSplit parts = SentenceSplit.Create(Bank);
        Assert.Equal(tagger.Scores["test.accuracy"], loaded.Evaluate(parts.Test).Accuracy);
        Assert.Equal(tagger.Scores["validation.accuracy"], loaded.Evaluate(parts.Validation).Accuracy);
        Assert.Equal(["test.accuracy", "test.macro-f1", "test.sentence-accuracy", "test.unknown-accuracy", "validation.accuracy"], loaded.Scores.Keys.Order());
        Assert.Equal((84, 18, 18), (loaded.Data.Train.Sentences, loaded.Data.Validation?.Sentences, loaded.Data.Test?.Sentences));
        Assert.Equal(Bank.Sum(sentence => sentence.Words.Length), loaded.Data.Train.Words + loaded.Data.Validation?.Words + loaded.Data.Test?.Words);
    }

    [Fact]
    public void TheRecipeAndTheSentencesMakeTheTagger()
    {
        var tagger = TrainedTagger.Fit(Bank, Recipe);
        Assert.Equal(tagger.Digest, TrainedTagger.Fit(Bank, tagger.Recipe with { Training = tagger.Recipe.Training with { Threads = 3 } }).Digest);
        Assert.NotEqual(tagger.Digest, TrainedTagger.Fit(Bank, Recipe with { Training = new() { Epochs = 2, Seed = 6 } }).Digest);

        // The same by hand, and with parts that are given apart.
        SentenceSplit parts = SentenceSplit.Create(Bank);
        var byHand = SequenceTagger.Create(parts.Train, Recipe.Tagger, seed: 5);
        Trainer.Fit(byHand, parts.Train, parts.Validation, Recipe.Training);
        Assert.Equal(TrainedModel.DigestOf(byHand.Model), tagger.Digest);
        var apart = TrainedTagger.Fit(parts, Recipe);
        Assert.Equal(tagger.Digest, apart.Digest);
        Assert.Equal(tagger.Data.Digest, apart.Data.Digest);
        Assert.Null(apart.Recipe.Split);
    }

    [Fact]
    public void ReferencesComeFromTheTrainingPart()
    {
        TaggingRecipe drawn = TaggingRecipe.Of("qk-lstm-count") with { Training = new() { Epochs = 1 } };
        TaggerTraining One(TaggingRecipe recipe) => new(Bank, recipe);
        SequenceTagger expected = One(drawn).Tagger;
        string before = TrainedModel.DigestOf(expected.Model);
        KernelReferences.FromData(expected, SentenceSplit.Create(Bank).Train, 0);
        Assert.Equal(TrainedModel.DigestOf(expected.Model), TrainedModel.DigestOf(One(drawn with { ReferencesFromData = true }).Tagger.Model));
        Assert.NotEqual(before, TrainedModel.DigestOf(expected.Model));
    }

    [Fact]
    public void WithoutASplitAllIsLearnt()
    {
        var tagger = TrainedTagger.Fit(Bank, Recipe with { Split = null });
        Assert.Equal((120, null, null), (tagger.Data.Train.Sentences, tagger.Data.Validation, tagger.Data.Test));
        Assert.Empty(tagger.Scores);
    }

    [Fact]
    public void WhatCannotBeLearntIsRefused()
    {
        TaggedSentence[] one = [new(["a"], ["X"]), new(["b"], ["X"])];
        void Refused<T>(string expected, Action action)
            where T : Exception => Assert.Contains(expected, Assert.ThrowsAny<T>(action).Message, StringComparison.Ordinal);
        Refused<InvalidDataException>("has the tag 'X', so there is nothing to learn", () => TrainedTagger.Fit(one, Recipe with { Split = null }));
        Refused<InvalidDataException>("gets no sentence", () => TrainedTagger.Fit(one, Recipe));
        Refused<ArgumentException>("no tags", () => TrainedTagger.Fit([new TaggedSentence(["a"])], Recipe with { Split = null }));
        Refused<ArgumentException>("no sentences", () => TrainedTagger.Fit([], Recipe with { Split = null }));
        Refused<ArgumentException>("early stopping needs validation sentences", () => TrainedTagger.Fit(Bank, Recipe with { Split = new(0.8, 0), Training = new() { EarlyStopping = new() } }));
        Refused<ArgumentException>("early stopping needs validation sentences", () => TrainedTagger.Fit(Bank, Recipe with { Split = null, Training = new() { EarlyStopping = new() } }));
        Refused<ArgumentException>("hidden size 0", () => TrainedTagger.Fit(Bank, Recipe with { Tagger = Recipe.Tagger with { Hidden = 0 } }));
        Refused<ArgumentException>("qubits", () => (Recipe with { Tagger = new() { Gates = new QlstmGates(), Hidden = 30 } }).Validate());
        Refused<ArgumentException>("did you mean 'lstm'", () => TaggingRecipe.Of("lstn"));
    }

    [Fact]
    public void ManyThreadsShareOneTagger()
    {
        const int Threads = 8, Each = 250;
        var tagger = TrainedTagger.Fit(Bank, Recipe);
        TaggedSentence[][] texts = [.. Bank.Take(8).Select((sentence, n) => Bank.Skip(n).Take(1 + (3 * n)).ToArray())];
        IReadOnlyList<TaggedSentence>[] expected = [.. texts.Select(text => tagger.Tag(text))];
        int wrong = 0;
        Thread[] threads = [.. Enumerable.Range(0, Threads).Select(thread => new Thread(() =>
        {
            for (int n = 0; n < Each; n++)
            {
                int which = (n + thread) % texts.Length;
                if (!tagger.Tag(texts[which]).SequenceEqual(expected[which])) Interlocked.Increment(ref wrong);
            }
        }))];
        foreach (Thread thread in threads) thread.Start();
        foreach (Thread thread in threads) thread.Join();
        Assert.Equal(0, wrong);
    }

    [Fact]
    public void SentencesAreFoundAgainByTheirWords()
    {
        var data = TrainedTagger.Fit(Bank, Recipe).Data;
        SentenceSplit parts = SentenceSplit.Create(Bank);
        Assert.All(parts.Train, sentence => Assert.True(data.Train.Hashes!.Contains(sentence.WithTags([]))));
        Assert.DoesNotContain(parts.Test, data.Train.Hashes!.Contains);
        Assert.All(parts.Validation, sentence => Assert.True(data.Validation!.Hashes!.Contains(sentence)));
        Assert.Null(data.Test!.Hashes);
        Assert.True(data.Train.Begins(Bank));
        Assert.False(data.Train.Begins([.. Bank.Reverse()]));
        Assert.False(data.Train.Begins([.. Bank.Take(83)]));
        Assert.Null(new SentencePart { Source = "x" }.Begins(Bank));
    }
}
