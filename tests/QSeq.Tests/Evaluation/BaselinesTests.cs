using QSeq.Data;
using QSeq.Estimators;
using QSeq.Evaluation;
using QSeq.Tests.Training;

namespace QSeq.Tests.Evaluation;

public class BaselinesTests
{
    private static readonly DataSplit Swing = DataSplit.Create(
        Toy.Table(200, t => 3 + (Math.Pow(0.995, t) * Math.Sin(0.4 * t))), new WindowOptions { Window = 2 }, new SplitFractions(0.7, 0), ScalerKind.MinMax);

    [Fact]
    public void AutoregressionRecoversADampedSwing()
    {
        // x[t] = c + a x[t-1] + b x[t-2] exactly, but for the rounding of the windows to single precision.
        Scores scores = Baselines.LinearAr(Swing.Train, Swing.Test, out int parameters);
        Assert.Equal(3, parameters);
        Assert.InRange(scores.Mae, 0, 4 * Tolerance.Rounding);
    }

    [Fact]
    public void AWindowTooWideForTheFitIsRefusedBeforeAnythingIsMade()
    {
        DataSplit wide = DataSplit.Create(Toy.Table(10_000, Toy.Wave), new WindowOptions { Window = 2049 }, new SplitFractions(0.7, 0), ScalerKind.MinMax);
        var error = Assert.Throws<ArgumentException>(() => Baselines.LinearAr(wide.Train, wide.Test, out _));
        Assert.Contains("1024 values a window at most, not 2049", error.Message, StringComparison.Ordinal);
        Assert.Equal(wide.Test.Count, Baselines.Naive(wide.Test).Count);
    }

    [Fact]
    public void MemoryDoesNotGrowWithWindowsTimesWindow()
    {
        // 100,000 windows of 64: kept at once they would fill 51 MB.
        DataSplit split = DataSplit.Create(Toy.Table(100_000, Toy.Wave), new WindowOptions { Window = 64 }, new SplitFractions(0.9, 0), ScalerKind.MinMax);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Baselines.Naive(split.Test);
        Baselines.LinearAr(split.Train, split.Test, out _);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4_000_000);
    }

    [Fact]
    public void PersistenceIsOffByTheLastDifference()
    {
        double[] scaled = [.. Swing.Table.Column(0).ToArray().Select(value => Swing.Scaler.Transform(0, value))];
        double[] last = [.. Enumerable.Range(0, Swing.Test.Count).Select(s => scaled[Swing.Test.TargetIndex(s) - 1])];
        double[] truth = [.. Enumerable.Range(0, Swing.Test.Count).Select(s => scaled[Swing.Test.TargetIndex(s)])];
        Scores expected = Scores.Compare(last, truth), actual = Baselines.Naive(Swing.Test);
        Close.Values("persistence", [expected.R2, expected.Mse, expected.Mae], [actual.R2, actual.Mse, actual.Mae], Tolerance.Value);
    }

    [Fact]
    public void AClassicalMethodIsFittedOnWhatComesBeforeTheWindowsAlone()
    {
        double[] values = [.. Enumerable.Range(0, 120).Select(t => Math.Sin(t * t * 0.37) + (t < 90 ? 0 : 3 * Math.Cos(t)))];
        SeriesTable table = SeriesTable.Of("y", values);
        WindowSet test = WindowSet.Create(table, Scaler.Fit(ScalerKind.Standard, table, 80), new WindowOptions { Window = 5, Horizon = 2 }).Slice(80, 30);
        int[] origins = [.. Enumerable.Range(85, 30)];
        Scores scores = Baselines.Classical([SeriesMethod.Ar(3)], table, test, out int parameters, out string form);
        Assert.Equal(Error(values[..85]), scores.Mse, 9);
        Assert.NotEqual(Error(values), scores.Mse, 3);
        Assert.True(parameters > 0);
        Assert.StartsWith("AR(", form, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Baselines.Classical([], table, test, out _, out _));

        double Error(double[] history)
        {
            double[] ahead = new double[60];
            SeriesMethod.Ar(3).Fit(history).Forecast(values, origins, 2, ahead);
            return origins.SelectMany((origin, n) => (double[])[values[origin] - ahead[2 * n], values[origin + 1] - ahead[(2 * n) + 1]]).Average(error => error * error);
        }
    }
}
