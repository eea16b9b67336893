using QSeq.Engines;
using QSeq.Layers;
using QSeq.Models;

namespace QSeq.Training;

/// <summary>
/// The vectors v = [h; x], or their projections, that the kernel of one cell sees while the model reads data: [vectors][features].
/// </summary>
internal static class SeenVectors
{
    /// <summary>From samples spread evenly over all, about <paramref name="most"/> time steps.</summary>
    public static float[] Of(SequenceModel model, IBatchSource source, int cell, int most)
    {
        QuantumKernelLayer layer = KernelReferences.Layer(model, cell);
        double mean = source.Lengths is { } lengths ? lengths.Average() : source.MaxSteps;
        int[] which = Spread(source.Count, (int)(most / mean));
        if (source.Lengths is { } differing) which = [.. which.OrderBy(n => differing[n])]; // like lengths side by side
        int width = Math.Min(Lanes.Pad(which.Length), CpuEngine.ShardLanes), count = layer.References.Shape[1];
        var block = new BatchBlock(model, source, BatchBlock.StepsOf(source, which), width);
        bool backward = model.Config.Bidirectional && cell % 2 == 1;
        float[] folded = model.Folded();
        List<float> seen = [];
        foreach (int[] chunk in which.Chunk(width))
        {
            block.Forward(folded, chunk);
            int steps = block.Steps, lanes = Lanes.Pad(chunk.Length);
            Rows v = new(new float[layer.Inputs * lanes], lanes), features = new(new float[count * lanes], lanes);
            for (int step = 0; step < steps; step++)
            {
                // v = [h; x], with the hidden state of the step before.
                Rows h = block.Pass.Cells[cell].Hidden(step - 1, lanes), input = block.Pass.Cells[cell].Input(step, lanes);
                h.Data.CopyTo(v.Data);
                input.Data.CopyTo(v.Slice(h.Count, input.Count).Data);
                layer.Project(model.Parameters, v, features);
                int place = backward ? steps - 1 - step : step;
                for (int lane = 0; lane < chunk.Length; lane++)
                {
                    if (source.Lengths is { } own && place >= own[chunk[lane]]) continue;
                    for (int k = 0; k < count; k++) seen.Add(features[k][lane]);
                }
            }
        }

        return [.. seen];
    }

    private static int[] Spread(int all, int most)
    {
        int count = Math.Clamp(most, 1, all);
        return [.. Enumerable.Range(0, count).Select(n => (int)((long)n * all / count))];
    }
}
