using QSeq.Data;
using QSeq.Studies.DataSets;

namespace QSeq.Tests.Studies.Systems;

/// <summary>Numbers beside which nothing else stands come from references.py in this folder, which goes other ways to them.</summary>
public class SystemSeriesTests
{
    private const ulong SeedThatDiverges = 4;

    [Fact]
    public void LorenzAgreesWithAnAdaptiveIntegration()
    {
        // DOP853 of SciPy with a relative tolerance of 3e-14. Errors grow, as they must under chaos.
        ReadOnlySpan<double> x = Lorenz.Generate(new() { Washout = 0, Points = 201 }).Column("x");
        Assert.Equal(1, x[0]);
        Assert.Equal(1.287554770361773, x[1], 3e-10);
        Assert.Equal(-9.378570010925127, x[20], 3e-11);
        Assert.Equal(-6.512113699419489, x[100], 4e-9);
        Assert.Equal(-4.902687541135185, x[200], 2e-8);
    }

    [Fact]
    public void LorenzHasTheBitsOfTheSameSumsElsewhere()
    {
        SeriesTable table = Lorenz.Generate();
        ReadOnlySpan<double> x = table.Column("x");
        Assert.Equal([13.7932290895289, 12.209698431256802, 2.105513597702734], (double[])[x[0], x[1], x[999]]);
        Assert.Equal(["x"], table.Names);
        Assert.Equal(
            "generated: Lorenz x' = 10 (y - x), y' = x (28 - z) - y, z' = x y - 2.6666666666666665 z, (1, 1, 1) at 0, 1000 points every "
            + "0.05 from t = 20",
            table.Source);
    }

    [Fact]
    public void LorenzRestsAndFallsWhereItMust()
    {
        // Without y and z, x falls as e^(-sigma t); at rho = 0.5 all comes to rest at 0; at rho = 14 at sqrt(beta (rho - 1)).
        ReadOnlySpan<double> falls = Lorenz.Generate(new()
        {
            Washout = 0,
            Points = 11,
            Interval = 0.1,
            Rho = 0,
            Beta = 0,
            Sigma = 3,
            Initial = (2, 0, 0)
        }).Column("x");
        for (int t = 0; t <= 10; t++) Assert.Equal(2 * Math.Exp(-0.3 * t), falls[t], 1e-9);
        Assert.Equal(0, Lorenz.Generate(new() { Rho = 0.5, Points = 2, Washout = 2000 }).Column("x")[0], 1e-12);
        Assert.Equal(
            Math.Sqrt(8.0 / 3 * 13), Math.Abs(Lorenz.Generate(new() { Rho = 14, Points = 2, Washout = 2000 }).Column("x")[0]), 1e-9);
    }

    [Theory]
    [InlineData(5, 0.3127763408145207, 0.0935930979852902)]
    [InlineData(10, 0.3886925989914222, 0.10901360707248908)]
    public void NarmaFollowsItsEquationAndHasItsMoments(int order, double mean, double deviation)
    {
        SeriesTable table = Narma.Generate(new() { Order = order, Points = 20_000, Washout = 0, LargestInput = 0.5, Seed = 2 });
        double[] u = table.Column("u").ToArray(), y = table.Column("y").ToArray();
        Assert.Equal(["u", "y"], table.Names);
        Assert.Equal(0, y[0]);
        for (int t = 0; t < 999; t++)
        {
            double sum = Enumerable.Range(0, order).Sum(i => t >= i ? y[t - i] : 0), older = t >= order - 1 ? u[t - order + 1] : 0;
            Assert.Equal((0.3 * y[t]) + (0.05 * y[t] * sum) + (1.5 * older * u[t]) + 0.1, y[t + 1], 1e-14);
        }

        Assert.Equal(0.25, u.Average(), 0.005);
        Assert.InRange(u.Min(), 0, 1e-3);
        Assert.InRange(u.Max(), 0.499, 0.5);
        double average = y[200..].Average();
        Assert.Equal(mean, average, 0.008);
        Assert.Equal(deviation, Math.Sqrt(y[200..].Average(value => (value - average) * (value - average))), 0.008);
    }

    [Fact]
    public void NarmaLeavesOutTheStart()
    {
        double[] all = Narma.Generate(new() { Points = 300, Washout = 0 }).Column("y").ToArray();
        Assert.Equal(all[200..], Narma.Generate(new() { Points = 100 }).Column("y").ToArray());
        Assert.NotEqual(all[200..], Narma.Generate(new() { Points = 100, Seed = 1 }).Column("y").ToArray());
    }

