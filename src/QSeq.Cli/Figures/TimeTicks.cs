namespace QSeq.Cli.Figures;

/// <summary>Round times on an axis of seconds since 1970, as the stamps of the data say them.</summary>
internal static class TimeTicks
{
    private const double Minute = 60, Hour = 3600, Day = 86400;

    private static readonly double[] Steps =
    [
        1, 2, 5, 10, 15, 30, Minute, 2 * Minute, 5 * Minute, 10 * Minute, 15 * Minute, 30 * Minute,
        Hour, 2 * Hour, 3 * Hour, 6 * Hour, 12 * Hour, Day, 2 * Day, 7 * Day, 14 * Day,
    ];

    private static readonly int[] Months = [1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1200, 2400, 6000, 12000];

    /// <summary>Seconds since 1970 of a stamp.</summary>
    public static double Seconds(DateTime time) => (time.Ticks - DateTime.UnixEpoch.Ticks) / (double)TimeSpan.TicksPerSecond;

    /// <summary>About as many times as <paramref name="most"/>, at round places, each with its words.</summary>
    public static IReadOnlyList<(double X, string Label)> Of(double low, double high, int most)
    {
        double rough = (high - low) / most;
        double step = Array.Find(Steps, step => step >= rough);
        return step > 0 ? Even(low, high, step) : ByMonth(low, high, Array.Find(Months, months => months * 31 * Day >= rough) is > 0 and int found ? found : Months[^1]);
    }

    /// <summary>A stamp in words: a day where it is midnight.</summary>
    public static string Stamp(double seconds)
    {
        if (Time(seconds) is not { } time) return AxisTicks.Number(seconds);
        return Words(time, time.TimeOfDay == TimeSpan.Zero ? "yyyy-MM-dd" : time.Second == 0 ? "yyyy-MM-dd HH:mm" : "yyyy-MM-dd HH:mm:ss");
    }

    private static List<(double X, string Label)> Even(double low, double high, double step)
    {
        var all = new List<(double, string)>();
        double origin = step == 7 * Day || step == 14 * Day ? 4 * Day : 0; // 1970-01-05 was a Monday
        bool many = high - low > Day;
        for (double n = Math.Ceiling((low - origin) / step); origin + (n * step) <= high; n++)
        {
            double x = origin + (n * step);
            if (Time(x) is not { } time) continue;
            bool day = step >= Day || (many && time.TimeOfDay == TimeSpan.Zero);
            all.Add((x, Words(time, day ? "MMM d" : step < Minute ? "HH:mm:ss" : "HH:mm")));
        }

        // What day or year it is stands at the first of them.
        if (all.Count > 0 && Time(all[0].Item1) is { } first) all[0] = (all[0].Item1, Words(first, step >= Day ? "yyyy MMM d" : "yyyy-MM-dd HH:mm"));
        return all;
    }

    private static List<(double X, string Label)> ByMonth(double low, double high, int months)
    {
        var all = new List<(double, string)>();
        if (Time(low) is not { } start) return all;
        int from = ((start.Year * 12) + start.Month - 1) / months * months;
        for (int month = from; month / 12 is >= 1 and <= 9999; month += months)
        {
            var time = new DateTime(month / 12, (month % 12) + 1, 1);
            double x = Seconds(time);
            if (x > high) break;
            if (x >= low) all.Add((x, Words(time, months >= 12 ? "yyyy" : time.Month == 1 || all.Count == 0 ? "yyyy MMM" : "MMM")));
        }

        return all;
    }

    private static DateTime? Time(double seconds) =>
        Math.Abs(seconds) < 1e12
        && DateTime.UnixEpoch.Ticks + (seconds * TimeSpan.TicksPerSecond) is >= 0 and < 3.155e18 and var ticks ? new DateTime((long)ticks) : null;

    private static string Words(DateTime time, string format) => time.ToString(format, CultureInfo.InvariantCulture);
}
