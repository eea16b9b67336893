namespace QSeq.Studies.Reports;

/// <summary>The table of what a run takes and how our figures stand to the printed ones, a model a line.</summary>
internal static class VerdictTable
{
    public static TextTable Of(StudyResult result, Func<StudyEntry, Verdict> verdictOf) => new(
        null,
        ["model", TextColumn.Number("s/run"), "verdict", new TextColumn("why", Wraps: true)],
        [
            .. result.Study.Entries.Select(entry => (System.Collections.Immutable.ImmutableArray<TextCell>)
            [
                entry.Label,
                Spread.Of(result.All.Where(pair => pair.Case.Entry == entry).Select(pair => pair.Run.Seconds)).Median.ToString("F3", System.Globalization.CultureInfo.InvariantCulture),
                Cell(verdictOf(entry)),
                verdictOf(entry).Why,
            ]),
        ]);

    private static TextCell Cell(Verdict verdict) => new(verdict.Word, verdict.Word switch
    {
        "better" or "reproduced" => Tone.Good,
        "worse" => Tone.Bad,
        "baseline" => Tone.Plain,
        _ => Tone.Open,
    });
}
