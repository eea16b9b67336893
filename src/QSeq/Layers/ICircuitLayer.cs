using QSeq.Quantum.Circuits;

namespace QSeq.Layers;

/// <summary>
/// A layer whose quantum part can be run as circuits on any backend, with gradients by the parameter-shift rule: the
/// layer gives circuits whose angles a are their parameters, says what the angles are for given weights and input,
/// and turns measured values m into its outputs; and the same backward.
/// <code>
/// a_c = angles(parameters, x)   m = values of the circuits' outcomes   y = finish(parameters, x, m)
/// </code>
/// Values are expectation values of Z, one for each measured qubit, or the probability that all are 0 (kernels). The
/// parameters are the model's flat buffer in double precision.
/// </summary>
internal interface ICircuitLayer
{
    /// <summary>The circuits of one sample: each parameter is the angle of one gate, named after what it comes from.</summary>
    IReadOnlyList<CircuitTemplate> Templates { get; }

    /// <summary>The angles [parameters of the circuit], overwritten, of one of <see cref="Templates"/> for x [Inputs].</summary>
    void Angles(ReadOnlySpan<double> parameters, ReadOnlySpan<double> x, int circuit, Span<double> angles);

    /// <summary>y [Outputs], overwritten, from the values of circuit after circuit; as they are unless a layer says otherwise.</summary>
    void Finish(ReadOnlySpan<double> parameters, ReadOnlySpan<double> x, ReadOnlySpan<double> values, Span<double> y) => values.CopyTo(y);

    /// <summary>
    /// Undoes <see cref="Finish"/>: from dL/dy to dL/dvalues, overwritten, and what of dL/dx and of the gradient of the
    /// parameters does not go through circuits, added to.
    /// </summary>
    void FinishBackward(
        ReadOnlySpan<double> parameters, ReadOnlySpan<double> x, ReadOnlySpan<double> values, ReadOnlySpan<double> dy, Span<double> dvalues, Span<double> dx, Span<double> gradient) =>
        dy.CopyTo(dvalues);

    /// <summary>Undoes <see cref="Angles"/> (chain rule through w x + b): adds to dL/dx and to the parameters' gradient.</summary>
    void AnglesBackward(
        ReadOnlySpan<double> parameters, ReadOnlySpan<double> x, int circuit, ReadOnlySpan<double> dangles, Span<double> dx, Span<double> gradient);
}

/// <summary>A circuit with its angles open.</summary>
/// <param name="Circuit">The circuit; every parameter is the angle of exactly one gate, with factor 1.</param>
/// <param name="ReadsAllZero">Whether its value is the probability that all bits are 0, rather than Z of every bit.</param>
internal sealed record CircuitTemplate(Circuit Circuit, bool ReadsAllZero)
{
    /// <summary>Values of the circuit.</summary>
    public int Values => ReadsAllZero ? 1 : Circuit.Measured.Length;
}
