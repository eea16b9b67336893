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
        SeedComparison[] mates = [.. results.Where(result => result.Study is CurveStudy).SelectMany(result => ((CurveStudy)result.Study).Comparisons(result.Table))];
        if (mates.Length > 0 || results.Any(result => result.Study is SizeStudy))
        {
            yield return new Heading("At no more parameters and equal training: where quantum gates win and lose");
            yield return new Paragraph(string.Join(' ', [.. results.SelectMany(OfSizes), .. OfMates(mates)]));
            foreach (string text in results.SelectMany(TooFew)) yield return new Paragraph(text);
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
    }

    private static string Count(PrintedCell[] cells)
    {
        IEnumerable<string> counts = cells.CountBy(cell => cell.Verdict.Word).OrderByDescending(pair => pair.Value).Select(pair => Invariant($"{pair.Value} {pair.Key}"));
        return Invariant($"Of {cells.Length} printed cells: {string.Join(", ", counts)}.");
    }

    private static IEnumerable<string> OfSizes(StudyResult result)
    {
        if (result.Study is not SizeStudy study) yield break;
        ImmutableArray<SizeComparison> all = SizeComparison.Of(study, result.Table);
        int pairs = all.Select(one => (one.Data, one.Model)).Distinct().Count();
        if (!SeedComparison.CanTell(result.Table.Seeds.Count, pairs)) yield break; // TooFew says so
        yield return Invariant($"Four quantum models of up to {study.Budgets[^1]} parameters (QLSTM {ModelFamily.MostOfQlstm}) on {string.Join(", ", study.Data)} (Milan-like is synthetic): the mean over sizes of the logarithm of the test error, each size beside the largest classical network of no more parameters, so that the quantum model has as many or more; a size that no network of the other kind is small enough for is left out. Rate and epoch are chosen on validation data for each network alike. {pairs} pairs of a model and a series, paired test of Wilcoxon over {NumberText.Count(result.Table.Seeds.Count, "seed")}, Holm's rule over the pairs of one kind of network.");
        foreach (IGrouping<string, SizeComparison> baseline in all.GroupBy(one => one.Baseline))
        {
            SizeComparison[] Of(string word) => [.. baseline.Where(one => one.Word == word)];
            (SizeComparison[] wins, SizeComparison[] ties, SizeComparison[] losses) = (Of("lower"), Of("tie"), Of("higher"));
            yield return $"Beside the {baseline.Key} they win {Told(wins)}, lose {Told(losses)}, and {(ties.Length == 0 ? "are told apart everywhere" : $"are not told apart {Told(ties)}")}.";
        }

        string[] plain =
        [
            .. from data in study.Data
               let best = study.Best(result.Table, data)?.Error ?? double.NaN
               from one in study.PlainErrors(result.Table, data)
               where one.Error < best
               select $"{one.Label} on {data}",
        ];
        if (plain.Length > 0) yield return $"No network at all has an error as low as {string.Join(", ", plain)}.";
    }

    // Few are listed; of many the range is told.
    private static string Told(SizeComparison[] some)
    {
        const int Few = 5;
        if (some.Length == 0) return "nowhere";
        return some.Length <= Few
            ? $"in {some.Length} ({string.Join(", ", some.Select(one => Invariant($"{one.Model} on {one.Data}, error times {one.Ratio:F2}, p {NumberText.Chance(one.PValue)}")))})"
            : Invariant($"in {some.Length} (error times {some.Min(one => one.Ratio):F2} to {some.Max(one => one.Ratio):F2}, the largest p {NumberText.Chance(some.Max(one => one.PValue))})");
    }

    private static IEnumerable<string> OfMates(SeedComparison[] all)
    {
        if (all.Length == 0) yield break;
        int higher = all.Count(one => one.Differs && one.IsHigher), lower = all.Count(one => one.Differs && !one.IsHigher);
        string[] better = [.. all.Where(one => one.Differs && one.IsHigher).Select(one => Invariant($"{one.Model} over {one.Baseline} (p {NumberText.Chance(one.PValue)})"))];
        string list = better.Length == 0 ? "" : $" ({string.Join(", ", better)})";
        yield return Invariant($"Trained as in the paper, on its SHM and Bessel series, beside LSTM, GRU, Fourier and spline networks of no more parameters and linear autoregression, the quantum models have the higher R2 in {higher} of {all.Length} comparisons{list}, the lower in {lower}, and are not told apart in {all.Length - higher - lower}.");
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
