using System.Text;
using System.Text.Json;

namespace QSeq.Cli.Pages;

/// <summary>The values of a line figure as JSON for the script of the page; nothing in it can end the element it stands in.</summary>
internal static class LineData
{
    private const int Digits = 9; // more than can be seen; what single precision has

    /// <summary>Spans of a figure for looking at closely, each with a lowest and a highest value.</summary>
    public const int Spans = 2000;

    public static string Of(LineFigure figure)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream)) // its own encoder: < > & ' + and all but ASCII are escaped
        {
            json.WriteStartObject();
            json.WriteBoolean("time", figure.IsTime);
            json.WriteBoolean("joined", figure.IsJoined);
            json.WriteString("xName", figure.XName);
            json.WriteString("yName", figure.YName);
            Numbers(json, "x", figure.X, exact: true);
            json.WriteStartArray("lines");
            for (int n = 0; n < figure.Lines.Length; n++)
            {
                json.WriteStartObject();
                json.WriteString("name", Shown(figure.Lines[n].Name));
                json.WriteString("kind", LineSvg.Kind(figure, n));
                Numbers(json, "y", figure.Lines[n].Values);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteStartArray("bands");
            foreach (Band band in figure.Bands)
            {
                json.WriteStartObject();
                json.WriteString("name", Shown(band.Name));
                Numbers(json, "low", band.Low);
                Numbers(json, "high", band.High);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteStartArray("marks");
            foreach (Mark mark in figure.Marks)
            {
                json.WriteStartObject();
                json.WriteNumber("x", mark.X);
                json.WriteString("name", Shown(mark.Name));
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length);
    }

    private static void Numbers(Utf8JsonWriter json, string name, double[] values, bool exact = false)
    {
        json.WriteStartArray(name);
        foreach (double value in values)
        {
            if (!double.IsFinite(value)) json.WriteNullValue();
            else json.WriteNumberValue(exact ? value : Rounded(value));
        }

        json.WriteEndArray();
    }

    private static double Rounded(double value) =>
        double.Parse(value.ToString(Invariant($"G{Digits}"), CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    // The script shows it as text, where controls and marks of direction would do what they do in HTML.
    private static string Shown(string text) => HtmlText.Plain(text);
}
