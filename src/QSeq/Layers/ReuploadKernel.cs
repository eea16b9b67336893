using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using QSeq.Quantum;

namespace QSeq.Layers;

/// <summary>
/// QKAN edges with any number of data rotations and either read-out, on the Bloch sphere (folded by
/// <see cref="DaruanFold"/>). Backward runs forward again and keeps r between the data rotations, then turns the
/// gradient q of r back; the gradient of an angle is (n x r) . q, the same on either side of its own rotation.
/// </summary>
internal sealed class ReuploadKernel
{
    // The slope of the amplitude difference grows like 1/|alpha| and 1/|beta| towards the poles; below this it is capped.
    private const float PoleFloor = 1e-4f;

    private const int StepSize = 5; // blocks of a data rotation on the way forward: sine, cosine, r before it [3]

    private readonly bool _gamma;
    private readonly NoiseStep? _noise; // before every data rotation but the first, where it is inside r0

    /// <summary>
    /// <paramref name="reps"/> data rotations, with RX between them if <paramref name="hasGamma"/>. Where the encoding is
    /// <paramref name="frozen"/>, edges of an input may share sines and cosines.
    /// </summary>
    public ReuploadKernel(int reps, bool hasGamma, Readout readout, bool frozen, NoiseStep? noise = null)
    {
        (_noise, _gamma, Reps, HasScale) = (noise, hasGamma, reps, readout == Readout.AmplitudeDifference);
        W = 6;
        Phase = W + reps;
        Beta = Phase + Math.Max(0, reps - 2);
        Gamma = Beta + reps - 1;
        GradientSize = (_gamma ? Gamma + reps - 1 : Gamma) + (HasScale ? 1 : 0);
        PhaseTurn = GradientSize + ((_gamma ? 2 : 1) * (reps - 1)) - (HasScale ? 1 : 0);
        EdgeSize = PhaseTurn + (frozen ? 2 * Math.Max(0, reps - 2) : 0) + (HasScale ? 1 : 0);
    }

    /// <summary>Data rotations of an edge.</summary>
    public int Reps { get; }

    /// <summary>Lane blocks of working space.</summary>
    public int StepRows => StepSize * (Reps - 1);

    /// <summary>Whether the post weight stands apart, last of all; for &lt;Z&gt; it is inside m.</summary>
    public bool HasScale { get; }

    // Gradient of an edge: r0 [3], m [3], w [reps], phase [reps-2], beta [reps-1], gamma [reps-1], scale.
    // Folded edge: the same, but each beta and gamma as cosine and sine, gamma's start moved on by reps-1; where the
    // encoding is frozen also cosine and sine of each phase, before the scale.
    public int W { get; }

    public int Phase { get; }

    public int Beta { get; }

    public int Gamma { get; }

    public int PhaseTurn { get; }

    public int EdgeSize { get; }

    public int GradientSize { get; }

