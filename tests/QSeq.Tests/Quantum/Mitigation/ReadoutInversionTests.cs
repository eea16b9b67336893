using QSeq.Quantum.Circuits;
using QSeq.Quantum.Mitigation;
using QSeq.Quantum.Simulators;

namespace QSeq.Tests.Quantum.Mitigation;

public class ReadoutInversionTests
{
    private static readonly Circuit Three = new CircuitBuilder(3)
        .Add(GateKind.RY, 0, 0.7).Add(GateKind.CNOT, 0, 1).Add(GateKind.RX, 2, 0.5).Add(GateKind.CNOT, 1, 2).Add(GateKind.Measure, 2).Add(GateKind.Measure, 0).Build();

    [Fact]
    public void KnownErrorsAreUndoneExactly()
    {
        ReadOnlySpan<double> expected = new TinyBackend().Run([Three])[0].Probabilities;
        var noisy = new TinyBackend(1, 0.02, 0.07);
        Assert.NotEqual(expected[0], noisy.Run([Three])[0].AllZero, 1e-3);
        Close.Values("inverted", expected, new ReadoutInversion(noisy, new ReadoutError(0.02, 0.07)).Run([Three])[0].Probabilities, Tolerance.TwoDoubleRoutes);
    }

    [Fact]
    public void EveryMeasuredQubitHasItsOwnErrors()
    {
        // A backend without errors, inverted as if qubit 2 had some: what it gives, given those errors again, is the truth.
        double[] truth = new TinyBackend().Run([Three])[0].Probabilities.ToArray();
        ReadoutError none = default, some = new(0.1, 0.2);
        double[] p = new ReadoutInversion(new TinyBackend(), [none, none, some]).Run([Three])[0].Probabilities.ToArray();
        double[] again = // qubit 2 is bit 0, the high one
        [
            (0.9 * p[0]) + (0.2 * p[2]), (0.9 * p[1]) + (0.2 * p[3]), (0.1 * p[0]) + (0.8 * p[2]), (0.1 * p[1]) + (0.8 * p[3]),
        ];
        Close.Values("errors of a qubit", truth, again, Tolerance.TwoDoubleRoutes);
    }

    [Fact]
    public void CalibrationFindsTheErrorsAndCounts()
    {
        var backend = new TinyBackend(1, 0.02, 0.07);
        ReadoutInversion inversion = ReadoutInversion.Calibrate(backend, 3, repetitions: 2);
        Assert.Equal(new HardwareCost(4, 0), inversion.Calibration);
        foreach (ReadoutError error in inversion.Errors) Close.Values("calibrated", [0.02, 0.07], [error.OneGivenZero, error.ZeroGivenOne], Tolerance.TwoDoubleRoutes);
        Close.Values("calibrated", new TinyBackend().Run([Three])[0].Probabilities, inversion.Run([Three])[0].Probabilities, Tolerance.TwoDoubleRoutes);
        Assert.Equal(new HardwareCost(5, 0), inversion.Cost);
    }

    [Fact]
    public void BadErrorsAreRefused()
    {
        Assert.Contains("qubit 1", Assert.Throws<ArgumentException>(() => new ReadoutInversion(new TinyBackend(), [default, new(0.5, 0.5)])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new ReadoutInversion(new TinyBackend(), []));
        Assert.Throws<ArgumentOutOfRangeException>(() => ReadoutInversion.Calibrate(new TinyBackend(), 13));
        Assert.Contains("qubit 2", Assert.Throws<ArgumentException>(() => ReadoutInversion.Calibrate(new TinyBackend(), 2).Run([Three])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void MitigationsStandOnEachOtherAndTheirCostsMultiply()
    {
        var device = new TinyBackend(0.98, 0.02, 0.07);
        Circuit circuit = new CircuitBuilder(1).Add(GateKind.H, 0).Add(GateKind.RY, 0, 0.7).MeasureAll().Build();
        var all = new ZeroNoiseExtrapolation(
            new RepeatedMeasurement(ReadoutInversion.Calibrate(device, 1), 4), Extrapolation.Exponential);
        Assert.Equal(12, all.CircuitFactor);
        var meter = new MeteredBackend(all);
        double z = meter.Run([circuit, circuit])[0].ExpectationZ(0);
        Assert.Equal(new HardwareCost(26, 0), all.Cost); // 2 to calibrate
        Assert.Equal(new HardwareCost(24, 0), meter.Cost);
        Assert.Equal(26, device.Circuits.Count);

        // The X of the calibration is noisy too, so a little of the readout error is left.
        Assert.Equal(new TinyBackend().Run([circuit])[0].ExpectationZ(0), z, 2e-2);
    }
}
