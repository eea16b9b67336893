using QSeq.Evaluation;

namespace QSeq.Tests.Evaluation;

public class TagScoresTests
{
    private static readonly string[] Tags = ["N", "V", "D"];

    // Truth and answer word by word: N-N, V-N, N-N | V-V, N-V | P-D; P is a tag that the tagger does not know.
    private static readonly TagScores Scores = TagScores.Compare(
        Tags,
        [["N", "V", "N"], ["V", "N"], ["P"]],
        [["N", "N", "N"], ["V", "V"], ["D"]],
        [[true, true, false], [true, true], [false]]);

    [Fact]
    public void CountWordsAndSentences()
    {
        Assert.Equal((6, 3), (Scores.Words, Scores.Sentences));
        Assert.Equal(3.0 / 6, Scores.Accuracy);
        Assert.Equal(0, Scores.SentenceAccuracy);
        Assert.Equal((4, 2.0 / 4), (Scores.KnownWords, Scores.KnownAccuracy));
        Assert.Equal((2, 1.0 / 2), (Scores.UnknownWords, Scores.UnknownAccuracy));
        Assert.Equal(0.5, TagScores.Compare(Tags, [["N", "V"], ["V"]], [["N", "V"], ["N"]], [[true, true], [true]]).SentenceAccuracy);
    }

    [Fact]
    public void ScoreEachTag()
    {
        Assert.Equal(["N", "V", "D", "P"], Scores.Tags.Select(tag => tag.Tag));
        Assert.Equal(new TagScore("N", 2.0 / 3, 2.0 / 3, 2.0 / 3, 3), Scores.Tags[0]); // given to 3, 2 of them rightly; 3 have it
        Assert.Equal(new TagScore("V", 1.0 / 2, 1.0 / 2, 1.0 / 2, 2), Scores.Tags[1]);
        Assert.Equal(new TagScore("D", 0, double.NaN, 0, 0), Scores.Tags[2]);
        Assert.Equal(new TagScore("P", double.NaN, 0, 0, 1), Scores.Tags[3]);
        Assert.Equal(((2.0 / 3) + (1.0 / 2)) / 4, Scores.MacroF1, 1e-15);
    }

    [Fact]
    public void TheConfusionMatrixHasTheTruthInRows()
    {
        int[,] expected = { { 2, 1, 0, 0 }, { 1, 1, 0, 0 }, { 0, 0, 0, 0 }, { 0, 0, 1, 0 } };
        Assert.Equal(expected, Scores.ConfusionMatrix());
        Scores.ConfusionMatrix()[0, 0] = 9;
        Assert.Equal(expected, Scores.ConfusionMatrix());
    }

    [Fact]
    public void WhereThereIsNothingThereIsNoAccuracy()
    {
        TagScores scores = TagScores.Compare(Tags, [["N"]], [["N"]], [[true]]);
        Assert.Equal((1, double.NaN, 0), (scores.KnownAccuracy, scores.UnknownAccuracy, scores.UnknownWords));
        Assert.Equal(new TagScore("D", double.NaN, double.NaN, double.NaN, 0), scores.Tags[2]);
        Assert.Equal(1, scores.MacroF1); // of the tags that occur
    }

    [Fact]
    public void RefusesPartsThatDoNotBelongTogether()
    {
        Assert.StartsWith("1 tagged sentences and 2 of known words cannot be compared with 2 true ones", Assert.Throws<ArgumentException>(
            () => TagScores.Compare(Tags, [["N"], ["N"]], [["N"]], [[true], [true]])).Message, StringComparison.Ordinal);
        Assert.StartsWith("0 given tags", Assert.Throws<ArgumentException>(() => TagScores.Compare(Tags, [], [], [])).Message, StringComparison.Ordinal);
    }
}
