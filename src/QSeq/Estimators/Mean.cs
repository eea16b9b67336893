namespace QSeq.Estimators;

internal sealed class Mean : SeriesMethod
{
    public override string Name => "mean";

    private protected override int Least => 1;

    private protected override FittedSeries Estimate(ReadOnlySpan<double> history, CancellationToken cancellation) =>
        new Level(Moments.Mean(history));

    private sealed class Level(double mean) : FittedSeries(1, "mean")
    {
        private protected override int Least => 0;

        private protected override void Walk(ReadOnlySpan<double> values, ReadOnlySpan<int> origins, int horizon, Span<double> ahead) =>
            ahead.Fill(mean);
    }
}
