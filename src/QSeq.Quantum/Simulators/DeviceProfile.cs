namespace QSeq.Quantum.Simulators;

/// <summary>
/// What is known of a device, qubit by qubit, as a noise model and for the choice of qubits. Errors of gates are average
/// infidelities, as devices report them; what relaxation during the gate does not explain is depolarising noise (Nielsen,
/// quant-ph/0205035: F_average = (d F_e + 1)/(d + 1), with F_e = (1 + tr M)/4 for a channel with Bloch matrix M).
/// </summary>
public sealed class DeviceProfile
{
    /// <summary>From figures.</summary>
    /// <param name="name">The device's name.</param>
    /// <param name="qubits">The qubits, at least one; their places are their numbers.</param>
    /// <param name="couplings">Pairs that have a two-qubit gate; none where all have or nothing is known.</param>
    /// <exception cref="ArgumentException">A figure is out of range; the message names the qubit.</exception>
    public DeviceProfile(string name, IEnumerable<DeviceQubit> qubits, IEnumerable<DeviceCoupling>? couplings = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(qubits);
        (Name, Qubits, Couplings) = (name, [.. qubits], [.. couplings ?? []]);
        if (Qubits.IsEmpty) throw new ArgumentException($"Device '{name}' has no qubit, expected at least one.", nameof(qubits));
        for (int n = 0; n < Qubits.Length; n++) Check(n, Qubits[n]);
        foreach (DeviceCoupling coupling in Couplings) Check(coupling);
        if (Couplings.DistinctBy(c => (Math.Min(c.First, c.Second), Math.Max(c.First, c.Second))).Count() < Couplings.Length)
            throw new ArgumentException($"Device '{name}' names a coupling twice; name every pair once.", nameof(couplings));
    }

    /// <summary>A small made-up device for examples and tests; it describes no real one.</summary>
    public static DeviceProfile Example { get; } = new(
        "example-5 (made up)",
        [
            new(110, 85, 0.0004, 35, 0.012, 0.025),
            new(95, 120, 0.0003, 35, 0.008, 0.018),
            new(60, 40, 0.0011, 35, 0.030, 0.055),
            new(130, 90, 0.0005, 35, 0.010, 0.020),
            new(100, 100, 0.0006, 35, 0.015, 0.030),
        ],
        [new(0, 1, 0.007, 300), new(1, 2, 0.015, 300), new(1, 3, 0.008, 300), new(3, 4, 0.010, 300)]);

    /// <summary>The device's name.</summary>
    public string Name { get; }

    /// <summary>The qubits; their places are their numbers.</summary>
    public ImmutableArray<DeviceQubit> Qubits { get; }

    /// <summary>Pairs that have a two-qubit gate; empty where all have or nothing is known.</summary>
    public ImmutableArray<DeviceCoupling> Couplings { get; }

    /// <summary>What <see cref="Parse"/> had to change or to assume, one line each; nothing where a profile is made of figures.</summary>
    public ImmutableArray<string> Notes { get; internal init; } = [];

    /// <summary>
    /// Reads a profile. A T2 above twice T1, as measured ones may be, is taken as twice T1, and a missing T1 or T2 of Qiskit's
    /// from the other one; <see cref="Notes"/> says so.
    /// </summary>
    /// <param name="json">Its text, as <see cref="ToJson"/> writes it or as Qiskit gives the properties of a backend.</param>
    /// <returns>The profile.</returns>
    /// <exception cref="InvalidDataException">It is malformed or a figure is out of range.</exception>
    public static DeviceProfile Parse(string json) => DeviceProfileJson.Read(json);

    /// <summary>Writes the profile as JSON, times in microseconds (T1, T2) and nanoseconds (gates).</summary>
    /// <returns>The text.</returns>
    public string ToJson() => DeviceProfileJson.Write(this);

