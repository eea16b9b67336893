using System.Runtime.CompilerServices;
using QSeq.Layers;

namespace QSeq.Networks;

/// <summary>A step of a cell.</summary>
/// <param name="step">In the order of the cell, from 0.</param>
/// <param name="v">[hidden + inputs][lanes]: the hidden state before the step, then what it reads.</param>
/// <param name="h">[hidden][lanes], the hidden state after it.</param>
/// <param name="memory">The memory after it, such as an LSTM's c.</param>
internal delegate void CellVisit(int step, Rows v, Rows h, Rows memory);

/// <summary>
/// One cell over the steps of a sequence, forward and back through time, for a block of samples. Everything on its tape is
/// there for every step, and once more for the state after the last. Steps are counted in the order the cell reads them:
/// step 0 of a cell that reads backward is the end of the sequence.
/// <para>
/// The way back goes piece by piece of <see cref="Piece"/> steps. Where the tape of all steps would be too long, it has room
/// for one piece and for the state before each, and the steps of a piece are done anew before the way back through it (Chen
/// et al. 2016, arXiv 1604.06174). The bits are the same.
/// </para>
/// </summary>
internal abstract class Unroller
{
    /// <summary>Steps of a piece.</summary>
    public const int Piece = 512;

    /// <summary>Rows of the longest tape that is kept whole: 128 MiB in <see cref="Engines.CpuEngine.ShardLanes"/> lanes.</summary>
    public const int MostRows = 1 << 18;

    private readonly int _stepRows; // of the tape
    private readonly int _mostRows;

    /// <param name="gates">The gate map, v = [h; x] to the cell's pre-activations.</param>
    /// <param name="hidden">Hidden size.</param>
    /// <param name="backward">Whether the cell reads the sequence from its end.</param>
    /// <param name="memory">Blocks of memory of the cell.</param>
    /// <param name="kept">Blocks that the cell keeps for the way back.</param>
    /// <param name="mostRows">Rows of the longest tape that is kept whole.</param>
    protected Unroller(Layer gates, int hidden, bool backward, int memory, int kept, int mostRows)
    {
        (Gates, Hidden, ReadsBackward, _mostRows) = (gates, hidden, backward, mostRows);
        var part = new BufferLayout();
        V = part.Add("v", gates.Inputs);
        Memory = part.Add("memory", checked(memory * hidden));
        A = part.Add("activations", gates.Outputs);
        CellTape = part.Add("kept by the cell", checked(kept * hidden));
        Tape = part.Add("kept by the gate map", gates.TapeRows);
        _stepRows = part.Length;
        var scratch = new BufferLayout();
        Dh = scratch.Add("gradient of h", checked(2 * hidden));
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
    public BufferSlice CellTape { get; }

    /// <summary>The gate map's tape.</summary>
    protected BufferSlice Tape { get; }

    /// <summary>Scratch: the gradients of h after a step and before it, in turn.</summary>
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
    public int TapeRows(int steps) => checked(((Kept(steps) + 1) * _stepRows) + StatesRows(steps));

    /// <summary>Steps whose tape is kept at once: all, or those of a piece.</summary>
    public int Kept(int steps) => steps <= Piece || (steps + 1L) * _stepRows <= _mostRows ? steps : Piece;

    /// <summary>Where in the sequence the cell is at a step.</summary>
    public int Place(int step, int steps) => ReadsBackward ? steps - 1 - step : step;

    /// <summary>From h = 0 and memory = 0 through all steps.</summary>
    /// <param name="folded">The gate map's constants.</param>
    /// <param name="x">[steps][inputs][lanes], in the order of the sequence.</param>
    /// <param name="mask">
    /// [steps][lanes] of 1 and 0, or no rows. A cell that reads backward is put back to 0 where it is 0, so that it begins at
    /// each sample's own end.
    /// </param>
    /// <param name="y">[steps][hidden][lanes], in the order of the sequence, or the hidden state after the last step alone.</param>
    /// <param name="tape">[TapeRows(steps)][lanes]</param>
    /// <param name="scratch">[ScratchRows][lanes]</param>
    public abstract void Forward(ReadOnlySpan<float> folded, Rows x, Rows mask, StepRows y, Rows tape, Rows scratch);

    /// <summary>Tells every step of a <see cref="Forward"/> that was done, in the order of the cell.</summary>
    /// <param name="folded">The gate map's constants.</param>
    /// <param name="x">As given to <see cref="Forward"/>.</param>
    /// <param name="mask">As given to <see cref="Forward"/>.</param>
    /// <param name="tape">As <see cref="Forward"/> left it, and so it is left.</param>
    /// <param name="scratch">[ScratchRows][lanes]</param>
    /// <param name="each">Told of a step.</param>
    public abstract void Visit(ReadOnlySpan<float> folded, Rows x, Rows mask, Rows tape, Rows scratch, CellVisit each);

    /// <summary>One step of <see cref="Forward"/>, with the same bits, from a state that is kept elsewhere.</summary>
    /// <param name="folded">The gate map's constants.</param>
    /// <param name="x">[inputs][lanes]</param>
    /// <param name="state">[StateRows][lanes]: the state before the step in, that after it out.</param>
    /// <param name="tape">[TapeRows(1)][lanes], overwritten.</param>
    /// <param name="scratch">[ScratchRows][lanes]</param>
    public abstract void Carry(ReadOnlySpan<float> folded, Rows x, Rows state, Rows tape, Rows scratch);

    /// <summary>From the gradients of the hidden states to those of the inputs and of the gate map's constants.</summary>
    /// <param name="folded">The gate map's constants.</param>
    /// <param name="x">As given to <see cref="Forward"/>.</param>
    /// <param name="mask">As given to <see cref="Forward"/>.</param>
    /// <param name="dy">Gradients of what <see cref="Forward"/> gave as y.</param>
    /// <param name="dx">[steps][inputs][lanes], in the order of the sequence; overwritten, or added to if the cell reads backward.</param>
    /// <param name="tape">As <see cref="Forward"/> left it.</param>
    /// <param name="scratch">[ScratchRows][lanes]</param>
    /// <param name="gradient">The gate map's gradient, added to.</param>
    public abstract void Backward(
        ReadOnlySpan<float> folded, Rows x, Rows mask, StepRows dy, Rows dx, Rows tape, Rows scratch, Span<float> gradient);

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
        double[] h = new double[Hidden], memory = new double[Memory.Count], kept = new double[CellTape.Count], a = new double[A.Count];
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

    /// <summary>The state before the first step of a piece, [StateRows][lanes]; only where not all steps are kept.</summary>
    protected Rows StateOf(int piece, Rows tape, int steps) => tape.Slice(((Kept(steps) + 1) * _stepRows) + (piece * StateRows), StateRows);

    /// <summary>What the tape holds of something at one of the steps kept.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected static Rows At(BufferSlice slice, Rows tape, int kept, int step) =>
        tape.Slice((slice.Offset * (kept + 1)) + (step * slice.Count), slice.Count);

    /// <summary>The same at some steps.</summary>
    protected static StepRows Some(BufferSlice slice, Rows tape, int kept, int first, int count) =>
        new(tape.Slice((slice.Offset * (kept + 1)) + (first * slice.Count), count * slice.Count), count, slice.Count);

    private int StatesRows(int steps) => Kept(steps) == steps ? 0 : checked((steps + Piece - 1) / Piece * StateRows);
}
