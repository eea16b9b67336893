using QSeq.Quantum.Simulators;

namespace QSeq.Tests.Quantum.Simulators;

public class NoiseChannelTests
{
    [Fact]
    public void ChannelsMapTheBlochVectorAsTheirFormulasSay()
    {
        Maps(NoiseChannel.Depolarising(0.03), 1 - 0.04, 1 - 0.04, 1 - 0.04, 0);
        Maps(NoiseChannel.AmplitudeDamping(0.36), 0.8, 0.8, 0.64, 0.36);
        Maps(NoiseChannel.PhaseDamping(0.36), 0.8, 0.8, 1, 0);
        Maps(NoiseChannel.BitFlip(0.1), 1, 0.8, 0.8, 0);
        double z = Math.Exp(-0.2), xy = Math.Exp(-0.25);
        Maps(NoiseChannel.ThermalRelaxation(50, 40, 10), xy, xy, z, 1 - z);
        Maps(NoiseChannel.ThermalRelaxation(50, 100, 10), Math.Exp(-0.1), Math.Exp(-0.1), z, 1 - z);
        Maps(NoiseChannel.ThermalRelaxation(double.PositiveInfinity, 40, 10), xy, xy, 1, 0);
    }

    [Fact]
    public void KrausOperatorsAddUp()
    {
        foreach (double p in new[] { 0, 0.1, 1 })
        {
            foreach (NoiseChannel channel in new[]
            {
                NoiseChannel.Depolarising(p), NoiseChannel.AmplitudeDamping(p), NoiseChannel.PhaseDamping(p), NoiseChannel.BitFlip(p), NoiseChannel.ThermalRelaxation(1, 1.3, p),
            })
            {
                NoiseChannel again = NoiseChannel.FromKraus(channel.Name, channel.Operators);
                Assert.Equal(channel.Map, again.Map);
            }
        }

        Assert.Contains("do not add up", Assert.Throws<ArgumentException>(() => NoiseChannel.FromKraus("half", KrausOperator.Identity(0.5))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(-0.01)]
    [InlineData(1.01)]
    [InlineData(double.NaN)]
    public void WhatIsNoProbabilityIsRefused(double p)
    {
        foreach (Action make in new Action[]
        {
            () => NoiseChannel.Depolarising(p), () => NoiseChannel.AmplitudeDamping(p), () => NoiseChannel.PhaseDamping(p), () => NoiseChannel.BitFlip(p),
            () => _ = new ReadoutError(p, 0), () => _ = new ReadoutError(0, p),
        })
        {
            Assert.Contains("expected 0 to 1", Assert.Throws<ArgumentOutOfRangeException>(make).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void TimesThatNoQubitHasAreRefused()
    {
        Assert.Contains("at most 2 T1", Assert.Throws<ArgumentOutOfRangeException>(() => NoiseChannel.ThermalRelaxation(10, 21, 1)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => NoiseChannel.ThermalRelaxation(0, 1, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => NoiseChannel.ThermalRelaxation(10, -1, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => NoiseChannel.ThermalRelaxation(10, 10, double.NaN));
    }

    [Fact]
    public void NamesSayWhatAndHowMuch() => Assert.Equal("depolarising 0.01", NoiseChannel.Depolarising(0.01).ToString());

    private static void Maps(NoiseChannel channel, double x, double y, double z, double t)
    {
        BlochMap expected = BlochMap.Diagonal(x, y, z) with { TZ = t };
        double[] Numbers(BlochMap m) => [m.XX, m.XY, m.XZ, m.YX, m.YY, m.YZ, m.ZX, m.ZY, m.ZZ, m.TX, m.TY, m.TZ];
        Close.Values(channel.Name, Numbers(expected), Numbers(channel.Map), 1e-15);
    }
}