    [Fact]
    public void NarmaThatDivergesIsDrawnAnew()
    {
        SeriesTable table = Narma.Generate(new() { Order = 10, Points = 5000, Seed = SeedThatDiverges });
        Assert.EndsWith(
            $"u uniform from 0 to 0.5, seed {SeedThatDiverges}, draw 2, 5000 points from t = 200", table.Source, StringComparison.Ordinal);
        Assert.StartsWith(
            "generated: NARMA-10 y(t+1) = 0.3 y(t) + 0.05 y(t) (y(t) + ... + y(t-9)) + 1.5 u(t-9) u(t) + 0.1, ",
            table.Source,
            StringComparison.Ordinal);
        foreach (double y in table.Column("y")) Assert.InRange(y, 0, 10);
        Assert.Equal(
            "NARMA-20 with seed 0 diverges in each of 100 draws of 1200 inputs up to 1; "
            + "choose fewer points, a lower order or a smaller largest input",
            Assert.Throws<InvalidDataException>(() => Narma.Generate(new() { Order = 20, LargestInput = 1 })).Message);
    }

    [Fact]
    public void DelayedControlIsTheGroupsFormula()
    {
        SeriesTable table = DelayedControl.Generate();
        ReadOnlySpan<double> s = table.Column("signal");
        Assert.Equal(1100, s.Length);
        (int Place, double Value)[] expected =
            [(0, 4.8140160524635325e-18), (100, 1), (107, 0.8148510037003641), (150, 8.529857413938513e-05), (1000, 0.32465246735834935),
                (1099, 0.2857179910227044)];
        foreach ((int place, double value) in expected) Assert.Equal(value, s[place], 1e-13 * value);
        Assert.Equal(
            "generated: delayed control exp(-t/16) sum of exp(-10 (t - 2 n)^2) for n = 0 to 10, 1100 points every 0.02 from t = -2",
            table.Source);
    }

    [Fact]
    public void DelayedControlComesBackAfterTheDelay()
    {
        ReadOnlySpan<double> s = DelayedControl.Generate(new()
        {
            Points = 301,
            Interval = 0.1,
            Start = -1,
            Delay = 3,
            Pulses = 4,
            Sharpness = 8,
            Decay = 20
        }).Column("signal");
        for (int t = 0; t <= 50; t++) Assert.Equal(s[t] * Math.Exp(-3.0 / 20), s[t + 30], 1e-12);
        Assert.Equal(0, s[300], 1e-12);
    }

    [Fact]
    public void JaynesCummingsAgreesWithTheMatrixOfItsEnergies()
    {
        SeriesTable table = JaynesCummings.Generate();
        ReadOnlySpan<double> w = table.Column("inversion");
        (int Place, double Value)[] expected =
            [(0, 1), (10, -0.8807261716607396), (20, 0.5999035251319252), (100, -1.4701453870780146e-05), (400, 0.5445142816845895),
                (800, 0.2193028374073448)];
        foreach ((int place, double value) in expected) Assert.Equal(value, w[place], 1e-12);
        Assert.Equal(
            "generated: Jaynes-Cummings inversion on resonance, atom excited at 0, coherent field of 10 photons on average, coupling 1, "
            + "1000 points every 0.05",
            table.Source);
    }

    [Fact]
    public void JaynesCummingsInAnEmptyCavityIsACosine()
    {
        ReadOnlySpan<double> w = JaynesCummings.Generate(new() { MeanPhotons = 0, Coupling = 0.7, Interval = 0.3 }).Column("inversion");
        for (int t = 0; t < w.Length; t++) Assert.Equal(Math.Cos(2 * 0.7 * 0.3 * t), w[t], 1e-12);
        ReadOnlySpan<double> many = JaynesCummings.Generate(new() { MeanPhotons = 500, Points = 2 }).Column("inversion");
        Assert.Equal(1, many[0], 1e-12); // all terms that count are there
    }

    [Fact]
    public void TransmonAgreesWithTheExponentialOfItsLiouvillian()
    {
        SeriesTable table = Transmon.Generate();
        ReadOnlySpan<double> p = table.Column("population");
        (int Time, double Value)[] expected = [(0, 0), (1, 0.02409646118104548), (10, 0.9540499441420722), (100, 0.0315170987096252),
            (999, 0.7840632364351546)];
        foreach ((int time, double value) in expected) Assert.Equal(value, p[time], 1e-11);
        Assert.Equal(
            "generated: transmon of 4 levels from its ground state, population of the first excited one, Rabi frequency 0.05 GHz, "
            + "detuning 0 GHz, anharmonicity -0.2 GHz, T1 2000 ns, 1000 points every 1 ns",
            table.Source);

        ReadOnlySpan<double> detuned = Transmon.Generate(new()
        {
            Points = 100,
            Levels = 3,
            Rabi = 0.03,
            Detuning = 0.02,
            Anharmonicity = -0.3,
            Relaxation = 50
        }).Column("population");
        expected = [(1, 0.008712381095268467), (7, 0.3213670098903251), (40, 0.48668741896011325), (99, 0.3349469966941415)];
        foreach ((int time, double value) in expected) Assert.Equal(value, detuned[time], 1e-12);
    }

