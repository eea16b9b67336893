namespace QSeq.Studies;

/// <summary>Taggers on sentences: with a test part by its scores, without one by how soon the sentences are learnt.</summary>
public sealed record TagStudy : Study
{
    /// <summary>With fewer test words nobody is called better: at 85 % right, two standard errors of 500 words are 3 points.</summary>
    public const int MinWords = 500;

    private const int Bars = 50;
    private static readonly int[] Marks = [1, 10];
    private const double LnThree = 1.0986122886681098;

    internal int Words => ((TagCase)Cases[0]).Scored.Sum(sentence => sentence.Words.Length);

    /// <summary>Whether there is a test part; else the sentences learnt are scored.</summary>
    internal bool TestPart => ((TagCase)Cases[0]).Split.Test.Count > 0;

    /// <inheritdoc/>
    public override ImmutableArray<string> Findings(StudyTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        return TestPart ? OfTreebank(table) : OfSentences(table);
    }

    /// <inheritdoc/>
    public override IEnumerable<ReportBlock> Report(StudyResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        StudyTable table = result.Table;
        foreach (ReportBlock block in Opening(result)) yield return block;
        yield return TestPart ? ScoreTable(result) : LearningTable(result);
        foreach (StudyEntry entry in Entries) yield return new Paragraph($"{entry.Label}: {entry.Decoding}.");
        yield return new Paragraph("");
        if (TestPart)
        {
            yield return new Paragraph("Scores on the test part: median over seeds, lowest..highest below. Gates: parameters without embedding and head. Unknown: words that training does not have.");
        }
        else
        {
            yield return new Paragraph("Under an epoch stand accuracy and, below it, training loss (cross-entropy, nats): medians over seeds. All right: the epoch from which on no word is wrong, median, lowest..highest, and in how many seeds.");
            foreach (ReportBlock block in Figure("Accuracy by epoch (Fig. 3 a), from 0 to 1", table, "watched_accuracy", 1)) yield return block;
            foreach (ReportBlock block in Figure("Loss by epoch (Fig. 3 b), from 0 to ln 3 = 1.0986", table, "train_loss", LnThree)) yield return block;
        }

        yield return new Paragraph("Reading: " + string.Join(' ', Findings(table)));
        yield return new Paragraph("");
    }

    /// <summary>Medians over seeds by epoch, up to the last of any run.</summary>
    internal static double[] Curve(StudyTable table, string model, string metric)
    {
        int last = table.Rows.Where(row => row.Model == model && row.Metric == metric).Select(row => row.Epoch).DefaultIfEmpty(0).Max();
        return [.. Enumerable.Range(1, last).Select(epoch => table.Spread(model, metric, epoch: epoch).Median)];
    }

    /// <summary>The epochs from which on all is right, for the seeds where there is one.</summary>
    internal static double[] Settled(StudyTable table, string model) => [.. table.BySeed(model, "settled_epoch").Where(epoch => !double.IsNaN(epoch))];

    private ImmutableArray<string> OfSentences(StudyTable table)
    {
        List<string> text = [];
        foreach (string label in Entries.Select(entry => entry.Label))
        {
            double median = table.Spread(label, "accuracy").Median, parameters = table.Value(label, "parameters");
            double[] settled = Settled(table, label);
            text.Add(median == 1
                ? Invariant($"{label} ({parameters}) has learnt all words in {settled.Length} of {Seeds} seeds, from epoch {Spread.Of(settled.DefaultIfEmpty(double.NaN)).Median:0.#} on in the median of these.")
                : Invariant($"{label} ({parameters}) has not: its median accuracy after {Training.Epochs} epochs is {median:P1}."));
        }

        string table1 = BaselineLabels[0];
        text.Add(Invariant($"A table of each word's most frequent tag, {table.Value(table1, "parameters")} entries, has {table.Value(table1, "accuracy"):P0} right at once: two sentences of {Words} words tell nothing about tagging others."));
        return [.. text];
    }

    private ImmutableArray<string> OfTreebank(StudyTable table)
    {
        double Median(StudyEntry entry) => table.Spread(entry.Label, "accuracy").Median;
        double Gates(StudyEntry entry) => table.Value(entry.Label, "gate_parameters");
        StudyEntry best = Entries.MaxBy(Median)!;
        if (Words < MinWords || Seeds < RankTest.MinValues)
        {
            return
            [
                Invariant($"Highest test accuracy here: {best.Label} with {Median(best):P2}, most frequent tag {table.Value(BaselineLabels[0], "accuracy"):P2}."),
                Words < MinWords
                    ? Invariant($"{NumberText.Count(Words, "test word")} are too few to tell which is better; give a treebank with {MinWords} or more in its test part.")
                    : Invariant($"{NumberText.Count(Seeds, "seed")} do not tell which is better; {RankTest.MinValues} or more do."),
            ];
        }

        List<string> text = [Invariant($"Best by median test accuracy: {best.Label} with {Median(best):P2} and {table.Value(best.Label, "parameters")} parameters, {Gates(best)} of them in the gates.")];
        foreach (string label in BaselineLabels)
        {
            double accuracy = table.Value(label, "accuracy");
            string[] above = [.. Entries.Where(entry => table.Spread(entry.Label, "accuracy").Low > accuracy).Select(entry => entry.Label)];
            text.Add(Invariant($"With every seed above '{label}' ({accuracy:P2}): {(above.Length == 0 ? "none" : above.Length == Entries.Count() ? "all" : string.Join(", ", above))}."));
        }

        foreach (StudyEntry entry in Entries.Where(entry => entry.Label.StartsWith('Q')))
        {
            StudyEntry like = Entries.Where(other => other.Model == "lstm").MinBy(other => Math.Abs(Gates(other) - Gates(entry)))!;
            text.Add(Invariant($"{entry.Label} ({Gates(entry)} in the gates) is {Compare(table, entry, like)} the LSTM nearest in size ({Gates(like)}): {Median(entry):P2} against {Median(like):P2}."));
        }

        text.Add(Invariant($"Better and worse are meant at a level of {RankTest.Level:P0} (rank test, two-sided, over seeds)."));
        return [.. text];
    }

