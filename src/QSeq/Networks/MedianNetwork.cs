using QSeq.Layers;

namespace QSeq.Networks;

/// <summary>
/// Networks of one shape side by side, each with weights of its own, that answer with the median of their answers; of an even
/// number it is the mean of the two in the middle. What goes back goes to those whose answer it was.
/// </summary>
internal sealed class MedianNetwork : SequenceLayer
{
    /// <summary>The most networks.</summary>
    public const int Most = 32;

    private readonly PartList<SequenceLayer> _members;

    /// <param name="members">The networks, at least one and at most <see cref="Most"/>.</param>
    /// <exception cref="ArgumentException">Their sizes differ.</exception>
    public MedianNetwork(IReadOnlyList<SequenceLayer> members)
        : base(members[0].Inputs, members[0].Outputs)
    {
        if (members.Any(member => member.Inputs != Inputs || member.Outputs != Outputs)) throw new ArgumentException("The networks differ in their inputs or outputs.", nameof(members));
        _members = new PartList<SequenceLayer>(members, Folded, Gradient);
    }

    private SequenceLayer First => _members[0];

    /// <inheritdoc/>
    public override int Answers(int steps) => First.Answers(steps);

    /// <inheritdoc/>
    public override int TapeRows(int steps) => checked(_members.Count * (Values(steps) + First.TapeRows(steps)));

    /// <inheritdoc/>
    public override int ScratchRows(int steps) => checked(Values(steps) + (steps * Inputs) + First.ScratchRows(steps));

    /// <inheritdoc/>
    public override void Fold(ReadOnlySpan<float> parameters, Span<float> folded) => _members.Fold(parameters, folded);

    /// <inheritdoc/>
    public override void Forward(ReadOnlySpan<float> folded, Rows x, Rows mask, Rows y, Rows tape, Rows scratch)
    {
        for (int n = 0; n < _members.Count; n++)
            _members[n].Forward(_members.Folded(n, folded), x, mask, AnswerOf(n, y.Count, tape), TapeOf(n, y.Count, tape), scratch.Slice(0, First.ScratchRows(x.Count / Inputs)));
        Span<float> sorted = stackalloc float[_members.Count];
        for (int at = 0; at < y.Data.Length; at++)
        {
            for (int n = 0; n < sorted.Length; n++) sorted[n] = tape.Data[(n * y.Data.Length) + at];
            sorted.Sort();
            y.Data[at] = 0.5f * (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]);
        }
    }

    /// <inheritdoc/>
    public override void Backward(ReadOnlySpan<float> folded, Rows x, Rows mask, Rows dy, Rows dx, Rows tape, Rows scratch, Span<float> gradient)
    {
        Rows own = scratch.Slice(0, dy.Count), dInput = scratch.Slice(dy.Count, dx.Count), rest = scratch.Slice(dy.Count + dx.Count, First.ScratchRows(x.Count / Inputs));
        dx.Data.Clear();
        for (int n = 0; n < _members.Count; n++)
        {
            for (int at = 0; at < dy.Data.Length; at++) own.Data[at] = Share(n, at, dy.Data.Length, tape.Data) * dy.Data[at];
            _members[n].Backward(_members.Folded(n, folded), x, mask, own, dInput, TapeOf(n, dy.Count, tape), rest, _members.Gradient(n, gradient));
            RowKernel.Add(dInput.Data, dx.Data);
        }
    }

    /// <inheritdoc/>
    public override void Unfold(ReadOnlySpan<float> parameters, ReadOnlySpan<float> folded, ReadOnlySpan<float> foldedGradient, Span<float> gradient) =>
        _members.Unfold(parameters, folded, foldedGradient, gradient);

    /// <inheritdoc/>
    public override double[][] Reference(ReadOnlySpan<double> parameters, double[][] x)
    {
        var answers = new double[_members.Count][][];
        for (int n = 0; n < answers.Length; n++) answers[n] = _members[n].Reference(parameters, x);
        return [.. answers[0].Select((row, t) => row.Select((_, k) => Middle([.. answers.Select(one => one[t][k]).Order()])).ToArray())];

        static double Middle(double[] sorted) => 0.5 * (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]);
    }

    // How much of the median a network's answer is: 0, a half or all.
    private float Share(int member, int at, int values, ReadOnlySpan<float> answers)
    {
        float own = answers[(member * values) + at];
        int rank = 0;
        for (int n = 0; n < _members.Count; n++)
        {
            float other = answers[(n * values) + at];
            if (other < own || (other == own && n < member)) rank++;
        }

        return (rank == (_members.Count - 1) / 2 ? 0.5f : 0) + (rank == _members.Count / 2 ? 0.5f : 0);
    }

    private int Values(int steps) => checked(Outputs * Answers(steps));

    // The answers of all networks stand before their tapes.
    private static Rows AnswerOf(int member, int values, Rows tape) => tape.Slice(member * values, values);

    private Rows TapeOf(int member, int values, Rows tape)
    {
        int each = (tape.Count / _members.Count) - values;
        return tape.Slice((_members.Count * values) + (member * each), each);
    }
}
