using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace QSeq.Core;

/// <summary>Objects and lists of JSON that are closed where they were opened.</summary>
internal static class JsonShape
{
    /// <summary>An object in UTF-8, indented, with line feeds.</summary>
    public static byte[] Indented(Action<Utf8JsonWriter> members, JavaScriptEncoder? encoder = null)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true, NewLine = "\n", Encoder = encoder }))
            json.Object(() => members(json));
        return buffer.WrittenSpan.ToArray();
    }

    public static void Object(this Utf8JsonWriter json, Action members)
    {
        json.WriteStartObject();
        members();
        json.WriteEndObject();
    }

    public static void Object(this Utf8JsonWriter json, string name, Action members)
    {
        json.WritePropertyName(name);
        json.Object(members);
    }

    public static void List<T>(this Utf8JsonWriter json, string name, IEnumerable<T> items, Action<T> write)
    {
        json.WriteStartArray(name);
        foreach (T item in items) write(item);
        json.WriteEndArray();
    }

    public static void Numbers(this Utf8JsonWriter json, params ReadOnlySpan<(string Name, int Value)> members)
    {
        foreach ((string name, int value) in members) json.WriteNumber(name, value);
    }
}
