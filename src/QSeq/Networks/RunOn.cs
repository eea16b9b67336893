namespace QSeq.Networks;

/// <summary>Sequences with some steps of zeros after their end: cells over it run on from what they have read.</summary>
internal sealed class RunOnLayer(int inputs, int more) : SequenceLayer(inputs, inputs)
{
    /// <inheritdoc/>
    public override int Answers(int steps) => checked(steps + more);

    /// <inheritdoc/>
    public override int TapeRows(int steps) => 0;

    /// <inheritdoc/>
    public override int ScratchRows(int steps) => 0;

    /// <inheritdoc/>
    public override void Fold(ReadOnlySpan<float> parameters, Span<float> folded)
    {
    }

    /// <inheritdoc/>
    public override void Forward(ReadOnlySpan<float> folded, Rows x, Rows mask, Rows y, Rows tape, Rows scratch)
    {
        if (!mask.Data.IsEmpty) throw new ArgumentException("Cells run on from sequences of one length.", nameof(mask));
        x.Data.CopyTo(y.Data);
        y.Data[x.Data.Length..].Clear();
    }

    /// <inheritdoc/>
    public override void Backward(ReadOnlySpan<float> folded, Rows x, Rows mask, Rows dy, Rows dx, Rows tape, Rows scratch, Span<float> gradient) =>
        dy.Data[..dx.Data.Length].CopyTo(dx.Data);

    /// <inheritdoc/>
    public override void Unfold(ReadOnlySpan<float> parameters, ReadOnlySpan<float> folded, ReadOnlySpan<float> foldedGradient, Span<float> gradient)
    {
    }

    /// <inheritdoc/>
    public override double[][] Reference(ReadOnlySpan<double> parameters, double[][] x) => [.. x, .. Enumerable.Range(0, more).Select(_ => new double[Inputs])];
}

/// <summary>The last steps of a sequence as one answer, step after step.</summary>
internal sealed class TailLayer(int inputs, int steps) : SequenceLayer(inputs, checked(inputs * steps))
{
    /// <inheritdoc/>
    public override int Answers(int steps) => 1;

    /// <inheritdoc/>
    public override int TapeRows(int steps) => 0;

    /// <inheritdoc/>
    public override int ScratchRows(int steps) => 0;

    /// <inheritdoc/>
    public override void Fold(ReadOnlySpan<float> parameters, Span<float> folded)
    {
    }

    /// <inheritdoc/>
    public override void Forward(ReadOnlySpan<float> folded, Rows x, Rows mask, Rows y, Rows tape, Rows scratch) => x.Data[^y.Data.Length..].CopyTo(y.Data);

    /// <inheritdoc/>
    public override void Backward(ReadOnlySpan<float> folded, Rows x, Rows mask, Rows dy, Rows dx, Rows tape, Rows scratch, Span<float> gradient)
    {
        dx.Data.Clear();
        dy.Data.CopyTo(dx.Data[^dy.Data.Length..]);
    }

    /// <inheritdoc/>
    public override void Unfold(ReadOnlySpan<float> parameters, ReadOnlySpan<float> folded, ReadOnlySpan<float> foldedGradient, Span<float> gradient)
    {
    }

    /// <inheritdoc/>
    public override double[][] Reference(ReadOnlySpan<double> parameters, double[][] x) => [[.. x[^steps..].SelectMany(row => row)]];
}
