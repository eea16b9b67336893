using QSeq.Cli.Terminal;
using QSeq.Models;
using QSeq.Studies.Papers;

namespace QSeq.Cli.Reproduce;

/// <summary>Does the runs of the hardware experiment; each has shots of its own.</summary>
internal static class HardwareRunner
{
    /// <summary>Does all runs.</summary>
    /// <param name="context">The outside.</param>
    /// <param name="plan">The experiment.</param>
    /// <param name="threads">Threads to use.</param>
    /// <returns>[case][seed]</returns>
    public static HardwareRun[][] Run(CliContext context, HardwarePlan plan, int threads)
    {
        double[] costs = [.. plan.Cases.SelectMany(one => Enumerable.Repeat(Circuits(one), plan.Seeds))];
        return [.. SharedRuns.Do(context, "hardware", costs, threads, (n, advance) =>
        {
            (int place, int seed) = Math.DivRem(n, plan.Seeds);
            var progress = new Reporter<long>(circuits => advance(circuits));
            return HardwareSweep.Run(plan.Cases[place], plan.Training, (ulong)seed, plan.Curve, progress, context.Token);
        }).Chunk(plan.Seeds)];
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
