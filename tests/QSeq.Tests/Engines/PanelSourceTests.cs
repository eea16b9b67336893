using QSeq.Core;
using QSeq.Data;
using QSeq.Engines;
using QSeq.Models;
using QSeq.Tests.Training;

namespace QSeq.Tests.Engines;

public class PanelSourceTests
{
    private static readonly WindowOptions Options = new() { Window = 3, Horizon = 2, Stride = 2 };

    private static WindowSet Windows(int length, int phase, bool gap)
    {
        double[] values = [.. Enumerable.Range(0, length).Select(t => Math.Sin((0.7 * t) + phase))];
        var table = new SeriesTable("test", ["y"], [values]);
        if (gap) table = table.WithFilled([[.. Enumerable.Range(0, length).Select(t => t is 5 or 6)]]);
        return WindowSet.Create(table, Scaler.Fit(ScalerKind.None, table, length), Options);
    }

    [Theory]
    [InlineData(16)]
    [InlineData(5)]
    public void EachLaneHoldsTheWindowOfItsSeries(int count)
    {
        WindowSet[] series = [Windows(12, 0, gap: false), Windows(5, 1, gap: false), Windows(5, 1, gap: false).Slice(0, 0), Windows(30, 2, gap: true)];
        var model = new SequenceModel(Toy.Config("lstm") with { Outputs = 2 }, 1);
        var source = new PanelSource(model, series, null, "training");
        (WindowSet Windows, int Sample)[] places = [.. series.SelectMany(windows => Enumerable.Range(0, windows.Count).Select(n => (windows, n)))];
        Assert.Equal(places.Length, source.Count);

        int[] samples = [.. Enumerable.Range(0, count).Select(n => (n * 7) % source.Count)];
        float[] x = Full(3), y = Full(2);
        source.Fill(samples, new Rows(x, 16), new Rows(y, 16), default);
        for (int lane = 0; lane < count; lane++)
        {
            float[] own = Full(3), target = Full(2);
            (WindowSet windows, int sample) = places[samples[lane]];
            windows.Fill([sample], 16, own, target);
            for (int t = 0; t < 3; t++) Assert.Equal(own[t * 16], x[(t * 16) + lane]);
            for (int h = 0; h < 2; h++) Assert.Equal(target[h * 16], y[(h * 16) + lane]);
        }

        for (int lane = count; lane < 16; lane++)
        {
            for (int t = 0; t < 3; t++) Assert.Equal(0, x[(t * 16) + lane]);
            for (int h = 0; h < 2; h++) Assert.Equal(0, y[(h * 16) + lane]);
        }

        static float[] Full(int rows) => [.. Enumerable.Repeat(9f, rows * 16)];
    }

    [Fact]
    public void WindowsThatDoNotFitAreRefused()
    {
        var model = new SequenceModel(Toy.Config("lstm") with { Outputs = 2 }, 1);
        var other = Toy.Windows(Toy.Table(20, Toy.Wave), 3);
        Assert.Contains("give longer series", Assert.Throws<ArgumentException>(() => new PanelSource(model, [Windows(12, 0, false).Slice(0, 0)], null, "training")).Message, StringComparison.Ordinal);
        Assert.Contains("outputs", Assert.Throws<ArgumentException>(() => new PanelSource(model, [Windows(12, 0, false), other], null, "training")).Message, StringComparison.Ordinal);
    }
}
