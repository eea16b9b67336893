using QSeq.Estimators;
using QSeq.Networks;

namespace QSeq.Studies.Boards;

/// <summary>
/// The hourly series of the M4 competition: 414 series, 48 steps ahead, scored as there. Classical methods are fitted to each series; a
/// network is one for all series, and the epoch is chosen on the end of the training values.
/// </summary>
public static class M4Board
{
    private const int DefaultSeeds = 5, DefaultEpochs = 20, Season = 24, Horizon = 48, Series = 414;
    private const string Competition = "the M4 competition's ranking (github.com/Mcompetitions/M4-methods)";

    private static readonly ForecastEntry[] Networks =
    [
        Network("QKAN-LSTM", "qkan-lstm", 8), Network("HQKAN-LSTM", "hqkan-lstm", 24), Network("LSTM", "lstm", 24), Network("GRU", "gru", 28),
    ];

    /// <summary>What the data is, for those who have to name it.</summary>
    public static (string Train, string Test) Files => ("Hourly-train.csv", "Hourly-test.csv");

    /// <summary>The study.</summary>
    /// <param name="train">The training values, a series a row.</param>
    /// <param name="test">The test values of the same series, 48 each.</param>
    /// <param name="full">Whether networks learn from every 8th window; else from every 24th. Epochs are 20.</param>
    /// <param name="seeds">Seeds; null for 5.</param>
    /// <param name="epochs">Epochs; null for 20.</param>
    /// <exception cref="InvalidDataException">Series cannot be read, are too short, or are not the same in both.</exception>
    public static BoardStudy Create(SeriesPanel train, SeriesPanel test, bool full = false, int? seeds = null, int? epochs = null)
    {
        var data = M4Data.Of(train, test, Season, Horizon);
        var training = new TrainingOptions
        {
            Epochs = epochs ?? DefaultEpochs,
            BatchSize = 256,
            Optimizer = OptimizerConfig.Adam(Networks[0].LearningRate),
            Schedule = Schedule.Cosine(),
            Objective = Objective.Mae,
        };
        int stride = full ? 8 : 24, window = Math.Min(7 * Season, data.Shortest / 4);
        ForecastRecipe recipe = ForecastRecipe.Of("lstm") with
        {
            Windows = new WindowOptions { Window = window, Horizon = Horizon, Stride = stride },
            Split = new(0.85, 0.15),
            Training = training,
        };
        ImmutableArray<SeriesMethod> methods = SeriesMethod.All(Season, Horizon, data.Shortest);
        return new BoardStudy
        {
            Name = "m4-hourly",
            Title = "M4 hourly",
            Source = train.Source,
            Notes = data.Count == Series ? [] : [Invariant($"{data.Count} series, where the competition has {Series}: the printed rows are of other data")],
            Settings = Invariant($"{data.Count} series, {Horizon} steps ahead; methods fitted to each series; networks one for all: window {window}, seasonal difference of {Season}, every {stride}th window, the last 15 % of each series to choose the epoch, {training.Epochs} epochs, batch {training.BatchSize}, Adam at {Networks[0].LearningRate}, cosine, mean absolute error"),
            Training = training,
            Seeds = seeds ?? DefaultSeeds,
            Groups = [new BoardGroup("Scores as in the competition", [Smape, Mase, Owa]), new BoardGroup("Intervals of 95 %", [Msis, new BoardColumn("coverage", "", "coverage", 3, true)])],
            Printed = Rows,
            Official = [("seasonal naive", Rows[3]), ("Naive2", Rows[6])],
            Aims = [new BoardAim(Owa, .484, "FFORMA as printed"), new BoardAim(Owa, .440, "the winner as printed"), new BoardAim(Msis, 7.928, "the winner as printed")],
            Cases =
            [
                .. methods.Select(method => new M4MethodCase(data, method)),
                .. Networks.Select(entry => new M4NetworkCase(data, train, entry, recipe)),
            ],
        };
    }

    private static BoardColumn Smape { get; } = new("smape", "", "sMAPE", 3);

    private static BoardColumn Mase { get; } = new("mase", "", "MASE", 3);

    private static BoardColumn Msis { get; } = new("msis", "", "MSIS", 3);

    private static BoardColumn Owa { get; } = new("owa", "", "OWA", 3);

    private static ImmutableArray<PrintedRow> Rows { get; } =
    [
        Row("best", .410, msis: 6.139), Row("ES-RNN, the winner", .440, 9.328, .893, 7.928), Row("FFORMA", .484, msis: 18.509), Row("seasonal naive", .627, 13.912, 1.193),
        Row("MLP", .921), Row("SES", .990), Row("Naive2", 1.000, 18.383, 2.395), Row("Theta", 1.006), Row("RNN", 1.036), Row("ARIMA", msis: 7.538), Row("ETS", msis: 17.487),
    ];

    private static PrintedRow Row(string label, double? owa = null, double? smape = null, double? mase = null, double? msis = null)
    {
        (string Metric, double? Value)[] figures = [("smape", smape), ("mase", mase), ("owa", owa), ("msis", msis)];
        return new PrintedRow(label, [.. figures.Where(figure => figure.Value is not null).Select(figure => new PrintedFigure(figure.Metric, figure.Value!.Value))], Competition);
    }

    private static ForecastEntry Network(string label, string model, int hidden) => new()
    {
        Label = label,
        Model = model,
        Network = ForecastRecipe.Of(model).Network with
        {
            Hidden = hidden,
            Residual = new ResidualOptions { Normalisation = Normalisation.SeasonalDifference, Season = Season },
        },
        LearningRate = 0.006,
        Decoding = Invariant($"one model for all series, hidden size {hidden}, beside a linear path"),
    };
}
