using QSeq.Search;

namespace QSeq.Tests.Search;

public class RecentWeightsTests
{
    [Fact]
    public void WeightsAreTheEighthPowerOfTheInverseOfErrors()
    {
        var weights = new RecentWeights(2, isMean: false);
        Assert.Equal([0.5, 0.5], weights.Weights());
        weights.Walk([10], 1, [[0], [0]], [[1], [2]]);
        double[] now = weights.Weights();
        Assert.Equal(256, now[0] / now[1], 1e-9);
        Assert.Equal(1, now.Sum(), 1e-12);
    }

    [Fact]
    public void ExactForecastsTakeAllOfTheWeight()
    {
        var weights = new RecentWeights(3, isMean: false);
        weights.Walk([10], 1, [[0], [0], [0]], [[0], [0], [1e-9]]);
        Assert.Equal([0.5, 0.5, 0], weights.Weights());
    }

    [Fact]
    public void AMedianHasHalfOfTheWeightOnEachSide()
    {
        double[] ahead = new double[1];
        double Of(double[] weights, bool isMean, params double[] values)
        {
            RecentWeights.Combine(weights, isMean, [.. values.Select(value => new[] { double.NaN, value })], 1, ahead);
            return ahead[0];
        }

        Assert.Equal(2, Of([0.3, 0.3, 0.4], false, 100, 2, 1)); // the one far away does not move it
        Assert.Equal(1, Of([0.2, 0.2, 0.6], false, 100, 2, 1));
        Assert.Equal(1.5, Of([0.25, 0.25, 0.5], false, 100, 2, 1)); // half is on each side
        Assert.Equal(51, Of([0.5, 0, 0.5], false, 100, 2, 2));
        Assert.Equal(7, Of([1], false, 7));
        Assert.Equal(26, Of([0.25, 0.25, 0.5], true, 100, 2, 1));
    }

    /// <summary>At an origin only forecasts that ended before it are known: two steps ahead from 10 are known at 12, not at 11.</summary>
    [Fact]
    public void AnOriginKnowsNoErrorsOfStepsThatAreStillToCome()
    {
        double[][] forecasts = [[8, 8, 8, 8, 8, 8], [4, 4, 4, 4, 4, 4]], losses = [[0, 0, 0], [1, 1, 1]];
        double[] ahead = new RecentWeights(2, isMean: false).Walk([10, 11, 12], 2, forecasts, losses);
        Assert.Equal([6, 6, 6, 6, 8, 8], ahead);
    }

    [Fact]
    public void OldErrorsCountHalfAfterAHundredOrigins()
    {
        var weights = new RecentWeights(2, isMean: false);
        int[] origins = [.. Enumerable.Range(0, 101)];
        double[] none = new double[101], first = new double[101], second = new double[101];
        (first[0], second[100]) = (1, 0.5); // the first erred twice as much a hundred origins ago
        weights.Walk(origins, 1, [none, none], [first, second]);
        Assert.Equal(0.5, weights.Weights()[0], 1e-12);
    }
}
