namespace QSeq.Cli.Verbs;

/// <summary><c>qseq hardware collect</c>: reads the counts of a round; writes the next round, or the forecast.</summary>
internal static class HardwareCollectVerb
{
    public static VerbCommand Create(CliContext context)
    {
        Argument<string> folder = Opt.Jobs();
        Option<string> order = Opt.Choice(
            "--bit-order", "The order of bits in counts; seen by their shape when left out.", null, JobsOutput.Orders);
        Option<bool> json = Opt.Flag("--json", "The forecast as JSON instead of CSV, with the exact one.");
        return new VerbCommand(
            "collect",
            "Read the counts of a round, DIR/round-001/job-001.json for job-001.qasm and so on, as Qiskit or Braket give them; "
            + "write the next round, or after the last one the forecast.",
            "qseq hardware collect jobs",
            "qseq hardware collect jobs --bit-order braket > next.csv") { folder, order, json }.Does(parsed =>
        {
            string path = parsed.GetValue(folder)!;
            using IDisposable? alone = JobsOutput.Lock(path);
            (HardwareJobs jobs, HardwareForecast forecast) = JobsOutput.Open(path);
            BitOrder? given = parsed.GetValue(order) is { } name ? JobsOutput.Order(name) : null;
            double[][]? answer = jobs.Collect(forecast, given, context.Token);
            context.Notes(jobs.Notes);
            if (answer is null) JobsOutput.Waits(context, jobs, path);
            else JobsOutput.Write(context, jobs, forecast, answer, parsed.GetValue(json));
        });
    }
}
