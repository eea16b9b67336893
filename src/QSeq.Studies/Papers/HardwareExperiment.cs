using System.Collections.Immutable;
using QSeq.Data;
using QSeq.Layers;
using QSeq.Models;
using QSeq.Quantum;
using QSeq.Quantum.Mitigation;

namespace QSeq.Studies.Papers;

/// <summary>
/// The QKAN models of the QKAN-LSTM paper's experiments (arXiv 2512.05049) on a device: trained as there, without noise,
/// then asked for forecasts through finite shots, depolarising noise after every gate and misread bits. The paper has no
/// such figures.
/// </summary>
public static class HardwareExperiment
{
    /// <summary>R2 from which on a forecast is taken to be useful, provided it is above that of the last value.</summary>
    public const double UsefulR2 = 0.9;

    /// <summary>How often the two circuits of a readout calibration run before the forecasts, at the shots of these.</summary>
    public const int CalibrationRepetitions = 16;

    /// <summary>
    /// The curve of zero-noise extrapolation unless another is asked for. Depolarising noise alike after every gate makes expectation values decay
    /// exactly so, which flatters mitigation: a device's noise is of more kinds. A line magnifies shot noise less.
    /// </summary>
    public const Extrapolation Curve = Extrapolation.Exponential;

    /// <summary>Noise scales of the extrapolation: whole circuits folded.</summary>
    public static ImmutableArray<int> Scales { get; } = [1, 3, 5];

    /// <summary>Shots a circuit; null for exact probabilities.</summary>
    public static ImmutableArray<int?> Shots { get; } = [null, 4096, 1024, 256];

    /// <summary>Depolarising probabilities after every gate.</summary>
    public static ImmutableArray<double> Depolarising { get; } = [0, 0.001, 0.01, 0.03];

    /// <summary>Probabilities to misread a bit.</summary>
    public static ImmutableArray<double> Readout { get; } = [0, 0.02];

    /// <summary>Depolarising probabilities that models are also trained under.</summary>
    public static ImmutableArray<double> TrainedUnder { get; } = [0.01, 0.03];

    /// <summary>Shots at which training under noise is held against training without.</summary>
    public static ImmutableArray<int?> TrainedShots { get; } = [null, 1024];

    /// <summary>Noise after noise, readout after readout, without mitigation and then with it where there is noise to mitigate.</summary>
    public static ImmutableArray<HardwareCondition> Conditions { get; } =
    [
        .. from depolarising in Depolarising
           from readout in Readout
           from mitigated in (bool[])[false, true]
           where !mitigated || depolarising > 0 || readout > 0
           from shots in Shots
           select new HardwareCondition(shots, depolarising, readout, mitigated),
    ];

    /// <summary>The models and the data.</summary>
    /// <returns>QKAN-LSTM and HQKAN-LSTM on Bessel and on SHM.</returns>
    public static ImmutableArray<HardwareCase> Cases()
    {
        DataSplit bessel = PaperExperiments.BesselData(), shm = PaperExperiments.ShmData();
        return
        [
            .. PaperExperiments.Bessel.Where(IsQkan).Select(contender => new HardwareCase("bessel", contender, bessel)),
            .. PaperExperiments.Shm.Where(IsQkan).Select(contender => new HardwareCase("shm", contender, shm)),
        ];
    }

    /// <summary>The same model with gate noise in training and in its own answers.</summary>
    /// <param name="contender">A QKAN-LSTM or HQKAN-LSTM.</param>
    /// <param name="noise">The noise.</param>
    /// <returns>The contender.</returns>
    /// <exception cref="ArgumentException">It is another model.</exception>
    public static Contender Under(Contender contender, GateNoise noise)
    {
        ArgumentNullException.ThrowIfNull(contender);
        QkanOptions Noisy(QkanOptions options) => options with { Noise = noise };
        GateConfig gates = contender.Config.Gates switch
        {
            QkanGates qkan => qkan with { Qkan = Noisy(qkan.Qkan) },
            HqkanGates hqkan => hqkan with { Hqkan = hqkan.Hqkan with { Qkan = Noisy(hqkan.Hqkan.Qkan) } },
            _ => throw new ArgumentException($"{contender.Label} has no QKAN to train under noise.", nameof(contender)),
        };
        return contender with { Config = contender.Config with { Gates = gates } };
    }

    private static bool IsQkan(Contender contender) => contender.Config.Gates is QkanGates or HqkanGates;
}

/// <summary>A model on data.</summary>
/// <param name="Data">bessel or shm.</param>
/// <param name="Contender">The model.</param>
/// <param name="Split">The data.</param>
public sealed record HardwareCase(string Data, Contender Contender, DataSplit Split);

/// <summary>What a forecast is asked through.</summary>
/// <param name="Shots">Shots a circuit; null for exact probabilities.</param>
/// <param name="Depolarising">Depolarising probability after every gate, 0 to 1.</param>
/// <param name="Readout">Probability to misread a bit, either way, 0 to 1.</param>
/// <param name="Mitigated">Whether gate noise is extrapolated away and misread bits are inverted, each where it is there.</param>
public sealed record HardwareCondition(int? Shots, double Depolarising, double Readout, bool Mitigated)
{
    /// <summary>The curve of the extrapolation; the shots drawn are the same for all.</summary>
    public Extrapolation Curve { get; init; } = HardwareExperiment.Curve;

    /// <summary>In a few words, the name of its stream of shots.</summary>
    public string Name => FormattableString.Invariant($"{Shots?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "exact"} {Depolarising} {Readout}{(Mitigated ? " mitigated" : "")}");
}
