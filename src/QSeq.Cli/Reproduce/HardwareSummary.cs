using System.Globalization;
using QSeq.Evaluation;
using QSeq.Models;
using QSeq.Studies.Papers;

namespace QSeq.Cli.Reproduce;

/// <summary>From runs on simulated hardware to what is printed and kept.</summary>
internal static class HardwareSummary
{
    /// <summary>The experiment's results.</summary>
    /// <param name="plan">The experiment.</param>
    /// <param name="runs">[case][seed]</param>
    /// <param name="seconds">Wall time.</param>
    public static HardwareResult Of(HardwarePlan plan, HardwareRun[][] runs, double seconds)
    {
        HardwareCaseResult[] cases = [.. plan.Cases.Select((one, n) => CaseOf(one, runs[n]))];
        return new HardwareResult
        {
            Settings = plan.Settings,
            Epochs = plan.Training.Epochs,
            Seeds = plan.Seeds,
            Cases = cases,
            Rule = string.Create(CultureInfo.InvariantCulture, $"useful means a median R2 of {HardwareExperiment.UsefulR2} or more, and above that of forecasting the last value"),
            Reading = [.. cases.Select(HardwareReading.Of), .. HardwareReading.OfAll(cases)],
            Seconds = seconds,
        };
    }

    private static HardwareCaseResult CaseOf(HardwareCase one, HardwareRun[] runs) => new()
    {
        Data = one.Data,
        Source = one.Split.Table.Source,
        Label = one.Contender.Label,
        Model = one.Contender.Model,
        Parameters = new SequenceModel(one.Contender.Config, 0).Table.TrainableCount,
        Forecasts = one.Split.Test.Count,
        NaiveR2 = Baselines.Naive(one.Split.Test).R2,
        ModelR2 = Spread.Of(runs.Select(run => run.ModelR2)),
        Cells = [.. Enumerable.Range(0, runs[0].Scores.Length).Select(n => CellOf([.. runs.Select(run => run.Scores[n])]))],
        Aware = [.. Enumerable.Range(0, runs[0].Aware.Length).Select(n => CellOf([.. runs.Select(run => run.Aware[n])]))],
        SecondsPerRun = Spread.Of(runs.Select(run => run.Seconds)).Median,
    };

    // Costs are the same for all seeds but one that has diverged, which runs nothing.
    private static HardwareCell CellOf(HardwareScore[] seeds)
    {
        HardwareScore cost = seeds.MaxBy(score => score.Cost.Circuits)!;
        return new HardwareCell
        {
            Shots = cost.Condition.Shots,
            Depolarising = cost.Condition.Depolarising,
            Readout = cost.Condition.Readout,
            Mitigated = cost.Condition.Mitigated,
            R2 = Spread.Of(seeds.Select(score => score.R2)),
            R2BySeed = [.. seeds.Select(score => score.R2)],
            CircuitsPerForecast = cost.Cost.Circuits / (double)cost.Forecasts,
            ShotsPerForecast = cost.Cost.Shots / (double)cost.Forecasts,
            CalibrationCircuits = cost.Calibration.Circuits,
            CalibrationShots = cost.Calibration.Shots,
        };
    }
}
