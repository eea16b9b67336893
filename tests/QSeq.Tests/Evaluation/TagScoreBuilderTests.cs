using QSeq.Core;
using QSeq.Evaluation;

namespace QSeq.Tests.Evaluation;

public class TagScoreBuilderTests
{
    [Fact]
    public void AgreesWithCountingDirectly() => Property.ForAllSeeds(100, seed =>
    {
        var random = new RandomSource(seed, "scores");
        string[] tags = ["A", "B", "C", "D"];
        var sum = new TagScoreBuilder(tags[..3]); // D is not the tagger's
        var words = new List<(string Truth, string Given, bool Known)>();
        for (int s = 1 + random.NextInt(10); s > 0; s--)
        {
            (string Truth, string Given, bool Known)[] sentence =
                [.. Enumerable.Range(0, 1 + random.NextInt(6)).Select(_ => (tags[random.NextInt(4)], tags[random.NextInt(3)], random.NextInt(2) == 0))];
            sum.Add([.. sentence.Select(w => w.Truth)], [.. sentence.Select(w => w.Given)], [.. sentence.Select(w => w.Known)]);
            words.AddRange(sentence);
        }

        TagScores scores = sum.Scores();
        double Fraction(Func<(string Truth, string Given, bool Known), bool> among) =>
            (double)words.Count(w => among(w) && w.Truth == w.Given) / words.Count(among);
        return scores.Words == words.Count && scores.Accuracy == Fraction(_ => true)
            && scores.KnownAccuracy.Equals(Fraction(w => w.Known)) && scores.UnknownAccuracy.Equals(Fraction(w => !w.Known))
            && scores.Tags.All(tag => tag.Recall.Equals(Fraction(w => w.Truth == tag.Tag)) && tag.Precision.Equals(Fraction(w => w.Given == tag.Tag)))
            && scores.ConfusionMatrix().Cast<int>().Sum() == words.Count;
    });

    [Fact]
    public void MoreMayComeAfterTheScores()
    {
        var sum = new TagScoreBuilder(["A"]);
        sum.Add(["A"], ["A"], [true]);
        TagScores first = sum.Scores();
        sum.Add(["B", "A"], ["A", "A"], [false, true]);
        Assert.Equal((1, 1), (first.Words, first.Tags.Length));
        Assert.Equal((3, 2, 0.5), (sum.Scores().Words, sum.Scores().Tags.Length, sum.Scores().SentenceAccuracy));
    }

    [Fact]
    public void RefusesWhatDoesNotBelongTogetherAndTakesNothingIn()
    {
        var sum = new TagScoreBuilder(["A"]);
        Assert.Throws<ArgumentException>(() => sum.Add(["A"], ["A", "A"], [true]));
        Assert.Throws<ArgumentException>(() => sum.Add(["A"], ["A"], []));
        Assert.Throws<ArgumentException>(() => sum.Add([], [], []));
        Assert.Throws<ArgumentException>(() => sum.Add(["A", ""], ["A", "A"], [true, true]));
        Assert.Throws<ArgumentException>(sum.Scores);
        Assert.StartsWith("The tag 'A' is named twice", Assert.Throws<ArgumentException>(() => new TagScoreBuilder(["A", "A"])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new TagScoreBuilder([""]));
    }
}
