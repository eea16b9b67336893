using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text;

namespace QSeq.Data;

/// <summary>One way of writing time stamps.</summary>
internal sealed class StampFormat
{
    // Abbreviations that mean one offset only, in hours.
    private static readonly Dictionary<string, double> Zones = new(StringComparer.OrdinalIgnoreCase)
    {
        ["UTC"] = 0,
        ["GMT"] = 0,
        ["Z"] = 0,
        ["WET"] = 0,
        ["WEST"] = 1,
        ["CET"] = 1,
        ["CEST"] = 2,
        ["EET"] = 2,
        ["EEST"] = 3,
        ["MSK"] = 3,
        ["EST"] = -5,
        ["EDT"] = -4,
        ["CDT"] = -5,
        ["MST"] = -7,
        ["MDT"] = -6,
        ["PST"] = -8,
        ["PDT"] = -7,
        ["JST"] = 9,
        ["KST"] = 9,
        ["AEST"] = 10,
        ["AEDT"] = 11,
    };

    private readonly Reader _read;

    public StampFormat(string id, string name, Reader read)
    {
        (Id, Name) = (id, name);
        _read = read;
    }

    /// <summary>Reads a cell.</summary>
    public delegate bool Reader(string cell, out DateTime time);

    /// <summary>2016-07-31, with / or . as well, and a time and an offset or the name of a zone behind it.</summary>
    public static StampFormat YearFirst { get; } = new("year-first", "year first, such as 2016-07-31 13:00:00", TryYearFirst);

    /// <summary>20160731, 20160731T130000Z, 2016073113, 201607311300.</summary>
    public static StampFormat Digits { get; } = new("digits", "year, month and day without marks, such as 20160731", TryDigits);

    /// <summary>2016-07, 7/2016, 2016M07, 201607: the first of the month.</summary>
    public static StampFormat YearMonth { get; } = new(
        "year-month",
        "year and month, such as 2016-07",
        (string cell, out DateTime time) => PeriodStamps.TryYearMonth(cell.TrimEnd('月').Replace('年', '-'), out time) || PeriodStamps.TryMonth(cell, out time));

    /// <summary>2016213, 2016-213: a day of the year.</summary>
    public static StampFormat YearDay { get; } = new("year-day", "year and day of the year, such as 2016213", PeriodStamps.TryYearDay);

    /// <summary>2016/17, 2016-2017: the first of the first year.</summary>
    public static StampFormat YearPair { get; } = new("year-pair", "years that begin in one and end in the next, such as 2016/17", PeriodStamps.TryYearPair);

    /// <summary>2016.09, 2016.1 (October), 2016.11.</summary>
    public static StampFormat YearPointMonth { get; } = new("year.month", "year and month, such as 2016.09 (2016.1 is October)", PeriodStamps.TryYearPointMonth);

    /// <summary>2016Q3, Q3 2016, 2016-3, 20163: the first of the quarter.</summary>
    public static StampFormat Quarter { get; } = new(
        "quarter",
        "year and quarter, such as 2016Q3",
        (string cell, out DateTime time) => PeriodStamps.TryQuarter(cell, out time) || PeriodStamps.TryYearQuarter(cell, out time));

    /// <summary>2016-S2, H2 2016: the first of half a year.</summary>
    public static StampFormat HalfYear { get; } = new("half-year", "half years, such as 2016-S2", PeriodStamps.TryHalf);

    /// <summary>2016-30, 201630: the Monday of a week of ISO 8601.</summary>
    public static StampFormat YearWeek { get; } = new("year-week", "year and week of ISO 8601, such as 201630", PeriodStamps.TryYearWeek);

    /// <summary>31.07.2016, 31/7/16 13:00.</summary>
    public static StampFormat DayFirst { get; } = new("day-first", "day, month, year", (string cell, out DateTime time) => TryNumbered(cell, true, out time));

    /// <summary>7/31/2016, 7/31/16 1:00 PM.</summary>
    public static StampFormat MonthFirst { get; } = new("month-first", "month, day, year", (string cell, out DateTime time) => TryNumbered(cell, false, out time));

