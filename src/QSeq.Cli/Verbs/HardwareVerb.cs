namespace QSeq.Cli.Verbs;

/// <summary><c>qseq hardware</c>: a forecast whose circuits run on a quantum device, by way of files.</summary>
internal static class HardwareVerb
{
    /// <summary>The verb, with the verbs below it.</summary>
    public static VerbCommand Create(CliContext context) => new(
        "hardware",
        "A forecast on a quantum device, round by round: write OpenQASM jobs, read their counts, write the next ones.",
        "qseq hardware export total.qseq sales.csv --out jobs   # then run jobs/round-001/*.qasm",
        "qseq hardware collect jobs                             # and so on, until the forecast",
        "qseq hardware simulate jobs --all --depolarising 0.01  # instead of a device")
    {
        HardwareExportVerb.Create(context),
        HardwareCollectVerb.Create(context),
        HardwareSimulateVerb.Create(context),
    };
}
