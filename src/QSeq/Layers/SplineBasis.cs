using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace QSeq.Layers;

/// <summary>
/// The B-splines of order p on a uniform grid of G intervals on [-1, 1] that p intervals on either side extend, as KAN has them
/// (arXiv 2404.19756, section 2.2): G + p of them, on the knots t_j = -1 + 2 (j - p)/G. Inside [-1, 1] they add up to 1, outside
/// of the extended grid all are 0.
/// <code>
/// u = (x + 1) G/2 + p   cell = floor u   t = u - cell      only B_(cell - p) to B_cell are not 0 there
/// b_r of order d = [(r + 1 - t) b_r + (t + d - r) b_(r-1)] / d   of order d - 1, from b_0 = 1   (Cox and de Boor)
/// B'_(cell - p + r) = G/2 (b_(r-1) - b_r)   of order p - 1
/// </code>
/// </summary>
internal readonly struct SplineBasis
{
    /// <summary>The largest number of intervals.</summary>
    public const int MaxGrid = 64;

    /// <summary>The largest order.</summary>
    public const int MaxOrder = 5;

    private readonly int _grid;
    private readonly int _order;

    /// <summary>The basis of G = <paramref name="grid"/>, 1 to 64, and p = <paramref name="order"/>, 1 (broken lines) to 5.</summary>
    public SplineBasis(int grid, int order)
    {
        OptionCheck.Require(grid is >= 1 and <= MaxGrid, $"A grid of {grid} intervals for splines is out of range; choose 1 to {MaxGrid}");
        OptionCheck.Require(
            order is >= 1 and <= MaxOrder, $"Splines of order {order} are out of range; choose 1 (broken lines) to {MaxOrder}");
        (_grid, _order) = (grid, order);
    }

    /// <summary>How many B-splines there are, G + p.</summary>
    public int Count => _grid + _order;

    /// <summary>values[k] = B_k(x) with x a row of samples and values [Count].</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Evaluate(ReadOnlySpan<float> x, Rows values)
    {
        ref float source = ref MemoryMarshal.GetReference(x);
        Span<Vector512<float>> b = stackalloc Vector512<float>[MaxOrder + 1];
        for (int lane = 0; lane < values.Lanes; lane += Lanes.Width)
        {
            Vector512<float> cell = Local(Vector512.LoadUnsafe(ref source, (nuint)lane), _order, b);
            for (int k = 0; k < Count; k++)
            {
                Vector512<float> value = default;
                for (int r = 0; r <= _order; r++) value |= Vector512.Equals(cell, Vector512.Create((float)(k + _order - r))) & b[r];
                value.StoreUnsafe(ref values.At(k), (nuint)lane);
            }
        }
    }

    /// <summary>dx += sum_k B'_k(x) dValues[k].</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void AddGradient(ReadOnlySpan<float> x, Rows dValues, Span<float> dx)
    {
        ref float source = ref MemoryMarshal.GetReference(x);
        ref float target = ref MemoryMarshal.GetReference(dx);
        Span<Vector512<float>> b = stackalloc Vector512<float>[MaxOrder + 1];
        for (int lane = 0; lane < dValues.Lanes; lane += Lanes.Width)
        {
            Vector512<float> cell = Local(Vector512.LoadUnsafe(ref source, (nuint)lane), _order - 1, b), sum = default;
            b[_order] = default;
            for (int r = _order; r > 0; r--) b[r] = b[r - 1] - b[r];
            b[0] = -b[0];
            for (int k = 0; k < Count; k++)
            {
                Vector512<float> slope = default;
                for (int r = 0; r <= _order; r++) slope |= Vector512.Equals(cell, Vector512.Create((float)(k + _order - r))) & b[r];
                sum = Lanes.Fma(slope, Vector512.LoadUnsafe(ref dValues.At(k), (nuint)lane), sum);
            }

            Lanes.AddTo(ref Unsafe.Add(ref target, lane), sum * Vector512.Create(_grid / 2f));
        }
    }

    /// <summary>The plain double-precision form, by the recursion over knots: B_k of <paramref name="x"/>, k from 0.</summary>
    public double Reference(int k, double x) => Reference(k, _order, x);

    private double Reference(int k, int order, double x)
    {
        if (order == 0) return Knot(k) <= x && x < Knot(k + 1) ? 1 : 0;
        double rising = (x - Knot(k)) / (Knot(k + order) - Knot(k));
        double falling = (Knot(k + order + 1) - x) / (Knot(k + order + 1) - Knot(k + 1));
        return (rising * Reference(k, order - 1, x)) + (falling * Reference(k + 1, order - 1, x));
    }

    private double Knot(int j) => -1 + (2.0 * (j - _order) / _grid);

    // The splines of an order that are not 0 in the cell of x; returns the cell, which NaN has none of. t is rounded once: the
    // cell comes from a rounded u, so t may miss [0, 1] by that rounding, where the polynomials are as good.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector512<float> Local(Vector512<float> x, int order, Span<Vector512<float>> b)
    {
        Vector512<float> half = Vector512.Create(_grid / 2f), start = Vector512.Create((_grid / 2f) + _order);
        Vector512<float> cell = Vector512.Floor(Lanes.Fma(x, half, start)), t = Lanes.Fma(x, half, start - cell);
        b[0] = Vector512<float>.One;
        for (int d = 1; d <= order; d++)
        {
            Vector512<float> part = Vector512.Create(1f / d), carried = default;
            for (int r = 0; r < d; r++)
            {
                Vector512<float> share = b[r] * part;
                b[r] = Lanes.Fma(Vector512.Create(r + 1f) - t, share, carried);
                carried = (t + Vector512.Create(d - 1f - r)) * share;
            }

            b[d] = carried;
        }

        return cell;
    }
}
