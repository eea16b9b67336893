using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace QSeq.Layers;

/// <summary>
/// y_j = sum_i W_ji x_i + b with W and b not weights but inputs, of every sample its own, as the linear fast programmer of
/// arXiv 2605.06734 has them; the one b is added to all outputs. It reads [x; W; b]: x [I], W [O][I], b.
/// </summary>
internal sealed class FastLinearLayer(int inputs, int outputs) : Layer(checked(inputs + (outputs * inputs) + 1), outputs)
{
    private readonly int _inputs = inputs;

    private int Bias => Inputs - 1;

    public override void Fold(ReadOnlySpan<float> parameters, Span<float> folded)
    {
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Forward(ReadOnlySpan<float> folded, Rows x, Rows y, Rows tape, Rows scratch)
    {
        for (int j = 0; j < Outputs; j++)
        {
            for (int lane = 0; lane < x.Lanes; lane += Lanes.Width)
            {
                Vector512<float> sum = Load(x, Bias, lane);
                for (int i = 0; i < _inputs; i++) sum = Lanes.Fma(Load(x, Weight(j, i), lane), Load(x, i, lane), sum);
                sum.StoreUnsafe(ref y.At(j), (nuint)lane);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Backward(ReadOnlySpan<float> folded, Rows x, Rows dy, Rows dx, Rows tape, Rows scratch, Span<float> gradient)
    {
        for (int lane = 0; lane < x.Lanes; lane += Lanes.Width)
        {
            Vector512<float> bias = default;
            for (int j = 0; j < Outputs; j++) bias += Load(dy, j, lane);
            bias.StoreUnsafe(ref dx.At(Bias), (nuint)lane);
            for (int i = 0; i < _inputs; i++)
            {
                Vector512<float> sum = default, v = Load(x, i, lane);
                for (int j = 0; j < Outputs; j++)
                {
                    Vector512<float> d = Load(dy, j, lane);
                    sum = Lanes.Fma(Load(x, Weight(j, i), lane), d, sum);
                    (d * v).StoreUnsafe(ref dx.At(Weight(j, i)), (nuint)lane);
                }

                sum.StoreUnsafe(ref dx.At(i), (nuint)lane);
            }
        }
    }

    public override void Unfold(
        ReadOnlySpan<float> parameters, ReadOnlySpan<float> folded, ReadOnlySpan<float> foldedGradient, Span<float> gradient)
    {
    }

    public override void Reference(ReadOnlySpan<double> parameters, ReadOnlySpan<double> x, Span<double> y)
    {
        for (int j = 0; j < Outputs; j++)
        {
            y[j] = x[Bias];
            for (int i = 0; i < _inputs; i++) y[j] += x[Weight(j, i)] * x[i];
        }
    }

    private int Weight(int j, int i) => _inputs + (j * _inputs) + i;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Load(Rows rows, int row, int lane) => Vector512.LoadUnsafe(ref rows.At(row), (nuint)lane);
}
