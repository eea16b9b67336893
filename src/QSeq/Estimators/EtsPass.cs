namespace QSeq.Estimators;

/// <summary>
/// Minus twice the logarithm of a form's likelihood for a series, but for a constant, as R's ets computes it: n ln(sum of squared
/// errors) + 2 sum ln|forecast| for relative errors, n ln(sum of squares) for others; and its slopes in constants and first states
/// by going back over the series. Sums below what rounding leaves count as that: a series without noise has no end of likelihood.
/// </summary>
internal sealed class EtsPass
{
    private const double Near = 1e-10, Far = 1e10; // R's etscalc: a state of about 0 is not divided by
    private readonly EtsForm _form;
    private readonly double[] _values, _level, _growth, _season, _ring;
    private readonly double _floor;

    public EtsPass(EtsForm form, double[] values)
    {
        (_form, _values) = (form, values);
        (_level, _growth, _season) = (new double[values.Length], new double[values.Length], new double[values.Length]);
        _ring = new double[form.Period];
        double scale = 0;
        foreach (double value in values) scale = Math.Max(scale, Math.Abs(value));
        _floor = values.Length * 1e-28 * (form.RelativeError || scale == 0 ? 1 : scale * scale);
    }

    /// <summary>The value, infinity where there is none; keeps the states for <see cref="Slopes"/>.</summary>
    public double Value(EtsPoint point)
    {
        double level = point.Level, growth = point.Growth, squares = 0, product = 1, logs = 0;
        bool multiplies = _form.Season == SeasonKind.Multiplicative, relative = _form.RelativeError;
        point.Seasons.CopyTo(_ring, 0);
        int place = 0;
        for (int t = 0; t < _values.Length; t++)
        {
            double season = _ring[place];
            (_level[t], _growth[t], _season[t]) = (level, growth, season);
            double forecast = Step(point, multiplies, _values[t], ref level, ref growth, ref _ring[place]), error = _values[t] - forecast;
            if (relative)
            {
                error /= forecast;
                product *= Math.Abs(forecast);
                if (product is > 1e100 or < 1e-100)
                {
                    if (!(product > 0 && double.IsFinite(product))) return double.PositiveInfinity;
                    logs += PortableMath.Log(product);
                    product = 1;
                }
            }

            squares += error * error;
            if (++place == _ring.Length) place = 0;
        }

        if (!double.IsFinite(squares)) return double.PositiveInfinity;
        Squares = squares;
        double value = _values.Length * PortableMath.Log(Math.Max(squares, _floor));
        return relative ? value + (2 * (logs + PortableMath.Log(product))) : value;
    }

    /// <summary>Of the last <see cref="Value"/>: the sum of squared errors, relative ones where the form has them.</summary>
    public double Squares { get; private set; }

    /// <summary>The slopes where <see cref="Value"/> was last taken, at the same point: every property of a point holds its own.</summary>
    public EtsPoint Slopes(EtsPoint point)
    {
        var slopes = new EtsPoint(_form.Period) { Phi = 0 };
        double perSquare = Squares > _floor ? 2 * _values.Length / Squares : 0, level = 0, growth = 0;
        bool multiplies = _form.Season == SeasonKind.Multiplicative, relative = _form.RelativeError;
        for (int t = _values.Length - 1; t >= 0; t--)
        {
            // Slopes in the states after step t are known; those in the states before it follow.
            double y = _values[t], oldGrowth = _growth[t], s = _season[t], expected = _level[t] + (point.Phi * oldGrowth);
            double forecast = multiplies ? expected * s : expected + s;
            double inForecast = relative
                ? (2 / forecast) - (perSquare * ((y - forecast) / forecast) * y / (forecast * forecast))
                : -perSquare * (y - forecast);
            ref double season = ref slopes.Seasons[t % slopes.Seasons.Length];
            double inExpected;
            if (multiplies)
            {
                bool isNear = Math.Abs(s) < Near, expectsNothing = Math.Abs(expected) < Near;
                double surprise = (isNear ? Far : y / s) - expected, ratio = expectsNothing ? Far : y / expected;
                double inSurprise = (point.Alpha * level) + (point.Beta * growth);
                slopes.Alpha += surprise * level;
                slopes.Beta += surprise * growth;
                slopes.Gamma += (ratio - s) * season;
                inExpected = level - inSurprise + (inForecast * s) - (expectsNothing ? 0 : point.Gamma * season * ratio / expected);
                season = ((1 - point.Gamma) * season) + (inForecast * expected) - (isNear ? 0 : inSurprise * y / (s * s));
            }
            else
            {
                double error = y - forecast;
                slopes.Alpha += error * level;
                slopes.Beta += error * growth;
                slopes.Gamma += error * season;
                inForecast -= (point.Alpha * level) + (point.Beta * growth) + (point.Gamma * season);
                inExpected = level + inForecast;
                season += inForecast;
            }

            double inGrowth = growth + inExpected;
            level = inExpected;
            growth = point.Phi * inGrowth;
            slopes.Phi += oldGrowth * inGrowth;
        }

        (slopes.Level, slopes.Growth) = (level, growth);
        return slopes;
    }

    /// <summary>Takes in a value: the states go on, the answer is what was forecast for it.</summary>
    public static double Step(EtsPoint point, bool multiplies, double y, ref double level, ref double growth, ref double season)
    {
        double fading = point.Phi * growth, expected = level + fading, old = season;
        double surprise;
        if (multiplies)
        {
            surprise = (Math.Abs(old) < Near ? Far : y / old) - expected;
            season = old + (point.Gamma * ((Math.Abs(expected) < Near ? Far : y / expected) - old));
        }
        else
        {
            surprise = y - old - expected;
            season = old + (point.Gamma * surprise);
        }

        level = expected + (point.Alpha * surprise);
        growth = fading + (point.Beta * surprise);
        return multiplies ? expected * old : expected + old;
    }
}
