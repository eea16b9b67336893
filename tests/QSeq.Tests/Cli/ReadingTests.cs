using System.Globalization;
using System.Text;
using System.Text.Json;
using QSeq.Core;

namespace QSeq.Tests.Cli;

/// <summary>What a fleet and a tagger say of their scores agrees with the scores themselves.</summary>
public sealed class ReadingTests : CliRun
{
    [Theory]
    [InlineData("waves", 1, " For most of these series the linear AR is the better choice.")]
    [InlineData("walks", 1, " For most of these series the last value is the better forecast.")]
    [InlineData("chaos", 40, "")]
    public void A_fleet_is_read_as_its_series_have_it(string kind, int epochs, string advice)
    {
        CliAnswer answer = Run("fleet", Fleet(kind), "--hidden", "8", "--window", "4", "--split", "0.5", "--epochs", $"{epochs}", "--out", In("f"));
        Assert.Equal(0, answer.Code);
        string[][] lines = [.. File.ReadLines(In("f/fleet.csv")).SkipWhile(line => !line.StartsWith("series,", StringComparison.Ordinal)).Select(line => line.Split(','))];
        double[] Column(string name) => [.. lines[1..].Select(cells => double.Parse(cells[Array.IndexOf(lines[0], name)], CultureInfo.InvariantCulture))];
        double[] Ratios(string name) => [.. Column("test_mae").Zip(Column(name), (model, baseline) => model / baseline).Order()];
        double[] naive = Ratios("naive_mae"), linear = Ratios("linear_ar_mae");
        int toNaive = naive.Count(ratio => ratio < 1), toLinear = linear.Count(ratio => ratio < 1);

        // The data does what it is for.
        Assert.Equal(advice, toLinear < 2 ? " For most of these series the linear AR is the better choice." : toNaive < 2 ? " For most of these series the last value is the better forecast." : "");
        string expected = string.Create(
            CultureInfo.InvariantCulture,
            $"than the naive forecast on {toNaive} of 3 series and than a linear AR (5 coefficients) on {toLinear} of 3; on the median series its MAE is {(linear[1] > 20 ? Times(linear[1]) : Percent(linear[1]))} that of the linear AR.{advice} Trained");
        Assert.Contains(expected, OneLine(answer.Out), StringComparison.Ordinal);

        static string Times(double ratio) => FormattableString.Invariant($"{ratio:G3} times");
        static string Percent(double ratio) => FormattableString.Invariant($"{100 * Math.Abs(ratio - 1):F1} % {(ratio < 1 ? "below" : "above")}");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_tagger_says_who_is_better_as_its_own_scores_have_it(bool ambiguous)
    {
        string data = Write("b.conllu", ambiguous ? Ambiguous() : Treebank.Text(350));
        CliAnswer trained = Run("tag", "train", data, "--epochs", ambiguous ? "8" : "1", "--hidden", ambiguous ? "8" : "1", "--out", In("t.qseq"));
        Assert.Equal(0, trained.Code);
        using JsonDocument json = JsonDocument.Parse(Run("tag", "evaluate", In("t.qseq"), data, "--json").Out);
        double[] accuracy = [.. json.RootElement.GetProperty("scores").EnumerateArray().Select(row => row.GetProperty("accuracy").GetDouble())];
        Assert.Equal(ambiguous, accuracy[0] > accuracy[1]); // the data does what it is for
        foreach (string said in (string[])[OneLine(trained.Out), OneLine(Run("tag", "evaluate", In("t.qseq"), data).Out)])
        {
            Assert.Equal(ambiguous, said.Contains("The model is better than the most frequent tag of each word here", StringComparison.Ordinal));
            Assert.Equal(!ambiguous, said.Contains("The model is worse than the most frequent tag of each word here", StringComparison.Ordinal));
            Assert.Contains(string.Create(CultureInfo.InvariantCulture, $": {100 * (1 - accuracy[0]):F1} % of words are wrong against {100 * (1 - accuracy[1]):F1} % (p < 0.001, paired t-test over "), said, StringComparison.Ordinal);
        }
    }

    private static string OneLine(string text) => string.Join(' ', text.Split((char[])['\n', ' '], StringSplitOptions.RemoveEmptyEntries));

    /// <summary>
    /// Three series: waves, which a linear AR forecasts exactly; short random walks, on whose 6 training windows 5 coefficients say
    /// little; x' = 3.8 x (1 - x), which no linear forecast is any good at.
    /// </summary>
    private string Fleet(string kind)
    {
        var random = new RandomSource(7, "walks");
        double[] last = [0.3, 0.4, 0.55];
        var text = new StringBuilder("a,b,c\n");
        for (int t = 0; t < (kind == "walks" ? 16 : 300); t++)
        {
            for (int c = 0; c < 3; c++)
            {
                last[c] = kind switch
                {
                    "waves" => Math.Sin((0.3 + (0.1 * c)) * t),
                    "walks" => last[c] + random.NextDouble() - 0.5,
                    _ => 3.8 * last[c] * (1 - last[c]),
                };
            }

            text.AppendJoin(',', last.Select(x => x.ToString("R", CultureInfo.InvariantCulture))).Append('\n');
        }

        return Write("f.csv", text.ToString());
    }

    /// <summary>Sentences in which a word is a noun after "at" and a verb after "up".</summary>
    private static string Ambiguous()
    {
        var random = new RandomSource(3, "ambiguous");
        var text = new StringBuilder();
        for (int s = 0; s < 200; s++, text.Append('\n'))
        {
            for (int w = 1; w <= 20; w += 2)
            {
                bool noun = random.NextInt(2) == 0;
                text.Append(CultureInfo.InvariantCulture, $"{w}\t{(noun ? "at" : "up")}\t_\tADP\t_\t_\t_\t_\t_\t_\n");
                text.Append(CultureInfo.InvariantCulture, $"{w + 1}\tword{random.NextInt(20)}\t_\t{(noun ? "NOUN" : "VERB")}\t_\t_\t_\t_\t_\t_\n");
            }
        }

        return text.ToString();
    }
}
