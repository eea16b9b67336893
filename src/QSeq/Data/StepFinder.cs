namespace QSeq.Data;

/// <summary>
/// Finds the step of increasing stamps and the place of each on the grid. The step is calendar months where all stamps lie on
/// the same day of different months, business days where weekends are left out, and else the most frequent difference; where
/// stamps lie around the grid, the nearest round step that gives every stamp a place of its own.
/// </summary>
internal static class StepFinder
{
    private const double OnGrid = 0.01; // clocks that stamp a second late are still on the grid
    private const double AroundGrid = 0.25; // of a step, for stamps that scatter
    private const double NearRound = 0.02; // of a round step, for stamps that were rounded
    private const int FewestForCalendar = 3;

    private static readonly TimeSpan[] RoundSteps =
    [
        .. new double[] { 1, 2, 5, 10, 15, 20, 30, 60, 120, 300, 600, 900, 1200, 1800, 3600, 7200, 10_800, 14_400, 21_600, 43_200, 86_400, 604_800 }.Select(TimeSpan.FromSeconds),
    ];

    /// <summary>The step of stamps without gaps, or null where they have none.</summary>
    public static SeriesStep? StepOf(IReadOnlyList<DateTime> times)
    {
        if (times.Count < 2) return null;
        Grid grid = Find(times);
        return grid.Off < 0 && grid.Places[^1] == times.Count - 1 ? grid.Step : null;
    }

    /// <summary>Finds the grid of at least one stamp.</summary>
    /// <param name="times">Strictly increasing.</param>
    public static Grid Find(IReadOnlyList<DateTime> times)
    {
        if (Monthly(times) is { } monthly) return monthly;
        if (Business(times) is { } business) return business;
        TimeSpan step = MostFrequentDifference(times);
        Grid grid = Spaced(times, step);
        if (grid is { Off: < 0, Around: false }) return grid;

        // Stamps that were rounded, such as 44927.0417 days, have a frequent difference that is off by a little: a round step near it is meant.
        TimeSpan round = NearestRound(step);
        if (Math.Abs((round / step) - 1) < NearRound && OnOrAround(times, round) is { } rounded) return rounded;
        if (grid.Off < 0 && times.Count > 1 && OnOrAround(times, (times[^1] - times[0]) / grid.Places[^1]) is { } mean) return mean;
        return Scattered(times) ?? (grid.Off < 0 ? grid with { Off = 1 } : grid);
    }

    /// <summary>The grid for a step that is known.</summary>
    public static Grid For(IReadOnlyList<DateTime> times, SeriesStep step)
    {
        if (step.Span is { } span && OnOrAround(times, span) is { } spaced) return spaced with { Step = step };
        var places = new long[times.Count];
        for (int row = 1; row < times.Count; row++)
        {
            long place = places[row - 1] + 1;
            for (int tries = 0; tries < 1_000_000 && step.After(times[0], place) < times[row]; tries++) place++;
            places[row] = place;
            if (step.After(times[0], place) != times[row]) return new Grid(step, places, times[0], row, false);
        }

        return new Grid(step, places, times[0], -1, false);
    }

    private static Grid? Monthly(IReadOnlyList<DateTime> times)
    {
        if (times.Count < FewestForCalendar) return null;
        TimeSpan hour = times[0].TimeOfDay;
        int day = 0;
        bool ends = true;
        for (int row = 0; row < times.Count; row++)
        {
            DateTime t = times[row];
            if (t.TimeOfDay != hour || (row > 0 && Month(t) == Month(times[row - 1]))) return null;
            day = Math.Max(day, t.Day);
            ends &= t.Day == DateTime.DaysInMonth(t.Year, t.Month);
        }

        if (ends) day = 31;
        foreach (DateTime t in times)
            if (t.Day != Math.Min(day, DateTime.DaysInMonth(t.Year, t.Month))) return null;

        int count = (int)MostFrequent(Arrays.Of(times.Count - 1, row => Month(times[row + 1]) - Month(times[row])));
        var places = new long[times.Count];
        for (int row = 1; row < times.Count; row++)
        {
            long months = Month(times[row]) - Month(times[0]);
            if (months % count != 0) return null;
            places[row] = months / count;
        }

        return new Grid(SeriesStep.Months(count, day), places, times[0], -1, false);
    }

