using QSeq.Core;

namespace QSeq.Tests.Core;

public class BufferLayoutTests
{
    [Fact]
    public void SlicesStandOneAfterAnother()
    {
        var layout = new BufferLayout();
        BufferSlice a = layout.Add("a", 3), none = layout.Add("none", 0), b = layout.Add("b", 2);
        layout.Pad();
        BufferSlice c = layout.Add("c", 16);
        layout.Pad();
        Assert.Equal([new("a", 0, 3), new("none", 3, 0), new("b", 3, 2), new("c", 16, 16)], layout.Slices);
        Assert.Equal(32, layout.Length);
        float[] buffer = [.. Enumerable.Range(0, 32).Select(n => (float)n)];
        Assert.Equal([3f, 4f], b.Of(buffer.AsSpan()).ToArray());
        Assert.Equal([0f, 1f, 2f], a.Of((ReadOnlySpan<float>)buffer).ToArray());
        Assert.True(none.Of(buffer.AsSpan()).IsEmpty);
        Assert.Equal(16, c.Of(buffer.AsSpan())[0]);
    }

    [Fact]
    public void ASliceOfRowsIsRows()
    {
        var layout = new BufferLayout();
        layout.Add("a", 1);
        BufferSlice b = layout.Add("b", 2);
        float[] data = [.. Enumerable.Range(0, 2 * 3 * 16).Select(n => (float)n)];
        Rows rows = b.Of(new Rows(data, 16));
        Assert.Equal((2, 16f), (rows.Count, rows.Data[0]));
        StepRows steps = b.Of(new StepRows(new Rows(data, 16), 2));
        Assert.Equal((2, 2, 16), (steps.Steps, steps.Count, steps.Lanes));
        Assert.Equal((16f, 64f), (steps[0].Data[0], steps[1].Data[0]));
        Assert.Equal((80f, 16), (steps.Slice(1, 1)[1].Data[0], steps.Slice(1, 1)[1].Data.Length));
    }

    [Fact]
    public void WhatMakesNoSenseIsRefused()
    {
        var layout = new BufferLayout();
        layout.Add("a", int.MaxValue);
        Assert.Contains("'a' is declared twice", Assert.Throws<ArgumentException>(() => layout.Add("a", 1)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => layout.Add("b", -1));
        Assert.Throws<OverflowException>(() => layout.Add("c", 1));
        Assert.Throws<OverflowException>(layout.Pad);
        Assert.Throws<ArgumentException>(() => new StepRows(new Rows(new float[48], 16), 2).Count);
        Assert.Throws<ArgumentOutOfRangeException>(() => new StepRows(new Rows(new float[64], 16), 2).Slice(1, 2).Count);
    }
}
