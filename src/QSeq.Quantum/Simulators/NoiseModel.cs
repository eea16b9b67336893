using QSeq.Quantum.Circuits;

namespace QSeq.Quantum.Simulators;

/// <summary>
/// What goes wrong when a circuit runs: channels after every gate, on the qubits of the gate, and misread bits. Barriers
/// and waiting cost nothing.
/// </summary>
public sealed record NoiseModel
{
    /// <summary>No noise.</summary>
    public static NoiseModel None { get; } = new();

    /// <summary>What holds for qubits without noise of their own.</summary>
    public QubitNoise Common { get; init; } = new();

    /// <summary>Noise of single qubits, in place of <see cref="Common"/>.</summary>
    public ImmutableDictionary<int, QubitNoise> Qubits { get; init; } = ImmutableDictionary<int, QubitNoise>.Empty;

    /// <summary>Whether nothing goes wrong.</summary>
    public bool IsNone => Common.IsNone && Qubits.Values.All(qubit => qubit.IsNone);

    /// <summary>Whether gates are exact; bits may be misread.</summary>
    public bool HasExactGates => Common.HasExactGates && Qubits.Values.All(qubit => qubit.HasExactGates);

    /// <summary>The same noise for all qubits.</summary>
    /// <param name="afterGates">Channels after every gate on every qubit of it, in order.</param>
    /// <param name="readout">Misread bits.</param>
    /// <returns>The model.</returns>
    public static NoiseModel Uniform(IEnumerable<NoiseChannel> afterGates, ReadoutError readout = default)
    {
        ImmutableArray<NoiseChannel> channels = [.. afterGates];
        return new() { Common = new() { AfterOneQubitGates = channels, AfterTwoQubitGates = channels, Readout = readout } };
    }

    /// <summary>The noise of a qubit.</summary>
    /// <param name="qubit">Its number in the circuit.</param>
    /// <returns>Its own, or the common one.</returns>
    public QubitNoise Of(int qubit) => Qubits.TryGetValue(qubit, out QubitNoise? own) ? own : Common;

    internal void Misread(Circuit circuit, Span<double> probabilities)
    {
        for (int bit = 0; bit < circuit.Measured.Length; bit++)
            Of(circuit.Measured[bit]).Readout.Apply(probabilities, 1 << (circuit.Measured.Length - 1 - bit));
    }
}

/// <summary>What goes wrong with a qubit.</summary>
public sealed record QubitNoise
{
    /// <summary>Channels after every gate of one qubit, in order.</summary>
    public ImmutableArray<NoiseChannel> AfterOneQubitGates { get; init => (field, OneQubitMap) = (value, Map(value)); } = [];

    /// <summary>Channels after every gate of two qubits, on this one, in order.</summary>
    public ImmutableArray<NoiseChannel> AfterTwoQubitGates { get; init => (field, TwoQubitMap) = (value, Map(value)); } = [];

    /// <summary>How often its bit is read wrongly.</summary>
    public ReadoutError Readout { get; init; }

    /// <summary>Whether nothing goes wrong.</summary>
    public bool IsNone => HasExactGates && Readout.IsNone;

    /// <summary>Whether gates are exact.</summary>
    public bool HasExactGates => OneQubitMap is null && TwoQubitMap is null;

    /// <summary>All channels after a gate of one qubit; null for none.</summary>
    internal BlochMap? OneQubitMap { get; private init; }

    /// <summary>All channels after a gate of two qubits; null for none.</summary>
    internal BlochMap? TwoQubitMap { get; private init; }

    private static BlochMap? Map(ImmutableArray<NoiseChannel> channels)
    {
        if (channels.IsDefaultOrEmpty) return null;
        BlochMap map = BlochMap.Identity;
        foreach (NoiseChannel channel in channels) map = map.Then(channel.Map);
        return map;
    }
}
