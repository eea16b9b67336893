using QSeq.Data;
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
    public void PersistenceIsOffByTheLastDifference()
    {
        double[] scaled = [.. Swing.Table.Column(0).ToArray().Select(value => Swing.Scaler.Transform(0, value))];
        double[] last = [.. Enumerable.Range(0, Swing.Test.Count).Select(s => scaled[Swing.Test.TargetIndex(s) - 1])];
        double[] truth = [.. Enumerable.Range(0, Swing.Test.Count).Select(s => scaled[Swing.Test.TargetIndex(s)])];
        Scores expected = Scores.Compare(last, truth), actual = Baselines.Naive(Swing.Test);
        Close.Values("persistence", [expected.R2, expected.Mse, expected.Mae], [actual.R2, actual.Mse, actual.Mae], Tolerance.Value);
    }
}
