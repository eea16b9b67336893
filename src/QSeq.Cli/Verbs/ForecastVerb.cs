namespace QSeq.Cli.Verbs;

/// <summary><c>qseq forecast</c>: the values after the end of a series, as CSV or JSON on standard output.</summary>
internal static class ForecastVerb
{
    private const int MostSteps = 1_000_000;

    public static VerbCommand Create(CliContext context)
    {
        var input = new ModelInput(
            "A model file of qseq train.", "A CSV file that ends where the forecast starts; - reads standard input.");
        Option<int?> horizon = Opt.Horizon(MostSteps);
        Option<bool> json = Opt.Flag("--json", "JSON instead of CSV.");
        Option<bool> source = Opt.Flag("--source", "Begin the CSV with a line # source: ..., which says of which data it is.");
        return new VerbCommand(
            "forecast",
            "Forecast the values after the end of a series, as CSV on standard output: the time or step, and the values.",
            "qseq forecast total.qseq sales.csv --horizon 24 > next.csv",
            "qseq forecast ot.qseq ETTh1.csv --json",
            "qseq forecast shop.qseq shop.csv --future prices.csv   # of a model of train --known price",
            "tail -n 500 live.csv | qseq forecast load.qseq - --time-column none   # the header must be there")
        {
            input.Model, input.Data, input.Column, horizon, input.Future, json, source, input.Reading,
        }.Does(parsed =>
        {
            TrainedForecaster forecaster = input.Load(parsed);
            WindowOptions windows = forecaster.Recipe.Windows;
            SeriesTable table = input.Read(context, parsed, forecaster.Recipe, withTargets: false);
            string[] names = input.TargetNames(parsed, windows);
            if (names[0] != windows.Targets[0])
                context.Note($"note: '{names[0]}' is scaled as '{windows.Targets[0]}' was, the series the model was trained on");

            foreach (string warning in DataWarnings.Outside(forecaster, table).Concat(DataWarnings.Filled(forecaster, table))) context.Note(warning);
            SeriesTable forecast = Interruptible.Run(() => forecaster.Forecast(table, parsed.GetValue(horizon)), context.Token);
            if (parsed.GetValue(json)) JsonText.Write(context.Out, ForecastText.ToJson(forecaster.Name, forecast, names));
            else ForecastText.WriteCsv(context, forecast, names, table.Description?.TimeColumn, parsed.GetValue(source));
        });
    }
}
