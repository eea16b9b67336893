using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using QSeq.Quantum;

namespace QSeq.Layers;

/// <summary>
/// Real state vectors of 16 samples at a time, [2^qubits][16], wire 0 the highest bit of an index. A variational layer
/// is one out-of-place pass that takes the entangler's permutation along with the rotation of wire 0, then one pass in
/// place for every other wire; backward undoes the same passes for the state psi and the gradient lambda together.
/// </summary>
internal sealed class VqcKernel(int qubits, int read, VqcOptions options)
{
    // Amplitude i after the entangler is amplitude _from[i] before it.
    private readonly int[] _from = EntanglerMap.Create(qubits, options.Entangler);

    /// <summary>Amplitudes of a state.</summary>
    public int Dimension { get; } = 1 << qubits;

    /// <summary>Floats of the states of 16 samples.</summary>
    public int Size => Dimension * Lanes.Width;

    /// <summary>
    /// The product state of (cos x_k/2, sin x_k/2), built wire by wire from the last to the first; after H, which on |0> is RY(pi/2), x_k is
    /// pi/2 more.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Encode(Rows x, int lane, Span<float> state)
    {
        ref float s = ref state[0];
        Vector512<float>.One.StoreUnsafe(ref s);
        for (int wire = qubits - 1, filled = 1; wire >= 0; wire--, filled *= 2)
        {
            Vector512<float> half = Vector512.Create(0.5f) * Vector512.LoadUnsafe(ref x.At(wire), (nuint)lane);
            if (options.HadamardFirst) half += Vector512.Create((float)(Math.PI / 4));
            LaneMath.SinCos(half, out Vector512<float> sin, out Vector512<float> cos);
            for (int i = 0; i < filled; i++)
            {
                Vector512<float> amplitude = Load(ref s, i);
                (amplitude * sin).StoreUnsafe(ref At(ref s, filled + i));
                (amplitude * cos).StoreUnsafe(ref At(ref s, i));
            }
        }
    }

    /// <summary>One layer: the entangler, then RY on every wire; angles are [qubits], cosine and sine of half of each.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Layer(ReadOnlySpan<float> angles, ReadOnlySpan<float> before, Span<float> after)
    {
        ref float b = ref Unsafe.AsRef(in before[0]);
        ref float s = ref after[0];
        int bit = Dimension / 2;
        Vector512<float> cos = Vector512.Create(angles[0]), sin = Vector512.Create(angles[1]);
        for (int k = 0; k < bit; k++)
        {
            Vector512<float> zero = Load(ref b, _from[k]), one = Load(ref b, _from[k + bit]);
            Lanes.Fma(cos, zero, -(sin * one)).StoreUnsafe(ref At(ref s, k));
            Lanes.Fma(sin, zero, cos * one).StoreUnsafe(ref At(ref s, k + bit));
        }

        for (int wire = 1; wire < qubits; wire++)
        {
            bit /= 2;
            cos = Vector512.Create(angles[2 * wire]);
            sin = Vector512.Create(angles[(2 * wire) + 1]);
            for (int i = 0; i < Dimension; i += 2 * bit)
            {
                for (int k = i; k < i + bit; k++)
                {
                    Vector512<float> zero = Load(ref s, k), one = Load(ref s, k + bit);
                    Lanes.Fma(cos, zero, -(sin * one)).StoreUnsafe(ref At(ref s, k));
                    Lanes.Fma(sin, zero, cos * one).StoreUnsafe(ref At(ref s, k + bit));
                }
            }
        }
    }

