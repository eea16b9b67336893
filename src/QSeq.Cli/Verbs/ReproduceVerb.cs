using QSeq.Quantum.Mitigation;
using QSeq.Studies.Papers;
using QSeq.Studies.Reproduction;

namespace QSeq.Cli.Verbs;

/// <summary><c>qseq reproduce</c>: the QKAN-LSTM paper's experiments beside its printed figures.</summary>
internal sealed class ReproduceVerb(CliContext context)
{
    private const string Pos = "pos";
    private const string Hardware = "hardware";
    private const string HardwareShots = "hardware-shots"; // comes with hardware
    private const string Journal = "study.journal";
    private static readonly string[] Series = ["shm", "bessel", "telecom"];
    private readonly Option<string> _experiment = Opt.Choice(
        "--experiment",
        "One experiment instead of all; hardware and the leaderboards ett, m4-hourly, sunspots and ewt are none of these: they run only when named.",
        null,
        [.. Series, Pos, Hardware, .. Boards.Names]);
    private readonly Option<int?> _seeds = Opt.OptionalInt("--seeds", "Seeds, from 0 up. [default: shm and bessel 20; pos 10, with --data 3; others 5]", 1);
    private readonly Option<int?> _epochs = Opt.OptionalInt(
        "--epochs", "Epochs. [default: 30; telecom 50 with --full, 15 without; pos 100, with --data 200 at most; leaderboards by their own rule]", 1);
    private readonly Option<string?> _data = Opt.Text(
        "--data",
        "PATH",
        "Telecom data: a CSV, one column a series, or a folder of raw Milan files. [default: synthetic data like Milan's] "
        + "With --experiment pos: a treebank, CoNLL-U with UPOS tags. [default: the paper's two sentences] "
        + "Leaderboards need it: ETTh1.csv; a folder with Hourly-train.csv and Hourly-test.csv; sunspots by year; "
        + "en_ewt-ud-train.conllu with en_ewt-ud-dev.conllu beside it.");
    private readonly Option<string[]?> _columns = Opt.List(
        "--columns", "A,B", "Telecom series to use. [default: the first 2, all with --full]");
    private readonly Option<bool> _full = Opt.Flag(
        "--full", "Telecom and m4-hourly in full form: all series and rows, 50 epochs, the paper's rates; three times the windows. Takes long.");
    private readonly Option<bool> _sgd = Opt.Flag("--sgd", "pos: plain SGD at the same learning rate instead of Adam.");
    private readonly Option<string> _curve = Opt.Choice(
        "--extrapolation",
        "hardware: the curve of zero-noise extrapolation.",
        "exponential",
        ["exponential", "linear", "richardson"]);
    private readonly Option<int> _threads = Opt.Threads();
    private readonly Option<string> _out = Opt.Text(
        "--out", "DIR", "Where results.json, losses.csv, predictions.csv, tagging.csv, hardware.csv and models go.", "results");
    private readonly Option<bool> _json = Opt.Flag("--json", "Print results.json instead of tables.");
    private readonly DataOptions _reading = new();

    public static VerbCommand Create(CliContext context)
    {
        var verb = new ReproduceVerb(context);
        return new VerbCommand(
            "reproduce",
            "Train the models of the QKAN-LSTM paper (arXiv 2512.05049) and of the QK-LSTM paper (arXiv 2411.13225, pos) on their "
            + "experiments and print our figures beside the printed ones.",
            "qseq reproduce",
            "qseq reproduce --experiment bessel --seeds 20",
            "qseq reproduce --experiment telecom --data milan.csv --columns square_4459,square_5060 --full",
            "qseq reproduce --experiment pos",
            "qseq reproduce --experiment hardware",
            "qseq reproduce --experiment pos --data en_ewt-ud-dev.conllu",
            "qseq reproduce --experiment ett --data ETTh1.csv --out ett",
            "qseq reproduce --experiment m4-hourly --data m4 --out m4-results")
        {
            verb._experiment, verb._seeds, verb._epochs, verb._data, verb._columns, verb._full, verb._sgd, verb._curve, verb._threads,
            verb._out, verb._json, verb._reading,
        }.Does(verb.Run);
    }

    private void Run(ParseResult parsed)
    {
        string? one = parsed.GetValue(_experiment);
        CheckOptions(parsed, one);
        string folder = parsed.GetValue(_out)!;
        foreach (string own in ReproductionFiles.Names.Append(Journal))
            OutputFile.CheckNotRead(Path.Combine(folder, own), $"{own} in --out", parsed.GetValue(_data));
        OutputFile.CheckFolder(folder, "--out");

        // All data is read before the first run: a bad file is found at once.
        int? seeds = parsed.GetValue(_seeds), epochs = parsed.GetValue(_epochs);
        Study[] studies =
        [
            .. (one is null ? [.. Series, Pos] : one == Hardware ? [Hardware, HardwareShots] : (string[])[one]).Select(name => name switch
            {
                "shm" => QkanLstmPaper.Shm(seeds, epochs),
                "bessel" => QkanLstmPaper.Bessel(seeds, epochs),
                "telecom" => Telecom(parsed, seeds, epochs),
                Pos => Tagging(parsed, one is null ? null : parsed.GetValue(_data), seeds, epochs),
                Hardware => QkanLstmPaper.Hardware(seeds, epochs, Enum.Parse<Extrapolation>(parsed.GetValue(_curve)!, ignoreCase: true)),
                HardwareShots => QkanLstmPaper.HardwareShots(seeds, epochs),
                _ => (Study)Boards.Create(context, parsed, name, parsed.GetValue(_data), _reading, parsed.GetValue(_full), seeds, epochs),
            }),
        ];
        Run(studies, folder, parsed.GetValue(_threads), parsed.GetValue(_json));
    }

