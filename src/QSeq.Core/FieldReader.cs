using System.Runtime.InteropServices;
using System.Text.Json;

namespace QSeq.Core;

/// <summary>
/// Members from a JSON object: a missing one keeps its present value (or is an error, when the text must be exact), one that
/// nobody asked for is refused on <see cref="Close"/>. Errors name the member by its path.
/// </summary>
internal sealed class FieldReader : FieldMap
{
    private readonly JsonElement _object;
    private readonly string _path;
    private readonly bool _exact;
    private readonly List<string> _asked = [];

    /// <summary>Opens an object at a path (empty for the whole text); exact: a missing member is an error, unless it may be none.</summary>
    /// <exception cref="JsonException">It is something else.</exception>
    public FieldReader(JsonElement element, string path, bool exact = false)
    {
        if (element.ValueKind != JsonValueKind.Object)
            throw new JsonException($"{(path.Length == 0 ? "the manifest" : path)} is {(element.ValueKind == JsonValueKind.Null ? "missing" : "not an object")}");
        (_object, _path, _exact) = (element, path, exact);
    }

    public bool Has(string name) => Find(name, out JsonElement value) && value.ValueKind != JsonValueKind.Null;

    // Members that must be there.
    public JsonElement Need(string name) => Find(name, out JsonElement value) ? value : throw new JsonException($"{At(name)} is missing");

    public FieldReader Record(string name) => new(Need(name), At(name), _exact);

    public T Need<T>(string name, T initial, Func<T, FieldMap, T> map) => Inner(Record(name), initial, map);

    public FieldReader[] Records(string name) => Entries(name, item => new FieldReader(item, At(name), _exact));

    public string Text(string name) => AsText(Need(name), name);

    public List<string> Texts(string name) => // null stays null
        [.. Entries(name, item => item.ValueKind is JsonValueKind.String or JsonValueKind.Null ? item.GetString()! : throw Wrong(name, "texts"))];

    public int Whole(string name) => AsWhole(Need(name), name);

    public ulong Count(string name) =>
        Need(name) is { ValueKind: JsonValueKind.Number } value && value.TryGetUInt64(out ulong number) ? number : throw Wrong(name, "a whole number of 0 or more");

    public double Number(string name) => AsNumber(Need(name), name); // "NaN", "Infinity" and "-Infinity" are numbers too

    public double[] Numbers(string name) => Entries(name, item => AsNumber(item, name));

    public bool Flag(string name) =>
        Need(name).ValueKind is JsonValueKind.True or JsonValueKind.False ? Need(name).GetBoolean() : throw Wrong(name, "true or false");

    // All members by name, in one go: there may be a hundred thousand.
    private Dictionary<string, T> ByName<T>(Func<JsonElement, string, T> valueOf)
    {
        var values = new Dictionary<string, T>();
        foreach (JsonProperty member in _object.EnumerateObject()) values.Add(member.Name, valueOf(member.Value, member.Name));
        return values;
    }

    /// <summary>Refuses members that nobody asked for.</summary>
    public void Close()
    {
        foreach (JsonProperty member in _object.EnumerateObject())
            if (!_asked.Contains(member.Name))
                throw new JsonException($"{StrictJson.OneLine(At(member.Name))} is an option that this QSeq does not know; update QSeq if the model comes from a newer one");
    }

    public override int Whole(string name, int value) => There(name) ? Whole(name) : value;

    public override int? Whole(string name, int? value) => !Find(name, out _) ? value : Has(name) ? Whole(name) : null;

    public override ulong Count(string name, ulong value) => There(name) ? Count(name) : value;

    public override double Number(string name, double value) => There(name) ? Number(name) : value;

    public override double? Number(string name, double? value) => !Find(name, out _) ? value : Has(name) ? Number(name) : null;

    public override bool Flag(string name, bool value) => There(name) ? Flag(name) : value;

    public override bool? Flag(string name, bool? value) => !Find(name, out _) ? value : Has(name) ? Flag(name) : null;

    public override string Text(string name, string value) => There(name) ? Text(name) : value;

    public override string? OptionalText(string name, string? value) => !Find(name, out _) ? value : Has(name) ? Text(name) : null;

    public override IReadOnlyList<string> Texts(string name, IReadOnlyList<string> value) => There(name) ? Texts(name) : value;

    public override IReadOnlyList<string>? OptionalTexts(string name, IReadOnlyList<string>? value) => !Find(name, out _) ? value : Has(name) ? Texts(name) : null;

    public override ImmutableArray<int> Wholes(string name, ImmutableArray<int> value) =>
        There(name) ? ImmutableCollectionsMarshal.AsImmutableArray(Entries(name, item => AsWhole(item, name))) : value;

