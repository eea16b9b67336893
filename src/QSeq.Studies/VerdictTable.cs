namespace QSeq.Studies;

/// <summary>The table of what a run takes and how our figures stand to the printed ones, a model a line.</summary>
internal static class VerdictTable
{
    public static TextTable Of(StudyResult result, Func<StudyEntry, Verdict> verdictOf) => TextTable.Of(
        null,
        result.Study.Entries.Select(entry => (Entry: entry, Verdict: verdictOf(entry))),
        ("model", pair => pair.Entry.Label),
        (">s/run", pair => result.SecondsPerRun(pair.Entry).ToString("F3", CultureInfo.InvariantCulture)),
        ("verdict", pair => new TextCell(pair.Verdict.Word, pair.Verdict.Word switch
        {
            "better" or "reproduced" => Tone.Good,
            "worse" => Tone.Bad,
            "baseline" => Tone.Plain,
            _ => Tone.Open,
        })),
        (new TextColumn("why", Wraps: true), pair => pair.Verdict.Why));
}
