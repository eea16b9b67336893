using QSeq.Cli.Terminal;
using QSeq.Studies.Papers;
using QSeq.Training;

namespace QSeq.Cli.Reproduce;

/// <summary>Does the runs of a plan.</summary>
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
        double[] costs = [.. jobs.Select(job => job.Cost * plan.Training.Epochs)];
        return SharedRuns.Do(context, plan.Name, costs, threads, (n, advance) =>
        {
            Plan.Job job = jobs[n];
            var progress = new Reporter<EpochReport>(_ => advance(job.Cost));
            return SeedSweep.Run(job.Contender, job.Part.Split, plan.Training, job.Seed, progress, context.Token);
        });
    }
}
