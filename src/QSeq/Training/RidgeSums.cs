using QSeq.Data;
using QSeq.Networks;

namespace QSeq.Training;

/// <summary>
/// The sums of squares and products that a linear forecast of one target is fitted and judged by. With window values f (less
/// their level, and the deviation for the bias), values ahead r (less the level) and inputs known at those steps k: f f', f r',
/// f k', k k', k r' and r r, over windows.
/// </summary>
internal sealed class RidgeSums
{
    private const int BlockLanes = 128;
    private const int MostSteps = 4096; // solutions take time by their number cubed: some 15 s at 2048, half an hour at 10,000

    private readonly int _features; // steps, and one for the bias
    private readonly int _horizon;
    private readonly int _known;
    private readonly double[][] _ff; // lower triangle
    private readonly double[][] _fr; // [features][horizon]
    private readonly double[][] _fk; // [features][known * horizon]
    private readonly double[,] _kk;
    private readonly double[] _kr;
    private double _rr;

    private RidgeSums(int features, int horizon, int known)
    {
        (_features, _horizon, _known) = (features, horizon, known);
        _ff = [.. Enumerable.Range(0, features).Select(n => new double[n + 1])];
        _fr = [.. Enumerable.Range(0, features).Select(_ => new double[horizon])];
        _fk = [.. Enumerable.Range(0, features).Select(_ => new double[known * horizon])];
        (_kk, _kr) = (new double[known, known], new double[known]);
    }

    /// <summary>Over every so many windows of one or more series, in order.</summary>
    /// <exception cref="ArgumentException">The window is too long.</exception>
    public static RidgeSums Of(ResidualOptions options, ResidualShape shape, int target, IReadOnlyList<WindowSet> series, int every)
    {
        if (shape.Steps > MostSteps)
        {
            var advice = new Advice("ResidualOptions.Linear", false, "set Linear to false, or choose a shorter window");
            ErrorText text = $"the linear forecast beside the cells is fitted for windows of {MostSteps} steps at most, the window has {shape.Steps}; {advice}";
            throw text.On(message => new ArgumentException(message, nameof(shape)));
        }

        var sums = new RidgeSums(shape.Steps + 1, shape.Horizon, shape.Known.Length);
        int inputs = series[0].Inputs, outputs = series[0].Outputs, skip = 0;
        int[] samples = new int[BlockLanes];
        float[] x = new float[shape.Steps * inputs * BlockLanes], y = new float[outputs * BlockLanes];
        double[] f = new double[(shape.Steps + 1) * BlockLanes], r = new double[shape.Horizon * BlockLanes], k = new double[shape.Known.Length * shape.Horizon * BlockLanes];
        foreach (WindowSet windows in series)
        {
            int count = (windows.Count - skip + every - 1) / every, first = skip;
            for (int start = 0; start < count; start += BlockLanes)
            {
                int used = Math.Min(BlockLanes, count - start);
                for (int n = 0; n < used; n++) samples[n] = first + ((start + n) * every);
                windows.Fill(samples.AsSpan(0, used), BlockLanes, x, y);
                f.AsSpan().Clear();
                r.AsSpan().Clear();
                k.AsSpan().Clear();
                for (int lane = 0; lane < used; lane++) Take(options, shape, target, inputs, x, y, lane, f, r, k);
                sums.Add(f, r, k);
            }

            skip += (count * every) - windows.Count; // of the next series
        }

        return sums;
    }

    /// <summary>The weights of least squared error plus a penalty on their squares, in units of the mean square of the window's values.</summary>
    public RidgeWeights Solve(double penalty, int backfits)
    {
        int last = _features - 1;
        double mean = 0;
        for (int n = 0; n < last; n++) mean += _ff[n][n] / last;
        double added = Math.Max(penalty * mean, double.Epsilon), least = 1e-12 * Math.Max(mean, _ff[last][last]);
        double[][] factor = [.. _ff.Select(row => (double[])row.Clone())];
        for (int n = 0; n < _features; n++) factor[n][n] += (n < last ? added : 0) + least;
        Cholesky(factor);
        double[] known = new double[_known];
        double[][] window = Backward(factor, Right(known));
        for (int n = 0; n < backfits && _known > 0; n++)
        {
            known = KnownOf(window);
            window = Backward(factor, Right(known));
        }

        return new RidgeWeights(window, known);
    }

