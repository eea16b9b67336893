using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace QSeq.Cli.Output;

/// <summary>Small JSON documents.</summary>
internal static class JsonText
{
    public static void Write(TextWriter output, JsonNode json, bool indented = true)
    {
        var options = new JsonWriterOptions { Indented = indented, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, options)) json.WriteTo(writer);
        output.Write(Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length));
        output.Write('\n');
    }

    public static JsonArray Array<T>(IEnumerable<T> items, Func<T, JsonNode?> of) => [.. items.Select(of)];

    public static JsonArray Array(IEnumerable<string> items) => Array(items, item => JsonValue.Create(item));

    /// <summary>A number, or null where JSON has none.</summary>
    public static JsonNode? Finite(double value) => double.IsFinite(value) ? JsonValue.Create(value) : null;
}
