using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace QSeq.Core;

/// <summary>
/// Elementary functions of a lane block, made of additions, fused multiply-adds and divisions alone, so that AVX-512,
/// AVX2 and plain scalar code give the same bits.
/// <list type="number">
/// <item>sin, cos: x = k pi/2 + r with pi/2 in three parts (Cody and Waite, 1980), polynomials in r on
/// [-pi/4, pi/4] (Cephes), quadrant from k mod 4; |x| above 32768 goes through <see cref="TrigReduction"/>.</item>
/// <item>sigmoid: 1/(1 + exp(-x)), exp as 2^n p(r) (Cephes).</item>
/// <item>tanh: the odd rational minimax function of degree 13/6 used by Eigen, clamped at 7.9053.</item>
/// </list>
/// </summary>
public static class LaneMath
{
    private const float TwoOverPi = 0.63661977f;
    private const float HalfPi1 = 1.5707964f;
    private const float HalfPi2 = -4.371139e-08f;
    private const float HalfPi3 = -1.7151245e-15f;
    private const float RoundingMagic = 12582912f; // 1.5 * 2^23: adding it rounds to the nearest integer

    /// <summary>The largest |x| of <see cref="SinCosNear(Vector512{float}, out Vector512{float}, out Vector512{float})"/>.</summary>
    public const float NearRange = 32768f;

