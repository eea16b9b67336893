using QSeq.Data;
using QSeq.Models;
using QSeq.Training;

namespace QSeq.Evaluation;

/// <summary>What all models of a fleet have in common. Each reads and forecasts one series.</summary>
public sealed record FleetOptions
{
    /// <summary>The model: one input, to which those beside the series are added, and as many outputs as the horizon.</summary>
    public required SequenceModelConfig Model { get; init; }

    /// <summary>How windows are cut; the target is each series itself, the inputs that and what its table holds beside it, whatever is named here.</summary>
    public WindowOptions Windows { get; init; } = new() { Window = 12 };

    /// <summary>What of the calendar the models read; null (default) for nothing.</summary>
    public CalendarOptions? Calendar { get; init; }

    /// <summary>Whether the models read which values were measured. False by default.</summary>
    public bool Mask { get; init; }

    /// <summary>How windows are parted, in time order.</summary>
    public SplitFractions Split { get; init; } = new(0.7, 0.15);

    /// <summary>How each series is scaled, fitted on its training part.</summary>
    public ScalerKind Scaler { get; init; } = ScalerKind.MinMax;

    /// <summary>How each model is trained. The seed is the fleet's, of which each series gets its own; threads are set to 1.</summary>
    public TrainingOptions Training { get; init; } = new();

    /// <summary>Whether each series is forecast by all classical methods too (<see cref="FleetResult.Methods"/>). False by default; on long series it takes longer than the models.</summary>
    public bool Classical { get; init; }

    /// <summary>Levels of the intervals of the classical methods, between 0 and 1, which need a validation part (<see cref="MethodScores.Intervals"/>). None by default.</summary>
    public ImmutableArray<double> Levels { get; init; } = [];

    /// <summary>Series trained at the same time, at least 1. No result depends on it.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>Checks what holds for every series, so that what fails later is the series' own fault.</summary>
    internal void Validate()
    {
        ArgumentNullException.ThrowIfNull(Model);
        ArgumentNullException.ThrowIfNull(Windows);
        ArgumentNullException.ThrowIfNull(Split);
        ArgumentNullException.ThrowIfNull(Training);
        OptionCheck.Require(Threads >= 1, $"threads is {Threads}, expected 1 or more");
        Model.Validate();
        Training.Validate();
        if (Model.Inputs != 1) throw new ArgumentException($"a fleet's model reads one series, but this one has {Model.Inputs} inputs");
        if (Model.Outputs != Windows.Horizon) throw new ArgumentException($"the horizon is {Windows.Horizon}, but the model has {Model.Outputs} outputs");
        if (Windows.Sequence != (Model.Output == OutputMode.Sequence)) throw new ArgumentException($"the windows are {(Windows.Sequence ? "sequence to sequence" : "sequence to one")}, but the model's output mode is {Model.Output}");
        if (Split.Validation <= 0 && Training.EarlyStopping is not null) throw new ArgumentException("early stopping needs validation data; give some, or train without it");
    }
}
