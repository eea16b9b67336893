using System.Buffers;
using System.Text.Json;

namespace QSeq.Core;

/// <summary>Members into a JSON object, in the order in which the record names them: the same bytes for equal records.</summary>
internal sealed class FieldWriter(Utf8JsonWriter json) : FieldMap
{
    /// <summary>A record as compact JSON in UTF-8; <paramref name="map"/> exchanges its members.</summary>
    public static byte[] ToUtf8<T>(T value, Func<T, FieldMap, T> map)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer)) Write(writer, value, map);
        return buffer.WrittenSpan.ToArray();
    }

    public static void Write<T>(Utf8JsonWriter json, T value, Func<T, FieldMap, T> map) =>
        json.Object(() => map(value, new FieldWriter(json)));

    public override int Whole(string name, int value) => Member(name, value, json.WriteNumberValue);

    public override int? Whole(string name, int? value) => value is { } given ? Whole(name, given) : null;

    public override ulong Count(string name, ulong value) => Member(name, value, json.WriteNumberValue);

    public override double Number(string name, double value) => Member(name, value, Value);

    public override double? Number(string name, double? value) => value is { } given ? Number(name, given) : null;

    public override bool Flag(string name, bool value) => Member(name, value, json.WriteBooleanValue);

    public override bool? Flag(string name, bool? value) => value is { } given ? Flag(name, given) : null;

    public override string Text(string name, string value) => Member(name, value, json.WriteStringValue);

    public override string? OptionalText(string name, string? value) => value is null ? null : Text(name, value);

    public override IReadOnlyList<string> Texts(string name, IReadOnlyList<string> value) =>
        Array(name, value, value, json.WriteStringValue);

    public override IReadOnlyList<string>? OptionalTexts(string name, IReadOnlyList<string>? value) => value is null ? null : Texts(name, value);

    public override ImmutableArray<int> Wholes(string name, ImmutableArray<int> value) => Array(name, value, value, json.WriteNumberValue);

    public override ImmutableArray<double> Numbers(string name, ImmutableArray<double> value) => Array(name, value, value, Value);

    public override ImmutableArray<double> OptionalNumbers(string name, ImmutableArray<double> value) => value.IsEmpty ? value : Numbers(name, value);

    public override IReadOnlyDictionary<string, double> NumbersByName(string name, IReadOnlyDictionary<string, double> value) =>
        Member(name, value, numbers => ByName(numbers, Number));

    public override IReadOnlyDictionary<string, string> TextsByName(string name, IReadOnlyDictionary<string, string> value) =>
        Member(name, value, texts => ByName(texts, Text));

    public override T Choice<T>(string name, T value) => Member(name, value, choice => json.WriteStringValue(choice.ToString()));

    public override T Record<T>(string name, T value, Func<T, FieldMap, T> map) => Member(name, value, record => Write(json, record, map));

    public override T? Optional<T>(string name, T? value, T initial, Func<T, FieldMap, T> map)
        where T : class => value is null ? null : Record(name, value, map);

    public override ImmutableArray<T> List<T>(string name, ImmutableArray<T> value, T initial, Func<T, FieldMap, T> map) =>
        Array(name, value, value, record => Write(json, record, map));

    public override T Kind<T>(string name, T value, IEnumerable<T> known) => Record(name, value, (one, fields) =>
    {
        fields.Text("kind", one.Kind);
        return one.MapFields(fields);
    });

    private T Member<T>(string name, T value, Action<T> write)
    {
        json.WritePropertyName(name);
        write(value);
        return value;
    }

    private TList Array<TList, T>(string name, TList list, IEnumerable<T> values, Action<T> write)
    {
        json.List(name, values, write);
        return list;
    }

    private void ByName<T>(IReadOnlyDictionary<string, T> values, Func<string, T, T> write) => json.Object(() =>
    {
        foreach ((string key, T value) in values.OrderBy(pair => pair.Key, StringComparer.Ordinal)) write(key, value);
    });

    // What JSON has no number for is written as a text.
    private void Value(double value)
    {
        if (double.IsFinite(value)) json.WriteNumberValue(value);
        else json.WriteStringValue(double.IsNaN(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity");
    }
}
