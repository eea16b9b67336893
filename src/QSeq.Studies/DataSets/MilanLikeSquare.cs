namespace QSeq.Studies.DataSets;

/// <summary>
/// One synthetic square: value = level * day(clock - phase) * weekday * slow noise * fast noise + bursts, and NaN in
/// outages. Noise grows less than the level, as for sums of many people's messages.
/// </summary>
internal static class MilanLikeSquare
{
    private const int BinsPerWeek = 7 * MilanFormat.BinsPerDay;
    private const double LongestBurst = 30; // times the level, so that one burst does not rule a whole series
    private const double BurstDecay = 0.55; // of a burst is left after 10 minutes
    private const double SlowMemory = 0.98; // of the slow noise is left after 10 minutes
    private const double OutageGoesOn = 2.0 / 3; // so outages last 3 bins on average

    // Messages by hour of the day relative to their mean: asleep at 4, busy from noon, busiest at 19.
    private static readonly double[] Hours =
    [
        0.42, 0.24, 0.15, 0.11, 0.10, 0.14, 0.32, 0.68, 1.02, 1.22, 1.30, 1.33,
        1.42, 1.40, 1.30, 1.30, 1.38, 1.52, 1.66, 1.70, 1.52, 1.30, 1.02, 0.70,
    ];

    /// <summary>The incoming messages of a square, [bin], NaN in outages.</summary>
    public static double[] SmsIn(MilanLikeOptions o, int square)
    {
        var character = new RandomSource(o.Seed, $"milan-like/{square}/character");
        var noise = new RandomSource(o.Seed, $"milan-like/{square}/noise");
        var bursts = new RandomSource(o.Seed, $"milan-like/{square}/bursts");
        var gaps = new RandomSource(o.Seed, $"milan-like/{square}/gaps");
        double level = 1.5 + Math.Min(20, 1.6 / Math.Sqrt(1 - character.NextDouble())); // few squares are very busy
        double phase = character.NextUniform(-1, 1); // hours
        double weekend = character.NextUniform(0.45, 1.1); // offices or homes

        var values = new double[o.Days * MilanFormat.BinsPerDay];
        double slow = 0, burst = 0;
        bool outage = false;
        for (int bin = 0; bin < values.Length; bin++)
        {
            slow = (SlowMemory * slow) + (0.03 * noise.NextGaussian());
            double expected = level * Day(bin, phase) * Weekday(bin, weekend) * Math.Max(0.3, 1 + slow);
            double fast = noise.NextGaussian() * ((0.10 * expected) + (0.35 * Math.Sqrt(expected)));
            burst *= BurstDecay;
            if (bursts.NextDouble() < o.BurstsPerWeek / BinsPerWeek)
                burst += level * Math.Min(LongestBurst, 0.8 / Math.Sqrt(1 - bursts.NextDouble()));
            outage = gaps.NextDouble() < (outage ? OutageGoesOn : o.GapRate);
            values[bin] = outage ? double.NaN : Math.Max(0, expected + fast) + burst;
        }

        return values;
    }

    /// <summary>The profile of the day at a bin, between the hours by a line.</summary>
    private static double Day(int bin, double phase)
    {
        double hour = (bin % MilanFormat.BinsPerDay / 6.0) - phase + 24;
        int whole = (int)hour;
        double part = hour - whole;
        return ((1 - part) * Hours[whole % 24]) + (part * Hours[(whole + 1) % 24]);
    }

    private static double Weekday(int bin, double weekend) => MilanLike.FirstDay.AddDays(bin / MilanFormat.BinsPerDay).DayOfWeek switch
    {
        DayOfWeek.Saturday => (1 + weekend) / 2,
        DayOfWeek.Sunday => weekend,
        _ => 1,
    };
}
