namespace QSeq.Studies;

/// <summary>What a study gave.</summary>
/// <param name="Study">The study.</param>
/// <param name="Runs">Its runs, [case][seed]; one of a case without a seed.</param>
/// <param name="Seconds">Wall time in seconds.</param>
public sealed record StudyResult(Study Study, ImmutableArray<ImmutableArray<StudyRun>> Runs, double Seconds)
{
    private readonly Lazy<StudyTable> _table = new(() => new StudyTable(RowsOf(Study, Runs)));

    /// <summary>Runs that were finished before and taken over from a journal; <see cref="Seconds"/> does not hold their time.</summary>
    public int TakenOver { get; init; }

    /// <summary>The time in words.</summary>
    internal string Time => TakenOver == 0
        ? Invariant($"{Seconds:F1} s")
        : Invariant($"{Seconds:F1} s without {NumberText.Count(TakenOver, "run")} finished before");

    /// <summary>All figures.</summary>
    public StudyTable Table => _table.Value;

    /// <summary>The runs with their cases, in order.</summary>
    public IEnumerable<(StudyCase Case, StudyRun Run)> All => Study.Cases.Zip(Runs).SelectMany(pair => pair.Second.Select(run => (pair.First, run)));

    /// <summary>How long a run of a model takes.</summary>
    /// <returns>The median over all of its runs, seconds.</returns>
    public double SecondsPerRun(StudyEntry entry) => Spread.Of(All.Where(pair => pair.Case.Entry == entry).Select(pair => pair.Run.Seconds)).Median;

    private static IEnumerable<StudyRow> RowsOf(Study study, ImmutableArray<ImmutableArray<StudyRun>> runs)
    {
        IEnumerable<StudyRow> Rows(StudyCase one, string model, ulong? seed, StudyMeasure measure) => measure.Values.Select((value, n) => new StudyRow(
            study.Name, one.Data, model, seed, measure.Condition.Length > 0 ? measure.Condition : one.Condition, measure.Epoch + (measure.Epoch > 0 ? n : 0), measure.Metric, value));
        IEnumerable<StudyRow> known =
            from one in study.Cases
            from fact in one.Facts
            from row in Rows(one, one.Entry.Label, null, fact)
            select row;
        IEnumerable<StudyRow> baselines =
            from one in study.Cases.DistinctBy(one => (one.Data, one.Condition))
            from baseline in one.Baselines
            from measure in baseline.Measures
            from row in Rows(one, baseline.Label, null, measure)
            select row;
        IEnumerable<StudyRow> measured =
            from pair in study.Cases.Zip(runs)
            from run in pair.Second
            from measure in run.Measures.Append(StudyMeasure.Of("seconds", run.Seconds)).Append(StudyMeasure.Of("kept_epoch", run.KeptEpoch))
            from row in Rows(pair.First, pair.First.Entry.Label, pair.First.IsSeeded ? run.Seed : null, measure)
            select row;
        return known.Concat(baselines).Concat(measured);
    }
}