    /// <summary>Jul 31, 2016; 31-Jul-2016; July 2016.</summary>
    public static StampFormat NamedMonth { get; } = new(
        "month-name",
        "with the month's name",
        MonthNames.TryRead);

    /// <summary>2016-W30-7, 2016-W30: a day of a week of ISO 8601.</summary>
    public static StampFormat Week { get; } = new("iso-week", "year and week of ISO 8601, such as 2016-W30-7", TryWeek);

    /// <summary>Days since 1899-12-30, as spreadsheets count.</summary>
    public static StampFormat SpreadsheetDays { get; } = new(
        "spreadsheet-days",
        "day numbers of a spreadsheet (44197 is 2021-01-01)",
        (string cell, out DateTime time) => TryNumber(cell, 1, 100_000, TimeSpan.TicksPerDay, new DateTime(1899, 12, 30), out time));

    /// <summary>Seconds since 1970.</summary>
    public static StampFormat UnixSeconds { get; } = Unix("seconds", 1);

    /// <summary>Milliseconds since 1970.</summary>
    public static StampFormat UnixMilliseconds { get; } = Unix("milliseconds", 1_000);

    /// <summary>Microseconds since 1970.</summary>
    public static StampFormat UnixMicroseconds { get; } = Unix("microseconds", 1_000_000);

    /// <summary>Nanoseconds since 1970; kept to the tenth of a microsecond.</summary>
    public static StampFormat UnixNanoseconds { get; } = Unix("nanoseconds", 1_000_000_000);

    /// <summary>Ways in which a cell can only be a date.</summary>
    public static IReadOnlyList<StampFormat> Dates { get; } = [YearFirst, DayFirst, MonthFirst, NamedMonth, YearMonth, Week, Quarter, HalfYear, YearDay];

    /// <summary>All ways that have a name of their own.</summary>
    public static IReadOnlyList<StampFormat> Known { get; } =
        [.. Dates, YearWeek, YearPair, YearPointMonth, Digits, SpreadsheetDays, UnixSeconds, UnixMilliseconds, UnixMicroseconds, UnixNanoseconds];

    /// <summary>Ways that few rows may not tell.</summary>
    public static IReadOnlyList<StampFormat?> NeedRows { get; } = [DayFirst, MonthFirst, YearMonth, YearPair, Quarter, YearWeek, YearPointMonth, YearDay, Digits];

    /// <summary>What stands between the start of a span of time and its end.</summary>
    public const string Until = " - ";

    /// <summary>What the way is called in options: one of the known names, or a .NET format.</summary>
    public string Id { get; }

    /// <summary>What the way is called.</summary>
    public string Name { get; }

    /// <summary>The way of a name, or of a .NET format such as <c>dd/MM/yyyy HH:mm</c>.</summary>
    /// <exception cref="ArgumentException">It is neither.</exception>
    public static StampFormat Custom(string format)
    {
        if (Known.FirstOrDefault(known => known.Id == format) is { } named) return named;
        try
        {
            _ = DateTime.UnixEpoch.ToString(format, CultureInfo.InvariantCulture);
        }
        catch (FormatException)
        {
            throw new ArgumentException($"date format '{format}' is neither one of .NET's, such as dd/MM/yyyy HH:mm, nor one of {string.Join(", ", Known.Select(known => known.Id))}, number");
        }

        if (format.Length > 1 && !format.Contains('y')) throw new ArgumentException($"date format '{format}' has no year, so that stamps would be of any; name one with yy or yyyy");
        string[] formats = [format, OneDigit(format)];
        return new StampFormat(format, $"as {format}", (string cell, out DateTime time) =>
            DateTime.TryParseExact(cell, formats, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal | DateTimeStyles.AllowWhiteSpaces, out time));
    }

    /// <summary>Reads a cell.</summary>
    public bool TryRead(ReadOnlySpan<byte> cell, out DateTime time)
    {
        if (ReferenceEquals(this, YearFirst) && TryPlain(cell, out time)) return true;
        return TryRead(Encoding.UTF8.GetString(cell), out time);
    }