    /// <summary>The sum of squared errors of a forecast.</summary>
    public double Loss(RidgeWeights weights)
    {
        double[][] right = Right(weights.Known);
        double loss = _rr;
        for (int a = 0; a < _known; a++)
        {
            loss -= 2 * weights.Known[a] * _kr[a];
            for (int b = 0; b < _known; b++) loss += weights.Known[a] * _kk[a, b] * weights.Known[b];
        }

        for (int n = 0; n < _features; n++)
        {
            double[] product = Product(n, weights.Window);
            for (int h = 0; h < _horizon; h++) loss += weights.Window[n][h] * (product[h] - (2 * right[n][h]));
        }

        return loss;
    }

    /// <summary>The main directions of forecasts by weights, [rank][horizon], each of length 1: those that keep most of their squares.</summary>
    public double[][] Directions(RidgeWeights weights, int rank)
    {
        const int sweeps = 40;
        int last = _features - 1;
        double[][] half = [.. Enumerable.Range(0, last).Select(n => Product(n, weights.Window, last))];
        var random = new RandomSource(0, "linear path directions");
        double[][] v = [.. Enumerable.Range(0, rank).Select(_ => Enumerable.Range(0, _horizon).Select(_ => random.NextUniform(-1, 1)).ToArray())];
        Orthogonalise(v);
        for (int sweep = 0; sweep < sweeps && rank < _horizon; sweep++)
        {
            for (int d = 0; d < rank; d++)
            {
                // M v = W' (F'F W v)
                double[] next = new double[_horizon];
                for (int n = 0; n < last; n++)
                {
                    double along = 0;
                    for (int h = 0; h < _horizon; h++) along += half[n][h] * v[d][h];
                    for (int h = 0; h < _horizon; h++) next[h] += weights.Window[n][h] * along;
                }

                v[d] = next;
            }

            Orthogonalise(v);
        }

        return v;
    }

    private static void Take(
        ResidualOptions options, ResidualShape shape, int target, int inputs, float[] x, float[] y, int lane, double[] f, double[] r, double[] k)
    {
        (int steps, int horizon, int own, int season) = (shape.Steps, shape.Horizon, shape.Targets[target], options.Season);
        bool scaled = shape.Scaled.Contains(own);
        Normalisation kind = scaled ? options.Normalisation : Normalisation.None;
        double level = kind is Normalisation.LastValue ? Value(steps - 1) : 0, deviation = 1;
        if (kind == Normalisation.MeanDeviation)
        {
            double square = 0;
            for (int t = 0; t < steps; t++) level += Value(t) / steps;
            for (int t = 0; t < steps; t++) square += (Value(t) - level) * (Value(t) - level) / steps;
            deviation = Math.Sqrt(square + 1e-5);
        }

        for (int t = 0; t < steps; t++)
            f[(t * BlockLanes) + lane] = kind != Normalisation.SeasonalDifference ? Value(t) - level : t < season ? 0 : Value(t) - Value(t - season);
        f[(steps * BlockLanes) + lane] = deviation;
        for (int h = 0; h < horizon; h++)
        {
            double before = kind == Normalisation.SeasonalDifference ? Value(steps - season + (h % season)) : level;
            r[(h * BlockLanes) + lane] = y[(((h * shape.Targets.Length) + target) * BlockLanes) + lane] - before;
            for (int n = 0; n < shape.Known.Length; n++)
                k[(((n * horizon) + h) * BlockLanes) + lane] = deviation * x[((((steps - horizon + h) * inputs) + shape.Known[n]) * BlockLanes) + lane];
        }

        double Value(int t) => x[(((t * inputs) + own) * BlockLanes) + lane];
    }

    private void Add(double[] f, double[] r, double[] k)
    {
        for (int n = 0; n < _features; n++)
        {
            ReadOnlySpan<double> own = Row(f, n);
            for (int m = 0; m <= n; m++) _ff[n][m] += Vectors.Dot(own, Row(f, m));
            for (int h = 0; h < _horizon; h++) _fr[n][h] += Vectors.Dot(own, Row(r, h));
            for (int h = 0; h < _known * _horizon; h++) _fk[n][h] += Vectors.Dot(own, Row(k, h));
        }

        for (int h = 0; h < _horizon; h++)
        {
            _rr += Vectors.Dot(Row(r, h), Row(r, h));
            for (int a = 0; a < _known; a++)
            {
                _kr[a] += Vectors.Dot(Row(k, (a * _horizon) + h), Row(r, h));
                for (int b = 0; b < _known; b++) _kk[a, b] += Vectors.Dot(Row(k, (a * _horizon) + h), Row(k, (b * _horizon) + h));
            }
        }
    }

