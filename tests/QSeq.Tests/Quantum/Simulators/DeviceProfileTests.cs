using QSeq.Quantum.Circuits;
using QSeq.Quantum.Simulators;

namespace QSeq.Tests.Quantum.Simulators;

public class DeviceProfileTests
{
    [Fact]
    public void AProfileComesBackFromItsText()
    {
        DeviceProfile profile = DeviceProfile.Example, again = DeviceProfile.Parse(profile.ToJson());
        Assert.Equal(profile.Name, again.Name);
        Assert.Equal(profile.Qubits.AsEnumerable(), again.Qubits);
        Assert.Equal(profile.Couplings.AsEnumerable(), again.Couplings);
        Assert.Contains("made up", profile.Name, StringComparison.Ordinal);
        Assert.Empty(DeviceProfile.Parse("""{"name":"n","qubits":[{"t1_us":1,"t2_us":2,"gate_error":0,"gate_time_ns":0,"read_1_given_0":0,"read_0_given_1":1}]}""").Couplings);
    }

    [Theory]
    [InlineData("\"t2_us\": 120", "\"t2_us\": 1e309", "t2_us of qubit 1 is 1e309, expected a number")]
    [InlineData("\"t2_us\": 120", "\"t2_us\": -1", "Qubit 1: T2 is -1, expected a time above 0")]
    [InlineData("\"name\": \"", "\"name\": \"\\ud800", "line 2: a text has half of a surrogate pair")]
    [InlineData("\"t1_us\": 60", "\"\u009b2J\": 60", "qubit 2 has a member '·2J'")]
    [InlineData("\"t1_us\": 60", "\"t1_us\": 0", "Qubit 2: T1 is 0")]
    [InlineData("\"gate_error\": 0.0006", "\"gate_error\": 1.5", "Qubit 4: the gate error is 1.5, expected 0 to 1")]
    [InlineData("\"read_1_given_0\": 0.012", "\"read_1_given_0\": -0.1", "Qubit 0: the readout error p(1|0) is -0.1")]
    [InlineData("\"read_0_given_1\": 0.02\n", "\"read_0_given_1\": 2\n", "Qubit 3: the readout error p(0|1) is 2")]
    [InlineData("\"t1_us\": 60", "\"t1_us\": \"x\"", "t1_us of qubit 2 is \"x\", expected a number")]
    [InlineData("\"t1_us\": 60", "\"T1\": 60", "qubit 2 has a member 'T1', known are t1_us")]
    [InlineData("\"t1_us\": 60,", "", "qubit 2 has no t1_us")]
    [InlineData("\"error\": 0.007", "\"error\": 7", "Coupling of qubits 0 and 1: the error is 7")]
    [InlineData("\"couplings\": [", "\"couplings\": [{\"qubits\":[0,9],\"error\":0,\"time_ns\":0},", "Coupling of qubits 0 and 9: expected two different qubits of 0 to 4")]
    [InlineData("\"couplings\": [", "\"couplings\": [{\"qubits\":[0],\"error\":0,\"time_ns\":0},", "qubits of coupling 0 is [0], expected two numbers")]
    [InlineData("\"couplings\": [", "\"couplings\": [{\"qubits\":[1,0],\"error\":0,\"time_ns\":0},", "names a coupling twice")]
    [InlineData("{", "", "cannot be read")]
    public void BadProfilesAreRefusedByName(string found, string put, string expected)
    {
        string json = DeviceProfile.Example.ToJson();
        int at = json.IndexOf(found, StringComparison.Ordinal);
        Assert.True(at >= 0);
        string message = Assert.Throws<InvalidDataException>(() => DeviceProfile.Parse(json[..at] + put + json[(at + found.Length)..])).Message;
        Assert.Contains(expected, message, StringComparison.Ordinal);
        Assert.DoesNotContain("Parameter", message, StringComparison.Ordinal);
    }

