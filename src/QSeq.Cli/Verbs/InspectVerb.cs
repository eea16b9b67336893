using QSeq.Layers;
using QSeq.Quantum;

namespace QSeq.Cli.Verbs;

/// <summary><c>qseq inspect</c>: all that a model file says.</summary>
internal static class InspectVerb
{
    private const int MostScores = 40; // that are shown
    private const int LongestText = 400; // of a line's value

    public static VerbCommand Create(CliContext context)
    {
        var model = new Argument<string>("MODEL") { Description = "A model file of qseq train or qseq tag train." };
        Option<bool> json = Opt.Flag("--json", "JSON instead of tables.");
        return new VerbCommand(
            "inspect",
            "Show what a model file holds: model, data, training, scores, parameters, digest.",
            "qseq inspect total.qseq",
            "qseq inspect total.qseq --json | jq .manifest.training") { model, json }.Does(parsed =>
        {
            string path = parsed.GetValue(model)!;
            TrainedModel file = ModelFile.Load(path);
            if (parsed.GetValue(json)) JsonText.Write(context.Out, ToJson(path, file));
            else WriteTables(context, path, file);
        });
    }

    private static void WriteTables(CliContext context, string path, TrainedModel file)
    {
        IEnumerable<(string Name, string Value)> scores = file.Scores
            .OrderBy(metric => metric.Key, StringComparer.Ordinal)
            .Take(MostScores)
            .Select(metric => (metric.Key, NumberText.Number(metric.Value)));
        if (file.Scores.Count > MostScores) scores = scores.Append(("more", $"{file.Scores.Count - MostScores} scores, which --json lists"));
        context.Show(
            null, About(path, file).Concat(scores), ("", line => BadData.Line(line.Name, 60)), ("", line => BadData.Line(line.Value, LongestText)));
        context.Show(
            "parameters",
            Slices(file),
            ("name", s => s.Slice.Name),
            ("shape", s => string.Join(" x ", s.Slice.Shape)),
            ("kind", s => s.Kind),
            ("trains", s => s.Slice.Trainable ? "yes" : "no"),
            (">min", s => NumberText.Number(s.Min)),
            (">mean", s => NumberText.Number(s.Mean)),
            (">max", s => NumberText.Number(s.Max)));
    }

    private static IEnumerable<(string Name, string Value)> About(string path, TrainedModel file)
    {
        SequenceModelConfig config = file.Model.Config;
        string sizes = $"hidden {config.Hidden}, layers {config.Layers}, inputs {config.Inputs}, outputs {config.Outputs}";
        string bytes = $"{new FileInfo(path).Length} bytes, format {file.FormatVersion}";
        yield return ("file", $"{path}, {bytes}, written by QSeq {file.QSeqVersion}");
        yield return ("model", $"{file.Name}, {sizes}, {config.Output} answer{(config.Bidirectional ? ", read both ways" : "")}{(config.RunOn > 0 ? ", cells run on for the head" : "")}{(config.Attention ? ", the head reads all states" : "")}");
        if ((config.Gates as QlstmGates)?.Circuit is { } circuit) yield return ("circuits", Circuit(circuit) + (((QlstmGates)config.Gates).InputsFirst ? ", inputs first" : ""));
        if (config.Gates is SixCircuitGates six) yield return ("circuits", Circuit(six.Circuit));
        yield return ("parameters", ModelFile.Count(file.Model));
        yield return ("weights' digest", "sha256 " + file.Digest);
        if (file.PrunedBelow is { } below)
            yield return ("pruned", Invariant($"after training {NumberText.Count(file.PrunedEdges, "edge")} set to 0, of a part below {below}; the scores and intervals of the weights before are left out; before, sha256 {file.TrainedDigest}"));
        var tagger = file as TrainedTagger;
        var forecaster = file as TrainedForecaster;
        var global = file as GlobalForecaster;
        IEnumerable<(string Name, string Value)> about = tagger is not null ? AboutSentences(tagger) : global is not null ? AboutSeries(global) : AboutData(forecaster!);
        foreach ((string Name, string Value) line in about) yield return line;
        if (file.Place is { } place)
        {
            string threads = NumberText.Count(place.Threads, "thread");
            yield return ("trained on", $"{place.Platform}, {place.Runtime}, {place.VectorBits}-bit vectors, {threads}");
        }

        yield return ("training", AboutTraining(tagger?.Recipe.Training ?? global?.Recipe.Training ?? forecaster!.Recipe.Training, file.Training, config.Members));
    }

