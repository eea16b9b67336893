using QSeq.Quantum;

namespace QSeq.Layers;

/// <content>The layer's edges as Fourier sums.</content>
public sealed partial class QkanLayer
{
    /// <summary>The circuits.</summary>
    internal QkanOptions Options => _options;

    /// <summary>What stands before the names of its parameters.</summary>
    internal string Scope => _theta.Name[..^".theta".Length];

    /// <summary>How many edges there are; edge e goes from input e % Inputs to output e / Inputs.</summary>
    internal int EdgeCount => Edges;

    /// <summary>An edge as a sum, for the expectation value.</summary>
    /// <exception cref="ArgumentException">Its weights give too many products.</exception>
    internal QkanEdge EdgeOf(ReadOnlySpan<float> parameters, int edge)
    {
        (double[] theta, double[] w, double[] b) = CircuitOf(parameters, edge);
        int reps = _options.Reps;
        if (DaruanSeries.Products(w) is > DaruanSeries.MostProducts and double products)
            throw new ArgumentException($"An edge of {Scope} has {reps} re-uploading blocks, whose weights give {products:0} products of frequencies; the sum of at most {DaruanSeries.MostProducts} is written out.");
        (double, double, double)[] terms = DaruanSeries.Of(_options.Encoding, _options.Noise, theta, w, b, out int frequencies);
        return new(terms, frequencies, _base?.Of(parameters)[edge] ?? 0, _postWeight.Of(parameters)[edge], _postBias.Of(parameters)[edge]);
    }

    /// <summary>The angles of an edge's circuit, the weights of its input, and what is added to the weighted input.</summary>
    internal (double[] Theta, double[] W, double[] B) CircuitOf(ReadOnlySpan<float> parameters, int edge)
    {
        int angles = ThetaOfEdge, reps = _options.Reps;
        return (
            Doubles(_theta.Of(parameters).Slice(edge * angles, angles)),
            Doubles(_w.Of(parameters).Slice(edge * reps, reps)),
            Doubles(_b.Of(parameters).Slice(edge * reps, reps)));
    }

    /// <summary>Sets an edge to 0.</summary>
    internal void ClearEdge(Span<float> parameters, int edge)
    {
        _postWeight.Of(parameters)[edge] = 0;
        if (_base is not null) _base.Of(parameters)[edge] = 0;
    }

    private static double[] Doubles(ReadOnlySpan<float> values)
    {
        double[] doubles = new double[values.Length];
        for (int n = 0; n < values.Length; n++) doubles[n] = values[n];
        return doubles;
    }
}

/// <summary>postWeight (sum_k [a_k cos(w_k x) + b_k sin(w_k x)] + postBias) + baseWeight f(x).</summary>
internal sealed record QkanEdge(
    (double Frequency, double Cosine, double Sine)[] Terms, int Frequencies, double BaseWeight, double PostWeight, double PostBias);
