using System.Runtime.Intrinsics;

namespace QSeq.Studies.Ablation;

/// <summary>
/// What is left of QKAN gates without their circuits: y_j = sum_k w_jk silu(v_k). First values are uniform in 1/sqrt(hidden), as an LSTM's: at the
/// 0.5 of a QKAN's base weights all gates and features would be the same for ever.
/// </summary>
internal sealed record BaseGates : GateConfig
{
    public override string Kind => "base-only";

    public override Layer Build(ParameterTable.Builder table, int inputs, int hidden) =>
        new BaseLayer(table, hidden + inputs, Gates * hidden, 1 / Math.Sqrt(hidden));
}

/// <summary>y_j = sum_k w_jk silu(x_k).</summary>
internal sealed class BaseLayer : Layer
{
    private readonly ParameterSlice _weight; // [outputs, inputs]
    private readonly BufferSlice _w;
    private readonly BufferSlice _dW; // [outputs, inputs][16]

    public BaseLayer(ParameterTable.Builder table, int inputs, int outputs, double bound)
        : base(inputs, outputs)
    {
        _weight = table.Add("weight", [outputs, inputs], Initializer.Uniform(bound));
        _w = Folded.Add("weight", _weight.Count);
        _dW = Gradient.Add("weight", _weight.Count * Lanes.Width);
    }

    public override void Fold(ReadOnlySpan<float> parameters, Span<float> folded) => _weight.Of(parameters).CopyTo(_w.Of(folded));

    public override void Forward(ReadOnlySpan<float> folded, Rows x, Rows y, Rows tape, Rows scratch)
    {
        ReadOnlySpan<float> w = _w.Of(folded);
        for (int lane = 0; lane < x.Lanes; lane += Lanes.Width)
        {
            for (int j = 0; j < Outputs; j++)
            {
                Vector512<float> sum = default;
                for (int k = 0; k < Inputs; k++)
                {
                    Vector512<float> v = Vector512.Create<float>(x[k][lane..]);
                    sum = Lanes.Fma(Vector512.Create(w[(j * Inputs) + k]), v * LaneMath.Sigmoid(v), sum);
                }

                sum.CopyTo(y[j][lane..]);
            }
        }
    }

    public override void Backward(ReadOnlySpan<float> folded, Rows x, Rows dy, Rows dx, Rows tape, Rows scratch, Span<float> gradient)
    {
        ReadOnlySpan<float> w = _w.Of(folded);
        Span<float> dW = _dW.Of(gradient);
        for (int lane = 0; lane < x.Lanes; lane += Lanes.Width)
        {
            for (int k = 0; k < Inputs; k++)
            {
                // (x s)' = s + x s (1 - s)
                Vector512<float> v = Vector512.Create<float>(x[k][lane..]), s = LaneMath.Sigmoid(v), value = v * s, sum = default;
                Vector512<float> slope = Lanes.Fma(value, Vector512<float>.One - s, s);
                for (int j = 0; j < Outputs; j++)
                {
                    Vector512<float> g = Vector512.Create<float>(dy[j][lane..]);
                    Span<float> d = dW.Slice(((j * Inputs) + k) * Lanes.Width, Lanes.Width);
                    Lanes.Fma(g, value, Vector512.Create<float>(d)).CopyTo(d);
                    sum = Lanes.Fma(g, Vector512.Create(w[(j * Inputs) + k]), sum);
                }

                (sum * slope).CopyTo(dx[k][lane..]);
            }
        }
    }

    public override void Unfold(ReadOnlySpan<float> parameters, ReadOnlySpan<float> folded, ReadOnlySpan<float> foldedGradient, Span<float> gradient)
    {
        ReadOnlySpan<float> d = _dW.Of(foldedGradient);
        Span<float> of = _weight.Of(gradient);
        for (int n = 0; n < of.Length; n++) of[n] += Lanes.Sum(Vector512.Create<float>(d.Slice(n * Lanes.Width, Lanes.Width)));
    }

    public override void Reference(ReadOnlySpan<double> parameters, ReadOnlySpan<double> x, Span<double> y)
    {
        ReadOnlySpan<double> w = _weight.Of(parameters);
        for (int j = 0; j < Outputs; j++)
        {
            y[j] = 0;
            for (int k = 0; k < Inputs; k++) y[j] += w[(j * Inputs) + k] * x[k] / (1 + PortableMath.Exp(-x[k]));
        }
    }
}
