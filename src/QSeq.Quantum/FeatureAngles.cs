using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace QSeq.Quantum;

/// <summary>
/// Where features meet qubits: theta_q = phi_q = s_q x_q with a qubit for each feature, otherwise the scaled feature k is
/// added to angle k mod 2n of (theta_0..theta_n-1, phi_0..phi_n-1).
/// </summary>
internal sealed class FeatureAngles(int inputs, int qubits)
{
    private bool Same => inputs == qubits;

    /// <summary>Rows of what <see cref="Turns"/> writes.</summary>
    public int TurnRows => 4 * qubits;

    /// <summary>
    /// Cosine and sine of factor*theta and of phi for the 16 samples from <paramref name="lane"/> on, [qubits][cos theta,
    /// sin theta, cos phi, sin phi][16]: factor 1 for vectors of the Bloch sphere, 1/2 for amplitudes.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Turns(Rows x, int lane, ReadOnlySpan<float> scale, float factor, Span<float> turns)
    {
        for (int q = 0; q < qubits; q++)
        {
            ref float t = ref turns[q * 4 * Lanes.Width];
            Vector512<float> theta = Angle(x, lane, scale, q);
            LaneMath.SinCos(theta * Vector512.Create(factor), out Vector512<float> sin, out Vector512<float> cos);
            cos.StoreUnsafe(ref t);
            sin.StoreUnsafe(ref t, Lanes.Width);
            if (!Same || factor != 1) LaneMath.SinCos(Same ? theta : Angle(x, lane, scale, q + qubits), out sin, out cos);
            cos.StoreUnsafe(ref t, 2 * Lanes.Width);
            sin.StoreUnsafe(ref t, 3 * Lanes.Width);
        }
    }

    /// <summary>
    /// angle = sum s_k x_k, so dx_k = s_k dAngle and ds_k = sum over samples of x_k dAngle: dAngles [2 qubits][16], all theta,
    /// then all phi; dScale [inputs][16] is added to lane by lane, and empty where it is not wanted.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Backward(Rows x, int lane, ReadOnlySpan<float> scale, ReadOnlySpan<float> dAngles, Rows dx, Span<float> dScale)
    {
        for (int k = 0; k < inputs; k++)
        {
            Vector512<float> d = Same
                ? Block(dAngles, k) + Block(dAngles, k + qubits)
                : Block(dAngles, k % (2 * qubits));
            (Vector512.Create(scale[k]) * d).StoreUnsafe(ref dx.At(k), (nuint)lane);
            if (!dScale.IsEmpty) Lanes.AddTo(ref dScale[k * Lanes.Width], Vector512.LoadUnsafe(ref x.At(k), (nuint)lane) * d);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector512<float> Angle(Rows x, int lane, ReadOnlySpan<float> scale, int slot)
    {
        Vector512<float> sum = default;
        for (int k = slot; k < inputs; k += 2 * qubits)
            sum = Lanes.Fma(Vector512.Create(scale[k]), Vector512.LoadUnsafe(ref x.At(k), (nuint)lane), sum);
        return sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Block(ReadOnlySpan<float> blocks, int index) => Vector512.Create(blocks.Slice(index * Lanes.Width, Lanes.Width));
}
