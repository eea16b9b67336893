using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace QSeq.Networks;

/// <summary>
/// Sets the inputs of a window to a common level, x' = a (x - m) / s + b, and answers back, y = (y' - b) s / a + m, where m is
/// the last value (s = a = 1, b = 0), or m and s are the window's mean and standard deviation and a, b are trained (reversible
/// instance normalisation, Kim et al. 2022), or m is the value one season before. Gradients go through m and s as well.
/// </summary>
internal sealed class WindowNormaliser
{
    private const float Least = 1e-5f; // added to the variance, as in the paper

    private readonly Normalisation _kind;
    private readonly int _season;
    private readonly int _inputs;
    private readonly ResidualShape _shape;
    private readonly int[] _place; // of each target among the inputs that are normalised, or -1
    private readonly ParameterSlice? _scale; // a, [normalised inputs]
    private readonly ParameterSlice? _shift; // b

    public WindowNormaliser(ParameterTable.Builder table, ResidualOptions options, ResidualShape shape, int inputs)
    {
        (_kind, _season, _shape, _inputs) = (options.Normalisation, options.Season, shape, inputs);
        _place = Arrays.Of(shape.Targets.AsSpan(), target => target < 0 ? -1 : shape.Scaled.IndexOf(target));
        if (_kind != Normalisation.MeanDeviation || Count == 0) return;
        _scale = table.Add("scale", [Count], Initializer.Constant(1));
        _shift = table.Add("shift", [Count], Initializer.Constant(0));
    }

    /// <summary>Floats of the folded constants and of their gradient: a, then b.</summary>
    public int FoldedSize => _scale is null ? 0 : 2 * Count;

    /// <summary>Rows of the statistics of a window: m, then s, of each input that is normalised.</summary>
    public int StatisticsRows => 2 * Count;

    private int Count => _shape.Scaled.Length;

    public void Fold(ReadOnlySpan<float> parameters, Span<float> folded)
    {
        if (_scale is null) return;
        _scale.Of(parameters).CopyTo(folded);
        _shift!.Of(parameters).CopyTo(folded[Count..]);
    }

    public void Unfold(ReadOnlySpan<float> foldedGradient, Span<float> gradient)
    {
        if (_scale is null) return;
        RowKernel.Add(foldedGradient[..Count], _scale.Of(gradient));
        RowKernel.Add(foldedGradient[Count..], _shift!.Of(gradient));
    }

    /// <summary>From x [steps][inputs][lanes] to the normalised ones, and their statistics [m, s][normalised inputs][lanes].</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Normalise(ReadOnlySpan<float> folded, Rows x, Rows result, Rows statistics)
    {
        x.Data.CopyTo(result.Data);
        int steps = _shape.Steps;
        for (int k = 0; k < Count; k++)
        {
            int column = _shape.Scaled[k];
            (float a, float b) = Affine(folded, k);
            for (int n = 0; n < x.Lanes; n += Lanes.Width)
            {
                Vector512<float> m = At(x, ((steps - 1) * _inputs) + column, n), s = Vector512<float>.One;
                if (_kind == Normalisation.SeasonalDifference)
                {
                    for (int t = steps - 1; t >= 0; t--)
                        (At(x, (t * _inputs) + column, n) - At(x, (Math.Max(t - _season, t % _season) * _inputs) + column, n)).CopyTo(result[(t * _inputs) + column][n..]);
                    continue;
                }

                if (_kind == Normalisation.MeanDeviation)
                {
                    Vector512<float> sum = default, square = default;
                    for (int t = 0; t < steps; t++) sum += At(x, (t * _inputs) + column, n);
                    m = sum / Vector512.Create((float)steps);
                    for (int t = 0; t < steps; t++)
                    {
                        Vector512<float> d = At(x, (t * _inputs) + column, n) - m;
                        square += d * d;
                    }

                    s = Vector512.Sqrt((square / Vector512.Create((float)steps)) + Vector512.Create(Least));
                }

                m.CopyTo(statistics[k][n..]);
                s.CopyTo(statistics[Count + k][n..]);
                Vector512<float> factor = Vector512.Create(a) / s, shift = Vector512.Create(b);
                for (int t = 0; t < steps; t++)
                    (((At(x, (t * _inputs) + column, n) - m) * factor) + shift).CopyTo(result[(t * _inputs) + column][n..]);
            }
        }
    }

