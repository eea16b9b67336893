namespace QSeq.Studies.Reproduction;

/// <summary>A figure that a paper prints, ours beside it, and what is to be said of the two.</summary>
/// <param name="Table">The table of the paper.</param>
/// <param name="Name">Which cell: model, epoch or window, and what was measured.</param>
/// <param name="Printed">The printed figure.</param>
/// <param name="Ours">Ours: a count, or a median over seeds with its interval.</param>
/// <param name="Verdict">Where the printed figure lies among ours, and why.</param>
internal sealed record PrintedCell(string Table, string Name, string Printed, string Ours, Verdict Verdict)
{
    /// <summary>Whether another model of ours is held against the same figure before.</summary>
    public bool IsAgain { get; private init; }

    /// <summary>The word for a count or a setting that is ours too.</summary>
    public const string Same = "same";

    /// <summary>The word for one that is not.</summary>
    public const string Other = "other";

    /// <summary>Every printed cell of the studies that there are.</summary>
    public static ImmutableArray<PrintedCell> Of(IReadOnlyCollection<StudyResult> results) =>
    [
        .. results.Where(result => result.Study is CurveStudy or WindowStudy).SelectMany(Counts),
        .. results.SelectMany(result => result.Study switch
        {
            CurveStudy curves => Curves(curves, result.Table),
            WindowStudy windows => Windows(windows, result.Table),
            TagStudy { TestPart: false } tags => Tags(tags, result.Table),
            _ => [],
        }),
    ];

    private static IEnumerable<PrintedCell> Counts(StudyResult result) =>
        from entry in result.Study.Entries
        where !Repeats(result.Study, entry) && entry.PrintedValue("parameters") is not null
        let all = entry.PrintedValue("parameters")
        let quantum = entry.PrintedValue("quantum_parameters")
        let one = result.Study.Cases.First(one => one.Entry == entry)
        let own = (All: one.Fact("parameters"), Quantum: one.Fact("quantum_parameters"))
        from cell in ((string Name, double? Printed, double Ours)[])
        [
            .. quantum > 0 ? [("classical parameters", all - quantum, own.All - own.Quantum), ("quantum parameters", quantum, own.Quantum)] : Array.Empty<(string, double?, double)>(),
            ("parameters", all, own.All),
        ]
        select new PrintedCell(
            "I",
            Invariant($"{result.Study.Name}, {entry.Label}, {cell.Name}"),
            Invariant($"{cell.Printed}"),
            Invariant($"{cell.Ours}"),
            cell.Ours == cell.Printed ? new(Same, "") : new(Other, entry.Decoding));

    // An entry that is held against the figures of one before it.
    private static bool Repeats(Study study, StudyEntry entry) =>
        study.Entries.TakeWhile(other => other != entry).Any(other => !other.Printed.IsEmpty && other.Printed.SequenceEqual(entry.Printed));

    private static IEnumerable<PrintedCell> Curves(CurveStudy study, StudyTable table) =>
        from entry in study.Entries
        from metric in ((string Name, string Text)[])[("test_r2", "R2"), ("test_mse", "loss")]
        from epoch in study.PrintedEpochs
        let printed = entry.PrintedValue(metric.Name, epoch)
        where printed is not null
        select new PrintedCell(
            study.Name == "shm" ? "II" : "III",
            Invariant($"{entry.Label}, epoch {epoch}, {metric.Text}"),
            NumberText.Number(printed.Value),
            Figure(table, entry.Label, metric.Name, "", epoch),
            Judge(study, entry, table, metric.Name, epoch, printed.Value))
        { IsAgain = Repeats(study, entry) };

    private static Verdict Judge(CurveStudy study, StudyEntry entry, StudyTable table, string metric, int epoch, double printed)
    {
        if (epoch > study.Training.Epochs) return new("not comparable", Invariant($"{study.Training.Epochs} epochs were run"));
        if (entry.NotComparable is { } reason) return new("not comparable", reason);
        Verdict verdict = Verdict.Of([.. table.BySeed(entry.Label, metric, epoch: epoch)], printed);
        return entry.Remark is { } remark && verdict.Word is Verdict.Above or Verdict.Below ? verdict with { Why = $"{verdict.Why}; {remark}" } : verdict;
    }

    private static IEnumerable<PrintedCell> Windows(WindowStudy study, StudyTable table) =>
        from entry in study.Entries
        from window in study.Windows
        from metric in (string[])["mae", "mse"]
        let printed = entry.PrintedValue(metric, 0, window)
        where printed is not null
        select new PrintedCell(
            "IV",
            $"{entry.Label}, {window}, {metric.ToUpperInvariant()}",
            NumberText.Number(printed.Value),
            Figure(table, entry.Label, "original_" + metric, window, 0),
            WindowStudy.VerdictOf(entry));

    // Table I of the QK-LSTM paper: settings, which are used as they are printed, and two counts.
    private static IEnumerable<PrintedCell> Tags(TagStudy study, StudyTable table)
    {
        const string Name = "I of arXiv 2411.13225";
        yield return new(Name, "epochs", "100", Invariant($"{study.Training.Epochs}"), study.Training.Epochs == 100 ? new(Same, "") : new(Other, "as asked for"));
        double rate = study.Training.Optimizer.LearningRate;
        yield return new(Name, "learning rate", "0.1", Invariant($"{rate}"), rate == 0.1 ? new(Same, "") : new(Other, ""));
        yield return new(Name, "vocabulary", "5", Invariant($"{study.Words}"), new(Other, "the two sentences have nine words as written, and the printed counts need nine"));
        foreach (StudyEntry entry in study.Entries)
        {
            if (entry.PrintedValue("parameters") is not { } printed) continue;
            double ours = table.Value(entry.Label, "parameters");
            yield return new(Name, $"{entry.Label}, parameters", Invariant($"{printed}"), Invariant($"{ours}"), ours == printed ? new(Same, entry.Decoding) : new(Other, entry.Decoding));
        }
    }

    private static string Figure(StudyTable table, string label, string metric, string condition, int epoch)
    {
        double median = table.Spread(label, metric, null, condition, epoch).Median;
        if (double.IsNaN(median)) return "-"; // it was not measured, and the verdict says why
        BootstrapInterval interval = table.Interval(label, metric, null, condition, epoch);
        return $"{NumberText.Number(median)} [{NumberText.Ends(interval.Low, interval.High)}]";
    }
}
