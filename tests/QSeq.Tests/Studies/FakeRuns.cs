using System.Collections.Immutable;
using QSeq.Studies;
using QSeq.Studies.Sizes;
using QSeq.Studies.Systems;
using QSeq.Training;

namespace QSeq.Tests.Studies;

/// <summary>Runs with made-up figures, so that what a study says of them can be foretold.</summary>
internal static class FakeRuns
{
    /// <summary>A figure by case, seed, metric, epoch and condition.</summary>
    public delegate double Figure(StudyCase one, ulong seed, string metric, int epoch, string condition);

    public static StudyResult Of(Study study, Figure figure) => new(
        study,
        [.. study.Cases.Select(one => Enumerable.Range(0, study.Seeds).Select(seed => Of(one, (ulong)seed, study.Training.Epochs, figure)).ToImmutableArray())],
        1.5);

    private static StudyRun Of(StudyCase one, ulong seed, int epochs, Figure figure)
    {
        StudyMeasure Curve(string metric) => new(metric, [.. Enumerable.Range(1, epochs).Select(epoch => figure(one, seed, metric, epoch, ""))], 1);
        StudyMeasure Whole(string metric, string condition = "") => StudyMeasure.Of(metric, figure(one, seed, metric, 0, condition), condition);
        return new StudyRun
        {
            Identity = one.Identity(seed),
            Seed = seed,
            Stop = StopReason.Completed,
            Epochs = epochs,
            KeptEpoch = epochs,
            Seconds = 12.3456,
            Measures = one switch
            {
                ForecastCase => [Curve("train_loss"), Curve("test_mse"), Curve("test_r2"), .. new[] { "r2", "mse", "mae", "original_r2", "original_mse", "original_mae" }.Select(metric => Whole(metric))],
                RatedCase => [.. new[] { "nrmse", "r2", "validation", "rate" }.Select(metric => Whole(metric))],
                TagCase => [Curve("train_loss"), Curve("watched_accuracy"), .. new[] { "accuracy", "unknown_accuracy", "macro_f1", "settled_epoch" }.Select(metric => Whole(metric))],
                SystemCase => [.. new[] { "r2", "nrmse", "valid_time", "held" }.Select(metric => Whole(metric))],
                ShotCase shots => [.. from condition in shots.Conditions from metric in new[] { "mse", "r2", "mse_change" } select Whole(metric, condition.Name)],
                _ =>
                [
                    Whole("model_r2"),
                    .. from condition in DeviceStudy.Conditions.Concat(DeviceStudy.Aware)
                       from metric in new[] { "r2", "circuits", "shots", "calibration_circuits", "calibration_shots" }
                       select Whole(metric, condition.Name),
                ],
            },
        };
    }
}
