using QSeq.Core;
using QSeq.Layers;

namespace QSeq.Hardware;

/// <summary>
/// One LSTM cell over the steps of one sample, in double precision, its gate map on hardware. Steps are in the order the
/// cell reads them. The equations are those of <see cref="Recurrent.LstmStep"/>:
/// c' = f c + i g, h' = o tanh(c'), with i, f, o sigmoids and g a tanh of the gate map's outputs.
/// </summary>
internal sealed class CellPass
{
    private readonly int _hidden;
    private readonly LayerPass[] _gates; // [steps]
    private readonly double[][] _a; // [steps][4 hidden]: activations i, f, g, o
    private readonly double[][] _c; // [steps+1][hidden]
    private readonly double[][] _h; // [steps+1][hidden]
    private readonly double[][] _tanh; // [steps][hidden]

    public CellPass(Layer gates, int hidden, int steps)
    {
        _hidden = hidden;
        _gates = [.. Enumerable.Range(0, steps).Select(_ => LayerPass.Of(gates))];
        (_a, _tanh) = (new double[steps][], new double[steps][]);
        (_c, _h) = (new double[steps + 1][], new double[steps + 1][]);
        (_c[0], _h[0]) = (new double[hidden], new double[hidden]);
        HiddenGradient = [.. Enumerable.Range(0, steps).Select(_ => new double[hidden])];
        InputGradient = new double[steps][];
    }

    /// <summary>[steps][hidden], the gradient of the hidden states from above; filled before <see cref="Backward"/>.</summary>
    public double[][] HiddenGradient { get; }

    /// <summary>[steps][inputs], the gradient of the inputs, after <see cref="Backward"/>.</summary>
    public double[][] InputGradient { get; }

    /// <summary>The hidden state after a step.</summary>
    public double[] Hidden(int t) => _h[t + 1];

    /// <summary>Begins a step.</summary>
    /// <param name="t">The step; those before are ended.</param>
    /// <param name="x">[inputs]</param>
    public void Begin(int t, double[] x) => _gates[t].X = [.. _h[t], .. x];

    /// <summary>Goes on with the gate map of a step; see <see cref="LayerPass.Advance"/>.</summary>
    public bool Advance(int t, ReadOnlySpan<double> parameters, CircuitQueue queue)
    {
        if (!_gates[t].Advance(parameters, queue)) return false;
        double[] a = [.. _gates[t].Y], c = new double[_hidden], h = new double[_hidden], tanh = new double[_hidden];
        for (int n = 0; n < a.Length; n++) a[n] = n / _hidden == 2 ? PortableMath.Tanh(a[n]) : PortableMath.Sigmoid(a[n]);
        for (int n = 0; n < _hidden; n++)
        {
            c[n] = (a[_hidden + n] * _c[t][n]) + (a[n] * a[(2 * _hidden) + n]);
            tanh[n] = PortableMath.Tanh(c[n]);
            h[n] = a[(3 * _hidden) + n] * tanh[n];
        }

        (_a[t], _c[t + 1], _h[t + 1], _tanh[t]) = (a, c, h, tanh);
        return true;
    }

    /// <summary>Queues the shifted circuits of all steps.</summary>
    public void Shift(CircuitQueue queue)
    {
        foreach (LayerPass gates in _gates) gates.Shift(queue);
    }

    /// <summary>Back through time.</summary>
    /// <param name="parameters">As given to <see cref="Advance"/>.</param>
    /// <param name="gradient">Laid out like the parameters, added to.</param>
    public void Backward(ReadOnlySpan<double> parameters, Span<double> gradient)
    {
        double[] dc = new double[_hidden], da = new double[4 * _hidden];
        for (int t = _gates.Length - 1; t >= 0; t--)
        {
            double[] dh = HiddenGradient[t];
            for (int n = 0; n < _hidden; n++)
            {
                double i = _a[t][n], f = _a[t][_hidden + n], g = _a[t][(2 * _hidden) + n], o = _a[t][(3 * _hidden) + n];

                // h' = o tanh(c')
                double dO = dh[n] * _tanh[t][n];
                double dC = dc[n] + (dh[n] * o * (1 - (_tanh[t][n] * _tanh[t][n])));

                // c' = f c + i g; sigmoid' = s (1 - s), tanh' = 1 - t^2
                da[n] = dC * g * i * (1 - i);
                da[_hidden + n] = dC * _c[t][n] * f * (1 - f);
                da[(2 * _hidden) + n] = dC * i * (1 - (g * g));
                da[(3 * _hidden) + n] = dO * o * (1 - o);
                dc[n] = dC * f;
            }

            // v = [h; x]
            _gates[t].Backward(parameters, da, gradient);
            double[] dv = _gates[t].Dx;
            for (int n = 0; t > 0 && n < _hidden; n++) HiddenGradient[t - 1][n] += dv[n];
            InputGradient[t] = dv[_hidden..];
        }
    }
}
