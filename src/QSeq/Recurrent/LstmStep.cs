using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using QSeq.Core;

namespace QSeq.Recurrent;

/// <summary>
/// One step of the LSTM cell behind its gate map (QKAN-LSTM, Eq. 7), elementwise on [hidden][lanes]. The four
/// pre-activations stand one after another in the order i, f, g, o, as in PyTorch.
/// <code>
/// i = sigmoid(a_i)   f = sigmoid(a_f)   g = tanh(a_g)   o = sigmoid(a_o)
/// c' = f c + i g     h' = o tanh(c')
/// </code>
/// </summary>
internal static class LstmStep
{
    /// <param name="gates">[4*hidden][lanes]: pre-activations in, activations out.</param>
    /// <param name="c">[hidden][lanes], the cell state before.</param>
    /// <param name="next">[hidden][lanes], receives the cell state after.</param>
    /// <param name="tanh">[hidden][lanes], receives tanh of it.</param>
    /// <param name="h">[hidden][lanes], receives the hidden state.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Forward(Rows gates, Rows c, Rows next, Rows tanh, Rows h)
    {
        int size = c.Data.Length;
        ref float g0 = ref gates.At(0);
        for (int n = 0; n < size; n += Lanes.Width)
        {
            Vector512<float> i = LaneMath.Sigmoid(Vector512.LoadUnsafe(ref g0, (nuint)n));
            Vector512<float> f = LaneMath.Sigmoid(Vector512.LoadUnsafe(ref g0, (nuint)(n + size)));
            Vector512<float> g = LaneMath.Tanh(Vector512.LoadUnsafe(ref g0, (nuint)(n + (2 * size))));
            Vector512<float> o = LaneMath.Sigmoid(Vector512.LoadUnsafe(ref g0, (nuint)(n + (3 * size))));
            Vector512<float> state = Lanes.Fma(f, Vector512.LoadUnsafe(ref c.At(0), (nuint)n), i * g);
            Vector512<float> t = LaneMath.Tanh(state);

            i.StoreUnsafe(ref g0, (nuint)n);
            f.StoreUnsafe(ref g0, (nuint)(n + size));
            g.StoreUnsafe(ref g0, (nuint)(n + (2 * size)));
            o.StoreUnsafe(ref g0, (nuint)(n + (3 * size)));
            state.StoreUnsafe(ref next.At(0), (nuint)n);
            t.StoreUnsafe(ref tanh.At(0), (nuint)n);
            (o * t).StoreUnsafe(ref h.At(0), (nuint)n);
        }
    }

    /// <param name="gates">[4*hidden][lanes]: activations in, gradients of the pre-activations out.</param>
    /// <param name="c">[hidden][lanes], the cell state before the step.</param>
    /// <param name="tanh">[hidden][lanes], tanh of the cell state after it.</param>
    /// <param name="dh">[hidden][lanes], gradient of the hidden state after it.</param>
    /// <param name="dc">[hidden][lanes]: gradient of the cell state after the step in, before it out.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Backward(Rows gates, Rows c, Rows tanh, Rows dh, Rows dc)
    {
        int size = c.Data.Length;
        Vector512<float> one = Vector512<float>.One;
        ref float g0 = ref gates.At(0);
        for (int n = 0; n < size; n += Lanes.Width)
        {
            Vector512<float> i = Vector512.LoadUnsafe(ref g0, (nuint)n), f = Vector512.LoadUnsafe(ref g0, (nuint)(n + size));
            Vector512<float> g = Vector512.LoadUnsafe(ref g0, (nuint)(n + (2 * size))), o = Vector512.LoadUnsafe(ref g0, (nuint)(n + (3 * size)));
            Vector512<float> t = Vector512.LoadUnsafe(ref tanh.At(0), (nuint)n);
            Vector512<float> dH = Vector512.LoadUnsafe(ref dh.At(0), (nuint)n);

            // h' = o tanh(c')
            Vector512<float> dO = dH * t;
            Vector512<float> dC = Lanes.Fma(dH * o, Lanes.Fma(-t, t, one), Vector512.LoadUnsafe(ref dc.At(0), (nuint)n));

            // c' = f c + i g
            Vector512<float> dI = dC * g, dG = dC * i, dF = dC * Vector512.LoadUnsafe(ref c.At(0), (nuint)n);
            (dC * f).StoreUnsafe(ref dc.At(0), (nuint)n);

            // sigmoid' = s (1 - s), tanh' = 1 - t^2
            (dI * i * (one - i)).StoreUnsafe(ref g0, (nuint)n);
            (dF * f * (one - f)).StoreUnsafe(ref g0, (nuint)(n + size));
            (dG * Lanes.Fma(-g, g, one)).StoreUnsafe(ref g0, (nuint)(n + (2 * size)));
            (dO * o * (one - o)).StoreUnsafe(ref g0, (nuint)(n + (3 * size)));
        }
    }

    /// <summary>One step for one sample in double precision; <paramref name="h"/> and <paramref name="c"/> move on.</summary>
    public static void Reference(ReadOnlySpan<double> gates, Span<double> h, Span<double> c)
    {
        static double Sigmoid(double a) => 1 / (1 + Math.Exp(-a));

        int hidden = h.Length;
        for (int n = 0; n < hidden; n++)
        {
            c[n] = (Sigmoid(gates[hidden + n]) * c[n]) + (Sigmoid(gates[n]) * Math.Tanh(gates[(2 * hidden) + n]));
            h[n] = Sigmoid(gates[(3 * hidden) + n]) * Math.Tanh(c[n]);
        }
    }
}