    /// <summary>Reads a cell.</summary>
    public bool TryRead(string cell, out DateTime time)
    {
        time = default;
        if (ReferenceEquals(this, YearFirst) && cell.Length is 10 or 16 or 19)
        {
            Span<byte> ascii = stackalloc byte[19];
            if (Ascii.FromUtf16(cell, ascii, out int written) == OperationStatus.Done && TryPlain(ascii[..written], out time)) return true;
        }

        if (cell.Length is < 1 or > 60) return false;
        if (_read(cell, out time)) return true;
        if (MonthNames.WithoutWeekday(cell) is { } day) return _read(day, out time);
        int until = cell.IndexOf(Until, StringComparison.Ordinal), length = Until.Length; // of a span of time, the start
        if (until < 0 && cell.Length > 16) (until, length) = (cell.IndexOf('/', 10), 1);
        return until > 0 && _read(cell[(until + length)..], out DateTime end) && _read(cell[..until], out time) && end > time;
    }

    /// <summary>Reads a time of day, or hours alone: 13, 24, 13.0, 1330.</summary>
    public static bool TryClock(string text, out TimeSpan time)
    {
        if (TryTimeOfDay(text, out time)) return true;
        string hours = text.EndsWith(".0", StringComparison.Ordinal) ? text[..^2] : text;
        if (hours.Length > 4 || !int.TryParse(hours, NumberStyles.None, CultureInfo.InvariantCulture, out int number)) return false;
        (int hour, int minute) = hours.Length < 3 ? (number, 0) : (number / 100, number % 100);
        time = new TimeSpan(hour, minute, 0);
        return minute < 60 && time <= TimeSpan.FromDays(1);
    }

    /// <summary>Reads a time of day, 0:00 to 24:00, with seconds or without, with AM and PM or without.</summary>
    public static bool TryTimeOfDay(ReadOnlySpan<char> text, out TimeSpan time)
    {
        time = default;
        text = text.Trim();
        int half = text.EndsWith("PM", StringComparison.OrdinalIgnoreCase) ? 12 : text.EndsWith("AM", StringComparison.OrdinalIgnoreCase) ? 0 : -1;
        if (half >= 0) text = text[..^2].TrimEnd();
        int colon = text.IndexOf(':');
        if (colon is < 1 or > 2 || !int.TryParse(text[..colon], NumberStyles.None, CultureInfo.InvariantCulture, out int hour)) return false;
        ReadOnlySpan<char> rest = text[(colon + 1)..];
        if (rest.Length < 2 || !int.TryParse(rest[..2], NumberStyles.None, CultureInfo.InvariantCulture, out int minute) || minute > 59) return false;
        double second = 0;
        if (rest.Length > 2 && (rest[2] != ':' || rest.Length < 5 || !double.TryParse(rest[3..], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out second) || second >= 60)) return false;
        if (half >= 0)
        {
            if (hour is < 1 or > 12) return false;
            hour = (hour % 12) + half;
        }

        if (hour > 24 || (hour == 24 && (minute > 0 || second > 0))) return false;
        time = new TimeSpan(hour, minute, 0) + TimeSpan.FromTicks((long)Math.Round(second * TimeSpan.TicksPerSecond));
        return true;
    }

    // dd/MM/yyyy reads 1/7/2016 as well: numbers between marks need no zero in front.
    private static string OneDigit(string format)
    {
        var text = new StringBuilder();
        for (int at = 0; at < format.Length; at++)
        {
            bool twice = at + 1 < format.Length && format[at + 1] == format[at] && format[at] is 'd' or 'M' or 'H' or 'h'
                && (at == 0 || !char.IsLetter(format[at - 1])) && (at + 2 == format.Length || !char.IsLetter(format[at + 2]));
            text.Append(format[at]);
            if (twice) at++;
        }

        return text.Length > 1 ? text.ToString() : format;
    }

