using FsCheck;
using FsCheck.Fluent;
using QSeq.Core;
using QSeq.Data;

namespace QSeq.Tests.Data;

public class WindowSetTests
{
    /// <summary>Values that tell where they come from: row + 1000 * column.</summary>
    private static SeriesTable Rows(int length, int columns = 3) => new(
        "test",
        [.. Enumerable.Range(0, columns).Select(c => $"c{c}")],
        [.. Enumerable.Range(0, columns).Select(c => Enumerable.Range(0, length).Select(t => t + (1000.0 * c)).ToArray())]);

    private static WindowSet Create(SeriesTable table, WindowOptions options) =>
        WindowSet.Create(table, Scaler.Fit(ScalerKind.None, table, table.Length), options);

    [Fact]
    public void FillLaysOutFeaturesThenSamples()
    {
        var set = Create(Rows(30), new WindowOptions { Window = 3, Horizon = 2, Inputs = ["c0", "c2"], Targets = ["c1", "c0"], Stride = 2 });
        Assert.Equal((13, 3, 2, 2, 4), (set.Count, set.Window, set.Horizon, set.Inputs, set.Outputs));
        WindowSet slice = set.Slice(2, 9);
        int[] samples = [5, 0, 8];
        float[] x = new float[3 * 2 * 16], y = new float[4 * 16];
        Array.Fill(x, float.NaN);
        Array.Fill(y, float.NaN);
        slice.Fill(samples, 16, x, y);
        for (int lane = 0; lane < 16; lane++)
        {
            bool used = lane < samples.Length;
            int row = used ? (2 + samples[lane]) * 2 : 0;
            for (int t = 0; t < 3; t++)
                for (int k = 0; k < 2; k++)
                    Assert.Equal(used ? row + t + (2000 * k) : 0, x[(((t * 2) + k) * 16) + lane]);
            for (int h = 0; h < 2; h++)
                for (int j = 0; j < 2; j++)
                    Assert.Equal(used ? row + 3 + h + (j == 0 ? 1000 : 0) : 0, y[(((h * 2) + j) * 16) + lane]);
        }

        Assert.Equal(((2 + 5) * 2) + 3, slice.TargetIndex(5));
    }

    [Fact]
    public void ASequenceHasATargetAtEveryStep()
    {
        var set = Create(Rows(10, 1), new WindowOptions { Window = 4, Sequence = true });
        float[] x = new float[4 * 32], y = new float[4 * 32];
        set.Fill([1, 5], 32, x, y);
        for (int t = 0; t < 4; t++)
        {
            Assert.Equal(1 + t, x[t * 32]);
            Assert.Equal(2 + t, y[t * 32]);
            Assert.Equal(6 + t, y[(t * 32) + 1]);
        }

        Assert.Equal(1, set.Outputs);
        Assert.Equal(2, set.TargetIndex(1));
    }

    [Fact]
    public void ValuesAreScaled()
    {
        SeriesTable table = Rows(11, 1);
        var set = WindowSet.Create(table, Scaler.Fit(ScalerKind.MinMax, table, 11), new WindowOptions { Window = 1 });
        float[] x = new float[16], y = new float[16];
        set.Fill([0], 16, x, y);
        Assert.Equal(-1f, x[0], 1e-6f);
        Assert.Equal(-0.8f, y[0], 1e-6f);
    }

    [Fact]
    public void NoPartSeesTheTargetsOfALaterOne() =>
        Prop.ForAll<int>(seed =>
        {
            var random = new RandomSource((ulong)seed, "split");
            var options = new WindowOptions
            {
                Window = 1 + random.NextInt(8),
                Horizon = 1,
                Stride = 1 + random.NextInt(3),
                Sequence = random.NextInt(3) == 0,
            };
            if (!options.Sequence) options = options with { Horizon = 1 + random.NextInt(4) };
            var split = DataSplit.Create(Rows(120 + random.NextInt(50), 1), options, new SplitFractions(0.6, 0.2), ScalerKind.None);
            int end = -1;
            foreach (WindowSet part in (WindowSet[])[split.Train, split.Validation, split.Test])
            {
                if (part.TargetIndex(0) <= end) return false;
                for (int s = 0; s < part.Count; s++)
                {
                    (float[] inputs, float[] targets) = Gather(part, s);
                    if (!options.Sequence && inputs.Max() >= targets.Min()) return false;
                    if (options.Sequence && !inputs.Zip(targets).All(pair => pair.First + 1 == pair.Second)) return false;
                    if (targets[0] != part.TargetIndex(s)) return false;
                    end = Math.Max(end, (int)targets.Max());
                }
            }

            return true;
        }).Check(Property.Runs(100));

