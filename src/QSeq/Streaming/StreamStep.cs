using System.Runtime.Intrinsics;
using QSeq.Models;
using QSeq.Networks;

namespace QSeq.Streaming;

/// <summary>What reads a row of some streams, and answers. Its working space is for one block at a time.</summary>
internal abstract class StreamStep
{
    private const int MostBlocks = 4; // of 16 streams
    private const int Cache = 1 << 17; // bytes of working space that stay near

    /// <summary>Rows that are kept: those that it needs, and the last at least, with which gaps are filled.</summary>
    public abstract int KeptRows { get; }

    /// <summary>Rows of the state of the cells, 0 for none.</summary>
    public abstract int StateRows { get; }

    /// <summary>Streams that it reads at once at most, a multiple of 16.</summary>
    public abstract int MostLanes { get; }

    /// <summary>Whether <see cref="StateRows"/> hold what kept rows do not tell.</summary>
    public virtual bool OwnsState => false;

    /// <summary>Lanes of the state of a block of so many.</summary>
    public virtual int StateLanes(int lanes) => lanes;

    /// <summary>Reads the next row of a block, which was kept before.</summary>
    /// <param name="block">The block.</param>
    /// <param name="row">The row's number, from 0.</param>
    /// <param name="answers">Whether an answer is wanted: a window of rows was read.</param>
    /// <returns>[outputs][lanes], valid until the next call; no rows where no answer is wanted.</returns>
    public abstract Rows Read(StreamBlock block, long row, bool answers);

    /// <summary>What makes the forecasts of a mode.</summary>
    /// <exception cref="ArgumentException">The mode is not defined for the model.</exception>
    public static StreamStep Of(SequenceModel model, int window, int streams, StreamMode mode)
    {
        OptionCheck.Require(Enum.IsDefined(mode), $"there is no stream mode {(int)mode}");
        string? reason = CarriedCells.Reason(model);
        if (mode == StreamMode.Windowed)
            return reason is null && streams == 1 ? new StaggeredStep(model, window) : new WindowedStep(model, window);
        if (reason is null) return new CarriedStep(model, window);
        var advice = new Advice("StreamingForecaster.Mode", StreamMode.Windowed, "choose StreamMode.Windowed");
        throw OptionCheck.Refusal($"the state of the cells cannot be carried on from row to row: {reason}; {advice}");
    }

    /// <summary>As many lanes as a pass of so many rows has near at hand, one block of 16 at least.</summary>
    protected static int LanesFor(int rows) =>
        Lanes.Width * Math.Clamp(Cache / (sizeof(float) * Lanes.Width * Math.Max(1, rows)), 1, MostBlocks);
}

/// <summary>The whole window read anew after every row.</summary>
internal sealed class WindowedStep : StreamStep
{
    private readonly SequenceLayer _whole;
    private readonly float[] _folded;
    private readonly int _window;
    private readonly int _answer; // the first row of the last answer
    private readonly int _tapeRows;
    private readonly int _scratchRows;
    private readonly AlignedBuffer _tape;
    private readonly AlignedBuffer _scratch;
    private readonly AlignedBuffer _y; // [answers][outputs][lanes]

    public WindowedStep(SequenceModel model, int window)
    {
        (_whole, _folded, _window) = (model.Whole, model.Folded(), window);
        (_tapeRows, _scratchRows) = (_whole.TapeRows(window), _whole.ScratchRows(window));
        _answer = (_whole.Answers(window) - 1) * _whole.Outputs;
        MostLanes = LanesFor(checked(_tapeRows + _scratchRows));
        _tape = new AlignedBuffer(checked(_tapeRows * MostLanes));
        _scratch = new AlignedBuffer(checked(_scratchRows * MostLanes));
        _y = new AlignedBuffer(checked((_answer + _whole.Outputs) * MostLanes));
    }

    public override int KeptRows => _window;

    public override int StateRows => 0;

    public override int MostLanes { get; }

    public override Rows Read(StreamBlock block, long row, bool answers)
    {
        if (!answers) return default;
        int lanes = block.Lanes;
        Rows y = _y.Rows(0, _answer + _whole.Outputs, lanes);
        _whole.Forward(_folded, block.Window(row), default, y, _tape.Rows(0, _tapeRows, lanes), _scratch.Rows(0, _scratchRows, lanes));
        return y.Slice(_answer, _whole.Outputs);
    }
}

