namespace QSeq.Cli.Reports;

/// <summary>Series over their times, numbers or rows.</summary>
internal static class SeriesFigures
{
    /// <summary>A place for each row: seconds since 1970, the numbers of the axis, or rows from 1.</summary>
    public static double[] Places(SeriesTable table, int first = 1) =>
        table.Times is { } times ? [.. times.Select(TimeTicks.Seconds)]
        : table.Step is { IsNumbers: true } step ? [.. Enumerable.Range(0, table.Length).Select(row => (double)step.NumberAt(row))]
        : [.. Enumerable.Range(first, table.Length).Select(row => (double)row)];

    /// <summary>What the axis of a table is called.</summary>
    public static string AxisName(SeriesTable table) =>
        table.Times is { } times ? (times[0].Kind == DateTimeKind.Utc ? "time (UTC)" : "time") : table.Step is { IsNumbers: true } ? "number" : "row";

    /// <summary>What a figure of so many steps after the end of a series is called.</summary>
    public static string After(int steps) => steps == 1 ? "The step after the end" : $"The {steps} steps after the end";

    /// <summary>A column with gaps where values were filled in.</summary>
    public static double[] Measured(SeriesTable table, string name)
    {
        int column = table.Names.ToList().IndexOf(name);
        double[] values = table.Column(column).ToArray();
        for (int row = 0; row < values.Length; row++)
            if (!table.IsMeasured(column, row)) values[row] = double.NaN;
        return values;
    }

    /// <summary>The end of a series and the forecast after it; the last value begins the forecast, so that no gap parts them.</summary>
    /// <param name="history">The series.</param>
    /// <param name="target">The column of both tables.</param>
    /// <param name="shown">What the series is called.</param>
    /// <param name="forecast">What comes after it.</param>
    /// <param name="rows">Rows of the history at most.</param>
    /// <param name="bands">Intervals of the forecast, wider ones first; default for none.</param>
    public static LineFigure Continued(SeriesTable history, string target, string shown, SeriesTable forecast, int rows, ImmutableArray<Band> bands = default)
    {
        int kept = Math.Min(rows, history.Length);
        double[] before = Measured(history, target)[^kept..], after = forecast.Column(target).ToArray(), xs = Places(history)[^kept..];
        double[] places = forecast.Times is null && forecast.Step is not { IsNumbers: true } ? Places(forecast, history.Length + 1) : Places(forecast);
        return new LineFigure(
            shown,
            [.. xs, .. places],
            [
                new Line("history", [.. before, .. Enumerable.Repeat(double.NaN, after.Length)], LineKind.Truth),
                new Line("forecast", [.. Enumerable.Repeat(double.NaN, kept - 1), before[^1], .. after], LineKind.Model),
            ])
        {
            IsTime = history.Times is not null,
            XName = AxisName(history),
            Bands = bands.IsDefault ? [] : [.. bands.Select(band => new Band(band.Name, Before(band.Low), Before(band.High)))],
        };

        // From the last value on, as the forecast.
        double[] Before(double[] ends) => [.. Enumerable.Repeat(double.NaN, kept - 1), before[^1], .. ends];
    }

    /// <summary>Intervals of a target's forecast, wider ones first; none where there are none.</summary>
    public static ImmutableArray<Band> Bands(ForecastBands? bands, int target)
    {
        if (bands is null) return [];
        return [.. Enumerable.Range(0, bands.Levels.Length).Reverse().Select(level => new Band(Name(bands.Levels[level]), Ends(level, interval => interval.Lower), Ends(level, interval => interval.Upper)))];

        double[] Ends(int level, Func<Interval, double> end) => [.. Enumerable.Range(0, bands.Forecast.Length).Select(step => end(bands[level, target, step]))];
    }

    /// <summary>What the band of a level is called.</summary>
    public static string Name(double level) => $"{ForecastCalibration.Percent(level)} %";

    /// <summary>Some of the rows of a figure, from one on.</summary>
    public static LineFigure From(LineFigure figure, int row)
    {
        LineFigure cut = figure.At([.. Enumerable.Range(row, figure.X.Length - row)]);
        return cut with { Marks = [.. cut.Marks.Where(mark => mark.X >= figure.X[row])] };
    }
}
