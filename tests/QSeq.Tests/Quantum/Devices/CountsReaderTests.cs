using System.Text;
using QSeq.Quantum.Circuits;
using QSeq.Quantum.Devices;
using QSeq.Quantum.Simulators;

namespace QSeq.Tests.Quantum.Devices;

public class CountsReaderTests
{
    // Three qubits, of which 2 and 0 are measured, in this order.
    private static readonly Circuit Job = new CircuitBuilder(3).Add(GateKind.X, 2).Add(GateKind.Measure, 2).Add(GateKind.Measure, 0).Build();

    [Theory]
    [InlineData("""{"01": 90, "10": 10}""", null)]
    [InlineData("""{"0 1": 90, "1 0": 10}""", null)]
    [InlineData("""{"0x1": 90, "0x2": 10}""", null)]
    [InlineData("""{"results": [{"shots": 100, "data": {"counts": {"0x1": 90, "0x2": 10}}}], "success": true}""", null)]
    [InlineData("""{"measurementCounts": {"10": 90, "01": 10}}""", null)]
    [InlineData("""{"measurementCounts": {"010": 10, "011": 80, "001": 10}, "measuredQubits": [1, 0, 2]}""", 0.1)]
    [InlineData("""{"measurementCounts": {"01": 90, "10": 10}, "measuredQubits": [0, 2]}""", null)]
    [InlineData("""{"measurementCounts": {"10": 90, "01": 10}, "measuredQubits": [2, 0]}""", null)]
    [InlineData("""{"measurementProbabilities": {"10": 0.9, "01": 0.1}}""", null)]
    [InlineData("""{"measurements": [[1,0],[1,0],[1,0],[1,0],[1,0],[1,0],[1,0],[1,0],[1,0],[0,1]]}""", null)]
    [InlineData("\uFEFF{\"01\": 90, \"10\": 10}", null)]
    [InlineData("""{"measurements": null, "measurementCounts": {"10": 90, "01": 10}, "measurementProbabilities": null, "measuredQubits": null}""", null)]
    [InlineData("""{"measurementCounts": {"10": 9, "01": 1}, "measurementProbabilities": {"10": 0.9, "01": 0.1}, "taskMetadata": {"status": "COMPLETED"}}""", null)]
    [InlineData("""{"results": [{"data": {"c": {"samples": ["0x1","0x1","0x1","0x1","0x1","0x1","0x1","0x1","0x1","0x2"], "num_bits": 2}}, "metadata": {}}], "metadata": {"version": 2}}""", null)]
    [InlineData("""{"results": [{"data": {"c": {"samples": ["0x1","0x1","0x1","0x1","0x1","0x1","0x1","0x1","0x1","0x2"]}, "other": {"samples": ["0x7"]}}}]}""", null)]
    [InlineData("""{"success": true, "status": "COMPLETED", "results": [{"success": true, "status": "DONE", "data": {"counts": {"0x1": 90, "0x2": 10}}, "header": {"memory_slots": 2, "creg_sizes": [["c", 2]]}}]}""", null)]
    public void EveryShapeIsTheSameOutcome(string json, double? both)
    {
        Outcome outcome = Read(json).Of(new JobPart(0, 0, 3, 0, 2));
        double[] expected = both is null ? [0, 0.1, 0.9, 0] : [0, 0.1, 0.1, 0.8];
        Close.Values(json, expected, outcome.Probabilities.ToArray(), 1e-12);
    }

    [Theory]
    [InlineData("""{"01": 100}""", BitOrder.Braket, 1)]
    [InlineData("""{"01": 100}""", BitOrder.Qiskit, 2)]
    [InlineData("""{"measurementCounts": {"01": 100}}""", BitOrder.Qiskit, 2)]
    [InlineData("""{"measurementCounts": {"01": 100}}""", BitOrder.Braket, 1)]
    public void AnOrderCanBeForced(string json, BitOrder order, int pattern) =>
        Assert.Equal(1, Read(json, order).Of(new JobPart(0, 0, 3, 0, 2)).Probabilities[pattern]);

