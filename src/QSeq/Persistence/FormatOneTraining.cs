using System.Text.Json;
using QSeq.Objectives;
using QSeq.Training;

namespace QSeq.Persistence;

/// <summary>What files of format 1 say of training: words and numbers for people, from which the options are put together.</summary>
internal static class FormatOneTraining
{
    /// <summary>The whole number that a text is, or null.</summary>
    public static int? Whole(string? text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int value) ? value : null;

    public static ModelHistory History(FieldReader manifest, FieldReader f)
    {
        StopReason stop = f.OptionalText("stopReason", null) switch
        {
            null => StopReason.Completed,
            "non-finite loss" => StopReason.NonFiniteLoss,
            "cancelled" => StopReason.Cancelled,
            _ => StopReason.EarlyStopping,
        };
        return new ModelHistory(
            new TrainingOutcome(f.Whole("epochs"), f.Whole("keptEpoch", null), stop),
            manifest.NumbersByName("metrics", ImmutableDictionary<string, double>.Empty),
            Place: null,
            manifest.Text("qSeqVersion"),
            FormatVersion: 1);
    }

    public static TrainingOptions Options(FieldReader f)
    {
        string optimizer = f.Text("optimizer");
        double rate = f.Number("learningRate"), decay = f.Number("weightDecay", null) ?? 0, momentum = f.Number("momentum", null) ?? 0;
        return new TrainingOptions
        {
            Epochs = Math.Max(1, f.Whole("epochs")), // those that were run: how many were asked for is not kept
            BatchSize = f.Whole("batch"),
            Optimizer = optimizer switch
            {
                "adam" or "adamw" => new AdamConfig { LearningRate = rate, WeightDecay = decay },
                "rmsprop" => new RmsPropConfig { LearningRate = rate },
                "sgd" => new SgdConfig { LearningRate = rate, Momentum = momentum },
                _ => throw new JsonException($"training.optimizer is '{optimizer}', known are adam, adamw, rmsprop, sgd; update QSeq if the model comes from a newer one"),
            },
            Schedule = ScheduleOf(f.OptionalText("schedule", null)),
            Objective = f.Text("loss") switch { "mae" => Objective.Mae, "cross-entropy" => Objective.CrossEntropy, _ => Objective.Mse },
            ClipNorm = f.Number("clip", null),
            EarlyStopping = f.Whole("patience", null) is { } patience ? new EarlyStopping { Patience = patience, MinDelta = f.Number("minDelta", null) ?? 0 } : null,
            Seed = f.Count("seed"),
        };
    }

    // Such as "step every 10 gamma 0.5".
    private static Schedule ScheduleOf(string? text)
    {
        string[] words = text?.Split(' ') ?? [];
        double Number(string name) =>
            Array.IndexOf(words, name) is >= 0 and var place && double.TryParse(words.ElementAtOrDefault(place + 1), NumberStyles.Float, CultureInfo.InvariantCulture, out double value)
                ? value
                : throw new JsonException($"training.schedule is '{text}', expected a value of {name}");
        return words.FirstOrDefault() switch
        {
            "cosine" => new CosineSchedule { Floor = Number("floor") },
            "step" => new StepSchedule { Every = (int)Number("every"), Gamma = Number("gamma") },
            "plateau" => new PlateauSchedule { Patience = (int)Number("patience"), Gamma = Number("gamma") },
            _ => new ConstantSchedule(),
        };
    }
}
