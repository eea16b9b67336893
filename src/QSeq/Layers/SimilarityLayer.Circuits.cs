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
        ReadOnlySpan<double> scale = _scale.Of(parameters), reference = References.Of(parameters).Slice(circuit * Inputs, Inputs);
        angles.Clear();
        for (int k = 0; k < Inputs; k++)
        {
            foreach (int angle in AnglesOf(k))
            {
                angles[angle] += scale[k] * x[k];
                angles[half + angle] -= scale[k] * reference[k]; // U^dagger
            }
        }
    }

    public void AnglesBackward(
        ReadOnlySpan<double> parameters, ReadOnlySpan<double> x, int circuit, ReadOnlySpan<double> dangles, Span<double> dx, Span<double> gradient)
    {
        int half = _map.Reps * Slots;
        ReadOnlySpan<double> scale = _scale.Of(parameters), reference = References.Of(parameters).Slice(circuit * Inputs, Inputs);
        Span<double> dScale = _scale.Of(gradient), dReference = References.Of(gradient).Slice(circuit * Inputs, Inputs);
        for (int k = 0; k < Inputs; k++)
        {
            double dX = 0, dR = 0; // of s x and s r
            foreach (int angle in AnglesOf(k))
            {
                dX += dangles[angle];
                dR -= dangles[half + angle];
            }

            dx[k] += scale[k] * dX;
            dReference[k] += scale[k] * dR;
            dScale[k] += (x[k] * dX) + (reference[k] * dR);
        }
    }

    // With a qubit for each feature it is theta and phi of its own in every repeat; otherwise it has one angle alone there.
    private IEnumerable<int> AnglesOf(int feature)
    {
        int every = Inputs == _form.Qubits ? _form.Qubits : Slots;
        return Enumerable.Range(0, _map.Reps * Slots).Where(angle => angle % every == feature % every);
    }
}
