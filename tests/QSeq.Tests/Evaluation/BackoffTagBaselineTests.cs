using QSeq.Data;
using QSeq.Evaluation;

namespace QSeq.Tests.Evaluation;

public class BackoffTagBaselineTests
{
    // -ing in small letters is V twice and N once; numbers are M; the most frequent tag of all is D.
    private static readonly TaggedSentence[] Train =
    [
        new(["the", "the", "the", "the", "sailing", "rowing", "ring"], ["D", "D", "D", "D", "V", "V", "N"]),
        new(["the", "7", "London"], ["D", "M", "P"]),
    ];

    [Fact]
    public void AWordItsLookItsShapeInThisOrder()
    {
        BackoffTagBaseline baseline = BackoffTagBaseline.Fit(Train);
        Assert.Equal(["D"], baseline.Predict(["THE"])); // the word, whatever its capitals
        Assert.Equal(["N", "V"], baseline.Predict(["ring", "mooring"])); // the word before its look
        Assert.Equal(["D", "M"], baseline.Predict(["xyz", "1234"])); // small letters; numbers with another ending
        Assert.Equal(["D"], baseline.Predict(["athe"])); // -the is of a frequent word alone, so the shape decides
        Assert.Equal(6 + 3 + WordShape.Names.Length, baseline.ParameterCount); // words, suffixes with their shapes, shapes
    }

    [Fact]
    public void ScoresSentences()
    {
        TagScores scores = BackoffTagBaseline.Fit(Train).Score([new(["The", "mooring"], ["D", "V"]), new(["the", "ring"], ["D", "V"])]);
        Assert.Equal((4, 0.75), (scores.Words, scores.Accuracy));
        Assert.Equal((2, 1.0), (scores.UnknownWords, scores.UnknownAccuracy)); // The and mooring, as written
    }

    [Fact]
    public void RefusesSentencesWithoutTags()
    {
        Assert.Throws<ArgumentException>(() => BackoffTagBaseline.Fit([]));
        Assert.Throws<ArgumentException>(() => BackoffTagBaseline.Fit([new(["a"])]));
        Assert.Throws<ArgumentException>(() => BackoffTagBaseline.Fit(Train).Score([new(["a"])]));
        Assert.ThrowsAny<ArgumentException>(() => BackoffTagBaseline.Fit(Train, 9));
    }
}