    // f r' less what known inputs explain.
    private double[][] Right(double[] known)
    {
        double[][] right = [.. _fr.Select(row => (double[])row.Clone())];
        for (int n = 0; n < _features; n++)
            for (int h = 0; h < _horizon; h++)
                for (int a = 0; a < _known; a++) right[n][h] -= known[a] * _fk[n][(a * _horizon) + h];
        return right;
    }

    // The weights of known inputs, given those of the window.
    private double[] KnownOf(double[][] window)
    {
        double[][] factor = [.. Enumerable.Range(0, _known).Select(a => Enumerable.Range(0, a + 1).Select(b => _kk[a, b]).ToArray())];
        double most = Enumerable.Range(0, _known).Max(a => _kk[a, a]);
        double[][] right = [.. Enumerable.Range(0, _known).Select(a => (double[])[_kr[a]])];
        for (int a = 0; a < _known; a++)
        {
            factor[a][a] += (1e-6 * most) + double.Epsilon;
            for (int n = 0; n < _features; n++)
                for (int h = 0; h < _horizon; h++) right[a][0] -= window[n][h] * _fk[n][(a * _horizon) + h];
        }

        if (most == 0) return new double[_known];
        Cholesky(factor);
        return [.. Backward(factor, right).Select(row => row[0])];
    }

    // A row of F'F W.
    private double[] Product(int row, double[][] weights, int? features = null)
    {
        double[] product = new double[_horizon];
        for (int m = 0; m < (features ?? _features); m++)
        {
            double factor = m <= row ? _ff[row][m] : _ff[m][row];
            for (int h = 0; h < _horizon; h++) product[h] += factor * weights[m][h];
        }

        return product;
    }

    // A = L L', in place.
    private static void Cholesky(double[][] a)
    {
        for (int n = 0; n < a.Length; n++)
        {
            for (int m = 0; m <= n; m++)
            {
                double sum = a[n][m];
                for (int k = 0; k < m; k++) sum -= a[n][k] * a[m][k];
                a[n][m] = n == m ? Math.Sqrt(Math.Max(sum, double.Epsilon)) : sum / a[m][m];
            }
        }
    }

    // W of L L' W = right.
    private static double[][] Backward(double[][] l, double[][] right)
    {
        int columns = right[0].Length;
        double[][] w = [.. right.Select(row => (double[])row.Clone())];
        for (int n = 0; n < l.Length; n++)
        {
            for (int m = 0; m < n; m++)
                for (int h = 0; h < columns; h++) w[n][h] -= l[n][m] * w[m][h];
            for (int h = 0; h < columns; h++) w[n][h] /= l[n][n];
        }

        for (int n = l.Length - 1; n >= 0; n--)
        {
            for (int h = 0; h < columns; h++) w[n][h] /= l[n][n];
            for (int m = 0; m < n; m++)
                for (int h = 0; h < columns; h++) w[m][h] -= l[n][m] * w[n][h];
        }

        return w;
    }

    private static void Orthogonalise(double[][] v)
    {
        for (int d = 0; d < v.Length; d++)
        {
            for (int pass = 0; pass < 2; pass++)
            {
                for (int e = 0; e < d; e++)
                {
                    double along = 0;
                    for (int h = 0; h < v[d].Length; h++) along += v[d][h] * v[e][h];
                    for (int h = 0; h < v[d].Length; h++) v[d][h] -= along * v[e][h];
                }
            }

            double length = 0;
            foreach (double value in v[d]) length += value * value;
            length = Math.Sqrt(length);
            for (int h = 0; h < v[d].Length; h++) v[d][h] = length > 0 ? v[d][h] / length : 0;
        }
    }

    private static ReadOnlySpan<double> Row(double[] values, int row) => values.AsSpan(row * BlockLanes, BlockLanes);
}
