using QSeq.Estimators;

namespace QSeq.Studies.Boards;

/// <summary>
/// ETTh1, oil temperature by itself: the first 20 months, 12 to learn from, 4 to choose by and 4 to score, as in the benchmark
/// of Informer, Autoformer and LTSF-Linear. Errors are of values less the mean of the training rows, over their deviation.
/// </summary>
public static class EttBoard
{
    /// <summary>The column that is forecast.</summary>
    public static string Column => "OT";

    private const int DefaultSeeds = 5, DefaultEpochs = 12, Season = 24, PrintedWindow = 336;
    private const string Digest = "4b9a45affc1a5401aaaece75943a5b8b19d27bce44f2a3dfdaaee5d35083e56d"; // of the rows used
    private static readonly EttParts Usual = new(8640, 2880, [96, 192, 336, 720], [PrintedWindow, 504]);

    private static readonly ForecastEntry[] Networks =
    [
        Network("QKAN-LSTM", "qkan-lstm"), Network("HQKAN-LSTM", "hqkan-lstm"), Network("QLSTM", "qlstm", 2, new QlstmGates()), Network("QK-LSTM", "qk-lstm"),
        Network("LSTM", "lstm"), Network("GRU", "gru"),
    ];

    /// <summary>The study.</summary>
    /// <param name="table">ETTh1.csv; of its column <see cref="Column"/> the first 14,400 rows are used.</param>
    /// <param name="seeds">Seeds; null for 5.</param>
    /// <param name="epochs">The most epochs; null for 12.</param>
    /// <exception cref="ArgumentException">There is no such column.</exception>
    /// <exception cref="InvalidDataException">There are too few rows.</exception>
    public static BoardStudy Create(SeriesTable table, int? seeds = null, int? epochs = null) => Create(table, Usual, seeds, epochs);

    internal static BoardStudy Create(SeriesTable table, EttParts parts, int? seeds, int? epochs)
    {
        ArgumentNullException.ThrowIfNull(table);
        if (table.Length < parts.Rows)
            throw new InvalidDataException(Invariant($"{table.Source} has {table.Length} rows, but this board is of the first {parts.Rows} rows of ETTh1.csv; give that file"));
        double[] values = table.Column(Column)[..parts.Rows].ToArray();
        var series = new SeriesTable(table.Source, [Column], [values]);
        var training = new TrainingOptions
        {
            Epochs = epochs ?? DefaultEpochs,
            BatchSize = 64,
            Optimizer = OptimizerConfig.Adam(Networks[0].LearningRate),
            EarlyStopping = new EarlyStopping { Patience = 2 },
        };
        BoardEntry start = Line("linear start", "the linear path that all networks begin with, before training");
        EttStart[] starts = [.. parts.Horizons.Select(horizon => new EttStart(series, parts, horizon, training))];
        bool same = series.Digest() == Digest;
        return new BoardStudy
        {
            Name = "ett",
            Title = "ETTh1, oil temperature by itself",
            Source = table.Source,
            Notes = same || parts != Usual ? [] : ["these are not the values of ETTh1.csv: the printed rows are of other data"],
            Settings = Invariant($"rows {parts.Train} / {parts.Part} / {parts.Part}, every window; windows of {string.Join(", ", parts.Windows)} rows and their level chosen by the linear start on validation windows; {training.Epochs} epochs at most, batch {training.BatchSize}, Adam at {Networks[0].LearningRate}, the epoch best on validation (the start itself among them), stopped after {training.EarlyStopping.Patience} without a better one"),
            Training = training,
            Seeds = seeds ?? DefaultSeeds,
            Groups = [Group("MSE", "mse", parts), Group("MAE", "mae", parts)],
            Printed = Rows,
            Official = same ? [("NLinear, solved", Rows[0]), ("DLinear, solved", Rows[1])] : [],
            Aims = parts == Usual ? [.. Group("MSE", "mse", parts).Columns.Select(column => new BoardAim(column, Rows[0].Figure(column)!.Value, "NLinear as printed"))] : [],
            Cases =
            [
                .. from method in Methods(parts) from horizon in parts.Horizons select new EttMethodCase(method.Entry, series, parts, horizon, method.At(horizon)),
                .. starts.Select(one => new EttCase(start, one, null)),
                .. from entry in Networks from one in starts select new EttCase(entry, one, entry),
            ],
        };
    }

