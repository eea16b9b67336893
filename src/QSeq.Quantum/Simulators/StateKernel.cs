using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using QSeq.Quantum.Circuits;
using V = System.Runtime.Intrinsics.Vector512<double>;

namespace QSeq.Quantum.Simulators;

/// <summary>
/// Gates on blocks of amplitudes, 8 at a time. A bit of the index below 3 lies inside a vector: there the partner of every
/// amplitude is a fixed exchange of lanes, and coefficients differ from lane to lane.
/// </summary>
internal static class StateKernel
{
    public const int Width = 8; // amplitudes of a vector

    private const int LaneBits = 3;

    /// <summary>Applies a step, its bits within the block, to amplitudes in whole vectors.</summary>
    public static void Apply(StateStep step, Span<double> re, Span<double> im)
    {
        if (step.Joins || (step.Matrix.IsReal && !step.Matrix.IsDiagonal))
        {
            Part(step, re);
            Part(step, im);
        }
        else if (step.Matrix.IsDiagonal) Diagonal(step.Matrix, step.First, re, im);
        else if (step.First < LaneBits) Inside(step.Matrix, step.First, re, im);
        else Across(step.Matrix, step.First, re, im);
    }

    // What does the same to real and imaginary parts.
    private static void Part(StateStep step, Span<double> part)
    {
        switch (step.Kind)
        {
            case GateKind.CNOT:
                Cnot(part, step.First, step.Second);
                break;
            case GateKind.CZ:
                Cz(part, step.First, step.Second);
                break;
            case GateKind.SWAP:
                Cnot(part, step.First, step.Second);
                Cnot(part, step.Second, step.First);
                Cnot(part, step.First, step.Second);
                break;
            default:
                Real(step.Matrix, step.First, part);
                break;
        }
    }

