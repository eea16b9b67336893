using QSeq.Engines;
using QSeq.Layers;
using QSeq.Models;

namespace QSeq.Training;

/// <summary>
/// The vectors v = [h; x], or their projections, that the kernel of one cell sees while the model reads data: [vectors][features].
/// </summary>
internal sealed class SeenVectors
{
    private readonly SequenceModel _model;
    private readonly QuantumKernelLayer _layer;
    private readonly int _cell;
    private readonly List<float> _seen = [];

    private SeenVectors(SequenceModel model, int cell) => (_model, _cell, _layer) = (model, cell, KernelReferences.Layer(model, cell));

    /// <summary>From samples spread evenly over all, about <paramref name="most"/> time steps.</summary>
    public static float[] Of(SequenceModel model, IBatchSource source, int cell, int most)
    {
        var seen = new SeenVectors(model, cell);
        double mean = source.Lengths is { } lengths ? lengths.Average() : source.MaxSteps;
        int[] which = Spread(source.Count, (int)(most / mean));
        if (source.Lengths is { } differing) which = [.. which.OrderBy(n => differing[n])]; // like lengths side by side
        int lanes = Math.Min(Lanes.Pad(which.Length), CpuEngine.ShardLanes);
        var block = new BatchBlock(model, source, BatchBlock.StepsOf(source, which), lanes);
        bool backward = model.Config.Bidirectional && cell % 2 == 1;
        float[] folded = new float[model.FoldedSize];
        model.Fold(folded);
        foreach (int[] chunk in which.Chunk(lanes))
        {
            block.Forward(folded, chunk);
            int steps = block.Steps;
            seen.Take(block.Pass, steps, Lanes.Pad(chunk.Length), (lane, step) => lane < chunk.Length
                && (source.Lengths is not { } own || (backward ? steps - 1 - step : step) < own[chunk[lane]]));
        }

        return [.. seen._seen];
    }

    private void Take(ModelPass pass, int steps, int lanes, Func<int, int, bool> holds)
    {
        int count = _layer.References.Shape[1];
        Rows v = new(new float[_layer.Inputs * lanes], lanes), features = new(new float[count * lanes], lanes);
        for (int step = 0; step < steps; step++)
        {
            // v = [h; x], with the hidden state of the step before.
            Rows h = pass.Cells[_cell].Hidden(step - 1, lanes), input = pass.Cells[_cell].Input(step, lanes);
            h.Data.CopyTo(v.Data);
            input.Data.CopyTo(v.Slice(h.Count, input.Count).Data);
            _layer.Project(_model.Parameters, v, features);
            for (int lane = 0; lane < lanes; lane++)
            {
                if (!holds(lane, step)) continue;
                for (int k = 0; k < count; k++) _seen.Add(features[k][lane]);
            }
        }
    }

    private static int[] Spread(int all, int most)
    {
        int count = Math.Clamp(most, 1, all);
        return [.. Enumerable.Range(0, count).Select(n => (int)((long)n * all / count))];
    }
}
