namespace QSeq.Hardware;

/// <summary>
/// Simultaneous perturbation stochastic approximation (Spall 1992, Eq. 2.2): with signs d of all trainable parameters drawn
/// at random, the estimate of the gradient is
/// <code>
/// g_i = (L(p + c d) - L(p - c d)) / (2 c d_i)   c = c_1 / k^decay at step k
/// </code>
/// and the mean over several draws of d. Its expectation is the gradient but for terms of c^2.
/// </summary>
internal sealed class SpsaGradient(ParameterTable table, SpsaOptions options, ulong seed)
{
    private readonly RandomSource _random = new(seed, "spsa");
    private readonly int[] _trainable = // places in the buffer
        [.. table.Slices.Where(slice => slice.Trainable).SelectMany(slice => Enumerable.Range(slice.Offset, slice.Count))];

    private int _step;

    public void Exchange(StateStream state)
    {
        state.Exchange(ref _step);
        _random.Exchange(state);
    }

    /// <summary>Overwrites the gradient; returns the mean of all evaluations, which is the loss but for terms of c^2.</summary>
    public double Compute(double[] parameters, Func<double[], double> loss, Span<double> gradient)
    {
        gradient.Clear();
        _step++;
        double c = options.Perturbation * PortableMath.Exp(-options.Decay * PortableMath.Log(_step)), sum = 0;
        double[] moved = [.. parameters], signs = new double[_trainable.Length];
        for (int draw = 0; draw < options.Draws; draw++)
        {
            for (int n = 0; n < signs.Length; n++) signs[n] = _random.NextUInt64() >> 63 == 0 ? 1 : -1;
            for (int n = 0; n < signs.Length; n++) moved[_trainable[n]] = parameters[_trainable[n]] + (c * signs[n]);
            double plus = loss(moved);
            for (int n = 0; n < signs.Length; n++) moved[_trainable[n]] = parameters[_trainable[n]] - (c * signs[n]);
            double minus = loss(moved);
            double slope = (plus - minus) / (2 * c * options.Draws);
            for (int n = 0; n < signs.Length; n++) gradient[_trainable[n]] += slope * signs[n]; // 1/d = d
            sum += plus + minus;
        }

        return sum / (2 * options.Draws);
    }
}
