using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace QSeq.Networks;

/// <summary>
/// The LSTM cell (QKAN-LSTM, Eq. 7). The four pre-activations stand one after another in the order i, f, g, o, as in
/// PyTorch; its memory is c, and it keeps tanh(c').
/// <code>
/// i = sigmoid(a_i)   f = sigmoid(a_f)   g = tanh(a_g)   o = sigmoid(a_o)
/// c' = f c + i g     h' = o tanh(c')
/// </code>
/// </summary>
public readonly struct LstmCell : ICell
{
    /// <inheritdoc/>
    public static int Gates => 4;

    /// <inheritdoc/>
    public static int Memory => 1;

    /// <inheritdoc/>
    public static int Tape => 1;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Forward(Rows gates, Rows h, Rows memory, Rows nextH, Rows nextMemory, Rows tape)
    {
        int size = memory.Data.Length;
        ref float g0 = ref gates.At(0);
        for (int n = 0; n < size; n += Lanes.Width)
        {
            Vector512<float> i = LaneMath.Sigmoid(Vector512.LoadUnsafe(ref g0, (nuint)n));
            Vector512<float> f = LaneMath.Sigmoid(Vector512.LoadUnsafe(ref g0, (nuint)(n + size)));
            Vector512<float> g = LaneMath.Tanh(Vector512.LoadUnsafe(ref g0, (nuint)(n + (2 * size))));
            Vector512<float> o = LaneMath.Sigmoid(Vector512.LoadUnsafe(ref g0, (nuint)(n + (3 * size))));
            Vector512<float> state = Lanes.Fma(f, Vector512.LoadUnsafe(ref memory.At(0), (nuint)n), i * g);
            Vector512<float> t = LaneMath.Tanh(state);

            i.StoreUnsafe(ref g0, (nuint)n);
            f.StoreUnsafe(ref g0, (nuint)(n + size));
            g.StoreUnsafe(ref g0, (nuint)(n + (2 * size)));
            o.StoreUnsafe(ref g0, (nuint)(n + (3 * size)));
            state.StoreUnsafe(ref nextMemory.At(0), (nuint)n);
            t.StoreUnsafe(ref tape.At(0), (nuint)n);
            (o * t).StoreUnsafe(ref nextH.At(0), (nuint)n);
        }
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Backward(Rows gates, Rows h, Rows memory, Rows tape, Rows dh, Rows dhBefore, Rows dMemory)
    {
        int size = memory.Data.Length;
        Vector512<float> one = Vector512<float>.One;
        ref float g0 = ref gates.At(0);
        for (int n = 0; n < size; n += Lanes.Width)
        {
            Vector512<float> i = Vector512.LoadUnsafe(ref g0, (nuint)n), f = Vector512.LoadUnsafe(ref g0, (nuint)(n + size));
            Vector512<float> g = Vector512.LoadUnsafe(ref g0, (nuint)(n + (2 * size))), o = Vector512.LoadUnsafe(ref g0, (nuint)(n + (3 * size)));
            Vector512<float> t = Vector512.LoadUnsafe(ref tape.At(0), (nuint)n);
            Vector512<float> dH = Vector512.LoadUnsafe(ref dh.At(0), (nuint)n);

            // h' = o tanh(c')
            Vector512<float> dO = dH * t;
            Vector512<float> dC = Lanes.Fma(dH * o, Lanes.Fma(-t, t, one), Vector512.LoadUnsafe(ref dMemory.At(0), (nuint)n));

            // c' = f c + i g
            Vector512<float> dI = dC * g, dG = dC * i, dF = dC * Vector512.LoadUnsafe(ref memory.At(0), (nuint)n);
            (dC * f).StoreUnsafe(ref dMemory.At(0), (nuint)n);

            // sigmoid' = s (1 - s), tanh' = 1 - t^2
            (dI * i * (one - i)).StoreUnsafe(ref g0, (nuint)n);
            (dF * f * (one - f)).StoreUnsafe(ref g0, (nuint)(n + size));
            (dG * Lanes.Fma(-g, g, one)).StoreUnsafe(ref g0, (nuint)(n + (2 * size)));
            (dO * o * (one - o)).StoreUnsafe(ref g0, (nuint)(n + (3 * size)));
        }
    }

    /// <inheritdoc/>
    public static void Reference(
        Span<double> gates, ReadOnlySpan<double> h, ReadOnlySpan<double> memory, Span<double> nextH, Span<double> nextMemory, Span<double> tape)
    {
        int hidden = memory.Length;
        for (int n = 0; n < hidden; n++)
        {
            double i = PortableMath.Sigmoid(gates[n]), f = PortableMath.Sigmoid(gates[hidden + n]);
            double g = PortableMath.Tanh(gates[(2 * hidden) + n]), o = PortableMath.Sigmoid(gates[(3 * hidden) + n]);
            (gates[n], gates[hidden + n], gates[(2 * hidden) + n], gates[(3 * hidden) + n]) = (i, f, g, o);
            nextMemory[n] = (f * memory[n]) + (i * g);
            tape[n] = PortableMath.Tanh(nextMemory[n]);
            nextH[n] = o * tape[n];
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
        int hidden = memory.Length;
        for (int n = 0; n < hidden; n++)
        {
            double i = gates[n], f = gates[hidden + n], g = gates[(2 * hidden) + n], o = gates[(3 * hidden) + n];

            // h' = o tanh(c')
            double dO = dh[n] * tape[n];
            double dC = dMemory[n] + (dh[n] * o * (1 - (tape[n] * tape[n])));

            // c' = f c + i g; sigmoid' = s (1 - s), tanh' = 1 - t^2
            gates[n] = dC * g * i * (1 - i);
            gates[hidden + n] = dC * memory[n] * f * (1 - f);
            gates[(2 * hidden) + n] = dC * i * (1 - (g * g));
            gates[(3 * hidden) + n] = dO * o * (1 - o);
            dMemory[n] = dC * f;
        }
    }
}
