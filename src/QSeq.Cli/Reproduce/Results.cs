using System.Text.Json.Serialization;
using QSeq.Evaluation;
using QSeq.Studies.Papers;

namespace QSeq.Cli.Reproduce;

/// <summary>Everything a run of <c>qseq reproduce</c> found: what tables print and results.json keeps.</summary>
internal sealed record Results
{
    /// <summary>The version of QSeq.</summary>
    public required string Version { get; init; }

    /// <summary>The .NET runtime.</summary>
    public required string Runtime { get; init; }

    /// <summary>The operating system.</summary>
    public required string System { get; init; }

    /// <summary>Whether every experiment asked for is in here.</summary>
    public bool Complete { get; init; }

    /// <summary>Threads that shared the runs; nothing but times depends on them.</summary>
    public required int Threads { get; init; }

    /// <summary>The seeds; those of the tagging experiment are told there.</summary>
    public required int[] Seeds { get; init; }

    /// <summary>Wall time in seconds.</summary>
    public double Seconds { get; init; }

    /// <summary>The paper's Table I beside our counts.</summary>
    public required CountRow[] TableI { get; init; }

    /// <summary>How verdicts are reached.</summary>
    public string VerdictRule { get; init; } = Verdict.Rule;

    /// <summary>The experiments done.</summary>
    public ExperimentResult[] Experiments { get; init; } = [];

    /// <summary>The tagging experiment; null where it was not asked for or is not yet done.</summary>
    public PosResult? Tagging { get; init; }

    /// <summary>The experiment on simulated hardware; null where it was not asked for.</summary>
    public HardwareResult? Hardware { get; init; }
}

/// <summary>Parameters of one model: classical and quantum, ours and printed.</summary>
internal sealed record CountRow(string Experiment, string Label, int Classical, int Quantum, int? PrintedClassical, int? PrintedQuantum, string Decoding);

/// <summary>One experiment.</summary>
internal sealed record ExperimentResult
{
    /// <summary>shm, bessel or telecom.</summary>
    public required string Name { get; init; }

    /// <summary>For people.</summary>
    public required string Title { get; init; }

    /// <summary>Which data this is.</summary>
    public required string Source { get; init; }

    /// <summary>What was repaired or left out of it.</summary>
    public string[] Notes { get; init; } = [];

    /// <summary>The settings in words: form, split, scaling, epochs, batch.</summary>
    public required string Settings { get; init; }

    /// <summary>Epochs.</summary>
    public required int Epochs { get; init; }

    /// <summary>Batch size.</summary>
    public required int Batch { get; init; }

    /// <summary>The models.</summary>
    public required ModelResult[] Models { get; init; }

    /// <summary>The baselines.</summary>
    public required BaselineResult[] Baselines { get; init; }

    /// <summary>What the figures say, in plain words.</summary>
    public required string Reading { get; init; }

    /// <summary>Wall time in seconds.</summary>
    public required double Seconds { get; init; }
}

/// <summary>One model in an experiment, over all seeds.</summary>
internal sealed record ModelResult
{
    /// <summary>What tables call it.</summary>
    public required string Label { get; init; }

    /// <summary>Its name in the catalogue.</summary>
    public required string Model { get; init; }

    /// <summary>Parameters that train.</summary>
    public required int Parameters { get; init; }

    /// <summary>Adam's learning rate.</summary>
    public required double LearningRate { get; init; }

    /// <summary>Our figures against the paper's.</summary>
    public required string Verdict { get; init; }

    /// <summary>Why.</summary>
    public required string Why { get; init; }

    /// <summary>Median seconds a run.</summary>
    public required double SecondsPerRun { get; init; }

    /// <summary>Scores after some epochs; empty for telecom.</summary>
    public MarkResult[] Marks { get; init; } = [];

    /// <summary>Errors by window; telecom alone.</summary>
    public WindowResult[] Windows { get; init; } = [];

    /// <summary>Every run.</summary>
    public required RunResult[] Runs { get; init; }
}

/// <summary>Test scores over seeds after an epoch, in scaled units, and the published R2.</summary>
internal sealed record MarkResult(int Epoch, Spread R2, Spread Loss, double? PublishedR2, double? PublishedLoss);

/// <summary>Errors at a window in original units: mean over series, then median and range over seeds.</summary>
internal sealed record WindowResult(int Window, Spread Mae, Spread Mse, double? PublishedMae, double? PublishedMse);

/// <summary>A baseline: R2 and loss in scaled units, or errors by window in original units.</summary>
internal sealed record BaselineResult(string Label, int[] Parameters, double? R2, double? Loss, BaselineWindow[] Windows);

/// <summary>A baseline's errors at a window, mean over series.</summary>
internal sealed record BaselineWindow(int Window, double Mae, double Mse);

/// <summary>One training run.</summary>
internal sealed record RunResult
{
    /// <summary>The seed.</summary>
    public required ulong Seed { get; init; }

    /// <summary>The series.</summary>
    public required string Series { get; init; }

    /// <summary>The window.</summary>
    public required int Window { get; init; }

    /// <summary>How it ended.</summary>
    public required string Stop { get; init; }

    /// <summary>The epoch whose weights were kept: the best on validation data, or the last.</summary>
    public required int KeptEpoch { get; init; }

    /// <summary>Wall time in seconds, test scores after every epoch included.</summary>
    public required double Seconds { get; init; }

    /// <summary>Test scores of the kept weights, scaled units.</summary>
    public required Scores Scaled { get; init; }

    /// <summary>Test scores of the kept weights, original units.</summary>
    public required Scores Original { get; init; }

    /// <summary>Scores after every epoch.</summary>
    public required IReadOnlyList<CurvePoint> Curve { get; init; }
}

/// <summary>The generated writers of results.json: no reflection.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    WriteIndented = true,
    NewLine = "\n")]
[JsonSerializable(typeof(Results))]
internal sealed partial class ResultsJson : JsonSerializerContext;
