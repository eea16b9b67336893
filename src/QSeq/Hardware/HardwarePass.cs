using QSeq.Models;
using QSeq.Networks;

namespace QSeq.Hardware;

/// <summary>
/// One pass of a model over some samples on hardware, forward and back: at every time step the circuits of all samples,
/// gates and directions are one job, and the shifted circuits of the whole pass are another.
/// </summary>
internal sealed class HardwarePass
{
    private readonly SequenceModel _model;
    private readonly double[] _parameters;
    private readonly CircuitQueue _queue;
    private readonly HardwareStage[] _stages;

    /// <summary>Over samples of equal steps with these weights; the model's own are not read.</summary>
    /// <exception cref="NotSupportedException">A layer of the model cannot run on hardware.</exception>
    public HardwarePass(SequenceModel model, double[] parameters, CircuitQueue queue, int samples, int steps)
    {
        (_model, _parameters, _queue) = (model, parameters, queue);
        _stages = new HardwareStage[model.Network.Layers.Length];
        for (int n = 0; n < _stages.Length; n++)
        {
            SequenceLayer layer = model.Network.Layers[n];
            _stages[n] = HardwareStage.Of(layer, samples, steps);
            steps = layer.Answers(steps);
        }
    }

    /// <summary>From windows [samples][steps * inputs] to [samples][answers * outputs].</summary>
    public double[][] Forward(IReadOnlyList<double[]> windows, CancellationToken cancellationToken)
    {
        double[][][] x = [.. windows.Select(window => window.Chunk(_model.Network.Inputs).ToArray())]; // [samples][steps][features]
        if (_model.Residual is not { } residual) return Answers(x, cancellationToken);
        double[][][] statistics = new double[x.Length][][], input = new double[x.Length][][];
        for (int s = 0; s < x.Length; s++) input[s] = residual.Before(_parameters, x[s], out statistics[s]);
        double[][] answers = Answers(input, cancellationToken);
        for (int s = 0; s < x.Length; s++) residual.After(_parameters, x[s], input[s], statistics[s], answers[s]);
        return answers;
    }

    private double[][] Answers(double[][][] x, CancellationToken cancellationToken)
    {
        foreach (HardwareStage stage in _stages) x = stage.Forward(_parameters, x, _queue, cancellationToken);
        return [.. x.Select(answers => answers.SelectMany(y => y).ToArray())];
    }

    /// <summary>From [samples][answers * outputs] to dx [samples][steps * inputs] and the gradient, 0 where frozen.</summary>
    public double[] Backward(double[][] dy, double[][] dx, CancellationToken cancellationToken)
    {
        foreach (LayerPass pass in _stages.SelectMany(stage => stage.Passes)) pass.Shift(_queue);
        _queue.Run(cancellationToken);
        double[] gradient = new double[_model.Table.Length];
        for (int s = 0; s < dy.Length; s++)
        {
            double[][] d = [.. dy[s].Chunk(_model.Network.Outputs)];
            for (int n = _stages.Length - 1; n >= 0; n--) d = _stages[n].Backward(_parameters, s, d, gradient);
            dx[s] = [.. d.SelectMany(step => step)];
        }

        foreach (ParameterSlice slice in _model.Table.Slices.Where(slice => !slice.Trainable)) slice.Of(gradient.AsSpan()).Clear();
        return gradient;
    }
}
