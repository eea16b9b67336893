using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace QSeq.Core;

/// <summary>
/// JSON from a file, checked before it is used: UTF-8 with or without a byte order mark, no half of a surrogate pair in a
/// text, no member twice. What is wrong is said with its line, on one line without control characters.
/// </summary>
internal static class StrictJson
{
    private const int LongestMessage = 300;

    /// <summary>Reads a document.</summary>
    /// <exception cref="JsonException">It is no such JSON.</exception>
    public static JsonDocument Parse(ReadOnlyMemory<byte> json)
    {
        if (json.Span.StartsWith("\uFEFF"u8)) json = json[3..];
        if (!Utf8.IsValid(json.Span)) throw At(json.Span, Invalid(json.Span), "a byte is no UTF-8; save the file as UTF-8");
        try
        {
            CheckTexts(json.Span);
            return JsonDocument.Parse(json);
        }
        catch (JsonException e)
        {
            throw new JsonException(OneLine(e.Message), e);
        }
    }

    /// <summary>A text on one line: control characters as dots, cut where it is long.</summary>
    public static string OneLine(string text)
    {
        string line = string.Concat(text.Take(LongestMessage).Select(c => char.IsControl(c) ? '·' : c));
        return text.Length > LongestMessage ? line + "…" : line;
    }

    // JsonDocument finds texts that are none only when they are asked for, with another exception; and what it needs to find members that
    // are there twice asks the system for OpenSSL, which a native command may lack.
    private static void CheckTexts(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        var members = new Stack<HashSet<string>>(); // of the objects that are open
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.StartObject) members.Push([]);
            if (reader.TokenType == JsonTokenType.EndObject) members.Pop();
            bool isName = reader.TokenType == JsonTokenType.PropertyName;
            if (!isName && (reader.TokenType != JsonTokenType.String || !reader.ValueIsEscaped)) continue;
            try
            {
                string text = reader.GetString()!;
                if (isName && !members.Peek().Add(text)) throw At(json, (int)reader.TokenStartIndex, $"member {BadData.Quote(text)} is there twice; leave one out");
            }
            catch (InvalidOperationException)
            {
                throw At(json, (int)reader.TokenStartIndex, "a text has half of a surrogate pair, such as \\ud800, which is no character");
            }
        }
    }

    private static int Invalid(ReadOnlySpan<byte> json)
    {
        int at = 0;
        while (Rune.DecodeFromUtf8(json[at..], out _, out int length) == OperationStatus.Done) at += length;
        return at;
    }

    private static JsonException At(ReadOnlySpan<byte> json, int place, string problem) =>
        new(string.Create(CultureInfo.InvariantCulture, $"line {1 + json[..place].Count((byte)'\n')}: {problem}"));
}