    // Monday to Friday, with most steps a day and Fridays followed by Mondays.
    private static Grid? Business(IReadOnlyList<DateTime> times)
    {
        int days = 0, weekends = 0;
        for (int row = 0; row < times.Count; row++)
        {
            DateTime t = times[row];
            if (t.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday || t.TimeOfDay != times[0].TimeOfDay) return null;
            if (row == 0) continue;
            double since = (t - times[row - 1]).TotalDays;
            if (since == 1) days++;
            if (since == 3 && t.DayOfWeek == DayOfWeek.Monday) weekends++;
        }

        if (weekends == 0 || days < times.Count / 2) return null;
        var places = new long[times.Count];
        for (int row = 1; row < times.Count; row++) places[row] = Weekdays(times[row]) - Weekdays(times[0]);
        return new Grid(SeriesStep.BusinessDays, places, times[0], -1, false);
    }

    private static Grid Spaced(IReadOnlyList<DateTime> times, TimeSpan step)
    {
        var places = new long[times.Count];
        int off = -1;
        for (int row = 1; row < times.Count && off < 0; row++)
        {
            double steps = (times[row] - times[row - 1]) / step, whole = Math.Round(steps);
            if (whole < 1 || Math.Abs(steps - whole) > OnGrid) off = row;
            places[row] = places[row - 1] + (long)Math.Min(whole, 1e15);
        }

        bool exact = off < 0 && places[^1] < 1L << 40 && Enumerable.Range(0, times.Count).All(row => times[0].Ticks + (places[row] * step.Ticks) == times[row].Ticks);
        return new Grid(SeriesStep.Of(step), places, times[0], off, off < 0 && !exact);
    }

    private static Grid? Scattered(IReadOnlyList<DateTime> times)
    {
        if (times.Count < 8) return null;
        TimeSpan median = Enumerable.Range(1, times.Count - 1).Select(row => times[row] - times[row - 1]).Order().ElementAt((times.Count - 1) / 2), step = NearestRound(median);
        return Math.Abs((step / median) - 1) > AroundGrid ? null : OnOrAround(times, step);
    }

    private static TimeSpan NearestRound(TimeSpan step) => RoundSteps.MinBy(candidate => Math.Max(candidate / step, step / candidate));

    // Stamps lie around whole steps of the day, or around where the first stamp is.
    private static Grid? OnOrAround(IReadOnlyList<DateTime> times, TimeSpan step)
    {
        if (step <= TimeSpan.Zero) return null;
        DateTime whole = new((long)Math.Round(times[0].Ticks / (double)step.Ticks) * step.Ticks, times[0].Kind);
        bool exact = times.All(time => (time - times[0]).Ticks % step.Ticks == 0);
        foreach (DateTime start in (DateTime[])(exact ? [times[0]] : [whole, times[0]]))
        {
            var places = new long[times.Count];
            int off = -1;
            for (int row = 0; row < times.Count && off < 0; row++)
            {
                double steps = (times[row] - start) / step;
                places[row] = (long)Math.Round(steps);
                if (Math.Abs(steps - places[row]) > AroundGrid || (row > 0 && places[row] <= places[row - 1])) off = row;
            }

            if (off < 0 && places[0] == 0) return new Grid(SeriesStep.Of(step), places, start, -1, Enumerable.Range(0, times.Count).Any(row => start.AddTicks(places[row] * step.Ticks) != times[row]));
        }

        return null;
    }

    private static TimeSpan MostFrequentDifference(IReadOnlyList<DateTime> times) =>
        times.Count < 2 ? TimeSpan.FromDays(1) : TimeSpan.FromTicks(MostFrequent(Arrays.Of(times.Count - 1, row => (times[row + 1] - times[row]).Ticks)));

    // Of those that are there equally often, the smallest.
    private static long MostFrequent(long[] differences)
    {
        int same = 1;
        while (same < differences.Length && differences[same] == differences[0]) same++;
        if (same == differences.Length) return differences[0];
        Array.Sort(differences);
        long found = 0;
        int most = 0;
        for (int first = 0, next; first < differences.Length; first = next)
        {
            next = first + 1;
            while (next < differences.Length && differences[next] == differences[first]) next++;
            if (next - first > most) (found, most) = (differences[first], next - first);
        }

        return found;
    }

    private static long Month(DateTime t) => (t.Year * 12L) + t.Month;

    // Weekdays since a Monday long ago.
    private static long Weekdays(DateTime t)
    {
        long days = (t.Date - new DateTime(1, 1, 1)).Days; // a Monday
        return (days / 7 * 5) + (days % 7);
    }

    /// <summary>Stamps on a grid.</summary>
    /// <param name="Step">The step.</param>
    /// <param name="Places">The place of each row, increasing from 0.</param>
    /// <param name="Start">The stamp of place 0.</param>
    /// <param name="Off">The first row that is not on the grid, or -1.</param>
    /// <param name="Around">Whether stamps lie around the grid's, not on them.</param>
    internal sealed record Grid(SeriesStep Step, long[] Places, DateTime Start, int Off, bool Around);
}
