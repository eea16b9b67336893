using System.Numerics;
using QSeq.Quantum.Simulators;

namespace QSeq.Quantum;

/// <summary>
/// &lt;Z&gt; of a DARUAN circuit as the finite Fourier sum it is: sum_k [a_k cos(w_k x) + b_k sin(w_k x)]. The Bloch vector is
/// carried through the gates with components that are polynomials in e^{i w_l x}: a gate without data mixes them number by
/// number, a data rotation by w_l x + b_l shifts them by one power either way. Weights of one size share a power, so L
/// blocks of own weights have 3^L products and L blocks of one weight 2 L + 1.
/// </summary>
internal sealed class DaruanSeries
{
    /// <summary>The most products of powers that are multiplied out: those of 12 blocks with weights of their own.</summary>
    public const int MostProducts = 531_441;

    private const double Nothing = 1e-16; // an amplitude that is only rounding
    private const double SameFrequency = 1e-13; // of the largest

    private readonly double[] _sizes; // the different |w| that are not 0
    private readonly int[] _strides; // of their powers
    private readonly double[] _frequencies; // of each product of powers
    private readonly int _still; // the product of frequency 0 that no weight is in
    private readonly BlochMap _noise;
    private readonly bool _noisy;
    private Complex[] _x;
    private Complex[] _y;
    private Complex[] _z;

    private DaruanSeries(GateNoise? noise, ReadOnlySpan<double> w)
    {
        _noisy = noise is not null;
        _noise = BlochMap.Identity;
        foreach (NoiseChannel channel in noise?.Channels() ?? []) _noise = _noise.Then(channel.Map);
        double[] all = [.. w.ToArray().Select(Math.Abs).Where(size => size != 0)];
        _sizes = [.. all.Distinct()];
        _strides = new int[_sizes.Length];
        int[] most = [.. _sizes.Select(size => all.Count(other => other == size))];
        int products = checked((int)Products(w));
        _frequencies = new double[products];
        for (int j = 0, stride = 1; j < _sizes.Length; stride *= (2 * most[j++]) + 1)
        {
            _strides[j] = stride;
            _still += stride * most[j];
            for (int n = 0; n < products; n++) _frequencies[n] += _sizes[j] * ((n / stride % ((2 * most[j]) + 1)) - most[j]);
        }

        (_x, _y, _z) = (new Complex[products], new Complex[products], new Complex[products]);
        _z[_still] = 1;
    }

    /// <summary>Products of powers that the weights of a circuit give: 3^L for L that differ in size and are not 0.</summary>
    public static double Products(ReadOnlySpan<double> w)
    {
        double products = 1;
        foreach (IGrouping<double, double> same in w.ToArray().Select(Math.Abs).Where(size => size != 0).GroupBy(size => size)) products *= (2 * same.Count()) + 1;
        return products;
    }

    /// <summary>The sum, frequencies ascending from 0, which is always there; shapes as in <see cref="DaruanReference.Evaluate"/>.</summary>
    /// <param name="encoding">The circuit.</param>
    /// <param name="noise">Noise after every gate; null for none.</param>
    /// <param name="theta">Its angles.</param>
    /// <param name="w">Weights of the input, of which at most <see cref="MostProducts"/> products come.</param>
    /// <param name="b">What is added to the weighted input.</param>
    /// <param name="frequencies">How many different frequencies the weights give, 0 counted.</param>
    public static (double Frequency, double Cosine, double Sine)[] Of(
        Encoding encoding, GateNoise? noise, ReadOnlySpan<double> theta, ReadOnlySpan<double> w, ReadOnlySpan<double> b, out int frequencies)
    {
        var sum = new DaruanSeries(noise, w);
        sum.Run(encoding, theta, w, b);
        return sum.Read(noise is null ? 1 : 1 - (2 * noise.Readout), out frequencies);
    }

    /// <summary>The Bloch vector for one input, before it is read; shapes as in <see cref="DaruanReference.Evaluate"/>.</summary>
    public static (double X, double Y, double Z) StateAt(
        Encoding encoding, GateNoise? noise, ReadOnlySpan<double> theta, ReadOnlySpan<double> w, ReadOnlySpan<double> b, double x)
    {
        double[] still = new double[w.Length], angles = new double[w.Length]; // data rotations by angles that no longer depend on x
        for (int l = 0; l < angles.Length; l++) angles[l] = (w[l] * x) + b[l];
        var state = new DaruanSeries(noise, still);
        state.Run(encoding, theta, still, angles);
        return (state._x[0].Real, state._y[0].Real, state._z[0].Real);
    }

