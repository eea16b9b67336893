using System.Diagnostics;

namespace QSeq.Data;

/// <summary>
/// Takes the cells of rows, one after the other, and makes CSV of them that can be read in one way only: points, ISO 8601, the
/// shortest digits that give the same double, an empty cell for no value, text on one line and in quotes.
/// </summary>
public sealed class RowText
{
    private const string Seconds = "yyyy-MM-dd HH:mm:ss", Ticks = "yyyy-MM-dd HH:mm:ss.fffffff";
    private const int LongestNumber = 64;

    private char[] _text = new char[1 << 12];
    private int _length;
    private bool _first = true; // of the row's cells
    private bool _alone; // the row's first cell, empty and so far its only one

    internal RowText()
    {
    }

    /// <summary>What was written since <see cref="Clear"/>.</summary>
    internal ReadOnlySpan<char> Written => _text.AsSpan(0, _length);

    /// <summary>A cell without a value.</summary>
    public void Null()
    {
        Next();
        _alone = _length == 0 || _text[_length - 1] == '\n';
    }

    /// <summary>A number; NaN is no value.</summary>
    /// <param name="value">The number.</param>
    public void Number(double value) => Number<double>(value);

    /// <inheritdoc cref="Number(double)"/>
    public void Number(long value) => Number<long>(value);

    /// <inheritdoc cref="Number(double)"/>
    public void Number(ulong value) => Number<ulong>(value);

    /// <inheritdoc cref="Number(double)"/>
    public void Number(decimal value) => Number<decimal>(value);

    /// <summary>True is 1, false is 0.</summary>
    /// <param name="value">The flag.</param>
    public void Flag(bool value) => Number(value ? 1L : 0L);

    /// <summary>Text; what breaks lines in it becomes a blank.</summary>
    /// <param name="value">The text.</param>
    public void Text(ReadOnlySpan<char> value)
    {
        Next();
        Add('"');
        foreach (char c in value)
        {
            Add(c is '\r' or '\n' or '\0' ? ' ' : c);
            if (c == '"') Add('"');
        }

        Add('"');
    }

    /// <summary>A time; one that is local to this machine becomes UTC.</summary>
    /// <param name="value">The time.</param>
    public void Time(DateTime value)
    {
        if (value.Kind == DateTimeKind.Local) value = value.ToUniversalTime();
        Next();
        Format(value, value.Ticks % TimeSpan.TicksPerSecond == 0 ? Seconds : Ticks);
        if (value.Kind == DateTimeKind.Utc) Add('Z');
    }

    /// <summary>A time of a zone, which becomes UTC.</summary>
    /// <param name="value">The time.</param>
    public void Time(DateTimeOffset value) => Time(value.UtcDateTime);

    /// <summary>A day.</summary>
    /// <param name="value">The day.</param>
    public void Day(DateOnly value)
    {
        Next();
        Format(value, "yyyy-MM-dd");
    }

    /// <summary>A time of day.</summary>
    /// <param name="value">The time of day.</param>
    public void Clock(TimeOnly value)
    {
        Next();
        Format(value, value.Ticks % TimeSpan.TicksPerSecond == 0 ? "HH:mm:ss" : "HH:mm:ss.fffffff");
    }

    /// <summary>A time counted since 1970, kept to the tenth of a microsecond.</summary>
    /// <param name="count">The count.</param>
    /// <param name="perSecond">Units in a second, such as 1,000 for milliseconds; a power of ten up to 1,000,000,000.</param>
    /// <param name="isUtc">Whether it is of UTC; false where it tells the clocks of no known zone.</param>
    /// <exception cref="InvalidDataException">The time is not within the years 1 to 9999.</exception>
    public void SinceEpoch(long count, long perSecond, bool isUtc)
    {
        Int128 ticks = perSecond <= TimeSpan.TicksPerSecond
            ? (Int128)count * (TimeSpan.TicksPerSecond / perSecond)
            : Nearest(count, perSecond / TimeSpan.TicksPerSecond);
        ticks += DateTime.UnixEpoch.Ticks;
        if (ticks < 0 || ticks > DateTime.MaxValue.Ticks) throw BadData.Of($"{count} of a {perSecond}th of a second since 1970 is not within the years 1 to 9999");
        Time(new DateTime((long)ticks, isUtc ? DateTimeKind.Utc : DateTimeKind.Unspecified));
    }

    /// <summary>Ends the row.</summary>
    internal void End()
    {
        if (_alone) AddAll("\"\""); // else the line would be blank
        Add('\n');
        (_first, _alone) = (true, false);
    }

    internal void Clear() => _length = 0;

    private static long Nearest(long count, long part)
    {
        (long whole, long rest) = Math.DivRem(count, part);
        return 2 * Math.Abs(rest) >= part ? whole + Math.Sign(rest) : whole;
    }

    private void Number<T>(T value)
        where T : ISpanFormattable
    {
        Next();
        Format(value, "");
    }

    private void Format<T>(T value, string format)
        where T : ISpanFormattable
    {
        Grow(LongestNumber);
        if (!value.TryFormat(_text.AsSpan(_length), out int count, format, CultureInfo.InvariantCulture)) throw new UnreachableException();
        _length += count;
    }

    private void Next()
    {
        if (!_first) Add(',');
        (_first, _alone) = (false, false);
    }

    private void AddAll(string text)
    {
        foreach (char c in text) Add(c);
    }

    private void Add(char c)
    {
        Grow(1);
        _text[_length++] = c;
    }

    private void Grow(int count)
    {
        if (_length + count > _text.Length) Array.Resize(ref _text, Math.Max(2 * _text.Length, _length + count));
    }
}
