using System.Diagnostics;
using QSeq.Quantum.Mitigation;
using QSeq.Studies;
using QSeq.Studies.DataSets;
using QSeq.Studies.Papers;
using QSeq.Studies.Reproduction;
using Spectre.Console;

namespace QSeq.Cli.Verbs;

/// <summary><c>qseq reproduce</c>: the QKAN-LSTM paper's experiments beside its printed figures.</summary>
internal static class ReproduceVerb
{
    private const string Pos = "pos";
    private const string Hardware = "hardware";
    private const string Journal = "study.journal";
    private static readonly string[] Series = ["shm", "bessel", "telecom"];

    /// <summary>The verb.</summary>
    public static VerbCommand Create(CliContext context)
    {
        Option<string> experiment = Opt.Choice("--experiment", "One experiment instead of all; hardware is none of these: it takes longer and runs only when named.", null, [.. Series, Pos, Hardware]);
        Option<int?> seeds = Opt.OptionalInt("--seeds", "Seeds, from 0 up. [default: 5; pos 10, with --data 3]", 1);
        Option<int?> epochs = Opt.OptionalInt("--epochs", "Epochs. [default: 30; telecom 50 with --full, 15 without; pos 100, with --data 200 at most]", 1);
        Option<string?> data = Opt.Text("--data", "PATH", "Telecom data: a CSV, one column a series, or a folder of raw Milan files. [default: synthetic data like Milan's] With --experiment pos: a treebank, CoNLL-U with UPOS tags. [default: the paper's two sentences]");
        Option<string[]?> columns = Opt.List("--columns", "A,B", "Telecom series to use. [default: the first 2, all with --full]");
        Option<bool> full = Opt.Flag("--full", "Telecom in its full form: all series and rows, 50 epochs, the paper's learning rates. Takes long.");
        Option<bool> sgd = Opt.Flag("--sgd", "pos: plain SGD at the same learning rate instead of Adam.");
        Option<string> curve = Opt.Choice("--extrapolation", "hardware: the curve of zero-noise extrapolation.", "exponential", ["exponential", "linear", "richardson"]);
        Option<int> threads = Opt.Threads();
        Option<string> output = Opt.Text("--out", "DIR", "Where results.json, losses.csv, predictions.csv, tagging.csv, hardware.csv and models go.", "results");
        Option<bool> json = Opt.Flag("--json", "Print results.json instead of tables.");
        var command = new VerbCommand(
            "reproduce",
            "Train the models of the QKAN-LSTM paper (arXiv 2512.05049) and of the QK-LSTM paper (arXiv 2411.13225, pos) on their experiments and print our figures beside the printed ones.",
            "qseq reproduce",
            "qseq reproduce --experiment bessel --seeds 20",
            "qseq reproduce --experiment telecom --data milan.csv --columns square_4459,square_5060 --full",
            "qseq reproduce --experiment pos",
            "qseq reproduce --experiment hardware",
            "qseq reproduce --experiment pos --data en_ewt-ud-dev.conllu") { experiment, seeds, epochs, data, columns, full, sgd, curve, threads, output, json };
        var reading = new DataOptions();
        reading.AddTo(command);
        command.SetAction(parsed =>
        {
            string? one = parsed.GetValue(experiment);
            CheckOptions(parsed, one, [data, columns, full, .. reading.All], sgd);
            if (parsed.IsGiven(curve) && one != Hardware) throw new UsageException($"{curve.Name} applies to --experiment {Hardware} alone; leave it out");
            string folder = parsed.GetValue(output)!;
            foreach (string own in ReproductionFiles.Names.Append(Journal))
                OutputFile.CheckNotRead(Path.Combine(folder, own), $"{own} in --out", parsed.GetValue(data));
            OutputFile.CheckFolder(folder, "--out");

            // All data is read before the first run: a bad file is found at once.
            int? asked = parsed.GetValue(seeds), passes = parsed.GetValue(epochs);
            Study[] studies =
            [
                .. (one is null ? [.. Series, Pos] : (string[])[one]).Select(name => name switch
                {
                    "shm" => QkanLstmPaper.Shm(asked, passes),
                    "bessel" => QkanLstmPaper.Bessel(asked, passes),
                    "telecom" => Telecom(context, parsed),
                    Pos => Tagging(),
                    _ => (Study)QkanLstmPaper.Hardware(asked, passes, Enum.Parse<Extrapolation>(parsed.GetValue(curve)!, ignoreCase: true)),
                }),
            ];
            Run(context, studies, folder, parsed.GetValue(threads), parsed.GetValue(json));
            return ExitCode.Ok;

            TagStudy Tagging() => one is not null && parsed.GetValue(data) is { } bank
                ? QkLstmPaper.Treebank(SentenceInput.Read(context, bank, TagColumn.Upos), SentenceInput.SourceOf(bank), asked, passes, parsed.GetValue(sgd))
                : QkLstmPaper.TwoSentences(asked, passes, parsed.GetValue(sgd));

            WindowStudy Telecom(CliContext context, ParseResult parsed)
            {
                string[]? names = parsed.IsGiven(columns) ? parsed.GetValue(columns) : null;
                bool whole = parsed.GetValue(full);
                SeriesTable table = parsed.GetValue(data) switch
                {
                    null => MilanLike.Generate(new MilanLikeOptions { Days = whole ? QkanLstmPaper.TelecomDays.Full : QkanLstmPaper.TelecomDays.Short }) is var made && names is null ? made : made.Select(names!),
                    { } path when Directory.Exists(path) => Raw(context, path, names, whole, reading.RawGaps(parsed)),
                    { } path => reading.Read(context, parsed, path, names),
                };
                WindowStudy study = QkanLstmPaper.Telecom(table, whole, names is not null, asked, passes);
                return whole ? study : study with { Notes = [.. study.Notes, "--full takes all rows and series, --columns the series it names"] };
            }
        });
        return command;
    }