    /// <summary>
    /// From edges [outputs][inputs][EdgeSize] and x [inputs][lanes] to y [outputs][lanes], added to. The turns
    /// [inputs][reps][2][lanes] are read by <see cref="SharedTurn"/> alone.
    /// </summary>
    public void Forward<T>(ReadOnlySpan<float> edges, Rows x, Rows y, Rows turns)
        where T : IDataTurn
    {
        if (HasScale) Forward<T, AmplitudeRead>(edges, x, y, turns);
        else if (_noise is not null) Forward<T, NoisyRead>(edges, x, y, turns);
        else Forward<T, ExpectationRead>(edges, x, y, turns);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Forward<T, TRead>(ReadOnlySpan<float> edges, Rows x, Rows y, Rows turns)
        where T : IDataTurn
        where TRead : IRead
    {
        int inputs = x.Count, lanes = x.Lanes;
        ref float edge0 = ref MemoryMarshal.GetReference(edges);
        for (int j = 0; j < y.Count; j++)
        {
            ref float yj = ref y.At(j);
            for (int lane = 0; lane < lanes; lane += Lanes.Width)
            {
                Vector512<float> sum = Vector512.LoadUnsafe(ref yj, (nuint)lane);
                for (int i = 0; i < inputs; i++)
                {
                    ref float c = ref Unsafe.Add(ref edge0, ((j * inputs) + i) * EdgeSize);
                    Vector512<float> v = Vector512.LoadUnsafe(ref x.At(i), (nuint)lane);
                    ref float turn = ref Unsafe.Add(ref turns.At(T.IsShared ? 2 * Reps * i : 0), lane);
                    var r = new Vector(Create(ref c, 0), Create(ref c, 1), Create(ref c, 2));
                    for (int l = 0; l < Reps; l++)
                    {
                        r = Between(ref c, l, r);
                        if (TRead.IsNoisy && l > 0) r = Noise(r);
                        T.SinCos(this, ref c, l, v, ref turn, lanes, out Vector512<float> sin, out Vector512<float> cos);
                        r = r.AboutZ(cos, sin);
                    }

                    var m = new Vector(Create(ref c, 3), Create(ref c, 4), Create(ref c, 5));
                    sum = TRead.IsAmplitude ? Lanes.Fma(Create(ref c, EdgeSize - 1), Difference(r, m, out _), sum) : sum + m.Dot(r);
                }

                sum.StoreUnsafe(ref yj, (nuint)lane);
            }
        }
    }

    /// <summary>
    /// Adds to dx [inputs][lanes] and, lane by lane, to dEdges [outputs][inputs][GradientSize][16]; steps [StepRows][16] are
    /// working space: r before each data rotation, its sine and cosine.
    /// </summary>
    public void Backward<T>(ReadOnlySpan<float> edges, Rows x, Rows dy, Rows dx, Rows turns, Span<float> steps, Span<float> dEdges)
        where T : IDataTurn
    {
        if (HasScale) Backward<T, AmplitudeRead>(edges, x, dy, dx, turns, steps, dEdges);
        else if (_noise is not null) Backward<T, NoisyRead>(edges, x, dy, dx, turns, steps, dEdges);
        else Backward<T, ExpectationRead>(edges, x, dy, dx, turns, steps, dEdges);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Backward<T, TRead>(ReadOnlySpan<float> edges, Rows x, Rows dy, Rows dx, Rows turns, Span<float> steps, Span<float> dEdges)
        where T : IDataTurn
        where TRead : IRead
    {
        int inputs = x.Count, lanes = x.Lanes;
        ref float edge0 = ref MemoryMarshal.GetReference(edges);
        ref float dEdge0 = ref MemoryMarshal.GetReference(dEdges);
        ref float step0 = ref MemoryMarshal.GetReference(steps);
        for (int j = 0; j < dy.Count; j++)
        {
            ref float dyj = ref dy.At(j);
            for (int i = 0; i < inputs; i++)
            {
                int edge = (j * inputs) + i;
                ref float c = ref Unsafe.Add(ref edge0, edge * EdgeSize);
                ref float d = ref Unsafe.Add(ref dEdge0, edge * GradientSize * Lanes.Width);
                ref float xi = ref x.At(i);
                ref float dxi = ref dx.At(i);
                for (int lane = 0; lane < lanes; lane += Lanes.Width)
                {
                    ref float turn = ref Unsafe.Add(ref turns.At(T.IsShared ? 2 * Reps * i : 0), lane);
                    Vector512<float> dv = EdgeBackward<T, TRead>(
                        ref c, ref d, Vector512.LoadUnsafe(ref xi, (nuint)lane), Vector512.LoadUnsafe(ref dyj, (nuint)lane), ref turn, lanes, ref step0);
                    Lanes.AddTo(ref Unsafe.Add(ref dxi, lane), dv);
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector512<float> EdgeBackward<T, TRead>(ref float c, ref float d, Vector512<float> v, Vector512<float> g, ref float turn, int lanes, ref float steps)
        where T : IDataTurn
        where TRead : IRead
    {
        // Forward up to the last data rotation, whose r, sine and cosine stay in registers; those before it are kept.
        var r = new Vector(Create(ref c, 0), Create(ref c, 1), Create(ref c, 2));
        T.SinCos(this, ref c, 0, v, ref turn, lanes, out Vector512<float> sin, out Vector512<float> cos);
        for (int l = 1; l < Reps; l++)
        {
            ref float step = ref Unsafe.Add(ref steps, (l - 1) * StepSize * Lanes.Width);
            Put(ref step, 0, sin);
            Put(ref step, 1, cos);
            if (l > 1)
            {
                Put(ref step, 2, r.X);
                Put(ref step, 3, r.Y);
                Put(ref step, 4, r.Z);
            }

            r = Between(ref c, l, r.AboutZ(cos, sin));
            if (TRead.IsNoisy) r = Noise(r);
            T.SinCos(this, ref c, l, v, ref turn, lanes, out sin, out cos);
        }

        // y += m . r, or y += scale * difference(m . r)
        Vector final = r.AboutZ(cos, sin);
        var m = new Vector(Create(ref c, 3), Create(ref c, 4), Create(ref c, 5));
        Vector512<float> dz = g;
        if (TRead.IsAmplitude)
        {
            Add(ref d, GradientSize - 1, g * Difference(final, m, out Vector512<float> slope));
            dz *= Create(ref c, EdgeSize - 1) * slope;
        }

        AddProduct(ref d, 3, dz, final.X);
        AddProduct(ref d, 4, dz, final.Y);
        AddProduct(ref d, 5, dz, final.Z);

        var q = new Vector(dz * m.X, dz * m.Y, dz * m.Z);
        Vector512<float> dv = default;
        for (int l = Reps - 1; ; l--)
        {
            // r = RZ(w x + phase) r
            q = q.AboutZ(cos, -sin);
            Vector512<float> dAlpha = Lanes.Fma(r.X, q.Y, -(r.Y * q.X));
            AddProduct(ref d, W + l, dAlpha, v);
            dv = Lanes.Fma(dAlpha, Create(ref c, W + l), dv);
            if (l == 0) break;
            if (l < Reps - 1) Add(ref d, Phase + l - 1, dAlpha);

            // r = Step(RY(beta) r); the step cannot be undone, so beta's gradient is taken before its rotation
            int at = Beta + (2 * (l - 1));
            Vector512<float> cosBeta = Create(ref c, at), minusSinBeta = -Create(ref c, at + 1);
            if (TRead.IsNoisy) q = NoiseTransposed(q);
            else AddCross(ref d, Beta + l - 1, r.Z, q.X, r.X, q.Z);
            q = q.AboutY(cosBeta, minusSinBeta);
            if (_gamma)
            {
                // r = RX(gamma) r
                r = r.AboutY(cosBeta, minusSinBeta);
                at += 2 * (Reps - 1);
                AddCross(ref d, Gamma + l - 1, r.Y, q.Z, r.Z, q.Y);
                q = q.AboutX(Create(ref c, at), -Create(ref c, at + 1));
            }

            ref float step = ref Unsafe.Add(ref steps, (l - 1) * StepSize * Lanes.Width);
            sin = Load(ref step, 0);
            cos = Load(ref step, 1);
            r = l > 1
                ? new Vector(Load(ref step, 2), Load(ref step, 3), Load(ref step, 4))
                : new Vector(Create(ref c, 0), Create(ref c, 1), Create(ref c, 2));
            if (TRead.IsNoisy)
            {
                Vector before = r.AboutZ(cos, sin);
                AddCross(ref d, Beta + l - 1, before.Z, q.X, before.X, q.Z);
            }
        }

        Add(ref d, 0, q.X);
        Add(ref d, 1, q.Y);
        Add(ref d, 2, q.Z);
        return dv;
    }

    // Fixed rotations between data rotations l-1 and l: RX(gamma), then RY(beta).
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector Between(ref float c, int l, Vector r)
    {
        if (l == 0) return r;
        int at = Beta + (2 * (l - 1));
        if (_gamma)
        {
            int x = at + (2 * (Reps - 1));
            r = r.AboutX(Create(ref c, x), Create(ref c, x + 1));
        }

        return r.AboutY(Create(ref c, at), Create(ref c, at + 1));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector Noise(Vector r)
    {
        NoiseStep step = _noise.GetValueOrDefault();
        Vector512<float> across = Vector512.Create(step.XY);
        return new(across * r.X, across * r.Y, Lanes.Fma(Vector512.Create(step.Z), r.Z, Vector512.Create(step.Shift)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector NoiseTransposed(Vector q)
    {
        NoiseStep step = _noise.GetValueOrDefault();
        Vector512<float> across = Vector512.Create(step.XY);
        return new(across * q.X, across * q.Y, Vector512.Create(step.Z) * q.Z);
    }

    /// <summary>The angle of data rotation l but for phases inside r0 and m: w x, plus the phase of those between.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal Vector512<float> Alpha(ref float c, int l, Vector512<float> x) =>
        l > 0 && l < Reps - 1
            ? Lanes.Fma(Create(ref c, W + l), x, Create(ref c, Phase + l - 1))
            : Create(ref c, W + l) * x;

    // |alpha| - |beta| with |alpha| = |m+r|/2 and |beta| = |m-r|/2, which stay exact near the poles where sqrt(1-z) does not.
    private static Vector512<float> Difference(Vector r, Vector m, out Vector512<float> slope)
    {
        Vector512<float> half = Vector512.Create(0.5f), floor = Vector512.Create(PoleFloor);
        var sum = new Vector(m.X + r.X, m.Y + r.Y, m.Z + r.Z);
        var difference = new Vector(m.X - r.X, m.Y - r.Y, m.Z - r.Z);
        Vector512<float> alpha = half * Vector512.Sqrt(sum.Dot(sum));
        Vector512<float> beta = half * Vector512.Sqrt(difference.Dot(difference));

        // d(|alpha| - |beta|)/dz = (1/|alpha| + 1/|beta|)/4
        Vector512<float> a = Vector512.ConditionalSelect(Vector512.LessThan(alpha, floor), floor, alpha);
        Vector512<float> b = Vector512.ConditionalSelect(Vector512.LessThan(beta, floor), floor, beta);
        slope = Vector512.Create(0.25f) * ((Vector512<float>.One / a) + (Vector512<float>.One / b));
        return alpha - beta;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Create(ref float c, int at) => Vector512.Create(Unsafe.Add(ref c, at));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Load(ref float d, int at) => Vector512.LoadUnsafe(ref Unsafe.Add(ref d, at * Lanes.Width));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Put(ref float d, int at, Vector512<float> value) => value.StoreUnsafe(ref Unsafe.Add(ref d, at * Lanes.Width));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(ref float d, int at, Vector512<float> value) =>
        Lanes.AddTo(ref Unsafe.Add(ref d, at * Lanes.Width), value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddProduct(ref float d, int at, Vector512<float> a, Vector512<float> b) => Put(ref d, at, Lanes.Fma(a, b, Load(ref d, at)));

    // d += a b - c e
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddCross(ref float d, int at, Vector512<float> a, Vector512<float> b, Vector512<float> c, Vector512<float> e) =>
        Put(ref d, at, Lanes.Fma(a, b, Lanes.Fma(-c, e, Load(ref d, at))));

    // The read-out as a type, so that a kernel is compiled without the other one's code and the registers it would cost.
    private interface IRead
    {
        static virtual bool IsAmplitude => false;

        static virtual bool IsNoisy => false;
    }

    private readonly struct NoisyRead : IRead
    {
        public static bool IsNoisy => true;
    }

    private readonly struct ExpectationRead : IRead;

    private readonly struct AmplitudeRead : IRead
    {
        public static bool IsAmplitude => true;
    }

    /// <summary>A Bloch vector for each of 16 samples.</summary>
    private readonly struct Vector(Vector512<float> x, Vector512<float> y, Vector512<float> z)
    {
        public readonly Vector512<float> X = x;
        public readonly Vector512<float> Y = y;
        public readonly Vector512<float> Z = z;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector512<float> Dot(Vector other) => Lanes.Fma(X, other.X, Lanes.Fma(Y, other.Y, Z * other.Z));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector AboutX(Vector512<float> cos, Vector512<float> sin) =>
            new(X, Lanes.Fma(cos, Y, -(sin * Z)), Lanes.Fma(sin, Y, cos * Z));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector AboutY(Vector512<float> cos, Vector512<float> sin) =>
            new(Lanes.Fma(cos, X, sin * Z), Y, Lanes.Fma(cos, Z, -(sin * X)));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector AboutZ(Vector512<float> cos, Vector512<float> sin) =>
            new(Lanes.Fma(cos, X, -(sin * Y)), Lanes.Fma(sin, X, cos * Y), Z);
    }
}
