namespace QSeq.Studies.Benches;

/// <summary>How long a step takes, in microseconds.</summary>
/// <param name="MedianUs">The median time.</param>
/// <param name="MinUs">The shortest.</param>
/// <param name="LowUs">The tenth percentile.</param>
/// <param name="HighUs">The ninetieth percentile.</param>
/// <param name="Count">Steps, or bundles of short ones, that were timed.</param>
/// <param name="AllocatedBytes">Bytes that a step allocates, on all threads.</param>
public sealed record BenchTimes(double MedianUs, double MinUs, double LowUs, double HighUs, int Count, long AllocatedBytes)
{
    /// <summary>Times a step, once it is compiled fully, over about so many seconds, after half as many untimed.</summary>
    internal static BenchTimes Of(Action step, double seconds, CancellationToken cancellationToken)
    {
        OptionCheck.Require(seconds > 0, $"{seconds} seconds are out of range; choose a number above 0, such as 1.");

        // What does not ask for full optimisation gets it after some calls and a tenth of a second.
        Repeat(step, 0, Math.Min(0.4, 4 * seconds), cancellationToken);
        double[] times = Time(step, seconds, cancellationToken);
        double Quantile(double q) => times[(int)Math.Round(q * (times.Length - 1))];
        const int counted = 10;
        long before = GC.GetTotalAllocatedBytes(precise: true);
        for (int n = 0; n < counted; n++) step();
        long allocated = (GC.GetTotalAllocatedBytes(precise: true) - before) / counted;
        return new BenchTimes(Quantile(0.5), times[0], Quantile(0.1), Quantile(0.9), times.Length, allocated);
    }

    internal static double MedianOf(Action step, double seconds, CancellationToken cancellationToken)
    {
        double[] times = Time(step, seconds, cancellationToken);
        return times[(int)Math.Round(0.5 * (times.Length - 1))];
    }

    private static double[] Time(Action step, double seconds, CancellationToken cancellationToken)
    {
        // Short steps are timed in bundles, so that the clock's own microsecond does not count.
        long warm = Stopwatch.GetTimestamp();
        int done = Repeat(step, 3, seconds / 2, cancellationToken);
        double mean = Stopwatch.GetElapsedTime(warm).TotalMicroseconds / done;
        int bundle = Math.Max(1, (int)(50 / mean));
        var times = new List<double>();
        void Bundle()
        {
            long begin = Stopwatch.GetTimestamp();
            for (int n = 0; n < bundle; n++) step();
            times.Add(Stopwatch.GetElapsedTime(begin).TotalMicroseconds / bundle);
        }

        Repeat(Bundle, 5, seconds, cancellationToken);
        return [.. times.Order()];
    }

    /// <summary>Does a step so often and so long at least; says how often it was done.</summary>
    private static int Repeat(Action step, int least, double seconds, CancellationToken cancellationToken)
    {
        int done = 0;
        for (long start = Stopwatch.GetTimestamp(); done < least || Stopwatch.GetElapsedTime(start).TotalSeconds < seconds; done++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            step();
        }

        return done;
    }
}