    // LTSF-Linear's table of univariate forecasts, and that of Informer for LSTMa and DeepAR, which has other horizons.
    private static ImmutableArray<PrintedRow> Rows { get; } =
    [
        Row("NLinear", .053, .069, .081, .080), Row("DLinear", .056, .071, .098, .189), Row("ARIMA", .058, .073, .086, .103),
        Row("FEDformer-f", .079, .104, .119, .142), Row("Autoformer", .071, .114, .107, .126), Row("Informer", .193, .217, .202, .183),
        new("LSTMa", [new("mse", .590, Condition: At(336)), new("mse", .683, Condition: At(720)), new("mae", .698, Condition: At(336)), new("mae", .768, Condition: At(720))], Informer),
        new("DeepAR", [new("mse", .445, Condition: At(336)), new("mse", .658, Condition: At(720)), new("mae", .552, Condition: At(336)), new("mae", .707, Condition: At(720))], Informer),
    ];

    private static string Informer => "LSTMa and DeepAR by Informer (arXiv 2012.07436)";

    internal static string At(int horizon) => Invariant($"horizon {horizon}");

    private static IEnumerable<(BoardEntry Entry, Func<int, SeriesMethod> At)> Methods(EttParts parts)
    {
        int window = Math.Min(PrintedWindow, parts.Train / 4);
        return
        [
            (Line("persistence", "the last value"), _ => SeriesMethod.Persistence),
            (Line("seasonal naive", "the value a day before"), _ => SeriesMethod.SeasonalNaive(Season)),
            (Line("AR", "an autoregression of up to 48 lags"), _ => SeriesMethod.Ar(2 * Season)),
            (Line("NLinear, solved", Invariant($"window {window}, by least squares with ridge, fitted to the training rows")), horizon => SeriesMethod.NLinear(window, horizon)),
            (Line("DLinear, solved", Invariant($"window {window}, by least squares with ridge, fitted to the training rows")), horizon => SeriesMethod.DLinear(window, horizon)),
        ];
    }

    private static BoardGroup Group(string title, string metric, EttParts parts) =>
        new($"{title}, standardised", [.. parts.Horizons.Select(horizon => new BoardColumn(metric, At(horizon), Invariant($"{title} at\n{horizon}"), 3))]);

    private static PrintedRow Row(string label, params double[] mse) => new(
        label, [.. Usual.Horizons.Zip(mse).Select(pair => new PrintedFigure("mse", pair.Second, Condition: At(pair.First)))], "univariate ETTh1 by LTSF-Linear (arXiv 2205.13504)");

    private static BoardEntry Line(string label, string decoding) => new() { Label = label, Model = "", Decoding = decoding };

    private static ForecastEntry Network(string label, string model, int hidden = EttStart.Hidden, GateConfig? gates = null)
    {
        ForecastRecipe recipe = ForecastRecipe.Of(model);
        return new() { Label = label, Model = model, Network = recipe.Network with { Hidden = hidden, Gates = gates ?? recipe.Network.Gates }, LearningRate = 0.001, Decoding = Invariant($"hidden size {hidden}, beside the linear start") };
    }
}

/// <summary>How the rows are parted, and what is tried on them.</summary>
/// <param name="Train">Rows to learn from.</param>
/// <param name="Part">Rows to choose by, and as many to score.</param>
/// <param name="Horizons">Steps ahead.</param>
/// <param name="Windows">Windows that are tried.</param>
internal sealed record EttParts(int Train, int Part, ImmutableArray<int> Horizons, ImmutableArray<int> Windows)
{
    public int Rows => Train + (2 * Part);

    /// <summary>The fractions with which windows belong to the part that holds all of their targets.</summary>
    public SplitFractions Split(int window, int horizon)
    {
        double windows = Rows - window - horizon + 1;
        return new((Train - window - horizon + 1) / windows, Part / windows);
    }
}
