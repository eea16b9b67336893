using QSeq.Streaming;

namespace QSeq.Cli.Verbs;

/// <summary><c>qseq forecast</c>: the values after the end of a series, as CSV or JSON on standard output.</summary>
internal static class ForecastVerb
{
    private const int MostSteps = 1_000_000;
    private static readonly string[] Endings = [".csv", ".json", ".parquet"];

    public static VerbCommand Create(CliContext context)
    {
        var input = new ModelInput(
            "A model file of qseq train.", "A CSV file, packed or not, a Parquet or Arrow file, or a data base, that ends where the forecast starts; - reads standard input.");
        Option<int?> horizon = Opt.Horizon(MostSteps);
        Option<bool> json = Opt.Flag("--json", "JSON instead of CSV.");
        Option<bool> source = Opt.Flag("--source", "Begin the CSV with a line # source: ..., which says of which data it is.");
        Option<string?> path = Opt.Text("--out", "FILE", "Where the forecast goes, as CSV, JSON or Parquet by its ending .csv, .json or .parquet. [default: standard output]");
        Option<string?> levels = LevelOption.Create(
            "Intervals of these levels in percent as further columns, such as load_lo80 and load_hi80; some of those the model was trained with. [default: none; with --score the widest]");
        Option<bool> score = Opt.Flag(
            "--score", "Instead of a forecast, the values of DATA itself that leave the interval of their forecast one step ahead, a line each.");
        Option<bool> plot = Opt.Flag("--plot", "Draw the end of the series and the forecast on the error stream.");
        Option<bool> follow = Opt.Flag(
            "--follow", "Read rows as they come, on standard input where DATA is left out, and write the forecast after each at once, a line a row: step h of load is load+h. Numbers are written as in the data of the model, or else with points, unless --decimal says so.");
        Option<bool> carry = Opt.Flag(
            "--carry", "With --follow: the cells go on from row to row in place of reading the last window anew. These are other forecasts; see qseq evaluate --carry.");
        Option<string?> state = Opt.Text("--state", "FILE", "With --follow: go on from the state in this file, if it is there, and keep the state in it: at the end, and every 10 seconds or 100,000 rows.");
        input.Data.Arity = ArgumentArity.ZeroOrOne;
        return new VerbCommand(
            "forecast",
            "Forecast the values after the end of a series, as CSV on standard output: the time or step, and the values.",
            "qseq forecast total.qseq sales.csv --horizon 24 > next.csv",
            "qseq forecast total.qseq sales.parquet --out next.parquet",
            "qseq forecast ot.qseq ETTh1.csv --json",
            "qseq forecast all.qseq Hourly-train.csv   # of every series, by a model of train --global",
            "qseq forecast all.qseq Hourly-train.csv --levels 80,95   # with intervals",
            "qseq forecast ot.qseq ETTh1.csv --horizon 48 --plot --out next.csv",
            "qseq forecast total.qseq sales.csv --levels 80,95   # with intervals",
            "qseq forecast total.qseq sales.csv --score > odd.csv   # values that are not as expected",
            "qseq forecast shop.qseq shop.csv --future prices.csv   # of a model of train --known price",
            "tail -n +1 -f live.csv | qseq forecast --follow load.qseq   # a forecast after every row",
            "tail -n 500 live.csv | qseq forecast load.qseq - --time-column none   # the header must be there")
        {
            input.Model, input.Data, input.Column, horizon, levels, input.Future, path, json, source, plot, score, follow, carry, state, input.Reading,
        }.Does(parsed =>
        {
            parsed.Only(parsed.GetValue(follow), [carry, state], "a forecast after the end of a series", "--follow");
            if (parsed.GetValue(follow))
            {
                FollowOptions.Refuse(parsed, [horizon, levels, input.Future, path, json, source, plot, score, .. input.Reading.OfWholeFiles]);
                FollowRows(context, parsed, input, parsed.GetValue(carry), parsed.GetValue(state));
                return;
            }

            if (parsed.GetValue(input.Data) is null) throw new UsageException("DATA is missing: name a file, or - for standard input; see qseq forecast --help");
            string? file = parsed.GetValue(path), ending = file is null ? null : EndingOf(file, parsed.GetValue(json), parsed.GetValue(source));
            if (file is not null) OutputFile.CheckNotRead(file, "--out", parsed.GetValue(input.Model), parsed.GetValue(input.Data));
            if (ModelFile.Global(parsed.GetValue(input.Model)!) is { } global)
            {
                parsed.Only(false, [input.Future, plot], "a model of many series", "a model of one");
                parsed.Only(!parsed.GetValue(score), [horizon, json, source], "--score", "a forecast", ", or leave --score out");
                var every = new GlobalForecasts(context, input);
                if (parsed.GetValue(score)) every.Score(parsed, global, LevelOption.ToShow(parsed, levels), file);
                else every.Run(parsed, global, parsed.GetValue(horizon), LevelOption.ToShow(parsed, levels), file, json: parsed.GetValue(json) || ending == ".json", parsed.GetValue(source));
                return;
            }

            TrainedForecaster forecaster = input.Load(parsed);
            WindowOptions windows = forecaster.Recipe.Windows;
            bool scores = parsed.GetValue(score);
            parsed.Only(!scores, [horizon, input.Future, json, source, plot], "--score", "a forecast", ", or leave --score out");
            SeriesTable table = input.Read(context, parsed, forecaster, withTargets: scores);
            string[] names = input.TargetNames(parsed, windows);
            if (names[0] != windows.Targets[0])
                context.Note($"note: '{names[0]}' is scaled as '{windows.Targets[0]}' was, the series the model was trained on");

            foreach (string warning in DataWarnings.Outside(forecaster, table).Concat(DataWarnings.Filled(forecaster, table))) context.Note(warning);
            double[]? shown = LevelOption.ToShow(parsed, levels);
            if (scores)
            {
                Score(context, forecaster, table, names, shown, file);
                return;
            }

            int? steps = parsed.GetValue(horizon);
            bool drawn = parsed.GetValue(plot) && forecaster.Calibration is not null && (steps ?? 1) <= windows.Horizon;
            ForecastBands? bands = shown is null && !drawn ? null : Interruptible.Run(() => forecaster.ForecastBands(table, steps, shown), context.Token);
            SeriesTable plain = bands?.Forecast ?? Interruptible.Run(() => forecaster.Forecast(table, steps), context.Token);
            SeriesTable forecast = shown is null ? plain.WithNames(names) : bands!.ToTable(names);
            string? time = table.Description?.TimeColumn;
            if (ending == ".parquet") StoredFile.WriteParquet(file!, forecast, ForecastText.TimeName(forecast, forecast.Names, time));
            else if (file is not null) OutputFile.Write(file, Write);
            else Write(context.Out);
            if (parsed.GetValue(plot))
                for (int n = 0; n < names.Length; n++) context.DrawBeside(SeriesFigures.Continued(table, windows.Targets[n], names[n], plain, Math.Max(3 * plain.Length, 60), SeriesFigures.Bands(bands, n)));
            if (file is not null) context.Note($"wrote {file}: {names.Length} series of {forecast.Length} values");

            void Write(TextWriter output)
            {
                if (parsed.GetValue(json) || ending == ".json") JsonText.Write(output, ForecastText.ToJson(forecaster.Name, plain, names, bands: shown is null ? null : bands));
                else ForecastText.WriteCsv(output, forecast, forecast.Names, time, parsed.GetValue(source), context.Token);
            }
        });
    }

