using System.Text.Json;
using QSeq.Quantum.Circuits;

namespace QSeq.Quantum.Devices;

/// <summary>Counts as Qiskit's <c>get_counts</c> and Braket's result give them.</summary>
internal static class CountsWriter
{
    /// <summary>How often each pattern, bit 0 first, came of a job.</summary>
    public static byte[] Write(Circuit job, IEnumerable<KeyValuePair<string, int>> counts, BitOrder format)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true, NewLine = "\n" }))
        {
            writer.WriteStartObject();
            if (format == BitOrder.Qiskit)
            {
                foreach ((string bits, int count) in counts) writer.WriteNumber(string.Concat(bits.Reverse()), count);
            }
            else
            {
                writer.WriteStartObject("measurementCounts");
                foreach ((string bits, int count) in counts) writer.WriteNumber(bits, count);
                writer.WriteEndObject();
                writer.WriteStartArray("measuredQubits");
                foreach (int qubit in job.Measured) writer.WriteNumberValue(qubit);
                writer.WriteEndArray();
            }

            writer.WriteEndObject();
        }

        return stream.ToArray();
    }
}
