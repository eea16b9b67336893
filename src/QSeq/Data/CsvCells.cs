using System.Text;

namespace QSeq.Data;

/// <summary>What single cells are.</summary>
internal static class CsvCells
{
    private static readonly HashSet<string> Markers = new(StringComparer.OrdinalIgnoreCase)
    {
        "", "na", "n/a", "nan", "null", "none", "nil", "-", "--", ".", "..", "?", "#n/a", "#n/a n/a", "n.a.", "<na>", "missing", ":", "-nan", "1.#qnan",
    };

    private static readonly HashSet<string> Infinities = new(StringComparer.OrdinalIgnoreCase) { "inf", "infinity", "∞" };

    private const int LongestMarker = 8;

    /// <summary>Whether a cell says that there is no value.</summary>
    public static bool IsMissing(string cell) => Markers.Contains(cell);

    /// <inheritdoc cref="IsMissing(string)"/>
    public static bool IsMissing(ReadOnlySpan<byte> cell, IReadOnlyList<string> more)
    {
        if (cell.IsEmpty) return true;
        if (cell.Length > LongestMarker && more.Count == 0) return false;
        string text = Encoding.UTF8.GetString(cell);
        return Markers.Contains(text) || more.Contains(text, StringComparer.Ordinal);
    }

    /// <summary>The markers that are numbers: a cell of -999.00 holds -999.</summary>
    public static double[] Numbers(IReadOnlyList<string>? markers) =>
        markers is null ? [] : Array.FindAll(Arrays.Of(markers.Count, n => Number(markers[n])), double.IsFinite);

    private static double Number(string marker) =>
        double.TryParse(marker.Replace(',', '.'), NumberStyles.Float, CultureInfo.InvariantCulture, out double number) ? number : double.NaN;

    /// <summary>Whether a cell is infinite.</summary>
    public static bool IsInfinite(ReadOnlySpan<byte> cell)
    {
        if (!cell.IsEmpty && cell[0] is (byte)'-' or (byte)'+') cell = cell[1..];
        return cell.Length is 1 or 3 or 8 && Infinities.Contains(Encoding.UTF8.GetString(cell));
    }

    /// <summary>Whether a cell is a number, a date or a time of day, in whatever way it is written.</summary>
    public static bool IsValue(string cell) => IsNumber(cell) || IsDate(cell) || (cell.Contains(':') && StampFormat.TryTimeOfDay(cell, out _));

    /// <summary>Whether a cell might be a number.</summary>
    public static bool IsNumber(string cell) => cell.Length is > 0 and <= 64 && CsvMarkEvidence.LooksLikeNumber(cell);

    /// <summary>Whether a cell can only be a date.</summary>
    public static bool IsDate(string cell)
    {
        if (cell.Length is < 6 or > 60 || IsNumber(cell)) return false;
        foreach (StampFormat format in StampFormat.Dates)
            if (format.TryRead(cell, out _)) return true;
        return cell.Length > 8 && StampFormat.Digits.TryRead(cell, out _);
    }
}
