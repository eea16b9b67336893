using System.Diagnostics;

namespace QSeq.Studies.Benches;

/// <summary>How benchmarks take times: microseconds, sorted.</summary>
internal static class BenchClock
{
    /// <summary>Runs a step until it is compiled fully.</summary>
    public static void WarmUp(Action step, CancellationToken cancellationToken)
    {
        // What does not ask for full optimisation gets it after some calls and a tenth of a second.
        for (long start = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(start).TotalSeconds < 0.4;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            step();
        }
    }

    /// <summary>Times of a step over about so many seconds, after half as many untimed.</summary>
    public static double[] Time(Action step, double seconds, CancellationToken cancellationToken)
    {
        // Short steps are timed in bundles, so that the clock's own microsecond does not count.
        long warm = Stopwatch.GetTimestamp();
        int done = 0;
        while (done < 3 || Stopwatch.GetElapsedTime(warm).TotalSeconds < seconds / 2)
        {
            cancellationToken.ThrowIfCancellationRequested();
            step();
            done++;
        }

        double mean = Stopwatch.GetElapsedTime(warm).TotalMicroseconds / done;
        int bundle = Math.Max(1, (int)(50 / mean));
        var times = new List<double>();
        for (long start = Stopwatch.GetTimestamp(); times.Count < 5 || Stopwatch.GetElapsedTime(start).TotalSeconds < seconds;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            long begin = Stopwatch.GetTimestamp();
            for (int n = 0; n < bundle; n++) step();
            times.Add(Stopwatch.GetElapsedTime(begin).TotalMicroseconds / bundle);
        }

        times.Sort();
        return [.. times];
    }

    /// <summary>Bytes that a step allocates, on all threads.</summary>
    public static long Allocated(Action step)
    {
        const int steps = 10;
        long before = GC.GetTotalAllocatedBytes(precise: true);
        for (int n = 0; n < steps; n++) step();
        return (GC.GetTotalAllocatedBytes(precise: true) - before) / steps;
    }

    /// <summary>The value below which a part q of the times lies.</summary>
    public static double Quantile(double[] sorted, double q) => sorted[(int)Math.Round(q * (sorted.Length - 1))];

    /// <summary>Refuses times that are none.</summary>
    public static void CheckSeconds(double seconds)
    {
        if (!(seconds > 0)) throw new ArgumentOutOfRangeException(nameof(seconds), seconds, $"{seconds} seconds are out of range; choose a number above 0, such as 1.");
    }
}
