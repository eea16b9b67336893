using System.Text;

namespace QSeq.Data;

/// <summary>
/// What stands around the numbers of a column: a currency or a unit, which every cell carries alike and which is left out,
/// K, M or B for thousands, millions and billions, and parentheses or a minus behind a number for a negative one.
/// </summary>
internal sealed class CsvForm
{
    private const int LongestCell = 80;

    private static readonly string[] Currencies =
    [
        "US$", "HK$", "NZ$", "A$", "C$", "R$", "S$", "$", "€", "£", "¥", "₹", "₽", "₩", "₺", "₴", "₪", "฿", "₫", "Rs.", "Rs", "kr.", "kr", "zł", "Kč", "Ft", "Fr.",
        "USD", "EUR", "GBP", "CHF", "JPY", "CNY", "INR", "CAD", "AUD", "NZD", "SEK", "NOK", "DKK", "PLN", "CZK", "HUF", "BRL", "MXN", "ZAR", "RUB", "TRY", "KRW",
    ];

    private static readonly string[] Units =
    [
        "%", "‰", "kWh", "MWh", "GWh", "Wh", "kW", "MW", "GW", "W", "kVA", "kV", "V", "mA", "A", "Hz", "°C", "° C", "°F", "°", "mm", "cm", "km", "m", "m²", "m³", "m3", "l", "L", "ml", "kg", "g", "t",
        "hPa", "kPa", "mbar", "bar", "Pa", "m/s", "km/h", "mph", "ppm", "ppb", "µg/m³", "ms", "s", "sec", "min", "h", "pcs", "Stk.", "Stück",
        "kB", "KB", "MB", "GB", "TB", "KiB", "MiB", "GiB", "TiB", "B/s", "kB/s", "MB/s", "req/s",
    ];

    private readonly string _mark;
    private readonly bool _scaled;

    private CsvForm(string mark, bool scaled, string told)
    {
        (_mark, _scaled, Told) = (mark, scaled, told);
    }

    /// <summary>What is said of the column; empty for nothing.</summary>
    public string Told { get; }

    /// <summary>What every cell carries, as it is shown; empty where there are only signs.</summary>
    public string Mark => _mark.Length > 0 ? _mark : _scaled ? "K, M or B" : "";

    /// <summary>Whether a cell is a number with something around it.</summary>
    public static bool Is(string cell) => TryTake(cell, out _);

    /// <summary>The form of a column, null where its cells are plain numbers or none.</summary>
    /// <param name="cells">Those that are not missing.</param>
    /// <param name="unclear">Two cells that carry different marks, so that the column cannot be read.</param>
    public static CsvForm? Of(List<string> cells, out (string One, string Other)? unclear)
    {
        unclear = null;
        if (cells.TrueForAll(CsvCells.IsNumber)) return null;
        Cell[] taken = [.. Taken(cells)];
        Cell[] marked = [.. taken.Where(cell => cell.Mark.Length > 0 || cell.Factor != ' ')];
        if (2 * taken.Length <= cells.Count) return null;
        if (2 * marked.Length <= cells.Count)
        {
            if (marked.Length > 0 && 2 * marked.Length > cells.Count - 1) unclear = (marked[0].Text, Array.Find(taken, cell => !marked.Contains(cell))!.Text);
            Cell[] signed = [.. taken.Where(cell => cell.Around)];
            if (signed.Length == 0 && marked.Length == 0 && taken.Length == cells.Count) return new CsvForm("", false, ""); // blanks within quotes
            if (signed.Length == 0 || signed.Length == taken.Length) return null;
            return new CsvForm("", false, $"holds {BadData.Quote(signed[0].Text)}, which is read as a negative number");
        }

        Cell? other = Array.Find(marked, cell => cell.Mark != marked[0].Mark || cell.Factor == ' ' != (marked[0].Factor == ' ')) ?? Array.Find(taken, cell => !marked.Contains(cell) && cell.Number.AsSpan().ContainsAnyInRange('1', '9'));
        if (other is not null)
        {
            unclear = (marked[0].Text, other.Text);
            return null;
        }

        bool scaled = marked[0].Factor != ' ';
        string factor = scaled ? "K, M or B behind its numbers, for thousands, millions and billions" : "";
        string mark = marked[0].Mark.Length == 0 ? "" : $"carries '{marked[0].Mark}', which is left out: {BadData.Quote(marked[0].Text)} is {marked[0].Number}{(scaled ? " of them" : "")}";
        return new CsvForm(marked[0].Mark, scaled, scaled ? $"has {factor}{(mark.Length > 0 ? $", and {mark}" : "")}" : mark);
    }

