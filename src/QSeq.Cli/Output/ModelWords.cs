using QSeq.Models;

namespace QSeq.Cli.Output;

/// <summary>A model's size in words.</summary>
internal static class ModelWords
{
    /// <summary>The parameters of a model.</summary>
    public static string Count(SequenceModel model) => Invariant(
        $"{model.Table.TrainableCount} parameters ({model.Table.ClassicalCount} classical + {model.Table.QuantumCount} quantum)");
}
