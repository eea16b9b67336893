using System.Text.Json;

namespace QSeq.Models;

/// <summary>
/// The members of a JSON object, taken one by one: a missing one is its default or an error, and what nobody asked for
/// can be refused. Errors name the member by its path.
/// </summary>
internal sealed class JsonFields
{
    private readonly JsonElement _object;
    private readonly string _path;
    private readonly List<string> _asked = [];

    /// <summary>Opens an object.</summary>
    /// <exception cref="JsonException">It is something else.</exception>
    public JsonFields(JsonElement element, string path)
    {
        if (element.ValueKind != JsonValueKind.Object)
            throw new JsonException($"{(path.Length == 0 ? "the manifest" : path)} is {(element.ValueKind == JsonValueKind.Null ? "missing" : "not an object")}");
        (_object, _path) = (element, path);
    }

    /// <summary>Whether there is such a member.</summary>
    public bool Has(string name) => Find(name, out _);

    /// <summary>A member that must be there.</summary>
    public JsonElement Need(string name) => Find(name, out JsonElement value) ? value : throw new JsonException($"{At(name)} is missing");

    /// <summary>A member that is an object.</summary>
    public JsonFields Object(string name) => new(Need(name), At(name));

    /// <summary>The objects of a list.</summary>
    public IEnumerable<JsonFields> Objects(string name) => Items(name).Select(item => new JsonFields(item, At(name)));

    /// <summary>A text.</summary>
    public string Text(string name) => Need(name) is { ValueKind: JsonValueKind.String } value ? value.GetString()! : throw Wrong(name, "a text");

    /// <summary>Texts; null stays null.</summary>
    public List<string> Texts(string name)
    {
        var texts = new List<string>();
        foreach (JsonElement item in Items(name))
            texts.Add(item.ValueKind is JsonValueKind.String or JsonValueKind.Null ? item.GetString()! : throw Wrong(name, "texts"));
        return texts;
    }

    /// <summary>A whole number.</summary>
    public int Int(string name) => AsInt(Need(name), name);

    /// <summary>A whole number, or its default.</summary>
    public int Int(string name, int value) => Find(name, out JsonElement found) ? AsInt(found, name) : value;

    /// <summary>A whole number, null, or its default.</summary>
    public int? Int(string name, int? value) => !Find(name, out JsonElement found) ? value : found.ValueKind == JsonValueKind.Null ? null : AsInt(found, name);

    /// <summary>Whole numbers.</summary>
    public List<int> Ints(string name)
    {
        var numbers = new List<int>();
        foreach (JsonElement item in Items(name)) numbers.Add(AsInt(item, name));
        return numbers;
    }

    /// <summary>A whole number of 0 or more.</summary>
    public ulong Count(string name) =>
        Need(name) is { ValueKind: JsonValueKind.Number } value && value.TryGetUInt64(out ulong number) ? number : throw Wrong(name, "a whole number of 0 or more");

    /// <summary>A number; "NaN", "Infinity" and "-Infinity" are numbers too.</summary>
    public double Number(string name) => AsNumber(Need(name), name);

    /// <summary>A number, null, or its default.</summary>
    public double? Number(string name, double? value) => !Find(name, out JsonElement found) ? value : found.ValueKind == JsonValueKind.Null ? null : AsNumber(found, name);

    /// <summary>Numbers.</summary>
    public List<double> Numbers(string name)
    {
        var numbers = new List<double>();
        foreach (JsonElement item in Items(name)) numbers.Add(AsNumber(item, name));
        return numbers;
    }

    /// <summary>Yes or no.</summary>
    public bool Flag(string name) => AsFlag(Need(name), name);

    /// <summary>Yes or no, or its default.</summary>
    public bool Flag(string name, bool value) => Find(name, out JsonElement found) ? AsFlag(found, name) : value;

    /// <summary>One of the names of an enumeration, or its number; or its default.</summary>
    public T Choice<T>(string name, T value)
        where T : struct, Enum
    {
        if (!Find(name, out JsonElement found)) return value;
        if (found.ValueKind == JsonValueKind.Number) return (T)Enum.ToObject(typeof(T), AsInt(found, name));
        string? text = found.ValueKind == JsonValueKind.String ? found.GetString() : null;
        string[] names = Enum.GetNames<T>();
        return text is not null && Array.IndexOf(names, text) >= 0 && Enum.TryParse(text, out T choice) ? choice : throw Wrong(name, string.Join(", ", names));
    }

    /// <summary>The members as they stand, by name.</summary>
    public IEnumerable<string> Names() => _object.EnumerateObject().Select(member => member.Name);

    /// <summary>Refuses members that nobody asked for.</summary>
    public void Close()
    {
        foreach (JsonProperty member in _object.EnumerateObject())
            if (!_asked.Contains(member.Name)) throw new JsonException($"{At(member.Name)} is an option that this QSeq does not know; update QSeq if the model comes from a newer one");
    }

    private string At(string name) => _path.Length == 0 ? name : $"{_path}.{name}";

    private bool Find(string name, out JsonElement value)
    {
        _asked.Add(name);
        return _object.TryGetProperty(name, out value);
    }

    private JsonElement.ArrayEnumerator Items(string name) =>
        Need(name) is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray() : throw Wrong(name, "a list");

    private int AsInt(JsonElement value, string name) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out int number) ? number : throw Wrong(name, "a whole number");

    private bool AsFlag(JsonElement value, string name) => value.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => throw Wrong(name, "true or false"),
    };

    private double AsNumber(JsonElement value, string name) => value.ValueKind switch
    {
        JsonValueKind.Number when value.TryGetDouble(out double number) => number,
        JsonValueKind.String => value.GetString() switch
        {
            "NaN" => double.NaN,
            "Infinity" => double.PositiveInfinity,
            "-Infinity" => double.NegativeInfinity,
            _ => throw Wrong(name, "a number"),
        },
        _ => throw Wrong(name, "a number"),
    };

    private JsonException Wrong(string name, string expected)
    {
        string found = Need(name).GetRawText();
        return new JsonException($"{At(name)} is {(found.Length <= 40 ? found : found[..40] + "…")}, expected {expected}");
    }
}
