using QSeq.Models;
using QSeq.Objectives;

namespace QSeq.Engines;

/// <summary>A model's answers to a block of samples.</summary>
/// <param name="samples">Which samples, one a lane.</param>
/// <param name="y">[answers][outputs][lanes]</param>
/// <param name="target">[target rows][lanes]</param>
internal delegate void BlockAnswers(ReadOnlySpan<int> samples, Rows y, Rows target);

/// <summary>
/// A model's answers for all samples, those of like length together. Long samples of different lengths make narrow blocks, so
/// that the memory is bounded by steps rather than samples; what is in a lane does not depend on the others.
/// </summary>
internal sealed class BatchPredictor
{
    /// <summary>The most places of a block, steps times lanes, where lengths differ; what is longer has one lane block to itself and its like.</summary>
    public const int MostPlaces = 1 << 16;

    private readonly SequenceModel _model;
    private readonly IBatchSource _source;
    private readonly float[] _folded;
    private readonly int[][] _blocks; // samples by length, shortest first
    private BatchBlock? _block;
    private (int Steps, int Lanes) _size; // of _block

    public BatchPredictor(SequenceModel model, IBatchSource source)
    {
        (_model, _source) = (model, source);
        _folded = new float[model.FoldedSize];
        IEnumerable<int> all = Enumerable.Range(0, source.Count);
        _blocks = source.Lengths is { } lengths ? [.. Cut([.. all.OrderBy(n => lengths[n])], lengths)] : [.. all.Chunk(CpuEngine.ShardLanes)];
    }

    /// <summary>Bytes of the largest buffers that there will be.</summary>
    public long Bytes => _blocks.Length == 0 ? 0 : _blocks.Select(SizeFor).Distinct().Max(size => BatchBlock.BytesOf(_model, _source, size.Steps, size.Lanes));

    /// <summary>The samples of every block.</summary>
    public IReadOnlyList<IReadOnlyList<int>> Blocks => _blocks;

    /// <summary>The mean loss over all samples, in scaled units; NaN if nothing counts.</summary>
    public double Loss(Objective objective)
    {
        double sum = 0, weight = 0;
        _model.Fold(_folded);
        foreach (int[] samples in _blocks)
        {
            BatchBlock block = BlockFor(samples);
            Rows y = block.Forward(_folded, samples);
            sum += objective.Gradient(y, block.Target(y.Lanes), samples.Length, 1, block.Dy(y));
            weight += _source.Weight(samples);
        }

        return sum / (weight * _source.TargetsPerWeight);
    }

    /// <summary>Tells all answers and targets in scaled units, block after block.</summary>
    public void Predict(BlockAnswers each)
    {
        _model.Fold(_folded);
        foreach (int[] samples in _blocks)
        {
            BatchBlock block = BlockFor(samples);
            Rows y = block.Forward(_folded, samples);
            each(samples, y, block.Target(y.Lanes));
        }
    }

    /// <summary>Blocks of neighbours, as many to one as the most places allow.</summary>
    private static IEnumerable<int[]> Cut(int[] order, int[] lengths)
    {
        for (int start = 0, end; start < order.Length; start = end)
        {
            end = start;
            while (end < order.Length && end - start < CpuEngine.ShardLanes)
            {
                int count = end - start + 1;
                if (count > Lanes.Width && (long)Lanes.Pad(count) * lengths[order[end]] > MostPlaces) break;
                end++;
            }

            yield return order[start..end];
        }
    }

    /// <summary>Buffers for a block: one for all where that is small enough, else others for every width, as long as that width needs.</summary>
    private BatchBlock BlockFor(int[] samples)
    {
        int lanes = Lanes.Pad(samples.Length), steps = Longest(samples);
        if (_block is not null && steps <= _size.Steps && lanes <= _size.Lanes) return _block;
        _block = null; // before there is another, so that there are never two
        _size = SizeFor(samples);
        return _block = new BatchBlock(_model, _source, _size.Steps, _size.Lanes);
    }

    private (int Steps, int Lanes) SizeFor(int[] samples)
    {
        int lanes = Lanes.Pad(samples.Length), widest = _blocks.Max(other => Lanes.Pad(other.Length));
        return (long)_source.MaxSteps * widest <= MostPlaces
            ? (_source.MaxSteps, widest)
            : (_blocks.Where(other => Lanes.Pad(other.Length) == lanes).Max(Longest), lanes);
    }

    private int Longest(int[] samples) => BatchBlock.StepsOf(_source, samples);
}
