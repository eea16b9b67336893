using QSeq.Core;
using QSeq.Data;
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

    /// <summary>From windows spread evenly over the data, <paramref name="most"/> time steps at most.</summary>
    public static float[] Of(SequenceModel model, WindowSet data, int cell, int most)
    {
        var seen = new SeenVectors(model, cell);
        int window = data.Window;
        int[] which = Spread(data.Count, most / window);
        int lanes = Math.Min(Lanes.Pad(which.Length), ShardedGradient.ShardLanes);
        float[] folded = Folded(model), x = new float[checked(window * data.Inputs * lanes)];
        var pass = new ModelPass(model, window, lanes);
        foreach (int[] block in which.Chunk(lanes))
        {
            data.FillInputs(block, lanes, x);
            pass.Forward(folded, new Rows(x, lanes));
            seen.Take(pass, window, lanes, (lane, _) => lane < block.Length);
        }

        return [.. seen._seen];
    }

    /// <summary>From sentences spread evenly over all, about <paramref name="most"/> words.</summary>
    public static float[] Of(SequenceModel model, TagSequence[] sentences, int cell, int most)
    {
        var seen = new SeenVectors(model, cell);
        double words = sentences.Average(sentence => (double)sentence.Length);
        int[] which = [.. Spread(sentences.Length, (int)(most / words)).OrderBy(n => sentences[n].Length)]; // like lengths side by side
        int lanes = Math.Min(Lanes.Pad(which.Length), ShardedGradient.ShardLanes);
        float[] folded = Folded(model);
        var block = new TagBlock(model, which.Max(n => sentences[n].Length), lanes);
        bool backward = model.Config.Bidirectional && cell % 2 == 1;
        foreach (int[] chunk in which.Chunk(lanes))
        {
            int steps = chunk.Max(n => sentences[n].Length);
            block.Forward(folded, sentences, chunk);
            seen.Take(block.Pass, steps, Lanes.Pad(chunk.Length), (lane, step) =>
                lane < chunk.Length && (backward ? steps - 1 - step : step) < sentences[chunk[lane]].Length);
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

    private static float[] Folded(SequenceModel model)
    {
        float[] folded = new float[model.FoldedSize];
        model.Fold(folded);
        return folded;
    }

    private static int[] Spread(int all, int most)
    {
        int count = Math.Clamp(most, 1, all);
        return [.. Enumerable.Range(0, count).Select(n => (int)((long)n * all / count))];
    }
}
