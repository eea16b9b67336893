namespace QSeq.Estimators;

/// <summary>
/// Exponential smoothing of the form with the least AICc. The forms are those that R's ets tries: errors additive or relative,
/// no trend, an additive or a damped one, no season, an additive or a multiplicative one; relative errors only where all values
/// are above 0, a multiplicative season only with them; none with as many numbers to estimate as there are values.
/// </summary>
internal sealed class Ets(int season) : SeriesMethod
{
    private static readonly bool[] NoThenYes = [false, true], YesThenNo = [true, false];
    private static readonly SeasonKind[] Kinds = [SeasonKind.None, SeasonKind.Additive, SeasonKind.Multiplicative];

    public override string Name => "ETS";

    private protected override int Least => 7; // level and its constant: R asks for more than 2 + 4 values

    /// <summary>The forms tried for a series.</summary>
    public static IEnumerable<EtsForm> Forms(ReadOnlySpan<double> history, int season)
    {
        bool positive = Moments.IsPositive(history), constant = Moments.IsConstant(history);
        int length = history.Length;
        return
            from relative in NoThenYes
            where positive || !relative
            from trend in NoThenYes
            from kind in Kinds
            where kind == SeasonKind.None || (season > 1 && length >= 2 * season)
            where kind != SeasonKind.Multiplicative || relative
            from damped in YesThenNo
            where trend || !damped
            let form = new EtsForm(relative, trend, damped, kind, kind == SeasonKind.None ? 1 : season)
            where length > form.Constants + form.States + 2
            where !constant || form == new EtsForm(false, false, false, SeasonKind.None, 1)
            select form;
    }

    /// <summary>Akaike's criterion for few values; the variance of the errors counts as estimated.</summary>
    public static double Aicc(EtsForm form, double value, int length)
    {
        double estimated = form.Constants + form.States + 1;
        return value + (2 * estimated) + (2 * estimated * (estimated + 1) / (length - estimated - 1));
    }

    private protected override FittedSeries Estimate(ReadOnlySpan<double> history, CancellationToken cancellation)
    {
        double[] values = history.ToArray();
        FittedSeries? best = null;
        double least = double.PositiveInfinity;
        foreach (EtsForm form in Forms(history, season))
        {
            (EtsPoint point, double value) = EtsFit.Of(form, values, cancellation);
            double criterion = Aicc(form, value, values.Length);
            if (best is null || criterion < least) (best, least) = (new EtsModel(form, point, form.ToString()), criterion);
        }

        return best!; // seven values are enough for the form without trend and season
    }
}
