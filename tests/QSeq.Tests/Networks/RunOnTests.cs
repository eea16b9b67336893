using QSeq.Core;
using QSeq.Networks;

namespace QSeq.Tests.Networks;

public class RunOnTests
{
    [Fact]
    public void StepsAfterTheEndAreZerosWhateverWasThereBefore()
    {
        var layer = new RunOnLayer(2, 3);
        float[] x = [.. Enumerable.Range(1, 2 * 2 * 16).Select(n => (float)n)], y = [.. Enumerable.Repeat(7f, 5 * 2 * 16)];
        layer.Forward([], new Rows(x, 16), default, new Rows(y, 16), default, default);
        Assert.Equal(x, y[..x.Length]);
        Assert.All(y[x.Length..], value => Assert.Equal(0, value));
        float[] dx = new float[x.Length];
        layer.Backward([], new Rows(x, 16), default, new Rows(y, 16), new Rows(dx, 16), default, default, []);
        Assert.Equal(x, dx);
        Assert.Equal((5, 0, 0), (layer.Answers(2), layer.TapeRows(2), layer.ScratchRows(2)));
        Assert.Contains("one length", Assert.Throws<ArgumentException>(() => layer.Forward([], new Rows(x, 16), new Rows(x, 16), new Rows(y, 16), default, default)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TheTailIsTheLastStepsAndItsGradientTheirs()
    {
        var layer = new TailLayer(1, 2);
        float[] x = [.. Enumerable.Range(1, 4 * 16).Select(n => (float)n)], y = new float[2 * 16], dx = [.. Enumerable.Repeat(7f, 4 * 16)];
        layer.Forward([], new Rows(x, 16), default, new Rows(y, 16), default, default);
        Assert.Equal(x[^32..], y);
        layer.Backward([], new Rows(x, 16), default, new Rows(y, 16), new Rows(dx, 16), default, default, []);
        Assert.All(dx[..32], value => Assert.Equal(0, value));
        Assert.Equal(y, dx[32..]);
    }
}
