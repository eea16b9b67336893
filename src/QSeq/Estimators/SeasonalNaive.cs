namespace QSeq.Estimators;

internal sealed class SeasonalNaive(int season) : SeriesMethod
{
    public override string Name => "seasonal naive";

    private protected override int Least => season;

    private protected override FittedSeries Estimate(ReadOnlySpan<double> history, CancellationToken cancellation) => new Repeat(season);

    private sealed class Repeat(int season) : FittedSeries(0, $"seasonal naive({season})")
    {
        private protected override int Least => season;

        private protected override void Walk(ReadOnlySpan<double> values, ReadOnlySpan<int> origins, int horizon, Span<double> ahead)
        {
            for (int n = 0; n < origins.Length; n++)
                for (int h = 0; h < horizon; h++) ahead[(n * horizon) + h] = values[origins[n] - season + (h % season)];
        }
    }
}
