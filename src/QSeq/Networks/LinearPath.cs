using QSeq.Layers;

namespace QSeq.Networks;

/// <summary>
/// A linear forecast of each target from its own window, y_h = W_h x + b_h, W [horizon][steps] of any or of a given rank, and
/// from inputs known in the future at the step itself, + c k_h. All outputs of a target, such as quantiles, share it.
/// </summary>
internal sealed class LinearPath
{
    private readonly ResidualShape _shape;
    private readonly int _inputs;
    private readonly Layer?[] _own; // of each target, [steps] to [horizon]; null for one that is no input
    private readonly LinearLayer? _known; // at a step ahead, [known inputs] to [targets]
    private readonly PartList<Layer> _parts;
    private readonly int _ownTape; // rows of the tape of a target

    public LinearPath(ParameterTable.Builder table, ResidualShape shape, int inputs, int rank, BufferLayout folded, BufferLayout gradient)
    {
        (_shape, _inputs) = (shape, inputs);
        _own = Arrays.Of(shape.Targets.Length, j => shape.Targets[j] < 0 ? null : Own(table.Scope($"target{j}"), rank));
        _known = shape.Known.Length == 0 ? null : new LinearLayer(table.Scope("known"), shape.Known.Length, shape.Targets.Length, biases: 0, initialBound: 0);
        Layer[] parts = [.. _own.OfType<Layer>(), .. _known is null ? (Layer[])[] : [_known]];
        _parts = new PartList<Layer>(parts, folded, gradient);
        _ownTape = _own.Max(layer => layer?.TapeRows ?? 0);
        int most = parts.Max(layer => layer.ScratchRows);
        TapeRows = checked(_ownTape * _own.Length);
        ScratchRows = checked((2 * shape.Steps) + shape.Horizon + (2 * shape.Known.Length) + shape.Targets.Length + most);
    }

    /// <summary>Whether there is anything to forecast from: a target that is an input, or an input known in the future.</summary>
    public static bool HasInputs(ResidualShape shape) => shape.Known.Length > 0 || shape.Targets.Any(target => target >= 0);

    public int TapeRows { get; }

    public int ScratchRows { get; }

    public void Fold(ReadOnlySpan<float> parameters, Span<float> folded) => _parts.Fold(parameters, folded);

    public void Unfold(ReadOnlySpan<float> parameters, ReadOnlySpan<float> folded, ReadOnlySpan<float> foldedGradient, Span<float> gradient) =>
        _parts.Unfold(parameters, folded, foldedGradient, gradient);

    /// <summary>Adds the forecast of x [steps][inputs][lanes] to y [horizon][targets][outputs of a target][lanes].</summary>
    public void AddTo(ReadOnlySpan<float> folded, Rows x, Rows y, Rows tape, Rows scratch)
    {
        Room room = Take(scratch);
        int part = 0;
        for (int j = 0; j < _own.Length; j++)
        {
            if (_own[j] is not { } layer) continue;
            layer.Forward(_parts.Folded(part++, folded), Window(x, j, room.Window), room.Ahead, TapeOf(tape, j, layer), room.Own.Slice(0, layer.ScratchRows));
            for (int h = 0; h < _shape.Horizon; h++) Each(y, h, j, room.Ahead[h], toOutputs: true);
        }

        for (int h = 0; _known is not null && h < _shape.Horizon; h++)
        {
            Gather(x, h, room.Known);
            _known.Forward(_parts.Folded(part, folded), room.Known, room.Targets, default, room.Own);
            for (int j = 0; j < _own.Length; j++) Each(y, h, j, room.Targets[j], toOutputs: true);
        }
    }

    /// <summary>From the gradient of the answers to that of x, which is added to, and of the folded constants.</summary>
    public void Back(ReadOnlySpan<float> folded, Rows x, Rows dy, Rows dx, Rows tape, Rows scratch, Span<float> gradient)
    {
        Room room = Take(scratch);
        int part = 0;
        for (int j = 0; j < _own.Length; j++)
        {
            if (_own[j] is not { } layer) continue;
            for (int h = 0; h < _shape.Horizon; h++) Each(dy, h, j, room.Ahead[h], toOutputs: false);
            Rows window = Window(x, j, room.Window), own = TapeOf(tape, j, layer), d = room.Gradient;
            Span<float> dPart = _parts.Gradient(part, gradient);
            layer.Backward(_parts.Folded(part, folded), window, room.Ahead, d, own, room.Own.Slice(0, layer.ScratchRows), dPart);
            layer.Accumulate(new StepRows(window, 1, window.Count), new StepRows(room.Ahead, 1, room.Ahead.Count), new StepRows(own, 1, own.Count), dPart);
            for (int t = 0; t < _shape.Steps; t++) RowKernel.Add(d[t], dx[(t * _inputs) + _shape.Targets[j]]);
            part++;
        }

        for (int h = 0; _known is not null && h < _shape.Horizon; h++)
        {
            Gather(x, h, room.Known);
            for (int j = 0; j < _own.Length; j++) Each(dy, h, j, room.Targets[j], toOutputs: false);
            Span<float> dPart = _parts.Gradient(part, gradient);
            _known.Backward(_parts.Folded(part, folded), room.Known, room.Targets, room.KnownGradient, default, room.Own, dPart);
            _known.Accumulate(new StepRows(room.Known, 1, room.Known.Count), new StepRows(room.Targets, 1, room.Targets.Count), default, dPart);
            for (int k = 0; k < _shape.Known.Length; k++) RowKernel.Add(room.KnownGradient[k], dx[KnownRow(h, k)]);
        }
    }

