using QSeq.Data;
using QSeq.Estimators;
using QSeq.Evaluation;
using QSeq.Intervals;

namespace QSeq.Tests.Evaluation;

public class MethodBandsTests
{
    private static readonly double[] History = [.. Enumerable.Range(0, 400).Select(t => 20 + (4 * Math.Sin(Math.PI * t / 6)) + Math.Sin(t * t * 0.37))];

    [Theory]
    [InlineData(2, 101)] // so that there are a hundred errors
    [InlineData(26, 130)] // five horizons
    [InlineData(40, 133)] // a third of the history
    public void AnIntervalIsAsWideAsErrorsOnTheNewestValues(int horizon, int newest)
    {
        SeriesMethod method = SeriesMethod.SeasonalNaive(12);
        var bands = MethodBands.Of(method, History, horizon);
        Assert.Equal(newest - horizon + 1, bands.Errors);
        double[] ahead = new double[horizon];
        method.Fit(History).Forecast(History, [History.Length], horizon, ahead);
        Assert.Equal(ahead, bands.Forecast);

        int step = horizon - 1, first = History.Length - newest;
        double[] errors = [.. Enumerable.Range(first, bands.Errors).Select(o => Math.Abs(History[o + step] - History[o + step - (12 * ((step / 12) + 1))])).Order()];
        double half = errors[(int)Math.Ceiling((errors.Length + 1) * 0.8) - 1];
        Assert.Equal(new Interval(ahead[step] - half, ahead[step] + half), bands.At(step, 0.8));
    }

    [Fact]
    public void ErrorsAreOfAFitThatHasNotSeenThem()
    {
        double[] history = [.. Enumerable.Range(0, 90).Select(t => t < 60 ? 1.0 : 5.0)];
        var bands = MethodBands.Of(SeriesMethod.Mean, history, 1, newest: 30);
        Assert.Equal(30, bands.Errors);
        double forecast = history.Average();
        Assert.Equal(forecast, bands.Forecast[0], 1e-12);
        Assert.True(bands.At(0, 0.95).Width > 0);
        Assert.Equal(1, bands.Parameters);
        Assert.Equal("mean", bands.Form, ignoreCase: true);
    }

    [Fact]
    public void WhatCannotBeMeasuredIsRefused()
    {
        Assert.Contains("40 values leave none", Assert.Throws<SeriesTooShortException>(() => MethodBands.Of(SeriesMethod.Persistence, History.AsSpan(0, 40), 14)).Message, StringComparison.Ordinal);
        Assert.Contains("horizon is 0", Assert.ThrowsAny<ArgumentException>(() => MethodBands.Of(SeriesMethod.Persistence, History, 0)).Message, StringComparison.Ordinal);
        Assert.Contains("expected 5 (the horizon)", Assert.ThrowsAny<ArgumentException>(() => MethodBands.Of(SeriesMethod.Persistence, History, 5, newest: 4)).Message, StringComparison.Ordinal);
        Assert.Throws<SeriesTooShortException>(() => MethodBands.Of(SeriesMethod.Persistence, History, 5, newest: 400));
        var bands = MethodBands.Of(SeriesMethod.Persistence, History, 3);
        Assert.Contains("step 3", Assert.ThrowsAny<ArgumentException>(() => bands.At(3, 0.9)).Message, StringComparison.Ordinal);
        Assert.Contains("between 0 and 1", Assert.ThrowsAny<ArgumentException>(() => bands.At(0, 1)).Message, StringComparison.Ordinal);
    }
}
