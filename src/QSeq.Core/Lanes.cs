using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace QSeq.Core;

/// <summary>
/// The lane block: 16 samples side by side in one <see cref="Vector512{T}"/> of single precision. Activations are
/// stored feature-major and sample-minor, [feature][sample], with the samples padded to whole blocks.
/// </summary>
public static class Lanes
{
    /// <summary>Samples in one lane block.</summary>
    public const int Width = 16;

    /// <summary>The smallest multiple of <see cref="Width"/> that holds <paramref name="samples"/>.</summary>
    /// <param name="samples">A number of samples, 0 or more.</param>
    /// <returns>The padded number.</returns>
    public static int Pad(int samples) => (samples + Width - 1) & -Width;

    /// <summary>The sum over a block in one fixed order, so that every vector width gives the same bits.</summary>
    /// <param name="v">The block.</param>
    /// <returns>The sum.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sum(Vector512<float> v)
    {
        Vector256<float> eight = v.GetLower() + v.GetUpper();
        Vector128<float> four = eight.GetLower() + eight.GetUpper();
        Vector128<float> two = four + Vector128.Shuffle(four, Vector128.Create(2, 3, 0, 1));
        return two.GetElement(0) + two.GetElement(1);
    }

    /// <summary>a*b + c with one rounding, in hardware or in software.</summary>
    /// <param name="a">A factor.</param>
    /// <param name="b">The other.</param>
    /// <param name="c">What is added.</param>
    /// <returns>a*b + c.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Fma(Vector512<float> a, Vector512<float> b, Vector512<float> c) =>
        Vector512.FusedMultiplyAdd(a, b, c);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void AddTo(ref float target, Vector512<float> value) =>
        (Vector512.LoadUnsafe(ref target) + value).StoreUnsafe(ref target);
}
