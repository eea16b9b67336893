using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace QSeq.Cli.Output;

/// <summary>Words for people.</summary>
internal static class Texts
{
    /// <summary>How many there are of something: <c>1 word</c>, <c>2 words</c>.</summary>
    public static string Count(int number, string one) => string.Create(CultureInfo.InvariantCulture, $"{number} {one}{(number == 1 ? "" : "s")}");
}

/// <summary>Cells of CSV.</summary>
internal static class CsvText
{
    /// <summary>A name, in quotes where it needs them.</summary>
    public static string Quote(string name) =>
        name.AsSpan().IndexOfAny(",\"\n\r") < 0 ? name : $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    /// <summary>The first line of a file: which data it is from. The library's reader knows it.</summary>
    /// <param name="source">Which data.</param>
    /// <param name="name">What of the file it stands for, where there are several such lines; no blanks.</param>
    public static string Source(string source, string? name = null) => $"# source{(name is null ? "" : " " + name)}: {source.ReplaceLineEndings(" ")}";

    /// <summary>A time stamp as the library writes it.</summary>
    public static string Time(DateTime time) =>
        time.ToString(time.Ticks % TimeSpan.TicksPerSecond == 0 ? "yyyy-MM-dd HH:mm:ss" : "yyyy-MM-dd HH:mm:ss.fffffff", CultureInfo.InvariantCulture)
        + (time.Kind == DateTimeKind.Utc ? "Z" : "");
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
