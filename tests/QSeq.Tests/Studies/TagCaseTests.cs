using QSeq.Studies;
using QSeq.Studies.Papers;
using QSeq.Tagging;

namespace QSeq.Tests.Studies;

public class TagCaseTests
{
    private static TagCase Case(int place, int epochs) =>
        new("two", QkLstmPaper.SentenceEntries[place], QkLstmPaper.Sentences, null, QkLstmPaper.PaperTraining with { Epochs = epochs }, "two sentences");

    [Fact]
    public void TheSameSeedGivesTheSameRun()
    {
        StudyRun[] runs = [.. new ulong[] { 1, 1, 2 }.Select(seed => Case(2, 5).Run(seed))];
        Assert.Equal(runs[0].Weights, runs[1].Weights);
        Assert.Equal(runs[0].Curve("watched_accuracy").AsEnumerable(), runs[1].Curve("watched_accuracy"));
        Assert.NotEqual(runs[0].Weights, runs[2].Weights);
        Assert.Equal(3, new[] { Case(2, 5).Identity(1), Case(2, 5).Identity(1), Case(2, 5).Identity(2), Case(2, 6).Identity(1) }.Distinct().Count());
    }

    [Fact]
    public void TheTaggerOfARunIsTheOneWatchedAndScored()
    {
        TagCase one = Case(0, 7);
        StudyRun run = one.Run(3);
        TrainedTagger tagger = one.Model(run);
        double accuracy = tagger.Evaluate(QkLstmPaper.Sentences).Accuracy;
        Assert.Equal(7, run.Curve("train_loss").Length);
        Assert.Equal(accuracy, run.Curve("watched_accuracy")[^1]); // without validation the last weights are kept
        Assert.Equal(accuracy, run.Value("accuracy"));
        Assert.Equal(accuracy, tagger.Scores["train.accuracy"]);
    }

    [Theory]
    [InlineData(new[] { 0.5, 1.0, 1.0 }, 2)]
    [InlineData(new[] { 1.0, 1.0, 1.0 }, 1)]
    [InlineData(new[] { 1.0, 0.9, 1.0 }, 3)]
    [InlineData(new[] { 1.0, 1.0, 0.9 }, null)]
    [InlineData(new double[0], null)]
    public void ARunHasSettledWhereNothingIsWrongAnyMore(double[] accuracy, int? expected) => Assert.Equal(expected, TagCase.SettledEpoch(accuracy));

    [Fact]
    public void TheCountsAreThePapers()
    {
        StudyTable table = FakeRuns.Of(QkLstmPaper.TwoSentences(seeds: 1), (_, _, _, _, _) => 0).Table;
        foreach (TagEntry entry in QkLstmPaper.SentenceEntries)
            if (entry.PrintedValue("parameters") is { } printed) Assert.Equal(printed, table.Value(entry.Label, "parameters"));
        Assert.Equal([477.0, 199, 183], QkLstmPaper.SentenceEntries.Select(entry => entry.PrintedValue("parameters")).OfType<double>());
    }

    [Fact]
    public void OnATreebankNoModelIsLargerThanTheLstm()
    {
        StudyTable table = FakeRuns.Of(FindingsTests.Bank(30, 1), (_, _, _, _, _) => 0).Table;
        double[] counts = [.. QkLstmPaper.TreebankEntries.Select(entry => table.Value(entry.Label, "parameters"))];
        Assert.All(counts[1..], count => Assert.True(count <= counts[0]));
    }
}
