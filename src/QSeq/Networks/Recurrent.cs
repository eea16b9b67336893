using QSeq.Layers;

namespace QSeq.Networks;

/// <summary>
/// A cell over time: one that reads forward and, in a bidirectional layer, one that reads backward (Schuster and Paliwal
/// 1997). The output at a step is [h forward; h backward] of that step; a layer that answers once gives the hidden states of
/// where each has read all.
/// </summary>
/// <typeparam name="TCell">The cell.</typeparam>
/// <param name="forward">The gate map of the cell that reads forward, v = [h; x] to the cell's pre-activations.</param>
/// <param name="backward">That of the cell that reads backward; null for one direction.</param>
/// <param name="hidden">Hidden size of a cell, at least 1.</param>
/// <param name="last">Whether the layer answers once.</param>
/// <param name="mostRows">Rows of the longest tape of a cell that is kept whole; a longer one is made anew in pieces.</param>
/// <exception cref="ArgumentException">The sizes of a gate map do not fit the cell.</exception>
internal sealed class Recurrent<TCell>(Layer forward, Layer? backward, int hidden, bool last, int mostRows = Unroller.MostRows)
    : RecurrentLayer((gates, reads) => new Unroller<TCell>(gates, hidden, reads, mostRows), TCell.Gates, forward, backward, hidden, last)
    where TCell : ICell;

/// <summary>What recurrent layers of all cells have in common.</summary>
internal abstract class RecurrentLayer : SequenceLayer
{
    private readonly bool _last;
    private readonly PartList<Layer> _gates;
    private readonly Unroller[] _cells;

    private protected RecurrentLayer(Func<Layer, bool, Unroller> unroll, int blocks, Layer forward, Layer? backward, int hidden, bool last)
        : base(Check(blocks, forward, hidden), checked(hidden * (backward is null ? 1 : 2)))
    {
        if (backward is not null && Check(blocks, backward, hidden) != Inputs)
            throw new ArgumentException($"The gate map that reads backward takes {backward.Inputs} features, the other {forward.Inputs}; they must be equal.", nameof(backward));
        Layer[] gates = backward is null ? [forward] : [forward, backward];
        _last = last;
        _gates = new PartList<Layer>(gates, Folded, Gradient);
        _cells = [.. gates.Select((layer, n) => unroll(layer, n > 0))];
    }

    /// <summary>Hidden size of a cell.</summary>
    public int Hidden => _cells[0].Hidden;

    /// <summary>The cells, the one that reads forward first.</summary>
    internal ReadOnlySpan<Unroller> Cells => _cells;

    /// <inheritdoc/>
    public override int Answers(int steps) => _last ? 1 : steps;

    /// <inheritdoc/>
    public override int TapeRows(int steps)
    {
        int rows = 0;
        foreach (Unroller cell in _cells) rows = checked(rows + cell.TapeRows(steps));
        return rows;
    }

    /// <inheritdoc/>
    public override int ScratchRows(int steps) => _cells.Length == 1 ? _cells[0].ScratchRows : Math.Max(_cells[0].ScratchRows, _cells[1].ScratchRows);

    /// <inheritdoc/>
    public override void Fold(ReadOnlySpan<float> parameters, Span<float> folded) => _gates.Fold(parameters, folded);

    /// <inheritdoc/>
    public override void Forward(ReadOnlySpan<float> folded, Rows x, Rows mask, Rows y, Rows tape, Rows scratch)
    {
        if (_last && !mask.Data.IsEmpty) throw new ArgumentException("A layer that answers once reads sequences of one length.", nameof(mask));
        int steps = x.Count / Inputs;
        for (int n = 0; n < _cells.Length; n++)
            _cells[n].Forward(_gates.Folded(n, folded), x, mask, Answers(n, steps, y), TapeOf(n, tape, steps), Own(n, scratch));
    }

    /// <summary>Tells every step of a cell in a <see cref="Forward"/> that was done.</summary>
    internal void Visit(int cell, ReadOnlySpan<float> folded, Rows x, Rows mask, Rows tape, Rows scratch, CellVisit each) =>
        _cells[cell].Visit(_gates.Folded(cell, folded), x, mask, TapeOf(cell, tape, x.Count / Inputs), Own(cell, scratch), each);

    /// <summary>The constants of the gate map of the cell that reads forward.</summary>
    internal ReadOnlySpan<float> FoldedOfForward(ReadOnlySpan<float> folded) => _gates.Folded(0, folded);

    /// <inheritdoc/>
    public override void Backward(ReadOnlySpan<float> folded, Rows x, Rows mask, Rows dy, Rows dx, Rows tape, Rows scratch, Span<float> gradient)
    {
        int steps = x.Count / Inputs;
        for (int n = 0; n < _cells.Length; n++)
        {
            _cells[n].Backward(
                _gates.Folded(n, folded), x, mask, Answers(n, steps, dy), dx, TapeOf(n, tape, steps), Own(n, scratch), _gates.Gradient(n, gradient));
        }
    }

    /// <inheritdoc/>
    public override void Unfold(ReadOnlySpan<float> parameters, ReadOnlySpan<float> folded, ReadOnlySpan<float> foldedGradient, Span<float> gradient) =>
        _gates.Unfold(parameters, folded, foldedGradient, gradient);

    /// <inheritdoc/>
    public override double[][] Reference(ReadOnlySpan<double> parameters, double[][] x)
    {
        ArgumentNullException.ThrowIfNull(x);
        double[][] forward = _cells[0].Reference(parameters, x), y = forward;
        int last = x.Length - 1;
        if (_cells.Length == 1) return _last ? [forward[last]] : forward;
        double[][] backward = _cells[1].Reference(parameters, x);
        y = [.. forward.Zip(backward, (a, b) => (double[])[.. a, .. b])];
        return _last ? [[.. forward[last], .. backward[0]]] : y;
    }

    // The tape of one cell.
    private Rows TapeOf(int cell, Rows tape, int steps)
    {
        int first = 0;
        for (int n = 0; n < cell; n++) first += _cells[n].TapeRows(steps);
        return tape.Slice(first, _cells[cell].TapeRows(steps));
    }

    // A cell's hidden states in the answers.
    private StepRows Answers(int cell, int steps, Rows y) => new StepRows(y, Answers(steps), Outputs).Slice(cell * Hidden, Hidden);

    private Rows Own(int cell, Rows scratch) => scratch.Slice(0, _cells[cell].ScratchRows);

    private static int Check(int blocks, Layer gates, int hidden)
    {
        ArgumentNullException.ThrowIfNull(gates);
        ArgumentOutOfRangeException.ThrowIfLessThan(hidden, 1);
        if (gates.Outputs != (long)blocks * hidden)
            throw new ArgumentException($"The gate map has {gates.Outputs} outputs, expected {blocks} for each of {hidden} hidden features.", nameof(gates));
        if (gates.Inputs <= hidden)
            throw new ArgumentException($"The gate map takes {gates.Inputs} features, expected more than the {hidden} hidden ones.", nameof(gates));
        return gates.Inputs - hidden;
    }
}
