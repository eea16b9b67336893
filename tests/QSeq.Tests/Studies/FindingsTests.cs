using System.Collections.Immutable;
using System.Globalization;
using QSeq.Data;
using QSeq.Studies;
using QSeq.Studies.Papers;

namespace QSeq.Tests.Studies;

/// <summary>What studies say of their figures, sentence by sentence.</summary>
public class FindingsTests
{
    [Fact]
    public void AModelIsHigherOrLowerThanAnLstmOfItsSizeOnlyWhereSeedsTell()
    {
        CurveStudy study = QkanLstmPaper.Bessel(seeds: 12, epochs: 2);
        Dictionary<string, double> final = new() { ["QLSTM"] = 0.4, ["QLSTM (script)"] = 0.45, ["QKAN-LSTM"] = 0.9, ["HQKAN-LSTM"] = 0.7, ["LSTM (small)"] = 0.8 };
        double Of(StudyCase one) => final.GetValueOrDefault(one.Entry.Label, 0.5);
        string text = Text(study, (one, seed, metric, epoch, _) => metric == "test_r2" && epoch == 2 ? Of(one) * (1 + (0.01 * seed)) : 0.1);
        Assert.Contains("Best network after 2 epochs by median R2: QKAN-LSTM with 0.9495 and 58 parameters.", text, StringComparison.Ordinal);
        Assert.Contains(
            "QKAN-LSTM (58) has the higher test R2 than LSTM (small) (43) (p = 0.0063), GRU (58) (p = 0.0063), Fourier LSTM (58) (p = 0.0063), spline LSTM (58) (p = 0.0063); has the lower test R2 than linear AR (5) (p = 0.0063).",
            text,
            StringComparison.Ordinal); // 13 * 2 / 2^12
        Assert.Contains("HQKAN-LSTM (33) has the higher test R2 than LSTM (18) (p = 0.0063), GRU (33) (p = 0.0063); has the lower", text, StringComparison.Ordinal);
        Assert.DoesNotContain("cannot tell", text, StringComparison.Ordinal);
        string few = Text(QkanLstmPaper.Bessel(seeds: 5, epochs: 2), (one, seed, _, _, _) => Of(one) * (1 + (0.01 * seed)));
        Assert.Contains("QKAN-LSTM (58) is not told apart from LSTM (small) (43) (p = 0.81),", few, StringComparison.Ordinal);
        Assert.Contains("5 seeds cannot tell them apart", few, StringComparison.Ordinal);
        string mixed = Text(study, (one, seed, _, _, _) => Of(one) * (seed % 2 == 0 ? 1 : -1) + (0.01 * seed));
        Assert.DoesNotContain("than LSTM", mixed, StringComparison.Ordinal);
        Assert.Contains("The linear AR baseline with 5 parameters reaches 1.0000, above every network.", text, StringComparison.Ordinal);

        string high = Text(study, (_, _, _, _, _) => 2); // no R2, but above that of linear AR
        Assert.Contains("below the best network", high, StringComparison.Ordinal);
        string diverged = Text(study, (one, seed, _, _, _) => one.Entry.Label == "QKAN-LSTM" ? double.NaN : 0.5 + (0.01 * seed));
        Assert.Contains("QKAN-LSTM (58) has the lower test R2 than LSTM (small) (43) (p = 0.0063)", diverged, StringComparison.Ordinal);
        Assert.Equal("Every model diverged.", Text(study, (_, seed, _, _, _) => seed == 1 ? double.NaN : 0));
    }

    [Fact]
    public void ErrorsByWindowAreCountedAgainstTheSmallLstmAndTheLastValue()
    {
        WindowStudy study = Telecom();
        string text = Text(study, (one, _, metric, _, _) => (one.Entry.Label, one.Condition) switch
        {
            ("QKAN-LSTM", "window 4" or "window 8") => 1e-30,
            ("HQKAN-LSTM", _) => 1e6,
            ("LSTM (small)", _) => 1e-20,
            _ => 1e-10,
        });
        Assert.Contains("Lowest MAE by window: LSTM (small) in 4 of 6, QKAN-LSTM in 2 of 6;", text, StringComparison.Ordinal);
        Assert.Contains("QKAN-LSTM has a lower MAE than the small LSTM in 2 of 6 windows.", text, StringComparison.Ordinal);
        Assert.Contains("HQKAN-LSTM has a lower MAE than the small LSTM in 0 of 6 windows.", text, StringComparison.Ordinal);
        Assert.Contains("Without a lower MAE than the naive baseline at some window: HQKAN-LSTM", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0.95, 0.99, false)] // on Bessel the last value scores 0.9899
    [InlineData(0.995, 0.85, true)]
    public void AForecastIsUsefulOnlyWhereItBeatsTheLastValue(double bessel, double shm, bool useful)
    {
        DeviceStudy study = QkanLstmPaper.Hardware(seeds: 1);
        ImmutableArray<string> text = study.Findings(FakeRuns.Of(study, (one, _, _, _, _) => one.Data == "bessel" ? bessel : shm).Table);
        Assert.Equal(useful, text[0].Contains("QKAN-LSTM on bessel (last value 0.990) is useful with exact probabilities up to 3 %, mitigated up to 3 %;", StringComparison.Ordinal));
        Assert.Equal(!useful, text[0].Contains(string.Create(CultureInfo.InvariantCulture, $"QKAN-LSTM on bessel is not useful even on an exact device: R2 {bessel:F4}, last value 0.9899."), StringComparison.Ordinal));

        // 0.99 is above the last value of SHM, 0.9285, and above 0.9; 0.85 is neither.
        Assert.Equal(shm == 0.99, text[2].Contains("is useful with", StringComparison.Ordinal));
    }

