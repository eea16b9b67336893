using QSeq.Streaming;

namespace QSeq.Cli;

/// <summary>What the library advises about an error, as options of the command line.</summary>
internal static class AdviceWords
{
    public static string Say(Advice advice) => (advice.Property, advice.Value) switch
    {
        ("CsvReadOptions.Gaps", _) => "choose --gaps previous, linear or zero",
        ("CsvReadOptions.TimeColumn", "") => "use --time-column none to read without time stamps",
        ("CsvReadOptions.TimeColumn", "parts") => "name them with --time-column, such as Year,Month",
        ("CsvReadOptions.TimeColumn", _) => "choose another --time-column, or none",
        ("CsvReadOptions.DecimalComma", false) => "use --decimal point",
        ("CsvReadOptions.DecimalComma", _) => "choose --decimal comma or point",
        ("CsvReadOptions.Thousands", char mark) => $"use --thousands '{mark}'",
        ("CsvReadOptions.Thousands", _) => "say with --thousands what parts thousands",
        ("CsvReadOptions.DateFormat", "number") => "use --date-format number to count with them",
        ("CsvReadOptions.DateFormat", "day-first") => "use --date-format day-first or month-first",
        ("CsvReadOptions.DateFormat", string format) => $"use --date-format {format}",
        ("CsvReadOptions.DateFormat", _) => "say how dates are written with --date-format, such as dd/MM/yyyy or month-first",
        ("CsvReadOptions.TimeZone", _) => "name the zone with --time-zone, such as Europe/Berlin",
        ("CsvReadOptions.Step", _) => "say the step with --frequency, such as 15min",
        ("CsvReadOptions.Missing", _) => "name it in --missing",
        ("CsvReadOptions.Encoding", _) => "name the encoding with --text-encoding, such as windows-1252",
        ("CsvReadOptions.Header", _) => "use --header none",
        ("CsvReadOptions.Keys", "columns") => "name the columns that tell series apart with --key",
        ("CsvReadOptions.Keys", _) => "name the columns that tell series apart with --key (none for one series)",
        ("CsvReadOptions.Columns", _) => "choose one series with --column",
        ("CsvReadOptions.RowsAreSeries", _) => "use --rows-are-series",
        ("CsvReadOptions.Sort", _) => "use --sort",
        ("CsvReadOptions.Categories", _) => "name it in --categories",
        ("ForecastRecipe.Levels", double level) => $"choose one of them, or train it with --levels {ForecastCalibration.Percent(level)}",
        ("ForecastRecipe.Levels", _) => "train it again with --levels 80,95 and a validation part",
        ("TrainedModel.Pruned", double share) => Invariant($"make it anew from the model that was pruned and its data, with qseq explain MODEL --prune {share} --data DATA --save FILE, which measures intervals again"),
        ("StreamingForecaster.Mode", StreamMode.Carried) => "use --carry",
        ("StreamingForecaster.Mode", _) => "leave --carry out",
        ("StreamingForecaster.Restore", _) => "delete it to begin anew",
        ("TrainingOptions.BatchSize", var size) => Invariant($"choose a --batch of {size} or less"),
        ("ResidualOptions.Linear", _) => "choose --linear off, or a shorter --window",
        ("WindowOptions.Window", _) => "choose a shorter --window or a smaller --hidden",
        ("SequenceModelConfig.Hidden", _) => "choose shorter sentences or a smaller --hidden",
        ("SeriesTable.Future", int rows) => $"have {NumberText.Count(rows, "row")} of it in all behind the last value of the series, or name a file with them by --future",
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