    /// <summary>The forecast in double precision, added to y.</summary>
    public void AddReference(ReadOnlySpan<double> parameters, double[][] x, double[] y)
    {
        int outputs = y.Length / (_shape.Horizon * _own.Length);
        double[] ahead = new double[_shape.Horizon], known = new double[_own.Length];
        for (int j = 0; j < _own.Length; j++)
        {
            if (_own[j] is not { } layer) continue;
            layer.Reference(parameters, [.. x.Select(step => step[_shape.Targets[j]])], ahead);
            for (int row = 0; row < y.Length; row++)
                if (row / outputs % _own.Length == j) y[row] += ahead[row / (outputs * _own.Length)];
        }

        for (int h = 0; _known is not null && h < _shape.Horizon; h++)
        {
            _known.Reference(parameters, [.. _shape.Known.Select(input => x[_shape.Steps - _shape.Horizon + h][input])], known);
            for (int row = h * outputs * _own.Length; row < (h + 1) * outputs * _own.Length; row++) y[row] += known[row / outputs % _own.Length];
        }
    }

    private Layer Own(ParameterTable.Builder table, int rank) => rank == 0
        ? new LinearLayer(table, _shape.Steps, _shape.Horizon)
        : new SequentialLayer(new LinearLayer(table.Scope("in"), _shape.Steps, rank, biases: 0), new LinearLayer(table.Scope("out"), rank, _shape.Horizon));

    // A target's own window; that of the only input stands there as it is.
    private Rows Window(Rows x, int target, Rows room)
    {
        if (_inputs == 1) return x;
        for (int t = 0; t < _shape.Steps; t++) x[(t * _inputs) + _shape.Targets[target]].CopyTo(room[t]);
        return room;
    }

    private void Gather(Rows x, int ahead, Rows known)
    {
        for (int k = 0; k < _shape.Known.Length; k++) x[KnownRow(ahead, k)].CopyTo(known[k]);
    }

    private int KnownRow(int ahead, int k) => ((_shape.Steps - _shape.Horizon + ahead) * _inputs) + _shape.Known[k];

    // Between the row of a target at a step ahead and all of its outputs: added to them, or their sum.
    private void Each(Rows y, int ahead, int target, Span<float> row, bool toOutputs)
    {
        int outputs = y.Count / (_shape.Horizon * _own.Length), first = ((ahead * _own.Length) + target) * outputs;
        if (!toOutputs) y[first].CopyTo(row);
        for (int q = toOutputs ? 0 : 1; q < outputs; q++)
        {
            if (toOutputs) RowKernel.Add(row, y[first + q]);
            else RowKernel.Add(y[first + q], row);
        }
    }

    private Rows TapeOf(Rows tape, int target, Layer layer) => tape.Slice(target * _ownTape, layer.TapeRows);

    private Room Take(Rows scratch)
    {
        (int steps, int horizon, int known, int targets) = (_shape.Steps, _shape.Horizon, _shape.Known.Length, _own.Length);
        int at = (2 * steps) + horizon;
        return new Room(
            scratch.Slice(0, steps), scratch.Slice(steps, steps), scratch.Slice(2 * steps, horizon), scratch.Slice(at, known), scratch.Slice(at + known, known),
            scratch.Slice(at + (2 * known), targets), scratch.Slice(at + (2 * known) + targets, scratch.Count - at - (2 * known) - targets));
    }

    private readonly ref struct Room(Rows window, Rows gradient, Rows ahead, Rows known, Rows knownGradient, Rows targets, Rows own)
    {
        public Rows Window { get; } = window;

        public Rows Gradient { get; } = gradient;

        public Rows Ahead { get; } = ahead;

        public Rows Known { get; } = known;

        public Rows KnownGradient { get; } = knownGradient;

        public Rows Targets { get; } = targets;

        public Rows Own { get; } = own;
    }
}
