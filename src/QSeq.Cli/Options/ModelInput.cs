namespace QSeq.Cli.Options;

/// <summary>The forecasting model and the data that a verb is given, and the columns of the data that the model reads.</summary>
internal sealed class ModelInput(string model, string data)
{
    public Argument<string> Model { get; } = new("MODEL") { Description = model };

    public Argument<string> Data { get; } = new("DATA") { Description = data };

    public Option<string?> Column { get; } =
        Opt.Text("--column", "NAME", "The series to forecast. [default: the one the model was trained on]");

    public Option<string?> Future { get; } = Opt.Text(
        "--future", "FILE", "A CSV file with the columns that are known in the future (train --known), a row each step after the end of the series. [default: the rows of DATA behind the last value]");

    public DataOptions Reading { get; } = new();

    public TrainedForecaster Load(ParseResult parsed) => ModelFile.Forecaster(parsed.GetValue(Model)!);

    /// <summary>
    /// The series under the names the model knows, its single target read from --column where that is given. Targets that are no inputs
    /// are read <paramref name="withTargets"/>, as for scores.
    /// </summary>
    public SeriesTable Read(CliContext context, ParseResult parsed, TrainedForecaster model, bool withTargets)
    {
        WindowOptions windows = model.Recipe.Windows;
        string? column = parsed.GetValue(Column);

        // The end of the series is where its targets end, beside what is known of the future.
        IReadOnlyList<string> wanted = Columns(model.Recipe, column, withTargets || windows.Known.Count > 0);
        CsvReadOptions reading = Reading.Reading(parsed, [.. wanted.Select(name => FileColumn(name, model.Recipe.Reading))], model.Recipe.Reading);
        if (reading.Targets is not null) reading = reading with { Targets = TargetNames(parsed, windows) };
        SeriesTable table = DataOptions.Read(context, Reading.Input(parsed, parsed.GetValue(Data)!, model.Data.Query), reading);
        if (parsed.GetValue(Future) is { } future) table = FutureRows.Read(context, future, table, [.. FutureReadings(parsed, model.Recipe, reading, table)]);
        table = table.Select(wanted);
        if (column is null || column == windows.Targets[0]) return table;
        string[] names = [.. wanted.Select(name => name == column ? windows.Targets[0] : name)];
        return table.WithNames(names);
    }

    /// <summary>The columns of the data that the model reads, its single target as --column says.</summary>
    public IReadOnlyList<string> InputNames(ParseResult parsed, ForecastRecipe recipe) => Columns(recipe, parsed.GetValue(Column), withTargets: false);

    /// <summary>What the targets are called, the single one as --column says.</summary>
    public string[] TargetNames(ParseResult parsed, WindowOptions windows) =>
        [.. windows.Targets.Select(target => target == windows.Targets[0] ? parsed.GetValue(Column) ?? target : target)];

    // Ways to read what is known in the future alone, in the steps of the series, best first: by what the file itself shows, as the
    // history is written, and with day and month in either order, of which one will follow the series.
    private IEnumerable<CsvReadOptions> FutureReadings(ParseResult parsed, ForecastRecipe recipe, CsvReadOptions reading, SeriesTable table)
    {
        string[] known = [.. recipe.Windows.Known.Intersect(recipe.DataColumns).Select(name => FileColumn(name, recipe.Reading)).Distinct()];
        if (known.Length == 0) throw new UsageException("the model reads nothing of the future but the calendar; leave --future out");
        CsvReadOptions given = Reading.Reading(parsed, null), history = table.Description?.Options ?? reading;
        IReadOnlyList<string> keys = table.Description?.Keys ?? [];
        CsvReadOptions own = reading with
        {
            Columns = keys.Count > 0 ? [TargetNames(parsed, recipe.Windows)[0], .. known] : known,
            Known = known,
            Targets = null,
            Categories = reading.Categories?.Where(category => known.Contains(category.Name)).ToList(),
            Step = table.Times is null ? null : table.Step,
            Keys = keys.Count > 0 ? null : [],
            UsualKeys = keys,
            DecimalComma = given.DecimalComma,
            Thousands = given.Thousands,
            DateFormat = given.DateFormat,
        };
        yield return own;
        yield return own with { DecimalComma = history.DecimalComma, Thousands = history.Thousands, DateFormat = history.DateFormat };
        if (given.DateFormat is not null) yield break;
        yield return own with { DateFormat = "day-first" };
        yield return own with { DateFormat = "month-first" };
    }

    // A column of categories is one of the file and several of a table.
    private static string FileColumn(string name, CsvReadOptions? reading) =>
        reading?.Categories?.FirstOrDefault(category => category.Columns.Contains(name))?.Name ?? name;

    private static List<string> Columns(ForecastRecipe recipe, string? column, bool withTargets)
    {
        WindowOptions windows = recipe.Windows;
        List<string> names = [.. recipe.DataColumns.Where(name => withTargets || windows.Inputs.Contains(name))];
        string target = windows.Targets[0];
        if (column is null || column == target) return names;
        if (windows.Targets.Count != 1)
        {
            string targets = string.Join(", ", windows.Targets);
            throw new UsageException($"--column {column} cannot stand for {windows.Targets.Count} targets ({targets}); leave it out");
        }

        int place = names.IndexOf(target);
        const string leave = "leave --column out";
        if (place < 0) throw new UsageException($"--column {column} cannot stand for '{target}': the model does not read it; {leave}");
        if (names.Contains(column))
            throw new UsageException($"--column {column} is another input of the model already; {leave} or name a further series");
        names[place] = column;
        return names;
    }
}
