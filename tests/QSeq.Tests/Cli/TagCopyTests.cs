using System.Globalization;
using QSeq.Data;
using QSeq.Tagging;

namespace QSeq.Tests.Cli;

/// <summary>
/// <c>qseq tag</c> on text as the treebanks of Universal Dependencies have it: multi-word tokens, empty nodes, words with
/// spaces, marks in either spelling; what was read comes out again with other tags and nothing else changed.
/// </summary>
public sealed class TagCopyTests : CliRun
{
    private const string German =
        "# newdoc id = haus\n# sent_id = de-1\n# text = Wir sind im Gr\u00FCnen.\n# text_en = We are in the country.\n" +
        "1^Wir^wir^PRON^PPER^Case=Nom|Number=Plur^4^nsubj^_^_\n2^sind^sein^AUX^VAFIN^_^4^cop^_^_\n" +
        "3-4^im^_^_^_^_^_^_^_^_\n3^in^in^ADP^APPR^_^4^case^_^_\n4^dem^der^DET^ART^_^5^det^_^_\n" +
        "5^Gr\u00FCnen^Gr\u00FCne^NOUN^NN^_^0^root^_^SpaceAfter=No\n6^.^.^PUNCT^$.^_^5^punct^_^_\n\n";

    private const string Finnish =
        "# sent_id = fi-1\n# text = Eip\u00E4 h\u00E4n tullut, min\u00E4 kyll\u00E4\n" +
        "1-2^Eip\u00E4^_^_^_^_^_^_^_^_\n1^Ei^ei^AUX^V^Polarity=Neg^4^aux^4:aux^_\n2^p\u00E4^p\u00E4^PART^Adv^_^1^advmod^1:advmod^_\n" +
        "3^h\u00E4n^h\u00E4n^PRON^Pron^_^4^nsubj^4:nsubj^_\n4^tullut^tulla^VERB^V^_^0^root^0:root^SpaceAfter=No\n" +
        "5^,^,^PUNCT^Punct^_^6^punct^7.1:punct^_\n6^min\u00E4^min\u00E4^PRON^Pron^_^4^conj^7.1:nsubj^_\n" +
        "7^kyll\u00E4^kyll\u00E4^ADV^Adv^_^6^orphan^7.1:advmod^_\n7.1^tulin^tulla^VERB^V^_^_^_^4:conj^CopyOf=4\n\n";

    private const string Vietnamese =
        "# sent_id = vi-1\n# text = H\u00E0 N\u1ED9i l\u00E0 th\u1EE7 \u0111\u00F4 Vi\u1EC7t Nam .\n" +
        "1^H\u00E0 N\u1ED9i^H\u00E0 N\u1ED9i^PROPN^NNP^_^3^nsubj^_^_\n2^l\u00E0^l\u00E0^AUX^V^_^3^cop^_^_\n3^th\u1EE7 \u0111\u00F4^th\u1EE7 \u0111\u00F4^NOUN^N^_^0^root^_^_\n" +
        "4^Vi\u1EC7t Nam^Vi\u1EC7t Nam^PROPN^NNP^_^3^nmod^_^_\n5^.^.^PUNCT^.^_^3^punct^_^_\n\n";

    private const string Arabic =
        "# sent_id = ar-1\n# text = \u0648\u0643\u062A\u0627\u0628\u0647 \u062C\u062F\u064A\u062F\n" +
        "1-3^\u0648\u0643\u062A\u0627\u0628\u0647^_^_^_^_^_^_^_^Gloss=his_book\n1^\u0648^\u0648\u064E^CCONJ^C---^_^2^cc^_^Translit=wa\n" +
        "2^\u0643\u062A\u0627\u0628^\u0643\u0650\u062A\u064E\u0627\u0628^NOUN^N---^Case=Nom^4^nsubj^_^_\n3^\u0647^\u0647\u064F\u0648^PRON^SP--^_^2^nmod^_^_\n" +
        "4^\u062C\u062F\u064A\u062F^\u062C\u064E\u062F\u0650\u064A\u062F^ADJ^A---^_^0^root^_^_\n\n";

    public static TheoryData<string> Samples => [German, Finnish, Vietnamese, Arabic];

    [Theory]
    [MemberData(nameof(Samples))]
    public void Predicting_copies_the_text_and_fills_in_the_tags(string sample)
    {
        string source = Conllu(sample), model = Model("upos");
        string[] before = source.Split('\n'), after = Predict(model, source).Split('\n');
        AssertValid(after);
        Assert.Equal(before.Length, after.Length);
        TagSet tags = TrainedTagger.Load(model).Tags;
        for (int n = 0; n < before.Length; n++)
        {
            string[] was = before[n].Split('\t'), now = after[n].Split('\t');
            if (was.Length == 10 && int.TryParse(was[0], NumberStyles.None, CultureInfo.InvariantCulture, out _))
            {
                Assert.True(tags.IndexOf(now[3]) >= 0, after[n]);
                now[3] = was[3];
            }

            Assert.Equal(was, now);
        }
    }

    [Fact]
    public void The_column_of_the_tagger_is_filled_in_and_the_other_stays()
    {
        string text = Predict(Model("xpos"), Conllu(German));
        string[] word = text.Split('\n').Single(line => line.StartsWith("3\t", StringComparison.Ordinal)).Split('\t');
        Assert.Equal("ADP", word[3]);
        Assert.Contains(word[4], new[] { "DT", "JJ", "NN", "VBZ", "." });
    }

