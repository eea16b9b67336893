using QSeq.Numerics;

namespace QSeq.Tests.Numerics;

public class PortableMathTests
{
    [Fact]
    public void CosineOfHalfTurns()
    {
        Assert.Equal((1, 0, -1), (PortableMath.CosHalfTurns(0), PortableMath.CosHalfTurns(0.5), PortableMath.CosHalfTurns(1)));
        for (int n = 0; n <= 10_000; n++) Assert.Equal(Math.Cos(Math.PI * n / 10_000), PortableMath.CosHalfTurns(n / 10_000.0), 1e-15);
        foreach (double bad in (double[])[-0.1, 1.1, double.NaN]) Assert.Throws<ArgumentOutOfRangeException>(() => PortableMath.CosHalfTurns(bad));
    }
}
