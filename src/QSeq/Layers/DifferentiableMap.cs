namespace QSeq.Layers;

/// <summary>
/// What a map of one time step (<see cref="Layer"/>) and one of whole sequences have in common: sizes, and constants that
/// are folded from the parameters once a training step. A map has no state of its own: everything it works on is handed
/// in, so that several threads can use it at once. Its constructor declares parameters and what its buffers hold.
/// </summary>
public abstract class DifferentiableMap
{
    private protected DifferentiableMap(int inputs, int outputs)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(inputs, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(outputs, 1);
        Inputs = inputs;
        Outputs = outputs;
    }

    /// <summary>Features in.</summary>
    public int Inputs { get; }

    /// <summary>Features out.</summary>
    public int Outputs { get; }

    /// <summary>Floats that <see cref="Fold"/> writes.</summary>
    public int FoldedSize => Folded.Length;

    /// <summary>Floats of the gradient of the folded constants.</summary>
    public int GradientSize => Gradient.Length;

    /// <summary>What the folded constants are.</summary>
    protected BufferLayout Folded { get; } = new();

    /// <summary>What the gradient of the folded constants is; it need not be laid out like them.</summary>
    protected BufferLayout Gradient { get; } = new();

    /// <summary>Computes what depends on the parameters alone.</summary>
    /// <param name="parameters">The model's flat buffer.</param>
    /// <param name="folded">Receives <see cref="FoldedSize"/> floats.</param>
    public abstract void Fold(ReadOnlySpan<float> parameters, Span<float> folded);

    /// <summary>Adds the gradient of the parameters.</summary>
    /// <param name="parameters">The model's flat buffer.</param>
    /// <param name="folded">What <see cref="Fold"/> wrote.</param>
    /// <param name="foldedGradient">The gradient of the folded constants, [GradientSize].</param>
    /// <param name="gradient">Laid out like the parameters, added to.</param>
    public abstract void Unfold(ReadOnlySpan<float> parameters, ReadOnlySpan<float> folded, ReadOnlySpan<float> foldedGradient, Span<float> gradient);
}
