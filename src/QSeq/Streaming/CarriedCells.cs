using QSeq.Models;
using QSeq.Networks;

namespace QSeq.Streaming;

/// <summary>
/// The cells of a model, one step at a time, and the linear path beside them, with the working space of a step. States are the callers'.
/// </summary>
internal sealed class CarriedCells
{
    private readonly CarriedNetwork _network;
    private readonly int _outputs;
    private readonly AlignedBuffer _y; // [outputs][lanes]
    private readonly ResidualNetwork? _residual; // where there is a linear path
    private readonly float[] _folded; // its constants
    private readonly AlignedBuffer _tape;
    private readonly AlignedBuffer _scratch;

    public CarriedCells(SequenceModel model, int mostLanes)
    {
        float[] folded = model.Folded();
        _network = new CarriedNetwork(model.Network, model.Residual is { } residual ? residual.FoldedOfNetwork(folded) : folded, mostLanes);
        _outputs = model.Network.Outputs;
        _y = new AlignedBuffer(checked(_outputs * mostLanes));
        _residual = model.Residual is { HasLinearPath: true } ? model.Residual : null;
        _folded = _residual is null ? [] : folded;
        (int tape, int scratch) = _residual?.LinearRows ?? default;
        _tape = new AlignedBuffer(checked(tape * mostLanes));
        _scratch = new AlignedBuffer(checked(scratch * mostLanes));
    }

    /// <summary>Rows of the state.</summary>
    public int StateRows => _network.StateRows;

    public bool HasLinearPath => _residual is not null;

    /// <summary>Why the state of a model's cells is not enough for a forecast; null where it is.</summary>
    public static string? Reason(SequenceModel model)
    {
        SequenceModelConfig config = model.Config;
        if (config.Members > 1) return "the model answers with the median of several members";
        if (model.Residual is { Normalises: true })
            return "the model normalises every window, so that each row of it changes with the last";
        if (config.Bidirectional) return "the model reads every window from its end as well";
        if (config.Attention) return "the model weighs the states of all rows of a window";
        if (config.RunOn > 0) return "the model's cells run on behind every window";
        return CarriedNetwork.CanCarry(model.Network) ? null : "the model has layers over whole windows in place of cells";
    }

    /// <summary>Rows of working space of a step.</summary>
    public static int WorkRows(SequenceModel model)
    {
        (int tape, int scratch) = model.Residual?.LinearRows ?? default;
        return checked(CarriedNetwork.WorkRows(model.Network) + tape + scratch);
    }

    /// <summary>One step: x [inputs][lanes] to the answers [outputs][lanes], valid until the next step; the state goes on.</summary>
    public Rows Step(Rows x, Rows state)
    {
        Rows y = _y.Rows(0, _outputs, x.Lanes);
        _network.Step(x, state, y);
        return y;
    }

    /// <summary>Adds the linear forecast of windows [window][inputs][lanes] to answers.</summary>
    public void AddLinear(Rows windows, Rows y)
    {
        (int tape, int scratch) = _residual!.LinearRows;
        _residual.AddLinear(_folded, windows, y, _tape.Rows(0, tape, y.Lanes), _scratch.Rows(0, scratch, y.Lanes));
    }
}
