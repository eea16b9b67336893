using System.Text.Json.Serialization;
using QSeq.Data;
using QSeq.Models;
using QSeq.Training;

namespace QSeq.Cli.Runs;

/// <summary>All that the weights of a run come from, but the data's values. Threads are no part of it.</summary>
internal sealed record Recipe
{
    /// <summary>The model's name in the catalogue.</summary>
    public required string Name { get; init; }

    /// <summary>The model.</summary>
    public required SequenceModelConfig Model { get; init; }

    /// <summary>How samples are cut, with every column named.</summary>
    public required WindowOptions Windows { get; init; }

    /// <summary>Which of them are for what.</summary>
    public required SplitFractions Split { get; init; }

    /// <summary>How values are scaled.</summary>
    public required ScalerKind Scaler { get; init; }

    /// <summary>How the model is trained; its seed is that of the first weights as well.</summary>
    public required TrainingOptions Training { get; init; }

    /// <summary>Whether the reference vectors of a kernel come from the training part, instead of being drawn like other first values.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool ReferencesFromData { get; init; }

    /// <summary>The columns that are used, inputs first.</summary>
    public string[] Columns() => [.. Windows.Inputs.Union(Windows.Targets)];

    /// <summary>The model with its first weights, and the data cut for it.</summary>
    /// <param name="table">The columns of <see cref="Columns"/>, in that order.</param>
    public (SequenceModel Model, DataSplit Split) Prepare(SeriesTable table)
    {
        var model = new SequenceModel(Model, Training.Seed);
        DataSplit split = DataSplit.Create(table, Windows, Split, Scaler);
        if (ReferencesFromData) KernelReferences.FromData(model, split.Train, Training.Seed);
        return (model, split);
    }
}
