using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using QSeq.Layers;

namespace QSeq.Networks;

/// <summary>
/// One cell over the steps of a sequence, forward and back through time, for a block of samples. Everything on its tape is
/// there for every step, and once more for the state after the last. Steps are counted in the order the cell reads them:
/// step 0 of a cell that reads backward is the end of the sequence.
/// </summary>
internal abstract class Unroller
{
    private readonly int _stepRows; // of the tape

    /// <param name="gates">The gate map, v = [h; x] to the cell's pre-activations.</param>
    /// <param name="hidden">Hidden size.</param>
    /// <param name="backward">Whether the cell reads the sequence from its end.</param>
    /// <param name="memory">Blocks of memory of the cell.</param>
    /// <param name="kept">Blocks that the cell keeps for the way back.</param>
    protected Unroller(Layer gates, int hidden, bool backward, int memory, int kept)
    {
        (Gates, Hidden, ReadsBackward) = (gates, hidden, backward);
        var part = new BufferLayout();
        V = part.Add("v", gates.Inputs);
        Memory = part.Add("memory", checked(memory * hidden));
        A = part.Add("activations", gates.Outputs);
        Kept = part.Add("kept by the cell", checked(kept * hidden));
        Tape = part.Add("kept by the gate map", gates.TapeRows);
        Dh = part.Add("gradient of h", hidden);
        _stepRows = part.Length;
        var scratch = new BufferLayout();
        Dv = scratch.Add("gradient of v", gates.Inputs);
        DMemory = scratch.Add("gradient of memory", Memory.Count);
        Own = scratch.Add("gate map", gates.ScratchRows);
        ScratchRows = scratch.Length;
    }

    /// <summary>The gate map.</summary>
    public Layer Gates { get; }

    /// <summary>Hidden size.</summary>
    public int Hidden { get; }

    /// <summary>Features of a step, hidden state not counted.</summary>
    public int Inputs => Gates.Inputs - Hidden;

    /// <summary>Rows of working space.</summary>
    public int ScratchRows { get; }

    /// <summary>[hidden + inputs]: h before the step, then x.</summary>
    protected BufferSlice V { get; }

    /// <summary>Before the step.</summary>
    public BufferSlice Memory { get; }

    /// <summary>[gates * hidden]: activations, then gradients of the pre-activations.</summary>
    protected BufferSlice A { get; }

    /// <summary>What the cell keeps for the way back.</summary>
    public BufferSlice Kept { get; }

    /// <summary>The gate map's tape.</summary>
    protected BufferSlice Tape { get; }

    /// <summary>Gradient of h before the step, from above and from the step.</summary>
    protected BufferSlice Dh { get; }

    /// <summary>Scratch: the gradient of v.</summary>
    protected BufferSlice Dv { get; }

    /// <summary>Scratch: the gradient of the memory.</summary>
    protected BufferSlice DMemory { get; }

    /// <summary>Scratch: the gate map's.</summary>
    protected BufferSlice Own { get; }

    /// <summary>Whether the cell reads the sequence from its end.</summary>
    protected bool ReadsBackward { get; }

    /// <summary>Rows of what a cell takes from one step to the next: h, then the memory.</summary>
    public int StateRows => Hidden + Memory.Count;

    /// <summary>Rows of the tape.</summary>
    public int TapeRows(int steps) => checked((steps + 1) * _stepRows);

    /// <summary>Where in the sequence the cell is at a step.</summary>
    public int Place(int step, int steps) => ReadsBackward ? steps - 1 - step : step;

    /// <summary>The features read at a step, [inputs][lanes].</summary>
    public Rows Input(Rows tape, int steps, int step) => At(V, tape, steps, step).Slice(Hidden, Inputs);

    /// <summary>The hidden state before a step, [hidden][lanes]; that of step 0 is 0.</summary>
    public Rows HiddenBefore(Rows tape, int steps, int step) => At(V, tape, steps, step).Slice(0, Hidden);

    /// <summary>The memory before a step, [memory * hidden][lanes].</summary>
    public Rows MemoryBefore(Rows tape, int steps, int step) => At(Memory, tape, steps, step);

    /// <summary>The gradients of the hidden states before every step and after the last, [steps + 1][hidden][lanes]: filled by the caller from above before <see cref="Backward"/>.</summary>
    public Rows Gradients(Rows tape, int steps) => tape.Slice(Dh.Offset * (steps + 1), Dh.Count * (steps + 1));

