using System.Globalization;
using QSeq.Data;
using QSeq.Evaluation;
using QSeq.Models;
using QSeq.Persistence;

namespace QSeq.Cli.Output;

/// <summary>Between a model file's manifest and what the library computes with.</summary>
internal static class TrainedModel
{
    private const string SplitNote = "split";
    private const string OmitNote = "omit-last"; // windows left out at the end, where there are any

    /// <summary>What the manifest says about data.</summary>
    /// <param name="source">Where the data came from.</param>
    /// <param name="windows">How it was cut, every column named.</param>
    /// <param name="scaler">How it was scaled.</param>
    /// <param name="split">The fractions, such as <c>0.7,0.15</c>, so that <c>evaluate</c> finds the same test part.</param>
    /// <param name="notes">More to keep, or null.</param>
    /// <returns>The description.</returns>
    public static DataDescription Describe(
        string source, WindowOptions windows, Scaler scaler, string split, IEnumerable<KeyValuePair<string, string>>? notes = null)
    {
        var kept = new SortedDictionary<string, string>(StringComparer.Ordinal) { [SplitNote] = split };
        if (windows.OmitLast > 0) kept[OmitNote] = windows.OmitLast.ToString(CultureInfo.InvariantCulture);
        foreach ((string key, string value) in notes ?? []) kept[key] = value;
        return new DataDescription
        {
            Source = source,
            Inputs = windows.Inputs,
            Targets = windows.Targets,
            Window = windows.Window,
            Horizon = windows.Horizon,
            Sequence = windows.Sequence,
            Notes = kept,
            Scaler = new ScalerDescription
            {
                Kind = scaler.Kind switch { ScalerKind.MinMax => "min-max", ScalerKind.Standard => "standard", _ => "none" },
                Columns = scaler.Names,
                Offset = scaler.Offset,
                Scale = scaler.Scale,
            },
        };
    }

    /// <summary>Scores as the manifest keeps them.</summary>
    public static IEnumerable<KeyValuePair<string, double>> Metrics(string prefix, Scores scores) =>
    [
        new(prefix + ".mae", scores.Mae),
        new(prefix + ".mse", scores.Mse),
        new(prefix + ".r2", scores.R2),
    ];

    /// <summary>How windows are cut for a model.</summary>
    public static WindowOptions WindowsOf(DataDescription data) => new()
    {
        Window = data.Window,
        Horizon = data.Horizon,
        Sequence = data.Sequence,
        Inputs = data.Inputs,
        Targets = data.Targets,
        OmitLast = int.TryParse(data.Notes?.GetValueOrDefault(OmitNote), NumberStyles.None, CultureInfo.InvariantCulture, out int omitted) ? omitted : 0,
    };

    /// <summary>The scaling of a model's columns.</summary>
    public static Scaler ScalerOf(DataDescription data)
    {
        ScalerDescription s = data.Scaler;
        if (s.Columns.Count > 0) return new Scaler(KindOf(s.Kind), [.. s.Columns], [.. s.Offset], [.. s.Scale]);
        string[] names = [.. data.Inputs.Union(data.Targets)];
        return new Scaler(ScalerKind.None, [.. names], [.. names.Select(_ => 0.0)], [.. names.Select(_ => 1.0)]);
    }

    /// <summary>The fractions a model was trained on, or null where its file does not say.</summary>
    public static string? SplitOf(DataDescription data) => data.Notes?.GetValueOrDefault(SplitNote);

    /// <summary>
    /// The series of <paramref name="table"/> under the names the model knows, its single target read from
    /// <paramref name="column"/> instead.
    /// </summary>
    /// <param name="table">The series, with every column of <paramref name="wanted"/>.</param>
    /// <param name="wanted">The columns to take.</param>
    /// <param name="data">What the model reads.</param>
    /// <param name="column">The series that stands for the target, or null for the target itself.</param>
    /// <returns>The table for the model.</returns>
    public static SeriesTable Rename(SeriesTable table, IReadOnlyList<string> wanted, DataDescription data, string? column)
    {
        SeriesTable chosen = table.Select(wanted);
        if (column is null || column == data.Targets[0]) return chosen;
        string[] names = [.. wanted.Select(name => name == column ? data.Targets[0] : name)];
        return new SeriesTable(table.Source, names, [.. wanted.Select(name => chosen.Column(name).ToArray())], table.Times);
    }

    /// <summary>The columns to read for a model, its single target from <paramref name="column"/> if that is named.</summary>
    /// <param name="data">What the model reads.</param>
    /// <param name="column">The series that stands for the target, or null.</param>
    /// <param name="withTargets">Whether targets that are no inputs are needed too, as for scores.</param>
    /// <returns>The names in the file.</returns>
    public static IReadOnlyList<string> Columns(DataDescription data, string? column, bool withTargets)
    {
        List<string> names = [.. withTargets ? data.Inputs.Union(data.Targets) : data.Inputs];
        if (column is null || column == data.Targets[0]) return names;
        if (data.Targets.Count != 1)
            throw new UsageException($"--column {column} cannot stand for {data.Targets.Count} targets ({string.Join(", ", data.Targets)}); leave it out");
        int place = names.IndexOf(data.Targets[0]);
        if (place < 0) throw new UsageException($"--column {column} cannot stand for '{data.Targets[0]}': the model does not read it; leave --column out");
        if (names.Contains(column)) throw new UsageException($"--column {column} is another input of the model already; leave --column out or name a further series");
        names[place] = column;
        return names;
    }

    /// <summary>The parameters of a model in words.</summary>
    public static string Count(SequenceModel model) => string.Create(
        CultureInfo.InvariantCulture,
        $"{model.Table.TrainableCount} parameters ({model.Table.ClassicalCount} classical + {model.Table.QuantumCount} quantum)");

    private static ScalerKind KindOf(string kind) => kind switch
    {
        "min-max" => ScalerKind.MinMax,
        "standard" => ScalerKind.Standard,
        _ => ScalerKind.None,
    };
}
