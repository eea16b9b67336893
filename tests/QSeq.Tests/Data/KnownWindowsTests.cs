using QSeq.Data;

namespace QSeq.Tests.Data;

/// <summary>Inputs that are known in the future: which rows windows read.</summary>
public class KnownWindowsTests
{
    private static SeriesTable Rows(int length) => new(
        "test", ["y", "p"], [.. Enumerable.Range(0, 2).Select(c => Enumerable.Range(0, length).Select(t => t + (1000.0 * c)).ToArray())]);

    private static WindowSet Cut(SeriesTable table, WindowOptions options) => WindowSet.Create(table, Scaler.Fit(ScalerKind.None, table, table.Length), options);

    [Theory]
    [InlineData(4, 1, 1)]
    [InlineData(4, 3, 1)]
    [InlineData(4, 4, 2)]
    public void AKnownInputIsReadHorizonRowsLater(int window, int horizon, int stride)
    {
        WindowSet set = Cut(Rows(30), new WindowOptions { Window = window, Horizon = horizon, Stride = stride, Known = ["p"] });
        Assert.Equal(["y"], set.Options.Targets);
        Assert.Equal(((30 - window - horizon) / stride) + 1, set.Count);
        float[] x = new float[window * 2 * 16], y = new float[horizon * 16];
        set.Fill([2], 16, x, y);
        for (int t = 0; t < window; t++)
        {
            Assert.Equal((2 * stride) + t, x[2 * t * 16]);
            Assert.Equal(1000 + (2 * stride) + t + horizon, x[((2 * t) + 1) * 16]);
        }

        Assert.Equal(1000 + y[(horizon - 1) * 16], x[((2 * (window - 1)) + 1) * 16]); // the last step sees it at the last target
    }

    [Fact]
    public void ASequenceReadsItAtTheTargetOfEachStep()
    {
        WindowSet set = Cut(Rows(30), new WindowOptions { Window = 4, Sequence = true, Known = ["p"] });
        float[] x = new float[4 * 2 * 16], y = new float[4 * 16];
        set.Fill([0], 16, x, y);
        for (int t = 0; t < 4; t++) Assert.Equal(1000 + y[t * 16], x[((2 * t) + 1) * 16]);
    }

    [Fact]
    public void WhatDoesNotGoTogetherIsRefused()
    {
        Assert.Contains(
            "window is 4, expected 5 or more: inputs known in the future are read horizon steps ahead",
            Assert.Throws<ArgumentOutOfRangeException>(() => Cut(Rows(30), new WindowOptions { Window = 4, Horizon = 5, Known = ["p"] })).Message,
            StringComparison.Ordinal);
        Assert.Equal(
            "column 'p' cannot be both a target and known in the future",
            Assert.Throws<ArgumentException>(() => Cut(Rows(30), new WindowOptions { Targets = ["y", "p"], Known = ["p"] })).Message);
        Assert.Contains("unknown known input 'q'", Assert.Throws<ArgumentException>(() => Cut(Rows(30), new WindowOptions { Targets = ["y"], Known = ["q"] })).Message, StringComparison.Ordinal);
        Assert.Equal(
            "every column is known in the future, so that none is left to forecast",
            Assert.Throws<ArgumentException>(() => Cut(Rows(30), new WindowOptions { Known = ["y", "p"] })).Message);
    }
}
