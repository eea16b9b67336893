namespace QSeq.Studies.Boards;

/// <summary>
/// A public leaderboard: printed rows, and beside them what ours reach by the same rules. Runs measure the columns, and <c>validation</c>,
/// a loss by which one of ours is chosen before the test part says anything; also <c>parameters</c> and the <c>bytes</c> of the
/// model's file, where there is one.
/// </summary>
public sealed record BoardStudy : Study
{
    /// <summary>The tables.</summary>
    public required ImmutableArray<BoardGroup> Groups { get; init; }

    /// <summary>The printed rows.</summary>
    public required ImmutableArray<PrintedRow> Printed { get; init; }

    /// <summary>What is to be reached; none by default.</summary>
    public ImmutableArray<BoardAim> Aims { get; init; } = [];

    /// <summary>Figures that our methods have to give before anything else is believed: printed ones of the same method.</summary>
    public ImmutableArray<(string Label, PrintedRow Row)> Official { get; init; } = [];

    /// <summary>All columns.</summary>
    public IEnumerable<BoardColumn> Columns => Groups.SelectMany(group => group.Columns);

    /// <summary>A figure over seeds, or of a line without a seed.</summary>
    /// <returns>Median and range; NaN throughout where there is none.</returns>
    public Spread Figure(StudyTable table, StudyEntry entry, string metric, string condition)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(entry);
        if (Of(entry, condition) is not { } one) return Spread.OfOne(double.NaN);
        if (one.IsSeeded && table.Spread(entry.Label, metric, one.Data, condition) is var spread && double.IsFinite(spread.Median)) return spread;
        double value = table.Value(entry.Label, metric, one.Data, condition);
        return Spread.OfOne(value);
    }

    /// <inheritdoc/>
    public override ImmutableArray<string> Findings(StudyTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        return
        [
            .. Official.SelectMany(pair => OfOfficial(table, pair.Label, pair.Row)),
            .. Aims.Select(aim => OfAim(table, aim)),
            .. Columns.DistinctBy(column => column.Condition).Except(Aims.Select(aim => aim.Column)).Select(column => OfMethods(table, column)).OfType<string>(),
        ];
    }

    /// <inheritdoc/>
    public override IEnumerable<ReportBlock> Report(StudyResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        return
        [
            .. Opening(result),
            .. Groups.Select(group => ScoreTable(result.Table, group)),
            new Paragraph((Printed.IsEmpty ? "" : "Printed rows are not ours. ") + "Ours: median over seeds, lowest..highest below; a line without a range has no seed."),
            CostTable(result.Table),
            .. Entries.GroupBy(entry => entry.Decoding).Select(group => new Paragraph($"{string.Join(", ", group.Select(entry => entry.Label))}: {group.Key}.")),
            .. Printed.Select(row => row.Source).Distinct().Select(source => new Paragraph($"Printed: {source}.")),
            .. Findings(result.Table).Select(sentence => new Paragraph("Reading: " + sentence)),
            new Paragraph(""),
        ];
    }

    private TextTable ScoreTable(StudyTable table, BoardGroup group) => new(
        group.Title,
        [new TextColumn("", Wraps: true), .. group.Columns.Select(column => (TextColumn)(">" + column.Header))],
        [
            .. Printed.Where(row => group.Columns.Any(column => row.Figure(column) is not null)).Select(row => (ImmutableArray<TextCell>)
                [$"{row.Label}, printed", .. group.Columns.Select(column => (TextCell)(row.Figure(column) is { } value ? column.Printed(value) : "-"))]),
            .. BaselineLabels.Select(label => (ImmutableArray<TextCell>)[label, .. group.Columns.Select(column => (TextCell)column.Ours(table.Value(label, column.Metric, null, column.Condition)))]),
            .. Entries.Select(entry => (ImmutableArray<TextCell>)[entry.Label, .. group.Columns.Select(column => Cell(table, entry, column))]),
        ]);

    private TextCell Cell(StudyTable table, StudyEntry entry, BoardColumn column)
    {
        Spread spread = Figure(table, entry, column.Metric, column.Condition);
        string median = column.Ours(spread.Median);
        bool ranges = Of(entry, column.Condition) is { IsSeeded: true } && Seeds > 1;
        return ranges ? $"{median}\n{column.Ours(spread.Low)}..{column.Ours(spread.High)}" : double.IsNaN(spread.Median) ? "-" : median;
    }

    private TextTable CostTable(StudyTable table) => TextTable.Of(
        "What they take: parameters (of them in circuits), bytes of the model's file, seconds of a run",
        Entries,
        (new TextColumn("", Wraps: true), entry => entry.Label),
        (">parameters", entry => Range(table, entry, "parameters", "#,0")),
        (">quantum", entry => Range(table, entry, "quantum_parameters", "#,0")),
        (">bytes", entry => Range(table, entry, "bytes", "#,0")),
        (">seconds", entry => Range(table, entry, "seconds", "0.0")));

    // Over all conditions.
    private string Range(StudyTable table, StudyEntry entry, string metric, string format)
    {
        double[] values = [.. Conditions.Select(condition => Figure(table, entry, metric, condition).Median).Where(double.IsFinite)];
        if (values.Length == 0) return "-";
        string low = values.Min().ToString(format, CultureInfo.InvariantCulture), high = values.Max().ToString(format, CultureInfo.InvariantCulture);
        return low == high ? low : $"{low}-\n{high}";
    }

    private IEnumerable<string> Conditions => Cases.Select(one => one.Condition).Distinct();

    private StudyCase? Of(StudyEntry entry, string condition) => Cases.FirstOrDefault(one => one.Entry.Label == entry.Label && one.Condition == condition);

    private IEnumerable<string> OfOfficial(StudyTable table, string label, PrintedRow row)
    {
        StudyEntry entry = Entries.First(one => one.Label == label);
        (BoardColumn Column, double Printed, double Ours)[] pairs =
            [.. from column in Columns let printed = row.Figure(column) where printed is not null select (column, printed.Value, Figure(table, entry, column.Metric, column.Condition).Median)];
        string[] others = [.. pairs.Where(pair => pair.Column.Printed(pair.Printed) != pair.Column.Printed(pair.Ours))
            .Select(pair => $"{HeaderOf(pair.Column)} {pair.Column.Ours(pair.Ours)} where {pair.Column.Printed(pair.Printed)} is printed")];
        yield return others.Length == 0
            ? $"{label} gives the printed figures in all {pairs.Length} columns."
            : $"{label} gives the printed figures in {pairs.Length - others.Length} of {pairs.Length} columns; {string.Join(", ", others)}.";
    }

    // One of ours is chosen by its validation loss; nothing of the test part is asked before.
    private string OfAim(StudyTable table, BoardAim aim)
    {
        BoardColumn column = aim.Column;
        if (Chosen(table, column, seeded: true) is not { } chosen) return $"{HeaderOf(column)}: none of ours has a seed and a validation loss.";
        double ours = Figure(table, chosen, column.Metric, column.Condition).Median, weights = Figure(table, chosen, "parameters", column.Condition).Median;
        bool reached = double.IsFinite(ours) && (column.Printed(ours) == column.Printed(aim.Bound) || (column.IsHigherBetter ? ours >= aim.Bound : ours <= aim.Bound));
        int all = Entries.Count(entry => Of(entry, column.Condition) is { IsSeeded: true });
        string method = Chosen(table, column, seeded: false) is { } other
            ? $" Of the lines without a seed {other.Label}, best on validation data, has {column.Ours(Figure(table, other, column.Metric, column.Condition).Median)}." : "";
        string size = weights.ToString("#,0", CultureInfo.InvariantCulture), bound = $"{aim.Of}, {column.Printed(aim.Bound)}, is {(reached ? "reached" : "not reached")}";
        return $"{HeaderOf(column)}: {chosen.Label}, the best of {all} on validation data, has {column.Ours(ours)} in the median over seeds, with {size} parameters; {bound}.{method}";
    }

    // The best network beside the best method, both as validation data has them; null where one of them has no such loss.
    private string? OfMethods(StudyTable table, BoardColumn column)
    {
        if (Chosen(table, column, seeded: true) is not { } network || Chosen(table, column, seeded: false) is not { } method) return null;
        string Text(StudyEntry entry) => column.Ours(Figure(table, entry, column.Metric, column.Condition).Median);
        return $"Best on validation data, {(column.Condition.Length > 0 ? column.Condition + ", " : "")}{HeaderOf(column)}: of networks {network.Label}, {Text(network)}; of lines without a seed {method.Label}, {Text(method)}.";
    }

    private StudyEntry? Chosen(StudyTable table, BoardColumn column, bool seeded)
    {
        double Loss(StudyEntry entry) => Figure(table, entry, "validation", column.Condition).Median;
        return Entries.Where(entry => Of(entry, column.Condition)?.IsSeeded == seeded && double.IsFinite(Loss(entry))).MinBy(Loss);
    }

    private static string HeaderOf(BoardColumn column) => column.Header.Replace('\n', ' ');
}
