namespace QSeq.Studies;

/// <summary>QKAN models on a simulated device, by noise, misread bits, shots and mitigation, and by noise in training.</summary>
public sealed record DeviceStudy : Study
{
    /// <summary>R2 from which on a forecast is taken to be useful, provided it is above that of the last value.</summary>
    internal const double UsefulR2 = 0.9;

    internal static string Rule { get; } = Invariant($"useful means a median R2 of {UsefulR2} or more, and above that of forecasting the last value");

    /// <summary>Shots a circuit; null for exact probabilities.</summary>
    internal static ImmutableArray<int?> Shots { get; } = [null, 4096, 1024, 256];

    internal static ImmutableArray<double> Depolarising { get; } = [0, 0.001, 0.01, 0.03];

    internal static ImmutableArray<double> Readout { get; } = [0, 0.02];

    /// <summary>Models under the noise they were trained under: noise after noise, and shots.</summary>
    internal static ImmutableArray<DeviceCondition> Aware { get; } =
        [.. from depolarising in (double[])[0.01, 0.03] from shots in (int?[])[null, 1024] select new DeviceCondition(shots, depolarising, 0, false, TrainedUnder: true)];

    /// <summary>Noise after noise, readout after readout, without mitigation and then with it where there is noise to mitigate.</summary>
    internal static ImmutableArray<DeviceCondition> Conditions { get; } =
    [
        .. from depolarising in Depolarising
           from readout in Readout
           from mitigated in (bool[])[false, true]
           where !mitigated || depolarising > 0 || readout > 0
           from shots in Shots
           select new DeviceCondition(shots, depolarising, readout, mitigated),
    ];

    /// <summary>
    /// The curve of zero-noise extrapolation. Depolarising noise alike after every gate makes expectation values decay exactly
    /// exponentially, which flatters mitigation: a device's noise is of more kinds. A line magnifies shot noise less.
    /// </summary>
    public Extrapolation Curve { get; init; } = Extrapolation.Exponential;

    /// <inheritdoc/>
    public override ImmutableArray<string> Findings(StudyTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        return new DeviceFindings(this, table).All();
    }

    /// <inheritdoc/>
    public override IEnumerable<ReportBlock> Report(StudyResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        StudyTable table = result.Table;
        yield return new Heading(Title);
        foreach (StudyCase one in Cases.DistinctBy(one => one.Data)) yield return new Paragraph($"Data, {one.Data}: {one.Source}");
        yield return new Paragraph(Invariant($"Settings: {Settings}; {NumberText.Count(Seeds, "seed")}, {result.Time}"));
        foreach (StudyCase one in Cases)
        {
            yield return new Paragraph("");
            string label = one.Entry.Label;
            yield return new Paragraph(Invariant($"{label} ({table.Value(label, "parameters", one.Data)} parameters) on {one.Data}: R2 {table.Spread(label, "model_r2", one.Data).Median:F4} by itself, last value {table.Value("naive", "r2", one.Data):F4}; {table.Value(label, "test_windows", one.Data)} forecasts"));
            yield return NoiseTable(one, table);
        }

        yield return new Paragraph("R2 on the test part: median over seeds, lowest..highest below. gates: depolarising probability after every gate; misread: probability to misread a bit. ZNE: zero-noise extrapolation; RI: readout inversion.");
        yield return new Paragraph("");
        yield return new Paragraph("Trained without noise and under it, on gates with that noise, bits read rightly, nothing mitigated:");
        yield return AwareTable(table);
        yield return new Paragraph("");
        yield return new Paragraph("Cost of one forecast, circuits x shots = shots in all, and of the calibration before the first:");
        yield return CostTable(table);
        yield return new Paragraph($"Reading: {Rule}.");
        foreach (string sentence in Findings(table)) yield return new Paragraph("- " + sentence);
        yield return new Paragraph("");
    }

    internal static string ShotsText(int? shots) => shots is { } count ? Invariant($"{count} shots") : "exact probabilities";

