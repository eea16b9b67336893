namespace QSeq.Layers;

/// <summary>A layer whose <see cref="Layer.Reference"/> can be walked back in double precision: what stays classical on hardware.</summary>
internal interface IReferenceBackward
{
    /// <summary>dx += (df/dx)^T dy, and adds to the gradient of the parameters; x is as given to <see cref="Layer.Reference"/>.</summary>
    void ReferenceBackward(ReadOnlySpan<double> parameters, ReadOnlySpan<double> x, ReadOnlySpan<double> dy, Span<double> dx, Span<double> gradient);
}
