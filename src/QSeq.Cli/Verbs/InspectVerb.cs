using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using QSeq.Cli.Options;
using QSeq.Cli.Output;
using QSeq.Cli.Terminal;
using QSeq.Core;
using QSeq.Data;
using QSeq.Persistence;
using Spectre.Console;

namespace QSeq.Cli.Verbs;

/// <summary><c>qseq inspect</c>: all that a model file says.</summary>
internal static class InspectVerb
{
    /// <summary>The verb.</summary>
    public static VerbCommand Create(CliContext context)
    {
        var model = new Argument<string>("MODEL") { Description = "A model file of qseq train." };
        Option<bool> json = Opt.Flag("--json", "JSON instead of tables.");
        var command = new VerbCommand(
            "inspect",
            "Show what a model file holds: model, data, training, scores, parameters, digest.",
            "qseq inspect total.qseq",
            "qseq inspect total.qseq --json | jq .manifest.training") { model, json };
        command.SetAction(parsed =>
        {
            string path = parsed.GetValue(model)!;
            ModelFile file = ModelFile.Load(path);
            if (parsed.GetValue(json)) WriteJson(context.Out, path, file);
            else WriteTables(context, path, file);
            return ExitCode.Ok;
        });
        return command;
    }

    private static void WriteTables(CliContext context, string path, ModelFile file)
    {
        IAnsiConsole console = Screen.Of(context);
        ModelManifest m = file.Manifest;
        Table about = Screen.Table(null, "", "");
        about.ShowHeaders = false;
        foreach ((string name, string value) in About(path, file)) about.Add(name, value);
        foreach ((string name, double value) in m.Metrics.OrderBy(metric => metric.Key, StringComparer.Ordinal)) about.Add(name, Screen.Number(value));
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

    private static IEnumerable<(string Name, string Value)> About(string path, ModelFile file)
    {
        ModelManifest m = file.Manifest;
        yield return ("file", string.Create(CultureInfo.InvariantCulture, $"{path}, {new FileInfo(path).Length} bytes, format {m.FormatVersion}, written by QSeq {m.QSeqVersion}"));
        yield return ("model", string.Create(CultureInfo.InvariantCulture, $"{m.Name}, hidden {m.Config.Hidden}, layers {m.Config.Layers}, inputs {m.Config.Inputs}, outputs {m.Config.Outputs}, {m.Config.Output} answer{(m.Config.Bidirectional ? ", read both ways" : "")}"));
        yield return ("parameters", TrainedModel.Count(file.Model));
        yield return ("weights' digest", "sha256 " + file.Digest);
        foreach ((string Name, string Value) line in m.Tagging is { } tagging ? AboutWords(tagging) : AboutData(m.Data!)) yield return line;
        yield return ("training", string.Create(
            CultureInfo.InvariantCulture,
            $"{Texts.Count(m.Training.Epochs, "epoch")}, {m.Training.Optimizer} at {m.Training.LearningRate}{string.Concat(More(m.Training))}, {m.Training.Loss}, batch {m.Training.Batch}, seed {m.Training.Seed}{(m.Training.StopReason is { } why ? $", stopped: {why}" : "")}"));
    }

    private static IEnumerable<(string Name, string Value)> AboutData(DataDescription data)
    {
        yield return ("data", data.Source);
        yield return ("inputs", string.Join(", ", data.Inputs));
        yield return ("target", string.Create(CultureInfo.InvariantCulture, $"{string.Join(", ", data.Targets)}, window {data.Window}, horizon {data.Horizon}"));
        yield return ("scaler", $"{data.Scaler.Kind} over {string.Join(", ", data.Scaler.Columns)}");
        foreach ((string key, string value) in data.Notes ?? new Dictionary<string, string>()) yield return (key, value);
    }

    private static IEnumerable<(string Name, string Value)> AboutWords(TaggingDescription tagging)
    {
        yield return ("sentences", tagging.Source);
        yield return ("tags", string.Join(", ", tagging.Tags));
        foreach (TokenChannelDescription channel in tagging.Tokens.Channels)
            yield return (channel.Name, string.Create(CultureInfo.InvariantCulture, $"{channel.Items.Count} entries: {string.Join(", ", channel.Items.Take(8))}{(channel.Items.Count > 8 ? ", …" : "")}"));
        foreach ((string key, string value) in tagging.Notes ?? new Dictionary<string, string>())
            if (!SeenSentences.IsHashes(key)) yield return (key, value);
    }

    /// <summary>What not every training has, and not every file says.</summary>
    private static IEnumerable<string> More(TrainingDescription t)
    {
        if (t.Momentum is { } momentum) yield return FormattableString.Invariant($", momentum {momentum}");
        if (t.WeightDecay is { } decay) yield return FormattableString.Invariant($", weight decay {decay}");
        if (t.Schedule is { } schedule) yield return ", " + schedule;
        if (t.Clip is { } clip) yield return FormattableString.Invariant($", clip {clip}");
        if (t.Patience is { } patience) yield return FormattableString.Invariant($", patience {patience}");
        if (t.MinDelta is { } fall) yield return FormattableString.Invariant($", smallest fall {fall}");
        if (t.KeptEpoch is { } kept) yield return FormattableString.Invariant($", weights of epoch {kept}");
    }

    private static void WriteJson(TextWriter output, string path, ModelFile file) => JsonText.Write(output, writer =>
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
        writer.WriteRawValue(file.Manifest.ToJson());
        writer.WriteEndObject();
    });

    private static void WriteSlice(Utf8JsonWriter writer, ModelFile file, ParameterSlice slice)
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

    private static (double Min, double Mean, double Max) Range(ModelFile file, ParameterSlice slice)
    {
        float[] values = slice.Of<float>(file.Model.Parameters).ToArray();
        return (values.Min(), values.Average(value => (double)value), values.Max());
    }
}
