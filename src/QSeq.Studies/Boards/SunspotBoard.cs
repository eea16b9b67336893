using QSeq.Backtests;
using QSeq.Estimators;
using QSeq.Networks;

namespace QSeq.Studies.Boards;

/// <summary>
/// Yearly sunspots, 1 and 11 years ahead: forecasts from every year of the last 60, all fitted once to the years before. The 60 years
/// before those, forecast by what was fitted to the years before them, are what one is chosen by.
/// </summary>
public static class SunspotBoard
{
    private const int DefaultSeeds = 5, DefaultEpochs = 60, TestYears = 60, LeastYears = 240;

    private static readonly ForecastEntry[] Networks =
    [
        Network("QKAN-LSTM", "qkan-lstm", 2), Network("HQKAN-LSTM", "hqkan-lstm", 5), Network("QLSTM", "qlstm", 4, new QlstmGates()), Network("QK-LSTM", "qk-lstm", 2),
        Network("LSTM", "lstm", 5), Network("GRU", "gru", 6),
    ];

    /// <summary>The column that is forecast where the table has others.</summary>
    public static string Column => "SUNACTIVITY";

    /// <summary>The study.</summary>
    /// <param name="table">The sunspot numbers, a row a year: the column <see cref="Column"/>, or the only one.</param>
    /// <param name="seeds">Seeds; null for 5.</param>
    /// <param name="epochs">Epochs at most; null for 60.</param>
    /// <exception cref="ArgumentException">There are several columns, none of that name.</exception>
    /// <exception cref="InvalidDataException">There are too few rows.</exception>
    public static BoardStudy Create(SeriesTable table, int? seeds = null, int? epochs = null)
    {
        ArgumentNullException.ThrowIfNull(table);
        SeriesTable series = table.Names.Count == 1 ? table : table.Select([Column]);
        if (series.Length < LeastYears)
            throw new InvalidDataException(Invariant($"{table.Source} has {series.Length} rows, but this board is of yearly sunspots from 1700 to 2008; give {LeastYears} rows or more"));
        var training = new TrainingOptions
        {
            Epochs = epochs ?? DefaultEpochs,
            Optimizer = OptimizerConfig.Adam(Networks[0].LearningRate),
            EarlyStopping = new EarlyStopping { Patience = 10 },
        };
        int[] horizons = [1, 11];
        int known = series.Length - (2 * TestYears); // what all are fitted to where one is chosen
        int season = SeasonFinder.Find(series.Column(0)[..known], null);
        string[] names = [.. SeriesMethod.All(season, 1, known).Select(method => method.Name)];
        return new BoardStudy
        {
            Name = "sunspots",
            Title = "Yearly sunspots",
            Source = table.Source,
            Settings = Invariant($"{series.Length} years, forecasts from every year of the last {TestYears}, fitted once to the years before; season {season}, found in the first {known}; networks with a linear start, window and level chosen by it, the last 15 % to choose the epoch, {training.Epochs} epochs at most, batch {training.BatchSize}, Adam at {Networks[0].LearningRate}, stopped after {training.EarlyStopping.Patience} epochs without a better one; chosen by the same on the {TestYears} years before"),
            Training = training,
            Seeds = seeds ?? DefaultSeeds,
            Groups = [.. horizons.Select(Group)],
            Printed = [],
            Cases =
            [
                .. from name in names from horizon in horizons select Method(series, season, name, horizon),
                .. from entry in Networks from horizon in horizons select new BacktestCase(series, entry, Options(season, horizon), At(horizon), Recipe(entry, training)),
            ],
        };
    }

    private static BacktestCase Method(SeriesTable series, int season, string name, int horizon)
    {
        SeriesMethod method = SeriesMethod.All(season, horizon, series.Length - (2 * TestYears)).First(method => method.Name == name);
        return new BacktestCase(series, new BoardEntry { Label = name, Model = "", Decoding = "fitted once" }, Options(season, horizon), At(horizon), method);
    }

    private static ForecastRecipe Recipe(ForecastEntry entry, TrainingOptions training) =>
        ForecastRecipe.Of(entry.Model) with { Network = entry.Network, Training = training };

    private static BacktestOptions Options(int season, int horizon) => new() { Horizon = horizon, Season = season, TestRows = TestYears, Stride = 1 };

    private static string At(int horizon) => horizon == 1 ? "1 year ahead" : Invariant($"{horizon} years ahead");

    private static BoardGroup Group(int horizon) => new(
        horizon == 1 ? "One year ahead" : Invariant($"1 to {horizon} years ahead"),
        [new("mae", At(horizon), "MAE", 2), new("rmse", At(horizon), "RMSE", 2), new("mase", At(horizon), "MASE", 3)]);

    private static ForecastEntry Network(string label, string model, int hidden, GateConfig? gates = null) => new()
    {
        Label = label,
        Model = model,
        Network = ForecastRecipe.Of(model).Network with { Hidden = hidden, Residual = new ResidualOptions(), Gates = gates ?? ForecastRecipe.Of(model).Network.Gates },
        LearningRate = 0.01,
        Decoding = Invariant($"hidden size {hidden}, beside the linear start"),
    };
}