    [Theory]
    [InlineData(96, 1, 64, "window 96 is longer than series 'c0' (64 values); choose a window of 63 or less")]
    [InlineData(64, 1, 64, "window 64 and horizon 1 do not fit in series 'c0' (64 values); choose a window of 63 or less")]
    [InlineData(4, 5, 5, "series 'c0' (5 values) is too short for window 4 and horizon 5; it needs 9 values or more")]
    [InlineData(0, 1, 64, "window is 0, expected 1 or more")]
    [InlineData(4, 0, 64, "horizon is 0, expected 1 or more")]
    [InlineData(int.MaxValue, int.MaxValue, 64, "series 'c0' (64 values) is too short for window 2147483647 and horizon 2147483647; it needs 4294967294 values or more")]
    public void RefusesWindowsThatDoNotFit(int window, int horizon, int length, string expected)
    {
        var error = Assert.ThrowsAny<ArgumentException>(() => Create(Rows(length, 1), new WindowOptions { Window = window, Horizon = horizon }));
        Assert.Equal(expected, error.Message);
    }

    [Fact]
    public void TheLongestWindowGivesOneSample() => Assert.Equal(1, Create(Rows(64, 1), new WindowOptions { Window = 63 }).Count);

    [Fact]
    public void RefusesMisuse()
    {
        SeriesTable table = Rows(20);
        Assert.Throws<ArgumentOutOfRangeException>(() => Create(table, new WindowOptions { Stride = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => Create(table, new WindowOptions { OmitLast = -1 }));
        Assert.Contains("all of which are left out", Assert.Throws<SeriesTooShortException>(() => Create(table, new WindowOptions { OmitLast = 16 })).Message, StringComparison.Ordinal);
        Assert.Equal(1, Create(table, new WindowOptions { OmitLast = 15 }).Count);
        Assert.Throws<ArgumentOutOfRangeException>(() => Create(table, new WindowOptions { Sequence = true, Horizon = 2 }));
        Assert.Throws<ArgumentException>(() => Create(table, new WindowOptions { Inputs = ["c0", "c0"] }));
        Assert.Contains("did you mean 'c0'", Assert.Throws<ArgumentException>(() => Create(table, new WindowOptions { Targets = ["C0"] })).Message, StringComparison.Ordinal);
        WindowSet set = Create(table, new WindowOptions());
        float[] x = new float[4 * 3 * 16], y = new float[3 * 16];
        Assert.Throws<ArgumentOutOfRangeException>(() => set.Fill([0], 15, x, y));
        Assert.Throws<ArgumentOutOfRangeException>(() => set.Fill(new int[17], 16, x, y));
        Assert.Throws<ArgumentOutOfRangeException>(() => set.Fill([set.Count], 16, x, y));
        Assert.Throws<ArgumentOutOfRangeException>(() => set.FillInputs([-1], 16, x));
        Assert.Throws<ArgumentException>(() => set.Fill([0], 16, x, y.AsSpan(1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => set.Slice(1, set.Count));
        Assert.Throws<ArgumentOutOfRangeException>(() => set.TargetIndex(set.Count));
        var huge = new SeriesTable("test", ["a"], [[1, 1e300, 2, 3]]);
        Assert.Throws<InvalidDataException>(() => Create(huge, new WindowOptions { Window = 1 }));
    }

    private static (float[] Inputs, float[] Targets) Gather(WindowSet set, int sample)
    {
        int steps = set.Sequence ? set.Window : set.Horizon;
        float[] x = new float[set.Window * set.Inputs * 16], y = new float[steps * set.Inputs * 16];
        set.Fill([sample], 16, x, y);
        return ([.. x.Where((_, i) => i % 16 == 0)], [.. y.Where((_, i) => i % 16 == 0)]);
    }
}
