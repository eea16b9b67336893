using QSeq.Data;
using QSeq.Models;
using QSeq.Studies.Papers;
using QSeq.Training;

namespace QSeq.Tests.Studies;

public class TagSweepTests
{
    private static readonly SentenceSplit Two = new([.. PosExperiment.Sentences], [], [.. PosExperiment.Sentences]);

    [Fact]
    public void TheSameSeedGivesTheSameRun()
    {
        TagRun[] runs = [.. new ulong[] { 1, 1, 2 }.Select(seed =>
            TagSweep.Run(PosExperiment.Paper[2], Two, PosExperiment.PaperTraining with { Epochs = 5 }, seed))];
        Assert.Equal(runs[0].Tagger.Model.Parameters, runs[1].Tagger.Model.Parameters);
        Assert.Equal(runs[0].Curve.AsEnumerable(), runs[1].Curve);
        Assert.NotEqual(runs[0].Tagger.Model.Parameters, runs[2].Tagger.Model.Parameters);
    }

    [Fact]
    public void TheCurveIsThatOfTheTagger()
    {
        TagRun run = TagSweep.Run(PosExperiment.Paper[0], Two, PosExperiment.PaperTraining with { Epochs = 7 }, 3);
        Assert.Equal(Enumerable.Range(1, 7), run.Curve.Select(point => point.Epoch));
        Assert.Equal(run.Scores.Accuracy, run.Curve[^1].Accuracy); // without validation the last weights are kept
        Assert.Equal(run.Training.History.Select(epoch => epoch.TrainLoss), run.Curve.Select(point => point.TrainLoss));
    }

    [Theory]
    [InlineData(new[] { 0.5, 1.0, 1.0 }, 2)]
    [InlineData(new[] { 1.0, 1.0, 1.0 }, 1)]
    [InlineData(new[] { 1.0, 0.9, 1.0 }, 3)]
    [InlineData(new[] { 1.0, 1.0, 0.9 }, null)]
    [InlineData(new double[0], null)]
    public void ARunHasSettledWhereNothingIsWrongAnyMore(double[] accuracy, int? expected)
    {
        TagRun run = TagSweep.Run(PosExperiment.Paper[0], Two, PosExperiment.PaperTraining with { Epochs = 1 }, 0);
        Assert.Equal(expected, (run with { Curve = [.. accuracy.Select((value, n) => new TagPoint(n + 1, 0, value))] }).SettledEpoch);
    }

    [Fact]
    public void TheCountsAreThePapers()
    {
        foreach (TagContender contender in PosExperiment.Paper)
        {
            SequenceModel model = SequenceTagger.Create(Two.Train, contender.Options, 0).Model;
            if (contender.Published is { } published) Assert.Equal(published, model.Table.TrainableCount);
        }

        Assert.Equal([477, 199, 183], PosExperiment.Paper.Select(contender => contender.Published).OfType<int>());
    }

    [Fact]
    public void OnATreebankNoModelIsLargerThanTheLstm()
    {
        int[] counts = [.. PosExperiment.Treebank.Select(contender => SequenceTagger.Create(Two.Train, contender.Options with { Tokens = contender.Options.Tokens with { MinCount = 1 } }, 0).Model.Table.TrainableCount)];
        Assert.All(counts[1..], count => Assert.True(count <= counts[0]));
    }
}
