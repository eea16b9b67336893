using QSeq.Models;
using QSeq.Numerics;

namespace QSeq.Training;

/// <summary>A tagger's answers for sentences, those of like length together, with buffers sized once.</summary>
internal sealed class TagPredictor
{
    private readonly SequenceModel _model;
    private readonly TagSequence[] _data;
    private readonly TagBlock _block;
    private readonly float[] _folded;
    private readonly int[] _order; // by length

    public TagPredictor(SequenceModel model, TagSequence[] data)
    {
        (_model, _data) = (model, data);
        int lanes = Math.Min(ShardedGradient.ShardLanes, Lanes.Pad(data.Length));
        _block = new TagBlock(model, data.Max(sentence => sentence.Length), lanes);
        _folded = new float[model.FoldedSize];
        _order = [.. Enumerable.Range(0, data.Length).OrderBy(n => data[n].Length)];
    }

    /// <summary>The mean cross-entropy over words whose tag is known; NaN if there is none.</summary>
    public double Loss()
    {
        double sum = 0;
        foreach (int[] which in Blocks())
        {
            int lanes = Lanes.Pad(which.Length);
            Rows y = _block.Forward(_folded, _data, which);
            sum += CrossEntropyKernel.Gradient(y, _block.Right(lanes), _model.Config.Outputs, 1, _block.Dy(lanes));
        }

        return sum / _data.Sum(sentence => sentence.Tags.Count(tag => tag != CrossEntropyKernel.NoClass));
    }

    /// <summary>The best tag of every word, [sentence][word].</summary>
    public int[][] Predict()
    {
        int[][] tags = new int[_data.Length][];
        foreach (int[] which in Blocks())
        {
            Rows y = _block.Forward(_folded, _data, which);
            for (int lane = 0; lane < which.Length; lane++)
            {
                int[] own = tags[which[lane]] = new int[_data[which[lane]].Length];
                for (int t = 0; t < own.Length; t++) own[t] = CrossEntropyKernel.Best(y.Slice(t * _model.Config.Outputs, _model.Config.Outputs), lane);
            }
        }

        return tags;
    }

    private IEnumerable<int[]> Blocks()
    {
        _model.Fold(_folded);
        return _order.Chunk(ShardedGradient.ShardLanes);
    }
}
