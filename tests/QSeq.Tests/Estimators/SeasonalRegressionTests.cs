using QSeq.Data;
using QSeq.Estimators;

namespace QSeq.Tests.Estimators;

public class SeasonalRegressionTests
{
    private static double[] Ahead(SeriesMethod method, double[] values, int horizon, int? origin = null)
    {
        double[] ahead = new double[horizon];
        method.Fit(values).Forecast(values, [origin ?? values.Length], horizon, ahead);
        return ahead;
    }

    [Theory]
    [InlineData(1, 0, 1)]
    [InlineData(2, 1, 3)]
    [InlineData(3, 2, 6)]
    public void ASeasonOnATrendGoesOnExactly(int seasons, int near, int newest)
    {
        double[] all = [.. Enumerable.Range(0, 214).Select(t => 100 + (0.3 * t) + (5 * Math.Cos(t % 6)))];
        double[] ahead = Ahead(SeriesMethod.SeasonalRegression(6, seasons, 14, near, newest), all[..200], 14);
        for (int h = 0; h < 14; h++) Assert.Equal(all[200 + h], ahead[h], 1e-2);
    }

    [Fact]
    public void EachStepIsTheLeastSquaresFitOfAllWindowsWhoseValueAheadIsKnown()
    {
        // One season of three steps and the newest value: two weights and an intercept for each step.
        const int horizon = 2;
        double[] y = [.. Enumerable.Range(0, 90).Select(t => 10 + Math.Sin(2.1 * t) + (0.5 * Math.Sin(0.37 * t * t)))];
        FittedSeries fit = SeriesMethod.SeasonalRegression(3, 1, horizon, near: 0, newest: 1).Fit(y);
        Assert.Equal(6, fit.Parameters);
        double[] ahead = new double[3 * horizon];
        fit.Forecast(y, [40, 41, 90], horizon, ahead);
        for (int h = 0; h < horizon; h++)
        {
            int lag = 3 - h - 1;
            double[,] sums = new double[3, 4];
            for (int t = 2; t + 1 + h < y.Length; t++)
            {
                double[] x = [1, y[t], y[t - lag], y[t + 1 + h]];
                for (int i = 0; i < 3; i++) for (int j = 0; j < 4; j++) sums[i, j] += x[i] * x[j];
            }

            double[] weights = Solve(sums);
            foreach ((int origin, int place) in ((int, int)[])[(40, 0), (41, 1), (90, 2)])
                Assert.Equal(weights[0] + (weights[1] * y[origin - 1]) + (weights[2] * y[origin - 1 - lag]), ahead[(place * horizon) + h], 1e-4);
        }
    }

    [Fact]
    public void FewWindowsAreFittedWithRidge()
    {
        double[] noise = [.. Enumerable.Range(0, 90).Select(t => Math.Sin(t * t * 0.7))];
        SeriesMethod method = SeriesMethod.SeasonalRegression(6, 3, 6, near: 1, newest: 3);
        Assert.Contains("ridge", method.Fit(noise).Form, StringComparison.Ordinal);
        Assert.Equal("seasonal regression(3 of 6)", method.Fit([.. Enumerable.Range(0, 400).Select(t => Math.Sin(t * t * 0.7))]).Form);
        double[] ahead = Ahead(method, noise, 6);
        Assert.All(ahead, value => Assert.InRange(value, -0.9, 0.9)); // near the mean: nothing can be learnt
    }

    [Fact]
    public void TooShortAHistoryIsRefusedAndBadNumbersToo()
    {
        SeriesMethod method = SeriesMethod.SeasonalRegression(6, 3, 6, near: 1, newest: 3);
        Assert.Throws<SeriesTooShortException>(() => method.Fit(new double[19 + 6 + 9 + 3 - 1]));
        Assert.NotNull(method.Fit(new double[19 + 6 + 9 + 3]));
        Assert.Throws<ArgumentOutOfRangeException>(() => SeriesMethod.SeasonalRegression(1, 3, 6));
        Assert.Throws<ArgumentOutOfRangeException>(() => SeriesMethod.SeasonalRegression(6, 3, 6, near: -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => SeriesMethod.SeasonalRegression(6, 3, 6, newest: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => method.Fit(new double[60]).Forecast(new double[60], [60], 7, new double[7]));
    }

    [Fact]
    public void TheMedianIsTakenStepByStepOfThoseThatFit()
    {
        double[] y = [1, 5, 2, 8, 3, 9];
        double[] median = Ahead(SeriesMethod.Median(SeriesMethod.Persistence, SeriesMethod.Mean, SeriesMethod.Drift), y, 2);
        Assert.Equal([9, 9], median); // mean 4.7, drift 10.6 and 12.2
        double[] two = Ahead(SeriesMethod.Median(SeriesMethod.Persistence, SeriesMethod.SeasonalNaive(2)), y, 2);
        Assert.Equal([6, 9], two);
        double[] some = Ahead(SeriesMethod.Median(SeriesMethod.Persistence, SeriesMethod.NLinear(50, 2)), y, 2);
        Assert.Equal([9, 9], some);
        FittedSeries fit = SeriesMethod.Median(SeriesMethod.Persistence, SeriesMethod.Mean).Fit(y);
        Assert.Equal(1, fit.Parameters);
        Assert.StartsWith("median of ", fit.Form, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => SeriesMethod.Median());
    }

    [Fact]
    public void FiveRegressionsAreCloserToTheTruthThanPersistence()
    {
        double[] all = [.. Enumerable.Range(0, 324).Select(t => (10 * Math.Sin(Math.PI * t / 12)) + Math.Sin(t * t * 0.7))];
        double[] ahead = Ahead(SeriesMethod.SeasonalRegressions(24, 24), all[..300], 24);
        Assert.True(Enumerable.Range(0, 24).Average(h => Math.Abs(all[300 + h] - ahead[h])) < 1.2);
        Assert.Contains(SeriesMethod.All(24, 24, 600), method => method.Name == "seasonal regressions");
        Assert.DoesNotContain(SeriesMethod.All(1, 24, 600), method => method.Name.StartsWith("seasonal", StringComparison.Ordinal));
    }

    // By elimination, [3][3 and the right side].
    private static double[] Solve(double[,] a)
    {
        for (int p = 0; p < 3; p++)
            for (int i = 0; i < 3; i++)
                if (i != p && a[i, p] / a[p, p] is var factor)
                    for (int j = 0; j < 4; j++) a[i, j] -= factor * a[p, j];
        return [a[0, 3] / a[0, 0], a[1, 3] / a[1, 1], a[2, 3] / a[2, 2]];
    }
}