    private static string Compare(StudyTable table, StudyEntry one, StudyEntry other)
    {
        double[] ours = table.BySeed(one.Label, "accuracy"), theirs = table.BySeed(other.Label, "accuracy");
        if (RankTest.TwoSided(ours, theirs) > RankTest.Level) return "not clearly apart from";
        return ours.Sum(a => theirs.Count(b => a > b)) > ours.Sum(a => theirs.Count(b => a < b)) ? "better than" : "worse than";
    }

    private TextTable LearningTable(StudyResult result)
    {
        StudyTable table = result.Table;
        string At(StudyEntry entry, string metric, int epoch) => NumberText.Number(table.Spread(entry.Label, metric, epoch: epoch).Median);
        string AllRight(StudyEntry entry) => Settled(table, entry.Label) is { Length: > 0 } settled
            ? Invariant($"{Spread.Of(settled).Median:0.#}\n{settled.Min()}..{settled.Max()}\n{settled.Length} of {Seeds}")
            : "never";
        return TextTable.Of(
            null,
            Entries,
            [
                ("model", entry => NameLines(entry.Label)),
                (">ours", entry => Invariant($"{table.Value(entry.Label, "parameters")}")),
                (">printed", entry => entry.PrintedValue("parameters") is { } printed ? Invariant($"{printed}") : "-"),
                .. Marks.Where(epoch => epoch < Training.Epochs).Append(Training.Epochs).Select(epoch => ((TextColumn, Func<StudyEntry, TextCell>))(
                    Invariant($">epoch {epoch}"), entry => $"{At(entry, "watched_accuracy", epoch)}\n{At(entry, "train_loss", epoch)}")),
                ("all right", entry => AllRight(entry)),
                (">s/run", entry => SecondsPerRun(result, entry)),
            ]);
    }

    private TextTable ScoreTable(StudyResult result)
    {
        StudyTable table = result.Table;
        string Whole(string label, string metric) => table.Value(label, metric) is var value && double.IsNaN(value) ? "" : Invariant($"{value}");
        string Score((string Label, StudyEntry? Entry) row, string metric, bool range = true)
        {
            if (row.Entry is null) return NumberText.Fixed(table.Value(row.Label, metric));
            Spread spread = table.Spread(row.Label, metric);
            return NumberText.Fixed(spread.Median) + (range ? "\n" + NumberText.FixedEnds(spread) : "");
        }

        return TextTable.Of(
            null,
            Entries.Select(entry => (entry.Label, Entry: (StudyEntry?)entry)).Concat(BaselineLabels.Select(label => (Label: label, Entry: (StudyEntry?)null))),
            ("model", row => NameLines(row.Label)),
            (">in all", row => Whole(row.Label, "parameters")),
            (">gates", row => Whole(row.Label, "gate_parameters")),
            (">accuracy", row => Score(row, "accuracy")),
            (">unknown", row => Score(row, "unknown_accuracy")),
            (">macro F1", row => Score(row, "macro_f1", range: false)),
            (">s/run", row => row.Entry is null ? "" : SecondsPerRun(result, row.Entry)));
    }

    /// <summary>A line of bars a model: the mean of some epochs each.</summary>
    private IEnumerable<ReportBlock> Figure(string title, StudyTable table, string metric, double most)
    {
        yield return new Paragraph(title);
        int width = Entries.Max(entry => entry.Label.Length);
        foreach (string label in Entries.Select(entry => entry.Label))
        {
            double[] all = Curve(table, label, metric);
            int bars = Math.Min(Bars, all.Length);
            IEnumerable<double> means = Enumerable.Range(0, bars).Select(n => all[(n * all.Length / bars)..((n + 1) * all.Length / bars)].Average());
            yield return new Paragraph($"  {label.PadRight(width)} {string.Concat(means.Select(value => Bar(value / most)))}");
        }
    }

    private static char Bar(double share) => double.IsNaN(share) ? '?' : " ▁▂▃▄▅▆▇█"[Math.Clamp((int)Math.Round(share * 8), 0, 8)];

    private static string SecondsPerRun(StudyResult result, StudyEntry entry) =>
        result.SecondsPerRun(entry).ToString("F3", CultureInfo.InvariantCulture);

    private static string NameLines(string label) => label.Replace(" (", "\n(", StringComparison.Ordinal).Replace("frequent ", "frequent\n", StringComparison.Ordinal);
}
