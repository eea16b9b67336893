using QSeq.Networks;

namespace QSeq.Models;

/// <summary>
/// The buffers of a model's passes over blocks of samples: inputs [steps][inputs][lanes] to outputs [Outputs][lanes] (or
/// [steps][Outputs][lanes]), and back. Sized once for the longest sequence; one thread at a time.
/// </summary>
internal sealed class ModelPass
{
    private readonly Network _network;
    private readonly ResidualNetwork? _residual; // around it
    private readonly SequenceLayer? _whole; // what is more than the network
    private readonly AlignedBuffer _x; // [steps][inputs][lanes]
    private readonly AlignedBuffer _mask; // [steps][lanes]
    private readonly AlignedBuffer _y; // [answers][outputs][lanes]
    private readonly AlignedBuffer _tape;
    private readonly AlignedBuffer _scratch;
    private readonly AlignedBuffer _dx; // [steps][inputs][lanes]
    private readonly Network.Place[] _places; // of each layer
    private int _steps; // of the pass under way, and what it needs
    private int _answers;
    private Network.Room _room;
    private bool _masked;

    public ModelPass(SequenceModel model, int maxSteps, int maxLanes)
    {
        (_network, _residual) = (model.Network, model.Residual);
        _whole = model.Whole == model.Network ? null : model.Whole;
        _places = new Network.Place[_network.Layers.Length];
        Begin(maxSteps);
        _x = Rows(checked(maxSteps * _network.Inputs));
        _mask = Rows(maxSteps);
        _y = Rows(checked(_answers * _network.Outputs));
        _tape = Rows(_room.Tape);
        _scratch = Rows(_room.Scratch);
        _dx = Rows(checked(maxSteps * _network.Inputs));
        var cells = new List<CellTrace>();
        for (int n = 0; n < _network.Layers.Length && model.Config.Members == 1; n++)
            for (int cell = 0; _network.Layers[n] is RecurrentLayer layer && cell < layer.Cells.Length; cell++) cells.Add(new CellTrace(this, n, cell));
        Cells = [.. cells];

        AlignedBuffer Rows(int rows) => new(checked(rows * maxLanes));
    }

    /// <summary>Rows of all buffers.</summary>
    public static long RowsOf(SequenceModel model, int maxSteps)
    {
        SequenceLayer whole = model.Whole;
        return whole.TapeRows(maxSteps) + (long)whole.ScratchRows(maxSteps)
            + (maxSteps * (1L + (2 * whole.Inputs))) + ((long)whole.Answers(maxSteps) * whole.Outputs);
    }

    /// <summary>The cells, layer after layer, in each the one that reads forward first; none of several members.</summary>
    public CellTrace[] Cells { get; }

    /// <summary>
    /// Gives the buffers of a pass, to be filled before <see cref="Forward"/>: x [steps][inputs][lanes], and a mask
    /// [steps][lanes], 1 where a sample has a step and 0 behind its end; no rows where all samples are as long as the
    /// block. Samples begin at step 0. Outputs behind a sample's end mean nothing, and their gradient must be 0.
    /// </summary>
    public void Start(int steps, int lanes, bool masked, out Rows x, out Rows mask)
    {
        Begin(steps);
        _masked = masked;
        x = X(lanes);
        mask = Mask(lanes);
    }

    /// <summary>Over what the buffers of <see cref="Start"/> hold: [answers][outputs][lanes], valid until the next call.</summary>
    /// <exception cref="ArgumentException">There is a mask, and the model answers once.</exception>
    public Rows Forward(ReadOnlySpan<float> folded, int lanes)
    {
        Rows y = _y.Rows(0, _answers * _network.Outputs, lanes);
        if (_whole is null) _network.Forward(_places, folded, X(lanes), Mask(lanes), y, Tape(lanes), Scratch(lanes));
        else _whole.Forward(folded, X(lanes), Mask(lanes), y, Tape(lanes), Scratch(lanes));
        return y;
    }

    /// <summary>Adds to the folded constants' gradient; returns that of x, [steps][inputs][lanes], valid until the next call.</summary>
    public Rows Backward(ReadOnlySpan<float> folded, Rows dy, Span<float> gradient)
    {
        int lanes = dy.Lanes;
        Rows dx = _dx.Rows(0, _steps * _network.Inputs, lanes);
        if (_whole is null) _network.Backward(_room, _places, folded, X(lanes), Mask(lanes), dy, dx, Tape(lanes), Scratch(lanes), gradient);
        else _whole.Backward(folded, X(lanes), Mask(lanes), dy, dx, Tape(lanes), Scratch(lanes), gradient);
        return dx;
    }

    private void Begin(int steps)
    {
        if (steps == _steps) return;
        (_steps, _answers) = (steps, _network.Answers(steps));
        _room = _network.Plan(steps, _places);
        if (_whole is not null) _room = _room with { Tape = _whole.TapeRows(steps), Scratch = _whole.ScratchRows(steps) };
    }

    private Rows X(int lanes) => _x.Rows(0, _steps * _network.Inputs, lanes);

    private Rows Mask(int lanes) => _masked ? _mask.Rows(0, _steps, lanes) : default;

    private Rows Tape(int lanes) => _tape.Rows(0, _room.Tape, lanes);

    private Rows NetworkTape(int lanes) => _residual is null ? Tape(lanes) : _residual.NetworkTape(Tape(lanes));

    // What the first layer reads.
    private Rows NetworkInput(int lanes) => _residual is null ? X(lanes) : _residual.NetworkInput(X(lanes), Tape(lanes));

    private Rows Scratch(int lanes) => _scratch.Rows(0, _room.Scratch, lanes);

    /// <summary>What a cell goes through in a forward pass.</summary>
    internal sealed class CellTrace(ModelPass pass, int layer, int cell)
    {
        /// <summary>Tells every step of the last forward pass, in the order the cell reads them.</summary>
        public void Visit(ReadOnlySpan<float> folded, int lanes, CellVisit each)
        {
            Rows tape = pass.NetworkTape(lanes), input = layer > 0 ? pass._places[layer - 1].OutputOf(tape) : pass.NetworkInput(lanes);
            Network.Place place = pass._places[layer];
            ReadOnlySpan<float> own = pass._residual is null ? folded : pass._residual.FoldedOfNetwork(folded);
            ((RecurrentLayer)pass._network.Layers[layer]).Visit(
                cell, pass._network.FoldedOf(layer, own), input, place.Mask(pass.Mask(lanes)), place.TapeOf(tape), pass.Scratch(lanes), each);
        }
    }
}
