using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace QSeq.Networks;

/// <summary>
/// What a head reads of all hidden states: the last, and the mean of all of them with weights softmax(q . h_t) over the steps, q trained
/// (Bahdanau et al. 2015 with one query). One answer, [h_T; sum_t a_t h_t].
/// </summary>
internal sealed class AttentionLayer : SequenceLayer
{
    private readonly ParameterSlice _query; // [states]

    /// <param name="table">Where the query is declared.</param>
    /// <param name="states">Features of a state.</param>
    public AttentionLayer(ParameterTable.Builder table, int states)
        : base(states, checked(2 * states))
    {
        _query = table.Add("query", [states], Initializer.Uniform(1 / Math.Sqrt(states)));
        Folded.Add("query", states);
        Gradient.Add("query", checked(states * Lanes.Width));
    }

    /// <inheritdoc/>
    public override int Answers(int steps) => 1;

    /// <inheritdoc/>
    public override int TapeRows(int steps) => steps;

    /// <inheritdoc/>
    public override int ScratchRows(int steps) => steps;

    /// <inheritdoc/>
    public override void Fold(ReadOnlySpan<float> parameters, Span<float> folded) => _query.Of(parameters).CopyTo(folded);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Forward(ReadOnlySpan<float> folded, Rows x, Rows mask, Rows y, Rows tape, Rows scratch)
    {
        if (!mask.Data.IsEmpty) throw new ArgumentException("A layer that answers once reads sequences of one length.", nameof(mask));
        int steps = x.Count / Inputs;
        x.Slice((steps - 1) * Inputs, Inputs).Data.CopyTo(y.Slice(0, Inputs).Data);
        for (int lane = 0; lane < x.Lanes; lane += Lanes.Width)
        {
            Vector512<float> most = Vector512.Create(float.NegativeInfinity), sum = default;
            for (int t = 0; t < steps; t++)
            {
                Vector512<float> score = default;
                for (int k = 0; k < Inputs; k++) score = Lanes.Fma(Vector512.Create(folded[k]), Load(x, (t * Inputs) + k, lane), score);
                score.StoreUnsafe(ref tape.At(t), (nuint)lane);
                most = Vector512.Max(most, score);
            }

            for (int t = 0; t < steps; t++)
            {
                Vector512<float> weight = LaneMath.Exp(Load(tape, t, lane) - most);
                weight.StoreUnsafe(ref tape.At(t), (nuint)lane);
                sum += weight;
            }

            for (int t = 0; t < steps; t++) (Load(tape, t, lane) / sum).StoreUnsafe(ref tape.At(t), (nuint)lane);
            for (int k = 0; k < Inputs; k++)
            {
                Vector512<float> mean = default;
                for (int t = 0; t < steps; t++) mean = Lanes.Fma(Load(tape, t, lane), Load(x, (t * Inputs) + k, lane), mean);
                mean.StoreUnsafe(ref y.At(Inputs + k), (nuint)lane);
            }
        }
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Backward(ReadOnlySpan<float> folded, Rows x, Rows mask, Rows dy, Rows dx, Rows tape, Rows scratch, Span<float> gradient)
    {
        int steps = x.Count / Inputs;
        for (int lane = 0; lane < x.Lanes; lane += Lanes.Width)
        {
            // What the weights gain by, a_t, and their mean under the weights: ds_t = a_t (g_t - sum_u a_u g_u).
            Vector512<float> mean = default;
            for (int t = 0; t < steps; t++)
            {
                Vector512<float> gain = default;
                for (int k = 0; k < Inputs; k++) gain = Lanes.Fma(Load(dy, Inputs + k, lane), Load(x, (t * Inputs) + k, lane), gain);
                gain.StoreUnsafe(ref scratch.At(t), (nuint)lane);
                mean = Lanes.Fma(Load(tape, t, lane), gain, mean);
            }

            for (int t = 0; t < steps; t++)
            {
                Vector512<float> weight = Load(tape, t, lane), score = weight * (Load(scratch, t, lane) - mean);
                for (int k = 0; k < Inputs; k++)
                {
                    Vector512<float> last = t == steps - 1 ? Load(dy, k, lane) : default;
                    Lanes.Fma(weight, Load(dy, Inputs + k, lane), Lanes.Fma(score, Vector512.Create(folded[k]), last)).StoreUnsafe(ref dx.At((t * Inputs) + k), (nuint)lane);
                    Lanes.AddTo(ref gradient[k * Lanes.Width], score * Load(x, (t * Inputs) + k, lane));
                }
            }
        }
    }

    /// <inheritdoc/>
    public override void Unfold(ReadOnlySpan<float> parameters, ReadOnlySpan<float> folded, ReadOnlySpan<float> foldedGradient, Span<float> gradient)
    {
        Span<float> query = _query.Of(gradient);
        for (int k = 0; k < query.Length; k++) query[k] += RowKernel.LaneSum(foldedGradient, k);
    }

    /// <inheritdoc/>
    public override double[][] Reference(ReadOnlySpan<double> parameters, double[][] x)
    {
        ArgumentNullException.ThrowIfNull(x);
        double[] query = _query.Of(parameters).ToArray();
        double[] scores = [.. x.Select(h => h.Zip(query, (a, b) => a * b).Sum())];
        double most = scores.Max();
        double[] weights = [.. scores.Select(score => PortableMath.Exp(score - most))];
        double sum = weights.Sum();
        return [[.. x[^1], .. Enumerable.Range(0, Inputs).Select(k => x.Select((h, t) => weights[t] / sum * h[k]).Sum())]];
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Load(Rows rows, int row, int lane) => Vector512.LoadUnsafe(ref rows.At(row), (nuint)lane);
}
