namespace QSeq.Core;

/// <summary>How the first values of a tensor are drawn.</summary>
/// <param name="Distribution">The distribution.</param>
/// <param name="Scale">The constant, the half-width of the uniform or the standard deviation of the normal.</param>
/// <param name="Copies">
/// Into how many equal parts along the first axis the tensor falls that all start alike: 1 draws every value on its
/// own, 4 starts the four gates identical, as the reference code did at the time of the QKAN-LSTM paper.
/// </param>
public sealed record Initializer(InitialDistribution Distribution, double Scale, int Copies = 1)
{
    /// <summary>All values equal to <paramref name="value"/>.</summary>
    /// <param name="value">The value.</param>
    /// <returns>The initialiser.</returns>
    public static Initializer Constant(double value) => new(InitialDistribution.Constant, value);

    /// <summary>Uniform in [-<paramref name="bound"/>, <paramref name="bound"/>].</summary>
    /// <param name="bound">The half-width.</param>
    /// <returns>The initialiser.</returns>
    public static Initializer Uniform(double bound) => new(InitialDistribution.Uniform, bound);

    /// <summary>Normal of mean 0 and variance 2/(fanIn + fanOut) (Glorot and Bengio, 2010).</summary>
    /// <param name="fanIn">Values an output depends on.</param>
    /// <param name="fanOut">Values an input feeds.</param>
    /// <param name="copies">See <see cref="Copies"/>.</param>
    /// <returns>The initialiser.</returns>
    public static Initializer XavierNormal(double fanIn, double fanOut, int copies = 1) =>
        new(InitialDistribution.Normal, Math.Sqrt(2 / (fanIn + fanOut)), copies);

    internal void Fill(Span<float> values, RandomSource random)
    {
        Span<float> drawn = values[..(values.Length / Copies)];
        for (int n = 0; n < drawn.Length; n++)
        {
            drawn[n] = (float)(Distribution switch
            {
                InitialDistribution.Uniform => random.NextUniform(-Scale, Scale),
                InitialDistribution.Normal => Scale * random.NextGaussian(),
                _ => Scale,
            });
        }

        for (int copy = 1; copy < Copies; copy++) drawn.CopyTo(values[(copy * drawn.Length)..]);
    }
}

/// <summary>The distributions of <see cref="Initializer"/>.</summary>
public enum InitialDistribution
{
    /// <summary>One value everywhere.</summary>
    Constant,

    /// <summary>Uniform around 0.</summary>
    Uniform,

    /// <summary>Normal around 0.</summary>
    Normal,
}
