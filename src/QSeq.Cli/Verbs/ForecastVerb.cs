using System.CommandLine;
using System.Globalization;
using QSeq.Cli.Options;
using QSeq.Cli.Output;
using QSeq.Cli.Terminal;
using QSeq.Data;
using QSeq.Persistence;
using QSeq.Training;

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
            ModelFile file = ModelFile.Load(parsed.GetValue(model)!);
            DataDescription known = TrainedModel.DataOf(file, parsed.GetValue(model)!);
            string? name = parsed.GetValue(column);
            IReadOnlyList<string> wanted = TrainedModel.Columns(known, name, withTargets: false);
            SeriesTable table = TrainedModel.Rename(reading.Read(context, parsed, parsed.GetValue(data)!, wanted), wanted, known, name);
            if (name is not null && name != known.Targets[0])
                context.Note($"note: '{name}' is scaled as '{known.Targets[0]}' was, the series the model was trained on");

            var forecaster = new Forecaster(file.Model, TrainedModel.ScalerOf(known), TrainedModel.WindowsOf(known));
            SeriesTable forecast = Interruptible.Run(() => forecaster.Forecast(table, parsed.GetValue(horizon) ?? known.Horizon), context.Token);
            string[] names = [.. forecast.Names.Select(target => target == known.Targets[0] ? name ?? target : target)];
            if (parsed.GetValue(json)) WriteJson(context.Out, file.Manifest.Name, forecast, names);
            else WriteCsv(context, forecast, names);
            return ExitCode.Ok;
        });
        return command;
    }

    private static void WriteCsv(CliContext context, SeriesTable forecast, string[] names)
    {
        TextWriter output = context.Out;
        output.Write(CsvText.Source(forecast.Source) + "\n");
        output.Write($"{(forecast.Times is null ? "step" : "time")},{string.Join(',', names.Select(CsvText.Quote))}\n");
        for (int t = 0; t < forecast.Length; t++)
        {
            context.Token.ThrowIfCancellationRequested();
            output.Write(forecast.Times is { } times ? CsvText.Time(times[t]) : (t + 1).ToString(CultureInfo.InvariantCulture));
            for (int c = 0; c < names.Length; c++) output.Write("," + forecast.Column(c)[t].ToString("R", CultureInfo.InvariantCulture));
            output.Write('\n');
        }
    }

    private static void WriteJson(TextWriter output, string model, SeriesTable forecast, string[] names)
    {
        JsonText.Write(output, writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("model", model);
            writer.WriteString("source", forecast.Source);
            writer.WriteStartArray("forecast");
            for (int t = 0; t < forecast.Length; t++)
            {
                writer.WriteStartObject();
                writer.WriteNumber("step", t + 1);
                if (forecast.Times is { } times) writer.WriteString("time", CsvText.Time(times[t]));
                writer.WriteStartObject("values");
                for (int c = 0; c < names.Length; c++) writer.WriteNumber(names[c], forecast.Column(c)[t]);
                writer.WriteEndObject();
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        });
    }
}
