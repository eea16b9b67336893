using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using System.Text.Unicode;
using QSeq.Models;

namespace QSeq.Persistence;

/// <summary>
/// The manifest as JSON. Source-generated readers give an init-only property that the text lacks the value 0 rather than
/// its initialiser, so the configuration is completed from a default one of the same kind first.
/// </summary>
internal static class ManifestJson
{
    /// <summary>One of each kind of gates, all options at their defaults.</summary>
    internal static readonly GateConfig[] KnownGates = [new LstmGates(), new QlstmGates(), new QkanGates(), new HqkanGates()];

    private const int LongestShown = 400;
    private const string WayOut = "save the model again with this QSeq";

    private static JsonTypeInfo<ModelManifest> Type => ManifestJsonContext.Default.ModelManifest;

    public static byte[] Write(ModelManifest manifest) => JsonSerializer.SerializeToUtf8Bytes(Sorted(manifest), Type);

    public static string ToText(ModelManifest manifest)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true, NewLine = "\n" }))
            JsonSerializer.Serialize(writer, Sorted(manifest), Type);
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    /// <summary>Reads a manifest; what it says is not yet checked.</summary>
    /// <exception cref="InvalidDataException">It is not JSON, lacks something, or has an option that is not known.</exception>
    public static ModelManifest Read(ReadOnlySpan<byte> json, string name)
    {
        if (!Utf8.IsValid(json)) throw ModelFormat.Bad(name, $"malformed: its manifest is not UTF-8 text; {WayOut}");
        try
        {
            JsonNode? node = JsonNode.Parse(json, documentOptions: new JsonDocumentOptions { AllowDuplicateProperties = false });
            JsonObject root = Object(node, "the manifest");
            foreach (string filledIn in (string[])["formatVersion", "qSeqVersion", "parameters"])
                if (!root.ContainsKey(filledIn)) throw new JsonException($"{filledIn} is missing");
            JsonObject config = Object(root["config"], "config");
            Complete(config, DefaultConfig(Object(config["gates"], "config.gates")), "config");
            if (!root.ContainsKey("metrics")) root["metrics"] = new JsonObject();
            return root.Deserialize(Type) ?? throw new JsonException("it is null");
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or NotSupportedException or ArgumentException or FormatException)
        {
            throw ModelFormat.Bad(name, $"malformed: its manifest cannot be read: {OneLine(e)}; {WayOut}", e);
        }
    }

    /// <summary>
    /// What an exception says on one line of bearable length, without the parameter's name and what .NET puts after it.
    /// Names from a file may stand in it, so control characters become dots.
    /// </summary>
    public static string OneLine(Exception e)
    {
        string text = e.Message;
        int parameter = text.LastIndexOf(" (Parameter '", StringComparison.Ordinal);
        if (parameter >= 0) text = text[..parameter];
        text = string.Concat(text.Select(c => char.IsControl(c) ? '·' : c)).TrimEnd('.', ' ');
        return text.Length <= LongestShown ? text : text[..LongestShown] + "…";
    }

    private static ModelManifest Sorted(ModelManifest manifest) => manifest with
    {
        Metrics = new SortedDictionary<string, double>(manifest.Metrics.ToDictionary(StringComparer.Ordinal), StringComparer.Ordinal),
    };

    private static JsonObject DefaultConfig(JsonObject gates)
    {
        string kind = gates["kind"] is JsonValue value && value.TryGetValue(out string? text) ? text : "";
        List<string> known = [];
        foreach (GateConfig candidate in KnownGates)
        {
            JsonNode config = JsonSerializer.SerializeToNode(new SequenceModelConfig { Gates = candidate }, ManifestJsonContext.Default.SequenceModelConfig)!;
            string its = config["gates"]!["kind"]!.GetValue<string>();
            if (its == kind) return config.AsObject();
            known.Add(its);
        }

        throw new JsonException($"config.gates.kind is '{kind}', known are {string.Join(", ", known)}; update QSeq if the model comes from a newer one");
    }

    private static void Complete(JsonObject given, JsonObject defaults, string path)
    {
        foreach ((string key, JsonNode? value) in given)
        {
            if (!defaults.TryGetPropertyValue(key, out JsonNode? @default))
                throw new JsonException($"{path}.{key} is an option that this QSeq does not know; update QSeq if the model comes from a newer one");
            if (@default is JsonObject options) Complete(Object(value, $"{path}.{key}"), options, $"{path}.{key}");
        }

        foreach ((string key, JsonNode? value) in defaults)
            if (!given.ContainsKey(key)) given[key] = value?.DeepClone();
    }

    private static JsonObject Object(JsonNode? node, string path) =>
        node as JsonObject ?? throw new JsonException($"{path} is {(node is null ? "missing" : "not an object")}");
}

/// <summary>The generated readers and writers of the manifest: no reflection, so they survive trimming and AOT.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    UseStringEnumConverter = true,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    AllowOutOfOrderMetadataProperties = true,
    AllowDuplicateProperties = false)]
[JsonSerializable(typeof(ModelManifest))]
internal sealed partial class ManifestJsonContext : JsonSerializerContext;
