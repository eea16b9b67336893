using QSeq.Hardware.Jobs;

namespace QSeq.Cli.Verbs;

/// <summary><c>qseq hardware collect</c>: reads the counts of a round; writes the next round, or the forecast.</summary>
internal static class HardwareCollectVerb
{
    /// <summary>The verb.</summary>
    public static VerbCommand Create(CliContext context)
    {
        var folder = new Argument<string>("DIR") { Description = "A folder of qseq hardware export." };
        Option<string> order = Opt.Choice("--bit-order", "The order of bits in counts; seen by their shape when left out.", null, "qiskit", "braket");
        Option<bool> json = Opt.Flag("--json", "The forecast as JSON instead of CSV, with the exact one.");
        var command = new VerbCommand(
            "collect",
            "Read the counts of a round, DIR/round-001/job-001.json for job-001.qasm and so on, as Qiskit or Braket give them; write the next round, or after the last one the forecast.",
            "qseq hardware collect jobs",
            "qseq hardware collect jobs --bit-order braket > next.csv") { folder, order, json };
        command.SetAction(parsed =>
        {
            string path = parsed.GetValue(folder)!;
            (HardwareJobs jobs, HardwareForecast forecast) = JobsOutput.Open(path);
            double[][]? answer = jobs.Collect(forecast, OrderOf(parsed.GetValue(order)), context.Token);
            foreach (string note in jobs.Notes) context.Note("note: " + note);
            if (answer is null) JobsOutput.Waits(context, jobs, path);
            else JobsOutput.Write(context, jobs, forecast, answer, parsed.GetValue(json));
            return ExitCode.Ok;
        });
        return command;
    }

    /// <summary>The order called so, or null.</summary>
    public static BitOrder? OrderOf(string? name) => name switch { "qiskit" => BitOrder.Qiskit, "braket" => BitOrder.Braket, _ => null };
}
