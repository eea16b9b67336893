using QSeq.Studies.Ablation;
using QSeq.Studies.Sizes;

namespace QSeq.Cli.Reports;

/// <summary>Errors over sizes as lines, and errors of variants over their preset's as bars.</summary>
internal static class SizeFigures
{
    private const string LinearAr = "linear AR", Error = "nrmse";

    /// <summary>For each series the median error of each model over its sizes.</summary>
    public static IEnumerable<Figure> Of(SizeStudy study, StudyTable table)
    {
        foreach (IGrouping<string, StudyCase> data in study.Cases.GroupBy(one => one.Data))
        {
            double Size(StudyCase one) => table.Value(one.Entry.Label, "parameters", data.Key, one.Condition);
            double[] sizes = [.. data.Select(Size).Distinct().Order()];
            double linear = Math.Log10(table.Value(LinearAr, Error, data.Key, data.First().Condition));
            yield return new LineFigure(
                $"{data.Key}: error by size",
                [.. sizes.Select(Math.Log10)],
                [
                    .. data.GroupBy(one => one.Entry.Label).Select(model => new Line(
                        model.Key,
                        [.. sizes.Select(size => model.FirstOrDefault(one => Size(one) == size) is { } one ? Median(one) : double.NaN)],
                        LearningFigures.KindOf(model.First().Entry))),
                    new Line(LinearAr, [.. sizes.Select(_ => linear)]),
                ],
                $"log10 of NRMSE on the test part, median over {NumberText.Count(table.Seeds.Count, "seed")}; "
                    + "lower is better. Linear AR is flat: it has one size.")
            { XName = "log10 of the parameters", YName = "log10 of NRMSE", IsJoined = true };
        }

        double Median(StudyCase one) => Math.Log10(table.Spread(one.Entry.Label, Error, one.Data, one.Condition).Median);
    }

    /// <summary>For each preset and series the errors of its variants over its own.</summary>
    public static IEnumerable<Figure> Of(AblationStudy study, StudyTable table) =>
        from data in study.Cases.Select(one => one.Data).Distinct()
        from preset in AblationStudy.Ratios(table, data).GroupBy(one => one.Preset)
        select new BarFigure(
            $"{preset.Key} changed, {data}",
            [.. preset.Select(one => new Bar(one.Variant, one.Ratio, one.Differs ? LineKind.Model : LineKind.Other, Wanted: 1))],
            "error ratio",
            $"Test error over that of {preset.Key}, median over {NumberText.Count(table.Seeds.Count, "seed")}; "
                + "the line is at 1. In colour: told apart by the paired test.")
        { Decimals = 2 };
}
