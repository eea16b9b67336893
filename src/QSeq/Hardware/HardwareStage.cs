using QSeq.Layers;
using QSeq.Networks;

namespace QSeq.Hardware;

/// <summary>One layer over sequences of some samples, forward and back: what of all of them can run at once is one job.</summary>
internal abstract class HardwareStage
{
    /// <exception cref="NotSupportedException">The layer cannot run on hardware.</exception>
    public static HardwareStage Of(SequenceLayer layer, int samples, int steps) => layer switch
    {
        RecurrentLayer recurrent => new RecurrentStage(recurrent, samples, steps),
        PerStep perStep => new PerStepStage(perStep.Layer, samples, steps),
        _ => throw new NotSupportedException($"{layer.GetType().Name} is neither recurrent nor the same layer at every step, so it cannot run on hardware."),
    };

    /// <summary>All samples forward, from [samples][steps][inputs] to [samples][answers][outputs].</summary>
    public abstract double[][][] Forward(double[] parameters, double[][][] x, CircuitQueue queue, CancellationToken cancellationToken);

    /// <summary>Of all samples and steps.</summary>
    public abstract IEnumerable<LayerPass> Passes { get; }

    /// <summary>One sample back, from [answers][outputs] to [steps][inputs], once shifted circuits were run; adds to the gradient.</summary>
    public abstract double[][] Backward(double[] parameters, int sample, double[][] dy, Span<double> gradient);

    /// <summary>Runs the queue until all are done.</summary>
    protected static void ToEnd<T>(List<T> waiting, Predicate<T> advance, CircuitQueue queue, CancellationToken cancellationToken)
    {
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            waiting.RemoveAll(advance);
            if (waiting.Count == 0) return;
            queue.Run(cancellationToken);
        }
    }
}

/// <summary>Cells over time: at every step the circuits of all samples, gates and directions are one job.</summary>
internal sealed class RecurrentStage(RecurrentLayer layer, int samples, int steps) : HardwareStage
{
    private readonly CellPass[][] _cells = // [samples][directions]
        [.. Enumerable.Range(0, samples).Select(_ => (CellPass[])[.. layer.Cells.ToArray().Select(cell => new CellPass(cell, steps))])];

    public override IEnumerable<LayerPass> Passes => _cells.SelectMany(cells => cells).SelectMany(cell => cell.Gates);

    public override double[][][] Forward(double[] parameters, double[][][] x, CircuitQueue queue, CancellationToken cancellationToken)
    {
        for (int t = 0; t < steps; t++)
        {
            var waiting = new List<CellPass>();
            for (int s = 0; s < _cells.Length; s++)
            {
                for (int n = 0; n < _cells[s].Length; n++) _cells[s][n].Begin(t, x[s][layer.Cells[n].Place(t, steps)]);
                waiting.AddRange(_cells[s]);
            }

            int step = t;
            ToEnd(waiting, cell => cell.Advance(step, parameters, queue), queue, cancellationToken);
        }

        return [.. _cells.Select(cells => Enumerable.Range(0, layer.Answers(steps)).Select(n => (double[])[.. cells.SelectMany((cell, d) => cell.Hidden(Step(d, n)))]).ToArray())];
    }

    public override double[][] Backward(double[] parameters, int sample, double[][] dy, Span<double> gradient)
    {
        double[][] dx = [.. Enumerable.Range(0, steps).Select(_ => new double[layer.Inputs])];
        for (int d = 0; d < _cells[sample].Length; d++)
        {
            CellPass cell = _cells[sample][d];
            for (int n = 0; n < dy.Length; n++) Array.Copy(dy[n], d * layer.Hidden, cell.HiddenGradient[Step(d, n) + 1], 0, layer.Hidden);
            cell.Backward(parameters, gradient);
            for (int t = 0; t < steps; t++)
                for (int k = 0; k < layer.Inputs; k++) dx[layer.Cells[d].Place(t, steps)][k] += cell.InputGradient[t][k];
        }

        return dx;
    }

    // The step of a cell that an answer is read from: the last for a layer that answers once.
    private int Step(int direction, int answer) => layer.Answers(steps) < steps ? steps - 1 : layer.Cells[direction].Place(answer, steps);
}

/// <summary>The same layer at every step: the circuits of all samples and steps are one job.</summary>
internal sealed class PerStepStage(Layer layer, int samples, int steps) : HardwareStage
{
    private readonly LayerPass[][] _passes = // [samples][steps]
        [.. Enumerable.Range(0, samples).Select(_ => (LayerPass[])[.. Enumerable.Range(0, steps).Select(_ => LayerPass.Of(layer))])];

    public override IEnumerable<LayerPass> Passes => _passes.SelectMany(passes => passes);

    public override double[][][] Forward(double[] parameters, double[][][] x, CircuitQueue queue, CancellationToken cancellationToken)
    {
        for (int s = 0; s < x.Length; s++)
            for (int t = 0; t < steps; t++) _passes[s][t].X = x[s][t];
        ToEnd([.. Passes], pass => pass.Advance(parameters, queue), queue, cancellationToken);
        return [.. _passes.Select(passes => (double[][])[.. passes.Select(pass => pass.Y)])];
    }

    public override double[][] Backward(double[] parameters, int sample, double[][] dy, Span<double> gradient)
    {
        double[][] dx = new double[steps][];
        for (int t = 0; t < steps; t++)
        {
            _passes[sample][t].Backward(parameters, dy[t], gradient);
            dx[t] = _passes[sample][t].Dx;
        }

        return dx;
    }
}