    /// <summary>Sets answers back, [horizon][targets][outputs of a target][lanes], in place.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Restore(ReadOnlySpan<float> folded, Rows x, Rows statistics, Rows y)
    {
        for (int row = 0; row < y.Count; row++)
        {
            if (Place(row, y.Count, out int k, out int from) is false) continue;
            (float a, float b) = Affine(folded, k);
            for (int n = 0; n < y.Lanes; n += Lanes.Width)
            {
                Vector512<float> answer = At(y, row, n);
                answer = _kind == Normalisation.SeasonalDifference
                    ? answer + At(x, from, n)
                    : ((answer - Vector512.Create(b)) * (At(statistics, Count + k, n) / Vector512.Create(a))) + At(statistics, k, n);
                answer.CopyTo(y[row][n..]);
            }
        }
    }

    /// <summary>
    /// From the gradient of the answers that were set back to that of the answers before, in place. What goes to x and to the
    /// statistics is left in dStatistics (overwritten) and dx (added to); that of a and b is added to the gradient.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void RestoreBack(ReadOnlySpan<float> folded, Rows statistics, Rows before, Rows dy, Rows dStatistics, Rows dx, Span<float> gradient)
    {
        dStatistics.Data.Clear();
        for (int row = 0; row < dy.Count; row++)
        {
            if (Place(row, dy.Count, out int k, out int from) is false) continue;
            (float a, float b) = Affine(folded, k);
            Vector512<float> da = default, db = default;
            for (int n = 0; n < dy.Lanes; n += Lanes.Width)
            {
                Vector512<float> d = At(dy, row, n);
                if (_kind == Normalisation.SeasonalDifference)
                {
                    (At(dx, from, n) + d).CopyTo(dx[from][n..]);
                    continue;
                }

                // y = (y' - b) s / a + m
                (At(dStatistics, k, n) + d).CopyTo(dStatistics[k][n..]);
                if (_kind == Normalisation.LastValue) continue;
                Vector512<float> s = At(statistics, Count + k, n), inner = (At(before, row, n) - Vector512.Create(b)) / Vector512.Create(a);
                (At(dStatistics, Count + k, n) + (d * inner)).CopyTo(dStatistics[Count + k][n..]);
                Vector512<float> own = d * s / Vector512.Create(a);
                da -= own * inner;
                db -= own;
                own.CopyTo(dy[row][n..]);
            }

            if (_scale is null) continue;
            gradient[k] += Lanes.Sum(da);
            gradient[Count + k] += Lanes.Sum(db);
        }
    }