    /// <summary>
    /// The noise of a circuit on this device: after every gate relaxation for the gate's time and depolarising noise up to
    /// the gate's error, and misread bits. A two-qubit gate's error is shared equally by its qubits; as a noise model goes
    /// by qubit, each takes the mean over its couplings with other qubits of the circuit, or all its couplings where it has none.
    /// </summary>
    /// <param name="qubits">The device's qubits that the circuit's qubits run on, in the circuit's order; null for its own in order.</param>
    /// <returns>The model.</returns>
    /// <exception cref="ArgumentException">A qubit does not exist or is named twice.</exception>
    public NoiseModel ToNoiseModel(IReadOnlyList<int>? qubits = null)
    {
        int[] used = [.. qubits ?? [.. Enumerable.Range(0, Qubits.Length)]];
        foreach (int qubit in used)
            if (qubit < 0 || qubit >= Qubits.Length) throw new ArgumentException($"Qubit {qubit} is not one of device '{Name}', which has qubits 0 to {Qubits.Length - 1}.", nameof(qubits));
        if (used.Distinct().Count() < used.Length) throw new ArgumentException("A qubit of the device is named twice.", nameof(qubits));
        return NoiseModel.None with { Qubits = used.Select((qubit, n) => KeyValuePair.Create(n, Noise(qubit, used))).ToImmutableDictionary() };
    }

    /// <summary>
    /// The best qubits by gate error + (p(1|0) + p(0|1))/2, the error of one gate and of reading a bit that is as often 0
    /// as 1; best first. With <paramref name="connected"/> and couplings, a connected set: grown from every qubit by the neighbour
    /// with the least score + coupling error, and of these sets the one with the least sum.
    /// </summary>
    /// <param name="count">How many, 1 to those of the device.</param>
    /// <param name="connected">Whether circuits have two-qubit gates.</param>
    /// <returns>Their numbers; a connected set in the order it was grown.</returns>
    /// <exception cref="ArgumentException">The device has fewer, or no connected set of so many.</exception>
    public ImmutableArray<int> BestQubits(int count, bool connected = false)
    {
        if (count < 1 || count > Qubits.Length)
            throw new ArgumentOutOfRangeException(nameof(count), count, $"{count} qubits were asked of device '{Name}', which has {Qubits.Length}.");
        int[] all = [.. Enumerable.Range(0, Qubits.Length)];
        if (!connected || Couplings.IsEmpty) return [.. all.OrderBy(Score).ThenBy(n => n).Take(count)];
        var sets = all.Select(start => Grow(start, count)).Where(set => set.Qubits.Length == count).ToList();
        return sets.Count > 0
            ? sets.MinBy(set => set.Cost).Qubits
            : throw new ArgumentException($"Device '{Name}' has no {count} qubits that its couplings connect; ask for fewer.", nameof(count));
    }

    /// <summary>The score of a qubit, the lower the better (<see cref="BestQubits"/>).</summary>
    internal double Score(int qubit) => Qubits[qubit].GateError + ((Qubits[qubit].OneGivenZero + Qubits[qubit].ZeroGivenOne) / 2);

    private (ImmutableArray<int> Qubits, double Cost) Grow(int start, int count)
    {
        var set = new List<int> { start };
        double cost = Score(start);
        while (set.Count < count)
        {
            var next = Couplings
                .Where(c => set.Contains(c.First) != set.Contains(c.Second))
                .Select(c => (Qubit: set.Contains(c.First) ? c.Second : c.First, c.Error))
                .Select(c => (c.Qubit, Cost: Score(c.Qubit) + c.Error))
                .OrderBy(c => c.Cost).ThenBy(c => c.Qubit).ToList();
            if (next.Count == 0) break;
            set.Add(next[0].Qubit);
            cost += next[0].Cost;
        }

        return ([.. set], cost);
    }

    private QubitNoise Noise(int number, int[] used)
    {
        DeviceQubit q = Qubits[number];
        DeviceCoupling[] own = [.. Couplings.Where(c => c.First == number || c.Second == number)];
        DeviceCoupling[] among = [.. own.Where(c => used.Contains(c.First == number ? c.Second : c.First))];
        if (among.Length == 0) among = own;

        // One qubit: F_e = 1 - 3/2 error. Two: F_e = 1 - 5/4 error, its root for each; without couplings, twice a gate of one.
        ImmutableArray<NoiseChannel> one = Channels(q, q.GateTimeNs, 1 - (1.5 * q.GateError));
        return new QubitNoise
        {
            AfterOneQubitGates = one,
            AfterTwoQubitGates = among.Length == 0
                ? [.. one, .. one]
                : Channels(q, among.Average(c => c.TimeNs), Math.Sqrt(Math.Max(0, 1 - (1.25 * among.Average(c => c.Error))))),
            Readout = new ReadoutError(q.OneGivenZero, q.ZeroGivenOne),
        };
    }

