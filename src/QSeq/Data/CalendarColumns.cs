namespace QSeq.Data;

/// <summary>Computes what the calendar says of the times of rows.</summary>
internal static class CalendarColumns
{
    /// <summary>The columns of some features, in the order of <see cref="CalendarOptions.Names"/>.</summary>
    /// <param name="calendar">The features.</param>
    /// <param name="times">The times.</param>
    /// <param name="zone">The zone by whose clocks they are told, where they are kept in UTC; null for times as they are.</param>
    /// <returns>[column][time].</returns>
    public static double[][] Of(CalendarOptions calendar, IReadOnlyList<DateTime> times, string? zone)
    {
        DateTime[] local = [.. times];
        if (zone is not null && TimeZoneInfo.TryFindSystemTimeZoneById(zone, out TimeZoneInfo? clocks))
            for (int t = 0; t < local.Length; t++) local[t] = TimeZoneInfo.ConvertTimeFromUtc(DateTime.SpecifyKind(local[t], DateTimeKind.Utc), clocks);
        var holidays = calendar.Holidays.ToHashSet();
        var columns = new List<double[]>();
        foreach (CalendarFeature feature in calendar.Features)
        {
            if (feature == CalendarFeature.Holiday)
            {
                columns.Add([.. local.Select(time => holidays.Contains(DateOnly.FromDateTime(time)) ? 1.0 : 0)]);
                continue;
            }

            double[] turns = [.. local.Select(time => Turn(feature, time))];
            columns.Add([.. turns.Select(turn => Round(PortableMath.SinCos(2 * Math.PI * turn).Sin))]);
            columns.Add([.. turns.Select(turn => Round(PortableMath.SinCos(2 * Math.PI * turn).Cos))]);
        }

        return [.. columns];
    }

    /// <summary>Refuses features that say nothing of a series.</summary>
    /// <exception cref="ArgumentException">The series has no times, or a feature never changes.</exception>
    public static void Check(CalendarOptions calendar, SeriesTable table)
    {
        calendar.Validate();
        if (table.Times is not { } times || table.Step is null)
            throw new ArgumentException("inputs of the calendar need time stamps in even steps, which the series does not have; leave the calendar out, or name the time column");
        if (table.Step is { Zone: null, Span: { } span } && times[0].Kind == DateTimeKind.Utc && span.Ticks % TimeSpan.TicksPerDay == 0 && times[0].TimeOfDay != TimeSpan.Zero)
            throw OptionCheck.Refusal($"the days of the series begin at {times[0].ToString("HH:mm", CultureInfo.InvariantCulture)} UTC, so that its calendar would be that of other days; {CsvAdvice.Zone}");
        double[][] columns = Of(calendar, times, table.Step.Zone);
        int place = 0;
        foreach (CalendarFeature feature in calendar.Features)
        {
            int count = CalendarOptions.NamesOf(feature).Length;
            double[][] own = columns[place..(place += count)];
            if (!Array.TrueForAll(own, column => Array.TrueForAll(column, value => value == column[0]))) continue;
            string name = CalendarOptions.NameOf(feature);
            throw feature == CalendarFeature.Holiday
                ? new ArgumentException($"{(own[0][0] == 0 ? "none" : "every one")} of the series' days is a holiday; check the days given, or leave the holiday out")
                : new ArgumentException($"the {name} is the same in all rows of the series (steps of {table.Step}); leave it out of the calendar");
        }
    }

    // The part of a turn, from 0 up to but not including 1.
    private static double Turn(CalendarFeature feature, DateTime time) => feature switch
    {
        CalendarFeature.Hour => time.TimeOfDay.Ticks / (double)TimeSpan.TicksPerDay,
        CalendarFeature.Weekday => (int)time.DayOfWeek / 7.0,
        CalendarFeature.Day => (time.Day - 1) / 31.0,
        CalendarFeature.Month => (time.Month - 1) / 12.0,
        _ => (time.DayOfYear - 1) / 366.0,
    };

    // A quarter of a turn is 0 and 1, not 6e-17.
    private static double Round(double value) => Math.Round(value, 12);
}
