namespace QSeq.Layers;

/// <summary>Maps that a larger one is made of: their constants and gradients stand one after another in its own.</summary>
internal sealed class PartList<T>
    where T : DifferentiableMap
{
    private readonly T[] _parts;
    private readonly BufferSlice[] _folded;
    private readonly BufferSlice[] _gradient;

    public PartList(IEnumerable<T> parts, BufferLayout folded, BufferLayout gradient)
    {
        _parts = [.. parts];
        _folded = Arrays.Of(_parts.Length, n => folded.Add($"part {n}", _parts[n].FoldedSize));
        _gradient = Arrays.Of(_parts.Length, n => gradient.Add($"part {n}", _parts[n].GradientSize));
    }

    public int Count => _parts.Length;

    public T this[int n] => _parts[n];

    /// <summary>All of them, in order.</summary>
    public ReadOnlySpan<T> All => _parts;

    /// <summary>The constants of one.</summary>
    public ReadOnlySpan<float> Folded(int n, ReadOnlySpan<float> folded) => _folded[n].Of(folded);

    /// <summary>The gradient of one.</summary>
    public Span<float> Gradient(int n, Span<float> gradient) => _gradient[n].Of(gradient);

    public void Fold(ReadOnlySpan<float> parameters, Span<float> folded)
    {
        for (int n = 0; n < _parts.Length; n++) _parts[n].Fold(parameters, _folded[n].Of(folded));
    }

    public void Unfold(ReadOnlySpan<float> parameters, ReadOnlySpan<float> folded, ReadOnlySpan<float> foldedGradient, Span<float> gradient)
    {
        for (int n = 0; n < _parts.Length; n++) _parts[n].Unfold(parameters, _folded[n].Of(folded), _gradient[n].Of(foldedGradient), gradient);
    }
}
