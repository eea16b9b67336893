using QSeq.Studies.Ablation;
using QSeq.Studies.Reproduction;
using QSeq.Studies.Sizes;
using QSeq.Studies.Systems;

namespace QSeq.Cli.Reports;

/// <summary>The page of <c>qseq reproduce --report</c>.</summary>
internal static class StudyPage
{
    private const string Edges =
        "The two edges with the most power of each QKAN model, the run of seed 0: phi(x), the share of its power by frequency, and the path of "
        + "the qubit's state on the Bloch sphere from the dot to the square, seen along y and along x. Solid: after training; dashed: before it.";

    /// <summary>The page of studies that are done.</summary>
    /// <param name="results">What their runs gave, at least one.</param>
    /// <param name="command">What they were made by.</param>
    /// <param name="cancellationToken">Ends the work: some models are trained again for few epochs.</param>
    /// <exception cref="OperationCanceledException">It was ended.</exception>
    public static Page Of(IReadOnlyList<StudyResult> results, string command, CancellationToken cancellationToken = default) => new(
        "Results",
        $"{NumberText.Count(results.Sum(result => result.Study.Runs), "run")} of "
            + $"{string.Join(", ", results.Select(result => result.Study.Name))}.",
        [.. Verdicts(results), .. results.Select(result => Section(result, cancellationToken))],
        new FactList([new Fact("command", command), new Fact("qseq", QseqApp.Version)]));

    // Each part of the verdicts stands below a heading.
    private static IEnumerable<PageSection> Verdicts(IReadOnlyList<StudyResult> results)
    {
        ReportBlock[] blocks = [.. ReproductionFiles.Verdicts(results)];
        for (int n = 0; n < blocks.Length; n++)
        {
            if (blocks[n] is Heading heading)
                yield return new PageSection(heading.Text, [.. blocks.Skip(n + 1).TakeWhile(block => block is not Heading)]);
        }
    }

    private static PageSection Section(StudyResult result, CancellationToken cancellationToken) => new(
        result.Study.Title,
        [
            .. Figures(result, cancellationToken),
            .. result.Study.Report(result).Where(block => block is not Heading heading || heading.Text != result.Study.Title)
                .SelectMany(block => HeatFigures.Of(block).Append(block)),
        ]);

    private static IEnumerable<ReportBlock> Figures(StudyResult result, CancellationToken cancellationToken) => result.Study switch
    {
        CurveStudy =>
            [.. LearningFigures.Of(result), .. FitFigures.Of(result, cancellationToken), new Paragraph(Edges), .. EdgeFigures.Of(result)],
        SizeStudy sizes => SizeFigures.Of(sizes, result.Table),
        AblationStudy ablation => SizeFigures.Of(ablation, result.Table),
        SystemStudy systems => SystemFigures.Of(systems, result.Table),
        WindowStudy windows => WindowFigures.Of(windows, result.Table),
        TagStudy tags => TagFigures.Of(tags, result.Table),
        _ => [],
    };
}
