using QSeq.Core;
using QSeq.Quantum.Circuits;
using QSeq.Quantum.Simulators;

namespace QSeq.Tests.Quantum.Simulators;

/// <summary>Finite shots against theory, with fixed seeds; limits are 4 standard deviations of the statistic.</summary>
public class ShotTests
{
    [Theory]
    [InlineData(100, 0.3)]
    [InlineData(1, 0.5)]
    [InlineData(64, 0.999)]
    [InlineData(1000, 0.001)]
    [InlineData(4096, 0.7071)]
    public void BinomialDrawsHaveMeanAndVariance(int trials, double p)
    {
        var sampler = new ShotSampler(7);
        const int draws = 20000;
        double[] counts = [.. Enumerable.Range(0, draws).Select(_ => (double)sampler.Binomial(trials, p))];
        double mean = counts.Average(), variance = counts.Sum(c => (c - mean) * (c - mean)) / (draws - 1);
        double expected = trials * p * (1 - p);
        double fourth = expected * (1 + ((3 * trials) - 6) * p * (1 - p)); // central moment
        Assert.Equal(trials * p, mean, 4 * Math.Sqrt(expected / draws));
        Assert.Equal(expected, variance, 4 * Math.Sqrt(Math.Max(0, fourth - (expected * expected)) / draws) + (16 * expected / draws)); // the last for the mean that is subtracted
    }

    [Fact]
    public void BinomialDrawsAreRightAtTheEnds()
    {
        var sampler = new ShotSampler(1);
        Assert.Equal((0, 10, 0), (sampler.Binomial(10, 0), sampler.Binomial(10, 1), sampler.Binomial(0, 0.5)));
        Assert.Equal((0, 0), (sampler.Binomial(10, -1e-17), sampler.Binomial(10, double.NaN)));
        Assert.InRange(sampler.Binomial(1000, Math.BitDecrement(1.0)), 999, 1000);
    }

    [Fact]
    public void PatternsComeAsOftenAsTheyShould()
    {
        var random = new RandomSource(3, "patterns");
        Circuit circuit = Draw.Circuit(random, 4, 40, measureAll: true);
        double[] p = Assert.Single(new StateVectorBackend().Run([circuit])).Probabilities.ToArray();
        int[] likely = [.. Enumerable.Range(0, p.Length).Where(n => p[n] > 1e-6)];
        const int shots = 20_000, runs = 300;
        double chiSquare = 0;
        foreach (Outcome outcome in new StateVectorBackend(new StateVectorOptions { Shots = shots, Seed = 5 }).Run([.. Enumerable.Repeat(circuit, runs)]))
        {
            Assert.Equal(shots, outcome.Shots);
            for (int n = 0; n < p.Length; n++)
            {
                double seen = shots * outcome.Probabilities[n];
                Assert.Equal(Math.Round(seen), seen, 1e-9);
                if (!likely.Contains(n)) Assert.Equal(0, seen);
                else chiSquare += (seen - (shots * p[n])) * (seen - (shots * p[n])) / (shots * p[n]);
            }
        }

        // A chi-square of k degrees has mean k and variance 2k; the runs add up.
        int degrees = (likely.Length - 1) * runs;
        Assert.True(likely.Length >= 4);
        Assert.InRange(chiSquare, degrees - (4 * Math.Sqrt(2 * degrees)), degrees + (4 * Math.Sqrt(2 * degrees)));
    }

    [Fact]
    public void ExpectationsSpreadAsOneOverTheRootOfShots()
    {
        // <Z> = cos(angle); with N shots the estimate has variance (1 - z^2)/N.
        Circuit circuit = new CircuitBuilder(1).Add(GateKind.RY, 0, 1.1).MeasureAll().Build();
        const int shots = 256, runs = 4000;
        var backend = new BlochBackend(shots: shots, seed: 9);
        double[] z = [.. backend.Run([.. Enumerable.Repeat(circuit, runs)]).Select(o => o.ExpectationZ(0))];
        double exact = Math.Cos(1.1), mean = z.Average(), variance = z.Sum(v => (v - mean) * (v - mean)) / (runs - 1), expected = (1 - (exact * exact)) / shots;
        Assert.Equal(exact, mean, 4 * Math.Sqrt(expected / runs));
        Assert.Equal(expected, variance, 4 * expected * Math.Sqrt(2.0 / runs));
    }

    [Fact]
    public void MisreadBitsAreDrawnToo()
    {
        Circuit circuit = new CircuitBuilder(2).Add(GateKind.X, 1).MeasureAll().Build();
        NoiseModel noise = NoiseModel.Uniform([], new ReadoutError(0.1, 0.25));
        Outcome exact = Assert.Single(new BlochBackend(noise).Run([circuit]));
        Close.Values("misread", [0.9 * 0.25, 0.9 * 0.75, 0.1 * 0.25, 0.1 * 0.75], exact.Probabilities, 1e-15);
        const int shots = 50_000;
        Outcome drawn = Assert.Single(NoisyBackend.For(noise, shots, 2).Run([circuit]));
        for (int n = 0; n < 4; n++)
            Assert.Equal(exact.Probabilities[n], drawn.Probabilities[n], 4 * Math.Sqrt(exact.Probabilities[n] * (1 - exact.Probabilities[n]) / shots));
    }

    [Fact]
    public void TheSameSeedGivesTheSameCountsAndEveryRunMovesOn()
    {
        Circuit circuit = new CircuitBuilder(3).Add(GateKind.H, 0).Add(GateKind.RX, 1, 0.7).Add(GateKind.CNOT, 0, 2).MeasureAll().Build();
        Func<ulong, ICircuitBackend>[] makers =
        [
            seed => new StateVectorBackend(new StateVectorOptions { Shots = 500, Seed = seed }),
            seed => new DensityMatrixBackend(shots: 500, seed: seed),
            seed => NoisyBackend.For(shots: 500, seed: seed),
        ];
        double[] Take(ICircuitBackend backend) => Assert.Single(backend.Run([circuit])).Probabilities.ToArray();
        foreach (Func<ulong, ICircuitBackend> make in makers)
        {
            ICircuitBackend first = make(11), second = make(11);
            double[] a = Take(first), b = Take(first);
            Assert.Equal(a, Take(second));
            Assert.Equal(b, Take(second));
            Assert.NotEqual(a, b);
            Assert.NotEqual(a, Take(make(12)));
            Assert.Equal(1, a.Sum(), 1e-12);
        }
    }

    [Fact]
    public void NoShotsAreRefused()
    {
        Assert.Contains("choose 1 or more", Assert.Throws<ArgumentOutOfRangeException>(() => new BlochBackend(shots: 0)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new DensityMatrixBackend(shots: -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => NoisyBackend.For(shots: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new StateVectorBackend(new StateVectorOptions { Shots = 0 }));
    }
}
