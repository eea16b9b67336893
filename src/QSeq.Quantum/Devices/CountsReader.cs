using System.Numerics;
using System.Text.Json;
using QSeq.Quantum.Circuits;

namespace QSeq.Quantum.Devices;

/// <summary>
/// Counts as Qiskit gives them (patterns as bits or in hexadecimal, alone or in a result object), as IBM's SamplerV2 does
/// (samples of a register) and as Braket does (measurementCounts, measurementProbabilities, measurements); which of them is
/// seen by their shape. A member that is null counts as absent.
/// </summary>
internal sealed class CountsReader
{
    private const double Same = 1e-3; // shares of one result are rounded

    private static readonly string[] Failures = ["ERROR", "FAIL", "CANCEL", "INCOMPLETE", "PARTIAL"];

    private readonly Circuit _job;
    private readonly int _shots;
    private readonly BitOrder? _forced;
    private readonly int[] _columns; // of each classical bit, bit 0 first

    private CountsReader(JsonElement root, Circuit job, int shots, BitOrder? forced)
    {
        (_job, _shots, _forced) = (job, shots, forced);
        Width = job.Measured.Length;
        _columns = [.. Enumerable.Range(0, Width)];
        if (Find(root, "measuredQubits") is { } measured) (_columns, Width) = Columns(measured);
    }

    private int Width { get; } // characters of a pattern

    /// <summary>Reads counts: shots that probabilities are of; the order of bits, null for that of the shape.</summary>
    /// <exception cref="InvalidDataException">They are no counts of this job.</exception>
    public static JobCounts Read(ReadOnlyMemory<byte> json, string path, Circuit job, int shots, BitOrder? order)
    {
        try
        {
            using JsonDocument document = StrictJson.Parse(json);
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
        if (Find(root, "results") is { ValueKind: JsonValueKind.Array } jobs && jobs.GetArrayLength() == 1) CheckDone(jobs[0], "results[0]"); // knows more
        CheckDone(root, "the result");
        if (Find(root, "taskMetadata") is { } task) CheckDone(task, "the task");
        List<(string What, List<(string Bits, double Count)> Patterns)> all = [];
        if (Find(root, "measurementCounts") is { } counts) all.Add(("measurementCounts", [.. Counts(counts, "measurementCounts", BitOrder.Braket)]));
        if (Find(root, "measurements") is { } measurements) all.Add(("measurements", [.. Measurements(measurements)]));
        if (Find(root, "measurementProbabilities") is { } shares) all.Add(("measurementProbabilities", Probabilities(shares)));
        foreach ((string what, List<(string Bits, double Count)> other) in all.Skip(1)) CheckSame(all[0].What, all[0].Patterns, what, other);
        if (all.Count > 0) return all[0].Patterns;
        return Find(root, "results") is { } results ? Result(results) : Counts(root, "the counts", BitOrder.Qiskit);
    }

    private IEnumerable<(string Bits, double Count)> Result(JsonElement results)
    {
        if (results.ValueKind != JsonValueKind.Array || results.GetArrayLength() != 1)
            throw new JsonException($"results is {Shown(results)}, expected a list of one: a file holds the counts of one job");
        JsonElement result = results[0];
        if (Find(result, "header") is { } header && Find(header, "memory_slots") is { } slots && !(slots.ValueKind == JsonValueKind.Number && slots.TryGetInt32(out int bits) && bits == Width))
            throw new JsonException($"results[0].header.memory_slots is {Shown(slots)}, but the job has {Width} bits: these are the counts of another circuit");
        JsonElement data = Find(result, "data") ?? throw NoCounts();
        if (Find(data, "counts") is { } counts) return Counts(counts, "results[0].data.counts", BitOrder.Qiskit);
        if (data.ValueKind != JsonValueKind.Object) throw NoCounts();
        JsonProperty[] registers = [.. data.EnumerateObject().Where(member => Find(member.Value, "samples") is not null)];
        if (registers.Length > 1) registers = [.. registers.Where(register => register.Name == "c")]; // as the job calls it
        return registers is [var only] ? Samples(only.Value, $"results[0].data.{StrictJson.OneLine(only.Name)}") : throw NoCounts();
    }

    private static JsonException NoCounts() =>
        new("results[0] has no data.counts, and no data.c.samples; run the job so that it returns counts");

    // SamplerV2: a number in hexadecimal for every shot
    private IEnumerable<(string Bits, double Count)> Samples(JsonElement register, string what)
    {
        JsonElement samples = Find(register, "samples")!.Value;
        if (Find(register, "num_bits") is { } bits && !(bits.ValueKind == JsonValueKind.Number && bits.TryGetInt32(out int width) && width == Width))
            throw new JsonException($"{what}.num_bits is {Shown(bits)}, but the job has {Width} bits: these are the samples of another circuit");
        if (samples.ValueKind != JsonValueKind.Array)
            throw new JsonException($"{what}.samples is {Shown(samples)}, expected a list of shots");
        return Distinct(samples.EnumerateArray()
            .Select(sample => sample.ValueKind == JsonValueKind.String
                ? sample.GetString()!
                : throw new JsonException($"a sample is {Shown(sample)}, expected a text such as '0x0'"))
            .CountBy(sample => sample)
            .Select(group => (Bits(group.Key, BitOrder.Qiskit), (double)group.Value)));
    }

    // A job that failed or was stopped may hold counts all the same.
    private static void CheckDone(JsonElement result, string what)
    {
        string status = Find(result, "status") is { ValueKind: JsonValueKind.String } text ? text.GetString()! : "";
        bool failed = Find(result, "success") is { ValueKind: JsonValueKind.False }
            || Array.Exists(Failures, word => status.StartsWith(word, StringComparison.OrdinalIgnoreCase));
        if (failed)
            throw new JsonException($"{what} says that the job did not succeed{(status.Length > 0 ? $", its status is {BadData.Quote(status)}" : "")}; run the job again");
    }

    private static void CheckSame(string what, List<(string Bits, double Count)> patterns, string otherWhat, List<(string Bits, double Count)> others)
    {
        static Dictionary<string, double> Shares(List<(string Bits, double Count)> of)
        {
            double sum = of.Sum(pattern => pattern.Count);
            return of.Where(pattern => pattern.Count > 0).ToDictionary(pattern => pattern.Bits, pattern => pattern.Count / sum);
        }

        Dictionary<string, double> one = Shares(patterns), other = Shares(others);
        string? bits = one.Keys.Union(other.Keys).FirstOrDefault(key => Math.Abs(one.GetValueOrDefault(key) - other.GetValueOrDefault(key)) > Same);
        if (bits is not null)
        {
            throw new JsonException(string.Create(
                CultureInfo.InvariantCulture,
                $"{what} and {otherWhat} contradict one another: the share of {BadData.Quote(bits)}, bit 0 first, is {one.GetValueOrDefault(bits):0.####} in one and {other.GetValueOrDefault(bits):0.####} in the other"));
        }
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
        return Distinct(rows.EnumerateArray()
            .Select(row => row.ValueKind == JsonValueKind.Array ? string.Concat(row.EnumerateArray().Select(bit => bit.GetRawText())) : throw new JsonException($"a shot is {Shown(row)}, expected a list of bits"))
            .GroupBy(bits => bits)
            .Select(group => (Bits(group.Key, BitOrder.Braket), (double)group.Count())));
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

    private static JsonElement? Find(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out JsonElement value) && value.ValueKind != JsonValueKind.Null ? value : null;

    private static string Shown(JsonElement element) => BadData.Quote(element.GetRawText());
}
