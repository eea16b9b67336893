using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace QSeq.Quantum;

/// <summary>
/// The gates of <see cref="StateForm"/>. On each pair (a, b) of amplitudes that a wire joins, RY(theta) and RZ(phi) give
/// a' = c a - s b, b' = exp(i phi) (s a + c b), with c, s the cosine and sine of theta/2.
/// </summary>
internal static class StateGates
{
    /// <summary>
    /// RZ(phi_q) RY(theta_q) H|0&gt; on every wire, built wire by wire from the last to the first: turns
    /// [qubits][cos theta/2, sin theta/2, cos phi, sin phi][16], equal 2^(-qubits/2), what every H together make of 1, and the
    /// state [2^n][re, im][16].
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Product(ReadOnlySpan<float> turns, int qubits, float equal, Span<float> state)
    {
        ref float s = ref MemoryMarshal.GetReference(state);
        new Amplitude(Vector512.Create(equal), default).Store(ref s, 0);
        for (int wire = qubits - 1, filled = 1; wire >= 0; wire--, filled *= 2)
        {
            Gate gate = Gate.Of(turns, wire);
            Vector512<float> zero = gate.Cos - gate.Sin, one = gate.Cos + gate.Sin; // sqrt 2 RY H|0>
            Vector512<float> re = one * gate.PhaseCos, im = one * gate.PhaseSin;
            for (int i = 0; i < filled; i++)
            {
                Amplitude a = Amplitude.Load(ref s, i);
                new Amplitude(Lanes.Fma(a.Re, re, -(a.Im * im)), Lanes.Fma(a.Re, im, a.Im * re)).Store(ref s, filled + i);
                new Amplitude(a.Re * zero, a.Im * zero).Store(ref s, i);
            }
        }
    }

    /// <summary>The entangler (amplitude i after the CNOTs is from[i] before them), then RY and RZ on every wire.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Repeat(ReadOnlySpan<float> turns, int qubits, int[] from, ReadOnlySpan<float> before, Span<float> after)
    {
        ref float b = ref MemoryMarshal.GetReference(before);
        ref float s = ref MemoryMarshal.GetReference(after);
        int bit = from.Length / 2;
        Gate gate = Gate.Of(turns, 0);
        for (int k = 0; k < bit; k++) gate.Apply(ref b, from[k], from[k + bit], ref s, k, k + bit);

        for (int wire = 1; wire < qubits; wire++)
        {
            bit /= 2;
            gate = Gate.Of(turns, wire);
            for (int i = 0; i < from.Length; i += 2 * bit)
            {
                for (int k = i; k < i + bit; k++) gate.Apply(ref s, k, k + bit, ref s, k, k + bit);
            }
        }
    }

