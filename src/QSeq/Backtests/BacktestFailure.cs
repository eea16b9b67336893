namespace QSeq.Backtests;

/// <summary>A candidate that could not be compared.</summary>
/// <param name="Name">What it is called in tables.</param>
/// <param name="Reason">Why: it needs a longer series, say, or its training diverged.</param>
public sealed record BacktestFailure(string Name, ErrorText Reason);
