namespace QSeq.Studies;

/// <summary>
/// A study: models on data, each trained from several seeds and measured alike. <see cref="StudyRunner"/> does its runs. What it
/// shows of them is a table of medians here; studies of their own kind derive from it.
/// </summary>
public record Study
{
    /// <summary>A short name, such as <c>bessel</c>.</summary>
    public required string Name { get; init; }

    /// <summary>For people.</summary>
    public required string Title { get; init; }

    /// <summary>Which data this is.</summary>
    public required string Source { get; init; }

    /// <summary>What was repaired or left out of the data.</summary>
    public ImmutableArray<string> Notes { get; init; } = [];

    /// <summary>Split, scaling, training and so on, in words.</summary>
    public required string Settings { get; init; }

    /// <summary>How models are trained; learning rate and seed differ from run to run.</summary>
    public required TrainingOptions Training { get; init; }

    /// <summary>How many seeds, from 0 up.</summary>
    public required int Seeds { get; init; }

    /// <summary>The models on the data, in the order in which they are shown.</summary>
    public required ImmutableArray<StudyCase> Cases { get; init; }

    /// <summary>How many runs there are: one for each case and seed, of cases without a seed one each.</summary>
    public int Runs => Cases.Sum(SeedsOf);

    /// <summary>The models, each once.</summary>
    public IEnumerable<StudyEntry> Entries => Cases.Select(one => one.Entry).DistinctBy(entry => entry.Label);

    /// <summary>What tables call the baselines.</summary>
    public ImmutableArray<string> BaselineLabels => [.. Cases[0].Baselines.Select(baseline => baseline.Label)];

    /// <summary>The metrics of which a table shows the median over seeds; those of the run as a whole.</summary>
    public ImmutableArray<string> Metrics { get; init; } = [];

    /// <summary>How often a case is run: once for each seed, or once.</summary>
    internal int SeedsOf(StudyCase one) => one.IsSeeded ? Seeds : 1;

    /// <summary>What the figures say, in plain sentences.</summary>
    public virtual ImmutableArray<string> Findings(StudyTable table) => [];

    /// <summary>What is shown to people.</summary>
    /// <returns>Headings, paragraphs and tables.</returns>
    public virtual IEnumerable<ReportBlock> Report(StudyResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        return
        [
            .. Opening(result),
            TextTable.Of(
                null,
                Cases,
                [
                    ("data", one => one.Data), ("condition", one => one.Condition), ("model", one => one.Entry.Label),
                    .. Metrics.Select(metric => ((TextColumn, Func<StudyCase, TextCell>))(
                        ">" + metric, one => NumberText.Range(result.Table.Spread(one.Entry.Label, metric, one.Data, one.Condition)))),
                ]),
            .. Findings(result.Table).Select(sentence => new Paragraph(sentence)),
        ];
    }

    /// <summary>Title, data, notes and settings.</summary>
    protected IEnumerable<ReportBlock> Opening(StudyResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        yield return new Heading(Title);
        yield return new Paragraph("Data: " + Source);
        foreach (string note in Notes) yield return new Paragraph("Note: " + note);
        yield return new Paragraph(Invariant($"Settings: {Settings}; {NumberText.Count(Seeds, "seed")}, {result.Time}"));
    }

    /// <summary>What a run of some models takes and how our figures stand to the printed ones, a model a line; then the findings.</summary>
    private protected IEnumerable<ReportBlock> Closing(StudyResult result, IEnumerable<StudyEntry> entries, Func<StudyEntry, Verdict> verdictOf) =>
    [
        TextTable.Of(
            null,
            entries.Select(entry => (Entry: entry, Verdict: verdictOf(entry))),
            ("model", pair => pair.Entry.Label),
            (">s/run", pair => result.SecondsPerRun(pair.Entry).ToString("F3", CultureInfo.InvariantCulture)),
            ("verdict", pair => new TextCell(pair.Verdict.Word, pair.Verdict.Word switch
            {
                Verdict.Within => Tone.Good,
                Verdict.Above or Verdict.Below => Tone.Bad,
                "baseline" => Tone.Plain,
                _ => Tone.Open,
            })),
            (new TextColumn("why", Wraps: true), pair => pair.Verdict.Why)),
        new Paragraph("Reading: " + string.Join(' ', Findings(result.Table))),
        new Paragraph(""),
    ];
}
