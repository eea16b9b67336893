using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace QSeq.Networks;

/// <summary>
/// The GRU cell (Cho et al. 2014) as in PyTorch, where the reset gate acts behind the hidden state's matrix. The
/// pre-activations stand in the order r, z, n of x, n of h; it has no memory beside h.
/// <code>
/// r = sigmoid(a_r)   z = sigmoid(a_z)   n = tanh(a_nx + r a_nh)   h' = (1 - z) n + z h
/// </code>
/// </summary>
public readonly struct GruCell : ICell
{
    /// <inheritdoc/>
    public static int Gates => 4;

    /// <inheritdoc/>
    public static int Memory => 0;

    /// <inheritdoc/>
    public static int Tape => 0;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Forward(Rows gates, Rows h, Rows memory, Rows nextH, Rows nextMemory, Rows tape)
    {
        int size = h.Data.Length;
        ref float g0 = ref gates.At(0);
        for (int k = 0; k < size; k += Lanes.Width)
        {
            Vector512<float> r = LaneMath.Sigmoid(Vector512.LoadUnsafe(ref g0, (nuint)k));
            Vector512<float> z = LaneMath.Sigmoid(Vector512.LoadUnsafe(ref g0, (nuint)(k + size)));
            Vector512<float> ofX = Vector512.LoadUnsafe(ref g0, (nuint)(k + (2 * size))), ofH = Vector512.LoadUnsafe(ref g0, (nuint)(k + (3 * size)));
            Vector512<float> n = LaneMath.Tanh(Lanes.Fma(r, ofH, ofX));
            r.StoreUnsafe(ref g0, (nuint)k);
            z.StoreUnsafe(ref g0, (nuint)(k + size));
            n.StoreUnsafe(ref g0, (nuint)(k + (2 * size)));
            Lanes.Fma(z, Vector512.LoadUnsafe(ref h.At(0), (nuint)k) - n, n).StoreUnsafe(ref nextH.At(0), (nuint)k);
        }
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Backward(Rows gates, Rows h, Rows memory, Rows tape, Rows dh, Rows dhBefore, Rows dMemory)
    {
        int size = h.Data.Length;
        Vector512<float> one = Vector512<float>.One;
        ref float g0 = ref gates.At(0);
        for (int k = 0; k < size; k += Lanes.Width)
        {
            Vector512<float> r = Vector512.LoadUnsafe(ref g0, (nuint)k), z = Vector512.LoadUnsafe(ref g0, (nuint)(k + size));
            Vector512<float> n = Vector512.LoadUnsafe(ref g0, (nuint)(k + (2 * size))), ofH = Vector512.LoadUnsafe(ref g0, (nuint)(k + (3 * size)));
            Vector512<float> dH = Vector512.LoadUnsafe(ref dh.At(0), (nuint)k);

            // h' = (1 - z) n + z h, n = tanh(a_nx + r a_nh)
            Vector512<float> dZ = dH * (Vector512.LoadUnsafe(ref h.At(0), (nuint)k) - n), dA = dH * (one - z) * Lanes.Fma(-n, n, one);
            Lanes.AddTo(ref Unsafe.Add(ref dhBefore.At(0), k), dH * z);

            (dA * ofH * r * (one - r)).StoreUnsafe(ref g0, (nuint)k);
            (dZ * z * (one - z)).StoreUnsafe(ref g0, (nuint)(k + size));
            dA.StoreUnsafe(ref g0, (nuint)(k + (2 * size)));
            (dA * r).StoreUnsafe(ref g0, (nuint)(k + (3 * size)));
        }
    }

    /// <inheritdoc/>
    public static void Reference(
        Span<double> gates, ReadOnlySpan<double> h, ReadOnlySpan<double> memory, Span<double> nextH, Span<double> nextMemory, Span<double> tape)
    {
        int hidden = h.Length;
        for (int k = 0; k < hidden; k++)
        {
            double r = PortableMath.Sigmoid(gates[k]), z = PortableMath.Sigmoid(gates[hidden + k]);
            double n = PortableMath.Tanh(gates[(2 * hidden) + k] + (r * gates[(3 * hidden) + k]));
            (gates[k], gates[hidden + k], gates[(2 * hidden) + k]) = (r, z, n);
            nextH[k] = ((1 - z) * n) + (z * h[k]);
        }
    }

    /// <inheritdoc/>
    public static void ReferenceBackward(
        Span<double> gates,
        ReadOnlySpan<double> h,
        ReadOnlySpan<double> memory,
        ReadOnlySpan<double> tape,
        ReadOnlySpan<double> dh,
        Span<double> dhBefore,
        Span<double> dMemory)
    {
        int hidden = h.Length;
        for (int k = 0; k < hidden; k++)
        {
            double r = gates[k], z = gates[hidden + k], n = gates[(2 * hidden) + k], ofH = gates[(3 * hidden) + k];
            double dZ = dh[k] * (h[k] - n), dA = dh[k] * (1 - z) * (1 - (n * n));
            dhBefore[k] += dh[k] * z;
            gates[k] = dA * ofH * r * (1 - r);
            gates[hidden + k] = dZ * z * (1 - z);
            gates[(2 * hidden) + k] = dA;
            gates[(3 * hidden) + k] = dA * r;
        }
    }
}
