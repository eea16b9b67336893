using QSeq.Quantum.Circuits;

namespace QSeq.Quantum.Devices;

/// <summary>Counts as Qiskit's <c>get_counts</c> and Braket's result give them.</summary>
internal static class CountsWriter
{
    /// <summary>How often each pattern, bit 0 first, came of a job.</summary>
    public static byte[] Write(Circuit job, IEnumerable<KeyValuePair<string, int>> counts, BitOrder format) => JsonShape.Indented(json =>
    {
        if (format == BitOrder.Qiskit)
        {
            json.Numbers([.. counts.Select(pair => (string.Concat(pair.Key.Reverse()), pair.Value))]);
            return;
        }

        json.Object("measurementCounts", () => json.Numbers([.. counts.Select(pair => (pair.Key, pair.Value))]));
        json.List("measuredQubits", job.Measured, json.WriteNumberValue);
    });
}
