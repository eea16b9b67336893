using QSeq.Core;
using QSeq.Layers;
using QSeq.Models;

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
    private readonly int _steps;
    private readonly CellPass[][][] _cells; // [layers][samples][directions]
    private readonly double[][][] _top; // [samples][answers][width]: what the head reads

    /// <param name="model">The model; its own weights are not read.</param>
    /// <param name="parameters">The weights, in double precision.</param>
    /// <param name="queue">Where circuits wait.</param>
    /// <param name="samples">How many samples.</param>
    /// <param name="steps">Time steps of each.</param>
    public HardwarePass(SequenceModel model, double[] parameters, CircuitQueue queue, int samples, int steps)
    {
        (_model, _parameters, _queue, _steps) = (model, parameters, queue, steps);
        _cells = new CellPass[Config.Layers][][];
        for (int n = 0; n < _cells.Length; n++)
        {
            Layer[] gates = model.Gates.Slice(n * Config.Directions, Config.Directions).ToArray();
            _cells[n] = [.. Enumerable.Range(0, samples).Select(_ => (CellPass[])[.. gates.Select(layer => new CellPass(layer, Config.Hidden, steps))])];
        }

        _top = new double[samples][][];
    }

    private SequenceModelConfig Config => _model.Config;

    private int Answers => Config.Output == OutputMode.Last ? 1 : _steps;

    /// <param name="windows">[samples][steps * inputs]</param>
    /// <param name="cancellationToken">Ends the work between circuits.</param>
    /// <returns>[samples][answers * outputs]</returns>
    public double[][] Forward(IReadOnlyList<double[]> windows, CancellationToken cancellationToken)
    {
        double[][][] x = [.. windows.Select(window => window.Chunk(Config.Inputs).ToArray())]; // [samples][steps][features]
        foreach (CellPass[][] layer in _cells)
        {
            for (int t = 0; t < _steps; t++) Step(layer, x, t, cancellationToken);
            x = [.. layer.Select(cells => Enumerable.Range(0, _steps).Select(t => Output(cells, t, _steps - 1 - t)).ToArray())];
        }

        double[][] y = new double[windows.Count][];
        for (int s = 0; s < y.Length; s++)
        {
            _top[s] = Config.Output == OutputMode.Last ? [Output(_cells[^1][s], _steps - 1, _steps - 1)] : x[s];
            y[s] = new double[Answers * Config.Outputs];
            for (int n = 0; n < Answers; n++) _model.Head.Reference(_parameters, _top[s][n], y[s].AsSpan(n * Config.Outputs, Config.Outputs));
        }

        return y;
    }

    /// <param name="dy">[samples][answers * outputs]</param>
    /// <param name="dx">[samples][steps * inputs], overwritten; null where nobody asks.</param>
    /// <param name="cancellationToken">Ends the work between circuits.</param>
    /// <returns>The gradient of the parameters; 0 where one does not train.</returns>
    public double[] Backward(double[][] dy, double[][]? dx, CancellationToken cancellationToken)
    {
        foreach (CellPass cell in _cells.SelectMany(layer => layer).SelectMany(cells => cells)) cell.Shift(_queue);
        _queue.Run(cancellationToken);
        double[] gradient = new double[_model.Table.Length];
        for (int s = 0; s < dy.Length; s++)
        {
            for (int n = 0; n < Answers; n++)
            {
                double[] dTop = new double[Config.Width];
                ((IReferenceBackward)_model.Head).ReferenceBackward(_parameters, _top[s][n], dy[s].AsSpan(n * Config.Outputs, Config.Outputs), dTop, gradient);
                (int forward, int backward) = Config.Output == OutputMode.Last ? (_steps - 1, _steps - 1) : (n, _steps - 1 - n);
                AddOutput(_cells[^1][s], forward, backward, dTop);
            }

            for (int layer = _cells.Length - 1; layer >= 0; layer--)
            {
                CellPass[] cells = _cells[layer][s];
                foreach (CellPass cell in cells) cell.Backward(_parameters, gradient);
                for (int t = 0; t < _steps; t++)
                {
                    double[] d = [.. cells[0].InputGradient[t]];
                    for (int k = 0; cells.Length > 1 && k < d.Length; k++) d[k] += cells[1].InputGradient[_steps - 1 - t][k];
                    if (layer > 0) AddOutput(_cells[layer - 1][s], t, _steps - 1 - t, d);
                    else if (dx is not null) d.CopyTo(dx[s], t * d.Length);
                }
            }
        }

        foreach (ParameterSlice slice in _model.Table.Slices)
            if (!slice.Trainable) slice.Of(gradient.AsSpan()).Clear();
        return gradient;
    }

    // One step of all samples and directions; a cell that reads backward is at the other end.
    private void Step(CellPass[][] layer, double[][][] x, int t, CancellationToken cancellationToken)
    {
        var waiting = new List<CellPass>();
        for (int s = 0; s < layer.Length; s++)
        {
            layer[s][0].Begin(t, x[s][t]);
            if (layer[s].Length > 1) layer[s][1].Begin(t, x[s][_steps - 1 - t]);
            waiting.AddRange(layer[s]);
        }

        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            waiting.RemoveAll(cell => cell.Advance(t, _parameters, _queue));
            if (waiting.Count == 0) return;
            _queue.Run(cancellationToken);
        }
    }

    private static double[] Output(CellPass[] cells, int forward, int backward) =>
        cells.Length == 1 ? cells[0].Hidden(forward) : [.. cells[0].Hidden(forward), .. cells[1].Hidden(backward)];

    private void AddOutput(CellPass[] cells, int forward, int backward, double[] d)
    {
        for (int k = 0; k < d.Length; k++)
        {
            double[] target = k < Config.Hidden ? cells[0].HiddenGradient[forward] : cells[1].HiddenGradient[backward];
            target[k % Config.Hidden] += d[k];
        }
    }
}
