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

    private void Forward<T, TRead>(ReadOnlySpan<float> edges, Rows x, Rows y, Rows turns)
        where T : IDataTurn
        where TRead : IRead
    {
        if (Vector512.IsHardwareAccelerated) Forward<T, TRead, Block512>(edges, x, y, turns);
        else if (Vector256.IsHardwareAccelerated) Forward<T, TRead, Block256>(edges, x, y, turns);
        else Forward<T, TRead, Block128>(edges, x, y, turns);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Forward<T, TRead, TBlock>(ReadOnlySpan<float> edges, Rows x, Rows y, Rows turns)
        where T : IDataTurn
        where TRead : IRead
        where TBlock : struct, IBlock<TBlock>
    {
        int inputs = x.Count, lanes = x.Lanes;
        ref float edge0 = ref MemoryMarshal.GetReference(edges);
        for (int j = 0; j < y.Count; j++)
        {
            ref float yj = ref y.At(j);
            for (int lane = 0; lane < lanes; lane += TBlock.Width)
            {
                TBlock sum = TBlock.Load(ref yj, lane);
                for (int i = 0; i < inputs; i++)
                {
                    ref float c = ref Unsafe.Add(ref edge0, ((j * inputs) + i) * EdgeSize);
                    TBlock v = TBlock.Load(ref x.At(i), lane);
                    ref float turn = ref Unsafe.Add(ref turns.At(T.IsShared ? 2 * Reps * i : 0), lane);
                    BlochBlock<TBlock> r = BlochBlock<TBlock>.From(ref c, 0);
                    for (int l = 0; l < Reps; l++)
                    {
                        r = Between(ref c, l, r);
                        if (TRead.IsNoisy && l > 0) r = Noise(r);
                        T.SinCos(this, ref c, l, v, ref turn, lanes, out TBlock sin, out TBlock cos);
                        r = r.AboutZ(cos, sin);
                    }

                    BlochBlock<TBlock> m = BlochBlock<TBlock>.From(ref c, 3);
                    sum = TRead.IsAmplitude ? TBlock.Fma(Create<TBlock>(ref c, EdgeSize - 1), Difference(r, m, out _), sum) : sum + m.Dot(r);
                }

                sum.Store(ref yj, lane);
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

    private void Backward<T, TRead>(ReadOnlySpan<float> edges, Rows x, Rows dy, Rows dx, Rows turns, Span<float> steps, Span<float> dEdges)
        where T : IDataTurn
        where TRead : IRead
    {
        if (Vector512.IsHardwareAccelerated) Backward<T, TRead, Block512>(edges, x, dy, dx, turns, steps, dEdges);
        else if (Vector256.IsHardwareAccelerated) Backward<T, TRead, Block256>(edges, x, dy, dx, turns, steps, dEdges);
        else Backward<T, TRead, Block128>(edges, x, dy, dx, turns, steps, dEdges);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Backward<T, TRead, TBlock>(
        ReadOnlySpan<float> edges, Rows x, Rows dy, Rows dx, Rows turns, Span<float> steps, Span<float> dEdges)
        where T : IDataTurn
        where TRead : IRead
        where TBlock : struct, IBlock<TBlock>
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
                for (int lane = 0; lane < lanes; lane += TBlock.Width)
                {
                    ref float turn = ref Unsafe.Add(ref turns.At(T.IsShared ? 2 * Reps * i : 0), lane);
                    ref float own = ref Unsafe.Add(ref d, lane & (Lanes.Width - 1)); // the lanes of the block in those of the gradient
                    TBlock dv = EdgeBackward<T, TRead, TBlock>(
                        ref c, ref own, TBlock.Load(ref xi, lane), TBlock.Load(ref dyj, lane), ref turn, lanes, ref step0);
                    (TBlock.Load(ref dxi, lane) + dv).Store(ref dxi, lane);
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private TBlock EdgeBackward<T, TRead, TBlock>(ref float c, ref float d, TBlock v, TBlock g, ref float turn, int lanes, ref float steps)
        where T : IDataTurn
        where TRead : IRead
        where TBlock : struct, IBlock<TBlock>
    {
        // Forward up to the last data rotation, whose r, sine and cosine stay in registers; those before it are kept. Sine and cosine
        // stand in one place: with a second the compiler would keep their constants on the stack.
        BlochBlock<TBlock> r = BlochBlock<TBlock>.From(ref c, 0);
        TBlock sin = default, cos = default;
        for (int l = 0; l < Reps; l++)
        {
            if (l > 0)
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
            }

            T.SinCos(this, ref c, l, v, ref turn, lanes, out sin, out cos);
        }

        // y += m . r, or y += scale * difference(m . r)
        BlochBlock<TBlock> final = r.AboutZ(cos, sin);
        BlochBlock<TBlock> m = BlochBlock<TBlock>.From(ref c, 3);
        TBlock dz = g;
        if (TRead.IsAmplitude)
        {
            Add(ref d, GradientSize - 1, g * Difference(final, m, out TBlock slope));
            dz *= Create<TBlock>(ref c, EdgeSize - 1) * slope;
        }

        AddProduct(ref d, 3, dz, final.X);
        AddProduct(ref d, 4, dz, final.Y);
        AddProduct(ref d, 5, dz, final.Z);

        var q = new BlochBlock<TBlock>(dz * m.X, dz * m.Y, dz * m.Z);
        TBlock dv = default;
        for (int l = Reps - 1; ; l--)
        {
            // r = RZ(w x + phase) r
            q = q.BackAboutZ(cos, sin);
            TBlock dAlpha = TBlock.Fms(r.X, q.Y, r.Y * q.X);
            AddProduct(ref d, W + l, dAlpha, v);
            dv = TBlock.Fma(dAlpha, Create<TBlock>(ref c, W + l), dv);
            if (l == 0) break;
            if (l < Reps - 1) Add(ref d, Phase + l - 1, dAlpha);

            // r = Step(RY(beta) r); the step cannot be undone, so beta's gradient is taken before its rotation
            int at = Beta + (2 * (l - 1));
            TBlock cosBeta = Create<TBlock>(ref c, at), sinBeta = Create<TBlock>(ref c, at + 1);
            if (TRead.IsNoisy) q = NoiseTransposed(q);
            else AddCross(ref d, Beta + l - 1, r.Z, q.X, r.X, q.Z);
            q = q.BackAboutY(cosBeta, sinBeta);
            if (_gamma)
            {
                // r = RX(gamma) r
                r = r.BackAboutY(cosBeta, sinBeta);
                at += 2 * (Reps - 1);
                AddCross(ref d, Gamma + l - 1, r.Y, q.Z, r.Z, q.Y);
                q = q.BackAboutX(Create<TBlock>(ref c, at), Create<TBlock>(ref c, at + 1));
            }

            ref float step = ref Unsafe.Add(ref steps, (l - 1) * StepSize * Lanes.Width);
            sin = Load<TBlock>(ref step, 0);
            cos = Load<TBlock>(ref step, 1);
            r = l > 1
                ? new BlochBlock<TBlock>(Load<TBlock>(ref step, 2), Load<TBlock>(ref step, 3), Load<TBlock>(ref step, 4))
                : BlochBlock<TBlock>.From(ref c, 0);
            if (TRead.IsNoisy)
            {
                BlochBlock<TBlock> before = r.AboutZ(cos, sin);
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
    private BlochBlock<TBlock> Between<TBlock>(ref float c, int l, BlochBlock<TBlock> r)
        where TBlock : struct, IBlock<TBlock>
    {
        if (l == 0) return r;
        int at = Beta + (2 * (l - 1));
        if (_gamma)
        {
            int x = at + (2 * (Reps - 1));
            r = r.AboutX(Create<TBlock>(ref c, x), Create<TBlock>(ref c, x + 1));
        }

        return r.AboutY(Create<TBlock>(ref c, at), Create<TBlock>(ref c, at + 1));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private BlochBlock<TBlock> Noise<TBlock>(BlochBlock<TBlock> r)
        where TBlock : struct, IBlock<TBlock>
    {
        NoiseStep step = _noise.GetValueOrDefault();
        TBlock across = TBlock.Create(step.XY);
        return new(across * r.X, across * r.Y, TBlock.Fma(TBlock.Create(step.Z), r.Z, TBlock.Create(step.Shift)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private BlochBlock<TBlock> NoiseTransposed<TBlock>(BlochBlock<TBlock> q)
        where TBlock : struct, IBlock<TBlock>
    {
        NoiseStep step = _noise.GetValueOrDefault();
        TBlock across = TBlock.Create(step.XY);
        return new(across * q.X, across * q.Y, TBlock.Create(step.Z) * q.Z);
    }

    /// <summary>The angle of data rotation l but for phases inside r0 and m: w x, plus the phase of those between.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal TBlock Alpha<TBlock>(ref float c, int l, TBlock x)
        where TBlock : struct, IBlock<TBlock> =>
        l > 0 && l < Reps - 1
            ? TBlock.Fma(Create<TBlock>(ref c, W + l), x, Create<TBlock>(ref c, Phase + l - 1))
            : Create<TBlock>(ref c, W + l) * x;

    // |alpha| - |beta| with |alpha| = |m+r|/2 and |beta| = |m-r|/2, which stay exact near the poles where sqrt(1-z) does not.
    private static TBlock Difference<TBlock>(BlochBlock<TBlock> r, BlochBlock<TBlock> m, out TBlock slope)
        where TBlock : struct, IBlock<TBlock>
    {
        TBlock half = TBlock.Create(0.5f), floor = TBlock.Create(PoleFloor);
        var sum = new BlochBlock<TBlock>(m.X + r.X, m.Y + r.Y, m.Z + r.Z);
        var difference = new BlochBlock<TBlock>(m.X - r.X, m.Y - r.Y, m.Z - r.Z);
        TBlock alpha = half * TBlock.Sqrt(sum.Dot(sum));
        TBlock beta = half * TBlock.Sqrt(difference.Dot(difference));

        // d(|alpha| - |beta|)/dz = (1/|alpha| + 1/|beta|)/4
        TBlock a = TBlock.Select(TBlock.Less(alpha, floor), floor, alpha);
        TBlock b = TBlock.Select(TBlock.Less(beta, floor), floor, beta);
        slope = TBlock.Create(0.25f) * ((TBlock.Create(1) / a) + (TBlock.Create(1) / b));
        return alpha - beta;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TBlock Create<TBlock>(ref float c, int at)
        where TBlock : struct, IBlock<TBlock> => TBlock.Create(Unsafe.Add(ref c, at));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TBlock Load<TBlock>(ref float d, int at)
        where TBlock : struct, IBlock<TBlock> => TBlock.Load(ref d, at * Lanes.Width);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Put<TBlock>(ref float d, int at, TBlock value)
        where TBlock : struct, IBlock<TBlock> => value.Store(ref d, at * Lanes.Width);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add<TBlock>(ref float d, int at, TBlock value)
        where TBlock : struct, IBlock<TBlock> => Put(ref d, at, Load<TBlock>(ref d, at) + value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddProduct<TBlock>(ref float d, int at, TBlock a, TBlock b)
        where TBlock : struct, IBlock<TBlock> => Put(ref d, at, TBlock.Fma(a, b, Load<TBlock>(ref d, at)));

    // d += a b - c e
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddCross<TBlock>(ref float d, int at, TBlock a, TBlock b, TBlock c, TBlock e)
        where TBlock : struct, IBlock<TBlock> => Put(ref d, at, TBlock.Fma(a, b, TBlock.Fnma(c, e, Load<TBlock>(ref d, at))));

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
}
