using QSeq.Data;
using QSeq.Studies.DataSets;

namespace QSeq.Tests.Data;

public class DataSplitTests
{
    private static double TestVariance(DataSplit split)
    {
        double[] targets = new double[split.Test.Count];
        float[] x = new float[split.Test.Window * split.Test.Inputs * 16], y = new float[split.Test.Outputs * 16];
        for (int s = 0; s < targets.Length; s++)
        {
            split.Test.Fill([s], 16, x, y);
            targets[s] = y[0];
        }

        double mean = targets.Average();
        return targets.Sum(t => (t - mean) * (t - mean)) / targets.Length;
    }

    // PAPERS.md: 0.02348 and 0.04432, from the loop range(len - window - 1), which leaves out the last window.
    [Theory]
    [InlineData(1, 666, 0.02348)]
    [InlineData(0, 667, 0.023435)]
    public void BesselHasThePapersTestVariance(int omitLast, int train, double variance)
    {
        var split = DataSplit.Create(BesselJ.Generate(), new WindowOptions { OmitLast = omitLast }, new SplitFractions(0.67, 0), ScalerKind.MinMax);
        Assert.Equal((train, 0, 329), (split.Train.Count, split.Validation.Count, split.Test.Count));
        Assert.Equal(variance, TestVariance(split), 1e-6);
    }

    [Theory]
    [InlineData(1, 164, 0.044316)]
    [InlineData(0, 165, 0.043569)]
    public void PendulumHasThePapersTestVariance(int omitLast, int train, double variance)
    {
        SeriesTable angle = DampedShm.Generate().Select(["angle"]);
        var split = DataSplit.Create(angle, new WindowOptions { OmitLast = omitLast }, new SplitFractions(0.70, 0), ScalerKind.MinMax);
        Assert.Equal((train, 0, 71), (split.Train.Count, split.Validation.Count, split.Test.Count));
        Assert.Equal(variance, TestVariance(split), 1e-6);
    }

    [Theory]
    [InlineData(14, 0.7, 0.0, 7)] // 10 windows; 0.7 * 10 is 7
    [InlineData(104, 0.29, 0.0, 29)] // 0.29 * 100 is 28.999999999999996
    [InlineData(104, 0.57, 0.0, 57)] // 0.57 * 100 is 56.99999999999999
    [InlineData(103, 0.5, 0.0, 49)] // 99 windows
    public void WholeProductsStayWhole(int length, double train, double validation, int expected)
    {
        var table = new SeriesTable("test", ["a"], [[.. Enumerable.Range(0, length).Select(t => (double)t)]]);
        Assert.Equal(expected, DataSplit.Create(table, new WindowOptions(), new SplitFractions(train, validation), ScalerKind.MinMax).Train.Count);
    }

    [Fact]
    public void TheScalerKnowsTheTrainingTargetsAndNothingLater()
    {
        double[] values = [.. Enumerable.Range(0, 24).Select(t => (double)t)];
        var table = new SeriesTable("test", ["a"], [values]);
        var split = DataSplit.Create(table, new WindowOptions(), new SplitFractions(0.70, 0.15), ScalerKind.MinMax);
        Assert.Equal((14, 3, 3), (split.Train.Count, split.Validation.Count, split.Test.Count));
        int lastTrainRow = split.Train.TargetIndex(13);
        Assert.Equal(17, lastTrainRow);
        Assert.Equal(1, split.Scaler.Transform(0, lastTrainRow), 1e-12);
        Assert.Equal(lastTrainRow + 1, split.Validation.TargetIndex(0));
        Assert.Equal(23, split.Test.TargetIndex(2));
    }

    [Fact]
    public void RefusesPartsWithoutWindows()
    {
        var table = new SeriesTable("test", ["a"], [[1, 2, 3, 4, 5, 6, 7, 8]]); // 4 windows
        static ArgumentException Error(SeriesTable table, double train, double validation, int horizon = 1) => Assert.ThrowsAny<ArgumentException>(
            () => DataSplit.Create(table, new WindowOptions { Horizon = horizon }, new SplitFractions(train, validation), ScalerKind.None));

        Assert.Equal("the training part (0.1 of 4 windows) gets no window; choose other fractions or a longer series", Error(table, 0.1, 0).Message);
        Assert.Contains("the validation part", Error(table, 0.5, 0.2).Message, StringComparison.Ordinal);
        Assert.Contains("the test part", Error(table, 0.5, 0.0, horizon: 3).Message, StringComparison.Ordinal);
        Assert.Contains("train fraction is 0", Error(table, 0, 0).Message, StringComparison.Ordinal);
        Assert.Contains("train fraction is 1.5", Error(table, 1.5, 0).Message, StringComparison.Ordinal);
        Assert.Contains("train fraction is NaN", Error(table, double.NaN, 0).Message, StringComparison.Ordinal);
        Assert.Contains("validation fraction is 0.6", Error(table, 0.5, 0.6).Message, StringComparison.Ordinal);
        Assert.Equal(0, DataSplit.Create(table, new WindowOptions(), new SplitFractions(1, 0), ScalerKind.None).Test.Count);
    }
}
