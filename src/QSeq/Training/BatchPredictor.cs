using QSeq.Core;
using QSeq.Data;
using QSeq.Models;

namespace QSeq.Training;

/// <summary>A model's answers for a set of windows, block after block, with buffers sized once.</summary>
internal sealed class BatchPredictor
{
    private readonly SequenceModel _model;
    private readonly WindowSet _data;
    private readonly ModelPass _pass;
    private readonly float[] _folded;
    private readonly float[] _x;
    private readonly float[] _target;
    private readonly int[] _order; // of one block
    private readonly int _rows; // outputs, times window for a sequence

    public BatchPredictor(SequenceModel model, WindowSet data)
    {
        Trainer.CheckFit(model, data, "evaluation");
        (_model, _data) = (model, data);
        int lanes = Math.Min(BatchGradient.ShardLanes, Lanes.Pad(data.Count));
        _pass = new ModelPass(model, data.Window, lanes);
        _folded = new float[model.FoldedSize];
        _rows = model.Config.Outputs * (data.Sequence ? data.Window : 1);
        _x = new float[checked(data.Window * data.Inputs * lanes)];
        _target = new float[checked(_rows * lanes)];
        _order = new int[lanes];
    }

    /// <summary>The mean loss over all windows, in scaled units.</summary>
    public double Loss(Loss loss)
    {
        double sum = 0;
        _model.Fold(_folded);
        for (int start = 0; start < _data.Count; start += BatchGradient.ShardLanes)
        {
            Rows y = Forward(start, out int count, out Rows target);
            sum += LossKernel.Gradient(loss, y, target, count, 1, y);
        }

        return sum / ((double)_data.Count * _rows);
    }

    /// <summary>Tells all answers and targets in scaled units, sample after sample.</summary>
    /// <param name="each">Takes the answer, the target and its row, 0 to the rows of a sample less 1.</param>
    public void Predict(Action<float, float, int> each)
    {
        _model.Fold(_folded);
        for (int start = 0; start < _data.Count; start += BatchGradient.ShardLanes)
        {
            Rows y = Forward(start, out int count, out Rows target);
            for (int sample = 0; sample < count; sample++)
                for (int row = 0; row < _rows; row++) each(y[row][sample], target[row][sample], row);
        }
    }

    private Rows Forward(int start, out int count, out Rows target)
    {
        count = Math.Min(BatchGradient.ShardLanes, _data.Count - start);
        int lanes = Lanes.Pad(count);
        var x = new Rows(_x.AsSpan(0, _data.Window * _data.Inputs * lanes), lanes);
        target = new Rows(_target.AsSpan(0, _rows * lanes), lanes);
        for (int n = 0; n < count; n++) _order[n] = start + n;
        _data.Fill(_order.AsSpan(0, count), lanes, x.Data, target.Data);
        return _pass.Forward(_folded, x);
    }
}