    /// <summary>
    /// Undoes a repeat for psi and its gradient lambda, which change on the way, and adds the gradient of its angles,
    /// [2 qubits][16]: after RZ dpsi/dphi = i b on the second of a pair; after RY dpsi/dtheta = (-b, a)/2.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void RepeatBackward(
        ReadOnlySpan<float> turns,
        int qubits,
        int[] from,
        Span<float> psi,
        Span<float> lambda,
        Span<float> psiBefore,
        Span<float> lambdaBefore,
        Span<float> dAngles)
    {
        ref float p = ref MemoryMarshal.GetReference(psi);
        ref float q = ref MemoryMarshal.GetReference(lambda);
        int bit = 1;
        for (int wire = qubits - 1; wire >= 1; wire--, bit *= 2)
        {
            Gate gate = Gate.Of(turns, wire);
            Vector512<float> dTheta = default, dPhi = default;
            for (int i = 0; i < from.Length; i += 2 * bit)
            {
                for (int k = i; k < i + bit; k++) gate.Undo(ref p, ref q, k, k + bit, ref p, ref q, k, k + bit, ref dTheta, ref dPhi);
            }

            AddAngles(dAngles, qubits, wire, dTheta, dPhi);
        }

        // Wire 0, and amplitude i goes back to where the entangler took it from.
        ref float pBefore = ref MemoryMarshal.GetReference(psiBefore);
        ref float qBefore = ref MemoryMarshal.GetReference(lambdaBefore);
        Gate first = Gate.Of(turns, 0);
        Vector512<float> dTheta0 = default, dPhi0 = default;
        for (int k = 0; k < bit; k++)
            first.Undo(ref p, ref q, k, k + bit, ref pBefore, ref qBefore, from[k], from[k + bit], ref dTheta0, ref dPhi0);

        AddAngles(dAngles, qubits, 0, dTheta0, dPhi0);
    }

    /// <summary>Adds the gradient of the first repeat's angles; gates on different wires commute, so nothing need be undone.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void ProductBackward(ReadOnlySpan<float> turns, int qubits, ReadOnlySpan<float> psi, ReadOnlySpan<float> lambda, Span<float> dAngles)
    {
        ref float p = ref MemoryMarshal.GetReference(psi);
        ref float q = ref MemoryMarshal.GetReference(lambda);
        int dimension = 1 << qubits;
        for (int wire = 0, bit = dimension / 2; wire < qubits; wire++, bit /= 2)
        {
            Gate gate = Gate.Of(turns, wire);
            Vector512<float> dTheta = default, dPhi = default;
            for (int i = 0; i < dimension; i += 2 * bit)
            {
                for (int k = i; k < i + bit; k++) gate.UndoPhase(ref p, ref q, k, k + bit, ref dTheta, ref dPhi);
            }

            AddAngles(dAngles, qubits, wire, dTheta, dPhi);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddAngles(Span<float> dAngles, int qubits, int wire, Vector512<float> dTheta, Vector512<float> dPhi)
    {
        Lanes.AddTo(ref dAngles[wire * Lanes.Width], Vector512.Create(0.5f) * dTheta);
        Lanes.AddTo(ref dAngles[(qubits + wire) * Lanes.Width], dPhi);
    }

    /// <summary>RY then RZ of one wire for 16 samples.</summary>
    private readonly struct Gate(Vector512<float> cos, Vector512<float> sin, Vector512<float> phaseCos, Vector512<float> phaseSin)
    {
        public readonly Vector512<float> Cos = cos;

        public readonly Vector512<float> Sin = sin;

        public readonly Vector512<float> PhaseCos = phaseCos;

        public readonly Vector512<float> PhaseSin = phaseSin;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Gate Of(ReadOnlySpan<float> turns, int wire)
        {
            ref float t = ref Unsafe.Add(ref MemoryMarshal.GetReference(turns), wire * 4 * Lanes.Width);
            return new Gate(
                Vector512.LoadUnsafe(ref t),
                Vector512.LoadUnsafe(ref t, Lanes.Width),
                Vector512.LoadUnsafe(ref t, 2 * Lanes.Width),
                Vector512.LoadUnsafe(ref t, 3 * Lanes.Width));
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Apply(ref float before, int i, int j, ref float after, int k, int l)
        {
            Amplitude a = Amplitude.Load(ref before, i), b = Amplitude.Load(ref before, j);
            Vector512<float> re = Lanes.Fma(Sin, a.Re, Cos * b.Re), im = Lanes.Fma(Sin, a.Im, Cos * b.Im);
            new Amplitude(Lanes.Fma(Cos, a.Re, -(Sin * b.Re)), Lanes.Fma(Cos, a.Im, -(Sin * b.Im))).Store(ref after, k);
            new Amplitude(Lanes.Fma(PhaseCos, re, -(PhaseSin * im)), Lanes.Fma(PhaseSin, re, PhaseCos * im)).Store(ref after, l);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Undo(
            ref float p, ref float q, int i, int j, ref float pBefore, ref float qBefore, int k, int l,
            ref Vector512<float> dTheta, ref Vector512<float> dPhi)
        {
            (Amplitude a, Amplitude b, Amplitude da, Amplitude db) = UndoPhase(ref p, ref q, i, j, ref dTheta, ref dPhi);
            Unturn(a, b, ref pBefore, k, l);
            Unturn(da, db, ref qBefore, k, l);
        }

        /// <summary>Undoes RZ and adds twice the gradient of theta and the gradient of phi.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public (Amplitude A, Amplitude B, Amplitude DA, Amplitude DB) UndoPhase(
            ref float p, ref float q, int i, int j, ref Vector512<float> dTheta, ref Vector512<float> dPhi)
        {
            Amplitude a = Amplitude.Load(ref p, i), b = Amplitude.Load(ref p, j);
            Amplitude da = Amplitude.Load(ref q, i), db = Amplitude.Load(ref q, j);
            dPhi = Lanes.Fma(-db.Re, b.Im, Lanes.Fma(db.Im, b.Re, dPhi));
            b = Unphase(b);
            db = Unphase(db);
            dTheta = Lanes.Fma(db.Im, a.Im, Lanes.Fma(db.Re, a.Re, dTheta));
            dTheta = Lanes.Fma(-da.Im, b.Im, Lanes.Fma(-da.Re, b.Re, dTheta));
            return (a, b, da, db);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private Amplitude Unphase(Amplitude b) =>
            new(Lanes.Fma(PhaseCos, b.Re, PhaseSin * b.Im), Lanes.Fma(PhaseCos, b.Im, -(PhaseSin * b.Re)));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private void Unturn(Amplitude a, Amplitude b, ref float before, int k, int l)
        {
            new Amplitude(Lanes.Fma(Cos, a.Re, Sin * b.Re), Lanes.Fma(Cos, a.Im, Sin * b.Im)).Store(ref before, k);
            new Amplitude(Lanes.Fma(Cos, b.Re, -(Sin * a.Re)), Lanes.Fma(Cos, b.Im, -(Sin * a.Im))).Store(ref before, l);
        }
    }
}
