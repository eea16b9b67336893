using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace QSeq.Quantum;

/// <summary>
/// Overlaps &lt;r|psi&gt; = sum_i conj(r_i) psi_i of reference states with the states of 16 samples: a product of matrices in
/// which every reference stands twice, as (re, im) and as (-im, re), without storing it twice. References and their gradient are
/// [count][2^n][re, im], states [blocks][2^n][re, im][16], overlaps [blocks][count][re, im][16].
/// </summary>
internal static class OverlapKernel
{
    /// <summary>re = sum rr pr + ri pi, im = sum rr pi - ri pr; sums run in index order, four references at a time.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Forward(ReadOnlySpan<float> references, int count, ReadOnlySpan<float> psi, Span<float> overlaps)
    {
        int size = psi.Length / Lanes.Width;
        ref float p = ref MemoryMarshal.GetReference(psi);
        ref float o = ref MemoryMarshal.GetReference(overlaps);
        int j = 0;
        for (; j + 4 <= count; j += 4)
        {
            ref float r0 = ref Unsafe.Add(ref MemoryMarshal.GetReference(references), j * size);
            ref float r1 = ref Unsafe.Add(ref r0, size);
            ref float r2 = ref Unsafe.Add(ref r1, size);
            ref float r3 = ref Unsafe.Add(ref r2, size);
            Vector512<float> re0 = default, im0 = default, re1 = default, im1 = default;
            Vector512<float> re2 = default, im2 = default, re3 = default, im3 = default;
            for (int i = 0; i < size; i += 2)
            {
                Vector512<float> re = Load(ref p, i), im = Load(ref p, i + 1);
                Add(ref r0, i, re, im, ref re0, ref im0);
                Add(ref r1, i, re, im, ref re1, ref im1);
                Add(ref r2, i, re, im, ref re2, ref im2);
                Add(ref r3, i, re, im, ref re3, ref im3);
            }

            Store(ref o, j, re0, im0);
            Store(ref o, j + 1, re1, im1);
            Store(ref o, j + 2, re2, im2);
            Store(ref o, j + 3, re3, im3);
        }

        for (; j < count; j++)
        {
            ref float r = ref Unsafe.Add(ref MemoryMarshal.GetReference(references), j * size);
            Vector512<float> re = default, im = default;
            for (int i = 0; i < size; i += 2) Add(ref r, i, Load(ref p, i), Load(ref p, i + 1), ref re, ref im);
            Store(ref o, j, re, im);
        }
    }

    /// <summary>dpr = sum_j rr dre - ri dim, dpi = sum_j ri dre + rr dim, for two amplitudes at a time.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void BackwardState(ReadOnlySpan<float> references, int count, ReadOnlySpan<float> dOverlaps, Span<float> dPsi)
    {
        int size = dPsi.Length / Lanes.Width;
        ref float d = ref MemoryMarshal.GetReference(dOverlaps);
        ref float p = ref MemoryMarshal.GetReference(dPsi);
        for (int i = 0; i < size; i += 4)
        {
            ref float r = ref Unsafe.Add(ref MemoryMarshal.GetReference(references), i);
            Vector512<float> re0 = default, im0 = default, re1 = default, im1 = default;
            for (int j = 0; j < count; j++)
            {
                Vector512<float> re = Load(ref d, 2 * j), im = Load(ref d, (2 * j) + 1);
                Vector512<float> rr = Vector512.Create(r), ri = Vector512.Create(Unsafe.Add(ref r, 1));
                re0 = Lanes.Fma(-ri, im, Lanes.Fma(rr, re, re0));
                im0 = Lanes.Fma(rr, im, Lanes.Fma(ri, re, im0));
                rr = Vector512.Create(Unsafe.Add(ref r, 2));
                ri = Vector512.Create(Unsafe.Add(ref r, 3));
                re1 = Lanes.Fma(-ri, im, Lanes.Fma(rr, re, re1));
                im1 = Lanes.Fma(rr, im, Lanes.Fma(ri, re, im1));
                r = ref Unsafe.Add(ref r, size);
            }

            Store(ref p, i / 2, re0, im0);
            Store(ref p, (i / 2) + 1, re1, im1);
        }
    }

    /// <summary>drr += sum dre pr + dim pi, dri += sum dre pi - dim pr over the samples of all blocks.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddReferences(ReadOnlySpan<float> psi, ReadOnlySpan<float> dOverlaps, int count, int dimension, Span<float> gradient)
    {
        int size = 2 * dimension, blocks = psi.Length / (size * Lanes.Width);
        for (int j = 0; j < count; j++)
        {
            Span<float> own = gradient.Slice(j * size, size);
            for (int i = 0; i < size; i += 4)
            {
                Vector512<float> re0 = default, im0 = default, re1 = default, im1 = default;
                for (int block = 0; block < blocks; block++)
                {
                    ref float d = ref Unsafe.Add(ref MemoryMarshal.GetReference(dOverlaps), ((block * count) + j) * 2 * Lanes.Width);
                    ref float p = ref Unsafe.Add(ref MemoryMarshal.GetReference(psi), ((block * size) + i) * Lanes.Width);
                    Vector512<float> dre = Load(ref d, 0), dim = Load(ref d, 1);
                    Vector512<float> pr = Load(ref p, 0), pi = Load(ref p, 1);
                    re0 = Lanes.Fma(dim, pi, Lanes.Fma(dre, pr, re0));
                    im0 = Lanes.Fma(-dim, pr, Lanes.Fma(dre, pi, im0));
                    pr = Load(ref p, 2);
                    pi = Load(ref p, 3);
                    re1 = Lanes.Fma(dim, pi, Lanes.Fma(dre, pr, re1));
                    im1 = Lanes.Fma(-dim, pr, Lanes.Fma(dre, pi, im1));
                }

                own[i] += Lanes.Sum(re0);
                own[i + 1] += Lanes.Sum(im0);
                own[i + 2] += Lanes.Sum(re1);
                own[i + 3] += Lanes.Sum(im1);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(ref float reference, int i, Vector512<float> pr, Vector512<float> pi, ref Vector512<float> re, ref Vector512<float> im)
    {
        Vector512<float> rr = Vector512.Create(Unsafe.Add(ref reference, i)), ri = Vector512.Create(Unsafe.Add(ref reference, i + 1));
        re = Lanes.Fma(ri, pi, Lanes.Fma(rr, pr, re));
        im = Lanes.Fma(-ri, pr, Lanes.Fma(rr, pi, im));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(ref float pairs, int index, Vector512<float> re, Vector512<float> im)
    {
        re.StoreUnsafe(ref pairs, (nuint)(2 * index * Lanes.Width));
        im.StoreUnsafe(ref pairs, (nuint)(((2 * index) + 1) * Lanes.Width));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Load(ref float rows, int index) => Vector512.LoadUnsafe(ref rows, (nuint)(index * Lanes.Width));
}
