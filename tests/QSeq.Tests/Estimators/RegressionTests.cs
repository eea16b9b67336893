using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Double;
using QSeq.Core;
using QSeq.Estimators;

namespace QSeq.Tests.Estimators;

public class RegressionTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(5, 3)]
    [InlineData(12, 7)]
    public void SumsOverOriginsAreThoseAddedOneByOne(int window, int horizon)
    {
        double[] z = Noise(60);
        int first = window + 2, end = 60 - horizon - 1;
        var plain = LagMoments.Of(z, window, horizon, first, end);
        foreach ((LagMoments m, bool less) in new[] { (plain, false), (plain.LessNewest(), true) })
        {
            double Lagged(int t, int lag) => z[t - lag] - (less ? z[t] : 0);
            double Ahead(int t, int h) => z[t + 1 + h] - (less ? z[t] : 0);
            double Sum(Func<int, double> of) => Enumerable.Range(first, end - first).Sum(of);
            Assert.Equal(end - first, m.Count);
            for (int i = 0; i < window; i++)
            {
                int lag = i;
                Close.Values("window", [Sum(t => Lagged(t, lag))], [m.Window[i]], 1e-10);
                double[] within = [.. Enumerable.Range(0, window).Select(j => Sum(t => Lagged(t, lag) * Lagged(t, j)))];
                double[] ahead = [.. Enumerable.Range(0, horizon).Select(h => Sum(t => Lagged(t, lag) * Ahead(t, h)))];
                Close.Values("within", within, m.Within[i], 1e-10);
                Close.Values("ahead", ahead, m.Ahead[i], 1e-10);
            }

            Close.Values("future", [.. Enumerable.Range(0, horizon).Select(h => Sum(t => Ahead(t, h)))], m.Future, 1e-10);
        }
    }

    /// <summary>By a regression on all features that MathNet solves, for the ridge that was chosen.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void LinearMapsAreRidgeRegressions(bool nLinear)
    {
        const int Window = 30, Horizon = 4;
        double[] y = References.History("hourly").Values;
        FittedSeries fit = (nLinear ? SeriesMethod.NLinear(Window, Horizon) : SeriesMethod.DLinear(Window, Horizon)).Fit(y);
        double mean = y.Average(), unit = Math.Sqrt(y.Average(value => (value - mean) * (value - mean)));
        double ridge = double.Parse(fit.Form.Split("ridge ")[1].TrimEnd(')'), System.Globalization.CultureInfo.InvariantCulture);

        double[] Features(int origin)
        {
            double[] x = [.. Enumerable.Range(1, Window).Select(lag => (y[origin - lag] - (nLinear ? y[origin - 1] : mean)) / unit)];
            if (nLinear) return x;
            double[] average = [.. Enumerable.Range(0, Window)
                .Select(n => Enumerable.Range(-12, 25).Average(k => x[Math.Clamp(n + k, 0, Window - 1)]))];
            return [.. average, .. x.Zip(average, (a, b) => a - b)];
        }

        int count = y.Length - Horizon - Window + 1;
        double[][] rows = [.. Enumerable.Range(Window, count).Select(Features)];
        int width = rows[0].Length;
        double[] centre = [.. Enumerable.Range(0, width).Select(f => rows.Average(row => row[f]))];
        Matrix<double> a = DenseMatrix.Create(count, width, (n, f) => rows[n][f] - centre[f]);
        double[] means = [.. Enumerable.Range(0, Horizon).Select(h => Enumerable.Range(Window, count).Average(o => Target(o, h)))];
        double Target(int origin, int h) => (y[origin + h] - (nLinear ? y[origin - 1] : mean)) / unit;
        Matrix<double> b = DenseMatrix.Create(count, Horizon, (n, h) => Target(Window + n, h) - means[h]);

        // The ridge is in parts of the mean square of the window's values; those of DLinear's two parts add up to them.
        double[][] plain = nLinear ? rows : [.. rows.Select(row => row[..Window].Zip(row[Window..], (s, r) => s + r).ToArray())];
        double squares = Enumerable.Range(0, Window).Sum(f =>
        {
            double middle = plain.Average(row => row[f]);
            return plain.Sum(row => (row[f] - middle) * (row[f] - middle));
        });
        Matrix<double> normal = a.TransposeThisAndMultiply(a) + (DenseMatrix.CreateIdentity(width) * (ridge * squares / Window));
        Matrix<double> weights = normal.Solve(a.TransposeThisAndMultiply(b));

        Vector<double> last = DenseVector.OfEnumerable(Features(y.Length).Zip(centre, (x, c) => x - c));
        double[] expected = [.. (last * weights).Select((value, h) => (nLinear ? y[^1] : mean) + (unit * (value + means[h])))];
        Close.Values(fit.Form, expected, References.Forecast(fit, y, Horizon), 1e-6);
    }

    [Fact]
    public void AnAutoregressionIsFoundAgain()
    {
        double[] noise = Noise(4000), y = new double[noise.Length];
        for (int t = 2; t < y.Length; t++) y[t] = 3 + (1.2 * y[t - 1]) - (0.5 * y[t - 2]) + noise[t];
        FittedSeries fit = SeriesMethod.Ar(12).Fit(y);
        Assert.StartsWith("AR(", fit.Form, StringComparison.Ordinal);
        Assert.InRange(fit.Parameters, 3, 5);
        double[] expected = [.. y[^2..], 0, 0, 0];
        for (int n = 2; n < expected.Length; n++) expected[n] = 3 + (1.2 * expected[n - 1]) - (0.5 * expected[n - 2]);
        Assert.InRange(References.Apart(expected[2..], References.Forecast(fit, y, 3)), 0, 0.03);
    }

    [Fact]
    public void TrendsAndSeasonsGoOn()
    {
        double[] line = [.. Noise(120).Select((e, t) => (2.0 * t) + e)];
        double[] seasons = [.. Noise(120).Select((e, t) => t + (20 * ((t * t) % 12)) + (0.1 * e))];
        FittedSeries drifts = SeriesMethod.Ar(8).Fit(line), repeats = SeriesMethod.SeasonalAr(12, 4).Fit(seasons);
        Assert.EndsWith("of differences", drifts.Form, StringComparison.Ordinal);
        Assert.Contains("at ", repeats.Form, StringComparison.Ordinal);
        Close.Values("line", [1], [References.Forecast(drifts, line, 100)[^1] / 438], 0.1);
        double[] on = [.. Enumerable.Range(120, 24).Select(t => t + (20.0 * ((t * t) % 12)))];
        Assert.InRange(References.Apart(on, References.Forecast(repeats, seasons, 24)), 0, 0.02);
    }

    /// <summary>What is fitted to a growing wave does not grow without end.</summary>
    [Fact]
    public void NothingExplodes()
    {
        double[] growing = [.. Enumerable.Range(0, 200).Select(t => PortableMath.Exp(0.03 * t) * PortableMath.SinCos(t * 0.7).Sin)];
        double most = growing.Max(Math.Abs);
        foreach (SeriesMethod method in new[] { SeriesMethod.Ar(6), SeriesMethod.SeasonalAr(9, 6) })
            Assert.All(References.Forecast(method, growing, 2000), value => Assert.InRange(Math.Abs(value), 0, 100 * most));
    }

    [Fact]
    public void RidgeFollowsTheNoise()
    {
        double[] clear = [.. Enumerable.Range(0, 300).Select(t => PortableMath.SinCos(t * 0.4).Sin + PortableMath.SinCos(t * 0.15).Sin)];
        Assert.Equal("NLinear(12, ridge 1E-07)", SeriesMethod.NLinear(12, 3).Fit(clear).Form);
        Assert.Equal("NLinear(12, ridge 0.1)", SeriesMethod.NLinear(12, 3).Fit(Noise(60)).Form);
    }

    /// <summary>Where six seasons are there, the lag of two seasons is among those that may be taken.</summary>
    [Fact]
    public void TwoSeasonsAgoCounts()
    {
        double[] noise = Noise(600), y = new double[noise.Length];
        for (int t = 12; t < y.Length; t++) y[t] = (0.6 * y[t - 12]) + noise[t];
        Assert.Contains("6,12)", SeriesMethod.SeasonalAr(6, 2).Fit(y).Form, StringComparison.Ordinal);
        Assert.DoesNotContain("12", SeriesMethod.SeasonalAr(6, 2).Fit(y.AsSpan(0, 35)).Form, StringComparison.Ordinal);
    }

    private static double[] Noise(int count)
    {
        var random = new RandomSource(3, "noise");
        return [.. Enumerable.Range(0, count).Select(_ => random.NextGaussian())];
    }
}
