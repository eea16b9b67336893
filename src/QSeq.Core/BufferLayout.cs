namespace QSeq.Core;

/// <summary>
/// What a working buffer holds, declared once: named slices one after another, as <see cref="ParameterTable"/> has them for
/// the weights. Folded constants and gradients are counted in floats, tapes and working space in rows of samples.
/// </summary>
public sealed class BufferLayout
{
    private readonly List<BufferSlice> _slices = [];

    /// <summary>The slices, in the order of the buffer.</summary>
    public IReadOnlyList<BufferSlice> Slices => _slices;

    /// <summary>Floats or rows of the whole buffer.</summary>
    public int Length { get; private set; }

    /// <summary>Declares a slice behind those that are there.</summary>
    /// <param name="name">Its name, of which there is one in a layout.</param>
    /// <param name="count">Its floats or rows, 0 or more.</param>
    /// <returns>The slice.</returns>
    /// <exception cref="ArgumentException">The name is taken.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The count is negative.</exception>
    /// <exception cref="OverflowException">The buffer would be too long to be indexed.</exception>
    public BufferSlice Add(string name, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        if (_slices.Exists(slice => slice.Name == name)) throw new ArgumentException($"The slice '{name}' is declared twice.", nameof(name));
        var slice = new BufferSlice(name, Length, count);
        Length = checked(Length + count);
        _slices.Add(slice);
        return slice;
    }

    /// <summary>Leaves room up to a whole lane block, so that what follows is aligned.</summary>
    /// <exception cref="OverflowException">The buffer would be too long to be indexed.</exception>
    public void Pad() => Length = checked(Length + ((Lanes.Width - (Length % Lanes.Width)) % Lanes.Width));
}

/// <summary>One named part of a buffer.</summary>
/// <param name="Name">Its name, such as <c>bias</c>.</param>
/// <param name="Offset">Where it starts, in floats or rows.</param>
/// <param name="Count">How many floats or rows it has.</param>
public readonly record struct BufferSlice(string Name, int Offset, int Count)
{
    /// <summary>Its part of a buffer of floats.</summary>
    /// <param name="buffer">A buffer with this layout.</param>
    /// <returns>The part.</returns>
    public Span<float> Of(Span<float> buffer) => buffer.Slice(Offset, Count);

    /// <inheritdoc cref="Of(Span{float})"/>
    public ReadOnlySpan<float> Of(ReadOnlySpan<float> buffer) => buffer.Slice(Offset, Count);

    /// <summary>Its part of a buffer of rows.</summary>
    /// <inheritdoc cref="Of(Span{float})"/>
    public Rows Of(Rows buffer) => buffer.Slice(Offset, Count);

    /// <summary>Its part of every time step.</summary>
    /// <inheritdoc cref="Of(Span{float})"/>
    public StepRows Of(StepRows buffer) => buffer.Slice(Offset, Count);
}
