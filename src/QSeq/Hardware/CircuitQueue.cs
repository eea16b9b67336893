using QSeq.Layers;
using QSeq.Quantum.Circuits;
using QSeq.Quantum.Simulators;

namespace QSeq.Hardware;

/// <summary>Circuits that wait to be run together, so that a device is asked seldom and for much at once.</summary>
internal sealed class CircuitQueue(ICircuitBackend backend)
{
    /// <summary>The most circuits of one call of the backend, for the sake of memory.</summary>
    public const int MostAtOnce = 8192;

    private readonly List<Measurement> _waiting = [];

    /// <summary>Queues a circuit, whose angles are kept, not copied. What it gives is empty until <see cref="Run"/>.</summary>
    public Measurement Add(CircuitTemplate template, double[] angles)
    {
        var measurement = new Measurement(template, angles);
        _waiting.Add(measurement);
        return measurement;
    }

    /// <summary>Runs what waits, in the order it was added.</summary>
    public void Run(CancellationToken cancellationToken)
    {
        Measurement[] all = [.. _waiting];
        _waiting.Clear();
        foreach (Measurement[] part in all.Chunk(MostAtOnce))
        {
            IReadOnlyList<Outcome> outcomes = backend.RunBound([.. part.Select(measurement => measurement.Circuit)], cancellationToken);
            if (outcomes.Count != part.Length)
                throw new InvalidOperationException($"The backend '{backend.Name}' gave {outcomes.Count} outcomes for {part.Length} circuits.");
            for (int n = 0; n < part.Length; n++) part[n].Read(outcomes[n]);
        }
    }
}

/// <summary>One run of a circuit: its angles before, its values after.</summary>
internal sealed class Measurement(CircuitTemplate template, double[] angles)
{
    /// <summary>Expectation values of Z of every measured qubit, or the probability that all bits are 0.</summary>
    public double[] Values { get; } = new double[template.Values];

    public BoundCircuit Circuit => new(template.Circuit, angles);

    public void Read(Outcome outcome)
    {
        if (outcome.Bits != template.Circuit.Measured.Length)
            throw new InvalidOperationException($"An outcome has {outcome.Bits} bits, but the circuit measures {template.Circuit.Measured.Length}.");
        for (int bit = 0; bit < Values.Length; bit++) Values[bit] = template.ReadsAllZero ? outcome.AllZero : outcome.ExpectationZ(bit);
    }
}
