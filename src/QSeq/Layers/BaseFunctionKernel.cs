using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace QSeq.Layers;

/// <summary>The base functions of a QKAN edge and their derivatives, over rows of samples.</summary>
internal static class BaseFunctionKernel
{
    /// <summary>value = f(x) for every sample.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Evaluate(BaseFunction function, Rows x, Rows value)
    {
        ref float source = ref x.At(0);
        ref float target = ref value.At(0);
        for (int n = 0; n < x.Data.Length; n += Lanes.Width)
        {
            Vector512<float> v = Vector512.LoadUnsafe(ref source, (nuint)n);
            Vector512<float> y = function switch
            {
                BaseFunction.Silu => v * LaneMath.Sigmoid(v),
                BaseFunction.Tanh => LaneMath.Tanh(v),
                BaseFunction.Relu => Relu(v),
                _ => v,
            };
            y.StoreUnsafe(ref target, (nuint)n);
        }
    }

    /// <summary>value = f(x) and slope = f'(x) for every sample.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Evaluate(BaseFunction function, Rows x, Rows value, Rows slope)
    {
        ref float source = ref x.At(0);
        ref float target = ref value.At(0);
        ref float derivative = ref slope.At(0);
        Vector512<float> one = Vector512<float>.One;
        for (int n = 0; n < x.Data.Length; n += Lanes.Width)
        {
            Vector512<float> v = Vector512.LoadUnsafe(ref source, (nuint)n), y, d;
            switch (function)
            {
                case BaseFunction.Silu: // (x s)' = s + x s (1 - s)
                    Vector512<float> s = LaneMath.Sigmoid(v);
                    y = v * s;
                    d = Lanes.Fma(y, one - s, s);
                    break;
                case BaseFunction.Tanh: // 1 - tanh^2
                    y = LaneMath.Tanh(v);
                    d = Lanes.Fma(-y, y, one);
                    break;
                case BaseFunction.Relu:
                    y = Relu(v);
                    d = one & Vector512.GreaterThan(v, default);
                    break;
                default:
                    y = v;
                    d = one;
                    break;
            }

            y.StoreUnsafe(ref target, (nuint)n);
            d.StoreUnsafe(ref derivative, (nuint)n);
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
    private static Vector512<float> Relu(Vector512<float> x) => Vector512.ConditionalSelect(Vector512.LessThan(x, default), default, x);
}
