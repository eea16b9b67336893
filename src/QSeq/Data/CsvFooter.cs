using System.Text;
using CsvHelper;

namespace QSeq.Data;

/// <summary>
/// Notices a last row that is a total or a mean of the rows above it. Beside stamps it has none and is refused; where there
/// are no times it looks like a value.
/// </summary>
internal sealed class CsvFooter(CsvLayout layout)
{
    private const double Same = 1e-9; // relative
    private const int FewestRows = 3;

    private static readonly string[] Words =
    [
        "total", "totals", "subtotal", "grand total", "sum", "summe", "gesamt", "gesamtsumme", "insgesamt", "average", "avg", "mean", "median", "mittel", "mittelwert", "durchschnitt",
        "somme", "moyenne", "suma", "promedio", "media", "somma", "totale", "totaal", "gemiddelde", "soma", "média", "source", "quelle", "fuente",
    ];

    private readonly string[] _last = new string[layout.Texts.Length];

    /// <summary>Takes the texts of a row, of which the last one's count.</summary>
    public void Add(CsvReader csv)
    {
        for (int n = 0; n < _last.Length; n++)
        {
            ReadOnlySpan<byte> cell = csv.GetSpan(layout.Texts[n]);
            if (_last[n] is null || cell.Length != _last[n].Length || !Encoding.UTF8.GetBytes(_last[n]).AsSpan().SequenceEqual(cell)) _last[n] = Encoding.UTF8.GetString(cell);
        }
    }

    /// <summary>What is odd about the last row; null for nothing.</summary>
    /// <param name="columns">The values.</param>
    /// <param name="line">The line of the last row.</param>
    public string? Note(CsvColumn[] columns, long line)
    {
        if (columns.Length == 0 || columns[0].Count == 0 || Array.TrueForAll(columns, column => double.IsNaN(column[column.Count - 1]))) return null;
        string? word = Array.Find(_last, cell => cell is not null && Array.Exists(Words, word => Begins(cell, word)));
        if (word is not null) return $"line {line}: the last row says {BadData.Quote(word)}, but there are no times beside which a total or a mean would show; it is read as a value: remove the line if it is none";
        CsvColumn[] filled = [.. columns.Where(column => !double.IsNaN(column[column.Count - 1]))];
        string? what = Array.TrueForAll(filled, IsSum) ? "sum" : filled.Length > 1 && Array.TrueForAll(filled, IsMean) ? "mean" : null;
        return what is null ? null : $"line {line}: the last row is the {what} of the rows above it, but is read as a value: remove the line if it is a total";
    }

    private static bool Begins(string cell, string word) => cell.StartsWith(word, StringComparison.OrdinalIgnoreCase) && (cell.Length == word.Length || !char.IsLetterOrDigit(cell[word.Length]));

    private static bool IsSum(CsvColumn column) => Above(column) is { Values: > FewestRows } above && Math.Abs(above.Sum - Last(column)) <= Same * Math.Abs(above.Sum);

    private static bool IsMean(CsvColumn column) => Above(column) is { Values: > FewestRows } above && Math.Abs((above.Sum / above.Rows) - Last(column)) <= Same * Math.Abs(above.Sum / above.Rows);

    private static double Last(CsvColumn column) => column[column.Count - 1];

    // The sum of all rows but the last, their number, and how many of them are neither 0 nor like the one before.
    private static (double Sum, int Rows, int Values) Above(CsvColumn column)
    {
        (double sum, int rows, int values) = (0, 0, 0);
        for (int row = 0; row < column.Count - 1; row++)
        {
            if (double.IsNaN(column[row])) continue;
            if (column[row] != 0 && (row == 0 || column[row] != column[row - 1])) values++;
            sum += column[row];
            rows++;
        }

        return (sum, rows, values);
    }
}
