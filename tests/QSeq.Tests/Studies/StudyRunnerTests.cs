using QSeq.Studies;
using QSeq.Tests.Data;
using QSeq.Tests.Training;
using QSeq.Training;

namespace QSeq.Tests.Studies;

public sealed class StudyRunnerTests : IDisposable
{
    private readonly TempFolder _folder = new();

    private string Path => System.IO.Path.Combine(_folder.Path, "study.journal");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void ThreadsChangeNothingAndProgressEndsAtOne()
    {
        List<StudyProgress> told = [];
        StudyResult one = StudyRunner.Run(Small(), 1, progress: new QSeq.Studies.Told<StudyProgress>(told.Add)), three = StudyRunner.Run(Small(), 3);
        Assert.Equal(Figures(one), Figures(three));
        Assert.Equal(new StudyProgress(0, 0, 6), told[0]);
        Assert.Equal(new StudyProgress(1, 6, 6), told[^1]);
        Assert.All(told.Zip(told.Skip(1)), pair => Assert.True(pair.First.Share <= pair.Second.Share));
    }

    [Fact]
    public void AKillAtAnyLineIsGoneOnFrom()
    {
        string expected = Figures(StudyRunner.Run(Small()));
        using (StudyJournal first = StudyJournal.Open(Path)) StudyRunner.Run(Small(), 1, first);
        byte[] bytes = File.ReadAllBytes(Path);
        int[] ends = [.. Enumerable.Range(0, bytes.Length).Where(n => bytes[n] == '\n').Select(n => n + 1)];
        foreach (int length in ends.SelectMany(end => new[] { end, end - 1, Math.Max(0, end - 100) }))
        {
            File.WriteAllBytes(Path, bytes[..length]);
            using StudyJournal journal = StudyJournal.Open(Path);
            int whole = Math.Max(0, ends.Count(end => end <= length) - 1);
            Assert.Equal((whole, whole), (journal.Count, journal.CountOf(Small())));
            List<StudyProgress> told = [];
            StudyResult result = StudyRunner.Run(Small(), 2, journal, new QSeq.Studies.Told<StudyProgress>(told.Add));
            Assert.Equal(whole, told[0].Finished);
            Assert.Equal(expected, Figures(result));
            Assert.Equal(6, journal.Count);
        }
    }

    [Fact]
    public void WhatIsCancelledKeepsItsFinishedRuns()
    {
        using var cancel = new CancellationTokenSource();
        using (StudyJournal journal = StudyJournal.Open(Path))
        {
            var progress = new QSeq.Studies.Told<StudyProgress>(told =>
            {
                if (told.Finished == 2) cancel.Cancel();
            });
            Assert.ThrowsAny<OperationCanceledException>(() => StudyRunner.Run(Small(), 1, journal, progress, cancel.Token));
            Assert.Equal(2, journal.Count);
        }

        using StudyJournal again = StudyJournal.Open(Path);
        Assert.Equal(2, again.CountOf(Small()));
        StudyResult whole = StudyRunner.Run(Small()), resumed = StudyRunner.Run(Small(), 1, again);
        Assert.Equal(Figures(whole), Figures(resumed));
        Assert.Equal((0, 2), (whole.TakenOver, resumed.TakenOver));
        Assert.Equal("1.5 s", (whole with { Seconds = 1.5 }).Time);
        Assert.Equal("1.5 s without 2 runs finished before", (resumed with { Seconds = 1.5 }).Time);
        again.Complete();
        Assert.False(File.Exists(Path));
    }

    [Fact]
    public void RunsOfOtherOptionsAreNeitherTakenNorLost()
    {
        using (StudyJournal first = StudyJournal.Open(Path)) StudyRunner.Run(Small(), 1, first);
        Study other = Small(epochs: 4);
        string expected = Figures(StudyRunner.Run(other));
        using (StudyJournal second = StudyJournal.Open(Path))
        {
            Assert.Equal((6, 0), (second.Count, second.CountOf(other)));
            Assert.Equal(expected, Figures(StudyRunner.Run(other, 1, second)));
            second.Complete();
        }

        using StudyJournal third = StudyJournal.Open(Path);
        Assert.Equal((12, 6), (third.Count, third.CountOf(Small())));
    }

    [Fact]
    public void AJournalWithoutARunLeavesNoFile()
    {
        StudyJournal.Open(Path).Dispose();
        Assert.False(File.Exists(Path));
    }

    [Fact]
    public void ARunComesBackToTheLastBit()
    {
        var run = new StudyRun
        {
            Identity = "id",
            Seed = ulong.MaxValue,
            Stop = StopReason.EarlyStopping,
            Message = "a \"word\"\nand ö",
            Epochs = 3,
            KeptEpoch = 2,
            Seconds = 0.1,
            Measures = [new("loss", [double.NaN, double.PositiveInfinity, 1 / 3.0], 1), StudyMeasure.Of("r2", -double.Epsilon, "exact 0")],
            Weights = [float.Epsilon, -0f, 1 / 3f],
        };
        using (StudyJournal first = StudyJournal.Open(Path)) first.Add(run);
        using StudyJournal second = StudyJournal.Open(Path);
        StudyRun found = second.Find("id")!;
        Assert.Equal(run.Measures[0].Values.AsEnumerable(), found.Measures[0].Values);
        Assert.Equal((-double.Epsilon, 3, 2, 0.1, ulong.MaxValue, run.Message, StopReason.EarlyStopping), (found.Value("r2", "exact 0"), found.Epochs, found.KeptEpoch, found.Seconds, found.Seed, found.Message, found.Stop));
        Assert.Equal(run.Weights.Select(BitConverter.SingleToInt32Bits), found.Weights!.Select(BitConverter.SingleToInt32Bits));
    }

    [Fact]
    public void AStudyOfOnesOwnIsShownByMedians()
    {
        StudyResult result = StudyRunner.Run(Small() with { Metrics = ["r2", "mse"] });
        var table = result.Study.Report(result).OfType<QSeq.Studies.Reports.TextTable>().Single();
        Assert.Equal(["data", "condition", "model", "r2", "mse"], table.Columns.Select(column => column.Header));
        Assert.StartsWith(NumberText.Number(result.Table.Spread("QKAN-LSTM", "r2", "y").Median), table.Rows[0][3].Text, StringComparison.Ordinal);
        Assert.Equal(2, table.Rows.Length);
    }

    private static Study Small(int epochs = 3) => new()
    {
        Name = "small",
        Title = "Small",
        Source = "waves",
        Settings = "none",
        Seeds = 3,
        Training = new TrainingOptions { Epochs = epochs },
        Cases =
        [
            .. QSeq.Studies.Papers.QkanLstmPaper.BesselEntries.Where(entry => entry.Model is "qkan-lstm" or "hqkan-lstm")
                .Select(entry => ForecastCaseTests.Case(Toy.Wave, 0.2, entry, new TrainingOptions { Epochs = epochs })),
        ],
    };

    // All figures but times, and all weights.
    private static string Figures(StudyResult result)
    {
        using var text = new StringWriter(System.Globalization.CultureInfo.InvariantCulture);
        new StudyTable(result.Table.Rows.Where(row => row.Metric != "seconds")).WriteCsv(text);
        foreach ((_, StudyRun run) in result.All) text.WriteLine(Convert.ToHexString(System.Runtime.InteropServices.MemoryMarshal.AsBytes(run.Weights.AsSpan())));
        return text.ToString();
    }
}
