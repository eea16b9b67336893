using System.Text;
using QSeq.Data;

namespace QSeq.Tests.Data;

public class ConlluReaderTests
{
    private const string W1 = "1^a^_^X^x^_^_^_^_^_\n";
    private const string W2 = "2^b^_^Y^y^_^_^_^_^_\n";
    private const string Untagged1 = "1^a^_^_^_^_^_^_^_^_\n";
    private const string Untagged2 = "2^b^_^_^_^_^_^_^_^_\n";

    private static readonly TaggedSentence[] Two =
    [
        new(["Gulls", "do", "n't", "mind", "New York", "_"], ["NOUN", "AUX", "PART", "VERB", "PROPN", "SYM"], "harbour-1"),
        new(["Yes"], ["INTJ"]),
    ];

    private static IReadOnlyList<TaggedSentence> Read(string text, ConlluReadOptions? options = null) =>
        ConlluReader.Read(new StringReader(Conllu.Tabs(text)), "t.conllu", options);

    private static string Error(string text, ConlluReadOptions? options = null)
    {
        string message = Assert.Throws<InvalidDataException>(() => Read(text, options)).Message;
        Assert.DoesNotContain('\n', message);
        return message;
    }

    [Fact]
    public void TagsAreNotLookedAtWhereTheyAreIgnored()
    {
        string text = Conllu.Tabs(Conllu.Word(1, "the", "DET") + Conllu.Word(2, "boat", "_") + Conllu.Word(3, "leaves", "V B"));
        TaggedSentence sentence = Assert.Single(ConlluReader.Read(new StringReader(text), "t", new ConlluReadOptions { IgnoreTags = true }));
        Assert.Equal("the boat leaves", string.Join(' ', sentence.Words));
        Assert.False(sentence.IsTagged);
    }

    [Fact]
    public void ReadsWordsAndTags() => Assert.Equal(Two, Read(Conllu.TwoSentences));

    [Fact]
    public void ReadsTheTreebanksOwnTags()
    {
        IReadOnlyList<TaggedSentence> read = Read(Conllu.TwoSentences, new ConlluReadOptions { TagColumn = TagColumn.Xpos });
        Assert.Equal(["NNS", "VBP", "RB", "VB", "NNP", "NFP"], read[0].Tags.ToArray());
    }

    [Fact]
    public void ReadsTheSameHoweverWritten()
    {
        const string text = Conllu.TwoSentences;
        Assert.Equal(Two, Read(text.Replace("\n", "\r\n", StringComparison.Ordinal)));
        Assert.Equal(Two, Read('\uFEFF' + text));
        Assert.Equal(Two, Read(text.TrimEnd('\n')));
        Assert.Equal(Two, Read("\n \n# a file about gulls\n\n" + text.Replace("\n\n", "\n\n\n", StringComparison.Ordinal)));
    }

    [Fact]
    public void AnIdBelongsToItsSentenceAlone()
    {
        Assert.Equal(["x", null, "y"], Read("#sent_id=x\n" + W1 + "\n# sent_ids = q\n# sent_id\n# sent_id = \n" + W1 + "\n# sent_id = z\n\n# sent_id =  y \n" + W1).Select(s => s.Id));
    }

