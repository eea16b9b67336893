using QSeq.Networks;

namespace QSeq.Hardware;

/// <summary>
/// One cell over the steps of one sample, in double precision, its gate map on hardware. Steps are in the order the cell
/// reads them.
/// </summary>
internal sealed class CellPass(Unroller cell, int steps)
{
    private readonly double[][] _a = new double[steps][]; // [steps][gates * hidden]: activations
    private readonly double[][] _h = Rows(steps + 1, cell.Hidden); // before each step and after the last
    private readonly double[][] _memory = Rows(steps + 1, cell.Memory.Count);
    private readonly double[][] _kept = Rows(steps, cell.CellTape.Count);

    /// <summary>[steps]</summary>
    public LayerPass[] Gates { get; } = [.. Enumerable.Range(0, steps).Select(_ => LayerPass.Of(cell.Gates))];

    /// <summary>[steps + 1][hidden], the gradient of the hidden state before each step and after the last; filled from above before <see cref="Backward"/>.</summary>
    public double[][] HiddenGradient { get; } = Rows(steps + 1, cell.Hidden);

    /// <summary>[steps][inputs], the gradient of the inputs, after <see cref="Backward"/>.</summary>
    public double[][] InputGradient { get; } = new double[steps][];

    public double[] Hidden(int t) => _h[t + 1];

    /// <summary>Begins a step with x [inputs], when those before are ended.</summary>
    public void Begin(int t, double[] x) => Gates[t].X = [.. _h[t], .. x];

    /// <summary>Goes on with the gate map of a step; see <see cref="LayerPass.Advance"/>.</summary>
    public bool Advance(int t, ReadOnlySpan<double> parameters, CircuitQueue queue)
    {
        if (!Gates[t].Advance(parameters, queue)) return false;
        _a[t] = [.. Gates[t].Y];
        cell.Step(_a[t], _h[t], _memory[t], _h[t + 1], _memory[t + 1], _kept[t]);
        return true;
    }

    /// <summary>Back through time; the gradient of the parameters is added to.</summary>
    public void Backward(ReadOnlySpan<double> parameters, Span<double> gradient)
    {
        double[] dMemory = new double[_memory[0].Length];
        for (int t = Gates.Length - 1; t >= 0; t--)
        {
            cell.StepBackward(_a[t], _h[t], _memory[t], _kept[t], HiddenGradient[t + 1], HiddenGradient[t], dMemory);
            Gates[t].Backward(parameters, _a[t], gradient);

            // v = [h; x]
            double[] dv = Gates[t].Dx;
            for (int n = 0; n < cell.Hidden; n++) HiddenGradient[t][n] += dv[n];
            InputGradient[t] = dv[cell.Hidden..];
        }
    }

    private static double[][] Rows(int count, int length) => [.. Enumerable.Range(0, count).Select(_ => new double[length])];
}
