using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using QSeq.Data;
using QSeq.Persistence;
using QSeq.Tagging;

namespace QSeq.Tests.Cli;

/// <summary>
/// <c>qseq tag</c> on text as the treebanks of Universal Dependencies have it: multi-word tokens, empty nodes, words with
/// spaces, marks in either spelling; what was read comes out again with other tags and nothing else changed.
/// </summary>
public sealed class TagCopyTests : CliRun
{
    private static readonly (string Together, string Apart)[] Marks =
    [
        ("\u00E0", "a\u0300"), ("\u00E2", "a\u0302"), ("\u00E3", "a\u0303"), ("\u00E4", "a\u0308"), ("\u00F4", "o\u0302"),
        ("\u00FC", "u\u0308"), ("\u0101", "a\u0304"), ("\u01B0", "u\u031B"), ("\u1EA7", "a\u0302\u0300"), ("\u1EC7", "e\u0323\u0302"),
        ("\u1ECD", "o\u0323"), ("\u1ED9", "o\u0323\u0302"), ("\u1EDB", "o\u031B\u0301"), ("\u1EE6", "U\u0309"), ("\u1EE7", "u\u0309"),
    ];

    public static TheoryData<string> Samples => [.. UdSamples.All];

    [Fact]
    public void The_column_of_the_tagger_is_filled_in_and_the_other_stays()
    {
        string text = Predict(Model("xpos"), UdSamples.German);
        string[] word = text.Split('\n').First(line => line.StartsWith("4\t", StringComparison.Ordinal)).Split('\t');
        Assert.Equal("ADP", word[3]);
        Assert.Contains(word[4], new[] { "DT", "JJ", "NN", "VBZ", "." });
    }

    [Fact]
    public void Line_ends_and_comments_before_a_blank_line_are_kept_in_order()
    {
        string source = "\uFEFF# a note\n\n" + (UdSamples.Vietnamese + UdSamples.German).TrimEnd('\n');
        string text = Predict(Model("upos"), source.Replace("\n", "\r\n", StringComparison.Ordinal));
        Assert.StartsWith("# a note\n# sent_id = vi-1\n", text, StringComparison.Ordinal);
        Assert.EndsWith("_\t_\n\n", text, StringComparison.Ordinal);
        Assert.Empty(UdRules.Faults(text, tree: false));
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public void Marks_typed_apart_are_the_same_words_and_come_out_as_they_came(string sample)
    {
        string apart = Apart(sample);
        string bank = Write("own.conllu", string.Concat(Enumerable.Repeat(sample, 8)));
        CliAnswer training = Run("tag", "train", bank, "--epochs", "2", "--hidden", "3", "--split", "0.5,0.25", "--out", In("own.qseq"));
        Assert.True(training.Code == 0, training.Err);
        string one = Predict(In("own.qseq"), sample), other = Predict(In("own.qseq"), apart);
        Assert.Equal(Apart(one), other);
        TokenEncoder encoder = TrainedTagger.Load(In("own.qseq")).Encoder;
        Assert.All(ConlluReader.Read(new StringReader(apart), "apart")[0].Words, word => Assert.True(encoder.IsKnown(word), word));
    }

    [Fact]
    public void A_tagger_of_an_earlier_version_finds_the_words_it_holds_as_they_were_typed()
    {
        string bank = Write("own.conllu", string.Concat(Enumerable.Repeat(UdSamples.Vietnamese + UdSamples.Finnish, 4)));
        Assert.Equal(0, Run("tag", "train", bank, "--epochs", "1", "--hidden", "3", "--min-count", "1", "--split", "0.5,0.25", "--out", In("own.qseq")).Code);
        TrainedTagger tagger = TrainedTagger.Load(In("own.qseq"));
        string json = JsonNode.Parse(tagger.ToJson())!.ToJsonString(new JsonSerializerOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        var old = TrainedTagger.FromBytes(ModelFormat.Join(Encoding.UTF8.GetBytes(Apart(json)), tagger.Model.Parameters), "old");
        IReadOnlyList<string> words = ConlluReader.Read(new StringReader(UdSamples.Vietnamese), "new")[0].Words, apart = [.. words.Select(Apart)];
        Assert.Equal(tagger.Encoder.Encode(words)[0], old.Encoder.Encode(apart)[0]);
        Assert.All(apart, word => Assert.True(old.Encoder.IsKnown(word), word));
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

    /// <summary>Letters with marks as letter and mark, where the samples have them.</summary>
    private static string Apart(string text) => Marks.Aggregate(text, (all, mark) => all.Replace(mark.Together, mark.Apart, StringComparison.Ordinal));

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
}
