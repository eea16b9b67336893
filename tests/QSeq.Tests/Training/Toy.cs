using QSeq.Core;
using QSeq.Data;
using QSeq.Forecasting;
using QSeq.Models;
using QSeq.Persistence;
using QSeq.Training;

namespace QSeq.Tests.Training;

/// <summary>Small series and models for the tests of training.</summary>
internal static class Toy
{
    public static readonly string[] Models = ["lstm", "qlstm", "qkan-lstm", "hqkan-lstm", "qk-lstm", "qk-lstm-count"];

    public static TheoryData<string> ModelNames => [.. Models];

    /// <summary>A table of one column, <c>y</c>, given by its values.</summary>
    public static SeriesTable Table(int length, Func<int, double> value) =>
        new("test", ["y"], [[.. Enumerable.Range(0, length).Select(value)]]);

    /// <summary>Two waves, about 10 values a turn.</summary>
    public static double Wave(int t) => (0.7 * Math.Sin(0.6 * t)) + (0.2 * Math.Sin((1.7 * t) + 1));

    /// <summary>All windows of a table, unscaled.</summary>
    public static WindowSet Windows(SeriesTable table, int window = 4, int horizon = 1, bool sequence = false) => WindowSet.Create(
        table,
        Scaler.Fit(ScalerKind.None, table, table.Length),
        new WindowOptions { Window = window, Horizon = horizon, Sequence = sequence });

    /// <summary>As many windows of the waves.</summary>
    public static WindowSet Waves(int windows, int window = 4, bool sequence = false) =>
        Windows(Table(windows + window, Wave), window, sequence: sequence);

    public static SequenceModelConfig Config(string name) => ModelCatalogue.Default.Find(name).Preset is var preset && preset.Gates is QlstmGates
        ? preset with { Hidden = 2, Gates = new QlstmGates() } // whose figures are those of the first decoding
        : preset with { Hidden = 2 };

    public static SequenceModel Model(string name = "lstm", ulong seed = 1) => new(Config(name), seed);

    /// <summary>A model as if it had been trained with this scaling and these windows.</summary>
    public static TrainedForecaster Forecaster(SequenceModel model, Scaler scaler, WindowOptions windows) =>
        TrainedForecaster.Of(
            new ForecastRecipe { Model = "lstm", Network = model.Config, Windows = windows },
            model,
            scaler,
            new SeriesOrigin { Source = "test" },
            new TrainingOutcome(1, 1, StopReason.Completed));

    /// <summary>Trains a model from seed 1 and returns its weights.</summary>
    public static float[] Fitted(string name, WindowSet train, TrainingOptions options)
    {
        SequenceModel model = Model(name);
        Trainer.Fit(model, train, options: options);
        return model.Parameters;
    }

    public static float[] Uniform(string stream, int count, double bound = 1)
    {
        var random = new RandomSource(7, stream);
        return [.. Enumerable.Range(0, count).Select(_ => (float)random.NextUniform(-bound, bound))];
    }
}

/// <summary>Runs an action at every report, on the thread that trains.</summary>
internal sealed class Told(Action<EpochReport> action) : IProgress<EpochReport>
{
    public List<EpochReport> Reports { get; } = [];

    public void Report(EpochReport value)
    {
        Reports.Add(value);
        action(value);
    }
}
