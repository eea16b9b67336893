using System.Buffers;
using System.Text.Json;
using System.Text.Json.Nodes;
using QSeq.Data;
using QSeq.Models;
using QSeq.Training;

namespace QSeq.Forecasting;

/// <summary>
/// What is needed to do a training again and to see whether the same weights come of it: kept in every model file, and in the
/// record that versions before format 2 wrote beside a model (FILE.run.json).
/// </summary>
public sealed record ForecastRecord
{
    private const string FormatName = "qseq run record";
    private const int MostBytes = 1 << 20;

    /// <summary>What was made.</summary>
    public required ForecastRecipe Recipe { get; init; }

    /// <summary>The digest of the values used, <see cref="SeriesTable.Digest"/>; null where it is not known.</summary>
    public required string? DataDigest { get; init; }

    /// <summary>The digest of the weights as they were trained, before edges were set to 0.</summary>
    public required string WeightsDigest { get; init; }

    /// <summary>The full path of the data; null for data that came from no file.</summary>
    public required string? DataPath { get; init; }

    /// <summary>What a data base was asked for the data; null for other data, and for the only table of a file.</summary>
    public string? DataQuery { get; init; }

    /// <summary>The model file.</summary>
    public required string ModelPath { get; init; }

    /// <summary>The version of QSeq that trained the model.</summary>
    public required string QSeqVersion { get; init; }

    /// <summary>Whether the recipe is still what it was; always so in a model file, which has a checksum.</summary>
    public bool IsIntact { get; init; } = true;

    /// <summary>Whether it stands in a file of its own, so that the model beside it may have been replaced.</summary>
    public bool IsApart { get; init; }

    /// <summary>Reads the record of a model.</summary>
    /// <param name="path">A model file, or a record of format 1.</param>
    /// <param name="catalogue">The models that can be read; null for QSeq's own.</param>
    /// <returns>The record.</returns>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">It is neither, is damaged, or does not say enough.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static ForecastRecord Load(string path, ModelCatalogue? catalogue = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        if (Directory.Exists(path)) throw new InvalidDataException($"{path}: a folder; name a model file");
        if (!File.Exists(path)) throw new FileNotFoundException($"{path}: there is no such file; name a model file", path);
        using (FileStream stream = File.OpenRead(path))
        {
            byte[] start = new byte[4];
            if (stream.ReadAtLeast(start, 4, throwOnEndOfStream: false) == 4 && start.AsSpan().SequenceEqual("QSEQ"u8)) return Of(path, TrainedForecaster.Load(path, catalogue));
        }

