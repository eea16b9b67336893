using QSeq.Forecasting;
using QSeq.Persistence;

namespace QSeq.Cli.Output;

/// <summary>A forecasting model that the user named, and the columns of the user's data that it reads.</summary>
internal static class ModelInput
{
    /// <summary>Loads a forecasting model.</summary>
    /// <exception cref="InvalidDataException">It is none.</exception>
    public static TrainedForecaster Load(string path)
    {
        try
        {
            return TrainedForecaster.Load(path);
        }
        catch (WrongModelKindException)
        {
            throw new InvalidDataException($"{path}: a tagger, which reads sentences; use qseq tag evaluate or qseq tag predict");
        }
    }

    /// <summary>The columns to read for a model, its single target from <paramref name="column"/> if that is named.</summary>
    /// <param name="windows">What the model reads.</param>
    /// <param name="column">The series that stands for the target, or null.</param>
    /// <param name="withTargets">Whether targets that are no inputs are needed too, as for scores.</param>
    /// <returns>The names in the file.</returns>
    public static IReadOnlyList<string> Columns(WindowOptions windows, string? column, bool withTargets)
    {
        List<string> names = [.. withTargets ? windows.Inputs.Union(windows.Targets) : windows.Inputs];
        if (column is null || column == windows.Targets[0]) return names;
        if (windows.Targets.Count != 1)
            throw new UsageException($"--column {column} cannot stand for {windows.Targets.Count} targets ({string.Join(", ", windows.Targets)}); leave it out");
        int place = names.IndexOf(windows.Targets[0]);
        if (place < 0) throw new UsageException($"--column {column} cannot stand for '{windows.Targets[0]}': the model does not read it; leave --column out");
        if (names.Contains(column)) throw new UsageException($"--column {column} is another input of the model already; leave --column out or name a further series");
        names[place] = column;
        return names;
    }

    /// <summary>
    /// The series of <paramref name="table"/> under the names the model knows, its single target read from
    /// <paramref name="column"/> instead.
    /// </summary>
    /// <param name="table">The series, with every column of <paramref name="wanted"/>.</param>
    /// <param name="wanted">The columns to take.</param>
    /// <param name="windows">What the model reads.</param>
    /// <param name="column">The series that stands for the target, or null for the target itself.</param>
    /// <returns>The table for the model.</returns>
    public static SeriesTable Rename(SeriesTable table, IReadOnlyList<string> wanted, WindowOptions windows, string? column)
    {
        SeriesTable chosen = table.Select(wanted);
        if (column is null || column == windows.Targets[0]) return chosen;
        string[] names = [.. wanted.Select(name => name == column ? windows.Targets[0] : name)];
        return new SeriesTable(table.Source, names, [.. wanted.Select(name => chosen.Column(name).ToArray())], table.Times);
    }

    /// <summary>What the targets are called where the single one is read from <paramref name="column"/>.</summary>
    public static string[] TargetNames(WindowOptions windows, string? column) =>
        [.. windows.Targets.Select(target => target == windows.Targets[0] ? column ?? target : target)];
}
