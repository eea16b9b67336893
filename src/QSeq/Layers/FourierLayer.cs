using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace QSeq.Layers;

/// <summary>
/// A Fourier series on every edge, the classical counterpart of a <see cref="QkanLayer"/>:
/// y_j = sum_i sum_k a_jik cos(k w_ji x_i + p_jik), k = 1 to K. An edge has K a, K p and one w; with K = 2 reps + 1 that is as
/// many as a QKAN edge of that many reps and otherwise default options has (4 reps + 3).
/// <code>
/// a cos(k t + p) = A cos(k t) + B sin(k t)   with   t = w x   A = a cos p   B = -a sin p
/// cos((k+1) t) = cos(k t) cos t - sin(k t) sin t   sin((k+1) t) = sin(k t) cos t + cos(k t) sin t
/// </code>
/// So an edge takes one sine and one cosine; what they and w x are rounded by grows with k, not faster.
/// </summary>
internal sealed class FourierLayer : Layer
{
    private readonly int _terms;
    private readonly ParameterSlice _a; // [O, I, K]
    private readonly ParameterSlice _p; // [O, I, K]
    private readonly ParameterSlice _w; // [O, I]
    private readonly BufferSlice _edges; // [O][I]: w, then A and B of every term
    private readonly BufferSlice _sines; // of all p, padded to lane blocks
    private readonly BufferSlice _cosines;
    private readonly BufferSlice _dEdges; // [O][I][1 + 2 K][16]

    /// <summary>
    /// Declares the parameters of K = <paramref name="terms"/>, 1 to 64. The outputs are <paramref name="parts"/> layers of
    /// equal size side by side (the gates), drawn as one of them, with the same first values if <paramref name="alike"/>.
    /// </summary>
    public FourierLayer(ParameterTable.Builder table, int inputs, int outputs, int terms = 3, int parts = 1, bool alike = false)
        : base(inputs, outputs)
    {
        OptionCheck.Require(terms is >= 1 and <= 64, $"{terms} terms of a Fourier series are out of range; choose 1 to 64");
        OptionCheck.Require(parts >= 1 && outputs % parts == 0, $"{outputs} outputs do not fall into {parts} equal parts");
        _terms = terms;
        (int copies, double one) = (alike ? parts : 1, (double)outputs / parts);
        _a = table.Add("amplitude", [outputs, inputs, terms], Initializer.XavierNormal((double)inputs * terms, one * terms, copies));
        _p = table.Add("phase", [outputs, inputs, terms], Initializer.Uniform(Math.PI) with { Copies = copies });
        _w = table.Add("frequency", [outputs, inputs], Initializer.Constant(1));
        _edges = Folded.Add("edges", checked(_w.Count * EdgeSize));
        _sines = Folded.Add("sines", Lanes.Pad(_p.Count));
        _cosines = Folded.Add("cosines", _sines.Count);
        _dEdges = Gradient.Add("edges", checked(_edges.Count * Lanes.Width));
    }

    private int EdgeSize => 1 + (2 * _terms);

