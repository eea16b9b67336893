using System.Collections.Concurrent;
using System.Globalization;
using QSeq.Cli.Terminal;
using QSeq.Evaluation;
using QSeq.Training;

namespace QSeq.Cli.Reproduce;

/// <summary>Does the runs of the tagging experiment on several threads; each is done by one, so the results do not depend on how many.</summary>
internal static class PosRunner
{
    /// <summary>Does all runs.</summary>
    /// <param name="context">The outside.</param>
    /// <param name="plan">The experiment.</param>
    /// <param name="threads">Threads to use.</param>
    /// <returns>[contender][seed]</returns>
    public static TagRun[][] Run(CliContext context, PosPlan plan, int threads)
    {
        TagRun[][] runs = [.. plan.Contenders.Select(_ => new TagRun[plan.Seeds])];
        int total = plan.Contenders.Length * plan.Seeds, done = 0;
        return Work.Run(context, "pos", (double)total * plan.Training.Epochs, work =>
        {
            var options = new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = context.Token };
            Parallel.ForEach(Partitioner.Create(Enumerable.Range(0, total), EnumerablePartitionerOptions.NoBuffering), options, n =>
            {
                (int contender, int seed) = Math.DivRem(n, plan.Seeds);
                var progress = new Reporter<EpochReport>(_ => work.Advance(1));
                runs[contender][seed] = TagSweep.Run(plan.Contenders[contender], plan.Split, plan.Training, (ulong)seed, progress, context.Token);
                int count = Interlocked.Increment(ref done);
                work.Advance(0, string.Create(CultureInfo.InvariantCulture, $"{count} of {total} runs"));
            });
            return runs;
        });
    }
}
