using QSeq.Quantum.Circuits;

namespace QSeq.Cli.Verbs;

/// <summary><c>qseq hardware export</c>: the first jobs of a forecast as OpenQASM, and the manifest.</summary>
internal static class HardwareExportVerb
{
    private const int MostSteps = 10_000;

    private static readonly string[] Dialects = ["standard", "braket"];

    public static VerbCommand Create(CliContext context)
    {
        var input = new ModelInput(
            "A model file of qseq train, with quantum gates.",
            "A CSV file that ends where the forecast starts; - reads standard input.");
        var folder = new Option<string>("--out")
        {
            Description = "Where jobs and manifest go; made when it does not exist.",
            HelpName = "DIR",
            Required = true,
        };
        Option<int?> horizon = Opt.Horizon(MostSteps);
        Option<int> qubits = Opt.Int("--qubits", "Qubits of a job; small circuits share its wires.", new JobOptions().Qubits, 1);
        Option<int> shots = Opt.Int("--shots", "Shots of every job.", new JobOptions().Shots, 1);
        Option<string> qasm = Opt.Choice("--qasm", "The version of OpenQASM.", "3", "2", "3");
        Option<string> dialect = Opt.Choice("--dialect", "Whose names of gates; Braket takes OpenQASM 3.", Dialects[0], Dialects);
        Option<bool> force = Opt.Flag("--force", "Replace another export, with its counts.");
        return new VerbCommand(
            "export",
            "Write the first round of OpenQASM jobs of a forecast, and a manifest, for a quantum device.",
            "qseq hardware export total.qseq sales.csv --out jobs",
            "qseq hardware export total.qseq sales.csv --out jobs --shots 4096 --qubits 5 --qasm 2",
            "qseq hardware export total.qseq sales.csv --out jobs --dialect braket")
        {
            input.Model, input.Data, folder, input.Column, horizon, input.Future, qubits, shots, qasm, dialect, force, input.Reading,
        }.Does(parsed =>
        {
            if (parsed.GetValue(dialect) == Dialects[1] && parsed.GetValue(qasm) == "2")
                throw new UsageException("--dialect braket is of OpenQASM 3; leave --qasm out");
            TrainedForecaster forecaster = input.Load(parsed);
            if (forecaster is { Training.BestEpoch: 0, Recipe.Network.Residual.Linear: true })
                context.Note("note: no epoch was better than the linear forecast that training began with, so the circuits have no part in this model's forecast; train one with --linear off");
            WindowOptions windows = forecaster.Recipe.Windows;
            HardwareForecast forecast = JobsOutput.ForecastOf(forecaster, parsed.GetValue(input.Model)!);
            string target = parsed.GetValue(folder)!;
            OutputFile.CheckFolder(target, "--out");
            SeriesTable table = input.Read(context, parsed, forecaster, withTargets: false);
            var options = new JobOptions
            {
                Qubits = parsed.GetValue(qubits),
                Shots = parsed.GetValue(shots),
                Qasm = parsed.GetValue(qasm) == "2" ? QasmVersion.Two : QasmVersion.Three,
                Dialect = Enum.Parse<QasmDialect>(parsed.GetValue(dialect)!, ignoreCase: true),
            };
            int steps = parsed.GetValue(horizon) ?? windows.Horizon;
            JobSeries series = forecast.SeriesOf(table, steps, input.TargetNames(parsed, windows));
            var jobs = HardwareJobs.Export(
                target, forecaster.ToBytes(), forecaster.Name, forecast, series, options, parsed.GetValue(force), context.Token);
            context.Note(JobsOutput.Plan(jobs));
            JobsOutput.Waits(context, jobs, target);
        });
    }
}
