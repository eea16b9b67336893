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

    /// <summary>Whether there is an H on every wire before RY(x): a wire alone then reads -sin x, which tells x from -x, in place of cos x.</summary>
    public bool HadamardFirst { get; init; }

    /// <summary>Standard deviation of the first angles, normal around 0, above 0; null (default) for angles uniform in [-pi, pi].</summary>
    public double? AngleDeviation { get; init; }

    internal VqcOptions MapFields(FieldMap f) => this with
    {
        Depth = f.Whole("depth", Depth),
        Entangler = f.Choice("entangler", Entangler),
        HadamardFirst = f.Flag("hadamardFirst", HadamardFirst ? true : null) ?? false,
        AngleDeviation = f.Number("angleDeviation", AngleDeviation),
    };

    internal void Validate()
    {
        OptionCheck.Require(Depth is >= 1 and <= 64, $"depth {Depth} is out of range; a circuit has 1 to 64 variational layers.");
        OptionCheck.Require(AngleDeviation is null || (AngleDeviation > 0 && double.IsFinite(AngleDeviation.Value)), $"the deviation of the first angles is {AngleDeviation}, expected a finite number above 0, or none");
        OptionCheck.Require(OptionCheck.IsKnown(Entangler), $"There is no such entangler.");
    }
}