    // Raw Milan files: the squares named, or the most continuous and busiest of all.
    private static SeriesTable Raw(CliContext context, string folder, string[]? names, bool full, GapPolicy gaps)
    {
        int[]? squares = names is null ? null : [.. names.Select(DataMilanVerb.SquareOf)];
        MilanReadResult result = DataMilanVerb.Read(context, folder, new MilanReadOptions { Squares = squares, Gaps = gaps });
        return squares is null ? DataMilanVerb.Pick(context, result, MilanActivity.SmsIn, full ? 30 : 2) : result.Tables[MilanActivity.SmsIn];
    }

    private static void CheckOptions(ParseResult parsed, string? one, Option[] telecom, Option sgd)
    {
        foreach (Option option in telecom)
        {
            bool applies = one is null or "telecom" || (one == Pos && option.Name == "--data");
            if (parsed.IsGiven(option) && !applies)
                throw new UsageException($"{option.Name} does not apply to --experiment {one}, only to telecom{(option.Name == "--data" ? " and pos" : "")}; leave it out");
        }

        if (parsed.IsGiven(sgd) && one is not null and not Pos) throw new UsageException($"{sgd.Name} does not apply to --experiment {one}, only to {Pos}; leave it out");
    }

    private static void Run(CliContext context, Study[] studies, string folder, int threads, bool json)
    {
        long start = Stopwatch.GetTimestamp();
        IAnsiConsole console = Screen.Of(context);
        var results = new ReproductionResults
        {
            Version = QseqApp.Version,
            Threads = threads,
            Seeds = studies[0].Seeds,
            Counted = [.. studies.Where(study => study is CurveStudy or WindowStudy)],
        };
        if (!json && results.Counted.Length > 0) console.Write([results.CountTable()]);
        OutputFile.MakeFolder(folder, "--out");
        var files = new ReproductionFiles(folder);
        using StudyJournal journal = OpenJournal(context, folder, studies);
        try
        {
            foreach (Study study in studies)
            {
                double before = 0;
                StudyResult result = Work.Run(context, study.Name, 1, work => StudyRunner.Run(study, threads, journal, new Reporter<StudyProgress>(progress =>
                {
                    work.Advance(progress.Share - before, $"{progress.Finished} of {progress.Runs} runs");
                    before = progress.Share;
                }), context.Token));
                results = results with
                {
                    Done = [.. results.Done, result],
                    Complete = results.Done.Length + 1 == studies.Length,
                    Seconds = Stopwatch.GetElapsedTime(start).TotalSeconds,
                };
                files.Write(result, results);
                if (!json) console.Write(study.Report(result));
            }

            journal.Complete();
        }
        catch (OperationCanceledException)
        {
            throw new CancelledException(journal.Count == 0
                ? "cancelled; no run was finished, so nothing is kept"
                : $"cancelled; {NumberText.Count(journal.Count, "finished run")} kept in {Path.Combine(folder, Journal)}: the same command goes on from there");
        }

        if (json)
        {
            context.Out.Write(results.ToJson() + "\n");
            return;
        }

        if (results.Counted.Length > 0) console.Paragraph($"Verdicts: {Verdict.Rule}.");
        string written = string.Join(", ", ReproductionFiles.Names.Where(name => File.Exists(Path.Combine(folder, name))));
        console.Paragraph(Invariant($"Wall time {results.Seconds:F1} s on {NumberText.Count(threads, "thread")}. Written to {folder}: {written}{(Directory.Exists(Path.Combine(folder, "models")) ? ", models/" : "")}."));
    }

    /// <summary>The journal of finished runs, and a word about what is taken over from it.</summary>
    private static StudyJournal OpenJournal(CliContext context, string folder, Study[] studies)
    {
        string path = Path.Combine(folder, Journal);
        StudyJournal journal;
        try
        {
            journal = StudyJournal.Open(path);
        }
        catch (IOException e) when (e is not FileNotFoundException)
        {
            throw new WorkException($"--out {folder} is in use by another process, or {Journal} in it cannot be opened ({e.Message}); wait for it, or choose another --out");
        }

        int found = studies.Sum(journal.CountOf), all = studies.Sum(study => study.Cases.Length * study.Seeds);
        if (found > 0) context.Note($"{found} of {all} runs were finished before and are taken over from {path}");
        else if (journal.Count > 0) context.Note($"the {NumberText.Count(journal.Count, "run")} in {path} {(journal.Count == 1 ? "is" : "are")} of other studies or options and not used; this one begins anew");
        return journal;
    }
}