    public override void Fold(ReadOnlySpan<float> parameters, Span<float> folded)
    {
        ReadOnlySpan<float> a = _a.Of(parameters), w = _w.Of(parameters);
        Span<float> edges = _edges.Of(folded), sines = _sines.Of(folded), cosines = _cosines.Of(folded);
        _p.Of(parameters).CopyTo(sines);
        sines[_p.Count..].Clear();
        LaneMath.SinCos(sines, sines, cosines);
        for (int e = 0; e < w.Length; e++) edges[e * EdgeSize] = w[e];
        for (int n = 0; n < a.Length; n++) (edges[Term(n)], edges[Term(n) + 1]) = (a[n] * cosines[n], -(a[n] * sines[n]));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Forward(ReadOnlySpan<float> folded, Rows x, Rows y, Rows tape, Rows scratch)
    {
        ref float edge = ref MemoryMarshal.GetReference(_edges.Of(folded));
        for (int j = 0; j < Outputs; j++)
        {
            for (int lane = 0; lane < x.Lanes; lane += Lanes.Width)
            {
                Vector512<float> sum = default;
                for (int i = 0; i < Inputs; i++)
                {
                    ref float c = ref Unsafe.Add(ref edge, ((j * Inputs) + i) * EdgeSize);
                    Vector512<float> v = Vector512.LoadUnsafe(ref x.At(i), (nuint)lane);
                    LaneMath.SinCos(Vector512.Create(c) * v, out Vector512<float> s1, out Vector512<float> c1);
                    Vector512<float> sk = s1, ck = c1;
                    for (int k = 0; k < _terms; k++)
                    {
                        sum = Lanes.Fma(Vector512.Create(Unsafe.Add(ref c, 1 + (2 * k))), ck, sum);
                        sum = Lanes.Fma(Vector512.Create(Unsafe.Add(ref c, 2 + (2 * k))), sk, sum);
                        (sk, ck) = (Lanes.Fma(sk, c1, ck * s1), Lanes.Fma(ck, c1, -(sk * s1)));
                    }
                }

                sum.StoreUnsafe(ref y.At(j), (nuint)lane);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Backward(ReadOnlySpan<float> folded, Rows x, Rows dy, Rows dx, Rows tape, Rows scratch, Span<float> gradient)
    {
        ref float c = ref MemoryMarshal.GetReference(_edges.Of(folded));
        ref float d = ref MemoryMarshal.GetReference(_dEdges.Of(gradient));
        dx.Data.Clear();
        for (int e = 0; e < _w.Count; e++)
        {
            int j = e / Inputs, i = e % Inputs;
            Vector512<float> w = Vector512.Create(c), dW = default;
            for (int lane = 0; lane < x.Lanes; lane += Lanes.Width)
            {
                Vector512<float> g = Vector512.LoadUnsafe(ref dy.At(j), (nuint)lane), v = Vector512.LoadUnsafe(ref x.At(i), (nuint)lane);
                LaneMath.SinCos(w * v, out Vector512<float> s1, out Vector512<float> c1);
                Vector512<float> sk = s1, ck = c1, slope = default; // of the series by t: sum k (B cos(k t) - A sin(k t))
                for (int k = 0; k < _terms; k++)
                {
                    slope = Lanes.Fma(Vector512.Create((k + 1) * Unsafe.Add(ref c, 2 + (2 * k))), ck, slope);
                    slope = Lanes.Fma(Vector512.Create(-(k + 1) * Unsafe.Add(ref c, 1 + (2 * k))), sk, slope);
                    Lanes.AddTo(ref Unsafe.Add(ref d, (1 + (2 * k)) * Lanes.Width), g * ck);
                    Lanes.AddTo(ref Unsafe.Add(ref d, (2 + (2 * k)) * Lanes.Width), g * sk);
                    (sk, ck) = (Lanes.Fma(sk, c1, ck * s1), Lanes.Fma(ck, c1, -(sk * s1)));
                }

                dW = Lanes.Fma(g * slope, v, dW);
                Lanes.AddTo(ref Unsafe.Add(ref dx.At(i), lane), g * slope * w);
            }

            Lanes.AddTo(ref d, dW);
            c = ref Unsafe.Add(ref c, EdgeSize);
            d = ref Unsafe.Add(ref d, EdgeSize * Lanes.Width);
        }
    }

    public override void Unfold(ReadOnlySpan<float> parameters, ReadOnlySpan<float> folded, ReadOnlySpan<float> foldedGradient, Span<float> gradient)
    {
        ReadOnlySpan<float> a = _a.Of(parameters), sines = _sines.Of(folded), cosines = _cosines.Of(folded), d = _dEdges.Of(foldedGradient);
        Span<float> dA = _a.Of(gradient), dP = _p.Of(gradient), dW = _w.Of(gradient);
        for (int e = 0; e < dW.Length; e++) dW[e] += RowKernel.LaneSum(d, e * EdgeSize);
        for (int n = 0; n < a.Length; n++)
        {
            float ofA = RowKernel.LaneSum(d, Term(n)), ofB = RowKernel.LaneSum(d, Term(n) + 1);
            dA[n] += (ofA * cosines[n]) - (ofB * sines[n]);
            dP[n] -= a[n] * ((ofA * sines[n]) + (ofB * cosines[n]));
        }
    }

    public override void Reference(ReadOnlySpan<double> parameters, ReadOnlySpan<double> x, Span<double> y)
    {
        y.Clear();
        for (int n = 0; n < _a.Count; n++)
        {
            int e = n / _terms;
            double angle = ((1 + (n % _terms)) * _w.Of(parameters)[e] * x[e % Inputs]) + _p.Of(parameters)[n];
            y[e / Inputs] += _a.Of(parameters)[n] * PortableMath.SinCos(angle).Cos;
        }
    }

    // Where A of a term stands among the edges' constants; B follows.
    private int Term(int n) => (n / _terms * EdgeSize) + 1 + (2 * (n % _terms));
}
