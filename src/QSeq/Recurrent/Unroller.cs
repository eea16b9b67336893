using QSeq.Core;
using QSeq.Layers;

namespace QSeq.Recurrent;

/// <summary>
/// Runs one LSTM cell over the steps of a sequence, forward and back through time, for a block of samples. It owns the
/// buffers of such a pass, sized once for the longest sequence and the largest block. Steps are in the order the cell
/// reads them; for a cell that reads backward, step 0 is the end of the sequence.
/// </summary>
internal sealed class Unroller
{
    private readonly Layer _gates;
    private readonly int _hidden;
    private readonly AlignedBuffer _v; // [steps+1][hidden + inputs][lanes]; the last step holds the final h alone
    private readonly AlignedBuffer _a; // [steps][4 hidden][lanes]: activations, then gradients of the pre-activations
    private readonly AlignedBuffer _c; // [steps+1][hidden][lanes]
    private readonly AlignedBuffer _tanh; // [steps][hidden][lanes]
    private readonly AlignedBuffer _tape; // [steps][tape rows][lanes]
    private readonly AlignedBuffer _scratch; // [scratch rows][lanes]
    private readonly AlignedBuffer _dv; // [hidden + inputs][lanes]
    private readonly AlignedBuffer _dc; // [hidden][lanes]
    private readonly AlignedBuffer _dh; // [steps][hidden][lanes]: gradient of h at every step, from above and from the step after

    /// <param name="gates">The gate map, v = [h; x] to 4*hidden pre-activations in the order i, f, g, o.</param>
    /// <param name="hidden">Hidden size.</param>
    /// <param name="maxSteps">The most time steps a pass may have.</param>
    /// <param name="maxLanes">The most lanes a pass may have.</param>
    public Unroller(Layer gates, int hidden, int maxSteps, int maxLanes)
    {
        (_gates, _hidden) = (gates, hidden);
        _v = new AlignedBuffer(checked((maxSteps + 1) * gates.Inputs * maxLanes));
        _a = new AlignedBuffer(checked(maxSteps * gates.Outputs * maxLanes));
        _c = new AlignedBuffer(checked((maxSteps + 1) * hidden * maxLanes));
        _tanh = new AlignedBuffer(checked(maxSteps * hidden * maxLanes));
        _tape = new AlignedBuffer(checked(maxSteps * gates.TapeRows * maxLanes));
        _scratch = new AlignedBuffer(checked(gates.ScratchRows * maxLanes));
        _dv = new AlignedBuffer(checked(gates.Inputs * maxLanes));
        _dc = new AlignedBuffer(checked(hidden * maxLanes));
        _dh = new AlignedBuffer(checked(maxSteps * hidden * maxLanes));
    }

    /// <summary>Features of a step, hidden state not counted.</summary>
    public int Inputs => _gates.Inputs - _hidden;

    /// <summary>The input at step <paramref name="t"/>, [inputs][lanes]: filled by the caller before <see cref="Forward"/>.</summary>
    public Rows Input(int t, int lanes) => Step(_v, t, _gates.Inputs, lanes).Slice(_hidden, Inputs);

    /// <summary>The hidden state after step <paramref name="t"/>, [hidden][lanes].</summary>
    public Rows Hidden(int t, int lanes) => Step(_v, t + 1, _gates.Inputs, lanes).Slice(0, _hidden);

    /// <summary>The cell state after step <paramref name="t"/>, [hidden][lanes].</summary>
    public Rows Cell(int t, int lanes) => Step(_c, t + 1, _hidden, lanes);

    /// <summary>
    /// The gradient of the hidden state after step <paramref name="t"/> from above, [hidden][lanes]: filled by the
    /// caller for every step before <see cref="Backward"/>.
    /// </summary>
    public Rows HiddenGradient(int t, int lanes) => Step(_dh, t, _hidden, lanes);

    /// <summary>From h = c = 0 through all steps.</summary>
    /// <param name="folded">The gate map's constants.</param>
    /// <param name="steps">Time steps.</param>
    /// <param name="lanes">Lanes of the pass.</param>
    /// <param name="keep">
    /// [steps][lanes] of 1 and 0, or no rows: where it is 0, h and c are put back to 0 after the step, so that a cell that
    /// reads backward begins at each sample's own end.
    /// </param>
    public void Forward(ReadOnlySpan<float> folded, int steps, int lanes, Rows keep)
    {
        Step(_v, 0, _gates.Inputs, lanes).Slice(0, _hidden).Data.Clear();
        Step(_c, 0, _hidden, lanes).Data.Clear();
        for (int t = 0; t < steps; t++)
        {
            Rows gates = Step(_a, t, _gates.Outputs, lanes);
            _gates.Forward(folded, Step(_v, t, _gates.Inputs, lanes), gates, Step(_tape, t, _gates.TapeRows, lanes), Scratch(lanes));
            LstmStep.Forward(gates, Step(_c, t, _hidden, lanes), Step(_c, t + 1, _hidden, lanes), Step(_tanh, t, _hidden, lanes), Hidden(t, lanes));
            if (keep.Data.IsEmpty) continue;
            RowKernel.Scale(keep[t], Hidden(t, lanes));
            RowKernel.Scale(keep[t], Cell(t, lanes));
        }
    }

    /// <summary>From the gradients of the hidden states to those of the inputs and of the gate map's constants.</summary>
    /// <param name="folded">The gate map's constants.</param>
    /// <param name="steps">Time steps, as given to <see cref="Forward"/>.</param>
    /// <param name="lanes">Lanes of the pass.</param>
    /// <param name="keep">As given to <see cref="Forward"/>.</param>
    /// <param name="dx">[steps][inputs][lanes], overwritten.</param>
    /// <param name="gradient">The gate map's gradient, added to.</param>
    public void Backward(ReadOnlySpan<float> folded, int steps, int lanes, Rows keep, Rows dx, Span<float> gradient)
    {
        Rows dc = Step(_dc, 0, _hidden, lanes), dv = Step(_dv, 0, _gates.Inputs, lanes);
        dc.Data.Clear();
        for (int t = steps - 1; t >= 0; t--)
        {
            if (!keep.Data.IsEmpty)
            {
                RowKernel.Scale(keep[t], HiddenGradient(t, lanes));
                RowKernel.Scale(keep[t], dc);
            }

            Rows da = Step(_a, t, _gates.Outputs, lanes), v = Step(_v, t, _gates.Inputs, lanes);
            LstmStep.Backward(da, Step(_c, t, _hidden, lanes), Step(_tanh, t, _hidden, lanes), HiddenGradient(t, lanes), dc);
            _gates.Backward(folded, v, da, dv, Step(_tape, t, _gates.TapeRows, lanes), Scratch(lanes), gradient);

            // v = [h; x]
            if (t > 0) RowKernel.Add(dv.Slice(0, _hidden).Data, HiddenGradient(t - 1, lanes).Data);
            dv.Slice(_hidden, Inputs).Data.CopyTo(dx.Slice(t * Inputs, Inputs).Data);
        }

        _gates.Accumulate(
            _v.Rows(0, steps * _gates.Inputs, lanes), _a.Rows(0, steps * _gates.Outputs, lanes), gradient);
    }

    private static Rows Step(AlignedBuffer buffer, int t, int rows, int lanes) => buffer.Rows(t * rows, rows, lanes);

    private Rows Scratch(int lanes) => Step(_scratch, 0, _gates.ScratchRows, lanes);
}
