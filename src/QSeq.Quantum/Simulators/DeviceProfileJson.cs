using System.Text.Json;

namespace QSeq.Quantum.Simulators;

/// <summary>Device profiles as JSON, member by member: none may be missing but couplings, none may be unknown.</summary>
internal static class DeviceProfileJson
{
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
            using JsonDocument document = JsonInput.Parse(System.Text.Encoding.UTF8.GetBytes(json));
            JsonElement root = document.RootElement;
            Only(root, "the profile", "name", "qubits", "couplings");
            JsonElement name = Need(root, "the profile", "name");
            if (name.ValueKind != JsonValueKind.String) throw new JsonException("name is not a text");
            DeviceQubit[] qubits = [.. List(Need(root, "the profile", "qubits"), "qubits").Select(ReadQubit)];
            DeviceCoupling[] couplings = root.TryGetProperty("couplings", out JsonElement list) ? [.. List(list, "couplings").Select(ReadCoupling)] : [];
            return new DeviceProfile(name.GetString()!, qubits, couplings);
        }
        catch (Exception e) when (e is JsonException or ArgumentException)
        {
            ErrorText text = $"The device profile cannot be read: {ErrorText.Of(e)}.";
            throw text.On(message => new InvalidDataException(message, e));
        }
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
            : throw new JsonException($"qubits of {what} is {BadData.Quote(c.GetProperty("qubits").GetRawText())}, expected two numbers");
    }

    private static void Only(JsonElement element, string what, params string[] names)
    {
        if (element.ValueKind != JsonValueKind.Object) throw new JsonException($"{what} is not an object");
        foreach (JsonProperty member in element.EnumerateObject())
            if (!names.Contains(member.Name)) throw new JsonException($"{what} has a member {BadData.Quote(member.Name)}, known are {string.Join(", ", names)}");
    }

    private static JsonElement Need(JsonElement element, string what, string name) =>
        element.TryGetProperty(name, out JsonElement value) ? value : throw new JsonException($"{what} has no {name}");

    private static double Number(JsonElement element, string what, string name) =>
        Need(element, what, name) is { ValueKind: JsonValueKind.Number } value && value.TryGetDouble(out double number) && double.IsFinite(number)
            ? number
            : throw new JsonException($"{name} of {what} is {BadData.Quote(element.GetProperty(name).GetRawText())}, expected a number");

    private static JsonElement.ArrayEnumerator List(JsonElement element, string what) =>
        element.ValueKind == JsonValueKind.Array ? element.EnumerateArray() : throw new JsonException($"{what} is not a list");
}