    // In long files, names stand in many rows one below the other.
    private static IEnumerable<Cell> Taken(List<string> cells)
    {
        (string? before, Cell? taken) = (null, null);
        foreach (string cell in cells)
        {
            if (cell != before) taken = TryTake(cell, out Cell? one) ? one : null;
            before = cell;
            if (taken is not null) yield return taken;
        }
    }

    /// <summary>The number in a cell without what stands around it, to see its marks; null where it is not of this form.</summary>
    public string? Bare(string cell) => TryTake(cell, out Cell? taken) && Fits(taken) ? taken.Number : null;

    /// <summary>Reads a cell.</summary>
    public bool TryRead(ReadOnlySpan<byte> cell, CsvMarks marks, out double value)
    {
        value = 0;
        if (cell.Length > LongestCell || !TryTake(Encoding.UTF8.GetString(cell), out Cell? taken) || !Fits(taken)) return false;
        string exponent = taken.Factor switch { 'K' => "e3", 'M' => "e6", 'B' => "e9", 'T' => "e12", _ => "" }; // exactly rounded, unlike a product
        return marks.TryRead(Encoding.UTF8.GetBytes(taken.Number + exponent), out value);
    }

    // Nothing is nothing in every currency.
    private bool Fits(Cell cell) => (cell.Mark == _mark && cell.Factor != ' ' == _scaled) || (cell.Mark.Length == 0 && cell.Factor == ' ' && !cell.Number.AsSpan().ContainsAnyInRange('1', '9'));

    private static bool TryTake(string text, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out Cell? cell)
    {
        cell = null;
        if (text.Length is 0 or > LongestCell || !text.AsSpan().ContainsAnyInRange('0', '9')) return false;
        string rest = text.Trim(), mark = "";
        bool negative = false, around = false;
        for (int turn = 0; turn < 2; turn++)
        {
            if (rest.StartsWith('(') && rest.EndsWith(')') && !around) (rest, negative, around) = (rest[1..^1].Trim(), true, true);
            if (rest.Length > 1 && rest[0] is '-' or '\u2212' && !negative) (rest, negative) = (rest[1..].TrimStart(), true);
            if (mark.Length == 0 && Array.Find(Currencies, currency => rest.StartsWith(currency, StringComparison.Ordinal)) is { } before) (rest, mark) = (rest[before.Length..].TrimStart(), before);
        }

        if (rest.Length > 1 && rest[^1] == '-' && !negative) (rest, negative, around) = (rest[..^1].TrimEnd(), true, true);
        int end = rest.AsSpan().LastIndexOfAnyInRange('0', '9') + 1;
        if (end > 0 && end < rest.Length && rest[end..].Trim() is var unit && mark.Length == 0 && (Units.Contains(unit, StringComparer.Ordinal) || Currencies.Contains(unit, StringComparer.Ordinal)))
            (rest, mark) = (rest[..end], unit);
        char factor = ' ';
        if (rest.Length > 1 && char.ToUpperInvariant(rest[^1]) is 'K' or 'M' or 'B' or 'T' && rest[^1] is not ('m' or 't')) (rest, factor) = (rest[..^1].TrimEnd(), char.ToUpperInvariant(rest[^1]));
        if (mark.Length == 0 && factor != ' ' && rest.Length > 0 && rest[^1] is '$' or '€') return false;
        if (!CsvCells.IsNumber(rest) || (negative && rest[0] is '+' or '-' or '\u2212')) return false;
        cell = new Cell(text, negative ? "-" + rest : rest, mark, factor, around);
        return true;
    }

    private sealed record Cell(string Text, string Number, string Mark, char Factor, bool Around);
}