    /// <summary>From h = 0 and memory = 0 through all steps.</summary>
    /// <param name="folded">The gate map's constants.</param>
    /// <param name="x">[steps][inputs][lanes], in the order of the sequence.</param>
    /// <param name="mask">
    /// [steps][lanes] of 1 and 0, or no rows. A cell that reads backward is put back to 0 where it is 0, so that it begins at
    /// each sample's own end.
    /// </param>
    /// <param name="tape">[TapeRows(steps)][lanes]</param>
    /// <param name="scratch">[ScratchRows][lanes]</param>
    public abstract void Forward(ReadOnlySpan<float> folded, Rows x, Rows mask, Rows tape, Rows scratch);

    /// <summary>One step of <see cref="Forward"/>, with the same bits, from a state that is kept elsewhere.</summary>
    /// <param name="folded">The gate map's constants.</param>
    /// <param name="x">[inputs][lanes]</param>
    /// <param name="state">[StateRows][lanes]: the state before the step in, that after it out.</param>
    /// <param name="tape">[TapeRows(1)][lanes], overwritten.</param>
    /// <param name="scratch">[ScratchRows][lanes]</param>
    public abstract void Carry(ReadOnlySpan<float> folded, Rows x, Rows state, Rows tape, Rows scratch);

    /// <summary>From the gradients of the hidden states to those of the inputs and of the gate map's constants.</summary>
    /// <param name="folded">The gate map's constants.</param>
    /// <param name="mask">As given to <see cref="Forward"/>.</param>
    /// <param name="dx">[steps][inputs][lanes], in the order of the sequence; overwritten, or added to if the cell reads backward.</param>
    /// <param name="tape">As <see cref="Forward"/> left it.</param>
    /// <param name="scratch">[ScratchRows][lanes]</param>
    /// <param name="gradient">The gate map's gradient, added to.</param>
    public abstract void Backward(ReadOnlySpan<float> folded, Rows mask, Rows dx, Rows tape, Rows scratch, Span<float> gradient);

    /// <summary>One step in double precision; see <see cref="ICell.Reference"/>.</summary>
    public abstract void Step(double[] gates, double[] h, double[] memory, double[] nextH, double[] nextMemory, double[] kept);

    /// <summary>One step back in double precision; see <see cref="ICell.ReferenceBackward"/>.</summary>
    public abstract void StepBackward(double[] gates, double[] h, double[] memory, double[] kept, double[] dh, double[] dhBefore, double[] dMemory);

    /// <summary>The hidden states in double precision, in the order of the sequence.</summary>
    /// <param name="parameters">The model's flat buffer in double precision.</param>
    /// <param name="x">[steps][inputs], in the order of the sequence.</param>
    /// <returns>[steps][hidden]</returns>
    public double[][] Reference(ReadOnlySpan<double> parameters, double[][] x)
    {
        double[] h = new double[Hidden], memory = new double[Memory.Count], kept = new double[Kept.Count], a = new double[A.Count];
        double[][] states = new double[x.Length][];
        for (int t = 0; t < x.Length; t++)
        {
            double[] next = new double[Hidden], nextMemory = new double[memory.Length];
            Gates.Reference(parameters, [.. h, .. x[Place(t, x.Length)]], a);
            Step(a, h, memory, next, nextMemory, kept);
            (h, memory) = (next, nextMemory);
            states[Place(t, x.Length)] = h;
        }

        return states;
    }

    /// <summary>What the tape holds of something at a step.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected static Rows At(BufferSlice slice, Rows tape, int steps, int step) =>
        tape.Slice((slice.Offset * (steps + 1)) + (step * slice.Count), slice.Count);

    /// <summary>The same at every step.</summary>
    protected static StepRows All(BufferSlice slice, Rows tape, int steps) =>
        new(tape.Slice(slice.Offset * (steps + 1), slice.Count * steps), steps, slice.Count);
}

