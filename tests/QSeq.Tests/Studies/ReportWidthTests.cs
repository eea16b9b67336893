using System.Globalization;
using QSeq.Cli;
using QSeq.Cli.Terminal;
using QSeq.Studies;
using QSeq.Studies.Ablation;
using QSeq.Studies.Papers;
using QSeq.Studies.Reports;
using QSeq.Studies.Reproduction;
using QSeq.Studies.Sizes;
using QSeq.Studies.Systems;

namespace QSeq.Tests.Studies;

/// <summary>In 80 columns nothing of a report is cut off, whatever the figures.</summary>
[Trait(Speed.Name, Speed.Slow)]
public class ReportWidthTests
{
    [Theory]
    [InlineData(0.98765)]
    [InlineData(-0.12345)]
    [InlineData(-1234.5678)]
    [InlineData(123456.789)]
    [InlineData(1.2345e-9)]
    [InlineData(double.NaN)]
    public void NothingIsCutOffAt80Columns(double value)
    {
        Study[] studies = [QkanLstmPaper.Shm(6), QkanLstmPaper.Bessel(6), FindingsTests.Telecom(), QkLstmPaper.TwoSentences(), FindingsTests.Bank(200, 3), QkanLstmPaper.Hardware(5), SizeStudy.Create(), AblationStudy.Create(), SystemStudy.Create(5), QkanLstmPaper.HardwareShots(5)];
        foreach (Study study in studies)
        {
            StudyResult result = FakeRuns.Of(study, (_, seed, metric, _, _) => metric switch
            {
                "circuits" => 123_456_789,
                "shots" => 33_333_333_333,
                "settled_epoch" => 100 - seed,
                "accuracy" or "unknown_accuracy" or "macro_f1" or "watched_accuracy" => 1,
                _ => seed % 2 == 0 ? value : -value,
            });
            Check(study.Report(result));
        }
    }

    [Fact]
    public void NorOfTheTableOfParameters() => Check([ReproductionFiles.CountTable([QkanLstmPaper.Shm(), QkanLstmPaper.Bessel(), FindingsTests.Telecom()])!]);

    private static void Check(IEnumerable<ReportBlock> blocks)
    {
        foreach (ReportBlock block in blocks)
        {
            using var output = new StringWriter(CultureInfo.InvariantCulture);
            using var error = new StringWriter(CultureInfo.InvariantCulture);
            new CliContext { Out = output, Err = error, Width = 80 }.Show([block]);
            string shown = output.ToString();
            Assert.All(shown.Split('\n'), line => Assert.True(line.TrimEnd().Length <= 80, line));
            Assert.DoesNotContain('…', shown);
            if (block is not TextTable table) continue;
            string[] lines = shown.Split('\n');
            for (int c = 0; c < table.Columns.Length; c++)
            {
                IEnumerable<string> texts = table.Rows.Select(row => row[c].Text).Append(table.Columns[c].Header);
                foreach (string text in texts.SelectMany(text => table.Columns[c].Wraps ? text.Split(' ') : text.Split('\n')))
                    Assert.True(lines.Any(line => line.Contains(text.TrimEnd(), StringComparison.Ordinal)), $"'{text}' is not in\n{shown}");
            }
        }
    }
}
