using QSeq.Layers;

namespace QSeq.Networks;

/// <summary>
/// A network of cells that read forward and of maps of a step, one step at a time: what comes from the steps before is a state
/// that the caller keeps. It has constants and working space of its own, for one caller at a time.
/// </summary>
internal sealed class CarriedNetwork
{
    private readonly Stage[] _stages;

    /// <summary>A network for steps of some lanes at most.</summary>
    /// <param name="network">The network, for which <see cref="CanCarry"/> is true.</param>
    /// <param name="folded">Its constants.</param>
    /// <param name="mostLanes">Lanes, a multiple of 16.</param>
    public CarriedNetwork(Network network, ReadOnlySpan<float> folded, int mostLanes)
    {
        _stages = new Stage[network.Layers.Length];
        for (int n = 0; n < _stages.Length; n++)
        {
            ReadOnlySpan<float> own = network.FoldedOf(n, folded);
            _stages[n] = network.Layers[n] is RecurrentLayer layer
                ? new Stage(layer.Cells[0], null, layer.FoldedOfForward(own).ToArray(), StateRows, mostLanes)
                : new Stage(null, ((PerStep)network.Layers[n]).Layer, own.ToArray(), StateRows, mostLanes);
            StateRows += _stages[n].StateRows;
        }
    }

    /// <summary>Rows of the state.</summary>
    public int StateRows { get; }

    /// <summary>Whether a network can go step by step: no cell reads from the end, and no layer reads whole sequences.</summary>
    public static bool CanCarry(Network network)
    {
        foreach (SequenceLayer layer in network.Layers)
            if (layer is not PerStep && layer is not RecurrentLayer { Cells.Length: 1 }) return false;
        return true;
    }

    /// <summary>Rows of working space of a step.</summary>
    public static int WorkRows(Network network)
    {
        int rows = 0;
        foreach (SequenceLayer layer in network.Layers) rows = checked(rows + layer.TapeRows(1) + layer.ScratchRows(1) + layer.Outputs);
        return rows;
    }

    /// <summary>One step, with the bits it has within a sequence.</summary>
    /// <param name="x">[inputs][lanes]</param>
    /// <param name="state">[StateRows][lanes], 0 before the first step; the state after the step out.</param>
    /// <param name="y">[outputs][lanes], overwritten with what a sequence that ends here is answered with.</param>
    public void Step(Rows x, Rows state, Rows y)
    {
        Stage[] stages = _stages;
        for (int n = 0; n < stages.Length; n++)
        {
            ref readonly Stage stage = ref stages[n];
            bool isLast = n == stages.Length - 1;
            Rows tape = stage.Tape.Rows(0, stage.TapeRows, x.Lanes), scratch = stage.Scratch.Rows(0, stage.ScratchRows, x.Lanes);
            if (stage.Cell is { } cell)
            {
                cell.Carry(stage.Folded, x, state.Slice(stage.FirstState, stage.StateRows), tape, scratch);
                x = state.Slice(stage.FirstState, cell.Hidden);
                if (isLast) x.Data.CopyTo(y.Data);
            }
            else
            {
                Rows result = isLast ? y : stage.Output.Rows(0, stage.Map!.Outputs, x.Lanes);
                stage.Map!.Forward(stage.Folded, x, result, tape, scratch);
                x = result;
            }
        }
    }

    /// <summary>A cell, or a map of a step, with its constants and working space.</summary>
    private readonly struct Stage
    {
        public readonly Unroller? Cell;
        public readonly Layer? Map;
        public readonly float[] Folded;
        public readonly int FirstState;
        public readonly int StateRows;
        public readonly int TapeRows;
        public readonly int ScratchRows;
        public readonly AlignedBuffer Tape;
        public readonly AlignedBuffer Scratch;
        public readonly AlignedBuffer Output;

        public Stage(Unroller? cell, Layer? map, float[] folded, int firstState, int lanes)
        {
            (Cell, Map, Folded, FirstState, StateRows) = (cell, map, folded, firstState, cell?.StateRows ?? 0);
            TapeRows = cell?.TapeRows(1) ?? map!.TapeRows;
            ScratchRows = cell?.ScratchRows ?? map!.ScratchRows;
            Tape = new AlignedBuffer(checked(TapeRows * lanes));
            Scratch = new AlignedBuffer(checked(ScratchRows * lanes));
            Output = new AlignedBuffer(map is null ? 0 : checked(map.Outputs * lanes));
        }
    }
}
