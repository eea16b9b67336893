using QSeq.Studies.Sizes;

namespace QSeq.Studies.Ablation;

/// <summary>A model and variants of it, each of which is held against it.</summary>
/// <param name="Label">What tables call the model.</param>
/// <param name="Preset">The model.</param>
/// <param name="Variants">The same with one thing changed; labels are unique in a study.</param>
internal sealed record AblationGroup(string Label, ForecastEntry Preset, ImmutableArray<(string Label, ForecastEntry Entry)> Variants)
{
    /// <summary>All with their labels, the model first.</summary>
    public IEnumerable<ForecastEntry> Entries => Variants.Select(pair => pair.Entry with { Label = pair.Label }).Prepend(Preset with { Label = Label });
}

/// <summary>What a variant does to the error on a series: the median over seeds of its error over the preset's, and whether they are told apart.</summary>
internal sealed record AblationEffect(string Data, double Ratio, WilcoxonTest Test, double PValue)
{
    /// <summary>Whether the two are told apart.</summary>
    public bool Differs => PValue < SeedComparison.Level;

    /// <summary>Whether the variant tends to the lower errors.</summary>
    public bool IsLower => Test.Negative > Test.Positive;
}

/// <summary>A variant on all series.</summary>
internal sealed record AblationLine(string Label, ImmutableArray<AblationEffect> Effects)
{
    /// <summary>Holds every variant against the preset; p by the rule of Holm over the variants of a group on a series.</summary>
    public static IEnumerable<AblationLine> Of(AblationGroup group, ImmutableArray<string> series, StudyTable table)
    {
        AblationEffect[][] byData = [.. series.Select(data => Of(group, data, table))];
        return group.Variants.Select((variant, n) => new AblationLine(variant.Label, [.. byData.Select(effects => effects[n])]));
    }

    private static AblationEffect[] Of(AblationGroup group, string data, StudyTable table)
    {
        double[] preset = LogErrors.Of(table, group.Label, data);
        (double Ratio, WilcoxonTest Test)[] all =
        [
            .. from variant in @group.Variants
               let errors = LogErrors.Of(table, variant.Label, data)
               select (LogErrors.Ratio(errors, preset), WilcoxonTest.Of(errors, preset)),
        ];
        double[] values = DieboldMariano.Holm([.. all.Select(one => one.Test.PValue)]);
        return [.. all.Select((one, n) => new AblationEffect(data, one.Ratio, one.Test, values[n]))];
    }
}
