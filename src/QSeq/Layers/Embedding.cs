namespace QSeq.Layers;

/// <summary>
/// A table of vectors, one for each symbol: x = E[symbol]. The first values are standard normal, as in PyTorch's
/// nn.Embedding. It is no <see cref="Layer"/>, for symbols are numbers of a list and have no gradient.
/// </summary>
internal sealed class Embedding
{
    private readonly ParameterSlice _weight; // [entries][dimension]

    /// <summary>Declares the table.</summary>
    /// <param name="table">Where its parameters go.</param>
    /// <param name="entries">Symbols there are, at least 1.</param>
    /// <param name="dimension">Length of a vector, at least 1.</param>
    /// <exception cref="ArgumentException">A size is less than 1.</exception>
    public Embedding(ParameterTable.Builder table, int entries, int dimension)
    {
        ArgumentNullException.ThrowIfNull(table);
        (Entries, Dimension) = (entries, dimension);
        _weight = table.Add("weight", [entries, dimension], new Initializer(InitialDistribution.Normal, 1));
    }

    /// <summary>Symbols there are.</summary>
    public int Entries { get; }

    /// <summary>Length of a vector.</summary>
    public int Dimension { get; }

    /// <summary>Puts the vector of a symbol into one lane.</summary>
    /// <param name="parameters">The model's flat buffer.</param>
    /// <param name="symbol">Which symbol, from 0.</param>
    /// <param name="x">[Dimension][lanes]</param>
    /// <param name="lane">Which lane.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such symbol.</exception>
    public void Gather(ReadOnlySpan<float> parameters, int symbol, Rows x, int lane)
    {
        ReadOnlySpan<float> vector = _weight.Of(parameters).Slice(symbol * Dimension, Dimension);
        for (int d = 0; d < vector.Length; d++) x.Data[(d * x.Lanes) + lane] = vector[d];
    }

    /// <summary>Adds the gradient of one lane to that of its symbol: dE[symbol] += dx.</summary>
    /// <param name="gradient">Laid out like the parameters, added to.</param>
    /// <param name="symbol">Which symbol, from 0.</param>
    /// <param name="dx">[Dimension][lanes]</param>
    /// <param name="lane">Which lane.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such symbol.</exception>
    public void Scatter(Span<float> gradient, int symbol, Rows dx, int lane)
    {
        Span<float> vector = _weight.Of(gradient).Slice(symbol * Dimension, Dimension);
        for (int d = 0; d < vector.Length; d++) vector[d] += dx.Data[(d * dx.Lanes) + lane];
    }

    /// <summary>The vector of a symbol in double precision.</summary>
    /// <param name="parameters">The model's flat buffer in double precision.</param>
    /// <param name="symbol">Which symbol, from 0.</param>
    /// <param name="x">[Dimension], overwritten.</param>
    public void Reference(ReadOnlySpan<double> parameters, int symbol, Span<double> x) =>
        _weight.Of(parameters).Slice(symbol * Dimension, Dimension).CopyTo(x);
}
