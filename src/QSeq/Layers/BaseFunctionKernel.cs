using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace QSeq.Layers;

/// <summary>The base functions of a QKAN edge and their derivatives, over rows of samples.</summary>
internal static class BaseFunctionKernel
{
    /// <summary>value = f(x) for every sample.</summary>
    public static void Evaluate(BaseFunction function, Rows x, Rows value)
    {
        if (Vector512.IsHardwareAccelerated) Evaluate<Block512>(function, x, value);
        else if (Vector256.IsHardwareAccelerated) Evaluate<Block256>(function, x, value);
        else Evaluate<Block128>(function, x, value);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Evaluate<T>(BaseFunction function, Rows x, Rows value)
        where T : struct, IBlock<T>
    {
        ref float source = ref x.At(0);
        ref float target = ref value.At(0);
        for (int n = 0; n < x.Data.Length; n += T.Width)
        {
            T v = T.Load(ref source, n);
            T y = function switch
            {
                BaseFunction.Silu => v * LaneMath.Sigmoid(v),
                BaseFunction.Tanh => LaneMath.Tanh(v),
                BaseFunction.Relu => Relu(v),
                _ => v,
            };
            y.Store(ref target, n);
        }
    }

    /// <summary>value = f(x) and slope = f'(x) for every sample.</summary>
    public static void Evaluate(BaseFunction function, Rows x, Rows value, Rows slope)
    {
        if (Vector512.IsHardwareAccelerated) Evaluate<Block512>(function, x, value, slope);
        else if (Vector256.IsHardwareAccelerated) Evaluate<Block256>(function, x, value, slope);
        else Evaluate<Block128>(function, x, value, slope);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Evaluate<T>(BaseFunction function, Rows x, Rows value, Rows slope)
        where T : struct, IBlock<T>
    {
        ref float source = ref x.At(0);
        ref float target = ref value.At(0);
        ref float derivative = ref slope.At(0);
        T one = T.Create(1);
        for (int n = 0; n < x.Data.Length; n += T.Width)
        {
            T v = T.Load(ref source, n), y, d;
            switch (function)
            {
                case BaseFunction.Silu: // (x s)' = s + x s (1 - s)
                    T s = LaneMath.Sigmoid(v);
                    y = v * s;
                    d = T.Fma(y, one - s, s);
                    break;
                case BaseFunction.Tanh: // 1 - tanh^2
                    y = LaneMath.Tanh(v);
                    d = T.Fnma(y, y, one);
                    break;
                case BaseFunction.Relu:
                    y = Relu(v);
                    d = one & T.Less(default, v);
                    break;
                default:
                    y = v;
                    d = one;
                    break;
            }

            y.Store(ref target, n);
            d.Store(ref derivative, n);
        }
    }

    /// <summary>The plain double-precision form.</summary>
    public static double Reference(BaseFunction function, double x) => function switch
    {
        BaseFunction.Silu => x / (1 + Math.Exp(-x)),
        BaseFunction.None => 0,
        BaseFunction.Tanh => Math.Tanh(x),
        BaseFunction.Relu => Math.Max(x, 0),
        _ => x,
    };

    /// <summary>f(x) and f'(x) in double precision with the same bits everywhere, for what is trained on circuits' outcomes.</summary>
    public static double Portable(BaseFunction function, double x, out double slope)
    {
        double s = 1 / (1 + PortableMath.Exp(-x)), t = 1 - (2 / (1 + PortableMath.Exp(2 * x)));
        (double y, slope) = function switch
        {
            BaseFunction.Silu => (x * s, s + (x * s * (1 - s))),
            BaseFunction.None => (0.0, 0.0),
            BaseFunction.Tanh => (t, 1 - (t * t)),
            BaseFunction.Relu => (x < 0 ? 0 : x, x > 0 ? 1 : 0),
            _ => (x, 1),
        };
        return y;
    }

    // NaN is not less than 0, so it passes and a diverging run is seen.
    private static T Relu<T>(T x)
        where T : struct, IBlock<T> => T.Select(T.Less(x, default), default, x);
}
