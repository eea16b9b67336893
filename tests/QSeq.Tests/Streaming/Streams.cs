using QSeq.Data;
using QSeq.Forecasting;
using QSeq.Models;
using QSeq.Networks;
using QSeq.Streaming;
using QSeq.Tests.Training;

namespace QSeq.Tests.Streaming;

/// <summary>Models and series for the tests of streams.</summary>
internal static class Streams
{
    public const int Window = 5;

    private static readonly string[] Names = ["a", "b"];

    private static readonly string[] All =
    [
        .. ModelCatalogue.Default.Entries.Select(entry => entry.Name), "layers*", "sequence*", "linear*", "low rank*", "quantiles*", "wide window*", "one row*",
        "last value", "mean", "season", "both directions", "attention", "run on", "members",
    ];

    /// <summary>Names of shapes of models; those with a star have a state that can be carried on, as those of the catalogue with cells have.</summary>
    public static TheoryData<string> Shapes => [.. All];

    /// <summary>The shapes whose state can be carried on.</summary>
    public static TheoryData<string> CarriedShapes => [.. All.Where(IsCarried)];

    public static bool IsCarried(string shape) => shape.EndsWith('*') || shape.EndsWith("lstm", StringComparison.Ordinal) || shape is "gru" or "qlstm-chen" or "qlstm-6" or "qk-lstm-count";

    /// <summary>A model that was not trained, of two series and two steps ahead unless it is of a sequence.</summary>
    public static TrainedForecaster Model(string shape, int? window = null, ulong seed = 3)
    {
        string plain = shape.TrimEnd('*');
        bool isModel = ModelCatalogue.Default.Entries.Any(entry => entry.Name == plain), sequence = plain == "sequence";
        WindowOptions windows = new()
        {
            Window = window ?? (plain == "wide window" ? 21 : plain == "one row" ? 1 : Window),
            Horizon = sequence ? 1 : plain is "one row" ? 1 : 2,
            Inputs = Names,
            Targets = ["b", "a"],
            Sequence = sequence,
        };
        SequenceModelConfig config = Toy.Config(isModel ? plain : "qkan-lstm") with { Inputs = 2, Outputs = 2 * windows.Horizon };
        ForecastRecipe recipe = new() { Model = "lstm", Network = config, Windows = windows };
        recipe = plain switch
        {
            "layers" => recipe with { Network = config with { Layers = 3 } },
            "linear" => recipe with { Network = config with { Residual = new ResidualOptions() } },
            "low rank" => recipe with { Network = config with { Residual = new ResidualOptions { Rank = 2 } } },
            "last value" => recipe with { Network = config with { Residual = new ResidualOptions { Normalisation = Normalisation.LastValue } } },
            "mean" => recipe with { Network = config with { Residual = new ResidualOptions { Normalisation = Normalisation.MeanDeviation, Linear = false } } },
            "season" => recipe with { Network = config with { Residual = new ResidualOptions { Normalisation = Normalisation.SeasonalDifference, Season = 3 } } },
            "both directions" => recipe with { Network = config with { Bidirectional = true } },
            "attention" => recipe with { Network = config with { Attention = true } },
            "run on" => recipe with { Network = config with { RunOn = 2 } },
            "members" => recipe with { Network = config with { Members = 3 } },
            "quantiles" => recipe with { Training = recipe.Training with { Objective = QSeq.Objectives.Objective.Pinball(0.1, 0.5, 0.9) } },
            _ => recipe,
        };
        SeriesTable table = Series(60);
        recipe = recipe.For(table);
        var model = new SequenceModel(recipe.Network, seed);
        float[] noise = Toy.Uniform("streams", model.Parameters.Length, 0.3); // what begins at 0, such as a linear path, shall be seen
        for (int n = 0; n < noise.Length; n++) model.Parameters[n] += noise[n];
        return TrainedForecaster.Of(recipe, model, Scaler.Fit(ScalerKind.MinMax, table, 40), new SeriesOrigin { Source = "test" }, new(1, 1, QSeq.Training.StopReason.Completed));
    }

    /// <summary>Two waves, shifted for each stream.</summary>
    public static SeriesTable Series(int rows, int stream = 0) => new(
        "waves", Names, [[.. Enumerable.Range(0, rows).Select(t => 50 + (20 * Toy.Wave(t + (3 * stream))))], [.. Enumerable.Range(0, rows).Select(t => (7 * Toy.Wave(t + 11 + stream)) - 3)]]);

    /// <summary>Row t of some streams, [inputs][streams].</summary>
    public static double[] Row(SeriesTable[] series, int t) => [.. Names.SelectMany(name => series.Select(one => one.Column(name)[t]))];

    /// <summary>The forecasts after every row, null before the first; [horizon][targets][streams].</summary>
    public static double[]?[] Run(StreamingForecaster stream, SeriesTable[] series, int first, int rows)
    {
        var all = new double[]?[rows];
        for (int t = 0; t < rows; t++)
        {
            double[] forecast = new double[stream.ForecastSize];
            all[t] = stream.Step(Row(series, first + t), forecast) ? forecast : null;
        }

        return all;
    }

    /// <summary>What a forecast of the rows up to one gives, [horizon][targets].</summary>
    public static double[] Forecast(TrainedForecaster model, SeriesTable series, int rows)
    {
        SeriesTable history = new("history", series.Names, [.. series.Names.Select(name => series.Column(name)[..rows].ToArray())]);
        SeriesTable forecast = model.Forecast(history);
        return [.. Enumerable.Range(0, forecast.Length).SelectMany(h => forecast.Names.Select(name => forecast.Column(name)[h]))];
    }
}