        if (new FileInfo(path).Length > MostBytes) throw Foreign(path, "it is too large for one");
        return Read(path, File.ReadAllBytes(path), catalogue ?? ModelCatalogue.Default);
    }

    /// <summary>Trains again as the recipe says.</summary>
    /// <param name="table">The data.</param>
    /// <param name="threads">Threads; the weights do not depend on them.</param>
    /// <param name="progress">Told after every epoch.</param>
    /// <param name="cancellationToken">Ends the run.</param>
    /// <returns>The digest of the weights.</returns>
    /// <exception cref="ArgumentException">The recipe does not fit the data.</exception>
    /// <exception cref="InvalidDataException">Training diverged.</exception>
    public string Replay(SeriesTable table, int threads = 1, IProgress<EpochReport>? progress = null, CancellationToken cancellationToken = default) =>
        TrainedForecaster.Fit(table, Recipe with { Training = Recipe.Training with { Threads = threads } }, progress, cancellationToken).Digest;

    private static ForecastRecord Of(string path, TrainedForecaster model) => model.FormatVersion == 1
        ? throw new InvalidDataException($"{path}: a model of format 1, which does not hold how it was trained; name the record beside it, {path}.run.json")
        : new ForecastRecord
        {
            Recipe = model.Recipe,
            DataDigest = model.Data.Digest,
            WeightsDigest = model.TrainedDigest,
            DataPath = model.Data.Path is { } data ? Beside(path, data) : null,
            DataQuery = model.Data.Query,
            ModelPath = path,
            QSeqVersion = model.QSeqVersion,
        };

    private static string Beside(string path, string file) => Path.Combine(Path.GetDirectoryName(Path.GetFullPath(path))!, file);

    private static ForecastRecord Read(string path, byte[] bytes, ModelCatalogue catalogue)
    {
        try
        {
            using JsonDocument document = StrictJson.Parse(bytes);
            if (document.RootElement.ValueKind != JsonValueKind.Object || !document.RootElement.TryGetProperty("format", out JsonElement format)
                || format.ValueKind != JsonValueKind.String || format.GetString() != FormatName) throw Foreign(path, $"its format is not '{FormatName}'");
            var f = new FieldReader(document.RootElement, "", exact: true);
            if (f.Whole("formatVersion") > 1)
                throw new InvalidDataException($"{path}: written by a newer QSeq (format {f.Whole("formatVersion")}, this one reads 1); update QSeq");
            FieldReader digests = f.Record("digests"), data = f.Record("data"), place = f.Record("place");
            JsonElement recipe = f.Need("recipe");
            CsvReadOptions reading = data.Need("reading", new CsvReadOptions(), (one, inner) => one.MapFields(inner));
            var record = new ForecastRecord
            {
                Recipe = FormatOneRecipe(recipe, catalogue) with { Reading = reading },
                DataDigest = digests.Text("data"),
                WeightsDigest = digests.Text("weights"),
                DataPath = data.OptionalText("path", null) is { } file ? Beside(path, file) : null,
                ModelPath = Beside(path, Path.GetFileName(f.Text("modelFile"))),
                QSeqVersion = f.Text("qSeqVersion"),
                IsIntact = digests.Text("configuration") == DigestOf(recipe),
                IsApart = true,
            };
            _ = (f.Text("format"), data.Text("source"), data.Whole("rows"), place.Text("runtime"), place.Text("platform"), place.Whole("vectorBits"), place.Whole("threads"));
            foreach (FieldReader part in (FieldReader[])[f, digests, data, place]) part.Close();
            record.Recipe.Validate();
            return record;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException or ArgumentException)
        {
            ErrorText text = $"{path}: damaged or not a run record: {ErrorText.Of(e)}; restore it, or train again";
            throw text.On(message => new InvalidDataException(message, e));
        }
    }

    // Format 1 named the scaling alone, and the loss by a word.
    private static ForecastRecipe FormatOneRecipe(JsonElement given, ModelCatalogue catalogue)
    {
        JsonObject json = JsonObject.Create(given) ?? throw new JsonException("recipe is not an object");
        if (json["scaler"] is not JsonValue kind || kind.GetValueKind() is not (JsonValueKind.String or JsonValueKind.Number)) throw new JsonException("it lacks recipe.scaler");
        json.Remove("scaler");
        var scaling = new ScalingOptions();
        json["scaling"] = new JsonObject { ["kind"] = kind.DeepClone(), ["low"] = scaling.Low, ["high"] = scaling.High };
        if (json["training"] is JsonObject training) training["objective"] = new JsonObject { ["kind"] = FormatOneLoss(training) };
        using JsonDocument document = JsonDocument.Parse(json.ToJsonString());
        var fields = new FieldReader(document.RootElement, "recipe", exact: true);
        ForecastRecipe recipe = ForecastRecipe.Blank.MapFields(fields, catalogue);
        fields.Close();
        return recipe;
    }

    private static string FormatOneLoss(JsonObject training)
    {
        if (!training.Remove("loss", out JsonNode? loss)) throw new JsonException("it lacks recipe.training.loss");
        return loss?.ToJsonString() switch
        {
            "\"Mse\"" or "0" => "mse",
            "\"Mae\"" or "1" => "mae",
            var other => throw new JsonException($"recipe.training.loss is {other ?? "null"}, expected \"Mse\" or \"Mae\""),
        };
    }

    private static string DigestOf(JsonElement recipe)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer)) recipe.WriteTo(writer);
        return Sha256.HexOf(buffer.WrittenSpan);
    }

    private static InvalidDataException Foreign(string path, string why) =>
        new($"{path}: neither a model file nor a run record: {why}; name a model file");
}
