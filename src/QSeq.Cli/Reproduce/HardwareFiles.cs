using System.Globalization;
using QSeq.Cli.Output;
using QSeq.Studies.Papers;

namespace QSeq.Cli.Reproduce;

/// <summary>What the hardware experiment writes under --out beside results.json: hardware.csv, a line a condition and seed, whole or not at all.</summary>
internal static class HardwareFiles
{
    /// <summary>Writes it.</summary>
    /// <param name="folder">The folder, which exists.</param>
    /// <param name="plan">The experiment.</param>
    /// <param name="runs">[case][seed]</param>
    public static void Write(string folder, HardwarePlan plan, HardwareRun[][] runs) => OutputFile.Write(Path.Combine(folder, "hardware.csv"), writer =>
    {
        foreach (HardwareCase one in plan.Cases.DistinctBy(one => one.Data)) writer.WriteLine(CsvText.Source(one.Split.Table.Source, one.Data));
        writer.WriteLine("data,model,seed,trained_under,depolarising,readout,shots,mitigated,r2,forecasts,circuits,shots_run,calibration_circuits,calibration_shots");
        for (int n = 0; n < runs.Length; n++)
        {
            foreach (HardwareRun run in runs[n])
            {
                string start = string.Create(CultureInfo.InvariantCulture, $"{plan.Cases[n].Data},{plan.Cases[n].Contender.Label},{run.Seed}");
                foreach (HardwareScore score in run.Scores) WriteLine(writer, start, 0, score);
                foreach (HardwareScore score in run.Aware) WriteLine(writer, start, score.Condition.Depolarising, score);
            }
        }
    });

    private static void WriteLine(TextWriter writer, string start, double trainedUnder, HardwareScore score) => writer.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{start},{trainedUnder:R},{score.Condition.Depolarising:R},{score.Condition.Readout:R},{score.Condition.Shots?.ToString(CultureInfo.InvariantCulture) ?? "exact"},{(score.Condition.Mitigated ? 1 : 0)},{score.R2:R},{score.Forecasts},{score.Cost.Circuits},{score.Cost.Shots},{score.Calibration.Circuits},{score.Calibration.Shots}"));
}
