using System.Text.Json;

namespace QSeq.Studies;

/// <summary>Figures in JSON.</summary>
internal static class FigureJson
{
    /// <summary>A number; one that is not finite by its name, such as "NaN".</summary>
    public static void WriteFigure(this Utf8JsonWriter json, double value)
    {
        if (double.IsFinite(value)) json.WriteNumberValue(value);
        else json.WriteStringValue(double.IsNaN(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity");
    }

    /// <summary>A member; null where there is no number.</summary>
    public static void WriteFigure(this Utf8JsonWriter json, string name, double? value)
    {
        json.WritePropertyName(name);
        if (value is { } number) json.WriteFigure(number);
        else json.WriteNullValue();
    }

    /// <summary>A median and its range.</summary>
    public static void WriteSpread(this Utf8JsonWriter json, string name, Spread spread)
    {
        json.WriteStartObject(name);
        json.WriteFigure("median", spread.Median);
        json.WriteFigure("low", spread.Low);
        json.WriteFigure("high", spread.High);
        json.WriteEndObject();
    }

    /// <summary>An array.</summary>
    public static void WriteArray<T>(this Utf8JsonWriter json, string name, IEnumerable<T> values, Action<T> write)
    {
        json.WriteStartArray(name);
        foreach (T value in values) write(value);
        json.WriteEndArray();
    }
}
