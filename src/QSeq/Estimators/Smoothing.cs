namespace QSeq.Estimators;

/// <summary>
/// One form of exponential smoothing, by least squares. A multiplicative season becomes an additive one where values are 0 or below.
/// </summary>
internal sealed class Smoothing(string name, EtsForm form) : SeriesMethod
{
    public override string Name => name;

    // As many values as are estimated and two more; and two seasons for the first states.
    private protected override int Least =>
        Math.Max(form.Constants + form.States + 2, form.Season == SeasonKind.None ? 1 : 2 * form.Period);

    private protected override FittedSeries Estimate(ReadOnlySpan<double> history, CancellationToken cancellation)
    {
        bool adds = form.Season == SeasonKind.Multiplicative && !Moments.IsPositive(history);
        EtsForm own = adds ? form with { Season = SeasonKind.Additive } : form;
        (EtsPoint point, _) = EtsFit.Of(own, history.ToArray(), cancellation);
        string season = own.Season switch
        {
            SeasonKind.None => "",
            SeasonKind.Additive => $", additive season {own.Period}",
            _ => $", multiplicative season {own.Period}",
        };
        return new EtsModel(own, point, (own.Trend ? own.Damped ? "damped Holt" : "Holt" : "SES") + season);
    }
}
