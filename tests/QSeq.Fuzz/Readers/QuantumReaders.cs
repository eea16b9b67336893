using QSeq.Quantum.Circuits;
using QSeq.Quantum.Devices;
using QSeq.Quantum.Simulators;

namespace QSeq.Fuzz.Readers;

/// <summary>OpenQASM, counts, device profiles and manifests of jobs.</summary>
internal static class QuantumReaders
{
    private static readonly string[] Texts =
    [
        "OPENQASM 3.0;\ninclude \"stdgates.inc\";\ninput float a;\nqubit[2] q;\nbit[2] c;\nh q[0];\nrx(0.5*a + pi/2) q[1];\ncx q[0], q[1];\nbarrier q;\nc[0] = measure q[0];\nc[1] = measure q[1];\n",
        "OPENQASM 2.0;\ninclude \"qelib1.inc\";\nqreg q[3];\ncreg c[3];\n// a comment\nu1(-(pi)*2e-1) q[2];\nrz(1.5) q;\nswap q[0],q[2];\n/* more */ measure q -> c;\n",
        "OPENQASM 3;\nqubit a;\nbit b;\nx a;\nb = measure a;\n",
    ];

    private static readonly string[] Counts =
    [
        """{"000": 30, "101": 34}""", """{"0x0": 30, "0x5": 34}""", """{"measurementCounts": {"000": 64}, "measuredQubits": [0, 1, 2]}""",
        """{"measurementProbabilities": {"000": 0.5, "111": 0.5}, "measuredQubits": [2, 1, 0]}""", """{"measurements": [[0, 1, 0], [0, 0, 0]]}""",
        """{"results": [{"success": true, "shots": 64, "data": {"counts": {"0x1": 60, "0x2": 4}}}], "status": "COMPLETED"}""",
    ];

    private static readonly Circuit Job = QasmReader.Read("OPENQASM 2.0;\ninclude \"qelib1.inc\";\nqreg q[3];\ncreg c[3];\nh q[0];\nmeasure q -> c;\n");

    public static IEnumerable<FuzzReader> All(Workbench bench)
    {
        string three = bench.Jobs("jobs3", bench.Forecasters[0], Workbench.Jobs(QasmVersion.Three, 20), 1, BitOrder.Qiskit);
        string two = bench.Jobs("jobs2", bench.Forecasters[2], Workbench.Jobs(QasmVersion.Two, 4), 0, BitOrder.Braket);
        byte[][] written = [File.ReadAllBytes(three), File.ReadAllBytes(two)];
        yield return new FuzzReader("qasm", [.. Texts.Select(Workbench.Bytes), .. written.Where(text => text.Length < 20_000)], Qasm, typeof(InvalidDataException));
        yield return new FuzzReader("counts", [.. Counts.Select(Workbench.Bytes)], Count, typeof(InvalidDataException));
        yield return new FuzzReader("device", [Workbench.Bytes(DeviceProfile.Example.ToJson()), Workbench.Bytes(Small)], Device, typeof(InvalidDataException));
        byte[][] manifests = [File.ReadAllBytes(bench.In("jobs3", JobFolder.ManifestName)), File.ReadAllBytes(bench.In("jobs2", JobFolder.ManifestName))];
        yield return new FuzzReader("manifest", manifests, Manifest, typeof(InvalidDataException));
    }

    private const string Small =
        """{"name":"x","qubits":[{"t1_us":100,"t2_us":50,"gate_error":0.001,"gate_time_ns":30,"read_1_given_0":0.01,"read_0_given_1":0.02}]}""";

    private static string? Qasm(byte[] input)
    {
        Circuit circuit = QasmReader.Read(Encoding.UTF8.GetString(input));
        Circuit again = QasmReader.Read(QasmWriter.Write(circuit));
        if (!circuit.Equals(again)) return "the circuit is read back otherwise from OpenQASM 3";
        return !circuit.Parameters.IsEmpty || circuit.Equals(QasmReader.Read(QasmWriter.Write(circuit, QasmVersion.Two))) ? null : "the circuit is read back otherwise from OpenQASM 2";
    }

    private static string? Count(byte[] input)
    {
        BitOrder? order = input.Length % 5 == 0 ? BitOrder.Qiskit : null;
        JobCounts counts = CountsReader.Read(input, "x.json", Job, 64, order);
        if (counts.Patterns.Any(pattern => pattern.Bits.Length != 3 || !(pattern.Count >= 0) || !double.IsFinite(pattern.Count))) return "a pattern has other bits or a count that is none";
        Outcome outcome = Outcomes(counts);
        return outcome.Problem;
    }

    private static Outcome Outcomes(JobCounts counts)
    {
        QSeq.Quantum.Simulators.Outcome shares = counts.Of(new JobPart(0, 0, 3, 0, 3));
        return new Outcome("shares", shares.Bits == 3 ? null : "the outcome has other bits");
    }

    private static string? Device(byte[] input)
    {
        DeviceProfile profile = DeviceProfile.Parse(Encoding.UTF8.GetString(input));
        var again = DeviceProfile.Parse(profile.ToJson());
        if (again.Name != profile.Name || !again.Qubits.SequenceEqual(profile.Qubits) || !again.Couplings.SequenceEqual(profile.Couplings)) return "the profile is read back otherwise";
        profile.ToNoiseModel();
        return profile.BestQubits(1).Length == 1 ? null : "no best qubit";
    }

    private static string? Manifest(byte[] input)
    {
        JobManifest manifest = JobManifestJson.Read(input, "manifest.json");
        byte[] written = JobManifestJson.Write(manifest);
        return written.AsSpan().SequenceEqual(JobManifestJson.Write(JobManifestJson.Read(written, "again"))) ? null : "the manifest is read back otherwise";
    }
}
