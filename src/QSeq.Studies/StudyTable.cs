namespace QSeq.Studies;

/// <summary>A figure of a study.</summary>
/// <param name="Study">The study's name.</param>
/// <param name="Data">The data.</param>
/// <param name="Model">The model's label, or a baseline's.</param>
/// <param name="Seed">The seed; null for what has none: baselines, and what is known without a run.</param>
/// <param name="Condition">What it was measured under; empty where there is only one condition.</param>
/// <param name="Epoch">The epoch, from 1; 0 for a figure of the run as a whole.</param>
/// <param name="Metric">What was measured.</param>
/// <param name="Value">The figure; NaN where a run diverged.</param>
public sealed record StudyRow(string Study, string Data, string Model, ulong? Seed, string Condition, int Epoch, string Metric, double Value);

/// <summary>All figures of a study, one a row: what every table, file and sentence is made from.</summary>
public sealed class StudyTable
{
    private readonly StudyRow[] _rows;
    private readonly ulong[] _seeds;
    private readonly ILookup<(string Model, string Metric, string Condition, int Epoch), StudyRow> _index;

    /// <summary>Makes a table.</summary>
    public StudyTable(IEnumerable<StudyRow> rows)
    {
        _rows = [.. rows];
        _seeds = [.. _rows.Select(row => row.Seed).OfType<ulong>().Distinct().Order()];
        _index = _rows.ToLookup(row => (row.Model, row.Metric, row.Condition, row.Epoch));
    }

    /// <summary>The rows, in the order of the runs.</summary>
    public IReadOnlyList<StudyRow> Rows => _rows;

    /// <summary>The seeds, lowest first.</summary>
    public IReadOnlyList<ulong> Seeds => _seeds;

    /// <summary>A figure seed by seed.</summary>
    /// <param name="model">The model's label.</param>
    /// <param name="metric">The metric.</param>
    /// <param name="data">The data; null for the mean over all.</param>
    /// <param name="condition">The condition.</param>
    /// <param name="epoch">The epoch; 0 for a figure of the run as a whole.</param>
    /// <returns>One value for each of <see cref="Seeds"/>; NaN where a run has none, as after it has stopped.</returns>
    public double[] BySeed(string model, string metric, string? data = null, string condition = "", int epoch = 0)
    {
        ILookup<ulong, double> values = Find(model, metric, data, condition, epoch).Where(row => row.Seed is not null).ToLookup(row => row.Seed!.Value, row => row.Value);
        return [.. _seeds.Select(seed => values[seed].DefaultIfEmpty(double.NaN).Average())];
    }

    /// <inheritdoc cref="BySeed" path="/param"/>
    /// <summary>Median, range and quartiles over seeds; NaN where a run has no value.</summary>
    public Spread Spread(string model, string metric, string? data = null, string condition = "", int epoch = 0) =>
        Studies.Spread.Of(BySeed(model, metric, data, condition, epoch));

    /// <inheritdoc cref="BySeed" path="/param"/>
    /// <summary>The bootstrap interval of the median over seeds; NaN where a run has no value.</summary>
    internal BootstrapInterval Interval(string model, string metric, string? data = null, string condition = "", int epoch = 0)
    {
        double[] values = BySeed(model, metric, data, condition, epoch);
        return values.All(value => value < double.PositiveInfinity) // not NaN either
            ? BootstrapInterval.OfMedian(values, level: SeedShare.Level)
            : new BootstrapInterval(double.NaN, double.NaN, SeedShare.Level);
    }

    /// <inheritdoc cref="BySeed" path="/param"/>
    /// <summary>A figure that has no seed, of a baseline, or known without a run; NaN where there is none.</summary>
    public double Value(string model, string metric, string? data = null, string condition = "") =>
        Find(model, metric, data, condition, 0).Where(row => row.Seed is null).Select(row => row.Value).DefaultIfEmpty(double.NaN).Average();

    /// <summary>Writes the table as CSV: a header and a line a row, numbers so that they read back exactly.</summary>
    /// <param name="output">Where to; lines end as the writer ends them.</param>
    public void WriteCsv(TextWriter output)
    {
        ArgumentNullException.ThrowIfNull(output);
        output.WriteLine("study,data,model,seed,condition,epoch,metric,value");
        foreach (StudyRow row in _rows)
            output.WriteLine(Invariant($"{CsvText.Quote(row.Study)},{CsvText.Quote(row.Data)},{CsvText.Quote(row.Model)},{row.Seed},{CsvText.Quote(row.Condition)},{row.Epoch},{row.Metric},{row.Value:R}"));
    }

    /// <summary>The table as JSON.</summary>
    /// <returns>An array with an object a row; a value that is not finite is given by its name.</returns>
    public JsonArray ToJson() => FigureJson.Array(_rows, row => new JsonObject
    {
        ["study"] = row.Study,
        ["data"] = row.Data,
        ["model"] = row.Model,
        ["seed"] = row.Seed,
        ["condition"] = row.Condition,
        ["epoch"] = row.Epoch,
        ["metric"] = row.Metric,
        ["value"] = FigureJson.Figure(row.Value),
    });

    private IEnumerable<StudyRow> Find(string model, string metric, string? data, string condition, int epoch) =>
        _index[(model, metric, condition, epoch)].Where(row => data is null || row.Data == data);
}
