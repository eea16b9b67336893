using System.Collections.Immutable;
using System.Text.Json.Nodes;
using QSeq.Studies;
using QSeq.Studies.Boards;
using QSeq.Studies.Reproduction;
using QSeq.Training;

namespace QSeq.Tests.Studies.Boards;

public class BoardStudyTests
{
    private static readonly BoardColumn Error = new("mse", "h", "MSE at\n96", 3);
    private static readonly BoardColumn Accuracy = new("accuracy", "h", "accuracy", 3, true);

    [Theory]
    [InlineData(0.0694, "0.0694 in the median over seeds, with 9,876 parameters; theirs, 0.069, is reached")]
    [InlineData(0.0501, "theirs, 0.069, is reached")]
    [InlineData(0.0696, "theirs, 0.069, is not reached")]
    [InlineData(double.NaN, "NaN in the median over seeds, with 9,876 parameters; theirs, 0.069, is not reached")]
    public void AFigureIsReachedWhenItIsNoWorseAsPrinted(double ours, string expected)
    {
        BoardStudy study = Study(new Line("ours", true, seed => ours, 0.5, 9876)) with { Aims = [new BoardAim(Error, 0.069, "theirs")] };
        Assert.Contains(expected, Assert.Single(Findings(study)), StringComparison.Ordinal);
        BoardStudy more = Study(new Line("ours", true, seed => 1 - ours, 0.5, 9876)) with { Aims = [new BoardAim(Accuracy, 0.931, "theirs")] };
        Assert.EndsWith(expected.Contains("not", StringComparison.Ordinal) ? "is not reached." : "is reached.", Assert.Single(Findings(more)), StringComparison.Ordinal);
    }

    [Fact]
    public void OneIsChosenByValidationAndNotByTheTestPart()
    {
        BoardStudy study = Study(
            new Line("lucky", true, _ => 0.01, 0.9, 1), new Line("sound", true, seed => 0.1 + (0.01 * seed), 0.2, 2), new Line("diverged", true, _ => 0, double.NaN, 3),
            new Line("method", false, _ => 0.3, 0.1, 4), new Line("worse method", false, _ => 0.2, 0.4, 5));
        Assert.Equal("Best on validation data, h, MSE at 96: of networks sound, 0.1100; of lines without a seed method, 0.3000.", Assert.Single(Findings(study)));
        string aim = Assert.Single(Findings(study with { Aims = [new BoardAim(Error, 0.105, "theirs")] }));
        Assert.StartsWith("MSE at 96: sound, the best of 3 on validation data, has 0.1100", aim, StringComparison.Ordinal);
        Assert.EndsWith("is not reached. Of the lines without a seed method, best on validation data, has 0.3000.", aim, StringComparison.Ordinal);
    }

    [Fact]
    public void OfficialFiguresAreComparedAsPrinted()
    {
        var row = new PrintedRow("naive", [new("mse", 0.123, Condition: "h"), new("accuracy", 0.5, Condition: "h")], "somewhere");
        BoardStudy same = Study(new Line("naive, ours", false, _ => 0.1234, 1, 0)) with { Printed = [row], Official = [("naive, ours", row)] };
        Assert.Equal("naive, ours gives the printed figures in 1 of 2 columns; accuracy 0.1234 where 0.500 is printed.", Findings(same)[0]);
        row = row with { Figures = [row.Figures[0]] };
        Assert.Equal("naive, ours gives the printed figures in all 1 columns.", Findings(same with { Official = [("naive, ours", row)] })[0]);
    }

    [Theory]
    [InlineData(123456.789)]
    [InlineData(-0.5)]
    [InlineData(1.5e9)]
    [InlineData(double.NaN)]
    public void NothingIsCutOffAt80Columns(double value)
    {
        BoardStudy study = Study(new Line("a network of some kind", true, seed => seed == 1 ? -value : value, 1, 123_456_789), new Line("method", false, _ => value, 1, 3)) with
        {
            Groups = [new BoardGroup("Four", [.. Enumerable.Range(0, 2).Select(_ => Error), .. Enumerable.Range(0, 2).Select(_ => Accuracy)])],
            Printed = [new PrintedRow("a printed row with a long name", [new PrintedFigure("mse", value, Condition: "h")], "somewhere")],
        };
        ReportText.Of(study.Report(StudyRunner.Run(study)));
    }

