using QSeq.Quantum;

namespace QSeq.Layers;

/// <summary>
/// Options of a QKAN layer (QKAN, arXiv 2509.14026). The defaults are those of the QKAN-LSTM preset that PAPERS'
/// Table I decodes to: one re-uploading block, encoding weights and base weight trained, &lt;Z&gt; read.
/// </summary>
public sealed record QkanOptions
{
    /// <summary>The circuit of an edge; <see cref="Encoding.Pz"/> is the papers' Eq. 5 and 6.</summary>
    public Encoding Encoding { get; init; } = Encoding.Pz;

    /// <summary>Re-uploading blocks L, 1 to 64. One block gives one Fourier frequency; each further block adds more.</summary>
    public int Reps { get; init; } = 1;

    /// <summary>What is read; the expectation value is what the papers' equations say.</summary>
    public Readout Readout { get; init; } = Readout.Expectation;

    /// <summary>The function beside the circuit; SiLU as in KAN and in the reference code.</summary>
    public BaseFunction Base { get; init; } = BaseFunction.Silu;

    /// <summary>Whether the encoding's w and b train (start: 1 and 0). On: the count of 58 needs it. Rpz trains b in any case.</summary>
    public bool TrainPreactivation { get; init; } = true;

    /// <summary>Whether the base weight trains (start: 0.5). Off, it stays 0 and there is no base term, as in the reference code.</summary>
    public bool TrainBase { get; init; } = true;

    /// <summary>Whether the factor of the read-out trains (start: 1).</summary>
    public bool TrainPostWeight { get; init; }

    /// <summary>Whether the offset of the read-out trains (start: 0).</summary>
    public bool TrainPostBias { get; init; }

    /// <summary>
    /// Gate noise that the layer is trained and evaluated under, as on a device; null (default) for none. Known for pz and
    /// rpz with &lt;Z&gt; read: their data rotations commute with the noise, and a mixed state has no amplitudes.
    /// </summary>
    public GateNoise? Noise { get; init; }

    internal QkanOptions MapFields(FieldMap f) => this with
    {
        Encoding = f.Choice("encoding", Encoding),
        Reps = f.Whole("reps", Reps),
        Readout = f.Choice("readout", Readout),
        Base = f.Choice("base", Base),
        TrainPreactivation = f.Flag("trainPreactivation", TrainPreactivation),
        TrainBase = f.Flag("trainBase", TrainBase),
        TrainPostWeight = f.Flag("trainPostWeight", TrainPostWeight),
        TrainPostBias = f.Flag("trainPostBias", TrainPostBias),
        Noise = f.Optional("noise", Noise, new GateNoise(), (noise, inner) => noise.MapFields(inner)),
    };

    internal void Validate()
    {
        OptionCheck.Require(Reps is >= 1 and <= 64, $"reps {Reps} is out of range; a DARUAN circuit has 1 to 64 re-uploading blocks.");
        OptionCheck.Require(OptionCheck.IsKnown(Encoding), $"There is no such encoding.");
        OptionCheck.Require(OptionCheck.IsKnown(Readout), $"There is no such readout.");
        OptionCheck.Require(OptionCheck.IsKnown(Base), $"There is no such base function.");
        if (Noise is null) return;
        Noise.Validate();
        OptionCheck.Require(
            Encoding is Encoding.Pz or Encoding.Rpz,
            $"Gate noise is known for the encodings Pz and Rpz, not for {Encoding}; choose one of them, or run the circuits on a noisy backend.");
        OptionCheck.Require(
            Readout == Readout.Expectation, $"Gate noise leaves a mixed state, for which {Readout} is not defined; read {Readout.Expectation}.");
    }
}

/// <summary>The function that stands beside the circuit on an edge, base_weight * f(x).</summary>
public enum BaseFunction
{
    /// <summary>x sigmoid(x), the default.</summary>
    Silu,

    /// <summary>No base term.</summary>
    None,

    /// <summary>x.</summary>
    Identity,

    /// <summary>tanh x.</summary>
    Tanh,

    /// <summary>max(x, 0).</summary>
    Relu,
}
