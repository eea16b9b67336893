using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using System.Text.Unicode;

namespace QSeq.Persistence;

/// <summary>
/// The manifest as JSON: written by a source-generated writer, read by <see cref="ManifestReader"/>.
/// </summary>
internal static class ManifestJson
{
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
            using JsonDocument document = JsonDocument.Parse(json.ToArray(), new JsonDocumentOptions { AllowDuplicateProperties = false });
            return ManifestReader.Read(document.RootElement);
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
}

/// <summary>The generated writer of the manifest: no reflection, so it survives trimming and AOT.</summary>
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