    [Fact]
    public void ALineWithoutASeedIsRunOnceAndTakenOver()
    {
        var method = new Line("method", false, _ => 1, 1, 3);
        BoardStudy study = Study(new Line("network", true, seed => seed, 1, 1), method);
        Assert.Equal(4, study.Runs);
        string path = Path.Combine(Directory.CreateTempSubdirectory("qseq").FullName, "study.journal");
        StudyResult first, second;
        using (StudyJournal journal = StudyJournal.Open(path)) first = StudyRunner.Run(study, 2, journal);
        using (StudyJournal journal = StudyJournal.Open(path))
        {
            Assert.Equal(4, journal.CountOf(study));
            second = StudyRunner.Run(study, 1, journal);
            journal.Complete();
        }

        Assert.False(File.Exists(path));
        Directory.Delete(Path.GetDirectoryName(path)!);
        Assert.Equal(1, method.Done);
        Assert.Equal([3, 1], second.Runs.Select(runs => runs.Length));
        Assert.Equal(first.Table.Rows, second.Table.Rows);
        Assert.Equal([0ul, 1ul, 2ul], second.Table.Seeds);
        Assert.All(second.Table.Rows.Where(row => row.Model == "method"), row => Assert.Null(row.Seed));
        Assert.Equal(1, second.Table.Value("method", "mse", "data", "h"));
        Assert.Equal(new Spread(1, 0, 2, 0.5, 1.5), study.Figure(second.Table, study.Cases[0].Entry, "mse", "h"));
        Assert.Equal(Spread.OfOne(1), study.Figure(second.Table, method.Entry, "mse", "h"));
        Assert.True(double.IsNaN(study.Figure(second.Table, method.Entry, "mse", "other").Median));
    }

    [Fact]
    public void ResultsHoldPrintedRowsAndOurs()
    {
        BoardStudy study = Study(new Line("network", true, seed => seed, 1, 12), new Line("method", false, _ => 0.5, 2, 3)) with
        {
            Printed = [new PrintedRow("theirs", [new PrintedFigure("mse", 0.25, Condition: "h")], "somewhere")],
        };
        string folder = Directory.CreateTempSubdirectory("qseq").FullName;
        new ReproductionFiles(folder, [study], 1, "0").Write(StudyRunner.Run(study));
        JsonNode board = JsonNode.Parse(File.ReadAllText(Path.Combine(folder, "results.json")))!["board"]!;
        Assert.False(Directory.Exists(Path.Combine(folder, "models"))); // there are none
        Directory.Delete(folder, recursive: true);
        Assert.Equal(0.25, board["printed"]![0]!["figures"]![0]!["value"]!.GetValue<double>());
        JsonNode network = board["entries"]![0]!, method = board["entries"]![1]!;
        Assert.Equal((1, 0, 2), (network["figures"]![0]!["median"]!.GetValue<double>(), network["figures"]![0]!["low"]!.GetValue<double>(), network["figures"]![0]!["high"]!.GetValue<double>()));
        JsonNode parameters = network["costs"]!.AsArray().Single(cost => cost!["metric"]!.GetValue<string>() == "parameters")!;
        Assert.Equal(("h", 12.0), (parameters["condition"]!.GetValue<string>(), parameters["median"]!.GetValue<double>()));
        Assert.Equal(0.5, method["figures"]![0]!["median"]!.GetValue<double>());
    }

    private static ImmutableArray<string> Findings(BoardStudy study) => study.Findings(StudyRunner.Run(study).Table);

    private static BoardStudy Study(params Line[] lines) => new()
    {
        Name = "board",
        Title = "A board",
        Source = "nowhere",
        Settings = "none",
        Training = new TrainingOptions(),
        Seeds = 3,
        Groups = [new BoardGroup("Errors", [Error, Accuracy])],
        Printed = [],
        Cases = [.. lines],
    };

    private sealed class Line(string label, bool seeded, Func<double, double> figure, double validation, double parameters)
        : StudyCase("data", new BoardEntry { Label = label, Model = "", Decoding = "a line" }, "h")
    {
        public int Done { get; private set; }

        public override string Source => "nowhere";

        public override double Cost => 1;

        public override bool IsSeeded => seeded;

        public override ImmutableArray<StudyMeasure> Facts => [];

        public override StudyRun Run(ulong seed, IProgress<double>? progress = null, CancellationToken cancellationToken = default)
        {
            Done++;
            double value = figure(seed);
            return new StudyRun
            {
                Identity = Identity(seed),
                Seed = seed,
                Stop = StopReason.Completed,
                Epochs = 1,
                KeptEpoch = 1,
                Seconds = 1.5,
                Measures = [StudyMeasure.Of("mse", value), StudyMeasure.Of("accuracy", value), StudyMeasure.Of("validation", validation), StudyMeasure.Of("parameters", parameters)],
            };
        }

        protected override string Describe(ulong seed) => $"{Entry.Label} {seed}";
    }
}
