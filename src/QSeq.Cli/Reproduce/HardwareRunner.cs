using System.Collections.Concurrent;
using System.Globalization;
using QSeq.Cli.Terminal;
using QSeq.Evaluation;
using QSeq.Models;

namespace QSeq.Cli.Reproduce;

/// <summary>Does the runs of the hardware experiment on several threads; each is done by one, with shots of its own, so the results do not depend on how many.</summary>
internal static class HardwareRunner
{
    /// <summary>Does all runs.</summary>
    /// <param name="context">The outside.</param>
    /// <param name="plan">The experiment.</param>
    /// <param name="threads">Threads to use.</param>
    /// <returns>[case][seed]</returns>
    public static HardwareRun[][] Run(CliContext context, HardwarePlan plan, int threads)
    {
        HardwareRun[][] runs = [.. plan.Cases.Select(_ => new HardwareRun[plan.Seeds])];
        double[] cost = [.. plan.Cases.Select(Circuits)];
        int done = 0;

        // Long ones first, so that threads end together.
        (int Case, int Seed)[] order = [.. from n in Enumerable.Range(0, plan.Cases.Length).OrderByDescending(n => cost[n]) from seed in Enumerable.Range(0, plan.Seeds) select (n, seed)];
        return Work.Run(context, "hardware", cost.Sum() * plan.Seeds, work =>
        {
            var options = new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = context.Token };
            Parallel.ForEach(Partitioner.Create(order, EnumerablePartitionerOptions.NoBuffering), options, job =>
            {
                var progress = new Reporter<long>(circuits => work.Advance(circuits));
                runs[job.Case][job.Seed] = HardwareSweep.Run(plan.Cases[job.Case], plan.Training, (ulong)job.Seed, plan.Curve, progress, context.Token);
                int count = Interlocked.Increment(ref done);
                work.Advance(0, string.Create(CultureInfo.InvariantCulture, $"{count} of {order.Length} runs"));
            });
            return runs;
        });
    }

    /// <summary>Circuits of a run.</summary>
    private static double Circuits(HardwareCase one)
    {
        int passes = HardwareExperiment.Conditions.Sum(condition => condition is { Mitigated: true, Depolarising: > 0 } ? HardwareExperiment.Scales.Length : 1);
        passes += HardwareExperiment.TrainedUnder.Length * HardwareExperiment.TrainedShots.Length;
        int circuits = Hardware.HardwareModel.Templates(new SequenceModel(one.Contender.Config, 0)).Count;
        return (double)passes * one.Split.Test.Count * one.Split.Test.Window * circuits;
    }
}
