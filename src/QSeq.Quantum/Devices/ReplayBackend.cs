using QSeq.Quantum.Circuits;
using QSeq.Quantum.Simulators;

namespace QSeq.Quantum.Devices;

/// <summary>
/// A device that answers by files: it knows the outcomes of the rounds so far, gives them in order, and stops the work
/// at the first circuits whose outcomes are not there yet. The work is begun anew each time, so nothing is kept but outcomes.
/// The first and the last of the known rounds are packed again and must be the jobs that were written: a changed window or
/// model would go on from outcomes of other circuits.
/// </summary>
internal sealed class ReplayBackend(IReadOnlyList<IReadOnlyList<Outcome>> rounds, IReadOnlyList<JobRound> written, JobOptions options) : ICircuitBackend
{
    private int _next;

    public string Name => $"device by files, {options.Shots} shots";

    public int MaxQubits => options.Qubits;

    public int? Shots => options.Shots;

    public IReadOnlyList<Outcome> Run(IReadOnlyList<Circuit> circuits, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (_next == rounds.Count) throw new RoundWaitsException(circuits);
        if ((_next == 0 || _next == rounds.Count - 1)
            && !JobPacking.Pack(_next, circuits, options).Round.Jobs.Select(job => job.Digest).SequenceEqual(written[_next].Jobs.Select(job => job.Digest)))
        {
            throw BadData.Of($"The jobs of round {_next + 1} are not those that the manifest's window and model give: the manifest was edited, or the jobs were written by another version of QSeq; export again with {JobAdvice.Force}.");
        }

        IReadOnlyList<Outcome> outcomes = rounds[_next++];
        bool fits = outcomes.Count == circuits.Count && outcomes.Zip(circuits).All(pair => pair.First.Bits == pair.Second.Measured.Length);
        return fits ? outcomes : throw new InvalidDataException($"The manifest's round {_next} has other circuits than the model needs; export again.");
    }
}

/// <summary>The work has come to circuits whose outcomes are not known.</summary>
internal sealed class RoundWaitsException(IReadOnlyList<Circuit> circuits) : Exception("The outcomes of a round are missing.")
{
    public IReadOnlyList<Circuit> Circuits => circuits;
}

/// <summary>Counts what a forecast will ask for: which circuits there are does not depend on outcomes, only their angles do.</summary>
internal sealed class PlanBackend(JobOptions options) : ICircuitBackend
{
    private readonly Dictionary<int, Outcome> _zero = [];

    public string Name => "plan";

    public int MaxQubits => options.Qubits;

    public int? Shots => options.Shots;

    public JobPlan Plan { get; private set; } = new(0, 0, 0);

    public IReadOnlyList<Outcome> Run(IReadOnlyList<Circuit> circuits, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Plan = new JobPlan(Plan.Rounds + 1, Plan.Circuits + circuits.Count, Plan.Jobs + CircuitPack.Pack(circuits, options.Qubits).Jobs.Length);
        return [.. circuits.Select(circuit => Zero(circuit.Measured.Length))];
    }

    private Outcome Zero(int bits)
    {
        if (_zero.TryGetValue(bits, out Outcome? known)) return known;
        double[] probabilities = new double[1 << bits];
        probabilities[0] = 1;
        return _zero[bits] = new Outcome(probabilities);
    }
}