/// <summary>The unroller of one kind of cell, compiled for it.</summary>
/// <typeparam name="TCell">The cell.</typeparam>
internal sealed class Unroller<TCell>(Layer gates, int hidden, bool backward) : Unroller(gates, hidden, backward, TCell.Memory, TCell.Tape)
    where TCell : ICell
{
    public override void Forward(ReadOnlySpan<float> folded, Rows x, Rows mask, Rows tape, Rows scratch)
    {
        int steps = x.Count / Inputs;
        Rows v = At(V, tape, steps, 0), memory = At(Memory, tape, steps, 0), own = Own.Of(scratch);
        v.Slice(0, Hidden).Data.Clear();
        memory.Data.Clear();
        for (int t = 0; t < steps; t++)
        {
            int place = Place(t, steps);
            Rows a = At(A, tape, steps, t), nextV = At(V, tape, steps, t + 1), h = nextV.Slice(0, Hidden), nextMemory = At(Memory, tape, steps, t + 1);
            x.Slice(place * Inputs, Inputs).Data.CopyTo(v.Slice(Hidden, Inputs).Data);
            Gates.Forward(folded, v, a, At(Tape, tape, steps, t), own);
            TCell.Forward(a, v.Slice(0, Hidden), memory, h, nextMemory, At(Kept, tape, steps, t));
            if (ReadsBackward && !mask.Data.IsEmpty)
            {
                RowKernel.Scale(mask[place], h);
                RowKernel.Scale(mask[place], nextMemory);
            }

            v = nextV;
            memory = nextMemory;
        }
    }

    public override void Carry(ReadOnlySpan<float> folded, Rows x, Rows state, Rows tape, Rows scratch)
    {
        Rows v = At(V, tape, 1, 0), a = At(A, tape, 1, 0), memory = At(Memory, tape, 1, 0), h = state.Slice(0, Hidden), kept = state.Slice(Hidden, Memory.Count);
        Copy(h, v);
        Copy(x, v.Slice(Hidden, Inputs));
        Copy(kept, memory);
        Gates.Forward(folded, v, a, At(Tape, tape, 1, 0), Own.Of(scratch));
        TCell.Forward(a, v.Slice(0, Hidden), memory, h, kept, At(Kept, tape, 1, 0));

        // In whole blocks, as they are read again at once: of what was stored in smaller pieces a processor waits for the last to arrive.
        static void Copy(Rows from, Rows to)
        {
            for (int n = 0; n < from.Data.Length; n += Lanes.Width) Vector512.LoadUnsafe(ref from.At(0), (nuint)n).StoreUnsafe(ref to.At(0), (nuint)n);
        }
    }

    public override void Backward(ReadOnlySpan<float> folded, Rows mask, Rows dx, Rows tape, Rows scratch, Span<float> gradient)
    {
        int steps = dx.Count / Inputs;
        Rows dMemory = DMemory.Of(scratch), dv = Dv.Of(scratch), own = Own.Of(scratch), dh = At(Dh, tape, steps, steps);
        Rows dhOfGates = dv.Slice(0, Hidden), dxOfGates = dv.Slice(Hidden, Inputs);
        dMemory.Data.Clear();
        for (int t = steps - 1; t >= 0; t--)
        {
            int place = Place(t, steps);
            Rows v = At(V, tape, steps, t), a = At(A, tape, steps, t), before = At(Dh, tape, steps, t), target = dx.Slice(place * Inputs, Inputs);
            if (ReadsBackward && !mask.Data.IsEmpty)
            {
                RowKernel.Scale(mask[place], dh);
                RowKernel.Scale(mask[place], dMemory);
            }

            TCell.Backward(a, v.Slice(0, Hidden), At(Memory, tape, steps, t), At(Kept, tape, steps, t), dh, before, dMemory);
            Gates.Backward(folded, v, a, dv, At(Tape, tape, steps, t), own, gradient);

            // v = [h; x]
            if (t > 0) RowKernel.Add(dhOfGates.Data, before.Data);
            if (ReadsBackward) RowKernel.Add(dxOfGates.Data, target.Data);
            else dxOfGates.Data.CopyTo(target.Data);
            dh = before;
        }

        Gates.Accumulate(All(V, tape, steps), All(A, tape, steps), All(Tape, tape, steps), gradient);
    }

    public override void Step(double[] gates, double[] h, double[] memory, double[] nextH, double[] nextMemory, double[] kept) =>
        TCell.Reference(gates, h, memory, nextH, nextMemory, kept);

    public override void StepBackward(double[] gates, double[] h, double[] memory, double[] kept, double[] dh, double[] dhBefore, double[] dMemory) =>
        TCell.ReferenceBackward(gates, h, memory, kept, dh, dhBefore, dMemory);
}
