using QSeq.Quantum;
using QSeq.Studies.Sizes;

namespace QSeq.Studies.Ablation;

/// <summary>
/// What in a quantum gate matters: QKAN-LSTM and HQKAN-LSTM of hidden size 2 with one thing changed at a time, on several series, each variant held
/// against the preset seed by seed; and the gate without its base function against the Fourier series of the same frequency.
/// </summary>
public sealed record AblationStudy : Study
{
    private const int Hidden = 2;
    private const int DefaultSeeds = 20;
    private const int DefaultEpochs = 30;
    private const string Short = "SHORT FORM: one series; the full form takes four, from 20 seeds; ";

    /// <summary>The groups: what others are held against, and those.</summary>
    internal static ImmutableArray<AblationGroup> Groups { get; } =
    [
        new("QKAN-LSTM", Qkan(options => options),
        [
            ("no base function", Qkan(options => options with { Base = BaseFunction.None, TrainBase = false })),
            ("base function alone", Entry("qkan-lstm", new BaseGates())),
            ("base: tanh", Qkan(options => options with { Base = BaseFunction.Tanh })),
            ("base: identity", Qkan(options => options with { Base = BaseFunction.Identity })),
            ("encoding fixed", Qkan(options => options with { TrainPreactivation = false })),
            .. Enumerable.Range(2, 7).Select(reps => (Invariant($"L = {reps}"), Qkan(options => options with { Reps = reps }))),
            ("encoding rpz", Qkan(options => options with { Encoding = Encoding.Rpz })),
            ("encoding real", Qkan(options => options with { Encoding = Encoding.Real })),
            ("encoding mix", Qkan(options => options with { Encoding = Encoding.Mix })),
            ("readout: amplitudes", Qkan(options => options with { Readout = Readout.AmplitudeDifference })),
            ("post weight trains", Qkan(options => options with { TrainPostWeight = true })),
            ("gates start alike", Entry("qkan-lstm", new QkanGates { GatesStartAlike = true })),
        ]),
        new("HQKAN-LSTM", Entry("hqkan-lstm", new HqkanGates()),
        [
            ("a module for each gate", Entry("hqkan-lstm", new HqkanGates { Packed = false })),
            ("latent without base", Entry("hqkan-lstm", Hybrid(options => options with { Base = BaseFunction.None, TrainBase = false }))),
            ("latent L = 8", Entry("hqkan-lstm", Hybrid(options => options with { Reps = 8 }))),
        ]),
        new("QKAN-LSTM, no base", Qkan(options => options with { Base = BaseFunction.None, TrainBase = false }),
        [
            ("Fourier, 1 frequency", Entry("fourier-lstm", new FourierGates { Terms = 1 })),
            ("Fourier, 3 frequencies", Entry("fourier-lstm", new FourierGates())),
        ]),
    ];

    /// <summary>The series, by name.</summary>
    internal ImmutableArray<string> Data => [.. Cases.Select(one => one.Data).Distinct()];

    /// <summary>Makes the study.</summary>
    /// <param name="full">Whether all series are used; else one.</param>
    /// <param name="seeds">Seeds; null for 20, or 3 in the short form.</param>
    /// <param name="epochs">Epochs; null for 30.</param>
    public static AblationStudy Create(bool full = true, int? seeds = null, int? epochs = null)
    {
        var training = new TrainingOptions { Epochs = epochs ?? DefaultEpochs };
        StudyData[] data = full
            ? [StudyData.Shm(training), StudyData.Bessel(training), StudyData.MackeyGlass(training), StudyData.Telecom(training)]
            : [StudyData.MackeyGlass(training)];
        return new AblationStudy
        {
            Name = "ablation",
            Title = "What in a gate matters",
            Source = string.Join("; ", data.Select(one => one.Table.Source)),
            Settings = Invariant($"{(full ? "" : Short)}hidden size {Hidden}; 70/15/15, min-max to [-1, 1], next value of a window of 4 (SHM, Bessel; the last one left out) or 16; {training.Epochs} epochs, batch {training.BatchSize}, Adam at {string.Join(", ", SizeStudy.Rates)}, rate and epoch best on validation"),
            Training = training,
            Seeds = seeds ?? (full ? DefaultSeeds : 3),
            Cases = [.. from one in data from entry in AllEntries select new RatedCase(one, entry, SizeStudy.Rates, "")],
        };
    }

