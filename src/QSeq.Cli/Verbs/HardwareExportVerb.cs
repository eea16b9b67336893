using QSeq.Forecasting;
using QSeq.Hardware.Jobs;
using QSeq.Quantum.Circuits;

namespace QSeq.Cli.Verbs;

/// <summary><c>qseq hardware export</c>: the first jobs of a forecast as OpenQASM, and the manifest.</summary>
internal static class HardwareExportVerb
{
    private const int MostSteps = 10_000;

    /// <summary>The verb.</summary>
    public static VerbCommand Create(CliContext context)
    {
        var model = new Argument<string>("MODEL") { Description = "A model file of qseq train, with quantum gates." };
        var data = new Argument<string>("DATA") { Description = "A CSV file that ends where the forecast starts; - reads standard input." };
        var folder = new Option<string>("--out") { Description = "Where jobs and manifest go; made when it does not exist.", HelpName = "DIR", Required = true };
        Option<string?> column = Opt.Text("--column", "NAME", "The series to forecast. [default: the one the model was trained on]");
        Option<int?> horizon = Opt.OptionalInt("--horizon", "Steps ahead. [default: as many as the model was trained for]", 1, MostSteps);
        Option<int> qubits = Opt.Int("--qubits", "Qubits of a job; small circuits share its wires.", new JobOptions().Qubits, 1);
        Option<int> shots = Opt.Int("--shots", "Shots of every job.", new JobOptions().Shots, 1);
        Option<string> qasm = Opt.Choice("--qasm", "The version of OpenQASM.", "3", "2", "3");
        Option<bool> force = Opt.Flag("--force", "Replace another export, with its counts.");
        var reading = new DataOptions();
        var command = new VerbCommand(
            "export",
            "Write the first round of OpenQASM jobs of a forecast, and a manifest, for a quantum device.",
            "qseq hardware export total.qseq sales.csv --out jobs",
            "qseq hardware export total.qseq sales.csv --out jobs --shots 4096 --qubits 5 --qasm 2")
            { model, data, folder, column, horizon, qubits, shots, qasm, force };
        reading.AddTo(command);
        command.SetAction(parsed =>
        {
            string path = parsed.GetValue(model)!;
            TrainedForecaster forecaster = ModelInput.Load(path);
            WindowOptions windows = forecaster.Recipe.Windows;
            HardwareForecast forecast = JobsOutput.ForecastOf(forecaster, path);
            OutputFile.CheckFolder(parsed.GetValue(folder)!, "--out");
            string? name = parsed.GetValue(column);
            IReadOnlyList<string> wanted = ModelInput.Columns(windows, name, withTargets: false);
            SeriesTable table = ModelInput.Rename(reading.Read(context, parsed, parsed.GetValue(data)!, wanted), wanted, windows, name);
            var options = new JobOptions
            {
                Qubits = parsed.GetValue(qubits),
                Shots = parsed.GetValue(shots),
                Qasm = parsed.GetValue(qasm) == "2" ? QasmVersion.Two : QasmVersion.Three,
            };
            JobSeries series = forecast.SeriesOf(table, parsed.GetValue(horizon) ?? windows.Horizon, ModelInput.TargetNames(windows, name));
            var jobs = HardwareJobs.Export(
                parsed.GetValue(folder)!, forecaster.ToBytes(), forecaster.Name, forecast, series, options, parsed.GetValue(force), context.Token);
            context.Note(JobsOutput.Plan(jobs));
            JobsOutput.Waits(context, jobs, parsed.GetValue(folder)!);
            return ExitCode.Ok;
        });
        return command;
    }
}
