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

    /// <summary>The largest |x| of <see cref="SinCosNear"/>.</summary>
    public const float NearRange = 32768f;

    /// <summary>Sine and cosine. Largest error 2.5e-7 absolute over the whole range; NaN for NaN and infinities.</summary>
    /// <param name="x">16 angles.</param>
    /// <param name="sin">Their sines.</param>
    /// <param name="cos">Their cosines.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void SinCos(Vector512<float> x, out Vector512<float> sin, out Vector512<float> cos)
    {
        Vector512<float> r = ReduceNear(x, out Vector512<int> quadrant);
        if (Vector512.GreaterThanAny(Vector512.Abs(x), Vector512.Create(NearRange))) (r, quadrant) = ReduceFar(x, r, quadrant);
        Quadrant(r, quadrant, out sin, out cos);
    }

    /// <summary>The same bits where every |x| is known to be at most <see cref="NearRange"/>.</summary>
    /// <inheritdoc cref="SinCos(Vector512{float}, out Vector512{float}, out Vector512{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void SinCosNear(Vector512<float> x, out Vector512<float> sin, out Vector512<float> cos) =>
        Quadrant(ReduceNear(x, out Vector512<int> quadrant), quadrant, out sin, out cos);

    /// <summary>1/(1 + exp(-x)).</summary>
    /// <param name="x">16 values.</param>
    /// <returns>Its value at each.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Sigmoid(Vector512<float> x) => Vector512<float>.One / (Vector512<float>.One + Exp(-x));

    /// <summary>exp x for x in [-87, 88], clamped outside; NaN for NaN.</summary>
    /// <inheritdoc cref="Sigmoid"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Exp(Vector512<float> x)
    {
        x = Clamp(x, -87f, 88f);
        Vector512<float> shifted = Lanes.Fma(x, Vector512.Create(1.4426950409f), Vector512.Create(RoundingMagic));
        Vector512<float> n = shifted - Vector512.Create(RoundingMagic);
        Vector512<float> r = Lanes.Fma(n, Vector512.Create(-0.693359375f), x);
        r = Lanes.Fma(n, Vector512.Create(2.12194440e-4f), r);

        Vector512<float> p = Vector512.Create(1.9875691500e-4f);
        p = Lanes.Fma(p, r, Vector512.Create(1.3981999507e-3f));
        p = Lanes.Fma(p, r, Vector512.Create(8.3334519073e-3f));
        p = Lanes.Fma(p, r, Vector512.Create(4.1665795894e-2f));
        p = Lanes.Fma(p, r, Vector512.Create(1.6666665459e-1f));
        p = Lanes.Fma(p, r, Vector512.Create(5.0000001201e-1f));
        p = Lanes.Fma(p, r * r, r) + Vector512<float>.One;

        // The integer n sits in the low bits of the shifted value; moved to the exponent field it multiplies by 2^n.
        Vector512<int> power = Vector512.ShiftLeft(shifted.AsInt32() + Vector512.Create(127), 23);
        return p * power.AsSingle();
    }

    /// <summary>The hyperbolic tangent.</summary>
    /// <inheritdoc cref="Sigmoid"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Tanh(Vector512<float> x)
    {
        x = Clamp(x, -7.90531110763549805f, 7.90531110763549805f);
        Vector512<float> z = x * x;

        Vector512<float> p = Vector512.Create(-2.76076847742355e-16f);
        p = Lanes.Fma(p, z, Vector512.Create(2.00018790482477e-13f));
        p = Lanes.Fma(p, z, Vector512.Create(-8.60467152213735e-11f));
        p = Lanes.Fma(p, z, Vector512.Create(5.12229709037114e-08f));
        p = Lanes.Fma(p, z, Vector512.Create(1.48572235717979e-05f));
        p = Lanes.Fma(p, z, Vector512.Create(6.37261928875436e-04f));
        p = Lanes.Fma(p, z, Vector512.Create(4.89352455891786e-03f)) * x;

        Vector512<float> q = Vector512.Create(1.19825839466702e-06f);
        q = Lanes.Fma(q, z, Vector512.Create(1.18534705686654e-04f));
        q = Lanes.Fma(q, z, Vector512.Create(2.26843463243900e-03f));
        q = Lanes.Fma(q, z, Vector512.Create(4.89352518554385e-03f));
        return p / q;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Clamp(Vector512<float> x, float low, float high)
    {
        // Comparisons with NaN are false, so NaN passes through and a diverging run is seen.
        x = Vector512.ConditionalSelect(Vector512.LessThan(x, Vector512.Create(low)), Vector512.Create(low), x);
        return Vector512.ConditionalSelect(Vector512.GreaterThan(x, Vector512.Create(high)), Vector512.Create(high), x);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> ReduceNear(Vector512<float> x, out Vector512<int> quadrant)
    {
        Vector512<float> shifted = Lanes.Fma(x, Vector512.Create(TwoOverPi), Vector512.Create(RoundingMagic));
        Vector512<float> k = shifted - Vector512.Create(RoundingMagic);
        Vector512<float> r = Lanes.Fma(k, Vector512.Create(-HalfPi1), x);
        r = Lanes.Fma(k, Vector512.Create(-HalfPi2), r);
        quadrant = shifted.AsInt32();
        return Lanes.Fma(k, Vector512.Create(-HalfPi3), r);
    }

    /// <summary>sin and cos of r + quadrant*pi/2 for |r| up to a little over pi/4.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Quadrant(Vector512<float> r, Vector512<int> quadrant, out Vector512<float> sin, out Vector512<float> cos)
    {
        Vector512<float> z = r * r;
        Vector512<float> s = Lanes.Fma(Vector512.Create(-1.9515295891e-4f), z, Vector512.Create(8.3321608736e-3f));
        s = Lanes.Fma(s, z, Vector512.Create(-1.6666654611e-1f));
        s = Lanes.Fma(s * z, r, r);
        Vector512<float> c = Lanes.Fma(Vector512.Create(2.443315711809948e-5f), z, Vector512.Create(-1.388731625493765e-3f));
        c = Lanes.Fma(c, z, Vector512.Create(4.166664568298827e-2f));
        c = Lanes.Fma(c, z * z, Lanes.Fma(z, Vector512.Create(-0.5f), Vector512<float>.One));

        Vector512<float> odd = Vector512.Equals(quadrant & Vector512<int>.One, Vector512<int>.One).AsSingle();
        Vector512<int> sinSign = Vector512.ShiftLeft(quadrant & Vector512.Create(2), 30);
        Vector512<int> cosSign = Vector512.ShiftLeft((quadrant + Vector512<int>.One) & Vector512.Create(2), 30);
        sin = Vector512.ConditionalSelect(odd, c, s) ^ sinSign.AsSingle();
        cos = Vector512.ConditionalSelect(odd, s, c) ^ cosSign.AsSingle();
    }

    // Only far lanes are reduced anew, so that a sample's bits do not depend on its neighbours.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static (Vector512<float> R, Vector512<int> Quadrant) ReduceFar(Vector512<float> x, Vector512<float> r, Vector512<int> quadrant)
    {
        for (int lane = 0; lane < Lanes.Width; lane++)
        {
            if (!(MathF.Abs(x.GetElement(lane)) > NearRange)) continue;
            float reduced = TrigReduction.Reduce(x.GetElement(lane), out int q);
            r = r.WithElement(lane, reduced);
            quadrant = quadrant.WithElement(lane, q);
        }

        return (r, quadrant);
    }

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