    private static StampFormat Unix(string unit, long perSecond) => new(
        $"unix-{unit}",
        $"{unit} since 1970",
        (string cell, out DateTime time) => TryNumber(cell, -60_000_000_000.0 * perSecond, 250_000_000_000.0 * perSecond, TimeSpan.TicksPerSecond / (decimal)perSecond, DateTime.UnixEpoch, out time));

    // In decimals: nanoseconds have more digits than a double.
    private static bool TryNumber(string cell, double least, double most, decimal ticks, DateTime origin, out DateTime time)
    {
        time = default;
        if (!decimal.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal number) || (double)number < least || (double)number > most) return false;
        time = origin.AddTicks((long)Math.Round(number * ticks));
        return true;
    }

    /// <summary>Reads yyyy-MM-dd, yyyy-MM-dd HH:mm and yyyy-MM-dd HH:mm:ss, digit by digit: the most frequent way, and long files.</summary>
    public static bool TryPlain(ReadOnlySpan<byte> cell, out DateTime time)
    {
        time = default;
        if (cell.Length is not (10 or 16 or 19) || cell[4] != '-' || cell[7] != '-') return false;
        int century = TwoDigits(cell, 0), year = (100 * century) + TwoDigits(cell, 2), month = TwoDigits(cell, 5), day = TwoDigits(cell, 8);
        if (century < 0 || year is < 1 or > 9999 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month)) return false;
        if (!TryPlainClock(cell, out long ticks)) return false;
        time = new DateTime(year, month, day).AddTicks(ticks);
        return true;
    }

    /// <summary>The time of day behind a date of ten characters, HH:mm or HH:mm:ss after a blank or T; none is midnight.</summary>
    /// <param name="cell">The whole cell, of 10, 16 or 19 bytes.</param>
    /// <param name="ticks">Since midnight.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryPlainClock(ReadOnlySpan<byte> cell, out long ticks)
    {
        ticks = 0;
        if (cell.Length == 10) return true;
        if (cell.Length is not (16 or 19) || cell[10] is not ((byte)' ' or (byte)'T') || cell[13] != ':') return false;
        int hour = TwoDigits(cell, 11), minute = TwoDigits(cell, 14), second = cell.Length == 16 ? 0 : cell[16] == ':' ? TwoDigits(cell, 17) : -1;
        ticks = ((((hour * 60L) + minute) * 60) + second) * TimeSpan.TicksPerSecond;
        return (uint)hour < 24 && (uint)minute < 60 && (uint)second < 60;
    }

    // Far below 0 where they are none.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int TwoDigits(ReadOnlySpan<byte> cell, int at)
    {
        uint tens = (uint)cell[at] - '0', ones = (uint)cell[at + 1] - '0';
        return tens > 9 || ones > 9 ? -10_000 : (int)((10 * tens) + ones);
    }

    private static bool TryYearFirst(string cell, out DateTime time)
    {
        time = default;
        if (cell.Length > 6 && cell[4] is '年' or '년') cell = cell.Replace("年", "-").Replace("년 ", "-").Replace("月", "-").Replace("월 ", "-").TrimEnd('日', '일');
        if (cell.EndsWith(']')) cell = cell[..Math.Max(0, cell.IndexOf('['))]; // the zone behind its offset
        if (cell.Length < 8 || DigitsAt(cell, 0) != 4 || cell[4] is not ('-' or '/' or '.')) return false;
        int zone = cell.LastIndexOf(' ');
        if (zone > 8 && cell[(zone + 1)..] is var name && name.All(char.IsAsciiLetter) && !name.Equals("AM", StringComparison.OrdinalIgnoreCase) && !name.Equals("PM", StringComparison.OrdinalIgnoreCase))
        {
            if (!Zones.TryGetValue(name, out double hours) || !TryYearFirst(cell[..zone], out DateTime local) || local.Kind != DateTimeKind.Unspecified) return false;
            time = DateTime.SpecifyKind(local.AddHours(-hours), DateTimeKind.Utc);
            return true;
        }

        int hour = cell.IndexOf("24:00", StringComparison.Ordinal);
        if (hour is 11 && (cell.Length == 16 || cell.EndsWith("24:00:00", StringComparison.Ordinal)))
        {
            if (!TryYearFirst(cell[..10], out time)) return false;
            time = time.AddDays(1);
            return true;
        }

        // A stamp with an offset or Z becomes UTC; one without stays as written. Nothing depends on this machine's zone.
        return DateTime.TryParse(cell, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal, out time);
    }

    private static bool TryDigits(string cell, out DateTime time)
    {
        time = default;
        int digits = DigitsAt(cell, 0);
        if (digits is not (8 or 10 or 12 or 14) || !DateTime.TryParseExact(cell[..8], "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTime day)) return false;
        time = day;
        if (cell.Length == 8) return day.Year is >= 1700 and <= 2200;
        if (digits > 8 && (cell.Length != digits || day.Year is < 1850 or > 2150)) return false; // else seconds since 1970
        bool utc = cell.EndsWith('Z');
        string rest = digits > 8 ? cell[8..] : cell[9..].TrimEnd('Z').Replace(":", "", StringComparison.Ordinal);
        if (digits == 8 && (cell[8] is not ('T' or ' ' or '_') || rest.Length is not (4 or 6) || DigitsAt(rest, 0) != rest.Length)) return false;
        rest = rest.PadRight(6, '0');
        if (!TryTimeOfDay($"{rest[..2]}:{rest[2..4]}:{rest[4..]}", out TimeSpan clock)) return false;
        time = DateTime.SpecifyKind(day + clock, utc ? DateTimeKind.Utc : DateTimeKind.Unspecified);
        return true;
    }

    private static bool TryWeek(string cell, out DateTime time)
    {
        time = default;
        if (PeriodStamps.TryWeek(cell, out time)) return true;
        string text = cell.Replace("-", "", StringComparison.Ordinal);
        if (text.Length is not (7 or 8) || text[4] != 'W' || DigitsAt(text, 0) != 4 || DigitsAt(text, 5) != text.Length - 5) return false;
        int year = int.Parse(text[..4], CultureInfo.InvariantCulture), week = int.Parse(text[5..7], CultureInfo.InvariantCulture), day = text.Length == 8 ? text[7] - '0' : 1;
        if (year is < 1 or > 9998 || week < 1 || week > ISOWeek.GetWeeksInYear(year) || day is < 1 or > 7) return false;
        time = ISOWeek.ToDateTime(year, week, (DayOfWeek)(day % 7));
        return true;
    }

    // Two numbers and a year, with /, . or - between, and perhaps a time.
    private static bool TryNumbered(string cell, bool dayFirst, out DateTime time)
    {
        time = default;
        int first = DigitsAt(cell, 0);
        if (first is < 1 or > 2 || cell.Length < first + 4 || cell[first] is not ('/' or '.' or '-')) return false;
        char mark = cell[first];
        int second = DigitsAt(cell, first + 1), yearAt = first + second + 2;
        if (second is < 1 or > 2 || cell.Length < yearAt || cell[yearAt - 1] != mark) return false;
        int digits = DigitsAt(cell, yearAt);
        if (digits is not (2 or 4)) return false;
        int a = int.Parse(cell.AsSpan(0, first), CultureInfo.InvariantCulture), b = int.Parse(cell.AsSpan(first + 1, second), CultureInfo.InvariantCulture);
        int year = int.Parse(cell.AsSpan(yearAt, digits), CultureInfo.InvariantCulture);
        if (digits == 2) year += year < 70 ? 2000 : 1900;
        (int day, int month) = dayFirst ? (a, b) : (b, a);
        if (year < 1 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month)) return false;
        time = new DateTime(year, month, day);
        ReadOnlySpan<char> rest = cell.AsSpan(yearAt + digits);
        if (rest.IsEmpty) return true;
        if (rest[0] is not (' ' or 'T' or ',') || !TryTimeOfDay(rest[1..], out TimeSpan clock)) return false;
        time += clock;
        return true;
    }

    private static int DigitsAt(string text, int start)
    {
        int end = start;
        while (end < text.Length && char.IsAsciiDigit(text[end])) end++;
        return end - start;
    }
}