    private static void FollowRows(CliContext context, ParseResult parsed, ModelInput input, bool carry, string? state)
    {
        string data = parsed.GetValue(input.Data) ?? "-", name = data == "-" ? DataInput.StandardInput : data;
        if (state is not null) OutputFile.Check(state, "--state");
        if (state is not null) OutputFile.CheckNotRead(state, "--state", parsed.GetValue(input.Model), data);
        if (ModelFile.Global(parsed.GetValue(input.Model)!) is not null)
            throw new UsageException("--follow reads rows of one series, and this is a model of many; leave --follow out, or train a model of one without --global");
        TrainedForecaster model = input.Load(parsed);
        CsvReadOptions reading = input.Reading.Reading(parsed, null, model.Recipe.Reading);
        StreamingForecaster stepper = Follow.Start(model, carry, reading.Gaps == GapPolicy.Previous, state);
        IReadOnlyList<string> columns = input.InputNames(parsed, model.Recipe);
        string? column = parsed.GetValue(input.Column);
        var rows = new LiveRows(name, columns, reading, stepper.RowsRead > 0)
        {
            Asked = missing => missing != column ? null : $"--column asks for it, and the model was trained on {BadData.Quote(model.Recipe.Windows.Targets[0])}",
        };
        var run = new Follow(context, model, stepper, rows);
        using Stream stream = data == "-" ? context.OpenBytes() : InputFile.Open(data, "name a file of rows");
        run.Run(stream, name, input.TargetNames(parsed, model.Recipe.Windows), state);
    }

    private static void Score(CliContext context, TrainedForecaster model, SeriesTable table, string[] names, double[]? levels, string? file)
    {
        ScoredValues.CheckFile(file);
        int count = 0;
        List<ScoredValue> outside = Interruptible.Run(
            () => ScoredValues.Outside(model, table, names, levels ?? [.. model.Calibration?.Levels[^1..] ?? [0.95]], out count), context.Token);
        ScoredValues.Write(context, [(table, outside)], table.Description?.TimeColumn, count, file);
    }

    private static string EndingOf(string file, bool json, bool source)
    {
        OutputFile.Check(file, "--out");
        string ending = Path.GetExtension(file).ToLowerInvariant();
        if (!Endings.Contains(ending) && !OutputFile.IsDevice(file)) throw new UsageException($"--out {file} ends with none of {string.Join(", ", Endings)}, which say how to write; name the file so");
        if (OutputFile.IsDevice(file)) return ending;
        if (json && ending != ".json") throw new UsageException($"--json asks for JSON, and --out {file} for another kind; leave one of them out");
        return source && ending != ".csv" ? throw new UsageException($"--source begins a CSV, and --out {file} is none; leave it out") : ending;
    }
}
