using System.Buffers;
using System.Text.Json;

namespace QSeq.Core;

/// <summary>Members into a JSON object, in the order in which the record names them: the same bytes for equal records.</summary>
internal sealed class FieldWriter(Utf8JsonWriter json) : FieldMap
{
    /// <summary>A record as compact JSON in UTF-8.</summary>
    /// <typeparam name="T">The record's type.</typeparam>
    /// <param name="value">The record.</param>
    /// <param name="map">Exchanges its members.</param>
    public static byte[] ToUtf8<T>(T value, Func<T, FieldMap, T> map)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer)) Write(writer, value, map);
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Writes a record as an object.</summary>
    public static void Write<T>(Utf8JsonWriter json, T value, Func<T, FieldMap, T> map)
    {
        json.WriteStartObject();
        map(value, new FieldWriter(json));
        json.WriteEndObject();
    }

    /// <inheritdoc/>
    public override int Whole(string name, int value)
    {
        json.WriteNumber(name, value);
        return value;
    }

    /// <inheritdoc/>
    public override int? Whole(string name, int? value) => value is { } given ? Whole(name, given) : null;

    /// <inheritdoc/>
    public override ulong Count(string name, ulong value)
    {
        json.WriteNumber(name, value);
        return value;
    }

    /// <inheritdoc/>
    public override double Number(string name, double value)
    {
        json.WritePropertyName(name);
        Value(value);
        return value;
    }

    /// <inheritdoc/>
    public override double? Number(string name, double? value) => value is { } given ? Number(name, given) : null;

    /// <inheritdoc/>
    public override bool Flag(string name, bool value)
    {
        json.WriteBoolean(name, value);
        return value;
    }

    /// <inheritdoc/>
    public override bool? Flag(string name, bool? value) => value is { } given ? Flag(name, given) : null;

    /// <inheritdoc/>
    public override string Text(string name, string value)
    {
        json.WriteString(name, value);
        return value;
    }

    /// <inheritdoc/>
    public override string? OptionalText(string name, string? value) => value is null ? null : Text(name, value);

    /// <inheritdoc/>
    public override IReadOnlyList<string> Texts(string name, IReadOnlyList<string> value)
    {
        json.WriteStartArray(name);
        foreach (string text in value) json.WriteStringValue(text);
        json.WriteEndArray();
        return value;
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string>? OptionalTexts(string name, IReadOnlyList<string>? value) => value is null ? null : Texts(name, value);

    /// <inheritdoc/>
    public override ImmutableArray<int> Wholes(string name, ImmutableArray<int> value)
    {
        json.WriteStartArray(name);
        foreach (int number in value) json.WriteNumberValue(number);
        json.WriteEndArray();
        return value;
    }

    /// <inheritdoc/>
    public override ImmutableArray<double> Numbers(string name, ImmutableArray<double> value)
    {
        json.WriteStartArray(name);
        foreach (double number in value) Value(number);
        json.WriteEndArray();
        return value;
    }

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, double> NumbersByName(string name, IReadOnlyDictionary<string, double> value)
    {
        json.WriteStartObject(name);
        foreach ((string key, double number) in value.OrderBy(pair => pair.Key, StringComparer.Ordinal)) Number(key, number);
        json.WriteEndObject();
        return value;
    }

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, string> TextsByName(string name, IReadOnlyDictionary<string, string> value)
    {
        json.WriteStartObject(name);
        foreach ((string key, string text) in value.OrderBy(pair => pair.Key, StringComparer.Ordinal)) Text(key, text);
        json.WriteEndObject();
        return value;
    }

    /// <inheritdoc/>
    public override T Choice<T>(string name, T value)
    {
        json.WriteString(name, value.ToString());
        return value;
    }

    /// <inheritdoc/>
    public override T Record<T>(string name, T value, Func<T, FieldMap, T> map)
    {
        json.WritePropertyName(name);
        Write(json, value, map);
        return value;
    }

    /// <inheritdoc/>
    public override T? Optional<T>(string name, T? value, T initial, Func<T, FieldMap, T> map)
        where T : class => value is null ? null : Record(name, value, map);

    /// <inheritdoc/>
    public override ImmutableArray<T> List<T>(string name, ImmutableArray<T> value, T initial, Func<T, FieldMap, T> map)
    {
        json.WriteStartArray(name);
        foreach (T item in value) Write(json, item, map);
        json.WriteEndArray();
        return value;
    }

    /// <inheritdoc/>
    public override T Kind<T>(string name, T value, IEnumerable<T> known)
    {
        json.WriteStartObject(name);
        json.WriteString("kind", value.Kind);
        value.MapFields(this);
        json.WriteEndObject();
        return value;
    }

    // What JSON has no number for is written as a text.
    private void Value(double value)
    {
        if (double.IsFinite(value)) json.WriteNumberValue(value);
        else json.WriteStringValue(double.IsNaN(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity");
    }
}
