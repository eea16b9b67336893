using QSeq.Forecasting;

namespace QSeq.Cli.Verbs;

/// <summary><c>qseq forecast</c>: the values after the end of a series, as CSV or JSON on standard output.</summary>
internal static class ForecastVerb
{
    private const int MostSteps = 1_000_000;

    /// <summary>The verb.</summary>
    public static VerbCommand Create(CliContext context)
    {
        var model = new Argument<string>("MODEL") { Description = "A model file of qseq train." };
        var data = new Argument<string>("DATA") { Description = "A CSV file that ends where the forecast starts; - reads standard input." };
        Option<string?> column = Opt.Text("--column", "NAME", "The series to forecast. [default: the one the model was trained on]");
        Option<int?> horizon = Opt.OptionalInt("--horizon", "Steps ahead. [default: as many as the model was trained for]", 1, MostSteps);
        Option<bool> json = Opt.Flag("--json", "JSON instead of CSV.");
        var reading = new DataOptions();

        var command = new VerbCommand(
            "forecast",
            "Forecast the values after the end of a series, as CSV (step or time, value) on standard output; its first line, # source: ..., says which data.",
            "qseq forecast total.qseq sales.csv --horizon 24 > next.csv",
            "qseq forecast ot.qseq ETTh1.csv --json",
            "tail -n 500 live.csv | qseq forecast load.qseq - --time-column none   # the header must be there") { model, data, column, horizon, json };
        reading.AddTo(command);
        command.SetAction(parsed =>
        {
            TrainedForecaster forecaster = ModelInput.Load(parsed.GetValue(model)!);
            WindowOptions windows = forecaster.Recipe.Windows;
            string? name = parsed.GetValue(column);
            IReadOnlyList<string> wanted = ModelInput.Columns(windows, name, withTargets: false);
            SeriesTable table = ModelInput.Rename(reading.Read(context, parsed, parsed.GetValue(data)!, wanted), wanted, windows, name);
            if (name is not null && name != windows.Targets[0])
                context.Note($"note: '{name}' is scaled as '{windows.Targets[0]}' was, the series the model was trained on");

            SeriesTable forecast = Interruptible.Run(() => forecaster.Forecast(table, parsed.GetValue(horizon)), context.Token);
            string[] names = ModelInput.TargetNames(windows, name);
            if (parsed.GetValue(json)) ForecastText.WriteJson(context.Out, forecaster.Name, forecast, names);
            else ForecastText.WriteCsv(context, forecast, names);
            return ExitCode.Ok;
        });
        return command;
    }
}
