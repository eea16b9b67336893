using QSeq.Studies.Sizes;

namespace QSeq.Studies.Reproduction;

/// <summary>results.md: what was reproduced and what not, what is to be believed of it, and the tables of all studies.</summary>
internal static class ResultsText
{
    public static IEnumerable<ReportBlock> Of(IReadOnlyCollection<StudyResult> results) =>
        Verdicts(results).Concat(results.SelectMany(result => result.Study.Report(result)));

    /// <summary>Where quantum gates win, tie and lose, and every printed cell; each below a heading, if there is any.</summary>
    public static IEnumerable<ReportBlock> Verdicts(IReadOnlyCollection<StudyResult> results)
    {
        PrintedCell[] cells = [.. PrintedCell.Of(results)];
        StudyResult[] curves = [.. results.Where(result => result.Study is CurveStudy)];
        SeedComparison[] mates = [.. curves.SelectMany(result => ((CurveStudy)result.Study).Comparisons(result.Table))];
        if (mates.Length > 0 || results.Any(result => result.Study is SizeStudy))
        {
            yield return new Heading("At no more parameters and equal training: where quantum gates win and lose");
            foreach (string text in results.SelectMany(OfSizes).Concat(OfMates(mates, string.Join(" and ", curves.Select(result => result.Study.Name))))) yield return new Paragraph(text);
            foreach (string text in results.SelectMany(TooFew)) yield return new Paragraph(text);
        }

        if (cells.Length > 0)
        {
            yield return new Heading("Every printed cell");
            yield return new Paragraph(Count(cells));
            yield return new Paragraph(Invariant($"Ours: median over seeds and the {SeedShare.Level:P0} bootstrap interval of it. Verdict: {Verdict.Rule}. Tables without a number of a paper are of arXiv 2512.05049."));
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
    }

    private static string Count(PrintedCell[] cells)
    {
        PrintedCell[] first = [.. cells.Where(cell => !cell.IsAgain)], again = [.. cells.Where(cell => cell.IsAgain)];
        string second = again.Length == 0 ? "" : Invariant($" LSTM (script) and QLSTM (script) are held against {again.Length} of them a second time: {Words(again)}.");
        return Invariant($"Of {first.Length} printed cells: {Words(first)}.{second}");

        static string Words(IEnumerable<PrintedCell> some) => string.Join(
            ", ", some.CountBy(cell => cell.Verdict.Word).OrderByDescending(pair => pair.Value).Select(pair => Invariant($"{pair.Value} {pair.Key}")));
    }

    private static IEnumerable<string> OfSizes(StudyResult result)
    {
        if (result.Study is not SizeStudy study) yield break;
        ImmutableArray<SizeComparison> all = SizeComparison.Of(study, result.Table);
        int pairs = all.Select(one => (one.Data, one.Model)).Distinct().Count();
        if (!SeedComparison.CanTell(result.Table.Seeds.Count, pairs)) yield break; // TooFew says so
        (string Baseline, SizeComparison[] Wins, SizeComparison[] Ties, SizeComparison[] Losses)[] kinds =
        [
            .. all.GroupBy(one => one.Baseline).Select(kind =>
            {
                SizeComparison[] Of(string word) => [.. kind.Where(one => one.Word == word)];
                return (kind.Key, Of("lower"), Of("tie"), Of("higher"));
            }),
        ];
        string largest = Invariant($"{study.SizesOf(ModelFamily.Find("QLSTM")).Max(size => size.Parameters)}");
        string outcomes = string.Join(
            "; ", kinds.Select(kind => Invariant($"beside the {kind.Baseline} they win {kind.Wins.Length}{Sure(kind.Wins)}, tie {kind.Ties.Length} and lose {kind.Losses.Length}{Sure(kind.Losses)}")));
        yield return Invariant($"At equal size and training, of {pairs} pairs of a quantum model and a series: {outcomes}. Four quantum models of up to {study.Budgets[^1]} parameters (QLSTM up to {largest}) on {string.Join(", ", study.Data)} were compared at each of their sizes with the largest classical network of no more parameters, rate and epoch chosen on validation data for each network alike; a size that no classical network is small enough for is left out. What is tested, over {NumberText.Count(result.Table.Seeds.Count, "seed")} by the paired test of Wilcoxon, p by Holm's rule over the pairs of one kind of network, is the mean over sizes of the logarithm of the test error; a tie is a pair that the seeds do not tell apart. Each series is one draw{(study.Data.Contains("Milan-like") ? ", Milan-like is synthetic" : "")}{(study.Data.Contains("ETTh1") ? ", ETTh1 its first 2,000 rows" : "")}: p speaks of other seeds, not of other series.");
        foreach ((string baseline, SizeComparison[] wins, SizeComparison[] ties, SizeComparison[] losses) in kinds)
            yield return $"- Beside the {baseline}. Wins: {Told(wins)}. Ties: {Told(ties)}. Losses: {Told(losses)}.";

        string[] plain =
        [
            .. from data in study.Data
               let best = study.Best(result.Table, data)?.Error ?? double.NaN
               from one in study.PlainErrors(result.Table, data)
               where one.Error < best
               select $"{one.Label} on {data}",
        ];
        if (plain.Length > 0) yield return $"- Lower than the best network of any size: {string.Join(", ", plain)}.";
    }

    private static string Sure(SizeComparison[] some) => some.Length == 0 ? "" : $" (p {AtMost(some.Max(one => one.PValue))})";

    private static string AtMost(double p) => NumberText.Chance(p) is var text && text.StartsWith("= ", StringComparison.Ordinal) ? "at most " + text[2..] : text;

    // Few are listed; of many the range is told. The ratio is that of the errors, above 1 where the quantum model's is the higher.
    private static string Told(SizeComparison[] some)
    {
        const int Few = 5;
        if (some.Length == 0) return "none";
        return some.Length <= Few
            ? string.Join("; ", some.Select(one => Invariant($"{one.Model} on {one.Data} (error ratio {one.Ratio:F2}, p {NumberText.Chance(one.PValue)})")))
            : Invariant($"{some.Length} pairs, error ratios {some.Min(one => one.Ratio):F2} to {some.Max(one => one.Ratio):F2}, p {AtMost(some.Max(one => one.PValue))}");
    }

    private static IEnumerable<string> OfMates(SeedComparison[] all, string series)
    {
        if (all.Length == 0) yield break;
        int higher = all.Count(one => one.Differs && one.IsHigher), lower = all.Count(one => one.Differs && !one.IsHigher);
        string[] better = [.. all.Where(one => one.Differs && one.IsHigher).Select(one => Invariant($"{one.Model} over {one.Baseline} (p {NumberText.Chance(one.PValue)})"))];
        string list = better.Length == 0 ? "" : $" ({string.Join(", ", better)})";
        yield return Invariant($"- Trained as in the paper, on {series}, beside LSTM, GRU, Fourier and spline networks of no more parameters and linear autoregression, the quantum models have the higher R2 in {higher} of {all.Length} comparisons{list}, the lower in {lower}, and tie in {all.Length - higher - lower}.");
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
}
