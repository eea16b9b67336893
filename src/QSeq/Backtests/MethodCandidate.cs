using QSeq.Estimators;

namespace QSeq.Backtests;

/// <summary>A classical method: its coefficients stay as fitted, its states go on with the values.</summary>
internal sealed class MethodCandidate(SeriesMethod method) : BacktestCandidate(method.Name)
{
    internal override bool IsMethod => true;

    internal override int Forecast(BacktestPart part, int seed, Span<double> ahead, CancellationToken cancellationToken)
    {
        ReadOnlySpan<double> values = part.Table.Column(part.Column)[part.First..part.Origins[^1]];
        FittedSeries fitted = method.Fit(values[..(part.End - part.First)], cancellationToken);
        fitted.Forecast(values, [.. part.Origins.Select(origin => origin - part.First)], part.Horizon, ahead);
        return fitted.Parameters;
    }
}
