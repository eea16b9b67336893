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
        int size = memory.Data.Length;
        ref float g0 = ref gates.At(0);
        for (int n = 0; n < size; n += T.Width)
        {
            T i = LaneMath.Sigmoid(T.Load(ref g0, n));
            T f = LaneMath.Sigmoid(T.Load(ref g0, n + size));
            T g = LaneMath.Tanh(T.Load(ref g0, n + (2 * size)));
            T o = LaneMath.Sigmoid(T.Load(ref g0, n + (3 * size)));
            T state = T.Fma(f, T.Load(ref memory.At(0), n), i * g);
            T t = LaneMath.Tanh(state);

            i.Store(ref g0, n);
            f.Store(ref g0, n + size);
            g.Store(ref g0, n + (2 * size));
            o.Store(ref g0, n + (3 * size));
            state.Store(ref nextMemory.At(0), n);
            t.Store(ref tape.At(0), n);
            (o * t).Store(ref nextH.At(0), n);
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
        int size = memory.Data.Length;
        T one = T.Create(1);
        ref float g0 = ref gates.At(0);
        for (int n = 0; n < size; n += T.Width)
        {
            T i = T.Load(ref g0, n), f = T.Load(ref g0, n + size);
            T g = T.Load(ref g0, n + (2 * size)), o = T.Load(ref g0, n + (3 * size));
            T t = T.Load(ref tape.At(0), n);
            T dH = T.Load(ref dh.At(0), n);

            // h' = o tanh(c')
            T dO = dH * t;
            T dC = T.Fma(dH * o, T.Fnma(t, t, one), T.Load(ref dMemory.At(0), n));

            // c' = f c + i g
            T dI = dC * g, dG = dC * i, dF = dC * T.Load(ref memory.At(0), n);
            (dC * f).Store(ref dMemory.At(0), n);

            // sigmoid' = s (1 - s), tanh' = 1 - t^2
            (dI * i * (one - i)).Store(ref g0, n);
            (dF * f * (one - f)).Store(ref g0, n + size);
            (dG * T.Fnma(g, g, one)).Store(ref g0, n + (2 * size));
            (dO * o * (one - o)).Store(ref g0, n + (3 * size));
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
