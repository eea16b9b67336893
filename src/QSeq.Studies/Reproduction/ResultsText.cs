using QSeq.Studies.Sizes;

namespace QSeq.Studies.Reproduction;

/// <summary>results.md: what was reproduced and what not, what is to be believed of it, and the tables of all studies.</summary>
internal static class ResultsText
{
    public static IEnumerable<ReportBlock> Of(IReadOnlyCollection<StudyResult> results)
    {
        PrintedCell[] cells = [.. PrintedCell.Of(results)];
        SizeComparison[] sizes = [.. results.Where(result => result.Study is SizeStudy).SelectMany(result => SizeComparison.Of((SizeStudy)result.Study, result.Table))];
        SeedComparison[] mates = [.. results.Where(result => result.Study is CurveStudy).SelectMany(result => ((CurveStudy)result.Study).Comparisons(result.Table))];
        if (sizes.Length > 0 || mates.Length > 0)
        {
            yield return new Heading("At equal size and training: where quantum gates win, tie and lose");
            foreach (string text in (string[])[.. OfSizes(sizes), .. OfMates(mates), .. results.SelectMany(TooFew)]) yield return new Paragraph(text);
        }

        if (cells.Length > 0)
        {
            yield return new Heading("Every printed cell");
            yield return new Paragraph(Count(cells));
            yield return new Paragraph(Invariant($"Ours: median over seeds and the {SeedShare.Level:P0} bootstrap interval of it. Verdict: {Verdict.Rule}. QLSTM (script) is held against the same figures as QLSTM. Tables without a number of a paper are of arXiv 2512.05049."));
            foreach (IGrouping<string, PrintedCell> table in cells.GroupBy(cell => cell.Table))
            {
                yield return TextTable.Of(
                    $"Table {table.Key}",
                    table,
                    ("cell", cell => cell.Name),
                    (">printed", cell => cell.Printed),
                    (">ours", cell => cell.Ours),
                    ("verdict", cell => cell.Verdict.Word),
                    (new TextColumn("why", Wraps: true), cell => cell.Verdict.Why));
            }
        }

        foreach (StudyResult result in results)
        {
            foreach (ReportBlock block in result.Study.Report(result)) yield return block;
        }
    }

    private static string Count(PrintedCell[] cells)
    {
        IEnumerable<string> counts = cells.CountBy(cell => cell.Verdict.Word).OrderByDescending(pair => pair.Value).Select(pair => Invariant($"{pair.Value} {pair.Key}"));
        return Invariant($"Of {cells.Length} printed cells: {string.Join(", ", counts)}.");
    }

    private static IEnumerable<string> OfSizes(SizeComparison[] all)
    {
        foreach (IGrouping<string, SizeComparison> baseline in all.GroupBy(one => one.Baseline))
        {
            SizeComparison[] Of(string word) => [.. baseline.Where(one => one.Word == word)];
            (SizeComparison[] wins, SizeComparison[] ties, SizeComparison[] losses) = (Of("lower"), Of("tie"), Of("higher"));
            string List(SizeComparison[] some) => string.Join(", ", some.Select(one => Invariant($"{one.Model} on {one.Data} ({one.Ratio:F2}, p {NumberText.Chance(one.PValue)})")));
            string won = wins.Length == 0 ? "nowhere" : $"in {wins.Length} ({List(wins)})";
            string tied = ties.Length == 0 ? "in none" : $"in {ties.Length} ({List(ties)})";
            string lost = losses.Length == 0 ? "nowhere" : Invariant($"in {losses.Length} (ratios {losses.Min(one => one.Ratio):F2} to {losses.Max(one => one.Ratio):F2}, p {NumberText.Chance(losses.Max(one => one.PValue))} or smaller)");
            yield return Invariant($"Over all sizes and beside the largest {baseline.Key} of no more parameters, with rate and epoch chosen on validation data for each network alike, {baseline.Count()} pairs of a quantum model and a series have the lower test error {won}, are not told apart {tied}, and have the higher {lost}.");
        }
    }

    // In the short form few seeds tell nothing apart, which must not read as a tie.
    private static IEnumerable<string> TooFew(StudyResult result)
    {
        int most = result.Study switch
        {
            SizeStudy sizes => SizeComparison.Of(sizes, result.Table).GroupBy(one => one.Baseline).Select(group => group.Count()).DefaultIfEmpty(0).Max(),
            CurveStudy curves => curves.Comparisons(result.Table).Length,
            _ => 0,
        };
        if (most > 0 && !SeedComparison.CanTell(result.Table.Seeds.Count, most))
            yield return Invariant($"{result.Study.Title}: {NumberText.Count(result.Table.Seeds.Count, "seed")} cannot tell {most} comparisons apart, whatever their figures; more seeds would.");
    }

    private static IEnumerable<string> OfMates(SeedComparison[] all)
    {
        if (all.Length == 0) yield break;
        int higher = all.Count(one => one.Differs && one.IsHigher), lower = all.Count(one => one.Differs && !one.IsHigher);
        string[] better = [.. all.Where(one => one.Differs && one.IsHigher).Select(one => Invariant($"{one.Model} over {one.Baseline} (p {NumberText.Chance(one.PValue)})"))];
        string list = better.Length == 0 ? "" : $" ({string.Join(", ", better)})";
        yield return Invariant($"Trained as in the paper, on its two series, beside LSTM, GRU and the other classical networks of no more parameters and beside linear autoregression, the quantum models have the higher R2 in {higher} of {all.Length} comparisons{list}, the lower in {lower}, and are not told apart in {all.Length - higher - lower}.");
    }
}
