namespace QSeq.Core;

/// <summary>Whether a parameter is an angle of a circuit or an ordinary weight, as the papers' Table I counts them.</summary>
public enum ParameterKind
{
    /// <summary>An ordinary weight: matrices, biases, encoding weights, base weights.</summary>
    Classical,

    /// <summary>A trainable rotation angle of a circuit (theta).</summary>
    Quantum,
}

/// <summary>One named tensor inside a model's flat parameter buffer, row-major.</summary>
/// <param name="Name">Its name, such as <c>cell0.gates.theta</c>.</param>
/// <param name="Offset">Where it starts in the buffer.</param>
/// <param name="Shape">Its dimensions.</param>
/// <param name="Trainable">Whether optimisers may change it.</param>
/// <param name="Kind">Classical or quantum.</param>
/// <param name="Init">How its first values are drawn.</param>
public sealed record ParameterSlice(
    string Name, int Offset, ImmutableArray<int> Shape, bool Trainable, ParameterKind Kind, Initializer Init)
{
    /// <summary>What the learning rate is multiplied by for it: 1, or less for what begins at a solution.</summary>
    internal double RateFactor { get; init; } = 1;

    /// <summary>How many values it has.</summary>
    public int Count { get; } = Shape.Aggregate(1, (product, extent) => checked(product * extent));

    /// <summary>Its part of a flat buffer.</summary>
    /// <typeparam name="T">The number type of the buffer.</typeparam>
    /// <param name="buffer">A buffer laid out like the parameters.</param>
    /// <returns>The part.</returns>
    public Span<T> Of<T>(Span<T> buffer) => buffer.Slice(Offset, Count);

    /// <inheritdoc cref="Of{T}(Span{T})"/>
    public ReadOnlySpan<T> Of<T>(ReadOnlySpan<T> buffer) => buffer.Slice(Offset, Count);
}