    /// <summary>
    /// Undoes a layer for psi and lambda and adds the gradient of its angles: for psi = RY(w) psi,
    /// dpsi/dw = (-b, a)/2 on each pair (a, b) that the wire joins, the same before and after the rotation. psi and lambda
    /// are changed on the way; the gradient [qubits][16] is added to lane by lane.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void LayerBackward(
        ReadOnlySpan<float> angles, Span<float> psi, Span<float> lambda, Span<float> psiBefore, Span<float> lambdaBefore, Span<float> gradient)
    {
        ref float p = ref psi[0];
        ref float q = ref lambda[0];
        for (int wire = qubits - 1, bit = 1; wire >= 1; wire--, bit *= 2)
        {
            Vector512<float> cos = Vector512.Create(angles[2 * wire]), sin = Vector512.Create(angles[(2 * wire) + 1]);
            Vector512<float> up = default, down = default;
            for (int i = 0; i < Dimension; i += 2 * bit)
            {
                for (int k = i; k < i + bit; k++)
                {
                    Vector512<float> a = Load(ref p, k), b = Load(ref p, k + bit), da = Load(ref q, k), db = Load(ref q, k + bit);
                    up = Lanes.Fma(db, a, up);
                    down = Lanes.Fma(da, b, down);
                    Lanes.Fma(cos, a, sin * b).StoreUnsafe(ref At(ref p, k));
                    Lanes.Fma(cos, b, -(sin * a)).StoreUnsafe(ref At(ref p, k + bit));
                    Lanes.Fma(cos, da, sin * db).StoreUnsafe(ref At(ref q, k));
                    Lanes.Fma(cos, db, -(sin * da)).StoreUnsafe(ref At(ref q, k + bit));
                }
            }

            Lanes.AddTo(ref gradient[wire * Lanes.Width], Vector512.Create(0.5f) * (up - down));
        }

        // Wire 0, and amplitude i goes back to where the entangler took it from.
        ref float pBefore = ref psiBefore[0];
        ref float qBefore = ref lambdaBefore[0];
        int half = Dimension / 2;
        Vector512<float> c = Vector512.Create(angles[0]), s = Vector512.Create(angles[1]), rise = default, fall = default;
        for (int k = 0; k < half; k++)
        {
            int zero = _from[k], one = _from[k + half];
            Vector512<float> a = Load(ref p, k), b = Load(ref p, k + half), da = Load(ref q, k), db = Load(ref q, k + half);
            rise = Lanes.Fma(db, a, rise);
            fall = Lanes.Fma(da, b, fall);
            Lanes.Fma(c, a, s * b).StoreUnsafe(ref At(ref pBefore, zero));
            Lanes.Fma(c, b, -(s * a)).StoreUnsafe(ref At(ref pBefore, one));
            Lanes.Fma(c, da, s * db).StoreUnsafe(ref At(ref qBefore, zero));
            Lanes.Fma(c, db, -(s * da)).StoreUnsafe(ref At(ref qBefore, one));
        }

        Lanes.AddTo(ref gradient[0], Vector512.Create(0.5f) * (rise - fall));
    }

    /// <summary>lambda . dpsi/dx for the encoding RY(x) of a wire.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public Vector512<float> EncodingGradient(Span<float> psi, Span<float> lambda, int wire)
    {
        int bit = Dimension >> (wire + 1);
        ref float p = ref psi[0];
        ref float q = ref lambda[0];
        Vector512<float> up = default, down = default;
        for (int i = 0; i < Dimension; i += 2 * bit)
        {
            for (int k = i; k < i + bit; k++)
            {
                up = Lanes.Fma(Load(ref q, k + bit), Load(ref p, k), up);
                down = Lanes.Fma(Load(ref q, k), Load(ref p, k + bit), down);
            }
        }

        return Vector512.Create(0.5f) * (up - down);
    }

    /// <summary>
    /// &lt;Z&gt; of the wires read, which are the highest bits: probabilities of their 2^read outcomes, then each wire as
    /// differences of neighbours while sums of neighbours go on to the wire before. Outcomes are room for 2^read blocks.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Read(ReadOnlySpan<float> state, Span<float> outcomes, Rows y, int lane)
    {
        ref float s = ref Unsafe.AsRef(in state[0]);
        ref float o = ref outcomes[0];
        int count = 1 << read, run = Dimension / count;
        for (int outcome = 0; outcome < count; outcome++)
        {
            Vector512<float> sum = default;
            for (int k = outcome * run; k < (outcome + 1) * run; k++)
            {
                Vector512<float> a = Load(ref s, k);
                sum = Lanes.Fma(a, a, sum);
            }

            sum.StoreUnsafe(ref At(ref o, outcome));
        }

        for (int wire = read - 1; wire >= 0; wire--)
        {
            count /= 2;
            Vector512<float> z = default;
            for (int i = 0; i < count; i++)
            {
                Vector512<float> zero = Load(ref o, 2 * i), one = Load(ref o, (2 * i) + 1);
                z += zero - one;
                (zero + one).StoreUnsafe(ref At(ref o, i));
            }

            z.StoreUnsafe(ref y.At(wire), (nuint)lane);
        }
    }

    /// <summary>lambda = dL/dpsi = 2 sum_k dy_k Z_k psi, for &lt;Z_k&gt; = psi . Z_k psi; outcomes are room for 2^read blocks.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Seed(Rows dy, int lane, ReadOnlySpan<float> psi, Span<float> outcomes, Span<float> lambda)
    {
        ref float p = ref Unsafe.AsRef(in psi[0]);
        ref float q = ref lambda[0];
        ref float o = ref outcomes[0];
        Vector512<float>.Zero.StoreUnsafe(ref o);
        for (int wire = read - 1, filled = 1; wire >= 0; wire--, filled *= 2)
        {
            Vector512<float> g = Vector512.LoadUnsafe(ref dy.At(wire), (nuint)lane);
            g += g;
            for (int i = 0; i < filled; i++)
            {
                Vector512<float> sum = Load(ref o, i);
                (sum - g).StoreUnsafe(ref At(ref o, filled + i));
                (sum + g).StoreUnsafe(ref At(ref o, i));
            }
        }

        int run = Dimension >> read;
        for (int outcome = 0; outcome < 1 << read; outcome++)
        {
            Vector512<float> factor = Load(ref o, outcome);
            for (int k = outcome * run; k < (outcome + 1) * run; k++) (factor * Load(ref p, k)).StoreUnsafe(ref At(ref q, k));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ref float At(ref float state, int index) => ref Unsafe.Add(ref state, index * Lanes.Width);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Load(ref float state, int index) => Vector512.LoadUnsafe(ref At(ref state, index));
}
