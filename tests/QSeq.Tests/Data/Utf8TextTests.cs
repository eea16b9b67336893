using System.Text;
using QSeq.Core;
using QSeq.Data;

namespace QSeq.Tests.Data;

/// <summary>UTF-8 read as characters for a while and then as bytes, from a stream that gives it in pieces of any length.</summary>
public sealed class Utf8TextTests
{
    private static readonly string[] Pieces = ["a", ",", "\n", "\u00E9", "\u20AC", "\U0001F600", "12.5", "\uFEFF", "\u0000", "\uFFFD"];

    [Fact]
    public void CharactersAndThenBytesAreTheText() => Property.ForAllSeeds(300, seed =>
    {
        var random = new RandomSource(seed, "utf8");
        string text = string.Concat(Enumerable.Range(0, random.NextInt(400)).Select(_ => Pieces[random.NextInt(Pieces.Length)])).TrimStart('\uFEFF');
        byte[] mark = random.NextInt(2) == 0 ? [] : [0xEF, 0xBB, 0xBF];
        using var reader = new Utf8Text(new Dribble([.. mark, .. Encoding.UTF8.GetBytes(text)], random));
        char[] first = new char[random.NextInt(500)];
        int count = reader.ReadBlock(first, 0, first.Length);
        string before = "head\u00E4" + new string(first, 0, count);
        if (random.NextInt(4) == 0) return before + reader.ReadToEnd() == "head\u00E4" + text;
        if (count > 0 && char.IsHighSurrogate(first[count - 1])) return true; // a text ends with whole characters
        using Stream rest = reader.After(before);
        using var all = new MemoryStream();
        rest.CopyTo(all, 1 + random.NextInt(50));
        return Encoding.UTF8.GetString(all.ToArray()) == "head\u00E4" + text && rest.Read(new byte[3]) == 0 && reader.Peek() < 0;
    });

    [Theory]
    [InlineData(new byte[] { 0x61, 0xFF, 0x62 })]
    [InlineData(new byte[] { 0x61, 0xE2, 0x82 })] // ends within a character
    [InlineData(new byte[] { 0x80 })]
    [InlineData(new byte[] { 0xE2, 0x82, 0x61, 0x62 })]
    [InlineData(new byte[] { 0xED, 0xA0, 0x80 })] // half of a surrogate pair
    [InlineData(new byte[] { 0xF8, 0x88, 0x80, 0x80, 0x80 })]
    [InlineData(new byte[] { 0xC0, 0xAF })]
    public void OtherBytesAreRefusedAsCharactersAndAsBytes(byte[] bytes)
    {
        for (ulong seed = 0; seed < 8; seed++)
        {
            var random = new RandomSource(seed, "utf8");
            byte[] all = [.. Enumerable.Repeat((byte)'x', random.NextInt(6)), .. bytes];
            Assert.Throws<DecoderFallbackException>(() => new Utf8Text(new Dribble(all, random)).ReadToEnd());
            Assert.Throws<DecoderFallbackException>(() => new Utf8Text(new Dribble(all, random)).After("head").CopyTo(Stream.Null));
        }
    }

    [Fact]
    public void ALongFileIsReadAsBytesAndRefusedWhereItIsNoText()
    {
        using var folder = new TempFolder();
        string path = folder.Write("long.csv", "");
        byte[] rows = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 500_000).Select(n => $"{n % 1000}.25,caf\u00E9 {n % 7}\n")));
        File.WriteAllBytes(path, [.. Encoding.UTF8.GetBytes("\uFEFF# source: made\nvalue,note\n"), .. rows]);
        SeriesTable table = CsvSeries.Read(path, new CsvReadOptions { Columns = ["value"] });
        Assert.Equal(500_000, table.Length);
        Assert.Equal([0.25, 999.25], [table.Column(0)[0], table.Column(0)[^1]]);
        Assert.StartsWith("made", table.Source, StringComparison.Ordinal);

        rows[^4] = 0xE9; // in the last line, in another encoding
        File.WriteAllBytes(path, [.. "value,note\n"u8, .. rows]);
        string message = Assert.Throws<InvalidDataException>(() => CsvSeries.Read(path, new CsvReadOptions { Columns = ["value"] })).Message;
        Assert.Contains("the bytes are not text in the expected encoding", message, StringComparison.Ordinal);
    }

    /// <summary>Gives its bytes in pieces.</summary>
    private sealed class Dribble(byte[] bytes, RandomSource random) : InputStream
    {
        private int _next;

        public override int Read(Span<byte> buffer)
        {
            int count = Math.Min(Math.Min(buffer.Length, bytes.Length - _next), 1 + random.NextInt(9));
            bytes.AsSpan(_next, count).CopyTo(buffer);
            _next += count;
            return count;
        }
    }
}