    /// <summary>The most of all seeds: costs are the same for all but one that has diverged, which runs nothing.</summary>
    internal static double Cost(StudyTable table, StudyCase one, string metric, DeviceCondition condition) => table.BySeed(one.Entry.Label, metric, one.Data, condition.Name).Max();

    private static TextTable NoiseTable(StudyCase one, StudyTable table)
    {
        static string First(DeviceCondition row) => !row.Mitigated
            ? $"{Percent(row.Depolarising)}, {Percent(row.Readout)}"
            : "  " + string.Join('+', (string[])[.. row.Depolarising > 0 ? ["ZNE"] : Array.Empty<string>(), .. row.Readout > 0 ? ["RI"] : Array.Empty<string>()]);
        return TextTable.Of(
            $"R2 of {one.Entry.Label} on {one.Data} by noise and shots",
            Conditions.Where(condition => condition.Shots == Shots[0]),
            [("gates,\nmisread", row => First(row)), .. Shots.Select(shots => Column<DeviceCondition>(shots, row => Range(table, one, row with { Shots = shots })))]);
    }

    private TextTable AwareTable(StudyTable table) => TextTable.Of(
        null,
        from one in Cases
        from condition in Aware.Where(condition => condition.Shots == Aware[0].Shots)
        from aware in (bool[])[false, true]
        select (Case: one, Condition: condition with { TrainedUnder = aware }),
        [
            ("model", row => row.Condition.TrainedUnder ? "" : $"{row.Case.Entry.Label}, {row.Case.Data}"),
            (">gates", row => row.Condition.TrainedUnder ? "" : Percent(row.Condition.Depolarising)),
            ("trained", row => row.Condition.TrainedUnder ? "under it" : "without"),
            .. Aware.Select(condition => condition.Shots).Distinct().Select(shots =>
                Column<(StudyCase Case, DeviceCondition Condition)>(shots, row => Range(table, row.Case, row.Condition with { Shots = shots }))),
        ]);

    private TextTable CostTable(StudyTable table)
    {
        int?[] shots = [.. Shots.Where(count => count is not null)];
        string Per(string metric, (StudyCase Case, bool? Mitigated) row, int? count)
        {
            var noisy = new DeviceCondition(count, Depolarising[^1], Readout[^1], row.Mitigated ?? true);
            double cost = Cost(table, row.Case, (row.Mitigated is null ? "calibration_" : "") + metric, noisy);
            double each = row.Mitigated is null ? cost : cost / row.Case.Fact("test_windows");
            return metric == "shots" ? Invariant($"{each:#,0}") : Invariant($"{each:0.#}");
        }

        return TextTable.Of(
            null,
            Cases.SelectMany(one => ((StudyCase Case, bool? Mitigated)[])[(one, false), (one, true)]).Append((Cases[0], null)),
            [
                ("model", row => row.Mitigated switch { null => "calibration, once", true => "", _ => $"{row.Case.Entry.Label}, {row.Case.Data}" }),
                ("", row => row.Mitigated switch { null => "RI", true => "ZNE+RI", _ => "none" }),
                (">circuits", row => Per("circuits", row, shots[0])),
                .. shots.Select(count => Column<(StudyCase Case, bool? Mitigated)>(count, row => Per("shots", row, count))),
            ]);
    }

    private static (TextColumn, Func<T, TextCell>) Column<T>(int? shots, Func<T, TextCell> cell) => (shots is { } count ? Invariant($">{count} shots") : ">exact", cell);

    private static string Percent(double share) => Invariant($"{share * 100:0.#} %");

    private static TextCell Range(StudyTable table, StudyCase one, DeviceCondition condition)
    {
        Spread r2 = table.Spread(one.Entry.Label, "r2", one.Data, condition.Name);
        bool isUseful = r2.Median >= UsefulR2 && r2.Median > table.Value("naive", "r2", one.Data);
        string text = $"{NumberText.Fixed(r2.Median)}\n{NumberText.FixedEnds(r2)}";
        return new TextCell(text, isUseful ? Tone.Good : Tone.Plain) { Shade = Math.Clamp(r2.Median, 0, 1) };
    }
}
