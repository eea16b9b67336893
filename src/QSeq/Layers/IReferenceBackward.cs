namespace QSeq.Layers;

/// <summary>A layer whose <see cref="Layer.Reference"/> can be walked back in double precision: what stays classical on hardware.</summary>
internal interface IReferenceBackward
{
    /// <summary>dx += (df/dx)^T dy, and adds to the gradient of the parameters.</summary>
    /// <param name="parameters">The model's flat buffer in double precision.</param>
    /// <param name="x">[Inputs], as given to <see cref="Layer.Reference"/>.</param>
    /// <param name="dy">[Outputs]</param>
    /// <param name="dx">[Inputs], added to.</param>
    /// <param name="gradient">Laid out like the parameters, added to.</param>
    void ReferenceBackward(ReadOnlySpan<double> parameters, ReadOnlySpan<double> x, ReadOnlySpan<double> dy, Span<double> dx, Span<double> gradient);
}