    [Fact]
    public void NoiseThatAForecastIsUsefulAtIsNamedWhereItIsNotAllFromNone()
    {
        DeviceStudy study = QkanLstmPaper.Hardware(seeds: 1);
        string text = Text(study, (_, _, _, _, condition) => condition switch
        {
            "exact 0 0" or "4096 0 0" or "256 0.03 0.02" or "256 0.001 0.02" => 0.999,
            _ when condition.StartsWith("1024", StringComparison.Ordinal) => condition.StartsWith("1024 0 ", StringComparison.Ordinal) ? 0.1 : 0.999,
            _ => 0.1,
        });
        Assert.Contains("with 4096 shots only without gate noise (never with misread bits)", text, StringComparison.Ordinal);
        Assert.Contains("with 1024 shots only at 0.1 % and 1 % and 3 %, mitigated", text, StringComparison.Ordinal);
        Assert.Contains("with 256 shots never (only at 0.1 % and 3 % with misread bits), mitigated never", text, StringComparison.Ordinal);
    }

    [Fact]
    public void MitigationAndTrainingUnderNoiseAreCounted()
    {
        DeviceStudy study = QkanLstmPaper.Hardware(seeds: 3);
        string text = Text(study, (one, seed, metric, _, condition) => (metric, condition) switch
        {
            ("r2", "256 0.03 0.02 mitigated") => 0.5, // one of 7 noisy rows of each of 4 models
            ("r2", "exact 0.03 0 trained under it") when one.Data == "shm" => 0.7 + (0.01 * seed),
            ("r2", _) => 0.4,
            ("circuits", _) => 2 * 329, // of Bessel's 329 windows
            _ => 0,
        });
        Assert.Contains("Mitigation at 256 shots raises the median R2 in 4 of 28 noisy rows, makes 0 useful that were not and 0 useless that were useful.", text, StringComparison.Ordinal);
        Assert.Contains("Mitigation at 1024 shots raises the median R2 in 0 of 28", text, StringComparison.Ordinal);
        Assert.Contains("raises the median R2 in 2 of 16 cases, in 2 so that even its worst seed beats the best one", text, StringComparison.Ordinal);
        Assert.Contains("QKAN-LSTM on bessel 2 circuits, 0 shots", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0.8, 0.9, 3, "QLSTM (552 in the gates) is better than the LSTM nearest in size (512): 90.10 % against 80.10 %.")]
    [InlineData(0.9, 0.8, 3, "QLSTM (552 in the gates) is worse than the LSTM nearest in size (512): 80.10 % against 90.10 %.")]
    [InlineData(0.9, 0.9001, 3, "QLSTM (552 in the gates) is not clearly apart from")]
    [InlineData(0.8, 0.9, 2, "2 seeds do not tell which is better; 3 or more do.")]
    public void TaggersAreCalledBetterWhereSeedsTell(double lstm, double quantum, int seeds, string expected)
    {
        TagStudy study = Bank(200, seeds);
        string text = Text(study, (one, seed, _, _, _) => (one.Entry.Label.StartsWith('Q') ? quantum : lstm) + (0.001 * seed));
        Assert.Contains(expected, text, StringComparison.Ordinal);
        Assert.Equal(seeds > 2, text.Contains("With every seed above 'most frequent tag'", StringComparison.Ordinal));
    }

    [Fact]
    public void AFewWordsTellNothing()
    {
        TagStudy study = Bank(20, 5);
        Assert.Contains("test words are too few to tell which is better; give a treebank with 500 or more", Text(study, (_, seed, _, _, _) => 0.5 + (0.001 * seed)), StringComparison.Ordinal);
    }

    [Fact]
    public void TheTwoSentencesAreLearntOrNot()
    {
        TagStudy study = QkLstmPaper.TwoSentences(seeds: 2);
        string text = Text(study, (one, seed, metric, _, _) => (one.Entry.Label, metric) switch
        {
            ("LSTM", "settled_epoch") => 4 + seed,
            (_, "settled_epoch") => double.NaN,
            ("LSTM", _) => 1,
            _ => 0.5,
        });
        Assert.Contains("LSTM (477) has learnt all words in 2 of 2 seeds, from epoch 4.5 on in the median of these. QLSTM (199) has not: its median accuracy after 100 epochs is 50.0 %.", text, StringComparison.Ordinal);
        Assert.Contains("A table of each word's most frequent tag, 9 entries, has 100 % right at once: two sentences of 9 words", text, StringComparison.Ordinal);
    }

    internal static WindowStudy Telecom()
    {
        double[] values = [.. Enumerable.Range(0, 200).Select(t => 10 + Training.Toy.Wave(t))];
        return QkanLstmPaper.Telecom(new SeriesTable("waves", ["a", "b"], [values, [.. values.Reverse()]]), full: false, seeds: 2, epochs: 1);
    }

    internal static TagStudy Bank(int sentences, int seeds)
    {
        string[] words = ["ba", "do", "ki"];
        IReadOnlyList<TaggedSentence> bank = [.. Enumerable.Range(0, sentences).Select(n => new TaggedSentence(
            [.. Enumerable.Range(0, 20).Select(t => words[(n + t) % 3])], [.. Enumerable.Range(0, 20).Select(t => t % 2 == 0 ? "A" : "B")]))];
        return QkLstmPaper.Treebank(bank, "a bank", seeds);
    }

    private static string Text(Study study, FakeRuns.Figure figure) => string.Join(' ', study.Findings(FakeRuns.Of(study, figure).Table));
}
