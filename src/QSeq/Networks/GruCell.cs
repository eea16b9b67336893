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
    public static void Forward(Rows gates, Rows h, Rows memory, Rows nextH, Rows nextMemory, Rows tape)
    {
        if (Vector512.IsHardwareAccelerated) Forward<Block512>(gates, h, memory, nextH, nextMemory, tape);
        else if (Vector256.IsHardwareAccelerated) Forward<Block256>(gates, h, memory, nextH, nextMemory, tape);
        else Forward<Block128>(gates, h, memory, nextH, nextMemory, tape);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Forward<T>(Rows gates, Rows h, Rows memory, Rows nextH, Rows nextMemory, Rows tape)
        where T : struct, IBlock<T>
    {
        int size = h.Data.Length;
        ref float g0 = ref gates.At(0);
        for (int k = 0; k < size; k += T.Width)
        {
            T r = LaneMath.Sigmoid(T.Load(ref g0, k));
            T z = LaneMath.Sigmoid(T.Load(ref g0, k + size));
            T ofX = T.Load(ref g0, k + (2 * size)), ofH = T.Load(ref g0, k + (3 * size));
            T n = LaneMath.Tanh(T.Fma(r, ofH, ofX));
            r.Store(ref g0, k);
            z.Store(ref g0, k + size);
            n.Store(ref g0, k + (2 * size));
            T.Fma(z, T.Load(ref h.At(0), k) - n, n).Store(ref nextH.At(0), k);
        }
    }

    /// <inheritdoc/>
    public static void Backward(Rows gates, Rows h, Rows memory, Rows tape, Rows dh, Rows dhBefore, Rows dMemory)
    {
        if (Vector512.IsHardwareAccelerated) Backward<Block512>(gates, h, memory, tape, dh, dhBefore, dMemory);
        else if (Vector256.IsHardwareAccelerated) Backward<Block256>(gates, h, memory, tape, dh, dhBefore, dMemory);
        else Backward<Block128>(gates, h, memory, tape, dh, dhBefore, dMemory);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Backward<T>(Rows gates, Rows h, Rows memory, Rows tape, Rows dh, Rows dhBefore, Rows dMemory)
        where T : struct, IBlock<T>
    {
        int size = h.Data.Length;
        T one = T.Create(1);
        ref float g0 = ref gates.At(0);
        for (int k = 0; k < size; k += T.Width)
        {
            T r = T.Load(ref g0, k), z = T.Load(ref g0, k + size);
            T n = T.Load(ref g0, k + (2 * size)), ofH = T.Load(ref g0, k + (3 * size));
            T dH = T.Load(ref dh.At(0), k);

            // h' = (1 - z) n + z h, n = tanh(a_nx + r a_nh)
            T dZ = dH * (T.Load(ref h.At(0), k) - n), dA = dH * (one - z) * T.Fnma(n, n, one);
            (T.Load(ref dhBefore.At(0), k) + (dH * z)).Store(ref dhBefore.At(0), k);

            (dA * ofH * r * (one - r)).Store(ref g0, k);
            (dZ * z * (one - z)).Store(ref g0, k + size);
            dA.Store(ref g0, k + (2 * size));
            (dA * r).Store(ref g0, k + (3 * size));
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
