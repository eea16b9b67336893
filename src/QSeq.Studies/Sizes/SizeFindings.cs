namespace QSeq.Studies.Sizes;

/// <summary>What a study of sizes says, in sentences: where quantum models have the lower error, where they do not.</summary>
internal static class SizeFindings
{
    public static IEnumerable<string> Of(SizeStudy study, StudyTable table)
    {
        ImmutableArray<SizeComparison> all = SizeComparison.Of(study, table);
        foreach (IGrouping<string, SizeComparison> one in all.GroupBy(one => one.Baseline)) yield return Against(one.Key, [.. one]);
        int most = all.Length == 0 ? 0 : all.GroupBy(one => one.Baseline).Max(group => group.Count());
        if (most > 0 && !SeedComparison.CanTell(table.Seeds.Count, most))
            yield return Invariant($"{NumberText.Count(table.Seeds.Count, "seed")} cannot tell {most} comparisons apart, whatever their figures.");
        foreach (string data in study.Data) yield return Linear(study, table, data);
    }

    private static string Against(string baseline, SizeComparison[] some)
    {
        string List(string word)
        {
            SizeComparison[] those = [.. some.Where(one => one.Word == word)];
            return those.Length == 0 ? "" : $" ({string.Join("; ", those.GroupBy(one => one.Model).Select(group => $"{group.Key}: {string.Join(", ", group.Select(one => Invariant($"{one.Data} {one.Ratio:F2}")))}"))})";
        }

        int Count(string word) => some.Count(one => one.Word == word);
        string mean = some.All(one => one.Ratio is > 0 and < double.PositiveInfinity)
            ? Invariant($"the geometric mean of all ratios is {PortableMath.Exp(some.Average(one => PortableMath.Log(one.Ratio))):F2}")
            : "there is no mean of all ratios, for some diverged";
        return Invariant($"Against the {baseline} of no more parameters a quantum model has the lower error in {Count("lower")} of {some.Length} pairs of model and series{List("lower")}, the higher in {Count("higher")}{List("higher")}, and is not told apart in {Count("tie")}; {mean}.");
    }

    // What takes no training beside the best network of any size.
    private static string Linear(SizeStudy study, StudyTable table, string data)
    {
        if (study.Best(table, data) is not { } best) return $"{data}: every network diverged.";
        (string Label, double Error)[] plain = [.. study.PlainErrors(table, data)];
        string[] below = [.. plain.Where(one => one.Error < best.Error).Select(Text)], above = [.. plain.Where(one => !(one.Error < best.Error)).Select(Text)];
        string told = string.Join("; ", ((string[])
        [
            below.Length == 0 ? "" : $"{string.Join(" and ", below)} below every network",
            above.Length == 0 ? "" : $"{string.Join(" and ", above)} above the best network",
        ]).Where(text => text.Length > 0));
        return Invariant($"{data}: {told} ({best.Label} of {best.Parameters} parameters, {NumberText.Number(best.Error)}, the lowest of all sizes on the test part).");

        static string Text((string Label, double Error) one) => $"{one.Label} ({NumberText.Number(one.Error)})";
    }
}
