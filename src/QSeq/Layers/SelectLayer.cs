namespace QSeq.Layers;

/// <summary>Some consecutive inputs as they are, for a layer behind it that reads those alone.</summary>
/// <param name="inputs">Features in.</param>
/// <param name="first">The first of those that come out, from 0.</param>
/// <param name="count">How many, at least 1.</param>
internal sealed class SelectLayer(int inputs, int first, int count) : Layer(inputs, count), IReferenceBackward
{
    /// <inheritdoc/>
    public override void Fold(ReadOnlySpan<float> parameters, Span<float> folded)
    {
    }

    /// <inheritdoc/>
    public override void Forward(ReadOnlySpan<float> folded, Rows x, Rows y, Rows tape, Rows scratch) => x.Slice(first, Outputs).Data.CopyTo(y.Data);

    /// <inheritdoc/>
    public override void Backward(ReadOnlySpan<float> folded, Rows x, Rows dy, Rows dx, Rows tape, Rows scratch, Span<float> gradient)
    {
        dx.Data.Clear();
        dy.Data.CopyTo(dx.Slice(first, Outputs).Data);
    }

    /// <inheritdoc/>
    public override void Unfold(ReadOnlySpan<float> parameters, ReadOnlySpan<float> folded, ReadOnlySpan<float> foldedGradient, Span<float> gradient)
    {
    }

    /// <inheritdoc/>
    public override void Reference(ReadOnlySpan<double> parameters, ReadOnlySpan<double> x, Span<double> y) => x.Slice(first, Outputs).CopyTo(y);

    /// <inheritdoc/>
    void IReferenceBackward.ReferenceBackward(ReadOnlySpan<double> parameters, ReadOnlySpan<double> x, ReadOnlySpan<double> dy, Span<double> dx, Span<double> gradient)
    {
        for (int k = 0; k < dy.Length; k++) dx[first + k] += dy[k];
    }
}
