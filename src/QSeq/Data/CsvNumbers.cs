using System.Text;

namespace QSeq.Data;

/// <summary>
/// The cells of one CSV file as numbers, with the file's decimal mark found on the way: a point, or a comma when the
/// cells leave no doubt about it.
/// </summary>
internal sealed class CsvNumbers(string file, bool? decimalComma)
{
    private bool _sawPoint;
    private bool _sawComma;
    private bool _commaIsCertain = decimalComma == true;

    public enum Cell
    {
        Number,
        Gap,
        Infinite,
        Text,
    }

    public Cell Read(ReadOnlySpan<byte> cell, long line, string column, out double value)
    {
        if (Utf8Number.TryParse(cell, out value))
        {
            if (!double.IsFinite(value)) return Cell.Infinite;
            if (cell.Contains((byte)'.'))
            {
                _sawPoint = true;
                if (_sawComma) throw Mixed(cell, line, column, "decimal commas");
            }

            return Cell.Number;
        }

        value = double.NaN;
        if (IsGap(cell)) return Cell.Gap;
        if (IsInfinite(cell)) return Cell.Infinite;
        return TryReadComma(cell, line, column, out value) ? Cell.Number : Cell.Text;
    }

    /// <summary>To be called when the file has been read.</summary>
    /// <exception cref="InvalidDataException">Every comma in a number is followed by three digits, so it might part thousands.</exception>
    public void Finish()
    {
        if (_sawComma && !_commaIsCertain)
            throw BadData.In(file, $"every comma in a number is followed by three digits, so 1,234 might be 1.234 or 1234; {CsvAdvice.Decimals}, or write decimal points and no thousands marks");
    }

    private static bool IsGap(ReadOnlySpan<byte> cell) =>
        cell.IsEmpty || (cell.Length <= 4 && Encoding.UTF8.GetString(cell).ToUpperInvariant() is "NAN" or "NA" or "N/A" or "NULL");

    private static bool IsInfinite(ReadOnlySpan<byte> cell)
    {
        if (!cell.IsEmpty && cell[0] is (byte)'-' or (byte)'+') cell = cell[1..];
        return cell.Length is 1 or 3 or 8 && Encoding.UTF8.GetString(cell).ToUpperInvariant() is "INF" or "INFINITY";
    }

    /// <summary>One comma and no point, with digits around: 1,5 or -0,25 or 1,5E-3.</summary>
    private bool TryReadComma(ReadOnlySpan<byte> cell, long line, string column, out double value)
    {
        value = 0;
        int comma = cell.IndexOf((byte)',');
        if (comma < 0 || decimalComma == false || cell.Length > 64 || cell.Contains((byte)'.')) return false;
        Span<byte> pointed = stackalloc byte[cell.Length];
        cell.CopyTo(pointed);
        pointed[comma] = (byte)'.';
        if (!Utf8Number.TryParse(pointed, out value) || !double.IsFinite(value)) return false;
        if (_sawPoint && decimalComma is null) throw Mixed(cell, line, column, "decimal points");

        _sawComma = true;
        _commaIsCertain |= !MightPartThousands(cell, comma);
        return true;
    }

    private static bool MightPartThousands(ReadOnlySpan<byte> cell, int comma)
    {
        ReadOnlySpan<byte> before = cell[..comma].TrimStart("+-"u8);
        return cell.Length - comma - 1 == 3 && before.Length is >= 1 and <= 3 && before[0] != '0';
    }

    private InvalidDataException Mixed(ReadOnlySpan<byte> cell, long line, string column, string others) =>
        BadData.At(file, line, column, $"found {BadData.Quote(cell)} after numbers with {others}; use one decimal mark throughout, or {CsvAdvice.Decimals}");
}
