namespace QSeq.Studies.Sizes;

/// <summary>
/// The error of a quantum model beside that of a classical one on a series: at each of its sizes, the largest classical network of no more
/// parameters. <see cref="Ratio"/> is the geometric mean over sizes, the median of it over seeds; tested over seeds by the paired test of Wilcoxon,
/// with p by the rule of Holm over all models and series that are held against that baseline.
/// </summary>
internal sealed record SizeComparison(string Data, string Model, string Baseline, int Sizes, double Ratio, WilcoxonTest Test, double PValue)
{
    /// <summary>Whether the two are told apart.</summary>
    public bool Differs => PValue < SeedComparison.Level;

    /// <summary>Whether the quantum model tends to the lower errors.</summary>
    public bool IsLower => Test.Negative > Test.Positive;

    /// <summary>The outcome in a word.</summary>
    public string Word => !Differs ? "tie" : IsLower ? "lower" : "higher";

    /// <summary>Compares every quantum model with every classical one on every series of a study.</summary>
    /// <param name="study">The study.</param>
    /// <param name="table">Its figures.</param>
    public static ImmutableArray<SizeComparison> Of(SizeStudy study, StudyTable table)
    {
        List<SizeComparison> all = [];
        foreach (ModelFamily baseline in study.Families.Where(family => !family.IsQuantum))
        {
            SizeComparison[] some =
            [
                .. from data in study.Data
                   from model in study.Families
                   where model.IsQuantum
                   select Of(study, table, data, model, baseline) into one
                   where one is not null
                   select one,
            ];
            double[] values = DieboldMariano.Holm([.. some.Select(one => one.Test.PValue)]);
            all.AddRange(some.Zip(values, (one, value) => one with { PValue = value }));
        }

        return [.. all];
    }

    public JsonObject ToJson() => new()
    {
        ["data"] = Data,
        ["model"] = Model,
        ["baseline"] = Baseline,
        ["sizes"] = Sizes,
        ["errorRatio"] = FigureJson.Figure(Ratio),
        ["pairs"] = Test.Count,
        ["higher"] = Test.Positive,
        ["lower"] = Test.Negative,
        ["p"] = Test.PValue,
        ["holm"] = PValue,
        ["outcome"] = Word,
    };

    private static SizeComparison? Of(SizeStudy study, StudyTable table, string data, ModelFamily model, ModelFamily baseline)
    {
        (SizedNetwork Ours, SizedNetwork Theirs)[] pairs =
        [
            .. from ours in study.SizesOf(model)
               let theirs = study.SizesOf(baseline).LastOrDefault(size => size.Parameters <= ours.Parameters)
               where theirs is not null
               select (ours, theirs),
        ];
        if (pairs.Length == 0) return null;

        double[] Logs(ModelFamily family, SizedNetwork size) => LogErrors.Of(table, family.Label, data, SizeStudy.ConditionOf(size));
        double[] Mean(IEnumerable<double[]> sizes) => [.. table.Seeds.Select((_, seed) => sizes.Average(size => size[seed]))];
        double[] first = Mean([.. pairs.Select(pair => Logs(model, pair.Ours))]), second = Mean([.. pairs.Select(pair => Logs(baseline, pair.Theirs))]);
        return new SizeComparison(data, model.Label, baseline.Label, pairs.Length, LogErrors.Ratio(first, second), WilcoxonTest.Of(first, second), 1);
    }
}
