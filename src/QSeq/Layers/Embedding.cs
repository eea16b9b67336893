namespace QSeq.Layers;

/// <summary>
/// A table of vectors, one for each symbol: x = E[symbol]. The first values are standard normal, as in PyTorch's
/// nn.Embedding. It is no <see cref="Layer"/>, for symbols are numbers of a list and have no gradient.
/// </summary>
internal sealed class Embedding(ParameterTable.Builder table, int entries, int dimension)
{
    private readonly ParameterSlice _weight = table.Add("weight", [entries, dimension], new Initializer(InitialDistribution.Normal, 1));

    /// <summary>Length of a vector.</summary>
    public int Dimension { get; } = dimension;

    /// <summary>Puts the vector of a symbol into one lane of x, [Dimension][lanes].</summary>
    public void Gather(ReadOnlySpan<float> parameters, int symbol, Rows x, int lane)
    {
        ReadOnlySpan<float> vector = _weight.Of(parameters).Slice(symbol * Dimension, Dimension);
        for (int d = 0; d < vector.Length; d++) x.Data[(d * x.Lanes) + lane] = vector[d];
    }

    /// <summary>Adds the gradient of one lane of dx, [Dimension][lanes], to that of its symbol: dE[symbol] += dx.</summary>
    public void Scatter(Span<float> gradient, int symbol, Rows dx, int lane)
    {
        Span<float> vector = _weight.Of(gradient).Slice(symbol * Dimension, Dimension);
        for (int d = 0; d < vector.Length; d++) vector[d] += dx.Data[(d * dx.Lanes) + lane];
    }

    /// <summary>The vector of a symbol in double precision: x [Dimension], overwritten.</summary>
    public void Reference(ReadOnlySpan<double> parameters, int symbol, Span<double> x) =>
        _weight.Of(parameters).Slice(symbol * Dimension, Dimension).CopyTo(x);
}