    /// <inheritdoc/>
    public override ImmutableArray<string> Findings(StudyTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        List<string> text = [];
        foreach (AblationGroup group in Groups)
        {
            AblationLine[] lines = [.. AblationLine.Of(group, Data, table)];
            string List(Func<AblationEffect, bool> wanted) => string.Join("; ", lines
                .Select(line => (line.Label, Found: line.Effects.Where(effect => effect.Differs && wanted(effect)).ToArray()))
                .Where(line => line.Found.Length > 0)
                .Select(line => Invariant($"{line.Label} ({string.Join(", ", line.Found.Select(effect => Invariant($"{effect.Data} {effect.Ratio:F2}")))})")));
            string lower = List(effect => effect.IsLower), higher = List(effect => !effect.IsLower);
            text.Add($"Lower error than {group.Label}: {(lower.Length > 0 ? lower : "none")}. Higher: {(higher.Length > 0 ? higher : "none")}. The others are not told apart.");
        }

        int most = Groups.Max(group => group.Variants.Length);
        if (!SeedComparison.CanTell(table.Seeds.Count, most))
            text.Add(Invariant($"{NumberText.Count(table.Seeds.Count, "seed")} cannot tell {most} variants from the preset, whatever their figures."));
        return [.. text];
    }

    /// <inheritdoc/>
    public override IEnumerable<ReportBlock> Report(StudyResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        StudyTable table = result.Table;
        return
        [
            .. Opening(result),
            .. Groups.Select(group => GroupTable(group, table)),
            new Paragraph(Invariant($"NRMSE on the test part: that of the preset, median over seeds; of variants their error over it, median over seeds, lower or higher where the paired test of Wilcoxon over {NumberText.Count(table.Seeds.Count, "seed")} tells the two apart at {SeedComparison.Level:P0} by Holm's rule over the column.")),
            .. Findings(table).Select(sentence => new Paragraph("Reading: " + sentence)),
            new Paragraph(""),
        ];
    }

    /// <summary>The test errors of variants over their preset's.</summary>
    /// <param name="table">The figures of this study.</param>
    /// <param name="data">The series.</param>
    /// <returns>Preset, variant, median over seeds of the ratio of NRMSE, and whether the tables tell the two apart.</returns>
    public static IEnumerable<(string Preset, string Variant, double Ratio, bool Differs)> Ratios(StudyTable table, string data)
    {
        ArgumentNullException.ThrowIfNull(table);
        return from preset in Groups
               from line in AblationLine.Of(preset, [data], table)
               select (preset.Label, line.Label, line.Effects[0].Ratio, line.Effects[0].Differs);
    }

    private static IEnumerable<ForecastEntry> AllEntries => Groups.SelectMany(group => group.Entries).DistinctBy(entry => entry.Label);

    private TextTable GroupTable(AblationGroup group, StudyTable table)
    {
        double Parameters(string label) => table.Value(label, "parameters", Data[0]);
        return new TextTable(
            null,
            ["", ">parameters", .. Data.Select(data => (TextColumn)(">" + data))],
            [
                [group.Label, Invariant($"{Parameters(group.Label)}"), .. Data.Select(data => (TextCell)NumberText.Number(table.Spread(group.Label, "nrmse", data).Median))],
                .. AblationLine.Of(group, Data, table).Select(line => (ImmutableArray<TextCell>)
                [
                    "  " + line.Label, Invariant($"{Parameters(line.Label)}"),
                    .. line.Effects.Select(effect => new TextCell(
                        Invariant($"{effect.Ratio:F2}") + (!effect.Differs ? "" : effect.IsLower ? " lower" : " higher"),
                        !effect.Differs ? Tone.Plain : effect.IsLower ? Tone.Good : Tone.Bad)),
                ]),
            ]);
    }

    private static ForecastEntry Qkan(Func<QkanOptions, QkanOptions> change) => Entry("qkan-lstm", new QkanGates { Qkan = change(new QkanOptions()) });

    private static HqkanGates Hybrid(Func<QkanOptions, QkanOptions> change)
    {
        var options = new HqkanOptions();
        return new HqkanGates { Hqkan = options with { Qkan = change(options.Qkan) } };
    }

    private static ForecastEntry Entry(string model, GateConfig gates) => new()
    {
        Label = "",
        Model = model,
        Network = new SequenceModelConfig { Gates = gates, Hidden = Hidden },
        LearningRate = SizeStudy.Rates[0],
        Decoding = "one thing changed",
    };
}
