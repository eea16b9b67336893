using QSeq.Layers;
using QSeq.Quantum;
using QSeq.Quantum.Circuits;
using QSeq.Quantum.Simulators;

namespace QSeq.Tests.Layers;

[Trait(Speed.Name, Speed.Slow)]
public class NoisyQkanLayerTests
{
    private static readonly GateNoise All = new() { Depolarising = 0.02, AmplitudeDamping = 0.05, PhaseDamping = 0.03, Readout = 0.04 };

    [Theory]
    [InlineData(1, 1, 1, Encoding.Pz, 1, true)]
    [InlineData(3, 4, 17, Encoding.Pz, 1, true)]
    [InlineData(2, 3, 33, Encoding.Pz, 2, true)]
    [InlineData(2, 2, 20, Encoding.Pz, 4, true)]
    [InlineData(3, 2, 17, Encoding.Rpz, 1, true)]
    [InlineData(2, 3, 33, Encoding.Rpz, 3, true)]
    [InlineData(3, 2, 17, Encoding.Pz, 1, false)]
    [InlineData(2, 3, 33, Encoding.Pz, 3, false)]
    public void ValuesAndGradientsAgreeWithDensityMatrices(int inputs, int outputs, int samples, Encoding encoding, int reps, bool trained)
    {
        QkanOptions options = new() { Encoding = encoding, Reps = reps, Noise = All, TrainPreactivation = trained, TrainPostWeight = true, TrainPostBias = true };
        var layer = new LayerHarness("noisy qkan", table => new QkanLayer(table, inputs, outputs, options));
        layer.Check(samples);
        if (trained) return;

        // With equal weights the edges of an input share sines and cosines: other code, the same function.
        var apart = new LayerHarness("noisy qkan", table => new QkanLayer(table, inputs, outputs, options with { TrainPreactivation = true }));
        foreach (LayerHarness one in new[] { layer, apart }) one.Set("preact_weight", [.. Enumerable.Repeat(1.0, inputs * outputs * reps)]);
        float[] x = layer.Inputs(samples), dy = [.. Enumerable.Repeat(0.7f, samples * outputs)];
        LayerRun shared = layer.Run(x, dy), separate = apart.Run(x, dy);
        Close.Values("noisy shared turns, y", layer.Reference(x), shared.Y, Tolerance.Value);
        Close.Gradient("noisy shared turns, dx", Close.Widen(separate.Dx), shared.Dx, Tolerance.Gradient);
        foreach (string name in new[] { "theta", "postact_weight" })
            Close.Gradient("noisy shared turns, " + name, Close.Widen(layer.Table[name].Of(separate.Gradient.AsSpan())), layer.Table[name].Of(shared.Gradient.AsSpan()), Tolerance.Gradient);
    }

    [Theory]
    [InlineData(0.01, 0, 0, 0)]
    [InlineData(0, 0.3, 0, 0)]
    [InlineData(0, 0, 0.3, 0)]
    [InlineData(0, 0, 0, 0.2)]
    [InlineData(0.75, 0, 0, 0)] // nothing is left
    [InlineData(0, 1, 0, 0)] // all decays
    [InlineData(0, 0, 1, 0.5)]
    public void EveryChannelAloneDoes(double depolarising, double decay, double dephasing, double readout)
    {
        var noise = new GateNoise { Depolarising = depolarising, AmplitudeDamping = decay, PhaseDamping = dephasing, Readout = readout };
        foreach (int reps in new[] { 1, 3 })
            new LayerHarness("noisy qkan, one channel", table => new QkanLayer(table, 2, 2, new QkanOptions { Reps = reps, Noise = noise, TrainPostWeight = true })).Check(16);
    }

    [Fact]
    public void NoNoiseIsTheNoiseFreeLayer()
    {
        LayerHarness Layer(GateNoise? noise) => new("same", table => new QkanLayer(table, 2, 3, new QkanOptions { Reps = 3, Noise = noise }));
        LayerHarness plain = Layer(null), noisy = Layer(new GateNoise());
        float[] x = plain.Inputs(20), dy = [.. Enumerable.Repeat(1f, 60)];
        LayerRun a = plain.Run(x, dy), b = noisy.Run(x, dy);
        Close.Values("no noise", Close.Widen(a.Y), b.Y, Tolerance.Value);
        Close.Gradient("no noise, gradient", Close.Widen(a.Gradient), b.Gradient, Tolerance.Gradient);
    }

    [Fact]
    public void ABackendWithTheSameNoiseGivesTheSameValue()
    {
        double[] theta = [0.3, -1.1, 2.0, 0.4], w = [1.3], b = [0.2];
        const double x = 0.7;
        Circuit circuit = new CircuitBuilder(1).Add(GateKind.H, 0)
            .Add(GateKind.RZ, 0, theta[0]).Add(GateKind.RY, 0, theta[1]).Add(GateKind.RZ, 0, (w[0] * x) + b[0])
            .Add(GateKind.RZ, 0, theta[2]).Add(GateKind.RY, 0, theta[3]).MeasureAll().Build();
        double expected = Assert.Single(NoisyBackend.For(All.ToNoiseModel()).Run([circuit])).ExpectationZ(0);
        Assert.Equal(expected, NoisyDaruanReference.Evaluate(Encoding.Pz, All, theta, w, b, x), Tolerance.TwoDoubleRoutes);
    }

    [Fact]
    public void WhatIsNotKnownIsRefused()
    {
        void Refused(string expected, QkanOptions options) => Assert.Contains(
            expected, Assert.Throws<ArgumentOutOfRangeException>(() => new LayerHarness("refused", table => new QkanLayer(table, 1, 1, options))).Message, StringComparison.Ordinal);
        Refused("Pz and Rpz, not for Mix", new QkanOptions { Encoding = Encoding.Mix, Noise = All });
        Refused("mixed state", new QkanOptions { Readout = Readout.AmplitudeDifference, Noise = All });
        Refused("expected 0 to 1", new QkanOptions { Noise = All with { AmplitudeDamping = 1.1 } });
        Refused("expected 0 to 1", new QkanOptions { Noise = All with { Readout = -0.1 } });
    }
}
