namespace QSeq.Cli.Options;

/// <summary>The forecasting model and the data that a verb is given, and the columns of the data that the model reads.</summary>
internal sealed class ModelInput(string model, string data)
{
    public Argument<string> Model { get; } = new("MODEL") { Description = model };

    public Argument<string> Data { get; } = new("DATA") { Description = data };

    public Option<string?> Column { get; } =
        Opt.Text("--column", "NAME", "The series to forecast. [default: the one the model was trained on]");

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
        IReadOnlyList<string> wanted = Columns(windows, column, withTargets);
        SeriesTable table = DataOptions.Read(context, Reading.Input(parsed, parsed.GetValue(Data)!, model.Data.Query), Reading.Reading(parsed, wanted, model.Recipe.Reading)).Select(wanted);
        if (column is null || column == windows.Targets[0]) return table;
        string[] names = [.. wanted.Select(name => name == column ? windows.Targets[0] : name)];
        return table.WithNames(names);
    }

    /// <summary>What the targets are called, the single one as --column says.</summary>
    public string[] TargetNames(ParseResult parsed, WindowOptions windows) =>
        [.. windows.Targets.Select(target => target == windows.Targets[0] ? parsed.GetValue(Column) ?? target : target)];

    private static List<string> Columns(WindowOptions windows, string? column, bool withTargets)
    {
        List<string> names = [.. withTargets ? windows.Inputs.Union(windows.Targets) : windows.Inputs];
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
