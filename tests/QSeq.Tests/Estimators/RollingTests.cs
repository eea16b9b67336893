using QSeq.Data;
using QSeq.Estimators;

namespace QSeq.Tests.Estimators;

/// <summary>What holds for every method: forecasts see what they may, from many origins at once as from one.</summary>
public class RollingTests
{
    private const int Horizon = 6, Known = 180;

    public static TheoryData<string> Names => [.. SeriesMethod.All(12, Horizon, Known).Select(method => method.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void ManyOriginsAtOnceAreOneAfterTheOther(string name)
    {
        double[] values = References.History("hourly").Values;
        FittedSeries fit = Named(name).Fit(values.AsSpan(0, Known));
        int[] origins = [100, 101, 150, 180, 200, 201, 202, 203, 204, 205, 206, 240];
        double[] together = new double[origins.Length * Horizon], one = new double[Horizon];
        fit.Forecast(values, origins, Horizon, together);
        for (int n = 0; n < origins.Length; n++)
        {
            // What comes after an origin does not matter, not even that it is no number.
            double[] seen = [.. values[..origins[n]], double.NaN, 1e9];
            fit.Forecast(seen, [origins[n]], Horizon, one);
            Assert.Equal(one, together[(n * Horizon)..((n + 1) * Horizon)]);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void UnitsAndLevelCarryOver(string name)
    {
        // A power of two changes no bit; forecasts of 4 y are 4 times those of y.
        double[] values = References.History("hourly").Values[..Known], four = [.. values.Select(value => 4 * value)];
        double[] plain = References.Forecast(Named(name), values, Horizon), scaled = References.Forecast(Named(name), four, Horizon);
        double tolerance = name == "ETS" || name.Contains("Holt", StringComparison.Ordinal) ? 0.02 : 2e-5; // flat likelihoods
        Close.Values(name, [.. plain.Select(value => 4 * value)], scaled, tolerance);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void WhatCannotBeFittedIsRefused(string name)
    {
        SeriesMethod method = Named(name);
        SeriesTooShortException error = Assert.Throws<SeriesTooShortException>(() => method.Fit([]));
        Assert.Contains($"{name} needs ", error.Message, StringComparison.Ordinal);
        int least = int.Parse(error.Message.Split(' ')[name.Split(' ').Length + 1], System.Globalization.CultureInfo.InvariantCulture);
        double[] values = References.History("hourly").Values;
        Assert.NotNull(method.Fit(values.AsSpan(0, least)));
        Assert.All(References.Forecast(method, values[..Math.Max(least, 40)], Horizon), value => Assert.True(double.IsFinite(value)));
        Assert.Throws<SeriesTooShortException>(() => method.Fit(values.AsSpan(0, least - 1)));
        values = [.. values];
        values[7] = double.NaN;
        Assert.Contains("Value 7", Assert.Throws<ArgumentException>(() => method.Fit(values)).Message, StringComparison.Ordinal);
        using var stopped = new CancellationTokenSource();
        stopped.Cancel();
        Assert.Throws<OperationCanceledException>(() => method.Fit(values.AsSpan(10), stopped.Token));
    }

    [Fact]
    public void WhatCannotBeForecastIsRefused()
    {
        double[] values = References.History("hourly").Values;
        FittedSeries fit = SeriesMethod.NLinear(24, Horizon).Fit(values);
        double[] ahead = new double[2 * Horizon];
        void Refused(string text, int[] origins, int horizon, double[] into)
        {
            ArgumentException error = Assert.ThrowsAny<ArgumentException>(() => fit.Forecast(values, origins, horizon, into));
            Assert.Contains(text, error.Message, StringComparison.Ordinal);
        }

        Refused("1 to 6 steps", [30, 40], 7, new double[14]);
        Refused("1 to 6 steps", [30, 40], 0, []);
        Refused("12 values", [30, 40], 6, new double[11]);
        Refused("40 comes after 40", [40, 40], 6, ahead);
        Refused("24 to 240 values", [23, 40], 6, ahead);
        Refused("24 to 240 values", [23, 241], 6, ahead);
        values = [.. values];
        values[39] = double.PositiveInfinity;
        Refused("Value 39", [30, 40], 6, ahead);
    }

    [Fact]
    public void MethodsThatMakeSenseAreListed()
    {
        string[] plain = ["persistence", "drift", "mean", "SES", "Holt", "damped Holt", "ETS", "Theta", "AR", "NLinear", "DLinear"];
        Assert.Equal(plain, SeriesMethod.All(1, 6, 100).Select(method => method.Name));
        string[] seasonal = ["seasonal naive", "Naive2", "Holt-Winters (additive)", "Holt-Winters (multiplicative)", "seasonal AR", "seasonal regressions"];
        Assert.Equal(new HashSet<string>([.. plain, .. seasonal, "seasonal regression"]), SeriesMethod.All(12, 6, 200).Select(method => method.Name).ToHashSet());
        Assert.Equal(["persistence", "drift", "mean"], SeriesMethod.All(1, 1, 2).Select(method => method.Name));
        Assert.Equal(168 * 48, SeriesMethod.All(24, 48, 700).Single(method => method.Name == "NLinear").Fit(References.History("hourly").Values).Parameters);
    }

    private static SeriesMethod Named(string name) => SeriesMethod.All(12, Horizon, Known).Single(method => method.Name == name);
}