    private void CheckOptions(ParseResult parsed, string? one)
    {
        string to = $"--experiment {one}";
        bool board = Boards.Names.Contains(one);
        parsed.Only(one is null or "telecom" or Pos || board, [_data], to, "telecom, pos and leaderboards");
        parsed.Only(one is null or "telecom", [_columns], to, "telecom");
        parsed.Only(one is null or "telecom" or Boards.M4, [_full], to, "telecom and m4-hourly");
        parsed.Only(one is null or "telecom" or Boards.Ett or Boards.Sunspots, _reading.All, to, "telecom, ett and sunspots");
        parsed.Only(one is null or Pos, [_sgd], to, Pos);
        if (parsed.IsGiven(_curve) && one != Hardware)
            throw new UsageException($"{_curve.Name} applies to --experiment {Hardware} alone; leave it out");
    }

    private TagStudy Tagging(ParseResult parsed, string? bank, int? seeds, int? epochs) => bank is null
        ? QkLstmPaper.TwoSentences(seeds, epochs, parsed.GetValue(_sgd))
        : QkLstmPaper.Treebank(
            SentenceInput.Read(context, bank, TagColumn.Upos), SentenceInput.SourceOf(bank), seeds, epochs, parsed.GetValue(_sgd));

    private WindowStudy Telecom(ParseResult parsed, int? seeds, int? epochs)
    {
        string[]? names = parsed.Given(_columns);
        bool full = parsed.GetValue(_full);
        SeriesTable table = parsed.GetValue(_data) switch
        {
            null => MilanLike.Generate(new() { Days = full ? QkanLstmPaper.TelecomDays.Full : QkanLstmPaper.TelecomDays.Short }),
            { } path when Directory.Exists(path) => Raw(path, names, full, _reading.RawGaps(parsed)),
            { } path => DataOptions.Read(context, _reading.Input(parsed, path), _reading.Reading(parsed, names)),
        };
        if (!parsed.IsGiven(_data) && names is not null) table = table.Select(names);
        WindowStudy study = QkanLstmPaper.Telecom(table, full, names is not null, seeds, epochs);
        return full ? study : study with { Notes = [.. study.Notes, "--full takes all rows and series, --columns the series it names"] };
    }

    // Raw Milan files: the squares named, or the most continuous and busiest of all.
    private SeriesTable Raw(string folder, string[]? names, bool full, GapPolicy gaps)
    {
        int[]? squares = names is null ? null : [.. names.Select(DataMilanVerb.SquareOf)];
        MilanReadResult result = DataMilanVerb.Read(context, folder, new MilanReadOptions { Squares = squares, Gaps = gaps });
        return squares is null
            ? DataMilanVerb.Pick(context, result, MilanActivity.SmsIn, full ? 30 : 2)
            : result.Tables[MilanActivity.SmsIn];
    }

    private void Run(Study[] studies, string folder, int threads, bool json)
    {
        TextTable? counts = ReproductionFiles.CountTable(studies);
        if (!json && counts is not null) context.Show([counts]);
        OutputFile.MakeFolder(folder, "--out");
        var files = new ReproductionFiles(folder, studies, threads, QseqApp.Version);
        using StudyJournal journal = OpenJournal(folder, studies);
        try
        {
            foreach (Study study in studies)
            {
                StudyResult result = Work.Run(context, study.Name, 1, work => StudyRunner.Run(
                    study,
                    threads,
                    journal,
                    new Reporter<StudyProgress>(done => work.Reach(done.Share, $"{done.Finished} of {done.Runs} runs")),
                    context.Token));
                files.Write(result);
                if (!json) context.Show(study.Report(result));
            }

            journal.Complete();
        }
        catch (OperationCanceledException)
        {
            string kept = $"{NumberText.Count(journal.Count, "finished run")} kept in {Path.Combine(folder, Journal)}";
            throw new CancelledException(journal.Count == 0
                ? "cancelled; no run was finished, so nothing is kept"
                : $"cancelled; {kept}: the same command goes on from there");
        }

        if (json)
        {
            context.Out.Write(files.ToJson() + "\n");
            return;
        }

        if (counts is not null) context.Paragraph($"Verdicts: {Verdict.Rule}.");
        IEnumerable<string> written = ReproductionFiles.Names.Where(name => File.Exists(Path.Combine(folder, name)));
        if (Directory.Exists(Path.Combine(folder, "models"))) written = written.Append("models/");
        string time = Invariant($"{files.Seconds:F1} s on {NumberText.Count(threads, "thread")}");
        context.Paragraph($"Wall time {time}. Written to {folder}: {string.Join(", ", written)}.");
    }

    /// <summary>The journal of finished runs, and a word about what is taken over from it.</summary>
    private StudyJournal OpenJournal(string folder, Study[] studies)
    {
        string path = Path.Combine(folder, Journal);
        StudyJournal journal = OutputFile.OpenAlone(folder, Journal, () => StudyJournal.Open(path));
        int found = studies.Sum(journal.CountOf), all = studies.Sum(study => study.Runs);
        string other = $"{NumberText.Count(journal.Count, "run")} in {path} {(journal.Count == 1 ? "is" : "are")}";
        if (found > 0) context.Note($"{found} of {all} runs were finished before and are taken over from {path}");
        else if (journal.Count > 0) context.Note($"the {other} of other studies or options and not used; this one begins anew");
        return journal;
    }
}