    [Fact]
    public void Line_ends_and_comments_before_a_blank_line_are_kept_in_order()
    {
        string source = "\uFEFF# a note\n\n" + Conllu(Vietnamese + German).TrimEnd('\n');
        string text = Predict(Model("upos"), source.Replace("\n", "\r\n", StringComparison.Ordinal));
        Assert.StartsWith("# a note\n# sent_id = vi-1\n", text, StringComparison.Ordinal);
        Assert.EndsWith("_\t_\n\n", text, StringComparison.Ordinal);
        AssertValid(text.Split('\n'));
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public void Marks_typed_apart_are_the_same_words_and_come_out_as_they_came(string sample)
    {
        string composed = Conllu(sample), apart = Apart(composed);
        string bank = Write("own.conllu", string.Concat(Enumerable.Repeat(composed, 8)));
        CliAnswer training = Run("tag", "train", bank, "--epochs", "2", "--hidden", "3", "--split", "0.5,0.25", "--out", In("own.qseq"));
        Assert.True(training.Code == 0, training.Err);
        string one = Predict(In("own.qseq"), composed), other = Predict(In("own.qseq"), apart);
        Assert.Equal(Apart(one), other);
        TokenEncoder encoder = TrainedTagger.Load(In("own.qseq")).Encoder;
        Assert.All(ConlluReader.Read(new StringReader(apart), "apart")[0].Words, word => Assert.True(encoder.IsKnown(word), word));
    }

    [Fact]
    public void Words_that_are_all_underscores_are_warned_of()
    {
        string blank = "1^_^_^DET^DT^_^2^det^_^_\n2^_^_^NOUN^NN^_^0^root^_^_\n\n".Replace('^', '\t');
        string bank = Write("blank.conllu", Treebank.Text(20) + blank + blank + "1\t_\t_\tSYM\tNN\t_\t0\troot\t_\t_\n\n");
        const string warning = "warning: every word of 2 of 23 sentences is _, so there is no text to tag; a treebank that comes without its text says in its readme how to put it back";
        Assert.Contains(warning, Run("tag", "train", bank, "--epochs", "1", "--hidden", "2", "--out", In("t.qseq")).Err, StringComparison.Ordinal);
        Assert.Contains(warning, Run("tag", "evaluate", In("t.qseq"), bank).Err, StringComparison.Ordinal);
        Assert.Contains(warning, Run("tag", "predict", In("t.qseq"), bank).Err, StringComparison.Ordinal);
        Assert.DoesNotContain("warning", Run("tag", "predict", In("t.qseq"), Write("some", Treebank.Text(3))).Err, StringComparison.Ordinal);
    }

    private static string Conllu(string sample) => sample.Replace('^', '\t');

    /// <summary>Letters with marks as letter and mark, where the samples have them.</summary>
    private static string Apart(string text) => text
        .Replace("\u00FC", "u\u0308", StringComparison.Ordinal).Replace("\u00E4", "a\u0308", StringComparison.Ordinal)
        .Replace("\u00E0", "a\u0300", StringComparison.Ordinal).Replace("\u00F4", "o\u0302", StringComparison.Ordinal)
        .Replace("\u1ED9", "o\u0323\u0302", StringComparison.Ordinal).Replace("\u1EC7", "e\u0302\u0323", StringComparison.Ordinal)
        .Replace("\u1EE7", "u\u0309", StringComparison.Ordinal);

    private string Model(string tags)
    {
        string bank = Write("bank.conllu", Treebank.Text(40));
        Assert.Equal(0, Run("tag", "train", bank, "--epochs", "1", "--hidden", "3", "--tags", tags, "--out", In("t.qseq")).Code);
        return In("t.qseq");
    }

    private string Predict(string model, string text)
    {
        CliAnswer answer = Run("tag", "predict", model, Write("in.conllu", text));
        Assert.True(answer.Code == 0, answer.Err);
        return answer.Out;
    }

    /// <summary>The rules of Universal Dependencies' validation for ids and columns, and of its evaluation for the tree.</summary>
    private static void AssertValid(string[] lines)
    {
        Assert.Equal("", lines[^1]);
        Assert.Equal("", lines[^2]); // a blank line after each sentence, the last too
        int word = 0, node = 0, rangeEnd = 0, roots = 0;
        List<int> heads = [];
        foreach (string line in lines[..^1])
        {
            Assert.False(line.EndsWith('\r'));
            if (line.Length == 0)
            {
                Assert.True(word > 0 && rangeEnd <= word && roots == 1);
                Assert.All(heads, head => Assert.InRange(head, 0, word));
                (word, node, rangeEnd, roots) = (0, 0, 0, 0);
                heads.Clear();
                continue;
            }

            if (line[0] == '#')
            {
                Assert.Equal(0, word);
                continue;
            }

            string[] cells = line.Split('\t');
            Assert.Equal(10, cells.Length);
            Assert.All(cells, cell => Assert.True(cell.Length > 0 && cell.Trim() == cell));
            for (int c = 3; c < 9; c++) Assert.DoesNotContain(' ', cells[c]); // only form, lemma and notes hold spaces
            if (cells[0].Contains('-', StringComparison.Ordinal))
            {
                int[] range = [.. cells[0].Split('-').Select(int.Parse)];
                Assert.True(range[0] == word + 1 && range[1] > range[0] && range[0] > rangeEnd);
                Assert.All(cells[2..9], cell => Assert.Equal("_", cell));
                rangeEnd = range[1];
            }
            else if (cells[0].Contains('.', StringComparison.Ordinal))
            {
                Assert.Equal(string.Create(CultureInfo.InvariantCulture, $"{word}.{++node}"), cells[0]);
                Assert.Equal(("_", "_"), (cells[6], cells[7]));
            }
            else
            {
                Assert.Equal((++word).ToString(CultureInfo.InvariantCulture), cells[0]);
                node = 0;
                heads.Add(int.Parse(cells[6], CultureInfo.InvariantCulture));
                if (heads[^1] == 0) roots++;
            }
        }
    }
}
