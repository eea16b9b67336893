using QSeq.Studies.Papers;

namespace QSeq.Cli.Reproduce;

/// <summary>What the tagging experiment found.</summary>
internal sealed record PosResult
{
    /// <summary>For people.</summary>
    public required string Title { get; init; }

    /// <summary>Which sentences these are.</summary>
    public required string Source { get; init; }

    /// <summary>Split, sizes and training in words.</summary>
    public required string Settings { get; init; }

    /// <summary>Whether accuracy is that of a test part; else of the sentences learnt.</summary>
    public required bool TestPart { get; init; }

    /// <summary>Epochs.</summary>
    public required int Epochs { get; init; }

    /// <summary>Seeds, from 0 up.</summary>
    public required int Seeds { get; init; }

    /// <summary>The models.</summary>
    public required PosModelResult[] Models { get; init; }

    /// <summary>Tables without a network: every word its most frequent tag of training; on a treebank also with endings and shapes for other words.</summary>
    public required PosBaseline[] Baselines { get; init; }

    /// <summary>What the figures say, in plain words.</summary>
    public required string Reading { get; init; }

    /// <summary>Wall time in seconds.</summary>
    public required double Seconds { get; init; }
}

/// <summary>One model over all seeds.</summary>
internal sealed record PosModelResult
{
    /// <summary>What tables call it.</summary>
    public required string Label { get; init; }

    /// <summary>Its name in the catalogue.</summary>
    public required string Model { get; init; }

    /// <summary>Parameters that train.</summary>
    public required int Parameters { get; init; }

    /// <summary>Those of the gates, without embedding and head.</summary>
    public required int GateParameters { get; init; }

    /// <summary>The paper's count, or null.</summary>
    public required int? Published { get; init; }

    /// <summary>How the count was decoded, or why the model is here.</summary>
    public required string Decoding { get; init; }

    /// <summary>Accuracy of the kept weights.</summary>
    public required Spread Accuracy { get; init; }

    /// <summary>Accuracy on words that training does not have; NaN where there are none.</summary>
    public required Spread UnknownAccuracy { get; init; }

    /// <summary>F1, the mean over tags.</summary>
    public required Spread MacroF1 { get; init; }

    /// <summary>The epoch from which on all is right, for the seeds where there is one.</summary>
    public required int[] SettledEpochs { get; init; }

    /// <summary>Median over seeds after every epoch: training loss.</summary>
    public required double[] Loss { get; init; }

    /// <summary>Median over seeds after every epoch: accuracy, of the validation part where there is one.</summary>
    public required double[] AccuracyByEpoch { get; init; }

    /// <summary>Median seconds a run.</summary>
    public required double SecondsPerRun { get; init; }

    /// <summary>Every run.</summary>
    public required PosRunResult[] Runs { get; init; }
}

/// <summary>One training run.</summary>
internal sealed record PosRunResult(
    ulong Seed, string Stop, int KeptEpoch, int? SettledEpoch, double Accuracy, double UnknownAccuracy, double MacroF1, double Seconds, IReadOnlyList<TagPoint> Curve);

/// <summary>A baseline's scores.</summary>
internal sealed record PosBaseline(string Label, int Parameters, double Accuracy, double UnknownAccuracy, double MacroF1);
