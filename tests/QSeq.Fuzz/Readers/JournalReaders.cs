using QSeq.Cli;
using QSeq.Cli.Fleet;
using QSeq.Data;
using QSeq.Evaluation;
using QSeq.Studies;

namespace QSeq.Fuzz.Readers;

/// <summary>Journals of fleets and of studies.</summary>
internal static class JournalReaders
{
    public static IEnumerable<FuzzReader> All(Workbench bench)
    {
        Directory.CreateDirectory(bench.In("fleet"));
        Dictionary<string, string> settings = FleetSettings.Of(bench.Forecasters[0].Recipe, SeriesPanel.Of(bench.Series), "two");
        byte[] fleet = Fleet(bench, settings);
        yield return new FuzzReader("journal", [fleet], input => Reopened(bench, settings, input), typeof(UsageException), typeof(WorkException), typeof(InvalidDataException))
        {
            Mutate = SignedLines.Mutate,
            Share = 60,
            Say = Said,
        };
        byte[][] lines = SignedLines.Lines(fleet);
        yield return new FuzzReader("journal-line", lines[1..], input => Reopened(bench, settings, Framed(lines, input)), typeof(UsageException), typeof(WorkException), typeof(InvalidDataException)) { Share = 60, Say = Said };
        yield return new FuzzReader("study", [Study(bench)], input => Studied(bench, input), typeof(InvalidDataException)) { Mutate = SignedLines.Mutate, Share = 60 };
    }

    private static string Said(Exception e) => Failures.Describe(e, CancellationToken.None).Message;

    // A line of the journal; one that is the head of another fleet stands first.
    private static byte[] Framed(byte[][] lines, byte[] input)
    {
        byte[] line = [.. input.Where(value => value is not ((byte)'\n' or (byte)'\t'))];
        return SignedLines.Sign(input.AsSpan().StartsWith("{\"format\""u8) ? [line] : [lines[0], line]);
    }

    private static byte[] Fleet(Workbench bench, Dictionary<string, string> settings)
    {
        using (FleetJournal journal = FleetJournal.Open(bench.In("fleet"), settings, restart: true))
        {
            var scores = new Scores(12, 0.5, 0.25, 0.125);
            journal.Add(new FleetRecord { Series = "north", Seed = 7, Epochs = 3, BestEpoch = 2, Train = scores, Validation = scores, Test = scores, Naive = scores, LinearAr = scores, Seconds = 0.5, Digest = new string('7', 64), Offset = 1, Scale = 2, Weights = [1, -0.5f] });
            journal.Add(new FleetRecord { Series = "süd", Seed = 8, Failure = "too short" });
        }

        return File.ReadAllBytes(bench.In("fleet", FleetJournal.Name));
    }

    private static string? Reopened(Workbench bench, Dictionary<string, string> settings, byte[] input)
    {
        File.WriteAllBytes(bench.In("fleet", FleetJournal.Name), input);
        using FleetJournal journal = FleetJournal.Open(bench.In("fleet"), settings, restart: false);
        FleetRecord[] records = [.. journal.Records.Values];
        FleetSummary summary = FleetSummary.Of(records, 0, 1, 1);
        FleetFiles.WriteCsv(bench.In("fleet"), records, 3);
        return records.All(record => record.Weights?.All(float.IsFinite) != false) ? Judge.MessageProblem(summary.Reading(3, 3)) : "a weight is not finite";
    }

    private static byte[] Study(Workbench bench)
    {
        string path = bench.In("study.journal");
        using (var journal = StudyJournal.Open(path))
        {
            var run = new StudyRun { Identity = "abc", Seed = 1, Stop = default, Epochs = 2, KeptEpoch = 1, Seconds = 1.5, Measures = [StudyMeasure.Of("test_r2", 0.5), new StudyMeasure("loss", [1, 0.5], 1)], Weights = [1, 2] };
            journal.Add(run);
            journal.Add(run with { Identity = "def", Message = "diverged", Weights = null });
        }

        return File.ReadAllBytes(path);
    }

    private static string? Studied(Workbench bench, byte[] input)
    {
        using var journal = StudyJournal.Open(bench.Write("study.journal", input));
        StudyRun? run = journal.Find("abc");
        _ = (run?.Curve("loss"), run?.Value("test_r2"));
        return journal.Count >= 0 ? null : "a count below 0";
    }
}