    [Theory]
    [InlineData("""{"011": 100}""", "'011' has 3 bits, expected 2")]
    [InlineData("""{"0x4": 100}""", "'0x4' has 3 bits, expected 2")]
    [InlineData("""{"measurements": [[0, 1, 1]]}""", "'011' has 3 bits, expected 2")]
    [InlineData("""{"0a": 100}""", "'0a' is no pattern")]
    [InlineData("""{"0xg": 100}""", "'0xg' is no pattern")]
    [InlineData("""{"": 100}""", "'' is no pattern")]
    [InlineData("""{"shots": 100}""", "'shots' is no pattern")]
    [InlineData("""{"01": -1}""", "count of '01' is '-1', expected a whole number of 0 or more")]
    [InlineData("""{"01": 1.5}""", "count of '01' is '1.5', expected a whole number")]
    [InlineData("""{"01": "many"}""", "count of '01' is '\"many\"'")]
    [InlineData("""{"01": 0}""", "no count above 0")]
    [InlineData("{}", "no count above 0")]
    [InlineData("[1, 2]", "expected an object of counts")]
    [InlineData("""{"01": 1, "01": 2}""", "01")]
    [InlineData("""{"01": 10""", "counts.json")]
    [InlineData("""{"results": []}""", "expected a list of one")]
    [InlineData("""{"results": [{"data": {}}]}""", "no data.counts")]
    [InlineData("""{"measurementProbabilities": {"01": 1.2}}""", "probability of '01' is '1.2', expected 0 to 1")]
    [InlineData("""{"measurementProbabilities": {"01": -0.1, "10": 1}}""", "probability of '01' is '-0.1', expected 0 to 1")]
    [InlineData("""{"measurementProbabilities": {"01": 0.5, "10": 0.4}}""", "add up to 0.9, expected 1")]
    [InlineData("""{"measurementCounts": {"01": 1}, "measuredQubits": [0, 1]}""", "does not name qubit 2")]
    [InlineData("""{"measurementCounts": {"01": 1}, "measuredQubits": "all"}""", "expected a list of qubits")]
    [InlineData("""{"success": false, "results": [{"success": false, "status": "ERROR", "data": {"counts": {"0x0": 10}}}]}""", "results[0] says that the job did not succeed, its status is 'ERROR'")]
    [InlineData("""{"success": false, "results": [{"data": {"counts": {"0x0": 10}}}]}""", "the result says that the job did not succeed; run")]
    [InlineData("""{"results": [{"success": false, "status": "ERROR: cancelled", "data": {"counts": {"0x0": 10}}}]}""", "results[0] says that the job did not succeed, its status is 'ERROR: cancelled'")]
    [InlineData("""{"status": "CANCELLED", "results": [{"data": {"counts": {"0x0": 10}}}]}""", "did not succeed, its status is 'CANCELLED'")]
    [InlineData("""{"measurementCounts": {"01": 1}, "taskMetadata": {"status": "FAILED"}}""", "the task says that the job did not succeed, its status is 'FAILED'")]
    [InlineData("""{"results": [{"data": {"counts": {"0x3": 100}}, "header": {"memory_slots": 8}}]}""", "memory_slots is '8', but the job has 2 bits: these are the counts of another circuit")]
    [InlineData("""{"results": [{"data": {"c": {"samples": ["0x1"], "num_bits": 3}}}]}""", "c.num_bits is '3', but the job has 2 bits")]
    [InlineData("""{"results": [{"data": {"c": {"samples": [1]}}}]}""", "a sample is '1', expected a text such as '0x0'")]
    [InlineData("""{"results": [{"data": {"a": {"samples": ["0x1"]}, "b": {"samples": ["0x1"]}}}]}""", "no data.counts, and no data.c.samples")]
    [InlineData("""{"results": [5]}""", "no data.counts")]
    [InlineData("""{"results": [{"data": {"counts": null}}]}""", "no data.counts")]
    [InlineData("""{"measurementCounts": {"10": 10}, "measurements": [[0,1]]}""", "measurementCounts and measurements contradict one another: the share of '10', bit 0 first, is 1 in one and 0 in the other")]
    [InlineData("""{"measurementCounts": {"10": 50, "01": 50}, "measurementProbabilities": {"10": 0.9, "01": 0.1}}""", "is 0.5 in one and 0.9 in the other")]
    [InlineData("""{"\ud800": 10}""", "line 1: a text has half of a surrogate pair")]
    [InlineData("""{"01": 10, "status": "\udc00"}""", "line 1: a text has half of a surrogate pair")]
    public void WhatFitsNoJobIsRefused(string json, string expected)
    {
        InvalidDataException e = Assert.Throws<InvalidDataException>(() => Read(json));
        Assert.StartsWith("counts.json: ", e.Message, StringComparison.Ordinal);
        Assert.Contains(expected, e.Message, StringComparison.Ordinal);
        Assert.Contains("run it again", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void BytesThatAreNoUtf8AreRefusedWithTheirLine()
    {
        byte[] json = [.. "{\n\"0"u8, 0xff, .. "\": 1}"u8];
        string message = Assert.Throws<InvalidDataException>(() => CountsReader.Read(json, "counts.json", Job, 100, null)).Message;
        Assert.Contains("counts.json: line 2: a byte is no UTF-8; save the file as UTF-8", message, StringComparison.Ordinal);
        message = Assert.Throws<InvalidDataException>(() => Read("{\"\u009b2J\": 1, \"\u009b2J\": 1}")).Message;
        Assert.DoesNotContain(message, char.IsControl);
    }

    [Fact]
    public void HexadecimalKeysHaveOneOrder() =>
        Assert.Contains("leave the order of bits open", Assert.Throws<InvalidDataException>(() => Read("""{"0x1": 1}""", BitOrder.Braket)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData(BitOrder.Qiskit)]
    [InlineData(BitOrder.Braket)]
    public void WhatIsWrittenIsRead(BitOrder format)
    {
        byte[] json = CountsWriter.Write(Job, [new("10", 90), new("01", 10)], format);
        Close.Values("counts", [0, 0.1, 0.9, 0], CountsReader.Read(json, "c", Job, 100, null).Of(new JobPart(0, 0, 3, 0, 2)).Probabilities.ToArray(), 1e-12);
    }

    private static JobCounts Read(string json, BitOrder? order = null) => CountsReader.Read(Encoding.UTF8.GetBytes(json), "counts.json", Job, 100, order);
}
