using System.Runtime.Intrinsics;
using QSeq.Core;
using QSeq.Layers;

namespace OwnGateLayer;

/// <summary>
/// y_j = b_j + sum_k sum_d c_jkd x_k^d, with d from 1 to a degree. A block holds many samples side by side: row k of x is
/// the feature k of all of them, and <see cref="Lanes.Width"/> of them are worked on at once.
/// </summary>
internal sealed class PolynomialLayer : Layer
{
    private readonly int _degree;
    private readonly ParameterSlice _coefficients; // [outputs, inputs, degree]
    private readonly ParameterSlice _bias; // [outputs]
    private readonly BufferSlice _c; // the same two, as the kernels read them
    private readonly BufferSlice _b;
    private readonly BufferSlice _dC; // and their gradients
    private readonly BufferSlice _dB;

    public PolynomialLayer(ParameterTable.Builder table, int inputs, int outputs, int degree)
        : base(inputs, outputs)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(degree, 1);
        _degree = degree;
        _coefficients = table.Add("coefficients", [outputs, inputs, degree], Initializer.Uniform(1 / Math.Sqrt(inputs * degree)));
        _bias = table.Add("bias", [outputs], Initializer.Constant(0));
        (_c, _b) = (Folded.Add("coefficients", _coefficients.Count), Folded.Add("bias", outputs));
        (_dC, _dB) = (Gradient.Add("coefficients", _coefficients.Count), Gradient.Add("bias", outputs));
    }

    // Nothing can be computed from the parameters alone: the folded constants are the parameters.
    public override void Fold(ReadOnlySpan<float> parameters, Span<float> folded)
    {
        _coefficients.Of(parameters).CopyTo(_c.Of(folded));
        _bias.Of(parameters).CopyTo(_b.Of(folded));
    }

    public override void Forward(ReadOnlySpan<float> folded, Rows x, Rows y, Rows tape, Rows scratch)
    {
        ReadOnlySpan<float> c = _c.Of(folded), b = _b.Of(folded);
        for (int j = 0; j < Outputs; j++)
        {
            for (int lane = 0; lane < x.Lanes; lane += Lanes.Width)
            {
                Vector512<float> sum = Vector512.Create(b[j]);
                for (int k = 0; k < Inputs; k++)
                {
                    // Horner: ((c_3 x + c_2) x + c_1) x
                    Vector512<float> value = Vector512.Create<float>(x[k][lane..]), inner = default;
                    for (int d = _degree - 1; d >= 0; d--) inner = Lanes.Fma(inner, value, Vector512.Create(C(c, j, k, d)));
                    sum = Lanes.Fma(inner, value, sum);
                }

                sum.CopyTo(y[j][lane..]);
            }
        }
    }

    public override void Backward(ReadOnlySpan<float> folded, Rows x, Rows dy, Rows dx, Rows tape, Rows scratch, Span<float> gradient)
    {
        ReadOnlySpan<float> c = _c.Of(folded);
        Span<float> dC = _dC.Of(gradient), dB = _dB.Of(gradient);
        dx.Data.Clear();
        for (int j = 0; j < Outputs; j++)
        {
            for (int lane = 0; lane < x.Lanes; lane += Lanes.Width)
            {
                // dx_k = sum_j dy_j sum_d d c_jkd x_k^(d-1),  dc_jkd = sum dy_j x_k^d,  db_j = sum dy_j
                Vector512<float> slope = Vector512.Create<float>(dy[j][lane..]);
                dB[j] += Lanes.Sum(slope);
                for (int k = 0; k < Inputs; k++)
                {
                    Vector512<float> value = Vector512.Create<float>(x[k][lane..]), sum = Vector512.Create<float>(dx[k][lane..]);
                    Vector512<float> power = slope; // dy_j x_k^(d-1)
                    for (int d = 0; d < _degree; d++)
                    {
                        sum = Lanes.Fma(power, Vector512.Create((d + 1) * C(c, j, k, d)), sum);
                        power *= value;
                        dC[(((j * Inputs) + k) * _degree) + d] += Lanes.Sum(power);
                    }

                    sum.CopyTo(dx[k][lane..]);
                }
            }
        }
    }

    public override void Unfold(
        ReadOnlySpan<float> parameters, ReadOnlySpan<float> folded, ReadOnlySpan<float> foldedGradient, Span<float> gradient)
    {
        Add(_dC.Of(foldedGradient), _coefficients.Of(gradient));
        Add(_dB.Of(foldedGradient), _bias.Of(gradient));
    }

    // The definition, for one sample in double precision: what GradientCheck differentiates numerically.
    public override void Reference(ReadOnlySpan<double> parameters, ReadOnlySpan<double> x, Span<double> y)
    {
        ReadOnlySpan<double> c = _coefficients.Of(parameters), b = _bias.Of(parameters);
        for (int j = 0; j < Outputs; j++)
        {
            y[j] = b[j];
            for (int k = 0; k < Inputs; k++)
            {
                for (int d = 0; d < _degree; d++) y[j] += C(c, j, k, d) * Math.Pow(x[k], d + 1);
            }
        }
    }

    private T C<T>(ReadOnlySpan<T> coefficients, int j, int k, int d) => coefficients[(((j * Inputs) + k) * _degree) + d];

    private static void Add(ReadOnlySpan<float> from, Span<float> to)
    {
        for (int n = 0; n < from.Length; n++) to[n] += from[n];
    }
}