    private static string Circuit(VqcOptions circuit) =>
        $"depth {circuit.Depth}, CNOTs {circuit.Entangler switch { Entangler.EvenOdd => "even-odd", Entangler.Ring => "ring", _ => "chain" }}{(circuit.HadamardFirst ? ", H first" : "")}";

    private static IEnumerable<(string Name, string Value)> AboutData(TrainedForecaster model)
    {
        WindowOptions windows = model.Recipe.Windows;
        SeriesOrigin data = model.Data;
        string more = (windows.Sequence ? ", an answer after every step" : "") + (windows.Stride > 1 ? $", stride {windows.Stride}" : "");
        string targets = string.Join(", ", windows.Targets);
        string scaler = model.Scaler.Kind switch { ScalerKind.MinMax => "min-max", ScalerKind.Standard => "standard", _ => "none" };
        yield return ("data", data.Source);
        yield return ("inputs", string.Join(", ", windows.Inputs));
        if (windows.Known.Count > 0) yield return ("known ahead", string.Join(", ", windows.Known));
        string head = windows.Targets.Count == 1 ? "target" : "targets";
        yield return (head, $"{targets}, window {windows.Window}, horizon {windows.Horizon}{more}");
        yield return ("scaler", $"{scaler} over {string.Join(", ", model.Scaler.Names)}");
        yield return ("split", Invariant($"{model.Recipe.Split.Train},{model.Recipe.Split.Validation}"));
        if (model.Calibration is { } calibration)
            yield return ("intervals", $"{string.Join(", ", calibration.Levels.Select(ForecastCalibration.Percent))} %, from {NumberText.Count(calibration.Count, "error")} of each step ahead");
        if (model.Recipe.Reading is { } reading) yield return ("gaps", DataOptions.GapNames[(int)reading.Gaps]);
        if (data.Rows is { } rows)
        {
            string times = data is { First: { } first, Last: { } last } ? $", {CsvText.Time(first)} to {CsvText.Time(last)}" : "";
            yield return ("rows", $"{rows}{times}");
        }

        if (data.TestRow is { } row)
            yield return ("test part", $"from row {row + 1L}{(data.TestTime is { } time ? $" at {CsvText.Time(time)}" : "")}");
        if (data.Digest is { } digest) yield return ("data's digest", "sha256 " + digest);
        if (model.FormatVersion > 1) yield return ("recipe's digest", "sha256 " + model.Recipe.Digest());
    }

    private static IEnumerable<(string Name, string Value)> AboutSeries(GlobalForecaster model)
    {
        WindowOptions windows = model.Recipe.Windows;
        PanelOrigin data = model.Data;
        yield return ("data", data.Source);
        yield return ("series", $"{data.Series.Count}: {string.Join(", ", data.Series.Take(8))}{(data.Series.Count > 8 ? ", …" : "")}");
        yield return ("inputs", string.Join(", ", windows.Inputs));
        if (windows.Known.Count > 0) yield return ("known ahead", string.Join(", ", windows.Known));
        yield return ("target", $"each series, window {windows.Window}, horizon {windows.Horizon}{(windows.Stride > 1 ? $", stride {windows.Stride}" : "")}");
        yield return ("scaler", $"{(model.Recipe.Scaling.Kind == ScalerKind.MinMax ? "min-max" : model.Recipe.Scaling.Kind == ScalerKind.Standard ? "standard" : "none")}, each series its own");
        yield return ("split", Invariant($"{model.Recipe.Split.Train},{model.Recipe.Split.Validation}"));
        if (model.Calibration is { } calibration)
            yield return ("intervals", $"{string.Join(", ", calibration.Levels.Select(ForecastCalibration.Percent))} %, from {NumberText.Count(calibration.Count, "error")} of each step ahead, of all series");
        yield return ("values", Invariant($"{data.Values}"));
        if (data.Digest is { } digest) yield return ("data's digest", "sha256 " + digest);
        yield return ("recipe's digest", "sha256 " + model.Recipe.Digest());
    }

