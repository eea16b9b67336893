using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

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
            Amplitude sum0 = default, sum1 = default, sum2 = default, sum3 = default;
            for (int i = 0; i < size / 2; i++)
            {
                Amplitude a = Amplitude.Load(ref p, i);
                sum0 = Amplitude.Of(ref r0, i).ConjugateTimes(a, sum0);
                sum1 = Amplitude.Of(ref r1, i).ConjugateTimes(a, sum1);
                sum2 = Amplitude.Of(ref r2, i).ConjugateTimes(a, sum2);
                sum3 = Amplitude.Of(ref r3, i).ConjugateTimes(a, sum3);
            }

            sum0.Store(ref o, j);
            sum1.Store(ref o, j + 1);
            sum2.Store(ref o, j + 2);
            sum3.Store(ref o, j + 3);
        }

        for (; j < count; j++)
        {
            ref float r = ref Unsafe.Add(ref MemoryMarshal.GetReference(references), j * size);
            Amplitude sum = default;
            for (int i = 0; i < size / 2; i++) sum = Amplitude.Of(ref r, i).ConjugateTimes(Amplitude.Load(ref p, i), sum);
            sum.Store(ref o, j);
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
            Amplitude sum0 = default, sum1 = default;
            for (int j = 0; j < count; j++)
            {
                Amplitude overlap = Amplitude.Load(ref d, j);
                sum0 = Amplitude.Of(ref r, 0).Times(overlap, sum0);
                sum1 = Amplitude.Of(ref r, 1).Times(overlap, sum1);
                r = ref Unsafe.Add(ref r, size);
            }

            sum0.Store(ref p, i / 2);
            sum1.Store(ref p, (i / 2) + 1);
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
                Amplitude sum0 = default, sum1 = default;
                for (int block = 0; block < blocks; block++)
                {
                    ref float d = ref Unsafe.Add(ref MemoryMarshal.GetReference(dOverlaps), ((block * count) + j) * 2 * Lanes.Width);
                    ref float p = ref Unsafe.Add(ref MemoryMarshal.GetReference(psi), ((block * size) + i) * Lanes.Width);
                    Amplitude overlap = Amplitude.Load(ref d, 0);
                    sum0 = overlap.ConjugateTimes(Amplitude.Load(ref p, 0), sum0);
                    sum1 = overlap.ConjugateTimes(Amplitude.Load(ref p, 1), sum1);
                }

                own[i] += Lanes.Sum(sum0.Re);
                own[i + 1] += Lanes.Sum(sum0.Im);
                own[i + 2] += Lanes.Sum(sum1.Re);
                own[i + 3] += Lanes.Sum(sum1.Im);
            }
        }
    }
}