    /// <summary>Sine and cosine. Largest error 2.5e-7 absolute over the whole range; NaN for NaN and infinities.</summary>
    /// <param name="x">16 angles.</param>
    /// <param name="sin">Their sines.</param>
    /// <param name="cos">Their cosines.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void SinCos(Vector512<float> x, out Vector512<float> sin, out Vector512<float> cos)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            SinCos(new Block512(x), out Block512 s, out Block512 c);
            (sin, cos) = (s.Value, c.Value);
        }
        else
        {
            SinCos(x.GetLower(), out Vector256<float> s0, out Vector256<float> c0);
            SinCos(x.GetUpper(), out Vector256<float> s1, out Vector256<float> c1);
            (sin, cos) = (Vector512.Create(s0, s1), Vector512.Create(c0, c1));
        }
    }

    /// <summary>The same bits where every |x| is known to be at most <see cref="NearRange"/>.</summary>
    /// <inheritdoc cref="SinCos(Vector512{float}, out Vector512{float}, out Vector512{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void SinCosNear(Vector512<float> x, out Vector512<float> sin, out Vector512<float> cos)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            SinCosNear(new Block512(x), out Block512 s, out Block512 c);
            (sin, cos) = (s.Value, c.Value);
        }
        else
        {
            SinCosNear(x.GetLower(), out Vector256<float> s0, out Vector256<float> c0);
            SinCosNear(x.GetUpper(), out Vector256<float> s1, out Vector256<float> c1);
            (sin, cos) = (Vector512.Create(s0, s1), Vector512.Create(c0, c1));
        }
    }

    /// <summary>1/(1 + exp(-x)).</summary>
    /// <param name="x">16 values.</param>
    /// <returns>Its value at each.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Sigmoid(Vector512<float> x) => Vector512.IsHardwareAccelerated
        ? Sigmoid(new Block512(x)).Value
        : Vector512.Create(Sigmoid(x.GetLower()), Sigmoid(x.GetUpper()));

    /// <summary>exp x for x in [-87, 88], clamped outside; NaN for NaN.</summary>
    /// <inheritdoc cref="Sigmoid(Vector512{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Exp(Vector512<float> x) => Vector512.IsHardwareAccelerated
        ? Exp(new Block512(x)).Value
        : Vector512.Create(Exp(x.GetLower()), Exp(x.GetUpper()));

    /// <summary>The hyperbolic tangent.</summary>
    /// <inheritdoc cref="Sigmoid(Vector512{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Tanh(Vector512<float> x) => Vector512.IsHardwareAccelerated
        ? Tanh(new Block512(x)).Value
        : Vector512.Create(Tanh(x.GetLower()), Tanh(x.GetUpper()));

    /// <inheritdoc cref="SinCos(Vector512{float}, out Vector512{float}, out Vector512{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void SinCos<T>(T x, out T sin, out T cos)
        where T : struct, IBlock<T>
    {
        T r = ReduceNear(x, out T quadrant);
        if (T.AnyGreater(T.Abs(x), T.Create(NearRange))) (r, quadrant) = ReduceFar(x, r, quadrant);
        Quadrant(r, quadrant, out sin, out cos);
    }

    /// <inheritdoc cref="SinCosNear(Vector512{float}, out Vector512{float}, out Vector512{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void SinCosNear<T>(T x, out T sin, out T cos)
        where T : struct, IBlock<T> => Quadrant(ReduceNear(x, out T quadrant), quadrant, out sin, out cos);

    /// <inheritdoc cref="Sigmoid(Vector512{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static T Sigmoid<T>(T x)
        where T : struct, IBlock<T> => T.Create(1) / (T.Create(1) + Exp(-x));

    /// <inheritdoc cref="Exp(Vector512{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static T Exp<T>(T x)
        where T : struct, IBlock<T>
    {
        x = Clamp(x, -87f, 88f);
        T shifted = T.Fma(x, T.Create(1.4426950409f), T.Create(RoundingMagic));
        T n = shifted - T.Create(RoundingMagic);
        T r = T.Fma(n, T.Create(-0.693359375f), x);
        r = T.Fma(n, T.Create(2.12194440e-4f), r);

        T p = T.Create(1.9875691500e-4f);
        p = T.Fma(p, r, T.Create(1.3981999507e-3f));
        p = T.Fma(p, r, T.Create(8.3334519073e-3f));
        p = T.Fma(p, r, T.Create(4.1665795894e-2f));
        p = T.Fma(p, r, T.Create(1.6666665459e-1f));
        p = T.Fma(p, r, T.Create(5.0000001201e-1f));
        p = T.Fma(p, r * r, r) + T.Create(1);

        // The integer n sits in the low bits of the shifted value; moved to the exponent field it multiplies by 2^n.
        return p * T.ShiftLeft(T.AddBits(shifted, T.CreateBits(127)), 23);
    }

    /// <inheritdoc cref="Tanh(Vector512{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static T Tanh<T>(T x)
        where T : struct, IBlock<T>
    {
        x = Clamp(x, -7.90531110763549805f, 7.90531110763549805f);
        T z = x * x;

        T p = T.Create(-2.76076847742355e-16f);
        p = T.Fma(p, z, T.Create(2.00018790482477e-13f));
        p = T.Fma(p, z, T.Create(-8.60467152213735e-11f));
        p = T.Fma(p, z, T.Create(5.12229709037114e-08f));
        p = T.Fma(p, z, T.Create(1.48572235717979e-05f));
        p = T.Fma(p, z, T.Create(6.37261928875436e-04f));
        p = T.Fma(p, z, T.Create(4.89352455891786e-03f)) * x;

        T q = T.Create(1.19825839466702e-06f);
        q = T.Fma(q, z, T.Create(1.18534705686654e-04f));
        q = T.Fma(q, z, T.Create(2.26843463243900e-03f));
        q = T.Fma(q, z, T.Create(4.89352518554385e-03f));
        return p / q;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Clamp<T>(T x, float low, float high)
        where T : struct, IBlock<T>
    {
        // Comparisons with NaN are false, so NaN passes through and a diverging run is seen.
        x = T.Select(T.Less(x, T.Create(low)), T.Create(low), x);
        return T.Select(T.Less(T.Create(high), x), T.Create(high), x);
    }

    // The quadrant is the lowest bits of the block.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T ReduceNear<T>(T x, out T quadrant)
        where T : struct, IBlock<T>
    {
        T shifted = T.Fma(x, T.Create(TwoOverPi), T.Create(RoundingMagic));
        T k = shifted - T.Create(RoundingMagic);
        T r = T.Fma(k, T.Create(-HalfPi1), x);
        r = T.Fma(k, T.Create(-HalfPi2), r);
        quadrant = shifted;
        return T.Fma(k, T.Create(-HalfPi3), r);
    }

    /// <summary>sin and cos of r + quadrant*pi/2 for |r| up to a little over pi/4.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Quadrant<T>(T r, T quadrant, out T sin, out T cos)
        where T : struct, IBlock<T>
    {
        T z = r * r;
        T s = T.Fma(T.Create(-1.9515295891e-4f), z, T.Create(8.3321608736e-3f));
        s = T.Fma(s, z, T.Create(-1.6666654611e-1f));
        s = T.Fma(s * z, r, r);
        T c = T.Fma(T.Create(2.443315711809948e-5f), z, T.Create(-1.388731625493765e-3f));
        c = T.Fma(c, z, T.Create(4.166664568298827e-2f));
        c = T.Fma(c, z * z, T.Fma(z, T.Create(-0.5f), T.Create(1)));

        T odd = T.EqualBits(quadrant & T.CreateBits(1), T.CreateBits(1));
        T.Exchange(odd, ref s, ref c);
        T sinSign = T.ShiftLeft(quadrant & T.CreateBits(2), 30);
        sin = s ^ sinSign;
        cos = c ^ sinSign ^ T.ShiftLeft(quadrant, 31); // negative in the quadrants 1 and 2
    }

    // Only far lanes are reduced anew, so that a sample's bits do not depend on its neighbours.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static (T R, T Quadrant) ReduceFar<T>(T x, T r, T quadrant)
        where T : struct, IBlock<T>
    {
        Span<float> angles = stackalloc float[Lanes.Width], reduced = stackalloc float[Lanes.Width], bits = stackalloc float[Lanes.Width];
        x.Store(ref angles[0], 0);
        r.Store(ref reduced[0], 0);
        quadrant.Store(ref bits[0], 0);
        for (int lane = 0; lane < T.Width; lane++)
        {
            if (!(MathF.Abs(angles[lane]) > NearRange)) continue;
            reduced[lane] = TrigReduction.Reduce(angles[lane], out int q);
            bits[lane] = BitConverter.Int32BitsToSingle(q);
        }

        return (T.Load(ref reduced[0], 0), T.Load(ref bits[0], 0));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void SinCos(Vector256<float> x, out Vector256<float> sin, out Vector256<float> cos)
    {
        if (Vector256.IsHardwareAccelerated)
        {
            SinCos(new Block256(x), out Block256 s, out Block256 c);
            (sin, cos) = (s.Value, c.Value);
        }
        else
        {
            SinCos(new Block128(x.GetLower()), out Block128 s0, out Block128 c0);
            SinCos(new Block128(x.GetUpper()), out Block128 s1, out Block128 c1);
            (sin, cos) = (Vector256.Create(s0.Value, s1.Value), Vector256.Create(c0.Value, c1.Value));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void SinCosNear(Vector256<float> x, out Vector256<float> sin, out Vector256<float> cos)
    {
        if (Vector256.IsHardwareAccelerated)
        {
            SinCosNear(new Block256(x), out Block256 s, out Block256 c);
            (sin, cos) = (s.Value, c.Value);
        }
        else
        {
            SinCosNear(new Block128(x.GetLower()), out Block128 s0, out Block128 c0);
            SinCosNear(new Block128(x.GetUpper()), out Block128 s1, out Block128 c1);
            (sin, cos) = (Vector256.Create(s0.Value, s1.Value), Vector256.Create(c0.Value, c1.Value));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Sigmoid(Vector256<float> x) => Vector256.IsHardwareAccelerated
        ? Sigmoid(new Block256(x)).Value
        : Vector256.Create(Sigmoid(new Block128(x.GetLower())).Value, Sigmoid(new Block128(x.GetUpper())).Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Exp(Vector256<float> x) => Vector256.IsHardwareAccelerated
        ? Exp(new Block256(x)).Value
        : Vector256.Create(Exp(new Block128(x.GetLower())).Value, Exp(new Block128(x.GetUpper())).Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Tanh(Vector256<float> x) => Vector256.IsHardwareAccelerated
        ? Tanh(new Block256(x)).Value
        : Vector256.Create(Tanh(new Block128(x.GetLower())).Value, Tanh(new Block128(x.GetUpper())).Value);

    /// <summary>Sine and cosine of every value of a buffer of whole lane blocks.</summary>
    /// <param name="x">The angles, a multiple of 16.</param>
    /// <param name="sin">As long; receives their sines.</param>
    /// <param name="cos">As long; receives their cosines.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void SinCos(ReadOnlySpan<float> x, Span<float> sin, Span<float> cos)
    {
        for (int n = 0; n < x.Length; n += Lanes.Width)
        {
            SinCos(Vector512.Create(x[n..]), out Vector512<float> s, out Vector512<float> c);
            s.CopyTo(sin[n..]);
            c.CopyTo(cos[n..]);
        }
    }
}
