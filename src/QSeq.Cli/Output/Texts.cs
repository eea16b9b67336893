using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace QSeq.Cli.Output;

/// <summary>Words for people.</summary>
internal static class Texts
{
    /// <summary>How many there are of something: <c>1 word</c>, <c>2 words</c>.</summary>
    public static string Count(int number, string one) => Invariant($"{number} {one}{(number == 1 ? "" : "s")}");
}

/// <summary>Small JSON documents written by hand.</summary>
internal static class JsonText
{
    private static readonly JsonWriterOptions Options = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes a document and a line feed.</summary>
    public static void Write(TextWriter output, Action<Utf8JsonWriter> write) => Write(output, Options, write);

    /// <summary>Writes a document on one line.</summary>
    public static void WriteLine(TextWriter output, Action<Utf8JsonWriter> write) => Write(output, Options with { Indented = false }, write);

    private static void Write(TextWriter output, JsonWriterOptions options, Action<Utf8JsonWriter> write)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, options)) write(writer);
        output.Write(Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length));
        output.Write('\n');
    }

    /// <summary>A number, or null where JSON has none.</summary>
    public static void WriteFinite(this Utf8JsonWriter writer, string name, double value)
    {
        if (double.IsFinite(value)) writer.WriteNumber(name, value);
        else writer.WriteNull(name);
    }
}
