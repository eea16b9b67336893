namespace QSeq.Studies.DataSets;

/// <summary>
/// The density matrix rho of a <see cref="Transmon"/>, [level][level], real and imaginary parts apart: rho' = -i [H, rho] + (a rho a' -
/// (n rho + rho n)/2)/T1. H is real, its diagonal and its neighbours are all there is of it.
/// </summary>
internal sealed class TransmonMotion
{
    private const double Negligible = 1e-17;

    private readonly int _levels;
    private readonly double[] _energy; // H's diagonal, radians a nanosecond
    private readonly double[] _drive; // H between level n - 1 and n, at n
    private readonly double _rate; // 1/T1
    private readonly double[] _real, _imaginary;

    public TransmonMotion(TransmonOptions o)
    {
        (_levels, _rate) = (o.Levels, 1 / o.Relaxation);
        _energy = [.. Enumerable.Range(0, _levels).Select(n => Math.Tau * ((o.Detuning * n) + (o.Anharmonicity / 2 * n * (n - 1))))];
        _drive = [.. Enumerable.Range(0, _levels).Select(n => Math.Tau * (o.Rabi / 2) * Math.Sqrt(n))];
        (_real, _imaginary) = (new double[_levels * _levels], new double[_levels * _levels]);
        _real[0] = 1;
    }

    /// <summary>The population of a level.</summary>
    public double Population(int level) => _real[(level * _levels) + level];

    /// <summary>Goes on by h nanoseconds: the sum of h^k rho^(k) / k!.</summary>
    public void Step(double h)
    {
        double[] real = [.. _real], imaginary = [.. _imaginary];
        double largest = 1;
        for (int k = 1; largest > Negligible; k++)
        {
            (real, imaginary) = Slope(real, imaginary);
            largest = 0;
            for (int n = 0; n < real.Length; n++)
            {
                real[n] *= h / k;
                imaginary[n] *= h / k;
                _real[n] += real[n];
                _imaginary[n] += imaginary[n];
                largest = Math.Max(largest, Math.Max(Math.Abs(real[n]), Math.Abs(imaginary[n])));
            }
        }
    }

    private (double[] Real, double[] Imaginary) Slope(double[] real, double[] imaginary)
    {
        double[] toReal = new double[real.Length], toImaginary = new double[real.Length];
        for (int i = 0; i < _levels; i++)
        {
            for (int j = 0; j < _levels; j++)
            {
                // With C = [H, rho], -i C has the real part Im C and the imaginary part -Re C.
                int at = (i * _levels) + j;
                bool isLower = i + 1 < _levels && j + 1 < _levels;
                double gain = isLower ? Math.Sqrt((i + 1) * (j + 1)) : 0, loss = (i + j) / 2.0;
                double above = isLower ? real[at + _levels + 1] : 0, aboveImaginary = isLower ? imaginary[at + _levels + 1] : 0;
                toReal[at] = Commutator(imaginary, i, j) + (_rate * ((gain * above) - (loss * real[at])));
                toImaginary[at] = -Commutator(real, i, j) + (_rate * ((gain * aboveImaginary) - (loss * imaginary[at])));
            }
        }

        return (toReal, toImaginary);
    }

    // (H m - m H)[i, j]; H between neighbours alone.
    private double Commutator(double[] m, int i, int j)
    {
        int at = (i * _levels) + j;
        double sum = (_energy[i] - _energy[j]) * m[at];
        if (i > 0) sum += _drive[i] * m[at - _levels];
        if (i + 1 < _levels) sum += _drive[i + 1] * m[at + _levels];
        if (j > 0) sum -= _drive[j] * m[at - 1];
        if (j + 1 < _levels) sum -= _drive[j + 1] * m[at + 1];
        return sum;
    }
}
