using System.Globalization;
using QSeq.Data;
using QSeq.Evaluation;
using QSeq.Models;
using QSeq.Persistence;
using QSeq.Training;

namespace QSeq.Cli.Output;

/// <summary>What files of format 1 say of a model, and its size in words.</summary>
internal static class ModelWords
{
    private const string SplitNote = "split";
    private const string RowsNote = "rows";
    private const string TimesNote = "times"; // first..last
    private const string TestNote = "test-from"; // the row after the header of the first test target, and its time
    private const string StrideNote = "stride"; // where it is not 1
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
            Loss = options.Loss switch { Loss.Mae => "mae", Loss.CrossEntropy => "cross-entropy", _ => "mse" },
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

    /// <summary>Scores as the manifest keeps them.</summary>
    public static IEnumerable<KeyValuePair<string, double>> Metrics(string prefix, Scores scores) =>
    [
        new(prefix + ".mae", scores.Mae),
        new(prefix + ".mse", scores.Mse),
        new(prefix + ".r2", scores.R2),
    ];

    /// <summary>The parameters of a model in words.</summary>
    public static string Count(SequenceModel model) => string.Create(
        CultureInfo.InvariantCulture,
        $"{model.Table.TrainableCount} parameters ({model.Table.ClassicalCount} classical + {model.Table.QuantumCount} quantum)");
}
