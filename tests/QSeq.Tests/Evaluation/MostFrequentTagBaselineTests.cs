using QSeq.Data;
using QSeq.Evaluation;

namespace QSeq.Tests.Evaluation;

public class MostFrequentTagBaselineTests
{
    // Overall D 5, V 4, N 3, X 1; run is N and V twice each, set N and X once each; sea and hum occur once, V both.
    private static readonly TaggedSentence[] Train =
    [
        new(["the", "run", "the", "run"], ["D", "N", "D", "V"]),
        new(["the", "run", "the", "run"], ["D", "V", "D", "N"]),
        new(["the", "set", "set", "sea", "hum"], ["D", "X", "N", "V", "V"]),
    ];

    [Fact]
    public void GivesEachWordItsMostFrequentTag()
    {
        var baseline = MostFrequentTagBaseline.Fit(Train);
        Assert.Equal(["D", "V", "N", "V"], baseline.Predict(["the", "run", "set", "sea"])); // ties: the tag that is more frequent overall
        Assert.Equal(5, baseline.ParameterCount);
        Assert.True(baseline.IsKnown("the"));
        Assert.False(baseline.IsKnown("The"));
    }

    [Fact]
    public void GivesUnknownWordsTheMostFrequentTagOfAll()
    {
        var baseline = MostFrequentTagBaseline.Fit(Train);
        Assert.Equal("D", baseline.UnknownTag);
        Assert.Equal(["D", "D"], baseline.Predict(["the", "The"]));
    }

    [Fact]
    public void TiesAreDecidedTheSameWayInAnyOrder()
    {
        TaggedSentence[] sentences = [new(["a"], ["Y"]), new(["a"], ["X"])];
        Assert.Equal(["X", "X"], MostFrequentTagBaseline.Fit(sentences).Predict(["a", "b"]));
        Assert.Equal(["X", "X"], MostFrequentTagBaseline.Fit([sentences[1], sentences[0]]).Predict(["a", "b"]));
    }

    [Fact]
    public void ScoresSentences()
    {
        TagScores scores = MostFrequentTagBaseline.Fit(Train).Score([new(["the", "sea"], ["D", "N"]), new(["The", "run"], ["D", "Z"])]);
        Assert.Equal((4, 0.5, 0), (scores.Words, scores.Accuracy, scores.SentenceAccuracy));
        Assert.Equal((3, 1.0 / 3, 1, 1.0), (scores.KnownWords, scores.KnownAccuracy, scores.UnknownWords, scores.UnknownAccuracy));
        Assert.Equal(["D", "N", "V", "X", "Z"], scores.Tags.Select(tag => tag.Tag));
    }

    [Fact]
    public void RefusesSentencesWithoutTags()
    {
        Assert.Throws<ArgumentException>(() => MostFrequentTagBaseline.Fit([]));
        Assert.Throws<ArgumentException>(() => MostFrequentTagBaseline.Fit([new(["a"])]));
        var baseline = MostFrequentTagBaseline.Fit(Train);
        Assert.StartsWith("The sentence that begins with 'a' has no tags", Assert.Throws<ArgumentException>(() => baseline.Score([new(["a"])])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => baseline.Score([]));
    }
}
