using System.Text.Json;

namespace QSeq.Core;

/// <summary>JSON from outside, checked as far as everything that reads on relies on.</summary>
internal static class JsonInput
{
    /// <summary>
    /// Parses a text in UTF-8, with or without a byte order mark. A name given twice, bytes that are not UTF-8 and an escape that
    /// is half of a surrogate pair are refused, so that every text in it can be read.
    /// </summary>
    /// <exception cref="JsonException">It is not JSON, or one of these.</exception>
    public static JsonDocument Parse(ReadOnlyMemory<byte> utf8)
    {
        if (utf8.Span.StartsWith("\uFEFF"u8)) utf8 = utf8[3..];
        if (!System.Text.Unicode.Utf8.IsValid(utf8.Span)) throw new JsonException("it is not UTF-8 text");
        CheckTexts(utf8.Span);
        return JsonDocument.Parse(utf8, new JsonDocumentOptions { AllowDuplicateProperties = false });
    }

    private static void CheckTexts(ReadOnlySpan<byte> utf8)
    {
        var reader = new Utf8JsonReader(utf8);
        while (reader.Read())
        {
            if (!reader.ValueIsEscaped) continue;
            try
            {
                reader.GetString();
            }
            catch (InvalidOperationException)
            {
                throw new JsonException($"the text at byte {reader.TokenStartIndex} holds half of a surrogate pair, expected whole characters");
            }
        }
    }
}
