using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace QSeq.Quantum;

/// <summary>
/// The kernel of one repeat, where the CNOTs of both states cancel: k = prod_q (1 + r_q(a).r_q(b))/2 with the Bloch vectors
/// r = (cos theta cos phi, cos theta sin phi, -sin theta). Pictures hold h = r/2, for which a factor is 1 - |h(a) - h(b)|^2:
/// it is 1 to the last bit where a = b, and keeps its digits nearby.
/// </summary>
internal sealed class ProductForm(int qubits) : KernelForm(qubits)
{
    public override float ThetaFactor => 1;

    public override int PictureRows => 3 * Qubits; // [qubit][x, y, z]

    public override int OverlapRows => 0;

    public override int SpareRows => 2 * Qubits; // factors; products of the factors behind a qubit

    public override int GradientSize => PictureRows * Lanes.Width; // kept lane by lane

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Picture(ReadOnlySpan<float> turns, Span<float> picture, Span<float> spare)
    {
        ref float t = ref MemoryMarshal.GetReference(turns);
        ref float h = ref MemoryMarshal.GetReference(picture);
        Vector512<float> half = Vector512.Create(0.5f);
        for (int q = 0; q < Qubits; q++)
        {
            Vector512<float> cos = half * Load(ref t, 4 * q);
            (cos * Load(ref t, (4 * q) + 2)).StoreUnsafe(ref At(ref h, 3 * q));
            (cos * Load(ref t, (4 * q) + 3)).StoreUnsafe(ref At(ref h, (3 * q) + 1));
            (-half * Load(ref t, (4 * q) + 1)).StoreUnsafe(ref At(ref h, (3 * q) + 2));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void PictureBackward(
        ReadOnlySpan<float> turns, ReadOnlySpan<float> picture, Span<float> dPicture, Span<float> dAngles, Span<float> spare)
    {
        ref float t = ref MemoryMarshal.GetReference(turns);
        ref float h = ref MemoryMarshal.GetReference(picture);
        ref float g = ref MemoryMarshal.GetReference(dPicture);
        ref float angles = ref MemoryMarshal.GetReference(dAngles);
        for (int q = 0; q < Qubits; q++)
        {
            Vector512<float> x = Load(ref h, 3 * q), y = Load(ref h, (3 * q) + 1), z = Load(ref h, (3 * q) + 2);
            Vector512<float> dx = Load(ref g, 3 * q), dy = Load(ref g, (3 * q) + 1), dz = Load(ref g, (3 * q) + 2);
            Vector512<float> cosTheta = Load(ref t, 4 * q), cosPhi = Load(ref t, (4 * q) + 2), sinPhi = Load(ref t, (4 * q) + 3);

            // h = (cos theta cos phi, cos theta sin phi, -sin theta)/2, so dh/dtheta = (z cos phi, z sin phi, -cos(theta)/2)
            // and dh/dphi = (-y, x, 0).
            Vector512<float> across = Lanes.Fma(dx, cosPhi, dy * sinPhi);
            Lanes.Fma(across, z, Vector512.Create(-0.5f) * cosTheta * dz).StoreUnsafe(ref At(ref angles, q));
            Lanes.Fma(dy, x, -(dx * y)).StoreUnsafe(ref At(ref angles, Qubits + q));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Compare(ReadOnlySpan<float> references, ReadOnlySpan<float> picture, Rows y, int lane, Span<float> overlaps)
    {
        ref float h = ref MemoryMarshal.GetReference(picture);
        for (int j = 0; j < y.Count; j++)
        {
            ref float r = ref Unsafe.Add(ref MemoryMarshal.GetReference(references), j * PictureRows);
            Vector512<float> product = Vector512<float>.One;
            for (int n = 0; n < PictureRows; n += 3)
                product *= Factor(ref h, ref r, n);
            product.StoreUnsafe(ref y.At(j), (nuint)lane);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void CompareBackward(
        ReadOnlySpan<float> references,
        ReadOnlySpan<float> picture,
        Rows dy,
        int lane,
        ReadOnlySpan<float> overlaps,
        Span<float> dOverlaps,
        Span<float> dPicture,
        Span<float> spare,
        Span<float> gradient)
    {
        // k = prod f_q, f_q = 1 - |d_q|^2, d = h - r, so dh_q = -2 dk d_q (prod of the f before q) (prod of those behind),
        // and dr_q = -dh_q. A quotient k/f_q would not do: f_q may be 0.
        dPicture.Clear();
        ref float h = ref MemoryMarshal.GetReference(picture);
        ref float dh = ref MemoryMarshal.GetReference(dPicture);
        ref float s = ref MemoryMarshal.GetReference(spare);
        for (int j = 0; j < dy.Count; j++)
        {
            ref float r = ref Unsafe.Add(ref MemoryMarshal.GetReference(references), j * PictureRows);
            ref float dr = ref Unsafe.Add(ref MemoryMarshal.GetReference(gradient), j * GradientSize);
            Vector512<float> behind = Vector512<float>.One;
            for (int q = Qubits - 1, n = 3 * q; q >= 0; q--, n -= 3)
            {
                Vector512<float> factor = Factor(ref h, ref r, n);
                factor.StoreUnsafe(ref At(ref s, q));
                behind.StoreUnsafe(ref At(ref s, Qubits + q));
                behind *= factor;
            }

            Vector512<float> before = Vector512.Create(-2f) * Vector512.LoadUnsafe(ref dy.At(j), (nuint)lane);
            for (int q = 0; q < Qubits; q++)
            {
                Vector512<float> g = before * Load(ref s, Qubits + q);
                before *= Load(ref s, q);
                for (int n = 3 * q; n < (3 * q) + 3; n++)
                {
                    Vector512<float> d = g * Difference(ref h, ref r, n);
                    Lanes.AddTo(ref At(ref dh, n), d);
                    if (!gradient.IsEmpty) Lanes.AddTo(ref At(ref dr, n), -d);
                }
            }
        }
    }

    public override void Gather(ReadOnlySpan<float> gradient, Span<float> dPicture, int lane)
    {
        for (int row = 0; row < PictureRows; row++) dPicture[(row * Lanes.Width) + lane] = RowKernel.LaneSum(gradient, row);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Factor(ref float h, ref float r, int n)
    {
        Vector512<float> x = Difference(ref h, ref r, n), y = Difference(ref h, ref r, n + 1), z = Difference(ref h, ref r, n + 2);
        return Lanes.Fma(-x, x, Lanes.Fma(-y, y, Lanes.Fma(-z, z, Vector512<float>.One)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Difference(ref float h, ref float r, int n) => Load(ref h, n) - Vector512.Create(Unsafe.Add(ref r, n));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ref float At(ref float rows, int index) => ref Unsafe.Add(ref rows, index * Lanes.Width);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Load(ref float rows, int index) => Vector512.LoadUnsafe(ref At(ref rows, index));
}
