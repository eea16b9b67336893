using System.Runtime.Intrinsics;
using QSeq.Core;

namespace QSeq.Tests.Core;

public class LanesTests
{
    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 16)]
    [InlineData(15, 16)]
    [InlineData(16, 16)]
    [InlineData(17, 32)]
    [InlineData(100, 112)]
    public void PadRoundsUpToWholeBlocks(int samples, int lanes) => Assert.Equal(lanes, Lanes.Pad(samples));

    [Fact]
    public void SumAddsHalvesOntoEachOther() => Property.ForAllSeeds(200, seed =>
    {
        // ((8 + 8) halves to 4, to 2, to 1): the order that every vector width can follow.
        var random = new RandomSource(seed, "lanes");
        float[] v = [.. Enumerable.Range(0, 16).Select(_ => (float)(random.NextGaussian() * Math.Pow(10, random.NextInt(7))))];
        float[] halves = [.. v];
        for (int half = 8; half >= 1; half /= 2)
            for (int n = 0; n < half; n++) halves[n] += halves[n + half];
        return BitConverter.SingleToInt32Bits(halves[0]) == BitConverter.SingleToInt32Bits(Lanes.Sum(Vector512.Create(v)));
    });

    [Fact]
    public void FmaRoundsOnce()
    {
        float a = 1 + MathF.Pow(2, -12), c = -(1 + MathF.Pow(2, -11));
        Assert.Equal(MathF.Pow(2, -24), Lanes.Fma(Vector512.Create(a), Vector512.Create(a), Vector512.Create(c))[7]);
    }

    [Fact]
    public void RowsRefuseWhatIsNotWholeBlocks()
    {
        Assert.Throws<ArgumentException>(() => new Rows(new float[30], 15));
        Assert.Throws<ArgumentException>(() => new Rows(new float[30], 16));
        Assert.Throws<ArgumentException>(() => new Rows(new float[16], 0));
        Assert.Equal(3, new Rows(new float[96], 32).Count);
    }
}
