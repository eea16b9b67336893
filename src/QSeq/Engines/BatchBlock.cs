using QSeq.Models;

namespace QSeq.Engines;

/// <summary>
/// Samples side by side in the lanes of one pass, as many steps as the longest of them, with a mask where lengths differ.
/// Sized once for the longest sample.
/// </summary>
internal sealed class BatchBlock
{
    private readonly IBatchSource _source;
    private readonly AlignedBuffer _target; // [target rows][lanes]
    private readonly AlignedBuffer _dy; // like the outputs
    private int _targetRows; // of the samples that were filled in last

    public BatchBlock(SequenceModel model, IBatchSource source, int maxSteps, int maxLanes)
    {
        _source = source;
        Pass = new ModelPass(model, maxSteps, maxLanes);
        _target = new AlignedBuffer(checked(source.TargetRows(maxSteps) * maxLanes));
        _dy = new AlignedBuffer(checked(model.Network.Answers(maxSteps) * model.Config.Outputs * maxLanes));
    }

    /// <summary>Bytes of the buffers of a block.</summary>
    public static long BytesOf(SequenceModel model, IBatchSource source, int maxSteps, int maxLanes)
    {
        long rows = ModelPass.RowsOf(model, maxSteps) + source.TargetRows(maxSteps) + ((long)model.Network.Answers(maxSteps) * model.Config.Outputs);
        return rows * maxLanes * sizeof(float);
    }

    public ModelPass Pass { get; }

    /// <summary>Steps of the samples that were filled in last.</summary>
    public int Steps { get; private set; }

    /// <summary>The targets of the samples that were filled in last.</summary>
    public Rows Target(int lanes) => _target.Rows(0, _targetRows, lanes);

    /// <summary>Room for the gradient of outputs.</summary>
    public Rows Dy(Rows y) => _dy.Rows(0, y.Count, y.Lanes);

    /// <summary>Puts samples into the lanes and runs the model over them.</summary>
    /// <param name="folded">The model's folded constants.</param>
    /// <param name="samples">The samples, one a lane.</param>
    /// <returns>[answers][outputs][lanes], valid until the next call.</returns>
    public Rows Forward(ReadOnlySpan<float> folded, ReadOnlySpan<int> samples)
    {
        int lanes = Lanes.Pad(samples.Length);
        int steps = StepsOf(_source, samples);
        if (steps != Steps) (Steps, _targetRows) = (steps, _source.TargetRows(steps));
        Pass.Start(Steps, lanes, _source.Lengths is not null, out Rows x, out Rows mask);
        _source.Fill(samples, x, Target(lanes), mask);
        return Pass.Forward(folded, lanes);
    }

    /// <summary>Steps of the longest of some samples.</summary>
    public static int StepsOf(IBatchSource source, ReadOnlySpan<int> samples)
    {
        if (source.Lengths is not { } lengths) return source.MaxSteps;
        int steps = 0;
        foreach (int n in samples) steps = Math.Max(steps, lengths[n]);
        return steps;
    }
}
