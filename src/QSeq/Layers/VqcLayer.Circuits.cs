using QSeq.Quantum.Circuits;

namespace QSeq.Layers;

/// <content>The layer as circuits: its own, gate after gate; the outputs are what the first wires give, as they are.</content>
internal sealed partial class VqcLayer : ICircuitLayer
{
    private CircuitTemplate[]? _templates;

    private int ThetaOfCircuit => _options.Depth * Qubits;

    public IReadOnlyList<CircuitTemplate> Templates =>
        _templates ??= [.. Enumerable.Repeat(new CircuitTemplate(VqcCircuit.Create(Qubits, _options.Depth, _read, _options.Entangler, _options.HadamardFirst), false), _circuits)];

    public void Angles(ReadOnlySpan<double> parameters, ReadOnlySpan<double> x, int circuit, Span<double> angles)
    {
        // x, then theta
        x.CopyTo(angles);
        _theta.Of(parameters).Slice(circuit * ThetaOfCircuit, ThetaOfCircuit).CopyTo(angles[Qubits..]);
    }

    public void AnglesBackward(
        ReadOnlySpan<double> parameters, ReadOnlySpan<double> x, int circuit, ReadOnlySpan<double> dangles, Span<double> dx, Span<double> gradient)
    {
        Span<double> dTheta = _theta.Of(gradient).Slice(circuit * ThetaOfCircuit, ThetaOfCircuit);
        for (int wire = 0; wire < Qubits; wire++) dx[wire] += dangles[wire];
        for (int n = 0; n < dTheta.Length; n++) dTheta[n] += dangles[Qubits + n];
    }
}
