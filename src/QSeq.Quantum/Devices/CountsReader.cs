using System.Numerics;
using System.Text.Json;
using QSeq.Quantum.Circuits;

namespace QSeq.Quantum.Devices;

/// <summary>
/// Counts as Qiskit gives them (patterns as bits or in hexadecimal, alone or in a result object) and as Braket does
/// (measurementCounts, measurementProbabilities or measurements); which of them is seen by their shape.
/// </summary>
internal sealed class CountsReader
{
    private readonly Circuit _job;
    private readonly int _shots;
    private readonly BitOrder? _forced;
    private readonly int[] _columns; // of each classical bit, bit 0 first

    private CountsReader(JsonElement root, Circuit job, int shots, BitOrder? forced)
    {
        (_job, _shots, _forced) = (job, shots, forced);
        Width = job.Measured.Length;
        _columns = [.. Enumerable.Range(0, Width)];
        if (root.TryGetProperty("measuredQubits", out JsonElement measured)) (_columns, Width) = Columns(measured);
    }

    private int Width { get; } // characters of a pattern

    /// <summary>Reads counts: shots that probabilities are of; the order of bits, null for that of the shape.</summary>
    /// <exception cref="InvalidDataException">They are no counts of this job.</exception>
    public static JobCounts Read(ReadOnlyMemory<byte> json, string path, Circuit job, int shots, BitOrder? order)
    {
        try
        {
            using JsonDocument document = JsonInput.Parse(json);
            JsonElement root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object) throw new JsonException($"found {Shown(root)}, expected an object of counts");
            var counts = new JobCounts(job.Measured.Length, [.. new CountsReader(root, job, shots, order).Patterns(root)]);
            return counts.Shots > 0 ? counts : throw new JsonException("there is no count above 0, expected those of a job that ran");
        }
        catch (JsonException e)
        {
            throw BadData.In(path, $"{ErrorText.Of(e)}; save the counts of this job again, or delete the file and run it again");
        }
    }

    private IEnumerable<(string Bits, double Count)> Patterns(JsonElement root)
    {
        if (root.TryGetProperty("measurementCounts", out JsonElement counts)) return Counts(counts, "measurementCounts", BitOrder.Braket);
        if (root.TryGetProperty("measurementProbabilities", out JsonElement shares)) return Probabilities(shares);
        if (root.TryGetProperty("measurements", out JsonElement measurements)) return Measurements(measurements);
        if (!root.TryGetProperty("results", out JsonElement results)) return Counts(root, "the counts", BitOrder.Qiskit);
        if (results.ValueKind != JsonValueKind.Array || results.GetArrayLength() != 1)
            throw new JsonException($"results is {Shown(results)}, expected a list of one: a file holds the counts of one job");
        return results[0].ValueKind == JsonValueKind.Object && results[0].TryGetProperty("data", out JsonElement data)
            && data.ValueKind == JsonValueKind.Object && data.TryGetProperty("counts", out JsonElement inner)
            ? Counts(inner, "results[0].data.counts", BitOrder.Qiskit)
            : throw new JsonException("results[0] has no data.counts; run the job so that it returns counts");
    }

    private IEnumerable<(string Bits, double Count)> Counts(JsonElement counts, string what, BitOrder natural)
    {
        static bool Valid(double count) => double.IsInteger(count) && count is >= 0 and <= int.MaxValue;
        return Distinct(Numbers(counts, what, "count", Valid, "a whole number of 0 or more")
            .Select(pair => (Bits(pair.Key, natural), pair.Number)));
    }

    private static IEnumerable<(string Key, double Number)> Numbers(JsonElement members, string what, string one, Func<double, bool> valid, string expected)
    {
        if (members.ValueKind != JsonValueKind.Object) throw new JsonException($"{what} is {Shown(members)}, expected an object");
        return members.EnumerateObject().Select(member =>
            member.Value.ValueKind == JsonValueKind.Number && member.Value.TryGetDouble(out double number) && valid(number)
                ? (member.Name, number)
                : throw new JsonException($"the {one} of {BadData.Quote(member.Name)} is {Shown(member.Value)}, expected {expected}"));
    }

    private List<(string Bits, double Count)> Probabilities(JsonElement shares)
    {
        double sum = 0;
        List<(string Bits, double Count)> patterns =
        [
            .. Distinct(Numbers(shares, "measurementProbabilities", "probability", p => p is >= 0 and <= 1, "0 to 1").Select(pair =>
            {
                sum += pair.Number;
                return (Bits(pair.Key, BitOrder.Braket), pair.Number * _shots);
            })),
        ];
        return Math.Abs(sum - 1) <= 1e-4
            ? patterns
            : throw new JsonException(string.Create(CultureInfo.InvariantCulture, $"the probabilities add up to {sum:R}, expected 1"));
    }

    private IEnumerable<(string Bits, double Count)> Measurements(JsonElement rows)
    {
        if (rows.ValueKind != JsonValueKind.Array) throw new JsonException($"measurements is {Shown(rows)}, expected a list of shots");
        return rows.EnumerateArray()
            .Select(row => row.ValueKind == JsonValueKind.Array ? string.Concat(row.EnumerateArray().Select(bit => bit.GetRawText())) : throw new JsonException($"a shot is {Shown(row)}, expected a list of bits"))
            .GroupBy(bits => bits)
            .Select(group => (Bits(group.Key, BitOrder.Braket), (double)group.Count()));
    }

    // The bits of a pattern, bit 0 first.
    private string Bits(string key, BitOrder natural)
    {
        string text = key;
        bool qiskit = (_forced ?? natural) == BitOrder.Qiskit;
        if (key.StartsWith("0x", StringComparison.OrdinalIgnoreCase))
        {
            ErrorText foreign = $"the key {BadData.Quote(key)} is hexadecimal, which only counts in Qiskit's order are; {JobAdvice.OpenOrder}";
            if (!qiskit) throw foreign.On(message => new JsonException(message));
            if (!BigInteger.TryParse("0" + key[2..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out BigInteger number) || key.Length == 2) throw Unknown(key);
            text = number.ToString("B", CultureInfo.InvariantCulture).TrimStart('0').PadLeft(Width, '0');
        }
        else
        {
            if (qiskit) text = text.Replace(" ", "", StringComparison.Ordinal); // between registers
            if (text.Length == 0 || text.AsSpan().ContainsAnyExcept('0', '1')) throw Unknown(key);
        }

        if (text.Length != Width) throw new JsonException($"the key {BadData.Quote(key)} has {text.Length} bits, expected {Width}");
        return string.Create(_columns.Length, text, (bits, source) =>
        {
            for (int bit = 0; bit < bits.Length; bit++) bits[bit] = source[qiskit ? Width - 1 - _columns[bit] : _columns[bit]];
        });
    }

    // Braket may name the qubits of its columns, and measure more of them than was asked for.
    private (int[] Columns, int Width) Columns(JsonElement measured)
    {
        int[] qubits = measured.ValueKind == JsonValueKind.Array && measured.EnumerateArray().All(q => q.ValueKind == JsonValueKind.Number && q.TryGetInt32(out _))
            ? [.. measured.EnumerateArray().Select(q => q.GetInt32())]
            : throw new JsonException($"measuredQubits is {Shown(measured)}, expected a list of qubits");
        int[] columns = [.. _job.Measured.Select(qubit => Array.IndexOf(qubits, qubit))];
        int missing = Array.IndexOf(columns, -1);
        return missing < 0 ? (columns, qubits.Length) : throw new JsonException($"measuredQubits does not name qubit {_job.Measured[missing]}, which the job measures");
    }

    private static IEnumerable<(string Bits, double Count)> Distinct(IEnumerable<(string Bits, double Count)> patterns) =>
        patterns.GroupBy(pattern => pattern.Bits).Select(group => (group.Key, group.Sum(pattern => pattern.Count))); // of one circuit's bits, several keys may agree

    private JsonException Unknown(string key) => new($"the key {BadData.Quote(key)} is no pattern, expected {Width} bits such as '{new string('0', Math.Min(Width, 30))}', or hexadecimal such as '0x0'");

    private static string Shown(JsonElement element) => BadData.Quote(element.GetRawText());
}
