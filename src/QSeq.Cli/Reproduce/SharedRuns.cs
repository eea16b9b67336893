using System.Collections.Concurrent;
using System.Globalization;
using QSeq.Cli.Terminal;

namespace QSeq.Cli.Reproduce;

/// <summary>
/// Does the runs of an experiment on several threads. Every run has its own seed and its own model and is done by one thread,
/// so the results are the same whatever the number of threads.
/// </summary>
internal static class SharedRuns
{
    /// <summary>Does all runs, long ones first, so that threads end together.</summary>
    /// <typeparam name="T">What a run gives.</typeparam>
    /// <param name="context">The outside.</param>
    /// <param name="title">The experiment.</param>
    /// <param name="costs">About how long each run takes, in any unit.</param>
    /// <param name="threads">Threads to use.</param>
    /// <param name="run">Does a run, given its number, and tells how much of its cost is done.</param>
    /// <returns>What the runs gave, in order.</returns>
    public static T[] Do<T>(CliContext context, string title, double[] costs, int threads, Func<int, Action<double>, T> run)
    {
        var runs = new T[costs.Length];
        int done = 0;
        int[] order = [.. Enumerable.Range(0, costs.Length).OrderByDescending(n => costs[n]).ThenBy(n => n)];
        return Work.Run(context, title, costs.Sum(), work =>
        {
            var options = new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = context.Token };
            Parallel.ForEach(Partitioner.Create(order, EnumerablePartitionerOptions.NoBuffering), options, n =>
            {
                runs[n] = run(n, amount => work.Advance(amount));
                int count = Interlocked.Increment(ref done);
                work.Advance(0, string.Create(CultureInfo.InvariantCulture, $"{count} of {costs.Length} runs"));
            });
            return runs;
        });
    }
}