    private static IEnumerable<(string Name, string Value)> AboutSentences(TrainedTagger tagger)
    {
        SentenceOrigin data = tagger.Data;
        yield return ("sentences", data.Train.Source);
        yield return ("tags", string.Join(", ", tagger.Tags.Names));
        foreach (TokenChannel channel in tagger.Encoder.Channels)
        {
            IReadOnlyList<string> items = channel.Vocabulary.Items;
            yield return (channel.Name, $"{items.Count} entries: {string.Join(", ", items.Take(8))}{(items.Count > 8 ? ", …" : "")}");
        }

        if (tagger.Recipe is { WordDropout: > 0 } or { InputDropout: > 0 })
            yield return ("hidden in training", Invariant($"word dropout {tagger.Recipe.WordDropout}, input dropout {tagger.Recipe.InputDropout}"));
        yield return ("tag column", SentenceInput.Columns[(int)tagger.Recipe.Column]);
        if (tagger.Recipe.Split is { } split) yield return ("split", Invariant($"{split.Train},{split.Validation}"));
        foreach ((string name, SentencePart? part) in ((string, SentencePart?)[])
            [("training part", data.Train), ("validation part", data.Validation), ("test part", data.Test)])
        {
            if (part is not { Sentences: { } sentences, Words: { } words }) continue;
            string source = part.Source == data.Train.Source ? "" : ", " + part.Source;
            yield return (name, $"{NumberText.Count(sentences, "sentence")}, {NumberText.Count(words, "word")}{source}");
        }

        if (data.Digest is { } digest) yield return ("data's digest", "sha256 " + digest);
        if (tagger.FormatVersion > 1) yield return ("recipe's digest", "sha256 " + tagger.Recipe.Digest());
    }

    private static string AboutTraining(TrainingOptions options, TrainingOutcome outcome, int members)
    {
        string latest = members > 1 ? " at the latest" : "", seeds = members > 1 ? $"seeds {options.Seed} to {options.Seed + (ulong)members - 1}" : $"seed {options.Seed}";
        string stop = outcome.Stop switch
        {
            StopReason.EarlyStopping => ", stopped: early stopping",
            StopReason.NonFiniteLoss => ", stopped: non-finite loss",
            StopReason.Cancelled => ", stopped: cancelled",
            _ => "",
        };
        string fall = options.EarlyStopping is { MinDelta: > 0 } least ? Invariant($", smallest fall {least.MinDelta}") : "";
        return string.Concat(
            NumberText.Count(outcome.Epochs, "epoch"),
            $", {options.Optimizer}{(options.Schedule == Schedule.Constant ? "" : $", {options.Schedule}")}",
            options.ClipNorm is { } clip ? Invariant($", clip {clip}") : "",
            options.EarlyStopping is { } early ? $", patience {early.Patience}{fall}" : "",
            outcome.BestEpoch is { } kept ? $", weights of {(kept == 0 ? "the start" : $"epoch {kept}{latest}")}" : "",
            $", {options.Objective}, batch {options.BatchSize}{(options.Shuffle ? "" : " in order")}, {seeds}{stop}");
    }

    private static JsonObject ToJson(string path, TrainedModel file) => new()
    {
        ["file"] = path,
        ["bytes"] = new FileInfo(path).Length,
        ["digest"] = file.Digest,
        ["classical"] = file.Model.Table.ClassicalCount,
        ["quantum"] = file.Model.Table.QuantumCount,
        ["total"] = file.Model.Table.TrainableCount,
        ["parameters"] = JsonText.Array(Slices(file), s => new JsonObject
        {
            ["name"] = s.Slice.Name,
            ["shape"] = JsonText.Array(s.Slice.Shape, extent => extent),
            ["kind"] = s.Kind,
            ["trainable"] = s.Slice.Trainable,
            ["min"] = JsonText.Finite(s.Min),
            ["mean"] = JsonText.Finite(s.Mean),
            ["max"] = JsonText.Finite(s.Max),
        }),
        ["manifest"] = JsonNode.Parse(file.ToJson()),
    };

    private static IEnumerable<(ParameterSlice Slice, string Kind, double Min, double Mean, double Max)> Slices(TrainedModel file) =>
        from slice in file.Model.Table.Slices
        let values = slice.Of<float>(file.Model.Parameters).ToArray()
        let kind = slice.Kind == ParameterKind.Quantum ? "quantum" : "classical"
        select (slice, kind, (double)values.Min(), values.Average(value => (double)value), (double)values.Max());
}