    // (x, y) -> (a x + b y, c x + d y), real: real and imaginary parts apart.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Real(KrausOperator g, int bit, Span<double> part)
    {
        ref double p = ref MemoryMarshal.GetReference(part);
        if (bit < LaneBits)
        {
            V own = Lanes(bit, g.K00.Real, g.K11.Real), other = Lanes(bit, g.K01.Real, g.K10.Real);
            for (int n = 0; n < part.Length; n += Width)
            {
                V v = Load(ref p, n);
                Store(ref p, n, Fma(own, v, other * Partner(v, bit)));
            }

            return;
        }

        V a = V512(g.K00.Real), b = V512(g.K01.Real), c = V512(g.K10.Real), d = V512(g.K11.Real);
        int step = 1 << bit;
        for (int i = 0; i < part.Length; i += 2 * step)
        {
            for (int n = i; n < i + step; n += Width)
            {
                V x = Load(ref p, n), y = Load(ref p, n + step);
                Store(ref p, n, Fma(a, x, b * y));
                Store(ref p, n + step, Fma(c, x, d * y));
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Across(KrausOperator g, int bit, Span<double> re, Span<double> im)
    {
        ref double r = ref MemoryMarshal.GetReference(re);
        ref double s = ref MemoryMarshal.GetReference(im);
        V aRe = V512(g.K00.Real), aIm = V512(g.K00.Imaginary), bRe = V512(g.K01.Real), bIm = V512(g.K01.Imaginary);
        V cRe = V512(g.K10.Real), cIm = V512(g.K10.Imaginary), dRe = V512(g.K11.Real), dIm = V512(g.K11.Imaginary);
        int step = 1 << bit;
        for (int i = 0; i < re.Length; i += 2 * step)
        {
            for (int n = i; n < i + step; n += Width)
            {
                V xRe = Load(ref r, n), xIm = Load(ref s, n), yRe = Load(ref r, n + step), yIm = Load(ref s, n + step);
                Store(ref r, n, Fma(aRe, xRe, Fma(-aIm, xIm, Fma(bRe, yRe, -(bIm * yIm)))));
                Store(ref s, n, Fma(aRe, xIm, Fma(aIm, xRe, Fma(bRe, yIm, bIm * yRe))));
                Store(ref r, n + step, Fma(cRe, xRe, Fma(-cIm, xIm, Fma(dRe, yRe, -(dIm * yIm)))));
                Store(ref s, n + step, Fma(cRe, xIm, Fma(cIm, xRe, Fma(dRe, yIm, dIm * yRe))));
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Inside(KrausOperator g, int bit, Span<double> re, Span<double> im)
    {
        ref double r = ref MemoryMarshal.GetReference(re);
        ref double s = ref MemoryMarshal.GetReference(im);
        V ownRe = Lanes(bit, g.K00.Real, g.K11.Real), ownIm = Lanes(bit, g.K00.Imaginary, g.K11.Imaginary);
        V otherRe = Lanes(bit, g.K01.Real, g.K10.Real), otherIm = Lanes(bit, g.K01.Imaginary, g.K10.Imaginary);
        for (int n = 0; n < re.Length; n += Width)
        {
            V xRe = Load(ref r, n), xIm = Load(ref s, n), yRe = Partner(xRe, bit), yIm = Partner(xIm, bit);
            Store(ref r, n, Fma(ownRe, xRe, Fma(-ownIm, xIm, Fma(otherRe, yRe, -(otherIm * yIm)))));
            Store(ref s, n, Fma(ownRe, xIm, Fma(ownIm, xRe, Fma(otherRe, yIm, otherIm * yRe))));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Diagonal(KrausOperator g, int bit, Span<double> re, Span<double> im)
    {
        ref double r = ref MemoryMarshal.GetReference(re);
        ref double s = ref MemoryMarshal.GetReference(im);
        bool inside = bit < LaneBits;
        V zeroRe = inside ? Lanes(bit, g.K00.Real, g.K11.Real) : V512(g.K00.Real), zeroIm = inside ? Lanes(bit, g.K00.Imaginary, g.K11.Imaginary) : V512(g.K00.Imaginary);
        V oneRe = inside ? zeroRe : V512(g.K11.Real), oneIm = inside ? zeroIm : V512(g.K11.Imaginary);
        for (int n = 0; n < re.Length; n += Width)
        {
            bool one = (n >> bit & 1) != 0;
            V fRe = one ? oneRe : zeroRe, fIm = one ? oneIm : zeroIm, xRe = Load(ref r, n), xIm = Load(ref s, n);
            Store(ref r, n, Fma(fRe, xRe, -(fIm * xIm)));
            Store(ref s, n, Fma(fRe, xIm, fIm * xRe));
        }
    }

    // Exchanges the amplitudes of the target's bit where the control's is 1.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Cnot(Span<double> part, int control, int target)
    {
        ref double p = ref MemoryMarshal.GetReference(part);
        V where = control < LaneBits ? Lanes(control, 0, AllBits) : V512(AllBits);
        int must = control < LaneBits ? 0 : 1 << control;
        if (target < LaneBits)
        {
            for (int n = 0; n < part.Length; n += Width)
            {
                if ((n & must) != must) continue;
                V v = Load(ref p, n);
                Store(ref p, n, Vector512.ConditionalSelect(where, Partner(v, target), v));
            }

            return;
        }

        int step = 1 << target;
        for (int i = 0; i < part.Length; i += 2 * step)
        {
            for (int n = i; n < i + step; n += Width)
            {
                if ((n & must) != must) continue;
                V x = Load(ref p, n), y = Load(ref p, n + step);
                Store(ref p, n, Vector512.ConditionalSelect(where, y, x));
                Store(ref p, n + step, Vector512.ConditionalSelect(where, x, y));
            }
        }
    }

    // The opposite sign where both bits are 1.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Cz(Span<double> part, int first, int second)
    {
        ref double p = ref MemoryMarshal.GetReference(part);
        V sign = V512(-0.0);
        int must = 0;
        foreach (int bit in (ReadOnlySpan<int>)[first, second])
        {
            if (bit < LaneBits) sign &= Lanes(bit, 0, AllBits);
            else must |= 1 << bit;
        }

        for (int n = 0; n < part.Length; n += Width)
            if ((n & must) == must) Store(ref p, n, Load(ref p, n) ^ sign);
    }

    private static double AllBits => BitConverter.UInt64BitsToDouble(ulong.MaxValue);

    // One value in the lanes whose number has a 0 at the bit, another where it has a 1.
    private static V Lanes(int bit, double zero, double one)
    {
        V v = V512(zero);
        for (int lane = 0; lane < Width; lane++)
            if ((lane >> bit & 1) != 0) v = v.AsUInt64().WithElement(lane, BitConverter.DoubleToUInt64Bits(one)).AsDouble();
        return v;
    }

    // Every lane's partner, whose number differs at the bit.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Partner(V v, int bit) => bit switch
    {
        0 => Vector512.Shuffle(v, Vector512.Create(1L, 0, 3, 2, 5, 4, 7, 6)),
        1 => Vector512.Shuffle(v, Vector512.Create(2L, 3, 0, 1, 6, 7, 4, 5)),
        _ => Vector512.Shuffle(v, Vector512.Create(4L, 5, 6, 7, 0, 1, 2, 3)),
    };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Fma(V a, V b, V c) => Vector512.FusedMultiplyAdd(a, b, c);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V V512(double value) => Vector512.Create(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Load(ref double p, int at) => Vector512.LoadUnsafe(ref p, (nuint)at);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(ref double p, int at, V value) => value.StoreUnsafe(ref p, (nuint)at);
}
