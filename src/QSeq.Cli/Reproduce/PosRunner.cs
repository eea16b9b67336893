using QSeq.Cli.Terminal;
using QSeq.Studies.Papers;
using QSeq.Training;

namespace QSeq.Cli.Reproduce;

/// <summary>Does the runs of the tagging experiment.</summary>
internal static class PosRunner
{
    /// <summary>Does all runs.</summary>
    /// <param name="context">The outside.</param>
    /// <param name="plan">The experiment.</param>
    /// <param name="threads">Threads to use.</param>
    /// <returns>[contender][seed]</returns>
    public static TagRun[][] Run(CliContext context, PosPlan plan, int threads)
    {
        double[] costs = [.. Enumerable.Repeat((double)plan.Training.Epochs, plan.Contenders.Length * plan.Seeds)];
        return [.. SharedRuns.Do(context, "pos", costs, threads, (n, advance) =>
        {
            (int contender, int seed) = Math.DivRem(n, plan.Seeds);
            var progress = new Reporter<EpochReport>(_ => advance(1));
            return TagSweep.Run(plan.Contenders[contender], plan.Split, plan.Training, (ulong)seed, progress, context.Token);
        }).Chunk(plan.Seeds)];
    }
}
