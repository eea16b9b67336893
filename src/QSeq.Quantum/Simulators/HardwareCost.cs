namespace QSeq.Quantum.Simulators;

/// <summary>What was run on a device.</summary>
/// <param name="Circuits">Circuits.</param>
/// <param name="Shots">Shots of all circuits together; 0 where outcomes are exact.</param>
public readonly record struct HardwareCost(long Circuits, long Shots)
{
    /// <summary>Both together.</summary>
    /// <param name="other">The other cost.</param>
    /// <returns>The sum.</returns>
    public HardwareCost Plus(HardwareCost other) => new(Circuits + other.Circuits, Shots + other.Shots);

    /// <summary>What has been added since.</summary>
    /// <param name="earlier">An earlier cost.</param>
    /// <returns>The difference.</returns>
    public HardwareCost Since(HardwareCost earlier) => new(Circuits - earlier.Circuits, Shots - earlier.Shots);
}

/// <summary>A backend that counts what runs on the device beneath it.</summary>
public interface ICostedBackend : ICircuitBackend
{
    /// <summary>What has run on the device, calibration and repetitions included.</summary>
    HardwareCost Cost { get; }

    /// <summary>Circuits that run on the device for one circuit that is asked for, calibration apart.</summary>
    int CircuitFactor { get; }
}
