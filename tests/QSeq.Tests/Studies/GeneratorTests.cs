using MathNet.Numerics;
using QSeq.Data;
using QSeq.Studies.DataSets;

namespace QSeq.Tests.Studies;

public class GeneratorTests
{
    [Theory]
    [InlineData(2.0, 0.352834028615638)]
    [InlineData(10.0, 0.254630313685121)]
    [InlineData(100.0, -0.0215287573445)]
    public void BesselJ2HasItsKnownValues(double x, double expected) => Assert.Equal(expected, BesselJ.At(2, x), 1e-12);

    [Fact]
    public void BesselAgreesWithMathNet()
    {
        foreach (int order in (int[])[0, 1, 2, 7, 40])
            for (double x = -120; x <= 120; x += 0.73)
                Assert.Equal(SpecialFunctions.BesselJ((double)order, Math.Abs(x)) * (x < 0 && order % 2 == 1 ? -1 : 1), BesselJ.At(order, x), 1e-13);
        Assert.Equal(SpecialFunctions.BesselJ(2.0, 5000), BesselJ.At(2, 5000), 1e-13);
        Assert.Equal(1, BesselJ.At(0, 0));
        Assert.Equal(0, BesselJ.At(2, 0));
    }

    [Fact]
    public void BesselTableIsThePapers()
    {
        SeriesTable table = BesselJ.Generate();
        Assert.Equal(["j2"], table.Names);
        Assert.Equal(1000, table.Length);
        Assert.Equal(BesselJ.At(2, 2), table.Column(0)[0]);
        Assert.Equal(BesselJ.At(2, 100), table.Column(0)[999]);
        Assert.Equal("generated: Bessel function J2(x), 1000 points for x in [2, 100]", table.Source);
    }

    [Fact]
    public void PendulumIsAccurateAndDissipatesAsItMust()
    {
        SeriesTable table = DampedShm.Generate();
        Assert.Equal(["angle", "velocity"], table.Names);
        Assert.Equal(240, table.Length);

        // The same points in a run of 1/11,950 s steps.
        SeriesTable fine = DampedShm.Generate(new DampedShmOptions { Points = (239 * 1000) + 1 });
        for (int t = 0; t < 240; t++)
        {
            Assert.Equal(fine.Column("angle")[1000 * t], table.Column("angle")[t], 1e-10);
            Assert.Equal(fine.Column("velocity")[1000 * t], table.Column("velocity")[t], 1e-10);
        }
    }

    [Fact]
    public void PendulumHasTheClosedFormOfSmallSwings()
    {
        SeriesTable table = DampedShm.Generate(new DampedShmOptions { InitialAngle = 0, InitialVelocity = 1e-6, Points = 101, End = 5 });
        double omega = Math.Sqrt(9.81 - (0.075 * 0.075));
        for (int k = 0; k <= 100; k++)
        {
            double t = k * 0.05;
            Assert.Equal(1e-6 / omega * Math.Exp(-0.075 * t) * Math.Sin(omega * t), table.Column("angle")[k], 1e-16);
        }
    }

    [Fact]
    public void PendulumWithoutDampingKeepsItsEnergyThroughWholeTurns()
    {
        SeriesTable table = DampedShm.Generate(new DampedShmOptions { Damping = 0, InitialVelocity = 8 });
        for (int t = 0; t < table.Length; t++)
        {
            double energy = (table.Column("velocity")[t] * table.Column("velocity")[t] / 2) - (9.81 * Math.Cos(table.Column("angle")[t]));
            Assert.Equal(32 - 9.81, energy, 1e-9);
        }

        Assert.True(table.Column("angle")[^1] > 2 * Math.PI);
    }

    [Fact]
    public void OptionsOutOfRangeAreRefusedInOneLine()
    {
        Assert.Equal("points is 1, expected 2 or more", Assert.Throws<ArgumentOutOfRangeException>(() => DampedShm.Generate(new() { Points = 1 })).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => DampedShm.Generate(new() { End = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => DampedShm.Generate(new() { End = double.NaN }));
        Assert.Throws<ArgumentOutOfRangeException>(() => DampedShm.Generate(new() { Gravity = double.PositiveInfinity }));
        Assert.Throws<ArgumentOutOfRangeException>(() => BesselJ.Generate(new() { Order = -1 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => BesselJ.Generate(new() { Start = 5, End = 5 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => BesselJ.Generate(new() { Points = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => MilanLike.Generate(new() { Squares = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => MilanLike.Generate(new() { GapRate = 0.6 }));
    }
}
