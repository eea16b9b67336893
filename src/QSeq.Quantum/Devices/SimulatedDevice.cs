using QSeq.Quantum.Circuits;
using QSeq.Quantum.Simulators;

namespace QSeq.Quantum.Devices;

/// <summary>
/// Plays the device that runs a job. Wires that no gate joins are simulated apart and their shots put side by side in
/// random order, which is exact, so that a job may have many more qubits than a simulator.
/// </summary>
public sealed record SimulatedDevice
{
    private const int MostExact = 24; // joined qubits without noise after gates: 256 MiB
    private const int MostNoisy = 12; // and with: 128 MiB
    private const int MostDrawn = 1 << 28; // bits of all shots of a job

    /// <summary>Shots of a job; null for those of the manifest.</summary>
    public int? Shots { get; init; }

    /// <summary>Depolarising probability after every gate, on each of its qubits, 0 to 1.</summary>
    public double Depolarising { get; init; }

    /// <summary>The probability to misread a bit, either way, 0 to 1.</summary>
    public double Readout { get; init; }

    /// <summary>A device, in place of both: the job runs on its best qubits.</summary>
    public DeviceProfile? Profile { get; init; }

    /// <summary>What shots are drawn from; every job has a stream of its own.</summary>
    public ulong Seed { get; init; }

    /// <summary>How counts are written.</summary>
    public BitOrder Format { get; init; }

    /// <summary>The noise of a circuit.</summary>
    /// <exception cref="ArgumentException">A probability is out of range, or the device has too few qubits.</exception>
    public NoiseModel NoiseOf(Circuit circuit)
    {
        ArgumentNullException.ThrowIfNull(circuit);
        if (Profile is null)
        {
            NoiseChannel gate = NoiseChannel.Depolarising(Depolarising);
            return NoiseModel.Uniform(Depolarising > 0 ? [gate] : [], ReadoutError.Symmetric(Readout));
        }

        if (circuit.Qubits > Profile.Qubits.Length)
            throw OptionCheck.Refusal($"A job has {circuit.Qubits} qubits, but device '{Profile.Name}' has {Profile.Qubits.Length}; export again with {JobAdvice.Qubits} {Profile.Qubits.Length} or less.");
        return Profile.ToNoiseModel(Profile.BestQubits(circuit.Qubits, circuit.Operations.Any(IsJoint)));
    }

    /// <summary>The counts of a job as a device's JSON.</summary>
    internal byte[] Run(Circuit job, string name, int shots, CancellationToken cancellationToken)
    {
        NoiseModel noise = NoiseOf(job);
        if ((long)shots * job.Measured.Length > MostDrawn)
            throw OptionCheck.Refusal($"{name}: {shots} shots of {job.Measured.Length} bits are too many to be simulated, expected at most {MostDrawn} bits together; export again with fewer {JobAdvice.Shots} or {JobAdvice.Qubits}");
        var random = new RandomSource(Seed, name);
        var sampler = new ShotSampler(random.NextUInt64());
        int[] bitOf = new int[job.Qubits]; // the classical bit of a qubit
        Array.Fill(bitOf, -1);
        for (int bit = 0; bit < job.Measured.Length; bit++) bitOf[job.Measured[bit]] = bit;
        char[] patterns = new char[shots * job.Measured.Length]; // [shots][bits]
        foreach (int[] wires in Joined(job))
        {
            cancellationToken.ThrowIfCancellationRequested();
            Circuit part = Part(job, wires);
            if (part.Measured.IsEmpty) continue;
            NoiseModel own = noise with { Qubits = noise.Qubits.Where(pair => wires.Contains(pair.Key)).ToImmutableDictionary(pair => Array.IndexOf(wires, pair.Key), pair => pair.Value) };
            int most = own.HasExactGates ? MostExact : MostNoisy;
            if (part.Qubits > most && part.Operations.Any(IsJoint)) throw TooLarge(name, part.Qubits, most, own.HasExactGates);
            Outcome outcome = sampler.Draw(NoisyBackend.For(own).Run([part], cancellationToken)[0].Probabilities, shots);

            int[] drawn = new int[shots];
            int next = 0;
            for (int pattern = 0; pattern < outcome.Probabilities.Length; pattern++)
            {
                int count = (int)Math.Round(outcome.Probabilities[pattern] * shots);
                drawn.AsSpan(next, count).Fill(pattern);
                next += count;
            }

            random.Shuffle(drawn.AsSpan());
            for (int place = 0; place < part.Measured.Length; place++)
            {
                int bit = bitOf[wires[part.Measured[place]]], shift = part.Measured.Length - 1 - place;
                for (int shot = 0; shot < shots; shot++) patterns[(shot * job.Measured.Length) + bit] = (char)('0' + (drawn[shot] >> shift & 1));
            }
        }

        int bits = job.Measured.Length;
        var counts = Enumerable.Range(0, shots).Select(shot => new string(patterns, shot * bits, bits)).CountBy(pattern => pattern);
        return CountsWriter.Write(job, counts.OrderBy(pair => pair.Key, StringComparer.Ordinal), Format);
    }

    private static ArgumentException TooLarge(string name, int qubits, int most, bool exact)
    {
        string memory = ByteText.Of(exact ? StateVector.Bytes(qubits) : 8 * Math.ScaleB(1, 2 * qubits));
        ErrorText what = $"{name} joins {qubits} qubits by gates and needs {memory} of memory", noise = $"{JobAdvice.NoNoise}";
        return OptionCheck.Refusal($"{what}{(exact ? "" : " with noise after gates")}, expected at most {most} qubits; {(exact ? "run it on a device" : noise)}, or choose a smaller model");
    }

    private static bool IsJoint(Operation operation) => operation.IsGate && operation.Qubits.Length > 1;

    // Sets of wires that gates join, each in order.
    private static IEnumerable<int[]> Joined(Circuit job)
    {
        int[] root = [.. Enumerable.Range(0, job.Qubits)];
        int Find(int wire) => root[wire] == wire ? wire : root[wire] = Find(root[wire]);
        foreach (Operation operation in job.Operations.Where(IsJoint))
        {
            int first = Find(operation.Qubits[0]);
            foreach (int wire in operation.Qubits) root[Find(wire)] = first;
        }

        return Enumerable.Range(0, job.Qubits).GroupBy(Find).Select(group => group.ToArray());
    }

    private static Circuit Part(Circuit job, int[] wires)
    {
        IEnumerable<Operation> own = job.Operations.Where(o => o.Kind != GateKind.Barrier && Array.IndexOf(wires, o.Qubits[0]) >= 0);
        return new Circuit(wires.Length, [], [.. own.Select(o => o with { Qubits = [.. o.Qubits.Select(wire => Array.IndexOf(wires, wire))] })]);
    }
}
