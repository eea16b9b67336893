using QSeq.Quantum.Circuits;

namespace QSeq.Layers;

/// <content>
/// The layer as circuits: U(s x), then U(s r_j)^dagger for each reference, read as the probability that all qubits are 0,
/// which is the output. Angle slot k mod 2n of a feature is that of <see cref="QSeq.Quantum.FeatureAngles"/>.
/// </content>
internal sealed partial class SimilarityLayer : ICircuitLayer
{
    private CircuitTemplate[]? _templates;

    public IReadOnlyList<CircuitTemplate> Templates =>
        _templates ??= [.. Enumerable.Repeat(new CircuitTemplate(OverlapCircuit.Create(_form.Qubits, _map.Reps, _map.Entangler), true), Outputs)];

    private int Slots => 2 * _form.Qubits;

    public void Angles(ReadOnlySpan<double> parameters, ReadOnlySpan<double> x, int circuit, Span<double> angles)
    {
        int half = _map.Reps * Slots;
        ReadOnlySpan<double> scale = _scale.Of(parameters), reference = _references.Of(parameters).Slice(circuit * Inputs, Inputs);
        angles.Clear();
        for (int k = 0; k < Inputs; k++)
        {
            for (int rep = 0; rep < _map.Reps; rep++)
            {
                for (int slot = FirstSlot(k); slot < Slots; slot += NextSlot)
                {
                    angles[(rep * Slots) + slot] += scale[k] * x[k];
                    angles[half + (rep * Slots) + slot] -= scale[k] * reference[k]; // U^dagger
                }
            }
        }
    }

    public void AnglesBackward(
        ReadOnlySpan<double> parameters, ReadOnlySpan<double> x, int circuit, ReadOnlySpan<double> dangles, Span<double> dx, Span<double> gradient)
    {
        int half = _map.Reps * Slots;
        ReadOnlySpan<double> scale = _scale.Of(parameters), reference = _references.Of(parameters).Slice(circuit * Inputs, Inputs);
        Span<double> dScale = _scale.Of(gradient), dReference = _references.Of(gradient).Slice(circuit * Inputs, Inputs);
        for (int k = 0; k < Inputs; k++)
        {
            double dX = 0, dR = 0; // of s x and s r
            for (int rep = 0; rep < _map.Reps; rep++)
            {
                for (int slot = FirstSlot(k); slot < Slots; slot += NextSlot)
                {
                    dX += dangles[(rep * Slots) + slot];
                    dR -= dangles[half + (rep * Slots) + slot];
                }
            }

            dx[k] += scale[k] * dX;
            dReference[k] += scale[k] * dR;
            dScale[k] += (x[k] * dX) + (reference[k] * dR);
        }
    }

    // With a qubit for each feature it is theta and phi of its own; otherwise it has one angle alone.
    private int NextSlot => Inputs == _form.Qubits ? _form.Qubits : Slots;

    private int FirstSlot(int feature) => feature % (Inputs == _form.Qubits ? _form.Qubits : Slots);
}
