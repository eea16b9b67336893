namespace QSeq.Studies;

/// <summary>
/// What finite shots cost where circuits stand in the recurrence, and where they are read out once a forecast: the claim of arXiv
/// 2605.06734, whose fast programmer is of the second kind, that 1,024 shots change the MSE by less than 0.1 %.
/// </summary>
internal sealed record ShotStudy : Study
{
    /// <summary>The change of the MSE that the paper claims not to be reached, and its shots.</summary>
    public const double Claimed = 0.001;
    public const int ClaimedShots = 1024;

    private const string Metric = "mse_change";

    /// <summary>Shots a circuit; null for exact probabilities.</summary>
    public static ImmutableArray<int?> Shots { get; } = [null, 4096, ClaimedShots, 256];

    /// <inheritdoc/>
    public override IEnumerable<ReportBlock> Report(StudyResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        StudyTable table = result.Table;
        foreach (ReportBlock block in Opening(result)) yield return block;
        foreach (IGrouping<string, ShotCase> data in Cases.Cast<ShotCase>().GroupBy(one => one.Data))
        {
            yield return new Paragraph("");
            IEnumerable<string> models = data.Select(one =>
                Invariant($"{one.Entry.Label} ({one.Fact("parameters")} parameters, {one.Circuits} circuits a forecast) ")
                + Text(R2(one, table, null)));
            string last = Text(table.Value("naive", "r2", data.Key));
            yield return new Paragraph($"{data.Key}, R2 of exact circuits: {string.Join("; ", models)}; last value {last}.");
            yield return TextTable.Of(
                $"{data.Key}: change of the MSE by measuring",
                from one in data
                from atLast in one.IsRecurrent ? (bool[])[false, true] : [false]
                from noisy in (bool[])[false, true]
                select (Case: one, Noisy: noisy, Last: atLast),
                [
                    ("circuits measured", row => row.Noisy ? "" : Where(row.Case, row.Last)),
                    ("noise", row => row.Noisy ? "noisy" : "none"),
                    .. Shots.Where(shots => shots is not null).Select(shots => Column<(ShotCase Case, bool Noisy, bool Last)>(
                        Invariant($">{shots} shots"), row => Range(table, row.Case, new ShotCondition(shots, row.Noisy, row.Last)))),
                ]);
        }

        yield return new Paragraph("Median over seeds, lowest..highest in percent below; every window is measured once. "
            + Invariant($"noisy: depolarising probability {ShotCase.Noise.Depolarising} after every gate and ")
            + Invariant($"{ShotCase.Noise.Readout} to misread a bit as well."));
        foreach (string sentence in Findings(table)) yield return new Paragraph("- " + sentence);
        yield return new Paragraph("");
    }

    /// <inheritdoc/>
    public override ImmutableArray<string> Findings(StudyTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        return
        [
            .. Cases.Cast<ShotCase>().Select(one => Claim(one, table)),
            .. Cases.Cast<ShotCase>().GroupBy(one => one.Data).Select(data => Recurrence([.. data], table)),
        ];
    }

    private static string Claim(ShotCase one, StudyTable table)
    {
        double[] changes = Changes(one, table, new ShotCondition(ClaimedShots, false, false));
        int within = changes.Count(change => Math.Abs(change) <= Claimed);
        string word = within == changes.Length ? "holds"
            : within == 0 ? "does not hold"
            : Invariant($"holds for {within} of {changes.Length} seeds");
        const int Many = 4096;
        double excess = Spread.Of(Changes(one, table, new ShotCondition(Many, false, false))).Median;
        string needed = !double.IsFinite(excess) || excess <= Claimed ? ""
            : Invariant($" The excess falls as 1/shots, so that 0.1 % takes about {Many * excess / Claimed:0.0e+0} shots.");
        string claim = Invariant($"{one.Entry.Label} on {one.Data}: within 0.1 % at {ClaimedShots} shots {word}");
        string r2 = $"R2 {Text(R2(one, table, null))} exact, {Text(R2(one, table, ClaimedShots))} measured";
        return $"{claim}; the median change is {Percent(Spread.Of(changes).Median)}, {r2}.{needed}";
    }

    // What is added to the MSE, in scaled units, by where it is measured.
    private static string Recurrence(ShotCase[] cases, StudyTable table)
    {
        double Added(ShotCase one, bool last)
        {
            double[] exact = table.BySeed(one.Entry.Label, "mse", one.Data, ShotCase.Exact.Name);
            double[] measured = table.BySeed(one.Entry.Label, "mse", one.Data, new ShotCondition(ClaimedShots, false, last).Name);
            return Spread.Of(measured.Zip(exact, (with, without) => with - without)).Median;
        }

        IEnumerable<string> parts = from one in cases
                                    from last in one.IsRecurrent ? (bool[])[false, true] : [false]
                                    select $"{Where(one, last)} {NumberText.Number(Added(one, last))}";
        return $"{cases[0].Data}: {Invariant($"{ClaimedShots}")} shots add to the MSE, in the median: {string.Join("; ", parts)}.";
    }

    private static double R2(ShotCase one, StudyTable table, int? shots) =>
        table.Spread(one.Entry.Label, "r2", one.Data, new ShotCondition(shots, false, false).Name).Median;

    private static (TextColumn, Func<T, TextCell>) Column<T>(string header, Func<T, TextCell> cell) => (header, cell);

    private static string Where(ShotCase one, bool last) =>
        one.IsRecurrent ? $"{one.Entry.Label}, {(last ? "last step" : "all steps")}" : one.Entry.Label;

    private static double[] Changes(ShotCase one, StudyTable table, ShotCondition condition) =>
        table.BySeed(one.Entry.Label, Metric, one.Data, condition.Name);

    private static TextCell Range(StudyTable table, ShotCase one, ShotCondition condition)
    {
        Spread change = table.Spread(one.Entry.Label, Metric, one.Data, condition.Name);
        string text = $"{Percent(change.Median)}\n{Short(change.Low)}..{Short(change.High)}";
        return new TextCell(text) { Shade = ShadeOf(change.Median) };
    }

    // The claimed change has no colour, a million times it the deepest.
    private static double ShadeOf(double change) => double.IsNaN(change) ? 1
        : double.IsInfinity(change) ? 1
        : Math.Clamp(PortableMath.Log(Math.Max(Math.Abs(change), Claimed) / Claimed) / PortableMath.Log(1e6), 0, 1);

    private static string Percent(double change) => Short(change) + " %";

    private static string Short(double change) => Math.Abs(100 * change) switch
    {
        double.NaN => "NaN",
        >= 1e5 => change > 0 ? ">99999" : "<-99999",
        >= 10 => Invariant($"{100 * change:+0;-0;0}"),
        _ => Invariant($"{100 * change:+0.00;-0.00;0.00}"),
    };

    private static string Text(double r2) => Invariant($"{r2:F4}");
}
