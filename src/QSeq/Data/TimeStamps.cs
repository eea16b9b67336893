using System.Text;

namespace QSeq.Data;

/// <summary>Reads the cells of a time column: dates written year first, seconds or milliseconds since 1970, or step numbers.</summary>
internal static class TimeStamps
{
    private static readonly string[] StampNames = ["date", "time", "datetime", "timestamp", "ds"];
    private static readonly string[] StepNames = ["step", "index"];

    public enum Kind
    {
        Date,
        UnixSeconds,
        UnixMilliseconds,
        Step,
    }

    public static bool IsTimeName(string name) => IsIn(StampNames, name) || IsIn(StepNames, name);

    /// <summary>Whether a cell is a date that we read: year first.</summary>
    public static bool IsDate(ReadOnlySpan<byte> cell) => TryReadDate(cell, out _);

    /// <summary>Whether a cell looks like a date written day or month first, such as 01/02/2016.</summary>
    public static bool IsAmbiguousDate(ReadOnlySpan<byte> cell)
    {
        int digits = cell.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        return digits is 1 or 2 && cell.Length >= 8 && cell[digits] is (byte)'/' or (byte)'.' or (byte)'-';
    }

    /// <summary>What the first cell of a time column tells about the others; null when it is neither a date nor a number.</summary>
    public static Kind? KindOf(string name, ReadOnlySpan<byte> cell)
    {
        if (IsDate(cell)) return Kind.Date;
        if (!Utf8Number.TryParse(cell, out double number)) return null;
        if (IsIn(StepNames, name)) return Kind.Step;
        return number switch
        {
            >= 3e8 and < 5e9 => Kind.UnixSeconds, // 1979 to 2128
            >= 3e11 and < 5e12 => Kind.UnixMilliseconds,
            _ => Kind.Step,
        };
    }

    /// <summary>Reads a cell of the given kind; <paramref name="time"/> is set for all but steps, <paramref name="number"/> for all but dates.</summary>
    public static bool TryRead(Kind kind, ReadOnlySpan<byte> cell, out DateTime time, out double number)
    {
        number = 0;
        time = default;
        if (kind == Kind.Date) return TryReadDate(cell, out time);
        if (!Utf8Number.TryParse(cell, out number) || !double.IsFinite(number)) return false;
        if (kind == Kind.Step) return true;
        double seconds = kind == Kind.UnixSeconds ? number : number / 1000;
        if (seconds is < 0 or > 2e11) return false;
        time = DateTime.UnixEpoch.AddTicks((long)Math.Round(seconds * TimeSpan.TicksPerSecond));
        return true;
    }

    private static bool IsIn(string[] names, string name) => Array.Exists(names, n => n.Equals(name, StringComparison.OrdinalIgnoreCase));

    private static bool TryReadDate(ReadOnlySpan<byte> cell, out DateTime time)
    {
        time = default;
        if (cell.Length is < 8 or > 40 || cell.IndexOfAnyExceptInRange((byte)'0', (byte)'9') != 4) return false;
        if (cell[4] is not ((byte)'-' or (byte)'/' or (byte)'.')) return false;

        // A stamp with an offset or Z becomes UTC; one without stays as written. Nothing depends on this machine's zone.
        return DateTime.TryParse(Encoding.UTF8.GetString(cell), CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal, out time);
    }
}
