using QSeq.Layers;

namespace QSeq.Hardware;

/// <summary>
/// A circuit layer at one sample and time step. The gradient of every value m of a circuit with respect to every angle a is
/// measured by the parameter-shift rule (Mitarai et al. 2018, Schuld et al. 2019), exact where the gate of a is
/// exp(-i a/2 G) with G^2 = 1, as RX, RY and RZ are, and for P, an RZ but for a phase:
/// <code>
/// dm/da = (m(a + pi/2) - m(a - pi/2)) / 2
/// </code>
/// </summary>
internal sealed class CircuitPass : LayerPass
{
    private readonly ICircuitLayer _layer;
    private double[] _values = []; // of circuit after circuit
    private readonly double[][] _angles; // [circuits][angles]
    private readonly Measurement[][] _shifted; // [circuits][2 angles]: +pi/2 and -pi/2 of each
    private Measurement[]? _measured; // [circuits]

    public CircuitPass(Layer layer)
        : base(layer)
    {
        _layer = (ICircuitLayer)layer;
        IReadOnlyList<CircuitTemplate> templates = _layer.Templates;
        _angles = [.. templates.Select(template => new double[template.Circuit.Parameters.Length])];
        _shifted = new Measurement[templates.Count][];
    }

    public override bool Advance(ReadOnlySpan<double> parameters, CircuitQueue queue)
    {
        IReadOnlyList<CircuitTemplate> templates = _layer.Templates;
        if (_measured is null)
        {
            _measured = new Measurement[templates.Count];
            for (int circuit = 0; circuit < templates.Count; circuit++)
            {
                _layer.Angles(parameters, X, circuit, _angles[circuit]);
                _measured[circuit] = queue.Add(templates[circuit], _angles[circuit]);
            }

            return false;
        }

        _values = [.. _measured.SelectMany(measurement => measurement.Values)];
        _layer.Finish(parameters, X, _values, Y);
        return true;
    }

    public override void Shift(CircuitQueue queue)
    {
        for (int circuit = 0; circuit < _angles.Length; circuit++)
        {
            var shifted = new Measurement[2 * _angles[circuit].Length];
            for (int n = 0; n < shifted.Length; n++)
            {
                double[] angles = [.. _angles[circuit]];
                angles[n / 2] += n % 2 == 0 ? Math.PI / 2 : -Math.PI / 2;
                shifted[n] = queue.Add(_layer.Templates[circuit], angles);
            }

            _shifted[circuit] = shifted;
        }
    }

    public override void Backward(ReadOnlySpan<double> parameters, ReadOnlySpan<double> dy, Span<double> gradient)
    {
        double[] dvalues = new double[_values.Length];
        _layer.FinishBackward(parameters, X, _values, dy, dvalues, Dx, gradient);
        ReadOnlySpan<double> left = dvalues;
        for (int circuit = 0; circuit < _shifted.Length; circuit++)
        {
            ReadOnlySpan<double> own = left[.._layer.Templates[circuit].Values];
            left = left[own.Length..];
            double[] dangles = new double[_angles[circuit].Length];
            for (int a = 0; a < dangles.Length; a++)
            {
                double[] plus = _shifted[circuit][2 * a].Values, minus = _shifted[circuit][(2 * a) + 1].Values;
                for (int v = 0; v < own.Length; v++) dangles[a] += own[v] * (plus[v] - minus[v]) / 2;
            }

            _layer.AnglesBackward(parameters, X, circuit, dangles, Dx, gradient);
        }
    }
}
