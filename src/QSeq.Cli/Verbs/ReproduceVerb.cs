using QSeq.Quantum.Mitigation;
using QSeq.Studies.Ablation;
using QSeq.Studies.Boards;
using QSeq.Studies.Papers;
using QSeq.Studies.Reproduction;
using QSeq.Studies.Sizes;
using QSeq.Studies.Systems;

namespace QSeq.Cli.Verbs;

/// <summary><c>qseq reproduce</c>: the QKAN-LSTM paper's experiments beside its printed figures.</summary>
internal sealed class ReproduceVerb(CliContext context)
{
    private const string Pos = "pos";
    private const string Hardware = "hardware";
    private const string Size = "size";
    private const string Ablation = "ablation";
    private const string Systems = "systems";
    private const string HardwareShots = "hardware-shots"; // comes with hardware
    private const string Journal = "study.journal";
    private const string Telecom = "telecom";
    private static readonly string[] All = ["shm", "bessel", Telecom, Pos, Size, Ablation, Systems, Hardware];
    private static readonly string[] InFull = [Telecom, Size, Ablation, Systems, Boards.M4];
    private readonly Option<string> _experiment = Opt.Choice(
        "--experiment",
        "One experiment instead of all; the leaderboards ett, m4-hourly, sunspots and ewt are none of these: they run only when named.",
        null,
        [.. All, .. Boards.Names]);
    private readonly Option<int?> _seeds = Opt.OptionalInt("--seeds", "Seeds, from 0 up. [default: shm and bessel 20; pos 10, with --data 3; size and ablation 3, with --full 20; systems 5, with --full 11; others 5; systems and hardware 1 in the short form of all]", 1);
    private readonly Option<int?> _epochs = Opt.OptionalInt(
        "--epochs", "Epochs. [default: 30; telecom 50 with --full, 15 without; pos 100, with --data 200 at most; leaderboards by their own rule]", 1);
    private readonly Option<string?> _data = Opt.Text(
        "--data",
        "PATH",
        "Telecom data: a CSV, one column a series, or a folder of raw Milan files. [default: synthetic data like Milan's] "
        + "With --experiment pos: a treebank, CoNLL-U with UPOS tags. [default: the paper's two sentences] "
        + "Leaderboards need it: ETTh1.csv; a folder with Hourly-train.csv and Hourly-test.csv; sunspots by year; "
        + "en_ewt-ud-train.conllu with en_ewt-ud-dev.conllu beside it.");
    private readonly Option<string?> _ett = Opt.Text("--ett", "FILE", "size: ETTh1.csv, whose oil temperature is then one more series. [default: without]");
    private readonly Option<string[]?> _columns = Opt.List(
        "--columns", "A,B", "Telecom series to use. [default: the first 2, all with --full]");
    private readonly Option<bool> _full = Opt.Flag(
        "--full",
        "Everything in full form: telecom with all series and rows, 50 epochs and the paper's rates; size and ablation on all series, with all sizes, from 20 seeds; systems from 11; m4-hourly with three times the windows. Takes about 15 minutes on two cores; stopped, it goes on where it was.");
    private readonly Option<bool> _sgd = Opt.Flag("--sgd", "pos: plain SGD at the same learning rate instead of Adam.");
    private readonly Option<string> _curve = Opt.Choice(
        "--extrapolation",
        "hardware: the curve of zero-noise extrapolation.",
        "exponential",
        ["exponential", "linear", "richardson"]);
    private readonly Option<int> _threads = Opt.Threads();
    private readonly Option<string> _out = Opt.Text(
        "--out", "DIR", "Where results.md, results.json, table.csv, losses.csv, predictions.csv, tagging.csv, hardware.csv and models go.", "results");
    private readonly Option<string?> _report = ReportOption.Create("figures, tables and verdicts");
    private readonly Option<string?> _figures = Opt.Text(
        "--figures", "DIR", "Write every figure of the page to this folder, each as an SVG file of its own.");
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
            "qseq reproduce --full --ett ETTh1.csv --out evidence",
            "qseq reproduce --experiment size --full",
            "qseq reproduce --report results.html --figures figures",
            "qseq reproduce --experiment hardware",
            "qseq reproduce --experiment systems --seeds 10",
            "qseq reproduce --experiment pos --data en_ewt-ud-dev.conllu",
            "qseq reproduce --experiment ett --data ETTh1.csv --out ett",
            "qseq reproduce --experiment m4-hourly --data m4 --out m4-results")
        {
            verb._experiment, verb._seeds, verb._epochs, verb._data, verb._ett, verb._columns, verb._full, verb._sgd, verb._curve, verb._threads,
            verb._out, verb._report, verb._figures, verb._json, verb._reading,
        }.Does(verb.Run);
    }

    private void Run(ParseResult parsed)
    {
        string? one = parsed.GetValue(_experiment);
        CheckOptions(parsed, one);
        string folder = parsed.GetValue(_out)!;
        foreach (string own in ReproductionFiles.Names.Append(Journal))
            OutputFile.CheckNotRead(Path.Combine(folder, own), $"{own} in --out", parsed.GetValue(_data), parsed.GetValue(_ett));
        OutputFile.CheckFolder(folder, "--out");
        string[] written = [.. ReproductionFiles.Names.Append(Journal).Select(own => Path.Combine(folder, own))];
        string? report = ReportOption.Check(parsed, _report, parsed.GetValue(_data), written);
        if (report is not null) OutputFile.CheckNotRead(report, ReportOption.Name, parsed.GetValue(_ett));
        string? figures = parsed.GetValue(_figures);
        if (figures is not null) OutputFile.CheckFolder(figures, _figures.Name);

        // All data is read before the first run: a bad file is found at once.
        int? seeds = parsed.GetValue(_seeds), epochs = parsed.GetValue(_epochs);
        bool full = parsed.GetValue(_full);
        int? few = one is null && !full ? 1 : null; // of what takes long, in the short form of all
        Study[] studies =
        [
            .. (one is null ? All : [one]).SelectMany(name => name == Hardware ? [name, HardwareShots] : (string[])[name]).Select(name => name switch
            {
                "shm" => QkanLstmPaper.Shm(seeds, epochs),
                "bessel" => QkanLstmPaper.Bessel(seeds, epochs),
                Telecom => Activity(parsed, seeds, epochs),
                Pos => Tagging(parsed, one is null ? null : parsed.GetValue(_data), seeds, epochs),
                Size => Sizes(parsed, full, seeds, epochs),
                Ablation => AblationStudy.Create(full, seeds, epochs),
                Systems => SystemStudy.Create(seeds ?? (full ? 11 : few), epochs),
                HardwareShots => QkanLstmPaper.HardwareShots(seeds ?? few, epochs),
                Hardware => QkanLstmPaper.Hardware(seeds ?? few, epochs, Enum.Parse<Extrapolation>(parsed.GetValue(_curve)!, ignoreCase: true)),
                _ => (Study)Boards.Create(context, parsed, name, parsed.GetValue(_data), _reading, full, seeds, epochs),
            }),
        ];
        string? data = parsed.GetValue(_data);
        string command = CommandText.Of(parsed, data ?? "", data is null ? "" : _reading.Input(parsed, data).Shown);
        List<StudyResult> results = Run(studies, folder, command, parsed.GetValue(_threads), parsed.GetValue(_json));
        if (report is null && figures is null) return;
        Page page = StudyPage.Of(results, command, context.Token);
        if (report is not null) ReportOption.Write(context, report, page);
        if (figures is not null) ReportOption.WriteFigures(context, figures, _figures.Name, page);
    }

    private void CheckOptions(ParseResult parsed, string? one)
    {
        string to = $"--experiment {one}";
        bool board = Boards.Names.Contains(one);
        parsed.Only(one is null or Telecom or Pos || board, [_data], to, "telecom, pos and leaderboards");
        parsed.Only(one is null or Telecom, [_columns], to, Telecom);
        parsed.Only(one is null or Size, [_ett], to, Size);
        parsed.Only(one is null || InFull.Contains(one), [_full], to, string.Join(", ", InFull));
        parsed.Only(one is null or Telecom or Size or Boards.Ett or Boards.Sunspots, _reading.All, to, "telecom, size, ett and sunspots");
        parsed.Only(one is null or Pos, [_sgd], to, Pos);
        parsed.Only(one is null or Hardware, [_curve], to, Hardware);
    }

    private TagStudy Tagging(ParseResult parsed, string? bank, int? seeds, int? epochs) => bank is null
        ? QkLstmPaper.TwoSentences(seeds, epochs, parsed.GetValue(_sgd))
        : QkLstmPaper.Treebank(
            SentenceInput.Read(context, bank, TagColumn.Upos), SentenceInput.SourceOf(bank), seeds, epochs, parsed.GetValue(_sgd));

    private SizeStudy Sizes(ParseResult parsed, bool full, int? seeds, int? epochs)
    {
        SeriesTable? ett = Ett(parsed);
        SizeStudy study = SizeStudy.Create(ett, full, seeds, epochs);
        return ett is null ? study with { Notes = [.. study.Notes, $"{_ett.Name} ETTh1.csv adds it"] } : study;
    }

    private SeriesTable? Ett(ParseResult parsed) => parsed.GetValue(_ett) is { } path
        ? DataOptions.Read(context, _reading.Input(parsed, path), _reading.Reading(parsed, [EttBoard.Column]))
        : null;

    private WindowStudy Activity(ParseResult parsed, int? seeds, int? epochs)
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

    private List<StudyResult> Run(Study[] studies, string folder, string command, int threads, bool json)
    {
        TextTable? counts = ReproductionFiles.CountTable(studies);
        if (!json && counts is not null) context.Show([counts]);
        OutputFile.MakeFolder(folder, "--out");
        var files = new ReproductionFiles(folder, studies, threads, QseqApp.Version) { Command = command };
        List<StudyResult> results = [];
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
                results.Add(result);
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
            return results;
        }

        if (counts is not null) context.Paragraph($"Verdicts: {Verdict.Rule}.");
        IEnumerable<string> written = ReproductionFiles.Names.Where(name => File.Exists(Path.Combine(folder, name)));
        if (Directory.Exists(Path.Combine(folder, "models"))) written = written.Append("models/");
        string time = Invariant($"{files.Seconds:F1} s on {NumberText.Count(threads, "thread")}");
        context.Paragraph($"Wall time {time}. Written to {folder}: {string.Join(", ", written)}.");
        return results;
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