    public override ImmutableArray<double> Numbers(string name, ImmutableArray<double> value) => There(name) ? ImmutableCollectionsMarshal.AsImmutableArray(Numbers(name)) : value;

    public override ImmutableArray<double> OptionalNumbers(string name, ImmutableArray<double> value) => Find(name, out _) ? ImmutableCollectionsMarshal.AsImmutableArray(Numbers(name)) : value;

    public override IReadOnlyDictionary<string, double> NumbersByName(string name, IReadOnlyDictionary<string, double> value) =>
        There(name) && Record(name) is var o ? o.ByName(o.AsNumber) : value;

    public override IReadOnlyDictionary<string, string> TextsByName(string name, IReadOnlyDictionary<string, string> value) =>
        There(name) && Record(name) is var o ? o.ByName(o.AsText) : value;

    public override T Choice<T>(string name, T value)
    {
        if (!There(name)) return value;
        JsonElement found = Need(name);
        if (found.ValueKind == JsonValueKind.Number)
        {
            var number = (T)Enum.ToObject(typeof(T), AsWhole(found, name));
            return OptionCheck.IsKnown(number) ? number : throw Wrong(name, string.Join(", ", Enum.GetNames(value.GetType())));
        }

        string? text = found.ValueKind == JsonValueKind.String ? found.GetString() : null;
        string[] names = Enum.GetNames(value.GetType()); // asked for by the type, which needs no code of its own for every T
        return text is not null && Array.IndexOf(names, text) >= 0 && Enum.TryParse(value.GetType(), text, out object? choice) ? (T)choice : throw Wrong(name, string.Join(", ", names));
    }

    public override T Record<T>(string name, T value, Func<T, FieldMap, T> map) => There(name) ? Inner(Record(name), value, map) : value;

    public override T? Optional<T>(string name, T? value, T initial, Func<T, FieldMap, T> map)
        where T : class => !Find(name, out _) ? value : Has(name) ? Inner(Record(name), initial, map) : null;

    public override ImmutableArray<T> List<T>(string name, ImmutableArray<T> value, T initial, Func<T, FieldMap, T> map) =>
        There(name) ? [.. Records(name).Select(item => Inner(item, initial, map))] : value;

    public override T Kind<T>(string name, T value, IEnumerable<T> known)
    {
        if (value is not null && !There(name)) return value;
        FieldReader fields = Record(name);
        string kind = fields.Find("kind", out JsonElement found) && found.ValueKind == JsonValueKind.String ? found.GetString()! : "";
        T initial = known.FirstOrDefault(one => one.Kind == kind) ?? throw new JsonException(
            $"{At(name)}.kind is '{kind}', known are {string.Join(", ", known.Select(one => one.Kind).Distinct())}; update QSeq if the model comes from a newer one, or load it with a catalogue that has this kind");
        return Inner(fields, initial, (one, inner) => one.MapFields(inner));
    }

    private static T Inner<T>(FieldReader fields, T initial, Func<T, FieldMap, T> map)
    {
        T value = map(initial, fields);
        fields.Close();
        return value;
    }

    private string At(string name) => _path.Length == 0 ? name : $"{_path}.{name}";

    private bool There(string name) => Find(name, out _) || (_exact ? throw new JsonException($"it lacks {At(name)}") : false);

    private bool Find(string name, out JsonElement value)
    {
        _asked.Add(name);
        return _object.TryGetProperty(name, out value);
    }

    private T[] Entries<T>(string name, Func<JsonElement, T> valueOf)
    {
        if (Need(name) is not { ValueKind: JsonValueKind.Array } list) throw Wrong(name, "a list");
        var values = new T[list.GetArrayLength()];
        int n = 0;
        foreach (JsonElement item in list.EnumerateArray()) values[n++] = valueOf(item);
        return values;
    }

    private string AsText(JsonElement value, string name) =>
        value.ValueKind == JsonValueKind.String ? value.GetString()! : throw Wrong(name, "a text");

    private int AsWhole(JsonElement value, string name) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out int number) ? number : throw Wrong(name, "a whole number");

    private double AsNumber(JsonElement value, string name) => value.ValueKind switch
    {
        JsonValueKind.Number when value.TryGetDouble(out double number) && double.IsFinite(number) => number, // 1e309 is none
        JsonValueKind.String when value.GetString() is "NaN" => double.NaN,
        JsonValueKind.String when value.GetString() is "Infinity" => double.PositiveInfinity,
        JsonValueKind.String when value.GetString() is "-Infinity" => double.NegativeInfinity,
        _ => throw Wrong(name, "a number"),
    };

    private JsonException Wrong(string name, string expected)
    {
        string found = Need(name).GetRawText();
        return new JsonException(StrictJson.OneLine($"{At(name)} is {(found.Length <= 40 ? found : found[..40] + "…")}, expected {expected}"));
    }
}
