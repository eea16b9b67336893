using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using QSeq.Cli.Output;

namespace QSeq.Cli.Runs;

/// <summary>
/// Run records as JSON. A record is exact or refused: an option that is missing would be read as 0 rather than as its
/// default, so what has been read is written again and must have the same properties as what was given.
/// </summary>
internal static class RunJson
{
    private const int MostBytes = 1 << 20;

    private static RunJsonContext Context => RunJsonContext.Default;

    /// <summary>A recipe without white space, the same bytes for the same recipe.</summary>
    public static byte[] Compact(Recipe recipe) => JsonSerializer.SerializeToUtf8Bytes(recipe, Context.Recipe);

    /// <summary>Writes a record, whole or not at all.</summary>
    public static void Save(string path, RunRecord record) =>
        OutputFile.Write(path, writer => JsonText.Write(writer, json => JsonSerializer.Serialize(json, record, Context.RunRecord)));

    /// <summary>Reads a record.</summary>
    /// <exception cref="InvalidDataException">It is none, or it is damaged.</exception>
    public static RunRecord Load(string path)
    {
        if (Directory.Exists(path)) throw new InvalidDataException($"{path}: this is a folder; name a run record, a file that ends in .run.json");
        if (!File.Exists(path)) throw new FileNotFoundException($"{path}: there is no such file; name the .run.json that qseq train wrote beside a model", path);
        if (new FileInfo(path).Length > MostBytes) throw Foreign(path, "it is too large for one");
        byte[] bytes = File.ReadAllBytes(path);
        if (bytes.AsSpan().StartsWith("QSEQ"u8))
            throw Foreign(path, $"it is a model file, {(File.Exists(RunRecord.PathFor(path)) ? $"whose record is {RunRecord.PathFor(path)}" : $"and there is no {RunRecord.PathFor(path)} beside it (qseq tag train writes none)")}");
        ReadOnlyMemory<byte> text = bytes.AsSpan().StartsWith("\uFEFF"u8) ? bytes.AsMemory(3) : bytes;
        try
        {
            var options = new JsonDocumentOptions { AllowDuplicateProperties = false };
            if (JsonNode.Parse(text.Span, documentOptions: options) is not JsonObject given || !Is(given["format"], RunRecord.FormatName))
                throw Foreign(path, $"its format is not '{RunRecord.FormatName}'");
            if (given["formatVersion"] is JsonValue number && number.TryGetValue(out int version) && version > RunRecord.OwnVersion)
                throw new InvalidDataException($"{path}: written by a newer QSeq (format {version}, this one reads {RunRecord.OwnVersion}); update QSeq");
            RunRecord record = given.Deserialize(Context.RunRecord)!;
            if (Missing(given, JsonSerializer.SerializeToNode(record, Context.RunRecord)!, "") is { } missing)
                throw new JsonException($"it lacks {missing}{(record.QSeqVersion == QseqApp.Version ? "" : $", being written by QSeq {record.QSeqVersion} (this is {QseqApp.Version})")}");
            return record;
        }
        catch (Exception e) when (e is JsonException or NotSupportedException or InvalidOperationException or DecoderFallbackException or ArgumentException)
        {
            throw new InvalidDataException($"{path}: damaged or not a run record: {OneLine(e.Message)}; restore it, or train again", e);
        }
    }

    private static InvalidDataException Foreign(string path, string why) =>
        new($"{path}: not a run record of qseq train: {why}; name the .run.json beside a model");

    private static bool Is(JsonNode? node, string text) => node is JsonValue value && value.TryGetValue(out string? found) && found == text;

    /// <summary>The first property that is in <paramref name="whole"/> and not in <paramref name="given"/>, or null.</summary>
    private static string? Missing(JsonNode? given, JsonNode? whole, string path)
    {
        if (whole is not JsonObject properties) return null;
        foreach ((string name, JsonNode? value) in properties)
        {
            string place = path.Length == 0 ? name : $"{path}.{name}";
            if (given is not JsonObject own || !own.TryGetPropertyValue(name, out JsonNode? found)) return place;
            if (Missing(found, value, place) is { } deeper) return deeper;
        }

        return null;
    }

    private static string OneLine(string message)
    {
        string line = string.Concat(message.Split('\n')[0].Select(c => char.IsControl(c) ? '·' : c)).TrimEnd('.', ' ', '·');
        return line.Length <= 300 ? line : line[..300] + "…";
    }
}

/// <summary>The generated readers and writers of run records.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    AllowOutOfOrderMetadataProperties = true,
    AllowDuplicateProperties = false,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(RunRecord))]
[JsonSerializable(typeof(Recipe))]
internal sealed partial class RunJsonContext : JsonSerializerContext;
