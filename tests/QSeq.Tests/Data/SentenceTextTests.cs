using System.Text;
using QSeq.Data;

namespace QSeq.Tests.Data;

public class SentenceTextTests
{
    [Theory]
    [InlineData("1^a^_^X^_^_^_^_^_^_\n", SentenceFormat.Conllu)]
    [InlineData("# text = a\n\n# more\n1-2^ab^_^_^_^_^_^_^_^_\n", SentenceFormat.Conllu)]
    [InlineData("\uFEFF# x\r\n0.1^a^_^X^_^_^_^_^_^_\r\n", SentenceFormat.Conllu)]
    [InlineData("1^a\n", SentenceFormat.Conllu)] // malformed, which the reader tells
    [InlineData("1 a _ X _ _ _ _ _ _\n", SentenceFormat.Conllu)] // malformed too: spaces instead of tabs
    [InlineData("The tide turns .\n", SentenceFormat.Plain)]
    [InlineData("1 The tide turns .\n", SentenceFormat.Plain)]
    [InlineData("10 men went to mow a meadow and a field\n", SentenceFormat.Plain)]
    [InlineData("The^tide^turns^.\n", SentenceFormat.Plain)]
    [InlineData("# winning is everything\nhe said\n1^a^_^X^_^_^_^_^_^_\n", SentenceFormat.Plain)]
    [InlineData("# comments alone\n# do not decide\n", SentenceFormat.Plain)]
    [InlineData("-^a\n", SentenceFormat.Plain)]
    [InlineData("", SentenceFormat.Plain)]
    public void TellsHowATextIsWritten(string text, SentenceFormat expected) =>
        Assert.Equal(expected, SentenceText.Peek(new StringReader(Conllu.Tabs(text)), "t").Format);

    [Fact]
    public void TheWholeTextIsStillThere()
    {
        const string text = "# one\n\n1\ta\n2\tb\nlast";
        Assert.Equal(text, SentenceText.Peek(new StringReader(text), "t").Reader.ReadToEnd());
        TextReader reader = SentenceText.Peek(new StringReader(text), "t").Reader;
        Assert.Equal('#', reader.Peek());
        Assert.Equal("# one", reader.ReadLine());
        Assert.Equal('\n', reader.Read());
        Assert.Equal(["1\ta", "2\tb", "last", null], Enumerable.Range(0, 4).Select(_ => reader.ReadLine()));
    }

    [Fact]
    public void NoMoreThanTheFirstLinesIsRead()
    {
        var rest = new StringReader("\n# c\nThe tide\nturns\n");
        SentenceText text = SentenceText.Peek(rest, "t");
        Assert.Equal('t', rest.Peek());
        Assert.Equal([new(["#", "c"]), new(["The", "tide"]), new(["turns"])], text.Sentences());
    }

    [Fact]
    public void ReadsEitherKindOfText()
    {
        using var conllu = new MemoryStream(Encoding.UTF8.GetBytes(Conllu.Tabs(Conllu.TwoSentences)));
        Assert.Equal(["harbour-1", null], SentenceText.Peek(conllu, "t").Sentences().Select(s => s.Id));
        using var plain = new MemoryStream("caf\u00E9 noir\n"u8.ToArray());
        Assert.Equal(["caf\u00E9", "noir"], Assert.Single(SentenceText.Peek(plain, "t").Sentences()).Words.ToArray());

        // Errors keep their line numbers.
        SentenceText bad = SentenceText.Peek(new StringReader(Conllu.Tabs("# x\n\n1^a^_^_^_^_^_^_^_^_\n3^a\n")), "t");
        Assert.StartsWith("t, line 4: found 2 columns", Assert.Throws<InvalidDataException>(() => bad.Sentences(new ConlluReadOptions { RequireTags = false }).ToArray()).Message, StringComparison.Ordinal);
        using var latin = new MemoryStream([.. "caf"u8, 0xE9]);
        Assert.StartsWith("t, line 1: byte 4", Assert.Throws<InvalidDataException>(() => SentenceText.Peek(latin, "t")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void CommentsWithoutEndAreNotReadToTheirEnd()
    {
        var endless = new Endless();
        Assert.Equal(SentenceFormat.Plain, SentenceText.Peek(endless, "t").Format);
        Assert.InRange(endless.Lines, 2, 1 << 19);
    }

    private sealed class Endless : TextReader
    {
        public int Lines { get; private set; }

        public override string ReadLine()
        {
            Lines++;
            return "# and so on";
        }
    }
}
