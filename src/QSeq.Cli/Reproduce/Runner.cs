using System.Collections.Concurrent;
using System.Globalization;
using QSeq.Cli.Terminal;
using QSeq.Evaluation;
using QSeq.Training;

namespace QSeq.Cli.Reproduce;

/// <summary>
/// Does the runs of a plan on several threads. Every run has its own seed and its own model and is done by one thread,
/// so the results are the same whatever the number of threads.
/// </summary>
internal static class Runner
{
    /// <summary>Does all runs.</summary>
    /// <param name="context">The outside.</param>
    /// <param name="plan">The experiment.</param>
    /// <param name="jobs">Its runs.</param>
    /// <param name="threads">Threads to use.</param>
    /// <returns>The runs done, in the order of <paramref name="jobs"/>.</returns>
    public static SweepRun[] Run(CliContext context, Plan plan, Plan.Job[] jobs, int threads)
    {
        var runs = new SweepRun[jobs.Length];
        int done = 0;
        int[] order = [.. Enumerable.Range(0, jobs.Length).OrderByDescending(n => jobs[n].Cost).ThenBy(n => n)]; // long ones first, so that threads end together
        return Work.Run(context, plan.Name, jobs.Sum(job => job.Cost) * plan.Training.Epochs, work =>
        {
            var options = new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = context.Token };
            Parallel.ForEach(Partitioner.Create(order, EnumerablePartitionerOptions.NoBuffering), options, n =>
            {
                Plan.Job job = jobs[n];
                var progress = new Reporter<EpochReport>(_ => work.Advance(job.Cost));
                runs[n] = SeedSweep.Run(job.Contender, job.Part.Split, plan.Training, job.Seed, progress, context.Token);
                int count = Interlocked.Increment(ref done);
                work.Advance(0, string.Create(CultureInfo.InvariantCulture, $"{count} of {jobs.Length} runs"));
            });
            return runs;
        });
    }
}
