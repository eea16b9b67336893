namespace QSeq.Cli;

/// <summary>What the library advises about an error, as options of the command line.</summary>
internal static class AdviceWords
{
    public static string Say(Advice advice) => (advice.Property, advice.Value) switch
    {
        ("CsvReadOptions.Gaps", _) => "choose --gaps previous, linear or zero",
        ("CsvReadOptions.TimeColumn", "") => "use --time-column none to read without time stamps",
        ("CsvReadOptions.TimeColumn", _) => "choose another --time-column, or none",
        ("CsvReadOptions.DecimalComma", _) => "choose --decimal comma or point",
        ("SentenceText.Format", _) => "say --format plain if these are sentences, one a line",
        ("TokenEncoderOptions.Closed", _) => "use a tagger of qseq tag train",
        ("QlstmGates.Qubits", _) => "project them to fewer qubits with --qubits",
        ("HardwareJobs.Export", _) => "qseq hardware export",
        ("HardwareJobs.Export.force", _) => "--force",
        ("HardwareJobs.Simulate", _) => "use qseq hardware simulate",
        ("HardwareJobs.Collect.order", _) => "leave --bit-order out",
        ("JobOptions.Qubits", _) => "--qubits",
        ("JobOptions.Shots" or "SimulatedDevice.Shots", _) => "--shots",
        ("SimulatedDevice.Depolarising", _) => "leave out --depolarising and --device",
        _ => advice.Text,
    };
}
