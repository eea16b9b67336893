namespace QSeq.Data;

/// <summary>Parts of a year that stand for their first day: 2010Q1, Q1 2010, 2010-S2, 2010M07, 2010-W05, 201007.</summary>
internal static class PeriodStamps
{
    private const int FirstYear = 1800;
    private const int LastYear = 2200;

    private static readonly string[] Quarters = ["Q", "QTR", "QUARTER", "QUARTAL", "K", "KV", "T", "TRIM"];
    private static readonly string[] Halves = ["H", "S", "HY"];
    private static readonly string[] Weeks = ["W", "WK", "WEEK", "KW"];
    private static readonly string[] Months = ["M"];

    /// <summary>Reads a quarter with its letter: 2010Q1, 2010-Q1, Q1 2010, 1Q10.</summary>
    public static bool TryQuarter(string cell, out DateTime time) => TryPart(cell, Quarters, 4, 3, out time);

    /// <summary>Reads half a year: 2010-S1, H1 2010.</summary>
    public static bool TryHalf(string cell, out DateTime time) => TryPart(cell, Halves, 2, 6, out time);

    /// <summary>Reads a month with its letter: 2010M07, 2010-M07.</summary>
    public static bool TryMonth(string cell, out DateTime time) => TryPart(cell, Months, 12, 1, out time);

    /// <summary>Reads a week with its letter: 2010 W05, W05-2010, KW 5/2010; the Monday of ISO 8601.</summary>
    public static bool TryWeek(string cell, out DateTime time)
    {
        time = default;
        return TryParts(cell, Weeks, out int year, out int week) && TryMonday(year, week, out time);
    }

    /// <summary>Reads a year and a month in numbers: 2010-07, 2010/7, 07/2010, 201007.</summary>
    public static bool TryYearMonth(string cell, out DateTime time)
    {
        time = default;
        if (!TryPlain(cell, 6, true, out int year, out int month) || month > 12) return false;
        time = new DateTime(year, month, 1);
        return true;
    }

