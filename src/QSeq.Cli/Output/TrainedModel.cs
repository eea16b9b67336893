using System.Globalization;
using QSeq.Data;
using QSeq.Evaluation;
using QSeq.Models;
using QSeq.Persistence;
using QSeq.Training;

namespace QSeq.Cli.Output;

/// <summary>Between a model file's manifest and what the library computes with.</summary>
internal static class TrainedModel
{
    private const string SplitNote = "split";
    private const string RowsNote = "rows";
    private const string TimesNote = "times"; // first..last
    private const string TestNote = "test-from"; // the row after the header of the first test target, and its time
    private const string StrideNote = "stride"; // where it is not 1
    private const string OmitNote = "omit-last"; // windows left out at the end, where there are any

    /// <summary>The series a model reads.</summary>
    /// <param name="file">A model file.</param>
    /// <param name="path">What errors call it.</param>
    /// <returns>What the file says about its data.</returns>
    /// <exception cref="InvalidDataException">It is a tagger.</exception>
    public static DataDescription DataOf(ModelFile file, string path) =>
        file.Manifest.Data ?? throw new InvalidDataException($"{path}: a tagger, which reads sentences; use qseq tag evaluate or qseq tag predict");

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
        if (windows.Stride > 1) kept[StrideNote] = windows.Stride.ToString(CultureInfo.InvariantCulture);
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

    /// <summary>Describes a run of training.</summary>
    /// <param name="options">How it was asked for.</param>
    /// <param name="epochs">Epochs run.</param>
    /// <param name="keptEpoch">The epoch whose weights were kept.</param>
    /// <param name="stopReason">Why it stopped early, or null.</param>
    /// <returns>The description.</returns>
    public static TrainingDescription Describe(TrainingOptions options, int epochs, int? keptEpoch = null, string? stopReason = null)
    {
        var adam = options.Optimizer as AdamConfig;
        return new TrainingDescription
        {
            Seed = options.Seed,
            Epochs = epochs,
            Optimizer = options.Optimizer switch
            {
                AdamConfig { WeightDecay: > 0 } => "adamw",
                AdamConfig => "adam",
                RmsPropConfig => "rmsprop",
                _ => "sgd",
            },
            LearningRate = options.Optimizer.LearningRate,
            Loss = options.Loss == Loss.Mae ? "mae" : "mse",
            Batch = options.BatchSize,
            StopReason = stopReason,
            KeptEpoch = keptEpoch,
            Schedule = options.Schedule switch
            {
                CosineSchedule s => FormattableString.Invariant($"cosine floor {s.Floor}"),
                StepSchedule s => FormattableString.Invariant($"step every {s.Every} gamma {s.Gamma}"),
                PlateauSchedule s => FormattableString.Invariant($"plateau patience {s.Patience} gamma {s.Gamma}"),
                _ => null,
            },
            Clip = options.ClipNorm,
            Patience = options.EarlyStopping?.Patience,
            MinDelta = options.EarlyStopping is { MinDelta: > 0 } early ? early.MinDelta : null,
            Momentum = (options.Optimizer as SgdConfig)?.Momentum,
            WeightDecay = adam is { WeightDecay: > 0 } ? adam.WeightDecay : null,
        };
    }

    /// <summary>Which rows the data has and where its test part begins, as notes for the manifest.</summary>
    /// <param name="table">All of the data.</param>
    /// <param name="testRow">The row of the first test target, from 0; null without a test part.</param>
    public static IEnumerable<KeyValuePair<string, string>> Extent(SeriesTable table, int? testRow)
    {
        yield return new(RowsNote, table.Length.ToString(CultureInfo.InvariantCulture));
        if (table.Times is { } times) yield return new(TimesNote, $"{CsvText.Time(times[0])}..{CsvText.Time(times[^1])}");
        if (testRow is { } row) yield return new(TestNote, string.Create(CultureInfo.InvariantCulture, $"row {row + 1L}{(table.Times is null ? "" : " at " + CsvText.Time(table.Times[row]))}"));
    }

    /// <summary>The row of the first test target, from 0; null without a test part.</summary>
    public static int? TestRow(DataSplit split) => split.Test.Count > 0 ? split.Test.TargetIndex(0) : null;

    /// <summary>Which rows a model was trained on, or null where its file does not say.</summary>
    public static TrainedRows? RowsOf(DataDescription data)
    {
        if (!int.TryParse(data.Notes?.GetValueOrDefault(RowsNote), NumberStyles.None, CultureInfo.InvariantCulture, out int rows)) return null;
        string[] times = data.Notes!.GetValueOrDefault(TimesNote)?.Split("..") ?? [];
        string[] test = data.Notes!.GetValueOrDefault(TestNote)?.Split(' ', 4) ?? [];
        int seen = test.Length > 1 && int.TryParse(test[1], NumberStyles.None, CultureInfo.InvariantCulture, out int row) && row >= 1 && row <= rows ? row - 1 : rows;
        return new TrainedRows(rows, seen, Time(times.ElementAtOrDefault(0)), Time(times.ElementAtOrDefault(1)), Time(test.ElementAtOrDefault(3)));
    }

    private static DateTime? Time(string? text) =>
        DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTime time) ? time : null;

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
        Stride = Math.Max(1, Note(data, StrideNote) ?? 1),
        Inputs = data.Inputs,
        Targets = data.Targets,
        OmitLast = Note(data, OmitNote) ?? 0,
    };

    private static int? Note(DataDescription data, string name) =>
        int.TryParse(data.Notes?.GetValueOrDefault(name), NumberStyles.None, CultureInfo.InvariantCulture, out int value) ? value : null;

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
