using QSeq.Data;
using QSeq.Models;

namespace QSeq.Evaluation;

/// <summary>One series of a fleet: its model and scores in the units of the data, or why there is none.</summary>
public sealed record FleetResult
{
    /// <summary>The series.</summary>
    public required string Series { get; init; }

    /// <summary>The seed of its first weights and of the order of its samples, drawn from the fleet's seed and the name.</summary>
    public required ulong Seed { get; init; }

    /// <summary>Why it could not be trained, on one line; null when it was.</summary>
    public string? Failure { get; init; }

    /// <summary>The trained model; null when there is none.</summary>
    public SequenceModel? Model { get; init; }

    /// <summary>The series as it was cut, for whoever goes on with it; null when there is no model.</summary>
    public DataSplit? Data { get; init; }

    /// <summary>The scaling of the series; null when there is no model.</summary>
    public Scaler? Scaler { get; init; }

    /// <summary>Epochs completed.</summary>
    public int Epochs { get; init; }

    /// <summary>The epoch whose weights were kept.</summary>
    public int BestEpoch { get; init; }

    /// <summary>Scores on the training part.</summary>
    public Scores? Train { get; init; }

    /// <summary>Scores on the validation part; null when there is none.</summary>
    public Scores? Validation { get; init; }

    /// <summary>Scores on the test part; null when there is none.</summary>
    public Scores? Test { get; init; }

    /// <summary>Persistence on the same test part; null when there is none, or with an answer at every step.</summary>
    public Scores? Naive { get; init; }

    /// <summary>Linear autoregression on the same test part; null as for <see cref="Naive"/>, or with too few windows to fit it.</summary>
    public Scores? LinearAr { get; init; }

    /// <summary>The classical methods on the validation and the test part; empty where they were not asked for.</summary>
    public IReadOnlyList<MethodScores> Methods { get; init; } = [];

    /// <summary>Wall time in seconds, scores and baselines included.</summary>
    public double Seconds { get; init; }
}
