using QSeq.Cli.Reports;
using QSeq.Evaluation;

namespace QSeq.Tests.Cli;

/// <summary>What is said of a tagger beside the most frequent tag of each word.</summary>
public class TagVerdictTests
{
    /// <summary>A model that is plainly worse is called so on few words as well.</summary>
    [Theory]
    [InlineData(24, 12, 0, "The model is worse than the most frequent tag of each word here: 25.0 % of words are wrong against 0.0 % (p < 0.001, paired t-test over 24 sentences).")]
    [InlineData(24, 0, 12, "The model is better than the most frequent tag of each word here: 0.0 % of words are wrong against 25.0 % (p < 0.001, paired t-test over 24 sentences).")]
    [InlineData(24, 1, 3, "No difference is shown between the model and the most frequent tag of each word: 2.1 % of words are wrong against 6.2 % (p = 0.162, paired t-test over 24 sentences).")]
    [InlineData(24, 2, 2, "No difference is shown between the model and the most frequent tag of each word: 4.2 % of words are wrong against 4.2 % (p = 1.000, paired t-test over 24 sentences).")]
    [InlineData(19, 19, 0, "19 sentences are too few to tell whether the model is better than the most frequent tag of each word: 50.0 % of words are wrong against 0.0 %; expected 20 or more.")]
    public void The_verdict_is_that_of_the_test(int sentences, int model, int baseline, string said) =>
        Assert.Equal(said, TagReport.Reading(Wrong("model", sentences, model), Wrong("most frequent tag", sentences, baseline)));

    // Sentences of two words; in the first so many of them the second word is wrong.
    private static TagReport.Row Wrong(string name, int sentences, int wrong)
    {
        string[][] truth = [.. Enumerable.Range(0, sentences).Select(_ => (string[])["A", "B"])];
        string[][] given = [.. Enumerable.Range(0, sentences).Select(n => (string[])["A", n < wrong ? "A" : "B"])];
        bool[][] known = [.. Enumerable.Range(0, sentences).Select(_ => (bool[])[true, true])];
        var scores = TagScores.Compare(["A", "B"], truth, given, known);
        Assert.Equal(Enumerable.Range(0, sentences).Select(n => n < wrong ? 1 : 0), scores.Errors);
        return new TagReport.Row(name, 1, scores);
    }
}