/// <summary>The state of the cells carried on from row to row; a linear path reads the kept rows.</summary>
internal sealed class CarriedStep : StreamStep
{
    private readonly CarriedCells _cells;
    private readonly int _window;

    public CarriedStep(SequenceModel model, int window)
    {
        MostLanes = LanesFor(CarriedCells.WorkRows(model));
        _cells = new CarriedCells(model, MostLanes);
        _window = window;
    }

    public override int KeptRows => _cells.HasLinearPath ? _window : 1;

    public override int StateRows => _cells.StateRows;

    public override int MostLanes { get; }

    public override bool OwnsState => true;

    public override Rows Read(StreamBlock block, long row, bool answers)
    {
        Rows y = _cells.Step(block.Next, block.State);
        if (!answers) return default;
        if (_cells.HasLinearPath) _cells.AddLinear(block.Window(row), y);
        return y;
    }
}

/// <summary>
/// The windowed forecast of one stream by as many cells side by side as the window has rows, each of which began a row later
/// than the one before: every row is read by all, and answered by the one that has read a window; then that one begins again.
/// It costs one step of the cells for 16 rows of the window, in place of one for each.
/// </summary>
internal sealed class StaggeredStep : StreamStep
{
    private readonly CarriedCells _cells;
    private readonly int _window;
    private readonly AlignedBuffer _x; // [inputs][state lanes]
    private readonly AlignedBuffer _y; // [outputs][16]
    private readonly AlignedBuffer _begins; // [state lanes], the row, of as many as a window has, at which the cell of a lane begins

    public StaggeredStep(SequenceModel model, int window)
    {
        int lanes = Lanes.Pad(window);
        _cells = new CarriedCells(model, lanes);
        _window = window;
        _x = new AlignedBuffer(checked(model.Config.Inputs * lanes));
        _y = new AlignedBuffer(checked(model.Config.Outputs * Lanes.Width));
        _begins = new AlignedBuffer(lanes);
        for (int lane = 0; lane < lanes; lane++) _begins.Span[lane] = lane % window;
    }

    public override int KeptRows => _window;

    public override int StateRows => _cells.StateRows;

    public override int MostLanes => Lanes.Width;

    public override int StateLanes(int lanes) => Lanes.Pad(_window);

    public override Rows Read(StreamBlock block, long row, bool answers)
    {
        Rows state = block.State;
        Begin(state, row % _window);
        Rows all = _cells.Step(Everywhere(block.Next, state.Lanes), state);
        if (!answers) return default;
        Rows y = _y.Rows(0, all.Count, Lanes.Width);
        int full = (int)((row + 1) % _window);
        for (int k = 0; k < y.Count; k++) y[k][0] = all[k][full];
        if (_cells.HasLinearPath) _cells.AddLinear(block.Window(row), y);
        return y;
    }

    // The row of the only stream, which stands in all lanes of its block, for all cells.
    private Rows Everywhere(Rows next, int lanes)
    {
        if (lanes == next.Lanes) return next;
        Rows x = _x.Rows(0, next.Count, lanes);
        for (int k = 0; k < x.Count; k++)
        {
            var value = Vector512.Create(next[k][0]);
            for (int lane = 0; lane < lanes; lane += Lanes.Width) value.CopyTo(x[k][lane..]);
        }

        return x;
    }

    // Sets the cells to 0 that begin at a row.
    private void Begin(Rows state, float row)
    {
        ReadOnlySpan<float> begins = _begins.Span;
        for (int lane = 0; lane < state.Lanes; lane += Lanes.Width)
        {
            Vector512<float> isNew = Vector512.Equals(Vector512.Create(begins[lane..]), Vector512.Create(row));
            for (int k = 0; k < state.Count; k++)
            {
                Span<float> block = state[k].Slice(lane, Lanes.Width);
                Vector512.ConditionalSelect(isNew, Vector512<float>.Zero, Vector512.Create((ReadOnlySpan<float>)block)).CopyTo(block);
            }
        }
    }
}
