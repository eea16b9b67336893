using QSeq.Core;
using QSeq.Models;

namespace QSeq.Training;

/// <summary>
/// A tagger's answers for sentences, those of like length together. Long sentences make narrow blocks, so that the memory
/// is bounded by words rather than sentences; what is in a lane does not depend on the others.
/// </summary>
internal sealed class TagPredictor
{
    /// <summary>The most places of a block, steps times lanes; a sentence that is longer has one lane block to itself and its like.</summary>
    public const int MostPlaces = 1 << 16;

    private readonly SequenceModel _model;
    private readonly TagSequence[] _data;
    private readonly float[] _folded;
    private readonly int[][] _blocks; // sentences by length, shortest first
    private TagBlock? _block;
    private (int Steps, int Lanes) _size; // of _block

    public TagPredictor(SequenceModel model, TagSequence[] data)
    {
        (_model, _data) = (model, data);
        _folded = new float[model.FoldedSize];
        _blocks = [.. Cut([.. Enumerable.Range(0, data.Length).OrderBy(n => data[n].Length)])];
    }

    /// <summary>The sentences of every block.</summary>
    public IReadOnlyList<IReadOnlyList<int>> Blocks => _blocks;

    /// <summary>The mean cross-entropy over words whose tag is known; NaN if there is none.</summary>
    public double Loss()
    {
        double sum = 0;
        _model.Fold(_folded);
        foreach (int[] which in _blocks)
        {
            int lanes = Lanes.Pad(which.Length);
            TagBlock block = BlockFor(which);
            Rows y = block.Forward(_folded, _data, which);
            sum += CrossEntropyKernel.Gradient(y, block.Right(lanes), _model.Config.Outputs, 1, block.Dy(lanes));
        }

        return sum / _data.Sum(sentence => sentence.Tags.Count(tag => tag != CrossEntropyKernel.NoClass));
    }

    /// <summary>The best tag of every word, [sentence][word].</summary>
    public int[][] Predict()
    {
        int[][] tags = new int[_data.Length][];
        _model.Fold(_folded);
        foreach (int[] which in _blocks)
        {
            Rows y = BlockFor(which).Forward(_folded, _data, which);
            for (int lane = 0; lane < which.Length; lane++)
            {
                int[] own = tags[which[lane]] = new int[_data[which[lane]].Length];
                for (int t = 0; t < own.Length; t++) own[t] = CrossEntropyKernel.Best(y.Slice(t * _model.Config.Outputs, _model.Config.Outputs), lane);
            }
        }

        return tags;
    }

    /// <summary>Blocks of neighbours, as many to one as the most places allow.</summary>
    private IEnumerable<int[]> Cut(int[] order)
    {
        for (int start = 0, end; start < order.Length; start = end)
        {
            end = start;
            while (end < order.Length && end - start < ShardedGradient.ShardLanes)
            {
                int count = end - start + 1;
                if (count > Lanes.Width && (long)Lanes.Pad(count) * _data[order[end]].Length > MostPlaces) break;
                end++;
            }

            yield return order[start..end];
        }
    }

    /// <summary>Buffers for a block: one for all where that is small enough, else others for every width, as long as that width needs.</summary>
    private TagBlock BlockFor(int[] which)
    {
        int lanes = Lanes.Pad(which.Length), steps = Longest(which);
        if (_block is not null && steps <= _size.Steps && lanes <= _size.Lanes) return _block;
        _block = null; // before there is another, so that there are never two
        (int longest, int widest) = (_blocks.Max(Longest), _blocks.Max(other => Lanes.Pad(other.Length)));
        _size = (long)longest * widest <= MostPlaces
            ? (longest, widest)
            : (_blocks.Where(other => Lanes.Pad(other.Length) == lanes).Max(Longest), lanes);
        return _block = new TagBlock(_model, _size.Steps, _size.Lanes);
    }

    private int Longest(int[] which) => _data[which[^1]].Length;
}
