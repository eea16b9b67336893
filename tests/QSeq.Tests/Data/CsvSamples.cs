using System.Globalization;
using QSeq.Data;

namespace QSeq.Tests.Data;

/// <summary>Small CSV texts and what is read from them.</summary>
internal static class CsvSamples
{
    public static readonly DateTime Start = new(2021, 1, 1);

    public static SeriesTable Read(string text, CsvReadOptions? options = null) => CsvSeries.Read(new StringReader(text), "t.csv", options);

    public static string Error(string text, CsvReadOptions? options = null)
    {
        string message = Assert.Throws<InvalidDataException>(() => Read(text, options)).Message;
        Assert.DoesNotContain('\n', message);
        Assert.DoesNotContain("Advice {", message, StringComparison.Ordinal);
        Assert.True(message.Length < 500, message);
        return message;
    }

    public static string Lines(string header, int rows, Func<int, string> line) =>
        header + "\n" + string.Concat(Enumerable.Range(0, rows).Select(n => line(n) + "\n"));

    public static string Text(FormattableString text) => FormattableString.Invariant(text);

    public static string Value(int n) => (10 + Math.Sin(n)).ToString("F3", CultureInfo.InvariantCulture);

    public static void NextIs(SeriesTable table, string expected) =>
        Assert.Equal(DateTime.Parse(expected, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal), table.Step!.After(table.Times![^1], 1));
}
