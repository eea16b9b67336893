namespace QSeq.Estimators;

/// <summary>
/// First states to start from, as R's initstate chooses them: the season by classical decomposition, level and trend from a line
/// through the first max(10, 2 seasons) adjusted values, the level alone from their mean. (R fits a wave where there are fewer than
/// three seasons.)
/// </summary>
internal static class EtsStart
{
    private const double SmallestFactor = 0.01;

    public static EtsPoint Of(EtsForm form, double[] values)
    {
        var point = new EtsPoint(form.Period);
        double[] adjusted = values;
        if (form.Season != SeasonKind.None)
        {
            bool multiplies = form.Season == SeasonKind.Multiplicative;
            var indexes = SeasonalIndexes.Of(values, form.Period, multiplies);
            double sum = 0;
            for (int t = 0; t < form.Period; t++)
            {
                // Where no factors can be found the season starts level.
                double index = multiplies ? indexes.IsMultiplicative ? Math.Max(indexes[t], SmallestFactor) : 1 : indexes[t];
                point.Seasons[t] = index;
                sum += index;
            }

            if (multiplies) for (int t = 0; t < form.Period; t++) point.Seasons[t] *= form.Period / sum;
            adjusted = new double[values.Length];
            for (int t = 0; t < values.Length; t++)
            {
                double index = point.Seasons[t % form.Period];
                adjusted[t] = multiplies ? values[t] / index : values[t] - index;
            }
        }

        ReadOnlySpan<double> first = adjusted.AsSpan(0, Math.Min(Math.Max(10, 2 * form.Period), adjusted.Length));
        if (form.Trend)
        {
            (double start, double slope) = Moments.Line(first);
            (point.Level, point.Growth) = (start - slope, slope); // the state stands before the first value
        }
        else
        {
            point.Level = Moments.Mean(first);
        }

        return point;
    }
}