    private static ImmutableArray<NoiseChannel> Channels(DeviceQubit q, double timeNs, double fidelity)
    {
        NoiseChannel relaxation = NoiseChannel.ThermalRelaxation(q.T1Us, q.T2Us, timeNs / 1000);
        BlochMap m = relaxation.Map;
        double kept = m.XX + m.YY + m.ZZ; // 0 where relaxation leaves nothing to depolarise
        double shrink = kept > 0 ? ((4 * fidelity) - 1) / kept : 1;
        return [relaxation, NoiseChannel.Depolarising(Math.Clamp(0.75 * (1 - shrink), 0, 1))];
    }

    private static void Check(int n, DeviceQubit q)
    {
        void In(bool good, string what, double value, string expected)
        {
            if (!good) throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"Qubit {n}: {what} is {value}, expected {expected}."), nameof(q));
        }

        In(q.T1Us is > 0 and < double.PositiveInfinity, "T1", q.T1Us, "a time above 0");
        In(q.T2Us is > 0 and < double.PositiveInfinity, "T2", q.T2Us, "a time above 0");
        In(q.T2Us <= 2 * q.T1Us, "T2", q.T2Us, string.Create(CultureInfo.InvariantCulture, $"at most twice T1 = {q.T1Us}"));
        In(q.GateError is >= 0 and <= 1, "the gate error", q.GateError, "0 to 1");
        In(q.GateTimeNs is >= 0 and < double.PositiveInfinity, "the gate time", q.GateTimeNs, "0 or more");
        In(q.OneGivenZero is >= 0 and <= 1, "the readout error p(1|0)", q.OneGivenZero, "0 to 1");
        In(q.ZeroGivenOne is >= 0 and <= 1, "the readout error p(0|1)", q.ZeroGivenOne, "0 to 1");
    }

    private void Check(DeviceCoupling c)
    {
        string name = $"Coupling of qubits {c.First} and {c.Second}";
        if (c.First == c.Second || c.First < 0 || c.Second < 0 || c.First >= Qubits.Length || c.Second >= Qubits.Length)
            throw new ArgumentException($"{name}: expected two different qubits of 0 to {Qubits.Length - 1}.", nameof(c));
        if (c.Error is not (>= 0 and <= 1)) throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"{name}: the error is {c.Error}, expected 0 to 1."), nameof(c));
        if (c.TimeNs is not (>= 0 and < double.PositiveInfinity)) throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"{name}: the time is {c.TimeNs}, expected 0 or more."), nameof(c));
    }
}

/// <summary>A qubit of a device.</summary>
/// <param name="T1Us">Relaxation time in microseconds.</param>
/// <param name="T2Us">Coherence time in microseconds, at most twice T1.</param>
/// <param name="GateError">Average infidelity of a gate of one qubit, 0 to 1.</param>
/// <param name="GateTimeNs">How long such a gate takes, in nanoseconds.</param>
/// <param name="OneGivenZero">Probability to read 1 where it is |0&gt;.</param>
/// <param name="ZeroGivenOne">Probability to read 0 where it is |1&gt;.</param>
public sealed record DeviceQubit(double T1Us, double T2Us, double GateError, double GateTimeNs, double OneGivenZero, double ZeroGivenOne);

/// <summary>Two qubits of a device that have a gate together.</summary>
/// <param name="First">One of them.</param>
/// <param name="Second">The other one.</param>
/// <param name="Error">Average infidelity of their gate, 0 to 1.</param>
/// <param name="TimeNs">How long it takes, in nanoseconds.</param>
public sealed record DeviceCoupling(int First, int Second, double Error, double TimeNs);
