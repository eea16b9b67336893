using QSeq.Studies.Papers;

namespace QSeq.Cli.Reproduce;

/// <summary>What the hardware experiment found.</summary>
internal sealed record HardwareResult
{
    /// <summary>The settings in words.</summary>
    public required string Settings { get; init; }

    /// <summary>Epochs.</summary>
    public required int Epochs { get; init; }

    /// <summary>Seeds, from 0 up.</summary>
    public required int Seeds { get; init; }

    /// <summary>The models on their data.</summary>
    public required HardwareCaseResult[] Cases { get; init; }

    /// <summary>When a forecast is taken to be useful.</summary>
    public required string Rule { get; init; }

    /// <summary>What the figures say, in plain words.</summary>
    public required string[] Reading { get; init; }

    /// <summary>Wall time in seconds.</summary>
    public required double Seconds { get; init; }
}

/// <summary>A model on data, over all seeds. R2 is that of the test part, scaled units.</summary>
internal sealed record HardwareCaseResult
{
    /// <summary>bessel or shm.</summary>
    public required string Data { get; init; }

    /// <summary>Which data this is.</summary>
    public required string Source { get; init; }

    /// <summary>What tables call the model.</summary>
    public required string Label { get; init; }

    /// <summary>Its name in the catalogue.</summary>
    public required string Model { get; init; }

    /// <summary>Parameters that train.</summary>
    public required int Parameters { get; init; }

    /// <summary>Windows forecast.</summary>
    public required int Forecasts { get; init; }

    /// <summary>Of forecasting the last value.</summary>
    public required double NaiveR2 { get; init; }

    /// <summary>Of the model as it computes itself.</summary>
    public required Spread ModelR2 { get; init; }

    /// <summary>Every condition, for the model trained without noise.</summary>
    public required HardwareCell[] Cells { get; init; }

    /// <summary>Models trained under the noise they meet.</summary>
    public required HardwareCell[] Aware { get; init; }

    /// <summary>Median seconds a seed.</summary>
    public required double SecondsPerRun { get; init; }
}

/// <summary>A condition.</summary>
internal sealed record HardwareCell
{
    /// <summary>Shots a circuit; null for exact probabilities.</summary>
    public required int? Shots { get; init; }

    /// <summary>Depolarising probability after every gate.</summary>
    public required double Depolarising { get; init; }

    /// <summary>Probability to misread a bit.</summary>
    public required double Readout { get; init; }

    /// <summary>Whether noise is mitigated.</summary>
    public required bool Mitigated { get; init; }

    /// <summary>R2.</summary>
    public required Spread R2 { get; init; }

    /// <summary>R2 of every seed.</summary>
    public required double[] R2BySeed { get; init; }

    /// <summary>Circuits of a forecast.</summary>
    public required double CircuitsPerForecast { get; init; }

    /// <summary>Shots of a forecast; 0 where probabilities are exact.</summary>
    public required double ShotsPerForecast { get; init; }

    /// <summary>Circuits before the first forecast.</summary>
    public required long CalibrationCircuits { get; init; }

    /// <summary>Shots before the first forecast.</summary>
    public required long CalibrationShots { get; init; }
}
