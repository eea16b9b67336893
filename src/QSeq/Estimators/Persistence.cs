namespace QSeq.Estimators;

internal sealed class Persistence : SeriesMethod
{
    public override string Name => "persistence";

    private protected override int Least => 1;

    private protected override FittedSeries Estimate(ReadOnlySpan<double> history, CancellationToken cancellation) =>
        new Line(0, 0, "persistence");

    /// <summary>The last value and from there a step that is always the same.</summary>
    internal sealed class Line(double step, int parameters, string form) : FittedSeries(parameters, form)
    {
        private protected override int Least => 1;

        private protected override void Walk(ReadOnlySpan<double> values, ReadOnlySpan<int> origins, int horizon, Span<double> ahead)
        {
            for (int n = 0; n < origins.Length; n++)
                for (int h = 0; h < horizon; h++) ahead[(n * horizon) + h] = values[origins[n] - 1] + ((h + 1) * step);
        }
    }
}
