using System.Globalization;
using System.Text.Json.Nodes;
using QSeq.Data;
using QSeq.Tagging;

namespace QSeq.Tests.Cli;

/// <summary>What <c>qseq tag</c> reads, writes and scores, by the rules of Universal Dependencies' validation and evaluation.</summary>
public sealed class UdRulesTests : CliRun
{
    private const int Upos = 3, Xpos = 4;

    public static TheoryData<int, string> Samples
    {
        get
        {
            var samples = new TheoryData<int, string>();
            foreach (string sample in UdSamples.All)
            {
                samples.Add(Upos, sample);
                samples.Add(Xpos, sample);
            }

            return samples;
        }
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public void A_copy_with_other_tags_is_as_valid_as_what_was_read(int column, string sample)
    {
        Assert.Empty(UdRules.Faults(sample));
        string model = Train(column, Treebank.Text(40)), copy = Predict(model, sample);
        Assert.Empty(UdRules.Faults(copy));
        double accuracy = new UdEvaluation(copy).Accuracy(new UdEvaluation(sample), column);
        Assert.InRange(accuracy, 0, 0.99);
        Assert.Equal(1, new UdEvaluation(copy).Accuracy(new UdEvaluation(sample), Upos + Xpos - column));

        // Nothing but the column of words, not of multi-word tokens and empty nodes.
        TagSet tags = TrainedTagger.Load(model).Tags;
        string[] before = sample.Split('\n'), after = copy.Split('\n');
        Assert.Equal(before.Length, after.Length);
        for (int n = 0; n < before.Length; n++)
        {
            string[] was = before[n].Split('\t'), now = after[n].Split('\t');
            if (int.TryParse(was[0], NumberStyles.None, CultureInfo.InvariantCulture, out _))
            {
                Assert.True(tags.IndexOf(now[column]) >= 0, after[n]);
                now[column] = was[column];
            }

            Assert.Equal(was, now);
        }
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public void Scores_are_those_of_the_evaluation_on_words(int column, string sample)
    {
        string gold = Numbered(sample, 6), file = Write("gold.conllu", gold), model = Train(column, gold, "--split", "0.5,0.5");
        Assert.Empty(UdRules.Faults(gold));
        var wanted = new UdEvaluation(gold);
        CliAnswer answer = Run("tag", "evaluate", model, file, "--all", "--json");
        Assert.True(answer.Code == 0, answer.Err);
        Assert.Contains($", {wanted.Words} words", answer.Err, StringComparison.Ordinal);
        JsonNode scores = JsonNode.Parse(answer.Out)!["scores"]![0]!;
        Assert.Equal(wanted.Words, scores["words"]!.GetValue<int>());
        double accuracy = new UdEvaluation(Predict(model, gold)).Accuracy(wanted, column);
        Assert.Equal(accuracy, scores["accuracy"]!.GetValue<double>(), 12);
        Assert.InRange(accuracy, 0.3, 1);
    }

    [Fact]
    public void Sentences_of_plain_text_get_ids_and_text()
    {
        string copy = Predict(Train(Upos, Treebank.Text(40)), "the boat  leaves .\r\n\r\n# \u00A0 # sent_id = 1\n\tthe gull\u2028\u200F.\n1-2 boats 8.1");
        Assert.Empty(UdRules.Faults(copy, tree: false));
        Assert.StartsWith("# sent_id = 1\n# text = the boat leaves .\n1\tthe\t_\t", copy, StringComparison.Ordinal);
        Assert.Contains("\n\n# sent_id = 2\n# text = # # sent_id = 1\n1\t#\t_\t", copy, StringComparison.Ordinal);
        Assert.Contains("\n\n# sent_id = 4\n# text = 1-2 boats 8.1\n1\t1-2\t_\t", copy, StringComparison.Ordinal);
        Assert.Empty(UdRules.Faults(Predict(Train(Xpos, Treebank.Text(40)), "the boat\n"), tree: false));
    }

    [Theory]
    [InlineData("4-5\tim", "4-5\tim ", "white space in column 2")]
    [InlineData("# sent_id = de-2", "# sent_id = de-1", "sent_id is missing")]
    [InlineData("# text = Hin", "# tekst = Hin", "text is missing")]
    [InlineData("SpaceAfter=No\n2\t-", "_\n2\t-", "no space after Hin")]
    [InlineData("s Boot.\n", "s Boot\n", "the text goes on with '' where 11 is '.'")]
    [InlineData("\n\n# sent_id = de-2", "\n# sent_id = de-2", "a comment between words")]
    [InlineData("5-6\tam", "5-8\tam", "overlaps")]
    [InlineData("\tNUM\tCARD", "\tZAHL\tCARD", "UPOS ZAHL")]
    [InlineData("\t4\tcompound", "\t1\tcompound", "a cycle")]
    public void The_check_sees_faults(string right, string wrong, string fault)
    {
        string text = UdSamples.German.Replace(right, wrong, StringComparison.Ordinal);
        Assert.NotEqual(UdSamples.German, text);
        Assert.Contains(UdRules.Faults(text), said => said.Contains(fault, StringComparison.Ordinal));
    }

    [Fact]
    public void An_empty_node_between_a_multi_word_token_and_its_words_is_refused()
    {
        string[] lines = UdSamples.Finnish.Split('\n');
        int range = Array.FindIndex(lines, line => line.StartsWith("2-3", StringComparison.Ordinal));
        (lines[range - 1], lines[range]) = (lines[range], lines[range - 1]);
        string text = string.Join('\n', lines);
        Assert.NotEmpty(UdRules.Faults(text));
        CliAnswer answer = Run("tag", "predict", Train(Upos, Treebank.Text(40)), Write("in.conllu", text));
        Assert.Equal(3, answer.Code);
        Assert.EndsWith($"line {range + 1}: the empty node 1.1 stands between the multi-word token of line {range} and its words; put it before that line", answer.Error, StringComparison.Ordinal);
    }

    /// <summary>A sample several times, with ids of their own.</summary>
    private static string Numbered(string sample, int times) => string.Concat(
        Enumerable.Range(0, times).Select(n => sample.Replace("# sent_id = ", $"# sent_id = {n}-", StringComparison.Ordinal)));

    private string Train(int column, string text, params string[] more)
    {
        string path = In("t.qseq"), tags = column == Upos ? "upos" : "xpos";
        CliAnswer answer = Run(["tag", "train", Write("bank.conllu", text), "--epochs", "20", "--hidden", "6", "--tags", tags, "--out", path, .. more]);
        Assert.True(answer.Code == 0, answer.Err);
        return path;
    }

    private string Predict(string model, string text)
    {
        CliAnswer answer = Run("tag", "predict", model, Write("in.conllu", text));
        Assert.True(answer.Code == 0, answer.Err);
        return answer.Out;
    }
}
