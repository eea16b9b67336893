using System.Text;
using System.Text.Json;

namespace QSeq.Quantum.Simulators;

/// <summary>Device profiles as JSON, member by member: none may be missing but couplings, none may be unknown.</summary>
internal static class DeviceProfileJson
{
    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    private static readonly string[] Qubit = ["t1_us", "t2_us", "gate_error", "gate_time_ns", "read_1_given_0", "read_0_given_1"];

    public static string Write(DeviceProfile profile) => System.Text.Encoding.UTF8.GetString(JsonShape.Indented(json =>
    {
        json.WriteString("name", profile.Name);
        json.List("qubits", profile.Qubits, q => json.Object(() =>
        {
            foreach ((string name, double value) in Qubit.Zip([q.T1Us, q.T2Us, q.GateError, q.GateTimeNs, q.OneGivenZero, q.ZeroGivenOne]))
                json.WriteNumber(name, value);
        }));
        json.List("couplings", profile.Couplings, c => json.Object(() =>
        {
            json.List("qubits", [c.First, c.Second], json.WriteNumberValue);
            json.WriteNumber("error", c.Error);
            json.WriteNumber("time_ns", c.TimeNs);
        }));
    }));

    public static DeviceProfile Read(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        try
        {
            using JsonDocument document = StrictJson.Parse(Strict.GetBytes(json));
            JsonElement root = document.RootElement;
            return QiskitPropertiesJson.Is(root) ? QiskitPropertiesJson.Read(root) : Read(root);
        }
        catch (EncoderFallbackException e)
        {
            throw new InvalidDataException("The device profile cannot be read: its text has half of a surrogate pair, which is no character", e);
        }
        catch (Exception e) when (e is JsonException or ArgumentException)
        {
            throw new InvalidDataException($"The device profile cannot be read: {StrictJson.OneLine(ErrorText.Of(e).ToString())}", e);
        }
    }

    /// <summary>A profile with what was assumed; a T2 above 2 T1 is cut and told.</summary>
    public static DeviceProfile Make(string name, DeviceQubit[] qubits, IEnumerable<DeviceCoupling> couplings, List<string> notes)
    {
        int cut = 0;
        for (int n = 0; n < qubits.Length; n++)
        {
            DeviceQubit q = qubits[n];
            if (!(q.T1Us > 0 && q.T2Us > 2 * q.T1Us && double.IsFinite(q.T2Us))) continue;
            qubits[n] = q with { T2Us = 2 * q.T1Us };
            if (++cut == 1)
                notes.Add(string.Create(CultureInfo.InvariantCulture, $"qubit {n}: T2 is {q.T2Us}, above twice T1 = {q.T1Us}, which no qubit has; it is taken as {2 * q.T1Us}"));
        }

        if (cut > 1) notes[^1] += string.Create(CultureInfo.InvariantCulture, $", and so for {cut - 1} more");
        return new DeviceProfile(StrictJson.OneLine(name), qubits, couplings) { Notes = [.. notes] };
    }

    private static DeviceProfile Read(JsonElement root)
    {
        Only(root, "the profile", "name", "qubits", "couplings");
        JsonElement name = Need(root, "the profile", "name");
        if (name.ValueKind != JsonValueKind.String) throw new JsonException("name is not a text");
        DeviceQubit[] qubits = [.. List(Need(root, "the profile", "qubits"), "qubits").Select(ReadQubit)];
        DeviceCoupling[] couplings = root.TryGetProperty("couplings", out JsonElement list) ? [.. List(list, "couplings").Select(ReadCoupling)] : [];
        return Make(name.GetString()!, qubits, couplings, []);
    }

    private static DeviceQubit ReadQubit(JsonElement q, int number)
    {
        string what = $"qubit {number}";
        Only(q, what, Qubit);
        double[] v = [.. Qubit.Select(name => Number(q, what, name))];
        return new DeviceQubit(v[0], v[1], v[2], v[3], v[4], v[5]);
    }

    private static DeviceCoupling ReadCoupling(JsonElement c, int number)
    {
        string what = $"coupling {number}";
        Only(c, what, "qubits", "error", "time_ns");
        JsonElement[] pair = [.. List(Need(c, what, "qubits"), $"qubits of {what}")];
        return pair is [{ ValueKind: JsonValueKind.Number }, { ValueKind: JsonValueKind.Number }] && pair[0].TryGetInt32(out int first) && pair[1].TryGetInt32(out int second)
            ? new DeviceCoupling(first, second, Number(c, what, "error"), Number(c, what, "time_ns"))
            : throw new JsonException($"qubits of {what} is {Shown(c.GetProperty("qubits"))}, expected two numbers");
    }

    private static void Only(JsonElement element, string what, params string[] names)
    {
        if (element.ValueKind != JsonValueKind.Object) throw new JsonException($"{what} is not an object");
        foreach (JsonProperty member in element.EnumerateObject())
            if (!names.Contains(member.Name))
                throw new JsonException($"{what} has a member {BadData.Quote(member.Name)}, known are {string.Join(", ", names)}");
    }

    private static JsonElement Need(JsonElement element, string what, string name) =>
        element.TryGetProperty(name, out JsonElement value) ? value : throw new JsonException($"{what} has no {name}");

    private static double Number(JsonElement element, string what, string name) =>
        Need(element, what, name) is { ValueKind: JsonValueKind.Number } value && value.TryGetDouble(out double number) && double.IsFinite(number)
            ? number
            : throw new JsonException($"{name} of {what} is {Shown(element.GetProperty(name))}, expected a number");

    private static string Shown(JsonElement element) =>
        element.GetRawText() is { Length: > 40 } text ? text[..40] + "…" : element.GetRawText();

    private static JsonElement.ArrayEnumerator List(JsonElement element, string what) =>
        element.ValueKind == JsonValueKind.Array ? element.EnumerateArray() : throw new JsonException($"{what} is not a list");
}
