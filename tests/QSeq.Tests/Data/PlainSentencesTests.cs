using QSeq.Data;

namespace QSeq.Tests.Data;

public class PlainSentencesTests
{
    private static TaggedSentence[] Read(string text) => [.. SentenceText.Plain(new StringReader(text), "pipe")];

    [Fact]
    public void ALineIsASentence()
    {
        Assert.Equal([new(["The", "tide", "turns", "."]), new(["#", "Yes"]), new(["No"])], Read("\uFEFFThe tide\u00A0 turns\t.\r\n\n   \n # Yes \nNo"));
        Assert.Empty(Read("\n\n"));
    }

    [Fact]
    public void ASentenceComesAsSoonAsItsLine()
    {
        using IEnumerator<TaggedSentence> sentences = SentenceText.Plain(new StringReader("a b\nc\0"), "pipe").GetEnumerator();
        Assert.True(sentences.MoveNext());
        Assert.Equal(["a", "b"], sentences.Current.Words.ToArray());
        Assert.StartsWith("pipe, line 2: found a zero character", Assert.Throws<InvalidDataException>(() => sentences.MoveNext()).Message, StringComparison.Ordinal);
    }
}