    [Theory]
    [InlineData("1 a _ X x _ _ _ _ _\n", "t.conllu, line 1: found 1 column ('1 a _ X x _ _ _ _ _'), expected the 10 of CoNLL-U, parted by tabs; spaces instead of tabs?")]
    [InlineData(W1 + "2^b^_^Y\n", "line 2: found 4 columns")]
    [InlineData(W1 + "2^b^_^Y^_^_^_^_^_^_^_\n", "line 2: found 11 columns")]
    [InlineData("# text = a\n\n" + W1 + "\nhello there\n", "line 5: found 1 column ('hello there'), expected the 10 of CoNLL-U, parted by tabs; write _")]
    [InlineData(W1 + "3^b^_^Y^_^_^_^_^_^_\n", "line 2: found id 3, expected 2, since the words of a sentence are numbered 1, 2, 3, ...; add the words")]
    [InlineData(W1 + W1, "line 2: found id 1, expected 2, since the words of a sentence are numbered 1, 2, 3, ...; put a blank line before it")]
    [InlineData(W2, "line 1: found id 2, expected 1")]
    [InlineData("0^a^_^X^_^_^_^_^_^_\n", "line 1: found '0' as an id, expected 1")]
    [InlineData("01^a^_^X^_^_^_^_^_^_\n", "line 1: found '01' as an id, expected 1")]
    [InlineData("one^a^_^X^_^_^_^_^_^_\n", "line 1: found 'one' as an id, expected 1")]
    [InlineData("^a^_^X^_^_^_^_^_^_\n", "line 1: found '' as an id, expected 1")]
    [InlineData(" 1^a^_^X^_^_^_^_^_^_\n", "line 1: found ' 1' as an id, expected 1")]
    [InlineData("99999999999^a^_^X^_^_^_^_^_^_\n", "line 1: found '99999999999' as an id, expected 1")]
    [InlineData("^^^^^^^^^\n", "line 1: found '' as an id")]
    [InlineData("1^^_^X^_^_^_^_^_^_\n", "line 1: the form of word 1 (column 2) is empty")]
    [InlineData(W1 + "2^ ^_^X^_^_^_^_^_^_\n", "line 2: the form of word 2 (column 2) is empty")]
    [InlineData(W1 + "2^b^_^^_^_^_^_^_^_\n", "line 2: found '' in UPOS (column 4), expected a tag without spaces")]
    [InlineData("1^a^_^X Y^_^_^_^_^_^_\n", "line 1: found 'X Y' in UPOS (column 4)")]
    [InlineData(W1 + Untagged2, "line 2: word 2 has no tag in UPOS (column 4)")]
    [InlineData(W1 + "# text = b\n" + W2, "line 2: found a comment ('# text = b') between the words of a sentence")]
    [InlineData("2-3^ab^_^_^_^_^_^_^_^_\n" + W1, "line 1: found the multi-word token 2-3 before word 1; put it right before its first word, 2")]
    [InlineData(W1 + "1-2^ab^_^_^_^_^_^_^_^_\n" + W2, "line 2: found the multi-word token 1-2 before word 2")]
    [InlineData("1-2^ab^_^_^_^_^_^_^_^_\n" + W1 + "\n" + W1, "line 1: this multi-word token ends with word 2, but its sentence has 1 words")]
    [InlineData(W1 + "2-1^ab^_^_^_^_^_^_^_^_\n", "line 2: the multi-word token 2-1 ends before it begins; expected 2-3 or more")]
    [InlineData("1-2^ab^_^_^_^_^_^_^_^_\n" + W1 + "2-3^b^_^_^_^_^_^_^_^_\n", "line 3: the multi-word token 2-3 begins within the one of line 1, which ends with word 2")]
    [InlineData("1-^ab^_^_^_^_^_^_^_^_\n", "line 1: found '1-' as an id, expected two numbers such as 3-4")]
    [InlineData("1-2-3^ab^_^_^_^_^_^_^_^_\n", "line 1: found '1-2-3' as an id")]
    [InlineData("-1^ab^_^_^_^_^_^_^_^_\n", "line 1: found '-1' as an id")]
    [InlineData("1-2^ab^_^_\n", "line 1: found 4 columns")]
    [InlineData(W1 + "2.1^b^_^Y^_^_^_^_^_^_\n", "line 2: found '2.1' as the id of an empty node, expected 1.1 in this place")]
    [InlineData(W1 + "1.2^b^_^Y^_^_^_^_^_^_\n", "line 2: found '1.2' as the id of an empty node, expected 1.1")]
    [InlineData(W1 + "1.x^b^_^Y^_^_^_^_^_^_\n", "line 2: found '1.x' as the id of an empty node, expected 1.1")]
    [InlineData("# text = \n0.1^b^_^Y^_^_^_^_^_^_\n\n" + W1, "line 2: this sentence has no words")]
    [InlineData("1^a\0^_^X^_^_^_^_^_^_\n", "line 1: found a zero character")]
    public void RefusesBadTextWithItsPlace(string text, string expected) => Assert.Contains(expected, Error(text), StringComparison.Ordinal);

    [Fact]
    public void EmptyNodesAndTokensMayStandAnywhereTheyBelong()
    {
        const string node = "^x^_^_^_^_^_^_^_^_\n";
        Assert.Equal(["a", "b"], Assert.Single(Read("0.1" + node + "0.2" + node + "1-1^A^_^_^_^_^_^_^_^_\n" + W1 + "1.1" + node + "2-2^B^_^_^_^_^_^_^_^_\n" + W2 + "2.1" + node)).Words.ToArray());
    }

