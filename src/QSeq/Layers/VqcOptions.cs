using QSeq.Quantum;

namespace QSeq.Layers;

/// <summary>Options of a variational circuit (QLSTM, arXiv 2009.01783, with the ansatz of QKAN-LSTM's section IV-B).</summary>
public sealed record VqcOptions
{
    /// <summary>The most wires a circuit may have: its state has 2^wires amplitudes for every sample.</summary>
    public const int MaxQubits = 12;

    /// <summary>Variational layers (entangler, then RY on every wire), 1 to 64; 3 as in the papers' SHM and Bessel runs.</summary>
    public int Depth { get; init; } = 3;

    /// <summary>Which wires the CNOTs join; the papers' RealAmplitudes circuit is a chain.</summary>
    public Entangler Entangler { get; init; } = Entangler.Chain;

    internal VqcOptions MapFields(FieldMap f) => this with { Depth = f.Whole("depth", Depth), Entangler = f.Choice("entangler", Entangler) };

    internal void Validate()
    {
        OptionCheck.Require(Depth is >= 1 and <= 64, $"depth {Depth} is out of range; a circuit has 1 to 64 variational layers.");
        OptionCheck.Require(Enum.IsDefined(Entangler), $"There is no such entangler.");
    }
}
