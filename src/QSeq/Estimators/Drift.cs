namespace QSeq.Estimators;

internal sealed class Drift : SeriesMethod
{
    public override string Name => "drift";

    private protected override int Least => 2;

    private protected override FittedSeries Estimate(ReadOnlySpan<double> history, CancellationToken cancellation) =>
        new Persistence.Line((history[^1] - history[0]) / (history.Length - 1), 1, "drift");
}