    [Fact]
    public void AT2AboveTwiceT1IsCutAndToldOfFiguresRefused()
    {
        string json = DeviceProfile.Example.ToJson().Replace("\"t2_us\": 120", "\"t2_us\": 191", StringComparison.Ordinal);
        DeviceProfile profile = DeviceProfile.Parse(json);
        Assert.Equal(190, profile.Qubits[1].T2Us);
        Assert.Equal("qubit 1: T2 is 191, above twice T1 = 95, which no qubit has; it is taken as 190", Assert.Single(profile.Notes));
        profile = DeviceProfile.Parse(json.Replace("\"t2_us\": 90", "\"t2_us\": 300", StringComparison.Ordinal));
        Assert.EndsWith("it is taken as 190, and so for 1 more", Assert.Single(profile.Notes), StringComparison.Ordinal);
        Assert.Empty(DeviceProfile.Parse(profile.ToJson()).Notes);
        Assert.Contains("half of a surrogate pair", Assert.Throws<InvalidDataException>(() => DeviceProfile.Parse(json.Replace("made", "\ud800", StringComparison.Ordinal))).Message, StringComparison.Ordinal);
        Assert.Contains("Qubit 0: T2 is 3, expected at most twice T1 = 1", Assert.Throws<ArgumentException>(() => new DeviceProfile("d", [new(1, 3, 0, 0, 0, 0)])).Message, StringComparison.Ordinal);
        Assert.Contains("T1 is ", Assert.Throws<ArgumentException>(() => new DeviceProfile("d", [new(double.PositiveInfinity, 3, 0, 0, 0, 0)])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void PropertiesOfQiskitAreRead()
    {
        DeviceProfile profile = DeviceProfile.Parse(Properties);
        Assert.Equal("made_up·", profile.Name);
        Assert.Equal([new DeviceQubit(100, 80, 0.0003, 35, 0.01, 0.02), new DeviceQubit(90, 90, 0.0004, 40, 0.015, 0.015)], profile.Qubits.Select(Rounded));
        Assert.Equal(new DeviceCoupling(1, 0, 0.007, 300), Assert.Single(profile.Couplings));
        Assert.Equal("qubit 1 has no T2; it is taken as 90 µs, as long as the other", Assert.Single(profile.Notes));
    }

    [Theory]
    [InlineData("\"unit\":\"ms\"", "\"unit\":\"days\"", "the unit of T1 of qubit 1 is 'days', expected s, ms, us or ns")]
    [InlineData("\"value\":80", "\"value\":\"x\"", "T2 of qubit 0 is '\"x\"', expected a number")]
    [InlineData("\"value\":80", "\"value\":1e309", "T2 of qubit 0 is '1e309', expected a number")]
    [InlineData("readout_error", "read", "qubit 1 has neither prob_meas1_prep0 nor readout_error")]
    [InlineData("\"name\":\"T1\",\"unit\":\"ms\"", "\"name\":\"T3\",\"unit\":\"ms\"", "qubit 1 has neither T1 nor T2")]
    [InlineData("\"qubits\":[0],\"parameters\":[{\"name\":\"gate_error\"", "\"qubits\":[0],\"parameters\":[{\"name\":\"other\"", "qubit 0 has no gate of its own")]
    [InlineData("\"qubits\":[1,0]", "\"qubits\":[1,7]", "Coupling of qubits 1 and 7")]
    [InlineData("\"qubits\":[1,0]", "\"qubits\":[1,\"a\"]", "a qubit of gate 3 is '\"a\"', expected a number")]
    [InlineData("\"gates\":[", "\"gates\":[5,", "gate 0 is not an object")]
    public void BadPropertiesAreRefusedByName(string found, string put, string expected)
    {
        Assert.Contains(found, Properties, StringComparison.Ordinal);
        string message = Assert.Throws<InvalidDataException>(() => DeviceProfile.Parse(Properties.Replace(found, put, StringComparison.Ordinal))).Message;
        Assert.Contains(expected, message, StringComparison.Ordinal);
    }

    private const string Properties =
        """
        {"backend_name":"made_up\u001b","backend_version":"1.0","general":[],"qubits":[
         [{"name":"T1","unit":"us","value":100},{"name":"T2","unit":"us","value":80},{"name":"frequency","unit":"GHz","value":5},
          {"name":"prob_meas0_prep1","unit":"","value":0.02},{"name":"prob_meas1_prep0","unit":"","value":0.01}],
         [{"name":"T1","unit":"ms","value":0.09},{"name":"readout_error","unit":"","value":0.015}]],
         "gates":[{"gate":"rz","qubits":[1],"parameters":[{"name":"gate_error","unit":"","value":0}]},
          {"gate":"sx","qubits":[1],"parameters":[{"name":"gate_error","unit":"","value":0.0004},{"name":"gate_length","unit":"us","value":0.04}]},
          {"gate":"sx","qubits":[0],"parameters":[{"name":"gate_error","unit":"","value":0.0003},{"name":"gate_length","unit":"ns","value":35}]},
          {"gate":"cx","qubits":[1,0],"parameters":[{"name":"gate_error","unit":"","value":0.007},{"name":"gate_length","unit":"ns","value":300}]},
          {"gate":"cx","qubits":[0,1],"parameters":[{"name":"gate_error","unit":"","value":0.008},{"name":"gate_length","unit":"ns","value":340}]},
          {"gate":"reset","qubits":[0],"parameters":[{"name":"gate_length","unit":"ns","value":1000}]}]}
        """;

    private static DeviceQubit Rounded(DeviceQubit q) => q with { T1Us = Math.Round(q.T1Us, 9), T2Us = Math.Round(q.T2Us, 9), GateTimeNs = Math.Round(q.GateTimeNs, 9) };

    [Fact]
    public void NoiseHasTheErrorsOfTheDevice()
    {
        NoiseModel noise = DeviceProfile.Example.ToNoiseModel([3, 1]);
        for (int n = 0; n < 2; n++)
        {
            DeviceQubit q = DeviceProfile.Example.Qubits[n == 0 ? 3 : 1];
            QubitNoise own = noise.Of(n);
            Assert.Equal(new ReadoutError(q.OneGivenZero, q.ZeroGivenOne), own.Readout);

            // Average infidelity: 1/2 - tr M/6 for one qubit; for two, (4 F F' + 1)/5 with F = (1 + tr M)/4 each.
            BlochMap m = own.OneQubitMap!.Value;
            Assert.Equal(q.GateError, 0.5 - ((m.XX + m.YY + m.ZZ) / 6), 1e-12);
        }

        double Fidelity(BlochMap m) => (1 + m.XX + m.YY + m.ZZ) / 4;
        double both = Fidelity(noise.Of(0).TwoQubitMap!.Value) * Fidelity(noise.Of(1).TwoQubitMap!.Value);
        Assert.Equal(0.008, 1 - (((4 * both) + 1) / 5), 1e-12);
        Assert.Throws<ArgumentException>(() => DeviceProfile.Example.ToNoiseModel([5]));
        Assert.Throws<ArgumentException>(() => DeviceProfile.Example.ToNoiseModel([1, 1]));

        // Runs; where relaxation alone is more than the error, nothing is added.
        Circuit circuit = new CircuitBuilder(2).Add(GateKind.H, 0).Add(GateKind.CNOT, 0, 1).MeasureAll().Build();
        Assert.Equal(1, Assert.Single(NoisyBackend.For(noise).Run([circuit])).Probabilities.ToArray().Sum(), 1e-12);
        NoiseModel short1 = new DeviceProfile("d", [new(1, 1, 0, 100, 0, 0)]).ToNoiseModel();
        Assert.Equal(Math.Exp(-0.1), short1.Of(0).OneQubitMap!.Value.XX, 1e-12);
        Assert.Equal(Math.Exp(-0.2), short1.Of(0).TwoQubitMap!.Value.XX, 1e-12);
    }

    [Fact]
    public void TheBestQubitsHaveTheLeastErrors()
    {
        // Scores: 0.0189, 0.0133, 0.0436, 0.0155, 0.0231.
        DeviceProfile profile = DeviceProfile.Example;
        Assert.Equal([1, 3, 0, 4, 2], profile.BestQubits(5).AsEnumerable());
        Assert.Equal([1], profile.BestQubits(1, connected: true).AsEnumerable());
        Assert.Equal([1, 3], profile.BestQubits(2, connected: true).Order());
        Assert.Equal([0, 1, 3, 4], profile.BestQubits(4, connected: true).Order());
        Assert.Throws<ArgumentOutOfRangeException>(() => profile.BestQubits(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => profile.BestQubits(6));

        // The two best are not coupled: a connected pair is another one.
        DeviceQubit good = new(10, 10, 0, 0, 0, 0), bad = new(10, 10, 0.1, 0, 0, 0);
        var line = new DeviceProfile("line", [good, bad, good], [new(0, 1, 0.02, 0), new(1, 2, 0.01, 0)]);
        Assert.Equal([0, 2], line.BestQubits(2).AsEnumerable());
        Assert.Equal([1, 2], line.BestQubits(2, connected: true).Order());
        var apart = new DeviceProfile("apart", [good, good, good], [new(0, 1, 0, 0)]);
        Assert.Contains("no 3 qubits that its couplings connect", Assert.Throws<ArgumentException>(() => apart.BestQubits(3, connected: true)).Message, StringComparison.Ordinal);
    }
}