    private void Run(Encoding encoding, ReadOnlySpan<double> theta, ReadOnlySpan<double> w, ReadOnlySpan<double> b)
    {
        Gate(new(0, 0, 1, 0, -1, 0, 1, 0, 0, 0, 0, 0)); // H
        for (int l = 0; l <= w.Length; l++)
        {
            bool last = l == w.Length;
            switch (encoding)
            {
                case Encoding.Pz:
                    Gate(Turn(Axis.Z, theta[2 * l]));
                    Gate(Turn(Axis.Y, theta[(2 * l) + 1]));
                    break;
                case Encoding.Rpz:
                    Gate(Turn(Axis.Y, theta[l]));
                    break;
                case Encoding.Real when !last:
                    Gate(BlochMap.Diagonal(1, -1, -1)); // X
                    Gate(Turn(Axis.Y, theta[l]));
                    Gate(BlochMap.Diagonal(-1, -1, 1)); // Z
                    break;
                case Encoding.Mix:
                    Gate(Turn(Axis.Z, theta[2 * l]));
                    Gate(Turn(Axis.X, theta[(2 * l) + 1]));
                    break;
            }

            if (!last) Data(encoding is Encoding.Pz or Encoding.Rpz ? Axis.Z : Axis.Y, w[l], b[l]);
        }
    }

    private static BlochMap Turn(Axis axis, double angle)
    {
        (double sin, double cos) = PortableMath.SinCos(angle);
        return axis switch
        {
            Axis.X => new(1, 0, 0, 0, cos, -sin, 0, sin, cos, 0, 0, 0),
            Axis.Y => new(cos, 0, sin, 0, 1, 0, -sin, 0, cos, 0, 0, 0),
            _ => new(cos, -sin, 0, sin, cos, 0, 0, 0, 1, 0, 0, 0),
        };
    }

    private void Gate(BlochMap gate)
    {
        Apply(gate);
        if (_noisy) Apply(_noise);
    }

    private void Apply(BlochMap map)
    {
        for (int n = 0; n < _x.Length; n++)
        {
            (Complex x, Complex y, Complex z) = (_x[n], _y[n], _z[n]);
            _x[n] = (map.XX * x) + (map.XY * y) + (map.XZ * z);
            _y[n] = (map.YX * x) + (map.YY * y) + (map.YZ * z);
            _z[n] = (map.ZX * x) + (map.ZY * y) + (map.ZZ * z);
        }

        _x[_still] += map.TX;
        _y[_still] += map.TY;
        _z[_still] += map.TZ;
    }

    // The rotation by w x + b. With p = e^{i(w x + b)}: (u, v) -> (u cos - v sin, u sin + v cos) is
    // u' = p (u + i v)/2 + (u - i v)/(2 p), v' = p (v - i u)/2 + (v + i u)/(2 p).
    private void Data(Axis axis, double w, double b)
    {
        int group = w == 0 ? -1 : Array.IndexOf(_sizes, Math.Abs(w));
        if (group < 0)
        {
            Gate(Turn(axis, b));
            return;
        }

        int shift = w < 0 ? -_strides[group] : _strides[group];
        (Complex[] u, Complex[] v) = axis == Axis.Z ? (_x, _y) : (_z, _x);
        (double sin, double cos) = PortableMath.SinCos(b);
        Complex p = new(0.5 * cos, 0.5 * sin), back = Complex.Conjugate(p), i = Complex.ImaginaryOne;
        Complex[] nextU = new Complex[u.Length], nextV = new Complex[u.Length];
        for (int n = 0; n < u.Length; n++)
        {
            if (u[n] == 0 && v[n] == 0) continue; // as are all whose powers would leave the range
            nextU[n + shift] += p * (u[n] + (i * v[n]));
            nextV[n + shift] += p * (v[n] - (i * u[n]));
            nextU[n - shift] += back * (u[n] - (i * v[n]));
            nextV[n - shift] += back * (v[n] + (i * u[n]));
        }

        if (axis == Axis.Z) (_x, _y) = (nextU, nextV);
        else (_z, _x) = (nextU, nextV);
        if (_noisy) Apply(_noise);
    }

    private (double Frequency, double Cosine, double Sine)[] Read(double scale, out int frequencies)
    {
        int[] order = [.. Enumerable.Range(0, _z.Length)];
        Array.Sort([.. _frequencies.Select(Math.Abs)], order);
        double near = SameFrequency * Math.Abs(_frequencies[order[^1]]);
        var terms = new List<(double Frequency, double Cosine, double Sine)> { (0, 0, 0) };
        foreach (int n in order)
        {
            double frequency = _frequencies[n], size = Math.Abs(frequency);
            if (size - terms[^1].Frequency > near) terms.Add((size, 0, 0));
            double sine = terms.Count == 1 ? 0 : -Math.Sign(frequency) * _z[n].Imaginary;
            terms[^1] = (terms[^1].Frequency, terms[^1].Cosine + (scale * _z[n].Real), terms[^1].Sine + (scale * sine));
        }

        frequencies = terms.Count;
        return [.. terms.Where(term => term.Frequency == 0 || Math.Abs(term.Cosine) + Math.Abs(term.Sine) > Nothing)];
    }
}
