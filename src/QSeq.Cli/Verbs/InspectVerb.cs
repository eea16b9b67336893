using System.Collections.Immutable;
using System.Text.Json;
using QSeq.Core;
using QSeq.Forecasting;
using QSeq.Models;
using QSeq.Persistence;
using QSeq.Tagging;
using QSeq.Training;
using Spectre.Console;

namespace QSeq.Cli.Verbs;

/// <summary><c>qseq inspect</c>: all that a model file says.</summary>
internal static class InspectVerb
{
    /// <summary>The verb.</summary>
    public static VerbCommand Create(CliContext context)
    {
        var model = new Argument<string>("MODEL") { Description = "A model file of qseq train or qseq tag train." };
        Option<bool> json = Opt.Flag("--json", "JSON instead of tables.");
        var command = new VerbCommand(
            "inspect",
            "Show what a model file holds: model, data, training, scores, parameters, digest.",
            "qseq inspect total.qseq",
            "qseq inspect total.qseq --json | jq .manifest.training") { model, json };
        command.SetAction(parsed =>
        {
            string path = parsed.GetValue(model)!;
            TrainedModel file = Open(path);
            if (parsed.GetValue(json)) WriteJson(context.Out, path, file);
            else WriteTables(context, path, file);
            return ExitCode.Ok;
        });
        return command;
    }

    private static TrainedModel Open(string path)
    {
        try
        {
            return TrainedForecaster.Load(path);
        }
        catch (WrongModelKindException)
        {
            return TrainedTagger.Load(path);
        }
    }

    private static void WriteTables(CliContext context, string path, TrainedModel file)
    {
        IAnsiConsole console = Screen.Of(context);
        Table about = Screen.Table(null, "", "");
        about.ShowHeaders = false;
        foreach ((string name, string value) in About(path, file)) about.Add(name, value);
        foreach ((string name, double value) in file.Scores.OrderBy(metric => metric.Key, StringComparer.Ordinal)) about.Add(name, Screen.Number(value));
        console.Write(about);

        Table table = Screen.Table("parameters", "name", "shape", "kind", "trains", ">min", ">mean", ">max");
        foreach (ParameterSlice slice in file.Model.Table.Slices)
        {
            (double min, double mean, double max) = Range(file, slice);
            table.Add(
                slice.Name,
                string.Join(" x ", slice.Shape.Select(extent => extent.ToString(CultureInfo.InvariantCulture))),
                slice.Kind == ParameterKind.Quantum ? "quantum" : "classical",
                slice.Trainable ? "yes" : "no",
                Screen.Number(min),
                Screen.Number(mean),
                Screen.Number(max));
        }

        console.Write(table);
    }

    private static IEnumerable<(string Name, string Value)> About(string path, TrainedModel file)
    {
        SequenceModelConfig config = file.Model.Config;
        yield return ("file", Invariant($"{path}, {new FileInfo(path).Length} bytes, format {file.FormatVersion}, written by QSeq {file.QSeqVersion}"));
        yield return ("model", Invariant($"{file.Name}, hidden {config.Hidden}, layers {config.Layers}, inputs {config.Inputs}, outputs {config.Outputs}, {config.Output} answer{(config.Bidirectional ? ", read both ways" : "")}"));
        yield return ("parameters", ModelWords.Count(file.Model));
        yield return ("weights' digest", "sha256 " + file.Digest);
        foreach ((string Name, string Value) line in file is TrainedTagger tagger ? AboutSentences(tagger) : AboutData((TrainedForecaster)file)) yield return line;
        if (file.Place is { } place) yield return ("trained on", Invariant($"{place.Platform}, {place.Runtime}, {place.VectorBits}-bit vectors, {Texts.Count(place.Threads, "thread")}"));
        yield return ("training", AboutTraining(file is TrainedTagger { Recipe.Training: var options } ? options : ((TrainedForecaster)file).Recipe.Training, file.Training));
    }

    private static IEnumerable<(string Name, string Value)> AboutData(TrainedForecaster model)
    {
        WindowOptions windows = model.Recipe.Windows;
        SeriesOrigin data = model.Data;
        yield return ("data", data.Source);
        yield return ("inputs", string.Join(", ", windows.Inputs));
        yield return (windows.Targets.Count == 1 ? "target" : "targets", Invariant(
            $"{string.Join(", ", windows.Targets)}, window {windows.Window}, horizon {windows.Horizon}{(windows.Sequence ? ", an answer after every step" : "")}{(windows.Stride > 1 ? $", stride {windows.Stride}" : "")}"));
        yield return ("scaler", $"{ScalerName(model.Scaler.Kind)} over {string.Join(", ", model.Scaler.Names)}");
        yield return ("split", Invariant($"{model.Recipe.Split.Train},{model.Recipe.Split.Validation}"));
        if (model.Recipe.Reading is { } reading) yield return ("gaps", DataOptions.GapNames[(int)reading.Gaps]);
        if (data.Rows is { } rows) yield return ("rows", Invariant($"{rows}{(data is { First: { } first, Last: { } last } ? $", {CsvText.Time(first)} to {CsvText.Time(last)}" : "")}"));
        if (data.TestRow is { } row) yield return ("test part", Invariant($"from row {row + 1L}{(data.TestTime is { } time ? $" at {CsvText.Time(time)}" : "")}"));
        if (data.Digest is { } digest) yield return ("data's digest", "sha256 " + digest);
        if (model.FormatVersion > 1) yield return ("recipe's digest", "sha256 " + model.Recipe.Digest());
    }

