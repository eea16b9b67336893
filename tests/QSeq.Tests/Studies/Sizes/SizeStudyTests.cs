using System.Globalization;
using QSeq.Data;
using QSeq.Studies;
using QSeq.Studies.Reports;
using QSeq.Studies.Reproduction;
using QSeq.Studies.Sizes;
using QSeq.Tests.Training;

namespace QSeq.Tests.Studies.Sizes;

/// <summary>Quantum models beside classical ones of no more parameters, and what is said of them.</summary>
public class SizeStudyTests
{
    [Fact]
    public void FullAndShortForm()
    {
        SizeStudy full = SizeStudy.Create(), few = SizeStudy.Create(full: false), ett = SizeStudy.Create(Ett(3000), full: false);
        Assert.Equal(["SHM", "Bessel", "Mackey-Glass", "Milan-like"], full.Data.ToArray());
        Assert.Equal(["Bessel", "Mackey-Glass"], few.Data.ToArray());
        Assert.Equal(["Bessel", "Mackey-Glass", "ETTh1"], ett.Data.ToArray());
        Assert.Equal((20, 3, 30), (full.Seeds, few.Seeds, full.Training.Epochs));
        Assert.StartsWith("SHORT FORM: two series, two sizes", few.Settings, StringComparison.Ordinal);
        Assert.StartsWith("70/15/15", full.Settings, StringComparison.Ordinal);
        Assert.Equal("without ETTh1, which is not part of QSeq", Assert.Single(full.Notes));
        Assert.Equal("ETTh1: the first 2000 of 3000 rows of OT", Assert.Single(ett.Notes));
        Assert.Throws<ArgumentException>(() => SizeStudy.Create(Toy.Table(3000, Toy.Wave)));
        Assert.Contains("column 'OT' has 499 values, expected 500 or more; give the whole of ETTh1.csv", Assert.Throws<InvalidDataException>(() => SizeStudy.Create(Ett(499))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void OnlyTheFirstRowsOfEttAreUsed()
    {
        StudyCase one = SizeStudy.Create(Ett(3000), full: false).Cases[^1], other = SizeStudy.Create(Ett(2500), full: false).Cases[^1];
        Assert.Equal(one.Identity(0), other.Identity(0));
        Assert.NotEqual(one.Identity(0), SizeStudy.Create(Ett(1500), full: false).Cases[^1].Identity(0));
    }

    [Fact]
    public void EveryQuantumSizeHasTheLargestClassicalOneOfNoMoreParameters()
    {
        SizeStudy study = SizeStudy.Create();
        foreach (ModelFamily model in ModelFamily.Quantum)
        {
            Assert.Equal(study.Budgets.Select(model.AtMost).OfType<SizedNetwork>().Distinct(), study.SizesOf(model));
            foreach (SizedNetwork size in study.SizesOf(model))
            {
                foreach (ModelFamily baseline in ModelFamily.Classical)
                    if (baseline.AtMost(size.Parameters) is { } mate) Assert.Contains(mate, study.SizesOf(baseline));
            }
        }
    }

    [Fact]
    public void RatiosAndTestsAreOverSizesAndSeeds()
    {
        SizeStudy study = SizeStudy.Create(full: false, seeds: 12);

        // QKAN-LSTM errs twice as much as everything on Bessel, half as much on Mackey-Glass; the others now more, now less.
        StudyTable table = FakeRuns.Of(study, (one, seed, metric, _, _) => metric != "nrmse" ? 0.5 : (one.Entry.Label, one.Data) switch
        {
            ("QKAN-LSTM", "Bessel") => 0.2 * (1 + (0.01 * seed)),
            ("QKAN-LSTM", _) => 0.05 * (1 + (0.01 * seed)),
            ("HQKAN-LSTM", _) => seed % 2 == 0 ? 0.11 : 0.09,
            _ => 0.1,
        }).Table;
        SizeComparison[] all = [.. SizeComparison.Of(study, table).Where(one => one.Baseline == "LSTM")];
        Assert.Equal(8, all.Length);
        SizeComparison worse = all.Single(one => one is { Model: "QKAN-LSTM", Data: "Bessel" }), better = all.Single(one => one is { Model: "QKAN-LSTM", Data: "Mackey-Glass" });
        Assert.Equal(Math.Sqrt(2.10 * 2.12), worse.Ratio, 1e-9);
        Assert.Equal(Math.Sqrt(0.525 * 0.53), better.Ratio, 1e-9);
        Assert.Equal(("higher", "lower"), (worse.Word, better.Word));
        Assert.Equal(8 * 2 / 4096.0, worse.PValue, 1e-12);
        Assert.All(all.Where(one => one.Model != "QKAN-LSTM"), one => Assert.Equal("tie", one.Word));
        Assert.Equal(1, worse.Sizes); // of 171 parameters; there is none of at most 45

        string text = string.Join(' ', study.Findings(table));
        Assert.Contains("Against the LSTM of no more parameters a quantum model has the lower error in 1 of 8 pairs of model and series (QKAN-LSTM: Mackey-Glass 0.53), the higher in 1 (QKAN-LSTM: Bessel 2.11), and is not told apart in 6;", text, StringComparison.Ordinal);
        Assert.Contains("Bessel: the last value (0.0976) and linear AR (3.49e-6) below every network (QLSTM of 39 parameters, 0.1000, the lowest", text, StringComparison.Ordinal);
        Assert.DoesNotContain("cannot tell", text, StringComparison.Ordinal);
        Assert.Contains("3 seeds cannot tell 8 comparisons apart", string.Join(' ', Short().Study.Findings(Short().Table)), StringComparison.Ordinal);
    }

    [Fact]
    public void ARunThatDivergedIsWorseThanAnyOther()
    {
        SizeStudy study = SizeStudy.Create(full: false, seeds: 12);
        StudyTable table = FakeRuns.Of(study, (one, _, _, _, _) => one.Entry.Label == "QKAN-LSTM" ? double.NaN : 0.1).Table;
        SizeComparison one = SizeComparison.Of(study, table).First(one => one is { Model: "QKAN-LSTM", Baseline: "LSTM" });
        Assert.Equal((double.PositiveInfinity, "higher"), (one.Ratio, one.Word));
        Assert.Contains("there is no mean of all ratios, for some diverged.", string.Join(' ', study.Findings(table)), StringComparison.Ordinal);
        StudyTable others = FakeRuns.Of(study, (one, _, _, _, _) => one.Entry.Label == "LSTM" ? double.NaN : 0.1).Table;
        Assert.Equal((0, "lower"), (SizeComparison.Of(study, others)[0].Ratio, SizeComparison.Of(study, others)[0].Word));
        Assert.Contains("(QLSTM: Bessel 0.00, Mackey-Glass 0.00;", string.Join(' ', study.Findings(others)), StringComparison.Ordinal);
        StudyTable none = FakeRuns.Of(study, (_, _, _, _, _) => double.NaN).Table;
        Assert.All(SizeComparison.Of(study, none), each => Assert.Equal((1, "tie"), (each.Ratio, each.Word)));
        Assert.Contains("Bessel: every network diverged.", study.Findings(none));
    }

    [Fact]
    public void TheTextBeginsWithWinsTiesAndLosses()
    {
        StudyResult result = Short();
        using var output = new StringWriter(CultureInfo.InvariantCulture);
        MarkdownText.Write(output, ResultsText.Of([result]));
        string text = output.ToString();
        Assert.StartsWith("## At no more parameters and equal training: where quantum gates win and lose", text, StringComparison.Ordinal);
        Assert.DoesNotContain("win 0", text, StringComparison.Ordinal);
        Assert.Contains("Error against size: 3 seeds cannot tell 8 comparisons apart, whatever their figures; more seeds would.", text, StringComparison.Ordinal);
        Assert.Contains("| data | model | LSTM | GRU | Fourier LSTM | spline LSTM |", text, StringComparison.Ordinal);
        Assert.Contains("| linear AR, 5 | 3.49e-6 |", text, StringComparison.Ordinal);
    }

    [Fact]
    public void WinsTiesAndLossesAreCounted()
    {
        SizeStudy study = SizeStudy.Create(full: false, seeds: 12);
        StudyResult result = FakeRuns.Of(study, (one, seed, _, _, _) => one.Entry.Label switch
        {
            "QKAN-LSTM" => one.Data == "Bessel" ? 0.05 * (1 + (0.01 * seed)) : 0.3 * (1 + (0.001 * seed)),
            "QK-LSTM" or "HQKAN-LSTM" => 0.2 * (1 + (0.003 * seed)),
            _ => 0.1,
        });
        string[] text = [.. ResultsText.Of([result]).Skip(1).TakeWhile(block => block is Paragraph).Select(block => ((Paragraph)block).Text)];
        Assert.StartsWith(
            "At equal size and training, of 8 pairs of a quantum model and a series: beside the LSTM they win 1 (p at most 0.0039), tie 2 and lose 5 (p at most 0.0039); beside the GRU",
            text[0],
            StringComparison.Ordinal);
        Assert.Contains(
            "Four quantum models of up to 215 parameters (QLSTM up to 198) on Bessel, Mackey-Glass were compared at each of their sizes with the largest classical network of no more parameters,",
            text[0],
            StringComparison.Ordinal);
        Assert.Contains("What is tested, over 12 seeds by the paired test of Wilcoxon, p by Holm's rule over the pairs of one kind of network,", text[0], StringComparison.Ordinal);
        Assert.EndsWith("Each series is one draw: p speaks of other seeds, not of other series.", text[0], StringComparison.Ordinal);
        Assert.Equal(
            "- Beside the LSTM. Wins: QKAN-LSTM on Bessel (error ratio 0.53, p = 0.0039). Ties: QLSTM on Bessel (error ratio 1.00, p = 1.00); QLSTM on Mackey-Glass (error ratio 1.00, p = 1.00). Losses:",
            text[1][..(text[1].IndexOf("Losses:", StringComparison.Ordinal) + "Losses:".Length)]);
        Assert.Equal("- Lower than the best network of any size: linear AR on Bessel.", text[5]);
    }

    [Fact]
    public void OfManyTheRangeAndTheLargestChanceAreTold()
    {
        SizeStudy study = SizeStudy.Create(full: false, seeds: 12);
        StudyResult result = FakeRuns.Of(study, (one, seed, _, _, _) => ModelFamily.Find(one.Entry.Label).IsQuantum
            ? (one.Entry.Label == "QLSTM" && seed < 2 ? 0.0999 - (0.001 * seed) : 0.2 + (0.001 * seed) + (one.Data == "Bessel" ? 0.1 : 0)) : 0.1);
        Assert.Contains(
            "- Beside the LSTM. Wins: none. Ties: none. Losses: 8 pairs, error ratios 2.05 to 3.05, p at most 0.0049.",
            ((Paragraph)ResultsText.Of([result]).ElementAt(2)).Text,
            StringComparison.Ordinal);
    }

    [Fact]
    public void ASizeStandsInTheFirstColumnThatItFits()
    {
        SizeStudy study = SizeStudy.Create(seeds: 1);
        TextTable table = study.Report(FakeRuns.Of(study, (_, _, _, _, _) => 0.1)).OfType<TextTable>().First();
        Assert.Equal(["QLSTM", "-", "0.1000\n39", "0.1000\n78", "0.1000\n198", "-", "-"], table.Rows[0].Select(cell => cell.Text));
        Assert.Equal(["LSTM", "0.1000\n18", "0.1000\n43", "0.1000\n76", "0.1000\n166", "0.1000\n442", "0.1000\n967"], table.Rows[4].Select(cell => cell.Text));
    }

    internal static StudyResult Short()
    {
        SizeStudy study = SizeStudy.Create(full: false);
        return FakeRuns.Of(study, (one, seed, _, _, _) => 0.1 + (0.01 * seed) + (one.Entry.Label.Length * 0.001));
    }

    private static SeriesTable Ett(int rows) => new("ETTh1.csv", ["HUFL", "OT"], [[.. Enumerable.Range(0, rows).Select(t => (double)t)], [.. Enumerable.Range(0, rows).Select(t => Toy.Wave(t))]]);
}
