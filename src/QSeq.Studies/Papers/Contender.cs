using QSeq.Models;

namespace QSeq.Studies.Papers;

/// <summary>A model in an experiment.</summary>
/// <param name="Label">What tables call it.</param>
/// <param name="Model">Its name in the catalogue.</param>
/// <param name="Config">Its sizes.</param>
/// <param name="LearningRate">Adam's learning rate.</param>
/// <param name="Decoding">How the printed parameter count was decoded, or why the model is here.</param>
/// <param name="Published">The paper's figures; null for a baseline of ours.</param>
/// <param name="NotComparable">Why its figures cannot be held against the paper's; null where they can.</param>
public sealed record Contender(
    string Label, string Model, SequenceModelConfig Config, double LearningRate, string Decoding, Published? Published, string? NotComparable = null);
