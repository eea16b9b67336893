using System.Text;
using QSeq.Core;

namespace QSeq.Tests.Core;

public class Utf8LineReaderTests
{
    private static List<string> Lines(TextReader reader)
    {
        var lines = new List<string>();
        while (reader.ReadLine() is { } line) lines.Add(line);
        return lines;
    }

    [Fact]
    public void GivesTheLinesAStreamReaderGivesHoweverTheBytesCome() => Property.ForAllSeeds(200, seed =>
    {
        var random = new RandomSource(seed, "lines");
        string[] pieces = ["a", "\n", "\r", "\r\n", "\t", "\u00E9", "\U0001F600", " ", "\uFEFF", "long"];
        var text = new StringBuilder();
        for (int n = random.NextInt(40); n > 0; n--) text.Append(pieces[random.NextInt(pieces.Length)]);
        byte[] bytes = Encoding.UTF8.GetBytes(text.ToString());
        int most = 1 + random.NextInt(4);
        return Lines(new Utf8LineReader(new Dribble(bytes, most), "t")).SequenceEqual(Lines(new StreamReader(new MemoryStream(bytes))));
    });

    [Fact]
    public void ReadsByCharactersToo()
    {
        using var reader = new Utf8LineReader(new MemoryStream("ab\r\nc\n\nd"u8.ToArray()), "t");
        Assert.Equal('a', reader.Peek());
        Assert.Equal('a', reader.Read());
        Assert.Equal("b", reader.ReadLine());
        Assert.Equal('c', reader.Read());
        Assert.Equal("", reader.ReadLine());
        Assert.Equal("\nd\n", reader.ReadToEnd());
        Assert.Equal(-1, reader.Read());
        Assert.Null(reader.ReadLine());
    }

    [Fact]
    public void LinesLongerThanTheBufferAreWhole()
    {
        string text = new string('\u00E9', 200_000) + "\n" + new string('b', 70_000);
        Assert.Equal([200_000, 70_000], Lines(new Utf8LineReader(new MemoryStream(Encoding.UTF8.GetBytes(text)), "t")).Select(line => line.Length));
    }

    [Fact]
    public void RefusesWhatIsNoText()
    {
        static string Error(byte[] bytes) => Assert.Throws<InvalidDataException>(() => Lines(new Utf8LineReader(new MemoryStream(bytes), "t"))).Message;
        Assert.Equal("t, line 3: byte 2 of the line, 0xFF, is not UTF-8; save the file as UTF-8", Error([.. "a\r\nb\rc"u8, 0xFF]));
        Assert.Contains("line 2: byte 1 of the line, 0xC3", Error([.. "a\n"u8, 0xC3]), StringComparison.Ordinal);
        Assert.Contains("line 2: found a zero byte", Error([.. "a\n"u8, 0, (byte)'\n']), StringComparison.Ordinal);
        Assert.Contains("line 1: the line is longer than 16777216 bytes", Error(new byte[(1 << 24) + (1 << 17)]), StringComparison.Ordinal);
    }

    /// <summary>A stream that gives a few bytes at a time, as a pipe may.</summary>
    [Fact]
    public void ALineIsNotReadFurtherThanIsSaid()
    {
        using var reader = new Utf8LineReader(new Dribble(Encoding.UTF8.GetBytes("ab\n" + new string('c', 200)), 16), "t", 100, "have it end");
        Assert.Equal("ab", reader.ReadLine());
        Assert.Equal("t, line 2: the line is longer than 100 bytes; have it end", Assert.Throws<InvalidDataException>(() => reader.ReadLine()).Message);
    }

    private sealed class Dribble(byte[] bytes, int most) : MemoryStream(bytes)
    {
        public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(count, most));

        public override int Read(Span<byte> buffer) => base.Read(buffer[..Math.Min(buffer.Length, most)]);
    }
}