    [Fact]
    public void AQubitWithoutRelaxationHasRabisFormula()
    {
        // P(t) = (rabi / f)^2 sin^2(pi f t) with f^2 = rabi^2 + detuning^2 (Rabi 1937).
        var options = new TransmonOptions
        {
            Points = 400,
            Interval = 0.7,
            Levels = 2,
            Rabi = 0.04,
            Detuning = 0.03,
            Relaxation = double.PositiveInfinity
        };
        ReadOnlySpan<double> p = Transmon.Generate(options).Column("population");
        for (int t = 0; t < p.Length; t++)
        {
            double sine = Math.Sin(Math.PI * 0.05 * 0.7 * t);
            Assert.Equal(0.64 * sine * sine, p[t], 1e-11);
        }
    }

    [Fact]
    public void OptionsOutOfRangeAreRefusedInOneLine()
    {
        foreach (Action few in (Action[])
        [
            () => Lorenz.Generate(new() { Points = 1 }), () =>
                Narma.Generate(new() { Points = 1 }), () => DelayedControl.Generate(new() { Points = 1 }),
            () => JaynesCummings.Generate(new() { Points = 1 }), () => Transmon.Generate(new() { Points = 1 }),
        ])
            Refused("points is 1, expected 2 or more", few);
        Refused("interval is 0, expected a time above 0, at most 1", () => Lorenz.Generate(new() { Interval = 0 }));
        Refused("washout is -1, expected 0 values or more", () => Lorenz.Generate(new() { Washout = -1 }));
        Refused("sigma is -1, expected 0 to 100", () => Lorenz.Generate(new() { Sigma = -1 }));
        Refused("rho is 201, expected 0 to 200", () => Lorenz.Generate(new() { Rho = 201 }));
        Refused("beta is NaN, expected 0 to 100", () => Lorenz.Generate(new() { Beta = double.NaN }));
        Refused(
            "initial values are 1, NaN and 3, expected numbers within ±100", () => Lorenz.Generate(new() { Initial = (1, double.NaN, 3) }));
        Refused(
            "1000000000 points every 0.05 after 400 take more than 100000000 steps; choose fewer points",
            () => Lorenz.Generate(new() { Points = 1_000_000_000 }));
        Refused("order is 1, expected 2 to 20", () => Narma.Generate(new() { Order = 1 }));
        Refused("washout is -1, expected 0 values or more", () => Narma.Generate(new() { Washout = -1 }));
        Refused("largest input is 0, expected a number above 0, at most 1", () => Narma.Generate(new() { LargestInput = 0 }));
        Refused(
            "200000000 points after 200 are more than 100000000; choose fewer points",
            () => Narma.Generate(new() { Points = 200_000_000 }));
        Refused("interval is 2, expected a time above 0, at most 1", () => DelayedControl.Generate(new() { Interval = 2 }));
        Refused("start is 1001, expected a time within ±1000", () => DelayedControl.Generate(new() { Start = 1001 }));
        Refused("delay is 0, expected a time above 0, at most 1000", () => DelayedControl.Generate(new() { Delay = 0 }));
        Refused("pulses is 0, expected 1 to 100000", () => DelayedControl.Generate(new() { Pulses = 0 }));
        Refused("sharpness is 0, expected a number above 0, at most 1000000", () => DelayedControl.Generate(new() { Sharpness = 0 }));
        Refused("decay is -1, expected a time above 0, at most 1000000", () => DelayedControl.Generate(new() { Decay = -1 }));
        Refused("interval is 11, expected a time above 0, at most 10", () => JaynesCummings.Generate(new() { Interval = 11 }));
        Refused("coupling is 0, expected a number above 0, at most 100", () => JaynesCummings.Generate(new() { Coupling = 0 }));
        Refused("mean photons is 501, expected 0 to 500", () => JaynesCummings.Generate(new() { MeanPhotons = 501 }));
        Refused(
            "200000 points every 10 end later than 1000000 / coupling; choose fewer points or a smaller interval",
            () => JaynesCummings.Generate(new() { Points = 200_000, Interval = 10 }));
        Refused("interval is 0, expected above 0, at most 10 ns", () => Transmon.Generate(new() { Interval = 0 }));
        Refused("levels is 7, expected 2 to 6", () => Transmon.Generate(new() { Levels = 7 }));
        Refused("rabi is 1.5, expected 0 to 1 GHz", () => Transmon.Generate(new() { Rabi = 1.5 }));
        Refused("detuning is NaN, expected within ±1 GHz", () => Transmon.Generate(new() { Detuning = double.NaN }));
        Refused("anharmonicity is -2, expected within ±1 GHz", () => Transmon.Generate(new() { Anharmonicity = -2 }));
        Refused("relaxation is 0, expected 1 ns or more", () => Transmon.Generate(new() { Relaxation = 0 }));
        Refused(
            "9000000 points every 1 ns take more than 10000000 steps; choose fewer points",
            () => Transmon.Generate(new() { Points = 9_000_000 }));

        static void Refused(string message, Action make) => Assert.Equal(message, Assert.Throws<ArgumentOutOfRangeException>(make).Message);
    }
}
