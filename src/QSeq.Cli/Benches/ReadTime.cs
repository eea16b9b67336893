using System.Diagnostics;

namespace QSeq.Cli.Benches;

/// <summary>How long a file was read, and what it took.</summary>
/// <param name="Name">What read it.</param>
/// <param name="Seconds">The time.</param>
/// <param name="Cells">Cells, or numbers kept, that it found: readers of one file are to agree.</param>
/// <param name="Memory">How far the process grew meanwhile, bytes.</param>
internal sealed record ReadTime(string Name, double Seconds, long Cells, long Memory)
{
    /// <summary>Reads once; memory is looked at every few milliseconds.</summary>
    public static ReadTime Of(string name, Func<long> read)
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        long before = Environment.WorkingSet, most = before;
        using var ended = new ManualResetEventSlim();
        var watch = new Thread(() =>
        {
            while (!ended.Wait(5)) most = Math.Max(most, Environment.WorkingSet);
        })
        { IsBackground = true };
        watch.Start();
        long cells, start = Stopwatch.GetTimestamp();
        double seconds;
        try
        {
            cells = read();
            seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        }
        finally
        {
            ended.Set();
            watch.Join();
        }

        return new ReadTime(name, seconds, cells, Math.Max(most, Environment.WorkingSet) - before);
    }
}
