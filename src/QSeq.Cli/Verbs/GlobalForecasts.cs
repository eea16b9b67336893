namespace QSeq.Cli.Verbs;

/// <summary><c>qseq forecast</c> and <c>evaluate</c> with a model of many series, for every series of the data or the one of --column.</summary>
internal sealed class GlobalForecasts(CliContext context, ModelInput input)
{
    private const int ProblemsShown = 3;

    /// <summary>Writes the values after the end of each series: its name, the time or step, the value, and the ends of <paramref name="levels"/>, null for none.</summary>
    public void Run(ParseResult parsed, GlobalForecaster model, int? horizon, double[]? levels, string? file, bool json, bool source)
    {
        if (file is not null && Path.GetExtension(file).Equals(".parquet", StringComparison.OrdinalIgnoreCase))
            throw new UsageException($"--out {file}: forecasts of many series are written as CSV or JSON; name the file so");
        CheckLevels(model, levels);
        SeriesPanel panel = Read(parsed, model);
        (string Name, SeriesTable Forecast, ForecastBands? Bands)[] forecasts = [.. Usable(panel, Forecast).Select(one => (one.Name, one.Result.Forecast, one.Result.Bands))];
        if (file is null) Write(context.Out);
        else OutputFile.Write(file, Write);
        if (file is not null) context.Note($"wrote {file}: {forecasts.Length} series of {forecasts[0].Forecast.Length} values");

        (SeriesTable Forecast, ForecastBands? Bands) Forecast(SeriesTable table)
        {
            if (levels is null) return (model.Forecast(table, horizon), null);
            ForecastBands bands = model.ForecastBands(table, horizon, levels);
            return (bands.Forecast, bands);
        }

        void Write(TextWriter output)
        {
            if (json) JsonText.Write(output, ToJson(model, panel, forecasts));
            else PanelText.WriteCsv(output, panel, [.. forecasts.Select(one => (one.Name, one.Bands?.ToTable() ?? one.Forecast))], source, context.Token);
        }
    }

    /// <summary>Writes the values of each series that leave their interval one step ahead, the widest of <paramref name="levels"/> or, for null, of the model.</summary>
    public void Score(ParseResult parsed, GlobalForecaster model, double[]? levels, string? file)
    {
        ScoredValues.CheckFile(file);
        CheckLevels(model, levels ?? []);
        SeriesPanel panel = Read(parsed, model);
        levels ??= [.. model.Calibration?.Levels[^1..] ?? [0.95]];
        var all = Usable(panel, table =>
        {
            model.ForecastBands(table, 1, levels); // a series too short for intervals is told as such
            List<ScoredValue> outside = ScoredValues.Outside(model.For(table), table, [table.Names[0]], levels, out int count);
            return (Table: table, Outside: outside, Count: count);
        });
        ScoredValues.Write(context, [.. all.Select(one => (one.Result.Table, one.Result.Outside))], panel.Description?.TimeColumn, all.Sum(one => (long)one.Result.Count), file);
    }

    /// <summary>Scores the model on the test part of each series, beside the classical methods.</summary>
    public void Evaluate(ParseResult parsed, GlobalForecaster model)
    {
        SeriesPanel panel = Read(parsed, model);
        GlobalSeries[] series = [.. Usable(panel, model.Cut).Select(one => new GlobalSeries(one.Name, one.Result))];
        if (series.All(one => one.Data.Test.Count == 0))
            throw new UsageException(Invariant($"the model was trained with --split {model.Recipe.Split.Train},{model.Recipe.Split.Validation}, which leaves no test part"));
        if (panel.Source != model.Data.Source) context.Note($"note: the model was trained on {model.Data.Source}; the test parts are those of the data given here");
        new PanelReport(context).Write(model, series, "test part");
    }

    // Intervals of a model of many series cannot be measured again.
    private static void CheckLevels(GlobalForecaster model, double[]? levels)
    {
        if (levels is not null && model is { PrunedBelow: not null, Calibration: null })
            throw new UsageException("the model has no intervals, for those of the weights before were left out when it was pruned; leave --levels and --score out, or name the model that was pruned");
    }

    private SeriesPanel Read(ParseResult parsed, GlobalForecaster model)
    {
        CsvReadOptions? known = model.Recipe.Reading;
        string[]? columns = parsed.GetValue(input.Column) is { } column ? [column] : known?.Columns is { } kept ? [.. kept] : null;
        CsvReadOptions reading = input.Reading.Reading(parsed, columns, known);
        return DataOptions.ReadEach(context, input.Reading.Input(parsed, parsed.GetValue(input.Data)!, model.Data.Query), reading);
    }

    // What can be made of each series; those of which nothing can are told.
    private List<(string Name, T Result)> Usable<T>(SeriesPanel panel, Func<SeriesTable, T> make)
    {
        var results = new List<(string, T)>();
        var left = new List<string>();
        Exception? first = null;
        foreach (PanelSeries series in panel.Series)
        {
            context.Token.ThrowIfCancellationRequested();
            try
            {
                results.Add((series.Name, make(series.Table ?? throw series.Problem!)));
            }
            catch (Exception e) when (e is InvalidDataException || (e is ArgumentException && e is not ArgumentOutOfRangeException))
            {
                first ??= e;
                left.Add($"note: series '{series.Name}' is left out: {ErrorText.Of(e).Say(AdviceWords.Say).TrimEnd('.')}");
            }
        }

        if (results.Count == 0) System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(first!);
        foreach (string note in left.Take(ProblemsShown)) context.Note(note);
        if (left.Count > ProblemsShown) context.Note($"note: and {left.Count - ProblemsShown} more are left out");
        return results;
    }

    private static JsonObject ToJson(GlobalForecaster model, SeriesPanel panel, IReadOnlyList<(string Name, SeriesTable Forecast, ForecastBands? Bands)> forecasts) => new()
    {
        ["model"] = model.Name,
        ["source"] = panel.Source,
        ["series"] = JsonText.Array(forecasts, one =>
        {
            JsonObject json = ForecastText.ToJson(model.Name, one.Forecast, [one.Name], bands: one.Bands);
            return new JsonObject { ["name"] = one.Name, ["forecast"] = json["forecast"]!.DeepClone() };
        }),
    };
}
