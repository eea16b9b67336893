namespace QSeq.Core;

/// <summary>
/// What a model's flat parameter buffer holds, declared once: counting, initialising, optimising, clipping, saving
/// and printing are loops over this table.
/// </summary>
public sealed class ParameterTable
{
    private ParameterTable(ImmutableArray<ParameterSlice> slices)
    {
        Slices = slices;
        Length = slices.Sum(slice => slice.Count);
        TrainableCount = slices.Where(slice => slice.Trainable).Sum(slice => slice.Count);
        QuantumCount = slices.Where(slice => slice.Trainable && slice.Kind == ParameterKind.Quantum).Sum(slice => slice.Count);
    }

    /// <summary>The tensors, in the order of the buffer.</summary>
    public ImmutableArray<ParameterSlice> Slices { get; }

    /// <summary>Values in the buffer, trainable or not.</summary>
    public int Length { get; }

    /// <summary>Trainable values: what the papers count.</summary>
    public int TrainableCount { get; }

    /// <summary>Trainable angles of circuits.</summary>
    public int QuantumCount { get; }

    /// <summary>Trainable values that are not angles of circuits.</summary>
    public int ClassicalCount => TrainableCount - QuantumCount;

    /// <summary>The slice called <paramref name="name"/>.</summary>
    /// <param name="name">A name in <see cref="Slices"/>.</param>
    /// <exception cref="ArgumentException">There is no such slice.</exception>
    public ParameterSlice this[string name] =>
        Slices.FirstOrDefault(slice => slice.Name == name)
        ?? throw new ArgumentException($"There is no parameter '{name}'; there are {string.Join(", ", Slices.Select(slice => slice.Name))}.", nameof(name));

    /// <summary>A new buffer of first values. Every slice draws from its own stream of <paramref name="seed"/>.</summary>
    /// <param name="seed">The seed.</param>
    /// <returns>The buffer, of <see cref="Length"/> values.</returns>
    public float[] Initialize(ulong seed)
    {
        float[] values = new float[Length];
        foreach (ParameterSlice slice in Slices)
            slice.Init.Fill(slice.Of(values.AsSpan()), new RandomSource(seed, "init/" + slice.Name));
        return values;
    }

    /// <summary>Sets the gradient of every slice that does not train to 0.</summary>
    /// <param name="gradient">A buffer laid out like the parameters.</param>
    public void ZeroFrozen(Span<float> gradient)
    {
        foreach (ParameterSlice slice in Slices)
            if (!slice.Trainable) slice.Of(gradient).Clear();
    }

    /// <summary>Collects slices; layers declare theirs while they are built.</summary>
    public sealed class Builder
    {
        private readonly List<ParameterSlice> _slices;
        private readonly string _prefix;
        private readonly double _rateFactor;

        /// <summary>A builder without slices.</summary>
        public Builder() : this([], "", 1)
        {
        }

        private Builder(List<ParameterSlice> slices, string prefix, double rateFactor) => (_slices, _prefix, _rateFactor) = (slices, prefix, rateFactor);

        /// <summary>The same table under a prefix: names declared there become <c>prefix.name</c>.</summary>
        /// <param name="name">The prefix.</param>
        /// <returns>A builder that adds to the same table.</returns>
        public Builder Scope(string name) => new(_slices, $"{_prefix}{name}.", _rateFactor);

        /// <summary>The same table under a prefix, for what learns at a fraction of the learning rate.</summary>
        internal Builder Scope(string name, double rateFactor) => new(_slices, $"{_prefix}{name}.", rateFactor);

        /// <summary>Declares a tensor.</summary>
        /// <param name="name">Its name within the scope.</param>
        /// <param name="shape">Its dimensions, each at least 1.</param>
        /// <param name="init">How its first values are drawn.</param>
        /// <param name="trainable">Whether optimisers may change it.</param>
        /// <param name="kind">Classical or quantum.</param>
        /// <returns>The slice.</returns>
        /// <exception cref="ArgumentException">The name is taken or an extent is less than 1.</exception>
        public ParameterSlice Add(
            string name, ImmutableArray<int> shape, Initializer init, bool trainable = true, ParameterKind kind = ParameterKind.Classical)
        {
            string full = _prefix + name;
            if (_slices.Exists(slice => slice.Name == full))
                throw new ArgumentException($"The parameter '{full}' is declared twice.", nameof(name));
            if (shape.Any(extent => extent < 1))
                throw new ArgumentException($"The parameter '{full}' has shape [{string.Join(", ", shape)}]; every extent must be 1 or more.", nameof(shape));

            int offset = _slices.Count == 0 ? 0 : _slices[^1].Offset + _slices[^1].Count;
            var slice = new ParameterSlice(full, offset, shape, trainable, kind, init) { RateFactor = _rateFactor };
            _slices.Add(slice);
            return slice;
        }

        /// <summary>The finished table.</summary>
        /// <returns>The table.</returns>
        public ParameterTable Build() => new([.. _slices]);
    }
}
