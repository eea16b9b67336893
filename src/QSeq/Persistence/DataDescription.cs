using System.Text.Json.Serialization;
using QSeq.Models;

namespace QSeq.Persistence;

/// <summary>The data a model was trained on, and how new data must be cut and scaled for it.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)] // what it does not know would change what is computed
public sealed record DataDescription
{
    /// <summary>Where the data came from, such as a file name or <c>generated: bessel</c>.</summary>
    public required string Source { get; init; }

    /// <summary>The input columns in the model's order, as many as the model has inputs.</summary>
    public required IReadOnlyList<string> Inputs { get; init; }

    /// <summary>The target columns in the model's order; targets times horizon is the number of the model's outputs.</summary>
    public required IReadOnlyList<string> Targets { get; init; }

    /// <summary>Time steps a window, 1 or more.</summary>
    public required int Window { get; init; }

    /// <summary>Steps after the window that are answered, 1 or more.</summary>
    public required int Horizon { get; init; }

    /// <summary>Whether every step of the window has an answer.</summary>
    public required bool Sequence { get; init; }

    /// <summary>The scaling fitted on the training part.</summary>
    public required ScalerDescription Scaler { get; init; }

    /// <summary>Anything else worth keeping, such as the time step or how gaps were filled; not read by the model.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, string>? Notes { get; init; }

    internal void Validate()
    {
        ArgumentNullException.ThrowIfNull(Source);
        ArgumentNullException.ThrowIfNull(Scaler);
        Scaler.Validate();
        CheckNames(Inputs, "input");
        CheckNames(Targets, "target");
        if (Window < 1) throw new ArgumentException($"the window is {Window} steps; it must be 1 or more");
        if (Horizon < 1) throw new ArgumentException($"the horizon is {Horizon} steps; it must be 1 or more");
        if (Notes is not null && Notes.Any(note => note.Value is null)) throw new ArgumentException("a note of the data is null; leave it out");
        if (Scaler.Columns.Count == 0) return;
        foreach (string column in Inputs.Concat(Targets))
            if (!Scaler.Columns.Contains(column)) throw new ArgumentException($"the scaler has no column '{column}'; it has {string.Join(", ", Scaler.Columns)}");
    }

    internal void CheckFit(SequenceModelConfig config)
    {
        if (config.Embedding is not null) throw new ArgumentException("the model reads symbols (it has an embedding), but the data is a series");
        if (Inputs.Count != config.Inputs)
            throw new ArgumentException($"the data has {Inputs.Count} input columns, but the model takes {config.Inputs}");
        if ((long)Targets.Count * Horizon != config.Outputs)
            throw new ArgumentException($"the data has {Targets.Count} targets times horizon {Horizon}, but the model has {config.Outputs} outputs");
        if (Sequence != (config.Output == OutputMode.Sequence))
            throw new ArgumentException($"the data {(Sequence ? "has" : "does not have")} a target for every step, but the model's output mode is {config.Output}");
    }

    private static void CheckNames(IReadOnlyList<string> names, string what)
    {
        ArgumentNullException.ThrowIfNull(names, what);
        if (names.Count == 0) throw new ArgumentException($"there is no {what} column; name at least one");
        if (names.Any(string.IsNullOrEmpty)) throw new ArgumentException($"one {what} column has no name; name every column");
    }
}

/// <summary>A linear scaling of each column, scaled = (value - offset) * scale.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record ScalerDescription
{
    /// <summary>No scaling at all.</summary>
    public static ScalerDescription None { get; } = new() { Kind = "none", Columns = [], Offset = [], Scale = [] };

    /// <summary>How the numbers were found, such as <c>min-max</c>; it does not enter the computation.</summary>
    public required string Kind { get; init; }

    /// <summary>The columns, all different: every input and target, or none at all where nothing is scaled.</summary>
    public required IReadOnlyList<string> Columns { get; init; }

    /// <summary>What is subtracted from each column; finite.</summary>
    public required IReadOnlyList<double> Offset { get; init; }

    /// <summary>What the difference is multiplied by; finite, not 0.</summary>
    public required IReadOnlyList<double> Scale { get; init; }

    internal void Validate()
    {
        ArgumentNullException.ThrowIfNull(Kind);
        ArgumentNullException.ThrowIfNull(Columns);
        ArgumentNullException.ThrowIfNull(Offset);
        ArgumentNullException.ThrowIfNull(Scale);
        if (Offset.Count != Columns.Count || Scale.Count != Columns.Count)
            throw new ArgumentException($"the scaler has {Columns.Count} columns, {Offset.Count} offsets and {Scale.Count} scales; it needs as many of each");
        if (Columns.Any(string.IsNullOrEmpty) || Columns.Distinct(StringComparer.Ordinal).Count() != Columns.Count)
            throw new ArgumentException("the scaler's columns must be named and all different");
        for (int c = 0; c < Columns.Count; c++)
        {
            if (!double.IsFinite(Offset[c]) || !double.IsFinite(Scale[c]) || Scale[c] == 0)
                throw new ArgumentException(FormattableString.Invariant($"the scaler's column '{Columns[c]}' has offset {Offset[c]} and scale {Scale[c]}; both must be finite and the scale not 0"));
        }
    }
}
