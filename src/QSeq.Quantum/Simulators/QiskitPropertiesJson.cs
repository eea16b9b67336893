using System.Text.Json;

namespace QSeq.Quantum.Simulators;

/// <summary>
/// The properties of a backend as Qiskit gives them: for every qubit and every gate a list of figures with name, unit and
/// value. Of a qubit's gates the first of sx, x and so on counts; of a pair's, in either direction, the one with the least error.
/// </summary>
internal static class QiskitPropertiesJson
{
    private static readonly string[] OneQubitGates = ["sx", "x", "rx", "u2", "u3", "u", "h", "id"];

    public static bool Is(JsonElement root) =>
        root.ValueKind == JsonValueKind.Object && root.TryGetProperty("qubits", out JsonElement qubits)
        && (root.TryGetProperty("gates", out _) || (qubits.ValueKind == JsonValueKind.Array && qubits.GetArrayLength() > 0 && qubits[0].ValueKind == JsonValueKind.Array));

    /// <exception cref="JsonException">A figure is missing or is none.</exception>
    public static DeviceProfile Read(JsonElement root)
    {
        string name = root.TryGetProperty("backend_name", out JsonElement text) && text.ValueKind == JsonValueKind.String ? text.GetString()! : "backend of Qiskit";
        Gate[] gates = [.. Items(root, "gates").Select((gate, n) => ReadGate(gate, $"gate {n}"))];
        ILookup<int, Gate> single = gates.Where(gate => gate.Qubits.Length == 1).ToLookup(gate => gate.Qubits[0]);
        var notes = new List<string>();
        DeviceQubit[] qubits = [.. Items(root, "qubits").Select((figures, n) => ReadQubit(figures, n, single[n], notes))];
        IEnumerable<DeviceCoupling> couplings = gates
            .Where(gate => gate.Qubits.Length == 2)
            .GroupBy(gate => (Math.Min(gate.Qubits[0], gate.Qubits[1]), Math.Max(gate.Qubits[0], gate.Qubits[1])))
            .Select(pair => pair.MinBy(gate => gate.Error)!)
            .Select(gate => new DeviceCoupling(gate.Qubits[0], gate.Qubits[1], gate.Error, gate.TimeNs));
        return DeviceProfileJson.Make(name, qubits, couplings, notes);
    }

    private static DeviceQubit ReadQubit(JsonElement figures, int number, IEnumerable<Gate> gates, List<string> notes)
    {
        string what = string.Create(CultureInfo.InvariantCulture, $"qubit {number}");
        Dictionary<string, double> values = Figures(figures, what);
        double? t1 = Find(values, "T1"), t2 = Find(values, "T2");
        if (t1 is null && t2 is null) throw new JsonException($"{what} has neither T1 nor T2");
        if (t1 is null || t2 is null)
            notes.Add(string.Create(CultureInfo.InvariantCulture, $"{what} has no {(t1 is null ? "T1" : "T2")}; it is taken as {t1 ?? t2} µs, as long as the other"));
        Gate gate = gates.OrderBy(one => Rank(one.Name)).FirstOrDefault()
            ?? throw new JsonException($"{what} has no gate of its own, expected one such as {OneQubitGates[0]}");
        double? either = Find(values, "readout_error");
        return new DeviceQubit(
            (t1 ?? t2)!.Value,
            (t2 ?? t1)!.Value,
            gate.Error,
            gate.TimeNs,
            Find(values, "prob_meas1_prep0") ?? either ?? throw new JsonException($"{what} has neither prob_meas1_prep0 nor readout_error"),
            Find(values, "prob_meas0_prep1") ?? either
                ?? throw new JsonException($"{what} has neither prob_meas0_prep1 nor readout_error"));
    }

    private static Gate ReadGate(JsonElement gate, string what)
    {
        if (gate.ValueKind != JsonValueKind.Object) throw new JsonException($"{what} is not an object");
        string name = gate.TryGetProperty("gate", out JsonElement text) && text.ValueKind == JsonValueKind.String
            ? text.GetString()!
            : throw new JsonException($"{what} has no gate that is a text");
        int[] qubits = [.. Items(gate, "qubits").Select(qubit => qubit.ValueKind == JsonValueKind.Number && qubit.TryGetInt32(out int number)
            ? number
            : throw new JsonException($"a qubit of {what} is {BadData.Quote(qubit.GetRawText())}, expected a number"))];
        Dictionary<string, double> values = gate.TryGetProperty("parameters", out JsonElement figures) ? Figures(figures, what) : [];

        // Operations without an error, such as reset and delay, are no gates.
        return Find(values, "gate_error") is { } error ? new Gate(name, qubits, error, Find(values, "gate_length") ?? 0) : new Gate(name, [], 0, 0);
    }

    // Times of gates in nanoseconds, of qubits in microseconds.
    private static Dictionary<string, double> Figures(JsonElement list, string what)
    {
        var values = new Dictionary<string, double>();
        foreach (JsonElement figure in Items(list, what))
        {
            string name = Text(figure, "name"), unit = Text(figure, "unit");
            if (name is not ("T1" or "T2" or "readout_error" or "prob_meas0_prep1" or "prob_meas1_prep0" or "gate_error" or "gate_length"))
                continue;
            if (!figure.TryGetProperty("value", out JsonElement value) || value.ValueKind == JsonValueKind.Null) continue;
            if (value.ValueKind != JsonValueKind.Number || !value.TryGetDouble(out double number) || !double.IsFinite(number))
                throw new JsonException($"{name} of {what} is {BadData.Quote(value.GetRawText())}, expected a number");
            double scale = name is "T1" or "T2" ? Seconds(unit, name, what) * 1e6 : name == "gate_length" ? Seconds(unit, name, what) * 1e9 : 1;
            values[name] = number * scale;
        }

        return values;
    }

    private static double Seconds(string unit, string name, string what) => unit switch
    {
        "s" => 1,
        "ms" => 1e-3,
        "us" or "µs" or "μs" => 1e-6,
        "ns" => 1e-9,
        _ => throw new JsonException($"the unit of {name} of {what} is {BadData.Quote(unit)}, expected s, ms, us or ns"),
    };

    private static string Text(JsonElement figure, string name) =>
        figure.ValueKind == JsonValueKind.Object && figure.TryGetProperty(name, out JsonElement text) && text.ValueKind == JsonValueKind.String ? text.GetString()! : "";

    private static double? Find(Dictionary<string, double> values, string name) =>
        values.TryGetValue(name, out double value) ? value : null;

    private static int Rank(string gate) => Array.IndexOf(OneQubitGates, gate) is >= 0 and var rank ? rank : OneQubitGates.Length;

    private static JsonElement.ArrayEnumerator Items(JsonElement element, string name)
    {
        JsonElement list = element;
        if (element.ValueKind == JsonValueKind.Object && !element.TryGetProperty(name, out list))
            throw new JsonException($"it has no {name}");
        return list.ValueKind == JsonValueKind.Array ? list.EnumerateArray() : throw new JsonException($"{name} is not a list");
    }

    private sealed record Gate(string Name, int[] Qubits, double Error, double TimeNs);
}
