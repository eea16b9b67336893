using QSeq.Core;

namespace QSeq.Tests.Core;

public class RandomSourceTests
{
    [Fact]
    public void SameSeedAndNameGiveTheSameNumbers()
    {
        var a = new RandomSource(7, "init");
        var b = new RandomSource(7, "init");
        for (int n = 0; n < 100; n++) Assert.Equal(a.NextUInt64(), b.NextUInt64());
    }

    [Fact]
    public void NamesAndSeedsGiveDifferentStreams()
    {
        ulong first = new RandomSource(7, "init").NextUInt64();
        Assert.NotEqual(first, new RandomSource(8, "init").NextUInt64());
        Assert.NotEqual(first, new RandomSource(7, "shuffle").NextUInt64());
    }

    [Fact]
    public void GaussianHasTheMomentsOfTheStandardNormal()
    {
        var source = new RandomSource(1, "test");
        const int count = 200_000;
        double sum = 0, square = 0, fourth = 0;
        for (int n = 0; n < count; n++)
        {
            double x = source.NextGaussian();
            sum += x;
            square += x * x;
            fourth += x * x * x * x;
        }

        // Five standard errors of each estimate.
        Assert.InRange(sum / count, -0.012, 0.012);
        Assert.InRange(square / count, 1 - 0.016, 1 + 0.016);
        Assert.InRange(fourth / count, 3 - 0.11, 3 + 0.11);
    }

    [Fact]
    public void NextIntIsUniformAndInRange()
    {
        var source = new RandomSource(3, "test");
        int[] seen = new int[7];
        for (int n = 0; n < 70_000; n++) seen[source.NextInt(7)]++;
        Assert.All(seen, count => Assert.InRange(count, 10_000 - 470, 10_000 + 470));
        Assert.Throws<ArgumentOutOfRangeException>(() => source.NextInt(0));
    }

    [Fact]
    public void ShuffleKeepsEveryItem()
    {
        int[] items = [.. Enumerable.Range(0, 50)];
        new RandomSource(3, "test").Shuffle(items.AsSpan());
        Assert.NotEqual(Enumerable.Range(0, 50), items);
        Assert.Equal(Enumerable.Range(0, 50), items.Order());
    }
}
