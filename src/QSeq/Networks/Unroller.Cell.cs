using System.Runtime.Intrinsics;
using QSeq.Layers;

namespace QSeq.Networks;

/// <summary>The unroller of one kind of cell, compiled for it.</summary>
/// <typeparam name="TCell">The cell.</typeparam>
internal sealed class Unroller<TCell>(Layer gates, int hidden, bool backward, int mostRows)
    : Unroller(gates, hidden, backward, TCell.Memory, TCell.Tape, mostRows)
    where TCell : ICell
{
    public override void Forward(ReadOnlySpan<float> folded, Rows x, Rows mask, StepRows y, Rows tape, Rows scratch)
    {
        int steps = x.Count / Inputs, kept = Kept(steps);
        At(V, tape, kept, 0).Slice(0, Hidden).Data.Clear();
        At(Memory, tape, kept, 0).Data.Clear();
        for (int first = 0; first < steps; first += kept)
        {
            if (first > 0) ToNext(tape, kept);
            if (kept < steps) SaveTo(StateOf(first / Piece, tape, steps), tape, kept);
            Run(folded, x, mask, y, tape, scratch, first);
        }
    }

    public override void Visit(ReadOnlySpan<float> folded, Rows x, Rows mask, Rows tape, Rows scratch, CellVisit each)
    {
        int steps = x.Count / Inputs, kept = Kept(steps);
        for (int first = 0; first < steps; first += kept)
        {
            if (kept < steps) Again(folded, x, mask, tape, scratch, first);
            for (int t = first; t < Math.Min(first + kept, steps); t++)
            {
                int at = t - first;
                each(t, At(V, tape, kept, at), At(V, tape, kept, at + 1).Slice(0, Hidden), At(Memory, tape, kept, at + 1));
            }
        }
    }

    public override void Carry(ReadOnlySpan<float> folded, Rows x, Rows state, Rows tape, Rows scratch)
    {
        Rows v = At(V, tape, 1, 0), a = At(A, tape, 1, 0), memory = At(Memory, tape, 1, 0), h = state.Slice(0, Hidden), kept = state.Slice(Hidden, Memory.Count);
        Copy(h, v);
        Copy(x, v.Slice(Hidden, Inputs));
        Copy(kept, memory);
        Gates.Forward(folded, v, a, At(Tape, tape, 1, 0), Own.Of(scratch));
        TCell.Forward(a, v.Slice(0, Hidden), memory, h, kept, At(CellTape, tape, 1, 0));

        // In whole blocks, as they are read again at once: of what was stored in smaller pieces a processor waits for the last to arrive.
        static void Copy(Rows from, Rows to)
        {
            for (int n = 0; n < from.Data.Length; n += Lanes.Width) Vector512.LoadUnsafe(ref from.At(0), (nuint)n).StoreUnsafe(ref to.At(0), (nuint)n);
        }
    }

    public override void Backward(
        ReadOnlySpan<float> folded, Rows x, Rows mask, StepRows dy, Rows dx, Rows tape, Rows scratch, Span<float> gradient)
    {
        int steps = x.Count / Inputs, kept = Kept(steps);
        Rows dMemory = DMemory.Of(scratch), dv = Dv.Of(scratch), own = Own.Of(scratch), both = Dh.Of(scratch);
        Rows dhOfGates = dv.Slice(0, Hidden), dxOfGates = dv.Slice(Hidden, Inputs), dh = both.Slice(0, Hidden), before = both.Slice(Hidden, Hidden);
        dMemory.Data.Clear();
        From(dy, steps - 1, steps, dh);
        for (int end = steps, first; end > 0; end = first)
        {
            first = (end - 1) / Piece * Piece;
            int of = kept == steps ? 0 : first; // the step that is the first of the tape
            if (kept < steps && end < steps) Again(folded, x, mask, tape, scratch, first);
            for (int t = end - 1; t >= first; t--)
            {
                int place = Place(t, steps), at = t - of;
                Rows v = At(V, tape, kept, at), a = At(A, tape, kept, at), target = dx.Slice(place * Inputs, Inputs);
                if (ReadsBackward && !mask.Data.IsEmpty)
                {
                    RowKernel.Scale(mask[place], dh);
                    RowKernel.Scale(mask[place], dMemory);
                }

                From(dy, t - 1, steps, before);
                TCell.Backward(a, v.Slice(0, Hidden), At(Memory, tape, kept, at), At(CellTape, tape, kept, at), dh, before, dMemory);
                Gates.Backward(folded, v, a, dv, At(Tape, tape, kept, at), own, gradient);

                // v = [h; x]
                if (t > 0) RowKernel.Add(dhOfGates.Data, before.Data);
                if (ReadsBackward) RowKernel.Add(dxOfGates.Data, target.Data);
                else dxOfGates.Data.CopyTo(target.Data);
                Rows done = dh;
                dh = before;
                before = done;
            }

            int count = end - first;
            Gates.Accumulate(
                Some(V, tape, kept, first - of, count), Some(A, tape, kept, first - of, count), Some(Tape, tape, kept, first - of, count), gradient);
        }
    }

    public override void Step(double[] gates, double[] h, double[] memory, double[] nextH, double[] nextMemory, double[] kept) =>
        TCell.Reference(gates, h, memory, nextH, nextMemory, kept);

    public override void StepBackward(double[] gates, double[] h, double[] memory, double[] kept, double[] dh, double[] dhBefore, double[] dMemory) =>
        TCell.ReferenceBackward(gates, h, memory, kept, dh, dhBefore, dMemory);

    // The steps of a piece once more, from the state before it.
    private void Again(ReadOnlySpan<float> folded, Rows x, Rows mask, Rows tape, Rows scratch, int first)
    {
        int steps = x.Count / Inputs, kept = Kept(steps);
        Rows state = StateOf(first / Piece, tape, steps);
        state.Slice(0, Hidden).Data.CopyTo(At(V, tape, kept, 0).Data);
        state.Slice(Hidden, Memory.Count).Data.CopyTo(At(Memory, tape, kept, 0).Data);
        Run(folded, x, mask, default, tape, scratch, first);
    }

    // From a step on as many as are kept, from the state at the front of the tape.
    private void Run(ReadOnlySpan<float> folded, Rows x, Rows mask, StepRows y, Rows tape, Rows scratch, int first)
    {
        int steps = x.Count / Inputs, kept = Kept(steps), count = Math.Min(kept, steps - first);
        Rows v = At(V, tape, kept, 0), memory = At(Memory, tape, kept, 0), own = Own.Of(scratch);
        for (int at = 0; at < count; at++)
        {
            int t = first + at, place = Place(t, steps);
            Rows a = At(A, tape, kept, at), nextV = At(V, tape, kept, at + 1), h = nextV.Slice(0, Hidden), nextMemory = At(Memory, tape, kept, at + 1);
            x.Slice(place * Inputs, Inputs).Data.CopyTo(v.Slice(Hidden, Inputs).Data);
            Gates.Forward(folded, v, a, At(Tape, tape, kept, at), own);
            TCell.Forward(a, v.Slice(0, Hidden), memory, h, nextMemory, At(CellTape, tape, kept, at));
            if (ReadsBackward && !mask.Data.IsEmpty)
            {
                RowKernel.Scale(mask[place], h);
                RowKernel.Scale(mask[place], nextMemory);
            }

            if (y.Steps == steps) h.Data.CopyTo(y[place].Data);
            else if (y.Steps == 1 && t == steps - 1) h.Data.CopyTo(y[0].Data);
            v = nextV;
            memory = nextMemory;
        }
    }

    // What of the gradient of the hidden state after a step comes from above.
    private void From(StepRows dy, int step, int steps, Rows dh)
    {
        if (step >= 0 && dy.Steps == steps) dy[Place(step, steps)].Data.CopyTo(dh.Data);
        else if (step == steps - 1) dy[0].Data.CopyTo(dh.Data);
        else dh.Data.Clear();
    }

    // The state after the steps kept becomes that before them.
    private void ToNext(Rows tape, int kept)
    {
        At(V, tape, kept, kept).Slice(0, Hidden).Data.CopyTo(At(V, tape, kept, 0).Data);
        At(Memory, tape, kept, kept).Data.CopyTo(At(Memory, tape, kept, 0).Data);
    }

    private void SaveTo(Rows state, Rows tape, int kept)
    {
        At(V, tape, kept, 0).Slice(0, Hidden).Data.CopyTo(state.Data);
        At(Memory, tape, kept, 0).Data.CopyTo(state.Slice(Hidden, Memory.Count).Data);
    }
}