    [Fact]
    public void TagsMayBeMissingWhereThatIsAllowed()
    {
        var options = new ConlluReadOptions { RequireTags = false };
        Assert.Equal([new(["a", "b"]), new(["a"], ["X"])], Read(Untagged1 + Untagged2 + "\n" + W1, options));
        Assert.Equal("t.conllu, line 2: word 2 has no tag in UPOS (column 4), and the words before it have one; tag all words of a sentence or none", Error(W1 + Untagged2, options));
        Assert.Equal("t.conllu, line 4: word 2 has a tag in UPOS (column 4), and the words before it have none; tag all words of a sentence or none", Error(W1 + "\n" + Untagged1 + W2, options));
        Assert.Contains("has no tag in XPOS (column 5)", Error(Untagged1, new ConlluReadOptions { TagColumn = TagColumn.Xpos }), StringComparison.Ordinal);
        Assert.Contains("tag column 7 does not exist", Assert.Throws<ArgumentOutOfRangeException>(() => Read(W1, new ConlluReadOptions { TagColumn = (TagColumn)7 })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void SentencesComeAsSoonAsTheyEnd()
    {
        using IEnumerator<TaggedSentence> sentences = ConlluReader.ReadSentences(new StringReader(Conllu.Tabs(W1 + "\n" + W2)), "pipe").GetEnumerator();
        Assert.True(sentences.MoveNext());
        Assert.Equal(["a"], sentences.Current.Words.ToArray());
        Assert.StartsWith("pipe, line 3: found id 2", Assert.Throws<InvalidDataException>(() => sentences.MoveNext()).Message, StringComparison.Ordinal);
        Assert.Empty(Read(""));
    }

    [Fact]
    public void ReadsFilesAndRefusesThoseWithoutSentences()
    {
        using var folder = new TempFolder();
        Assert.Equal(Two, ConlluReader.Read(folder.Write("good.conllu", '\uFEFF' + Conllu.Tabs(Conllu.TwoSentences))));
        string Error(string path) => Assert.Throws<InvalidDataException>(() => ConlluReader.Read(path)).Message;
        Assert.Contains("empty.conllu: the file is empty; expected ten columns a word", Error(folder.Write("empty.conllu", "")), StringComparison.Ordinal);
        Assert.Contains("none.conllu: there is no sentence in the file", Error(folder.Write("none.conllu", "# only this\n\n")), StringComparison.Ordinal);
        Assert.Contains("this is a folder; name a CoNLL-U file", Error(folder.Path), StringComparison.Ordinal);
        Assert.Contains("did you mean 'good.conllu'", Assert.Throws<FileNotFoundException>(() => ConlluReader.Read(folder.File("god.conllu"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void BytesThatAreNotUtf8AreRefusedWithTheirLine()
    {
        using var folder = new TempFolder();
        string Error(Encoding encoding, string text)
        {
            File.WriteAllText(folder.File("t.conllu"), Conllu.Tabs(text), encoding);
            return Assert.Throws<InvalidDataException>(() => ConlluReader.Read(folder.File("t.conllu"))).Message;
        }

        Assert.EndsWith("t.conllu, line 2: byte 6 of the line, 0xE9, is not UTF-8; save the file as UTF-8", Error(Encoding.Latin1, W1 + "2^caf\u00E9^_^X^_^_^_^_^_^_\n"), StringComparison.Ordinal);
        Assert.Contains("line 1: found a zero byte, so this is a binary file or UTF-16", Error(Encoding.Unicode, W1), StringComparison.Ordinal);

        // A reader that decodes by itself finds it as well, though not the line.
        var strict = new StreamReader(new MemoryStream([.. "# "u8, 0xE9, .. "\n"u8]), new UTF8Encoding(false, true));
        Assert.Contains("line 1: in this line or one after it, bytes are not in the expected encoding", Assert.Throws<InvalidDataException>(() => ConlluReader.Read(strict, "pipe")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void NoTextThrowsAnythingElse() => Property.ForAllSeeds(300, seed =>
    {
        var random = new QSeq.Core.RandomSource(seed, "conllu");
        StringBuilder text = new(Conllu.Tabs(Conllu.TwoSentences));
        const string pieces = "\t\n\r #_-.=019aX\0\u00E9\uD83D\uFEFF";
        for (int n = random.NextInt(4); n >= 0; n--)
        {
            int place = random.NextInt(text.Length);
            if (random.NextInt(2) == 0) text.Remove(place, Math.Min(text.Length - place, 1 + random.NextInt(5)));
            else text.Insert(place, pieces[random.NextInt(pieces.Length)]);
        }

        try
        {
            return ConlluReader.Read(new StringReader(text.ToString()), "t", new ConlluReadOptions { RequireTags = random.NextInt(2) == 0 }).All(s => s.Words.Length > 0);
        }
        catch (InvalidDataException e)
        {
            return e.Message.StartsWith("t, line ", StringComparison.Ordinal) && !e.Message.Contains('\n', StringComparison.Ordinal);
        }
    });
}