    private static string ScalerName(ScalerKind kind) => kind switch { ScalerKind.MinMax => "min-max", ScalerKind.Standard => "standard", _ => "none" };

    private static string AboutTraining(TrainingOptions options, TrainingOutcome outcome)
    {
        OptimizerConfig optimizer = options.Optimizer;
        string words = Invariant($"{Texts.Count(outcome.Epochs, "epoch")}, {(optimizer is AdamConfig { WeightDecay: > 0 } ? "adamw" : optimizer.Kind)} at {optimizer.LearningRate}");
        if (optimizer is SgdConfig sgd) words += Invariant($", momentum {sgd.Momentum}");
        if (optimizer is AdamConfig { WeightDecay: > 0 } adam) words += Invariant($", weight decay {adam.WeightDecay}");
        words += options.Schedule switch
        {
            CosineSchedule s => Invariant($", cosine floor {s.Floor}"),
            StepSchedule s => Invariant($", step every {s.Every} gamma {s.Gamma}"),
            PlateauSchedule s => Invariant($", plateau patience {s.Patience} gamma {s.Gamma}"),
            _ => "",
        };
        if (options.ClipNorm is { } clip) words += Invariant($", clip {clip}");
        if (options.EarlyStopping is { } early) words += Invariant($", patience {early.Patience}{(early.MinDelta > 0 ? $", smallest fall {early.MinDelta}" : "")}");
        if (outcome.BestEpoch is { } kept) words += Invariant($", weights of epoch {kept}");
        string stop = outcome.Stop switch
        {
            StopReason.EarlyStopping => ", stopped: early stopping",
            StopReason.NonFiniteLoss => ", stopped: non-finite loss",
            StopReason.Cancelled => ", stopped: cancelled",
            _ => "",
        };
        return words + Invariant($", {LossName(options.Loss)}, batch {options.BatchSize}, seed {options.Seed}{stop}");
    }

    private static string LossName(Loss loss) => loss switch { Loss.Mae => "mae", Loss.CrossEntropy => "cross-entropy", _ => "mse" };

    private static IEnumerable<(string Name, string Value)> AboutSentences(TrainedTagger tagger)
    {
        yield return ("sentences", tagger.Data.Train.Source);
        yield return ("tags", string.Join(", ", tagger.Tags.Names));
        foreach (TokenChannel channel in tagger.Encoder.Channels)
        {
            ImmutableArray<string> items = channel.Vocabulary.Items;
            yield return (channel.Name, Invariant($"{items.Length} entries: {string.Join(", ", items.Take(8))}{(items.Length > 8 ? ", …" : "")}"));
        }

        yield return ("tag column", SentenceInput.Columns[(int)tagger.Recipe.Column]);
        if (tagger.Recipe.Split is { } split) yield return ("split", Invariant($"{split.Train},{split.Validation}"));
        foreach ((string name, SentencePart? part) in ((string, SentencePart?)[])[("training part", tagger.Data.Train), ("validation part", tagger.Data.Validation), ("test part", tagger.Data.Test)])
        {
            if (part is { Sentences: { } sentences, Words: { } words })
                yield return (name, $"{Texts.Count(sentences, "sentence")}, {Texts.Count(words, "word")}{(part.Source == tagger.Data.Train.Source ? "" : ", " + part.Source)}");
        }

        if (tagger.Data.Digest is { } digest) yield return ("data's digest", "sha256 " + digest);
        if (tagger.FormatVersion > 1) yield return ("recipe's digest", "sha256 " + tagger.Recipe.Digest());
    }

    private static void WriteJson(TextWriter output, string path, TrainedModel file) => JsonText.Write(output, writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("file", path);
        writer.WriteNumber("bytes", new FileInfo(path).Length);
        writer.WriteString("digest", file.Digest);
        writer.WriteNumber("classical", file.Model.Table.ClassicalCount);
        writer.WriteNumber("quantum", file.Model.Table.QuantumCount);
        writer.WriteNumber("total", file.Model.Table.TrainableCount);
        writer.WriteStartArray("parameters");
        foreach (ParameterSlice slice in file.Model.Table.Slices) WriteSlice(writer, file, slice);
        writer.WriteEndArray();
        writer.WritePropertyName("manifest");
        writer.WriteRawValue(file.ToJson());
        writer.WriteEndObject();
    });

    private static void WriteSlice(Utf8JsonWriter writer, TrainedModel file, ParameterSlice slice)
    {
        (double min, double mean, double max) = Range(file, slice);
        writer.WriteStartObject();
        writer.WriteString("name", slice.Name);
        writer.WriteStartArray("shape");
        foreach (int extent in slice.Shape) writer.WriteNumberValue(extent);
        writer.WriteEndArray();
        writer.WriteString("kind", slice.Kind == ParameterKind.Quantum ? "quantum" : "classical");
        writer.WriteBoolean("trainable", slice.Trainable);
        writer.WriteFinite("min", min);
        writer.WriteFinite("mean", mean);
        writer.WriteFinite("max", max);
        writer.WriteEndObject();
    }

    private static (double Min, double Mean, double Max) Range(TrainedModel file, ParameterSlice slice)
    {
        float[] values = slice.Of<float>(file.Model.Parameters).ToArray();
        return (values.Min(), values.Average(value => (double)value), values.Max());
    }
}
