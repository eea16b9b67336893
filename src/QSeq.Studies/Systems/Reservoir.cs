namespace QSeq.Studies.Systems;

/// <summary>
/// The part of an echo state network that is drawn and not trained: s' = (1 - leak) s + leak tanh(radius W s + scale V [1; u]), W sparse
/// with a largest absolute eigenvalue of 1 (Jaeger, GMD Report 148, 2001; Lukosevicius and Jaeger, Computer Science Review 3, 2009).
/// </summary>
internal sealed class Reservoir
{
    private const int Settling = 200;
    private const int Steps = 2000; // the eigenvalue is off by about 1 part in so many

    private readonly int[][] _from;
    private readonly double[][] _weights;
    private readonly double[][] _inputs; // [unit][1 + inputs]

    /// <summary>Draws one.</summary>
    /// <param name="units">Units.</param>
    /// <param name="connections">Connections into each.</param>
    /// <param name="inputs">Inputs beside the bias.</param>
    /// <param name="seed">What it is drawn from.</param>
    public Reservoir(int units, int connections, int inputs, ulong seed)
    {
        var random = new RandomSource(seed, "echo state/reservoir");
        _from = new int[units][];
        _weights = new double[units][];
        _inputs = new double[units][];
        int[] all = [.. Enumerable.Range(0, units)];
        for (int unit = 0; unit < units; unit++)
        {
            random.Shuffle<int>(all);
            _from[unit] = [.. all.Take(connections).Order()];
            _weights[unit] = [.. _from[unit].Select(_ => random.NextUniform(-1, 1))];
            _inputs[unit] = [.. Enumerable.Range(0, 1 + inputs).Select(_ => random.NextUniform(-1, 1))];
        }

        double radius = Radius();
        if (!(radius > 0)) return; // no cycle among the connections
        foreach (double[] row in _weights)
            for (int n = 0; n < row.Length; n++) row[n] /= radius;
    }

    /// <summary>Units.</summary>
    public int Units => _from.Length;

    /// <summary>One step.</summary>
    /// <param name="state">The state, replaced.</param>
    /// <param name="input">The inputs.</param>
    /// <param name="form">Radius, leak and scale.</param>
    public void Step(double[] state, ReadOnlySpan<double> input, (double Radius, double Leak, double Scale) form)
    {
        double[] next = new double[state.Length];
        for (int unit = 0; unit < next.Length; unit++)
        {
            double driven = _inputs[unit][0];
            for (int n = 0; n < input.Length; n++) driven += _inputs[unit][1 + n] * input[n];
            double sum = (form.Radius * Sum(unit, state)) + (form.Scale * driven);
            next[unit] = ((1 - form.Leak) * state[unit]) + (form.Leak * PortableMath.Tanh(sum));
        }

        next.CopyTo(state, 0);
    }

    /// <summary>The recurrent weights, [to][from].</summary>
    public double[,] Weights()
    {
        double[,] all = new double[Units, Units];
        for (int unit = 0; unit < Units; unit++)
            for (int n = 0; n < _from[unit].Length; n++) all[unit, _from[unit][n]] = _weights[unit][n];
        return all;
    }

    private double Sum(int unit, double[] state)
    {
        (int[] from, double[] weights) = (_from[unit], _weights[unit]);
        double sum = 0;
        for (int n = 0; n < from.Length; n++) sum += weights[n] * state[from[n]];
        return sum;
    }

    // How much a vector grows a step in the long run.
    private double Radius()
    {
        double[] vector = [.. Enumerable.Range(0, Units).Select(n => n % 2 == 0 ? 1.0 : -0.5)];
        double logarithm = 0;
        for (int step = 0; step < Settling + Steps; step++)
        {
            double[] from = vector;
            vector = [.. Enumerable.Range(0, Units).Select(unit => Sum(unit, from))];
            double length = Math.Sqrt(vector.Sum(value => value * value));
            if (!(length > 0)) return 0;
            for (int n = 0; n < vector.Length; n++) vector[n] /= length;
            if (step >= Settling) logarithm += PortableMath.Log(length);
        }

        return PortableMath.Exp(logarithm / Steps);
    }
}