    /// <summary>Reads a year and a day of it: 2016213, 2016-213.</summary>
    public static bool TryYearDay(string cell, out DateTime time)
    {
        time = default;
        string digits = cell.Length == 8 && cell[4] == '-' ? cell.Remove(4, 1) : cell;
        if (digits.Length != 7 || !int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out int number)) return false;
        int year = number / 1000, day = number % 1000;
        if (year is < FirstYear or > LastYear || day < 1 || day > (DateTime.IsLeapYear(year) ? 366 : 365)) return false;
        time = new DateTime(year, 1, 1).AddDays(day - 1);
        return true;
    }

    /// <summary>Reads a year that begins in one and ends in the next: 2001/02, 2001-2002.</summary>
    public static bool TryYearPair(string cell, out DateTime time)
    {
        time = default;
        if (cell.Length is not (7 or 9) || cell[4] is not ('/' or '-' or '\u2013')) return false;
        if (!int.TryParse(cell.AsSpan(0, 4), NumberStyles.None, CultureInfo.InvariantCulture, out int year) || !int.TryParse(cell.AsSpan(5), NumberStyles.None, CultureInfo.InvariantCulture, out int next)) return false;
        if (year is < FirstYear or > LastYear || next != (cell.Length == 9 ? year + 1 : (year + 1) % 100)) return false;
        time = new DateTime(year, 1, 1);
        return true;
    }

    /// <summary>Reads 2010.07, where 2010.1 is October that lost its zero.</summary>
    public static bool TryYearPointMonth(string cell, out DateTime time) => TryYearMonth(cell.Length == 6 && cell[4] == '.' && cell[5] == '1' ? cell + '0' : cell, out time);

    /// <summary>
    /// What numbers say of themselves: 201507 in every row may be months, weeks or numbers that count.
    /// </summary>
    /// <param name="cells">The cells of a column.</param>
    /// <param name="name">Its name.</param>
    /// <param name="open">How they would be written as parts of years, where nothing proves that they are any; else null.</param>
    /// <returns>How they are written, where that is plain: they go from the last part of a year to the first of the next, or the name says so.</returns>
    public static StampFormat? InNumbers(List<string> cells, string name, out StampFormat? open)
    {
        open = null;
        if (cells.Count == 0 || cells[0].Length is < 5 or > 8 || !char.IsAsciiDigit(cells[0][0])) return null;
        bool digits = cells.TrueForAll(cell => cell.Length == cells[0].Length && !cell.AsSpan().ContainsAnyExceptInRange('0', '9'));
        if (digits && cells[0].Length == 5) return Plain(cells, StampFormat.Quarter, 1, 4, 4, TimeWords.HintQuarter(name), out _);
        if (digits && cells[0].Length == 6)
        {
            bool week = TimeWords.HintWeek(name);
            StampFormat? months = week ? null : Plain(cells, StampFormat.YearMonth, 2, 12, 12, TimeWords.Hint(name), out open);
            return months ?? (open is not null ? null : Plain(cells, StampFormat.YearWeek, 2, 52, 53, week, out open));
        }

        if (digits && cells[0].Length == 7) return Plain(cells, StampFormat.YearDay, 3, 365, 366, TimeWords.Hint(name), out open);
        if (digits) return null;
        if (cells.TrueForAll(cell => cell.Length == 7 && cell[2] == '.')) return Plain([.. cells.Select(cell => cell[3..] + cell[..2])], StampFormat.YearMonth, 2, 12, 12, TimeWords.Hint(name), out open) ?? open;
        if (cells.TrueForAll(cell => cell.Length == 8 && cell[0] == '0' && cell[3] == '.')) return Plain([.. cells.Select(cell => cell[4..] + cell[1..3])], StampFormat.YearMonth, 2, 12, 12, TimeWords.Hint(name), out open) ?? open;
        if (!cells.TrueForAll(cell => cell.Length is 6 or 7 && cell[4] == '.')) return null;
        string[] single = [.. cells.Where(cell => cell.Length == 6)];
        bool lost = Array.TrueForAll(single, cell => cell[5] == '1');
        if (!lost && single.Length == cells.Count) return null; // 1990.5 is half a year as well
        List<string> months2 = [.. cells.Select(cell => cell[..4] + (cell.Length == 7 ? cell[5..] : lost ? "10" : "0" + cell[5]))];
        return Plain(months2, StampFormat.YearMonth, 2, 12, 12, false, out _) is null ? null : lost ? StampFormat.YearPointMonth : StampFormat.YearMonth;
    }

    private static StampFormat? Plain(List<string> cells, StampFormat format, int tail, int leastLast, int mostLast, bool named, out StampFormat? open)
    {
        open = null;
        if (!cells.TrueForAll(cell => format.TryRead(cell, out _))) return null;
        int[] numbers = [.. cells.Select(cell => int.Parse(cell, CultureInfo.InvariantCulture)).Distinct().Order()];
        if (numbers.Length < 2) return named ? format : null;
        int year = tail switch { 1 => 10, 2 => 100, _ => 1000 };
        bool crosses = false, follow = true;
        for (int n = 1; n < numbers.Length; n++)
        {
            bool turn = numbers[n] / year == (numbers[n - 1] / year) + 1 && numbers[n] % year == 1 && numbers[n - 1] % year >= leastLast && numbers[n - 1] % year <= mostLast;
            crosses |= turn;
            follow &= turn || numbers[n] == numbers[n - 1] + 1;
        }

        open = follow && numbers.Length > 2 ? format : null;
        return named || (crosses && (follow || numbers.Length > 4)) ? format : null;
    }

    /// <summary>Reads a year and a quarter in numbers: 2010-1, 20101.</summary>
    public static bool TryYearQuarter(string cell, out DateTime time)
    {
        time = default;
        if (!TryPlain(cell, 5, false, out int year, out int quarter) || quarter > 4 || cell[^2] == '0') return false;
        time = new DateTime(year, (3 * quarter) - 2, 1);
        return true;
    }

    /// <summary>Reads a year and a week in numbers: 2010-05, 201005.</summary>
    public static bool TryYearWeek(string cell, out DateTime time)
    {
        time = default;
        return TryPlain(cell, 6, false, out int year, out int week) && TryMonday(year, week, out time);
    }

    /// <summary>The Monday of a week of ISO 8601.</summary>
    public static bool TryMonday(int year, int week, out DateTime time)
    {
        time = default;
        if (year is < 1 or > 9998 || week < 1 || week > ISOWeek.GetWeeksInYear(year)) return false;
        time = ISOWeek.ToDateTime(year, week, DayOfWeek.Monday);
        return true;
    }

    private static bool TryPart(string cell, string[] words, int most, int months, out DateTime time)
    {
        time = default;
        if (!TryParts(cell, words, out int year, out int part) || part > most) return false;
        time = new DateTime(year, ((part - 1) * months) + 1, 1);
        return true;
    }

    // A year of four digits, a part and the letter of the part, the year first or last; of two digits only behind both others.
    private static bool TryParts(string cell, string[] words, out int year, out int part)
    {
        (year, part) = (0, 0);
        string? word = null, first = null, second = null;
        int wordAt = 0;
        for (int at = 0; at < cell.Length;)
        {
            int end = at;
            if (char.IsAsciiDigit(cell[at]))
            {
                while (end < cell.Length && char.IsAsciiDigit(cell[end])) end++;
                if (second is not null) return false;
                (first, second) = first is null ? (cell[at..end], null) : (first, cell[at..end]);
            }
            else if (char.IsAsciiLetter(cell[at]))
            {
                while (end < cell.Length && char.IsAsciiLetter(cell[end])) end++;
                if (word is not null) return false;
                (word, wordAt) = (cell[at..end], first is null ? 0 : second is null ? 1 : 2);
            }
            else
            {
                if (!" -/:._'".Contains(cell[at])) return false;
                end++;
            }

            at = end;
        }

        if (second is null || word is null || !words.Contains(word, StringComparer.OrdinalIgnoreCase)) return false;
        bool yearFirst = first!.Length == 4 && wordAt == 1;
        (string number, string years) = yearFirst ? (second, first) : (first, second);
        if (number.Length > 2 || wordAt == 2 || (years.Length != 4 && !(years.Length == 2 && word is ("Q" or "q")))) return false;
        (year, part) = (int.Parse(years, CultureInfo.InvariantCulture), int.Parse(number, CultureInfo.InvariantCulture));
        if (years.Length == 2) year += year < 50 ? 2000 : 1900;
        return part > 0 && year is >= FirstYear and <= LastYear;
    }

    // The year and a number with a mark between, or digits alone.
    private static bool TryPlain(string cell, int digits, bool yearLast, out int year, out int part)
    {
        (year, part) = (0, 0);
        int mark = cell.AsSpan().IndexOfAnyExceptInRange('0', '9');
        if (mark < 0) return cell.Length == digits && Numbers(cell[..4], cell[4..], out year, out part);
        if (cell[mark] is not ('-' or '/' or '.' or ':')) return false;
        string a = cell[..mark], b = cell[(mark + 1)..];
        if (a.Length == 4 && b.Length is 1 or 2) return Numbers(a, b, out year, out part);
        return yearLast && (a.Length is 1 or 2 || (a.Length == 3 && a[0] == '0')) && b.Length == 4 && Numbers(b, a, out year, out part);
    }

    private static bool Numbers(string years, string number, out int year, out int part)
    {
        part = 0;
        return int.TryParse(years, NumberStyles.None, CultureInfo.InvariantCulture, out year) && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out part)
            && part > 0 && year is >= FirstYear and <= LastYear;
    }
}
