using QSeq.Layers;

namespace QSeq.Networks;

/// <summary>Layers over sequences, one after another. What passes between them is kept on the tape.</summary>
public sealed class Network : SequenceLayer
{
    private readonly PartList<SequenceLayer> _parts;

    /// <summary>Stacks layers whose sizes fit.</summary>
    /// <param name="layers">At least one layer, each taking as many inputs as the one before has outputs.</param>
    /// <exception cref="ArgumentException">There is no layer, or sizes do not fit.</exception>
    public Network(params ReadOnlySpan<SequenceLayer> layers)
        : base(First(layers).Inputs, layers[^1].Outputs)
    {
        for (int n = 1; n < layers.Length; n++)
        {
            if (layers[n].Inputs != layers[n - 1].Outputs)
                throw new ArgumentException($"Layer {n} takes {layers[n].Inputs} inputs, but layer {n - 1} has {layers[n - 1].Outputs} outputs.", nameof(layers));
        }

        _parts = new PartList<SequenceLayer>(layers.ToArray(), Folded, Gradient);
    }

    /// <summary>The layers, the first to be applied first.</summary>
    public ReadOnlySpan<SequenceLayer> Layers => _parts.All;

    /// <inheritdoc/>
    public override int Answers(int steps)
    {
        foreach (SequenceLayer layer in _parts.All) steps = layer.Answers(steps);
        return steps;
    }

    /// <inheritdoc/>
    public override int TapeRows(int steps) => Plan(steps, stackalloc Place[_parts.Count]).Tape;

    /// <inheritdoc/>
    public override int ScratchRows(int steps) => Plan(steps, stackalloc Place[_parts.Count]).Scratch;

    /// <inheritdoc/>
    public override void Fold(ReadOnlySpan<float> parameters, Span<float> folded) => _parts.Fold(parameters, folded);

    /// <inheritdoc/>
    public override void Forward(ReadOnlySpan<float> folded, Rows x, Rows mask, Rows y, Rows tape, Rows scratch)
    {
        Span<Place> places = stackalloc Place[_parts.Count];
        Plan(x.Count / Inputs, places);
        Forward(places, folded, x, mask, y, tape, scratch);
    }

    /// <inheritdoc/>
    public override void Backward(ReadOnlySpan<float> folded, Rows x, Rows mask, Rows dy, Rows dx, Rows tape, Rows scratch, Span<float> gradient)
    {
        Span<Place> places = stackalloc Place[_parts.Count];
        Room room = Plan(x.Count / Inputs, places);
        Backward(room, places, folded, x, mask, dy, dx, tape, scratch, gradient);
    }

    /// <summary>The forward pass where <see cref="Plan"/> is known.</summary>
    internal void Forward(ReadOnlySpan<Place> places, ReadOnlySpan<float> folded, Rows x, Rows mask, Rows y, Rows tape, Rows scratch)
    {
        for (int n = 0; n < _parts.Count; n++)
        {
            Place place = places[n];
            Rows result = n == _parts.Count - 1 ? y : place.OutputOf(tape), own = scratch.Slice(0, place.ScratchRows);
            _parts[n].Forward(_parts.Folded(n, folded), x, place.Mask(mask), result, place.TapeOf(tape), own);
            x = result;
        }
    }

    /// <summary>The constants of one layer.</summary>
    internal ReadOnlySpan<float> FoldedOf(int layer, ReadOnlySpan<float> folded) => _parts.Folded(layer, folded);

    /// <summary>The pass back where <see cref="Plan"/> is known.</summary>
    internal void Backward(
        Room room, ReadOnlySpan<Place> places, ReadOnlySpan<float> folded, Rows x, Rows mask, Rows dy, Rows dx, Rows tape, Rows scratch, Span<float> gradient)
    {
        for (int n = _parts.Count - 1; n >= 0; n--)
        {
            Place place = places[n];
            Rows input = n == 0 ? x : places[n - 1].OutputOf(tape), own = scratch.Slice(0, place.ScratchRows);
            Rows dInput = n == 0 ? dx : scratch.Slice(room.Scratch - (((n % 2) + 1) * room.MostBetween), input.Count); // of the two the one that is not dy
            _parts[n].Backward(_parts.Folded(n, folded), input, place.Mask(mask), dy, dInput, place.TapeOf(tape), own, _parts.Gradient(n, gradient));
            dy = dInput;
        }
    }

    /// <inheritdoc/>
    public override void Unfold(ReadOnlySpan<float> parameters, ReadOnlySpan<float> folded, ReadOnlySpan<float> foldedGradient, Span<float> gradient) =>
        _parts.Unfold(parameters, folded, foldedGradient, gradient);

    /// <inheritdoc/>
    public override double[][] Reference(ReadOnlySpan<double> parameters, double[][] x)
    {
        foreach (SequenceLayer layer in _parts.All) x = layer.Reference(parameters, x);
        return x;
    }

    /// <summary>
    /// Where everything stands for some steps. The tape has each layer's own part, then its outputs unless it is the last; the
    /// scratch has room for the layers, then twice for a gradient between two of them.
    /// </summary>
    /// <param name="steps">Steps in.</param>
    /// <param name="places">One for each layer, overwritten.</param>
    internal Room Plan(int steps, Span<Place> places)
    {
        int at = 0, most = 0, scratch = 0, given = steps;
        for (int n = 0; n < places.Length; n++)
        {
            SequenceLayer layer = _parts[n];
            int answers = layer.Answers(steps), between = n == places.Length - 1 ? 0 : checked(layer.Outputs * answers);
            Place place = places[n] = new Place(at, layer.TapeRows(steps), between, layer.ScratchRows(steps), IsMasked: steps == given);
            at = checked(at + place.TapeRows + between);
            (most, scratch, steps) = (Math.Max(most, between), Math.Max(scratch, place.ScratchRows), answers);
        }

        return new Room(at, checked(scratch + (2 * most)), most);
    }

    /// <summary>Rows that a pass needs.</summary>
    internal readonly record struct Room(int Tape, int Scratch, int MostBetween);

    /// <summary>Where a layer's part stands. A mask is of the steps that go into the network, so it ends where their number changes.</summary>
    internal readonly record struct Place(int First, int TapeRows, int OutputRows, int ScratchRows, bool IsMasked)
    {
        public Rows TapeOf(Rows tape) => tape.Slice(First, TapeRows);

        public Rows OutputOf(Rows tape) => tape.Slice(First + TapeRows, OutputRows);

        public Rows Mask(Rows mask) => IsMasked ? mask : default;
    }

    private static SequenceLayer First(ReadOnlySpan<SequenceLayer> layers)
    {
        if (layers.IsEmpty) throw new ArgumentException("A network needs at least one layer.", nameof(layers));
        foreach (SequenceLayer layer in layers) ArgumentNullException.ThrowIfNull(layer, nameof(layers));
        return layers[0];
    }
}
