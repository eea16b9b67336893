using QSeq.Networks;

namespace QSeq.Hardware;

/// <summary>
/// One cell over the steps of one sample, in double precision, its gate map on hardware. Steps are in the order the cell
/// reads them.
/// </summary>
internal sealed class CellPass
{
    private readonly Unroller _cell;
    private readonly double[][] _a; // [steps][gates * hidden]: activations
    private readonly double[][] _h; // [steps+1][hidden]
    private readonly double[][] _memory; // [steps+1][memory * hidden]
    private readonly double[][] _kept; // [steps][tape * hidden]

    public CellPass(Unroller cell, int steps)
    {
        _cell = cell;
        Gates = [.. Enumerable.Range(0, steps).Select(_ => LayerPass.Of(cell.Gates))];
        _a = new double[steps][];
        _h = Rows(steps + 1, cell.Hidden);
        _memory = Rows(steps + 1, cell.Memory.Count);
        _kept = Rows(steps, cell.Kept.Count);
        HiddenGradient = Rows(steps + 1, cell.Hidden);
        InputGradient = new double[steps][];

        static double[][] Rows(int count, int length) => [.. Enumerable.Range(0, count).Select(_ => new double[length])];
    }

    /// <summary>[steps]</summary>
    public LayerPass[] Gates { get; }

    /// <summary>[steps + 1][hidden], the gradient of the hidden state before each step and after the last; filled from above before <see cref="Backward"/>.</summary>
    public double[][] HiddenGradient { get; }

    /// <summary>[steps][inputs], the gradient of the inputs, after <see cref="Backward"/>.</summary>
    public double[][] InputGradient { get; }

    public double[] Hidden(int t) => _h[t + 1];

    /// <summary>Begins a step with x [inputs], when those before are ended.</summary>
    public void Begin(int t, double[] x) => Gates[t].X = [.. _h[t], .. x];

    /// <summary>Goes on with the gate map of a step; see <see cref="LayerPass.Advance"/>.</summary>
    public bool Advance(int t, ReadOnlySpan<double> parameters, CircuitQueue queue)
    {
        if (!Gates[t].Advance(parameters, queue)) return false;
        _a[t] = [.. Gates[t].Y];
        _cell.Step(_a[t], _h[t], _memory[t], _h[t + 1], _memory[t + 1], _kept[t]);
        return true;
    }

    /// <summary>Back through time; the gradient of the parameters is added to.</summary>
    public void Backward(ReadOnlySpan<double> parameters, Span<double> gradient)
    {
        double[] dMemory = new double[_memory[0].Length];
        for (int t = Gates.Length - 1; t >= 0; t--)
        {
            _cell.StepBackward(_a[t], _h[t], _memory[t], _kept[t], HiddenGradient[t + 1], HiddenGradient[t], dMemory);
            Gates[t].Backward(parameters, _a[t], gradient);

            // v = [h; x]
            double[] dv = Gates[t].Dx;
            for (int n = 0; n < _cell.Hidden; n++) HiddenGradient[t][n] += dv[n];
            InputGradient[t] = dv[_cell.Hidden..];
        }
    }
}
