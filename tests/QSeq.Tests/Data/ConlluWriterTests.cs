using QSeq.Core;
using QSeq.Data;

namespace QSeq.Tests.Data;

public class ConlluWriterTests
{
    private static string Write(TaggedSentence sentence)
    {
        var text = new StringWriter();
        ConlluWriter.Write(text, sentence);
        return text.ToString();
    }

    [Fact]
    public void WritesWordsTagsAndComments() => Assert.Equal(
        Conllu.Tabs("# sent_id = tide 7\n# text = New York sleeps\n" + Conllu.Word(1, "New York", "PROPN") + Conllu.Word(2, "sleeps", "VERB") + "\n"),
        Write(new TaggedSentence(["New York", "sleeps"], ["PROPN", "VERB"], "tide 7")));

    [Fact]
    public void WritesAnUnderscoreWhereThereIsNoTag() =>
        Assert.Equal(Conllu.Tabs("# text = Yes\n" + Conllu.Word(1, "Yes", "_") + "\n"), Write(new TaggedSentence(["Yes"])));

    [Fact]
    public void TagsGoToTheColumnAskedFor()
    {
        var text = new StringWriter();
        var sentence = new TaggedSentence(["Yes"], ["UH"]);
        ConlluWriter.Write(text, sentence, TagColumn.Xpos);
        Assert.Equal(Conllu.Tabs("# text = Yes\n" + Conllu.Word(1, "Yes", "_", "UH") + "\n"), text.ToString());
        Assert.Throws<ArgumentOutOfRangeException>(() => ConlluWriter.Write(text, sentence, (TagColumn)7));
    }

    [Fact]
    public void WhatIsWrittenIsReadBack() => Property.ForAllSeeds(200, seed =>
    {
        var random = new RandomSource(seed, "conllu");
        TaggedSentence[] sentences = [.. Enumerable.Range(0, 1 + random.NextInt(5)).Select(_ => Draw(random))];
        var text = new StringWriter();
        foreach (TaggedSentence sentence in sentences) ConlluWriter.Write(text, sentence);
        return ConlluReader.Read(new StringReader(text.ToString()), "t", new ConlluReadOptions { RequireTags = false }).SequenceEqual(sentences);
    });

    [Fact]
    public void FilesAreReadBackAndReplacedWhole()
    {
        using var folder = new TempFolder();
        string path = folder.Write("t.conllu", "old");
        TaggedSentence[] sentences = [new(["caf\u00E9", "\U0001F600"], ["NOUN", "SYM"], "1"), new(["#", "1"], ["SYM", "NUM"])];
        ConlluWriter.Write(path, sentences);
        Assert.Equal(sentences, ConlluReader.Read(path));

        // A word that cannot be written leaves the old file.
        Assert.Throws<ArgumentException>(() => ConlluWriter.Write(path, [sentences[0], new(["a\tb"])]));
        Assert.Equal(sentences, ConlluReader.Read(path));
        Assert.Single(Directory.GetFiles(folder.Path));
    }

    [Fact]
    public void RefusesWhatTheFormatCannotHold()
    {
        static string Error(TaggedSentence sentence)
        {
            var text = new StringWriter();
            string message = Assert.Throws<ArgumentException>(() => ConlluWriter.Write(text, sentence)).Message;
            Assert.Equal("", text.ToString());
            return message;
        }

        Assert.Equal("the word 'a·b' holds a tab, line end or zero character, which CoNLL-U cannot hold; split it into words", Error(new(["ok", "a\tb"])));
        Assert.Contains("'a·b'", Error(new(["a\nb"])), StringComparison.Ordinal);
        Assert.Contains("'a·b'", Error(new(["a\rb"])), StringComparison.Ordinal);
        Assert.Contains("nothing but spaces", Error(new(["  "])), StringComparison.Ordinal);
        Assert.Contains("the tag '_' cannot be written", Error(new(["a"], ["_"])), StringComparison.Ordinal);
        Assert.Contains("the tag 'A B'", Error(new(["a"], ["A B"])), StringComparison.Ordinal);
        Assert.Contains("the sentence id ' a'", Error(new(["a"], id: " a")), StringComparison.Ordinal);
        Assert.Contains("the sentence id 'a·b'", Error(new(["a"], id: "a\nb")), StringComparison.Ordinal);
    }

    private static TaggedSentence Draw(RandomSource random)
    {
        string[] pieces = ["a", "B", "1", "-", "_", "#", "\u00E9", "\U0001F600", " ", "\u00A0", "1-2", "\"", "\u2028"];
        string Word()
        {
            string word = string.Concat(Enumerable.Range(0, 1 + random.NextInt(4)).Select(_ => pieces[random.NextInt(pieces.Length)]));
            return word.Trim(' ').Length == 0 ? "a" : word;
        }

        string[] tags = ["NOUN", "VERB", "$", "''", "ADJ|x"];
        string[] words = [.. Enumerable.Range(0, 1 + random.NextInt(8)).Select(_ => Word())];
        bool tagged = random.NextInt(3) > 0;
        string? id = random.NextInt(2) == 0 ? null : $"s {random.NextInt(1000)} = #";
        return new TaggedSentence([.. words], tagged ? [.. words.Select(_ => tags[random.NextInt(tags.Length)])] : [], id);
    }
}
