using QSeq.Quantum.Simulators;

namespace QSeq.Quantum;

/// <summary>
/// Noise that a layer's circuits are trained and evaluated under, exactly: after every gate a depolarising channel,
/// amplitude damping and phase damping, in this order (as PennyLane defines them), and misread bits. All 0 by default.
/// </summary>
public sealed record GateNoise
{
    /// <summary>Depolarising probability p after every gate, 0 to 1; the Bloch vector shrinks by 1 - 4p/3.</summary>
    public double Depolarising { get; init; }

    /// <summary>Amplitude damping gamma after every gate, 0 to 1.</summary>
    public double AmplitudeDamping { get; init; }

    /// <summary>Phase damping gamma after every gate, 0 to 1.</summary>
    public double PhaseDamping { get; init; }

    /// <summary>Probability to misread a bit, either way, 0 to 1.</summary>
    public double Readout { get; init; }

    /// <summary>The same noise for a backend that runs circuits.</summary>
    /// <returns>The noise model.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of range.</exception>
    public NoiseModel ToNoiseModel() => NoiseModel.Uniform(Channels(), ReadoutError.Symmetric(Readout));

    /// <summary>The channels after a gate, in order.</summary>
    internal NoiseChannel[] Channels() =>
        [NoiseChannel.Depolarising(Depolarising), NoiseChannel.AmplitudeDamping(AmplitudeDamping), NoiseChannel.PhaseDamping(PhaseDamping)];

    /// <summary>What n gates' noise does to a Bloch vector, where only rotations about z stand between them: it commutes with those.</summary>
    internal NoiseStep Power(int n)
    {
        double shrink = 1 - (4 * Depolarising / 3), decay = 1 - AmplitudeDamping;
        double across = shrink * Math.Sqrt(decay) * Math.Sqrt(1 - PhaseDamping), along = shrink * decay;
        (double xy, double z, double shift) = (1, 1, 0);
        for (int k = 0; k < n; k++) (xy, z, shift) = (xy * across, z * along, (shift * along) + AmplitudeDamping);
        return new((float)xy, (float)z, (float)shift);
    }

    internal GateNoise MapFields(FieldMap f) => new()
    {
        Depolarising = f.Number("depolarising", Depolarising),
        AmplitudeDamping = f.Number("amplitudeDamping", AmplitudeDamping),
        PhaseDamping = f.Number("phaseDamping", PhaseDamping),
        Readout = f.Number("readout", Readout),
    };

    internal void Validate() => _ = ToNoiseModel();
}

/// <summary>(x, y, z) -> (XY x, XY y, Z z + Shift).</summary>
internal readonly record struct NoiseStep(float XY, float Z, float Shift)
{
    public static NoiseStep None => new(1, 1, 0);

    public Bloch Apply(Bloch r) => new(XY * r.X, XY * r.Y, (Z * r.Z) + Shift);

    /// <summary>The gradient of what goes in, given that of what comes out.</summary>
    public Bloch Transposed(Bloch gradient) => new(XY * gradient.X, XY * gradient.Y, Z * gradient.Z);
}
