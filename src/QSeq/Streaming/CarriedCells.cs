using QSeq.Models;
using QSeq.Networks;

namespace QSeq.Streaming;

/// <summary>The cells of a model, one step at a time, with the working space of a step. The states are the callers'.</summary>
internal sealed class CarriedCells
{
    private readonly Network _network;
    private readonly ResidualNetwork? _residual;
    private readonly float[] _folded;
    private readonly Network.Place[] _places;
    private readonly Network.Room _room;
    private readonly AlignedBuffer _tape;
    private readonly AlignedBuffer _scratch;
    private readonly AlignedBuffer _y; // [outputs][lanes]
    private readonly AlignedBuffer _linearTape;
    private readonly AlignedBuffer _linearScratch;

    public CarriedCells(SequenceModel model, int mostLanes)
    {
        (_network, _residual, _folded) = (model.Network, model.Residual, model.Folded());
        _places = new Network.Place[_network.Layers.Length];
        _room = _network.Plan(1, _places);
        StateRows = _network.StateRows;
        (int tape, int scratch) = _residual?.LinearRows ?? default;
        _tape = Of(_room.Tape);
        _scratch = Of(_room.Scratch);
        _y = Of(_network.Outputs);
        _linearTape = Of(tape);
        _linearScratch = Of(scratch);

        AlignedBuffer Of(int rows) => new(checked(rows * mostLanes));
    }

    /// <summary>Rows of the state.</summary>
    public int StateRows { get; }

    public bool HasLinearPath => _residual is { HasLinearPath: true };

    /// <summary>Why the state of a model's cells is not enough for a forecast; null where it is.</summary>
    public static string? Reason(SequenceModel model)
    {
        SequenceModelConfig config = model.Config;
        if (config.Members > 1) return "the model answers with the median of several members";
        if (model.Residual is { Normalises: true }) return "the model normalises every window, so that each row of it changes with the last";
        if (config.Bidirectional) return "the model reads every window from its end as well";
        if (config.Attention) return "the model weighs the states of all rows of a window";
        if (config.RunOn > 0) return "the model's cells run on behind every window";
        return model.Network.CarriesOn ? null : "the model has layers over whole windows in place of cells";
    }

    /// <summary>Rows of working space of a step.</summary>
    public static int WorkRows(SequenceModel model)
    {
        Network.Room room = model.Network.Plan(1, new Network.Place[model.Network.Layers.Length]);
        (int tape, int scratch) = model.Residual?.LinearRows ?? default;
        return checked(room.Tape + room.Scratch + tape + scratch);
    }

    /// <summary>One step: x [inputs][lanes] to the answers [outputs][lanes], valid until the next step; the state goes on.</summary>
    public Rows Step(Rows x, Rows state)
    {
        int lanes = x.Lanes;
        Rows y = _y.Rows(0, _network.Outputs, lanes);
        ReadOnlySpan<float> folded = _residual is null ? _folded : _residual.FoldedOfNetwork(_folded);
        _network.Carry(_places, folded, x, state, y, _tape.Rows(0, _room.Tape, lanes), _scratch.Rows(0, _room.Scratch, lanes));
        return y;
    }

    /// <summary>Adds the linear forecast of windows [window][inputs][lanes] to answers.</summary>
    public void AddLinear(Rows windows, Rows y)
    {
        (int tape, int scratch) = _residual!.LinearRows;
        _residual.AddLinear(_folded, windows, y, _linearTape.Rows(0, tape, y.Lanes), _linearScratch.Rows(0, scratch, y.Lanes));
    }
}
