using QSeq.Cli.Fleet;
using QSeq.Estimators;

namespace QSeq.Cli.Verbs;

/// <summary>For each series of a fleet the model or the classical method with the least error on its validation part, and what it forecasts.</summary>
internal sealed class FleetChoice(CliContext context, FleetModels models, ImmutableArray<double> levels)
{
    private const int NotesShown = 3;

    /// <summary>What is chosen for a series: its name, <see cref="FleetRecord.Model"/> or a method's, and its errors; null where nothing can be.</summary>
    public static MethodMae? Of(FleetRecord record)
    {
        IEnumerable<MethodMae> all = record.Methods ?? [];
        if (record.Validation is { } validation) all = all.Prepend(new MethodMae(FleetRecord.Model, validation.Mae, record.Test?.Mae));
        return all.Where(one => one.Validation is { } mae && double.IsFinite(mae)).MinBy(one => one.Validation);
    }

    /// <summary>Writes choice.csv and forecast.csv to the folder and prints what was chosen how often, and what it gives.</summary>
    public void Write(string folder, SeriesPanel panel, IReadOnlyList<FleetRecord> records)
    {
        (FleetRecord Record, MethodMae Choice)[] chosen = [.. records.Select(record => (record, Choice: Of(record))).Where(pair => pair.Choice is not null).Select(pair => (pair.record, pair.Choice!))];
        if (chosen.Length == 0) return;
        OutputFile.Write(Path.Combine(folder, "choice.csv"), writer =>
        {
            writer.WriteLine("series,chosen,validation_mae,test_mae,model_test_mae");
            foreach ((FleetRecord record, MethodMae choice) in chosen)
                writer.WriteLine(Invariant($"{CsvText.Quote(record.Series)},{CsvText.Quote(choice.Name)},{choice.Validation:R},{choice.Test:R},{record.Test?.Mae:R}"));
        });
        List<(string, SeriesTable)> forecasts = Forecasts(panel, chosen);
        if (forecasts.Count > 0) OutputFile.Write(Path.Combine(folder, "forecast.csv"), writer => PanelText.WriteCsv(writer, panel, forecasts, withSource: false, context.Token));
        Tell(chosen);
    }

    private List<(string, SeriesTable)> Forecasts(SeriesPanel panel, (FleetRecord Record, MethodMae Choice)[] chosen)
    {
        var forecasts = new List<(string, SeriesTable)>();
        int failed = 0;
        foreach ((FleetRecord record, MethodMae choice) in chosen)
        {
            context.Token.ThrowIfCancellationRequested();
            try
            {
                TrainedForecaster model = models.Of(record);
                SeriesTable table = panel[record.Series].Table!;
                forecasts.Add((record.Series, choice.Name != FleetRecord.Model ? Classical(models.Method(record, choice.Name), model, table)
                    : levels.IsEmpty ? model.Forecast(table) : model.ForecastBands(table).ToTable()));
            }
            catch (InvalidDataException e)
            {
                if (++failed <= NotesShown) context.Note($"note: series '{record.Series}' has no forecast: {ErrorText.Of(e).Say(AdviceWords.Say).TrimEnd('.')}");
            }
        }

        if (failed > NotesShown) context.Note($"note: and {failed - NotesShown} more have none");
        return forecasts;
    }

    // Fitted to the whole series.
    private SeriesTable Classical(SeriesMethod method, TrainedForecaster model, SeriesTable table)
    {
        int horizon = model.Recipe.Windows.Horizon;
        double[] values = [.. table.Column(0)];
        MethodBands? bands = levels.IsEmpty ? null : MethodBands.Of(method, values, horizon, cancellationToken: context.Token);
        double[] forecast;
        if (bands is not null) forecast = [.. bands.Forecast];
        else method.Fit(values, context.Token).Forecast(values, [values.Length], horizon, forecast = new double[horizon]);
        DateTime[]? times = table.Times is { } own && table.Step is { } step ? [.. Enumerable.Range(1, horizon).Select(n => step.After(own[^1], n))] : null;
        SeriesStep? axis = table.Step is { IsNumbers: true } numbers ? numbers.From(table.Length) : table.Step;
        SeriesTable plain = new SeriesTable($"forecast of {horizon} steps after {table.Source}", [table.Names[0]], [forecast], times).WithStep(axis);
        if (bands is null) return plain;
        return new ForecastBands(plain, levels, [.. levels.SelectMany(level => Enumerable.Range(0, horizon).Select(step => bands.At(step, level)))]).ToTable();
    }

    private void Tell((FleetRecord Record, MethodMae Choice)[] chosen)
    {
        context.Show(
            "chosen on the validation part",
            chosen.GroupBy(pair => pair.Choice.Name).OrderByDescending(group => group.Count()).ThenBy(group => group.Key, StringComparer.Ordinal),
            ("", group => group.Key),
            (">series", group => $"{group.Count()}"));
        if (FleetRatio.Of(chosen.Select(pair => pair.Choice.Test / pair.Record.Test?.Mae)) is { } ratio)
        {
            int changed = chosen.Count(pair => pair.Choice.Name != FleetRecord.Model);
            context.Paragraph(Invariant($"A classical method was chosen for {changed} of {chosen.Length} series. Over all, the test MAE of what was chosen is {ratio.Median:F3} times that of the model on the median series."));
        }
    }
}
