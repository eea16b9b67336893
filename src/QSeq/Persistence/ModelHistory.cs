using QSeq.Training;

namespace QSeq.Persistence;

/// <summary>How a model came about, as its file says; a place that is not known and scores that were not taken are null.</summary>
internal sealed record ModelHistory(
    TrainingOutcome Training, IReadOnlyDictionary<string, double>? Scores, RunPlace? Place, string QSeqVersion, int FormatVersion)
{
    /// <summary>What was set to 0 after training; null for nothing.</summary>
    public ModelPruning? Pruning { get; init; }

    /// <summary>What a file of format 2 says.</summary>
    public static ModelHistory Of(ModelContent content) => new(
        content.Manifest.Need(
            "training", new TrainingOutcome(0, null, StopReason.Completed), (training, inner) => training.MapFields(inner)),
        content.Manifest.NumbersByName("scores", ImmutableDictionary<string, double>.Empty),
        content.Manifest.Optional("place", null, new RunPlace("", "", 0, 0), (place, inner) => place.MapFields(inner)),
        content.Manifest.Text("qSeqVersion"),
        content.Version)
    {
        Pruning = content.Manifest.Optional("pruning", null, ModelPruning.Blank, (pruning, inner) => pruning.MapFields(inner)),
    };

    /// <summary>That of a model of this version.</summary>
    public static ModelHistory Of(TrainingOutcome outcome, IReadOnlyDictionary<string, double>? scores, RunPlace? place)
    {
        ArgumentNullException.ThrowIfNull(outcome);
        return new ModelHistory(outcome, scores, place, TrainedModel.OwnVersion, ModelFormat.Version);
    }
}
