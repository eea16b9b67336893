namespace QSeq.Layers;

/// <summary>Some consecutive inputs as they are, for a layer behind it that reads those alone.</summary>
internal sealed class SelectLayer(int inputs, int first, int count) : Layer(inputs, count), IReferenceBackward
{
    public override void Fold(ReadOnlySpan<float> parameters, Span<float> folded)
    {
    }

    public override void Forward(ReadOnlySpan<float> folded, Rows x, Rows y, Rows tape, Rows scratch) => x.Slice(first, Outputs).Data.CopyTo(y.Data);

    public override void Backward(ReadOnlySpan<float> folded, Rows x, Rows dy, Rows dx, Rows tape, Rows scratch, Span<float> gradient)
    {
        dx.Data.Clear();
        dy.Data.CopyTo(dx.Slice(first, Outputs).Data);
    }

    public override void Unfold(ReadOnlySpan<float> parameters, ReadOnlySpan<float> folded, ReadOnlySpan<float> foldedGradient, Span<float> gradient)
    {
    }

    public override void Reference(ReadOnlySpan<double> parameters, ReadOnlySpan<double> x, Span<double> y) => x.Slice(first, Outputs).CopyTo(y);

    void IReferenceBackward.ReferenceBackward(ReadOnlySpan<double> parameters, ReadOnlySpan<double> x, ReadOnlySpan<double> dy, Span<double> dx, Span<double> gradient)
    {
        for (int k = 0; k < dy.Length; k++) dx[first + k] += dy[k];
    }
}
