using QSeq.Data;
using QSeq.Evaluation;
using QSeq.Models;
using QSeq.Training;

namespace QSeq.Tests.Evaluation;

public class TagScoresOfTests
{
    private static readonly TaggedSentence[] Sentences = [new(["the", "boat"], ["DET", "NOUN"]), new(["boat"], ["NOUN"]), new(["Gulls", "the", "boat"], ["PROPN", "DET", "NOUN"])];

    [Fact]
    public void ScoresAreThoseOfTheTagsGiven()
    {
        SequenceTagger tagger = Tagger();
        TagScores scores = TagScores.Of(tagger, Sentences);
        IReadOnlyList<TaggedSentence> given = tagger.Tag(Sentences);
        int right = Sentences.Zip(given).Sum(pair => pair.First.Tags.Zip(pair.Second.Tags).Count(tags => tags.First == tags.Second));
        Assert.Equal((3, 6), (scores.Sentences, scores.Words));
        Assert.Equal(right / 6.0, scores.Accuracy);
    }

    [Fact]
    public void KnownWordsAreThoseOfTrainingAndStrangeTagsAreErrors()
    {
        TagScores scores = TagScores.Of(Tagger(), Sentences);
        Assert.Equal((5, 1), (scores.KnownWords, scores.UnknownWords)); // Gulls
        Assert.Equal(0, scores.UnknownAccuracy);
        Assert.Equal(["DET", "NOUN", "PROPN"], scores.Tags.Select(tag => tag.Tag));
    }

    [Fact]
    public void MoreSentencesThanABatchAreTheSame()
    {
        SequenceTagger tagger = Tagger();
        TagScores one = TagScores.Of(tagger, Sentences), many = TagScores.Of(tagger, Enumerable.Repeat(Sentences, 900).SelectMany(s => s));
        Assert.Equal(one.Accuracy, many.Accuracy, 12);
        Assert.Equal(2700, many.Sentences);
    }

    [Fact]
    public void RefusesSentencesWithoutTagsAndNone()
    {
        Assert.Contains("begins with 'the' has no tags", Assert.Throws<ArgumentException>(() => TagScores.Of(Tagger(), [new TaggedSentence(["the"])])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => TagScores.Of(Tagger(), []));
        Assert.Throws<ArgumentNullException>(() => TagScores.Of(Tagger(), null!));
    }

    private static SequenceTagger Tagger() => SequenceTagger.Create(Sentences[..2], new TaggerOptions { Gates = new LstmGates() }, seed: 3);
}