    /// <summary>From the gradient of the normalised inputs, and what <see cref="RestoreBack"/> left, to that of x, which is added to.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void NormaliseBack(ReadOnlySpan<float> folded, Rows x, Rows statistics, Rows dResult, Rows dStatistics, Rows dx, Span<float> gradient)
    {
        int steps = _shape.Steps;
        for (int column = 0; column < _inputs; column++)
        {
            int k = _shape.Scaled.IndexOf(column);
            if (k < 0)
            {
                for (int t = 0; t < steps; t++) RowKernel.Add(dResult[(t * _inputs) + column], dx[(t * _inputs) + column]);
                continue;
            }

            float a = Affine(folded, k).Scale;
            Vector512<float> da = default, db = default;
            for (int n = 0; n < x.Lanes; n += Lanes.Width)
            {
                if (_kind == Normalisation.SeasonalDifference)
                {
                    for (int t = _season; t < steps; t++)
                    {
                        int row = (t * _inputs) + column, back = ((t - _season) * _inputs) + column;
                        Vector512<float> d = At(dResult, row, n);
                        (At(dx, row, n) + d).CopyTo(dx[row][n..]);
                        (At(dx, back, n) - d).CopyTo(dx[back][n..]);
                    }

                    continue;
                }

                Vector512<float> m = At(statistics, k, n), s = At(statistics, Count + k, n), sum = default, along = default;
                for (int t = 0; t < steps; t++)
                {
                    Vector512<float> d = At(dResult, (t * _inputs) + column, n), z = (At(x, (t * _inputs) + column, n) - m) / s;
                    sum += d;
                    along += d * z;
                }

                Vector512<float> dm = At(dStatistics, k, n), ds = At(dStatistics, Count + k, n);
                if (_kind == Normalisation.LastValue)
                {
                    for (int t = 0; t < steps; t++) (At(dx, (t * _inputs) + column, n) + At(dResult, (t * _inputs) + column, n)).CopyTo(dx[(t * _inputs) + column][n..]);
                    int last = ((steps - 1) * _inputs) + column;
                    (At(dx, last, n) + dm - sum).CopyTo(dx[last][n..]);
                    continue;
                }

                // x' = a z + b, z = (x - m) / s: dz = a dx', dx_t = (dz_t - mean(dz) - z_t mean(dz z)) / s, and m and s of the answers.
                da += along;
                db += sum;
                Vector512<float> count = Vector512.Create((float)steps), factor = Vector512.Create(a) / s;
                Vector512<float> level = dm / count, slope = ds / count;
                for (int t = 0; t < steps; t++)
                {
                    int row = (t * _inputs) + column;
                    Vector512<float> z = (At(x, row, n) - m) / s;
                    Vector512<float> d = (factor * (At(dResult, row, n) - (sum / count) - (z * (along / count)))) + level + (slope * z);
                    (At(dx, row, n) + d).CopyTo(dx[row][n..]);
                }
            }

            if (_scale is null) continue;
            gradient[k] += Lanes.Sum(da);
            gradient[Count + k] += Lanes.Sum(db);
        }
    }

    /// <summary>The normalised window in double precision, with what <see cref="Restore(ReadOnlySpan{double}, double[][], double[][], double[])"/> needs, [normalised inputs][m, s].</summary>
    public double[][] Normalise(ReadOnlySpan<double> parameters, double[][] x, out double[][] statistics)
    {
        double[][] result = [.. x.Select(step => (double[])step.Clone())];
        statistics = new double[Count][];
        for (int k = 0; k < Count; k++)
        {
            int column = _shape.Scaled[k];
            double[] values = [.. x.Select(step => step[column])];
            double m = values[^1], s = 1, a = _scale is null ? 1 : _scale.Of(parameters)[k], b = _shift is null ? 0 : _shift.Of(parameters)[k];
            if (_kind == Normalisation.MeanDeviation)
            {
                m = values.Average();
                s = Math.Sqrt(values.Average(value => (value - m) * (value - m)) + Least);
            }

            for (int t = 0; t < x.Length; t++)
                result[t][column] = _kind == Normalisation.SeasonalDifference ? (t < _season ? 0 : values[t] - values[t - _season]) : (a * (values[t] - m) / s) + b;
            statistics[k] = [m, s];
        }

        return result;
    }

    /// <summary>Sets the answers back in double precision, in place.</summary>
    public void Restore(ReadOnlySpan<double> parameters, double[][] x, double[][] statistics, double[] y)
    {
        for (int row = 0; row < y.Length; row++)
        {
            if (Place(row, y.Length, out int k, out int from) is false) continue;
            double a = _scale is null ? 1 : _scale.Of(parameters)[k], b = _shift is null ? 0 : _shift.Of(parameters)[k];
            y[row] = _kind == Normalisation.SeasonalDifference
                ? y[row] + x[from / _inputs][from % _inputs]
                : ((y[row] - b) * statistics[k][1] / a) + statistics[k][0];
        }
    }

    // Of a row of the answers, the place of its target among the normalised inputs and the row of x one season before; false where it is not normalised.
    private bool Place(int row, int rows, out int k, out int from)
    {
        int targets = _place.Length, outputs = rows / (targets * _shape.Horizon), target = row / outputs % targets, ahead = row / (outputs * targets);
        k = _place[target];
        from = k < 0 ? 0 : ((_shape.Steps - _season + (ahead % _season)) * _inputs) + _shape.Scaled[k];
        return k >= 0;
    }

    private (float Scale, float Shift) Affine(ReadOnlySpan<float> folded, int k) => _scale is null ? (1, 0) : (folded[k], folded[Count + k]);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> At(Rows rows, int row, int lane) => Vector512.Create<float>(rows[row][lane..]);
}
