namespace QSeq.Data;

/// <summary>Finds the column of times of a CSV text and how its stamps are written.</summary>
internal sealed partial class CsvTimeSearch(string file, CsvReadOptions options, CsvSample sample, string[] names, int first)
{
    private static readonly StampFormat TwoDigits = StampFormat.Custom("yyMMdd");
    private static readonly StampFormat[] DayDigits = [StampFormat.Custom("ddMMyyyy"), StampFormat.Custom("MMddyyyy")];

    private const int CellsTried = 20;
    private const double MostlyDates = 0.5; // the others are told with their line

    private static readonly HashSet<string> StampNames = new(StringComparer.OrdinalIgnoreCase)
    {
        "date", "time", "datetime", "timestamp", "ds", "stamp", "datum", "zeit", "zeitpunkt", "zeitstempel", "fecha", "ts", "date_time", "date time", "epoch", "unix", "utc", "datetime_utc", "day", "tag",
    };

    private readonly Dictionary<int, StampFormat?> _formats = []; // of columns of dates; null where day and month leave it open
    private readonly HashSet<int> _numbers = []; // columns of dates that look like numbers: any others are rather meant

    /// <summary>Whether the cells of a column are dates and nothing else.</summary>
    public bool IsDates(int column)
    {
        bool wanted = options.TimeColumn is { Length: > 0 } name && names[column] == name;
        if (wanted && options.DateFormat is not null) return true;
        List<string> cells = Cells(column);
        if (cells.Count == 0) return false;
        if (Given(cells) is { } given)
        {
            _formats[column] = given;
            return true;
        }

        if (AreDigits(cells))
        {
            _formats[column] = StampFormat.Digits;
            return true;
        }

        if (cells.Count > 1 && cells.TrueForAll(cell => StampFormat.YearPair.TryRead(cell, out _)))
        {
            _formats[column] = StampFormat.YearPair;
            return true;
        }

        if (options.DateFormat is not "number" && (DaysIn(cells) ?? PeriodStamps.InNumbers(cells, names[column], out _)) is { } period)
        {
            _formats[column] = period;
            _numbers.Add(column);
            return true;
        }

        StampFormat[] tried = [.. StampFormat.Dates.Append(StampFormat.YearWeek).Append(StampFormat.Digits).Where(format => cells.Take(CellsTried).Any(cell => IsDate(format, cell)))];
        if (tried.Length == 0) return false;
        int[] counts = Arrays.Of(tried.AsSpan(), format => cells.Count(cell => IsDate(format, cell)));
        int most = 0;
        foreach (int count in counts) most = Math.Max(most, count);
        if (most < MostlyDates * cells.Count) return false;
        StampFormat[] best = [.. tried.Where((_, n) => counts[n] == most)];
        _formats[column] = best.Contains(StampFormat.DayFirst) && best.Contains(StampFormat.MonthFirst) ? EvenOf(cells, StampFormat.DayFirst, StampFormat.MonthFirst)
            : best.Contains(StampFormat.Quarter) && best.Contains(StampFormat.YearMonth) && !cells.Exists(cell => cell.Length == 7) ? EvenOf(cells, StampFormat.Quarter, StampFormat.YearMonth)
            : best[0];
        return true;
    }

    /// <summary>Finds the column.</summary>
    /// <param name="dates">The columns that hold dates.</param>
    /// <param name="marks">How numbers are written.</param>
    /// <param name="isWanted">Whether a column was asked for as a series.</param>
    public Answer Find(HashSet<int> dates, CsvMarks marks, Func<int, bool> isWanted)
    {
        if (options.TimeColumn is { } name) return name.Length == 0 ? WithoutTimes(dates) : Array.IndexOf(names, name) is >= 0 and var asked ? Of(asked, "as asked for", marks) : OfParts(name);
        int[] candidates = Arrays.Places(names.Length, column => dates.Contains(column) && !isWanted(column));
        int[] moving = [.. candidates.Where(column => Cells(column).Distinct().Skip(1).Any())];
        if (moving.Length > 0) candidates = moving; // the day of an export stands in every row
        if (candidates.Any(column => !_numbers.Contains(column))) candidates = [.. candidates.Where(column => !_numbers.Contains(column))];
        int[] named = [.. candidates.Where(column => StampNames.Contains(names[column]))];
        if (candidates.Length == 1) return Of(candidates[0], _numbers.Contains(candidates[0]) ? "its cells are parts of years" : "its cells are dates", marks);
        if (named.Length >= 1) return Of(named[0], "its cells are dates, and its name says so", marks);
        if (candidates.Length > 1)
            throw BadData.At(file, sample.Lines[0], $"columns {string.Join(", ", candidates.Select(column => $"'{names[column]}'"))} hold dates; {CsvAdvice.OtherTimes}");
        if (!Enumerable.Range(0, names.Length).Any(column => StampNames.Contains(names[column]) && !isWanted(column) && IsNumbers(column, marks) && Rises(column, marks)) && CsvStampParts.Find(names, All) is { } parts)
            return OfParts(parts, "their names and cells say so");
        if (AmongNumbers(marks, isWanted) is { } numbers) return numbers;
        for (int column = 0; column < names.Length; column++)
        {
            if (isWanted(column) || Cells(column).Count == 0) continue;
            if ((StampNames.Contains(names[column]) || TimeWords.Hint(names[column])) && !IsNumbers(column, marks)) throw NotAStamp(column);
            if (column == 0 && names.Length > 1 && Open(column) is { } period)
                throw BadData.At(file, sample.Lines[first], names[column], $"found {BadData.Quote(Cells(column)[0])} and so on, which may be times ({period.Name}) or values; {CsvAdvice.DatesAs(period)}, or {CsvAdvice.NoTimes}");
        }

        RefuseYears(isWanted, marks);
        if (options.DateFormat is not null || options.TimeZone is not null || options.Step is not null || options.Sort)
            throw BadData.At(file, sample.Lines[0], $"no column of times was found, though how they are written, their zone, step or order is given; {CsvAdvice.OtherTimes}");
        if (names.Length > 1 && !isWanted(0) && Cells(0).Count > 3 && IsNumbers(0, marks) && (Rises(0, marks) || Falls(0, marks)) && IsEven(0, marks))
            return new Answer(-1, -1, null, [new CsvFinding("time", "none", $"no column holds dates, and none is named as time, but '{names[0]}' goes on in even steps", true, CsvAdvice.OtherTimes)]);
        return Answer.None("time", "none", "no column holds dates, and none is named as time");
    }

    // Rows that run from new to old would be learnt backwards.
    private Answer WithoutTimes(HashSet<int> dates)
    {
        foreach (int column in dates)
        {
            List<string> cells = Cells(column);
            if (_formats.GetValueOrDefault(column) is not { } format || !format.TryRead(cells[0], out DateTime first) || !format.TryRead(cells[^1], out DateTime last) || last >= first) continue;
            return new Answer(-1, -1, null, [new CsvFinding("time", "none", $"as asked for, though '{names[column]}' runs from new to old: the rows are read backwards in time", true, CsvAdvice.OtherTimes)]);
        }

        return Answer.None("time", "none", "as asked for");
    }

    // A time of day goes on through the day; a duration does not.
    private static bool MostlyOneWay(List<string> days, List<string> clocks, StampFormat format)
    {
        int rows = Math.Min(days.Count, clocks.Count), falls = 0, rises = 0;
        DateTime last = default;
        for (int row = 0; row < rows; row++)
        {
            if (!format.TryRead(days[row], out DateTime time) || !StampFormat.TryTimeOfDay(clocks[row], out TimeSpan ofDay)) continue;
            time += ofDay;
            if (row > 0 && time < last) falls++;
            if (row > 0 && time > last) rises++;
            last = time;
        }

        return Math.Min(falls, rises) <= rows / 5;
    }

    private Answer OfParts(string wanted)
    {
        string[] asked = wanted.Split(',', StringSplitOptions.TrimEntries);
        string? unknown = Array.Find(asked, name => Array.IndexOf(names, name) < 0);
        if (asked.Length < 2 || unknown is not null) throw BadData.At(file, sample.Lines[0], NearestName.Describe("time column", unknown is null || asked.Length < 2 ? wanted : unknown, names));
        int[] columns = [.. asked.Select(name => Array.IndexOf(names, name))];
        return CsvStampParts.Of(columns, names, All) is { } parts
            ? OfParts(parts, "as asked for")
            : throw BadData.At(file, sample.Lines[Math.Min(first, sample.Lines.Count - 1)], $"columns {string.Join(" and ", asked.Select(name => $"'{name}'"))} hold {BadData.Quote(string.Join(CsvStampParts.Joint, columns.Select(column => All(column)[0])))}, which is no year with a month, week or quarter; {CsvAdvice.OtherTimes}");
    }

    private Answer OfParts((int[] Columns, StampFormat Format) parts, string why)
    {
        string called = string.Join(" and ", parts.Columns.Select(column => $"'{names[column]}'"));
        return new Answer(parts.Columns[0], -1, parts.Format, [new CsvFinding("time", $"{called}, {parts.Format.Name}", why, true, CsvAdvice.OtherTimes)]) { Parts = parts.Columns };
    }

    // The way that was asked for, if most cells are written so; numbers are named, because any number is a count of seconds.
    private StampFormat? Given(List<string> cells)
    {
        if (options.DateFormat is null or "number" || options.TimeColumn is not null) return null;
        StampFormat format = StampFormat.Custom(options.DateFormat);
        if (format == StampFormat.SpreadsheetDays || format.Id.StartsWith("unix-", StringComparison.Ordinal)) return null;
        return cells.Count(cell => format.TryRead(cell, out _)) > MostlyDates * cells.Count ? format : null;
    }

    private static bool IsDate(StampFormat format, string cell) =>
        (format == StampFormat.Digits ? cell.Length > 8 : !CsvCells.IsNumber(cell)) && format.TryRead(cell, out _);

    private Answer Of(int column, string why, CsvMarks marks)
    {
        var findings = new List<CsvFinding>();
        (StampFormat? format, string how, Advice? doubt) = FormatOf(column, marks);
        int clock = format is null || format == StampFormat.SpreadsheetDays ? -1 : FindClock(column, format);
        if (format is not null && Cells(column) is [var span, ..] && span.Contains(StampFormat.Until, StringComparison.Ordinal)) how += (how.Length > 0 ? "; " : "") + "spans of time are read as their start";
        if (clock >= 0 && Cells(clock) is [var hour, ..] && !hour.Contains(':')) doubt ??= CsvAdvice.OtherTimes;
        string found = $"'{names[column]}'{(clock < 0 ? "" : $" and '{names[clock]}'")}, {format?.Name ?? "numbers that count"}";
        findings.Add(new CsvFinding("time", found, how.Length == 0 ? why : $"{why}; {how}", doubt is not null, doubt));
        return new Answer(column, clock, format, findings);
    }

    private (StampFormat? Format, string Why, Advice? Doubt) FormatOf(int column, CsvMarks marks)
    {
        if (options.DateFormat is "number") return (null, "", null);
        if (options.DateFormat is { } custom) return (StampFormat.Custom(custom), "", null);
        if (_formats.TryGetValue(column, out StampFormat? format))
        {
            List<string> cells = Cells(column);
            if (format is null)
                throw BadData.At(file, sample.Lines[Math.Min(first, sample.Lines.Count - 1)], names[column], $"found {BadData.Quote(cells[0])} as a time stamp; {Either(cells[0])}");
            bool numbered = format == StampFormat.DayFirst || format == StampFormat.MonthFirst;
            if (!numbered) return (format, "", null);
            StampFormat other = format == StampFormat.DayFirst ? StampFormat.MonthFirst : StampFormat.DayFirst;
            string? proof = cells.Find(cell => format.TryRead(cell, out _) && !other.TryRead(cell, out _));
            return proof is not null ? (format, $"{BadData.Quote(proof)} can be nothing else", null) : (format, "the other way round the steps would not be even", CsvAdvice.DayOrMonth);
        }

        List<string> numbers = Cells(column);
        if (numbers.Count == 0 || !IsNumbers(column, marks)) throw NotAStamp(column);
        if (numbers.TrueForAll(cell => cell.Length == 8 && StampFormat.Digits.TryRead(cell, out _))) return (StampFormat.Digits, "", null);
        if (Open(column) is { } period)
            throw BadData.At(file, sample.Lines[first], names[column], $"found {BadData.Quote(numbers[0])} and so on, which may be times ({period.Name}) or numbers that count; {CsvAdvice.DatesAs(period)}, or {CsvAdvice.Numbers}");
        if (IsStrong(names[column])) return (null, "", null);
        double number = Number(numbers[0], marks);
        if (Unix(number) is { } unix) return (unix, $"{BadData.Quote(numbers[0])} is of that size", null);
        bool days = number is >= 20_000 and < 80_000 && StampNames.Contains(names[column]) && numbers.TrueForAll(cell => Number(cell, marks) is >= 20_000 and < 80_000);
        return days ? (StampFormat.SpreadsheetDays, $"{BadData.Quote(numbers[0])} under this name is of that size", CsvAdvice.Numbers) : (null, "", null);
    }

    // How numbers would be written as parts of years, where nothing says whether they are any.
    private StampFormat? Open(int column) => PeriodStamps.InNumbers(Cells(column), names[column], out StampFormat? open) is null ? open : null;

    private static ErrorText Either(string cell) => StampFormat.Quarter.TryRead(cell, out _)
        ? $"it could be a month or a quarter; {CsvAdvice.DatesAs(StampFormat.YearMonth)}, or {CsvAdvice.DatesAs(StampFormat.Quarter)}"
        : (ErrorText)$"day and month could be either way round; {CsvAdvice.DayOrMonth}, or write dates as 2016-07-31 13:00:00";

    // A column of times of day beside one of days.
    private int FindClock(int date, StampFormat format)
    {
        if (!Cells(date).Take(CellsTried).All(cell => format.TryRead(cell, out DateTime time) && time.TimeOfDay == TimeSpan.Zero)) return -1;
        List<string> days = Cells(date);
        bool repeat = days.Distinct().Count() <= days.Count / 2; // else a column of durations may stand beside days
        for (int column = 0; column < names.Length; column++)
        {
            List<string> cells = Cells(column);
            if (column != date && cells.Count > 0 && (repeat || TimeWords.Clock(names[column])) && cells.TrueForAll(cell => cell.Contains(':') && StampFormat.TryTimeOfDay(cell, out _)) && MostlyOneWay(days, cells, format)) return column;
        }

        // Hours in numbers, where days come several times each.
        for (int column = 0; column < names.Length; column++)
        {
            if (column == date || !(TimeWords.Clock(names[column]) || StampNames.Contains(names[column]))) continue;
            List<string> hours = Cells(column);
            if (hours.Count != days.Count || !repeat || !hours.TrueForAll(hour => StampFormat.TryClock(hour, out _))) continue;
            if (days.Zip(hours).Distinct().Count() > days.Distinct().Count() && hours.Distinct().Count() > 2) return column;
        }

        return -1;
    }

    // Dates with points are written day first everywhere; else the way in which the steps are even, if only one is.
    private static StampFormat? EvenOf(List<string> cells, StampFormat one, StampFormat other)
    {
        if (one == StampFormat.DayFirst && cells[0].Contains('.')) return one;
        bool a = IsEven(cells, one), b = IsEven(cells, other);
        return a == b ? null : a ? one : other;
    }

    // 190107, 190114 are days in two digits each, though 1901 has a week 7 and 14; 01012021 is a day as well.
    private static StampFormat? DaysIn(List<string> cells)
    {
        if (cells.Count < 3 || cells[0].Length is not (6 or 8) || !cells.TrueForAll(cell => cell.Length == cells[0].Length && !cell.AsSpan().ContainsAnyExceptInRange('0', '9'))) return null;
        if (cells[0].Length == 8) return cells.TrueForAll(cell => StampFormat.Digits.TryRead(cell, out _)) ? null : Array.Find(DayDigits, format => cells.TrueForAll(cell => format.TryRead(cell, out _)) && IsEven(cells, format));
        if (!cells.TrueForAll(cell => TwoDigits.TryRead(cell, out _)) || !IsEven(cells, TwoDigits)) return null;
        bool turns = cells.Select(cell => cell[2..4]).Distinct().Skip(1).Any(), oneMonth = !cells.Select(cell => cell[4..]).Distinct().Skip(1).Any();
        return turns && (oneMonth || !(IsEven(cells, StampFormat.YearMonth) || IsEven(cells, StampFormat.YearWeek))) ? TwoDigits : null;
    }

    private static bool IsEven(List<string> cells, StampFormat format)
    {
        var times = new List<DateTime>();
        foreach (string cell in cells)
            if (format.TryRead(cell, out DateTime time)) times.Add(time);
        if (times.Count < 3) return false;
        if (times[0] > times[^1]) times.Reverse();
        for (int row = 1; row < times.Count; row++)
            if (times[row] <= times[row - 1]) return false;
        return StepFinder.StepOf(times) is not null;
    }

    // Eight digits that are a day in every row, each after the one before, are no numbers.
    private static bool AreDigits(List<string> cells)
    {
        if (cells.Count < 3 || !cells.TrueForAll(cell => cell.Length == 8 && StampFormat.Digits.TryRead(cell, out _))) return false;
        int order = Math.Sign(string.CompareOrdinal(cells[1], cells[0]));
        for (int row = 1; row < cells.Count; row++)
            if (order == 0 || Math.Sign(string.CompareOrdinal(cells[row], cells[row - 1])) != order) return false;
        return true;
    }

    private List<string> Cells(int column)
    {
        var cells = new List<string>();
        for (int row = first; row < sample.Rows.Count; row++)
            if (column < sample.Rows[row].Length && !CsvCells.IsMissing(sample.Rows[row][column])) cells.Add(sample.Rows[row][column]);
        return cells;
    }

    private List<string> All(int column) => [.. sample.Rows.Skip(first).Select(row => column < row.Length ? row[column] : "")];

    private InvalidDataException NotAStamp(int column)
    {
        List<string> cells = Cells(column);
        string found = cells.Find(text => !CsvCells.IsNumber(text) && !CsvCells.IsDate(text)) ?? cells.FirstOrDefault("");
        int row = Math.Max(0, sample.Rows.FindIndex(first, row => column < row.Length && row[column] == found));
        long line = sample.Lines[Math.Min(Math.Max(first, row), sample.Lines.Count - 1)];
        if (found.Contains(':') && StampFormat.TryTimeOfDay(found, out _))
            return BadData.At(file, line, names[column], $"found {BadData.Quote(found)} as a time stamp, a time of day without its day; add a column of days, or {CsvAdvice.NoTimes}");
        return BadData.At(
            file, line, names[column], $"found {BadData.Quote(found)} as a time stamp; expected a date like 2016-07-31 13:00:00, seconds since 1970 or a step number; {CsvAdvice.DateFormat}, or {CsvAdvice.OtherTimes}");
    }

    /// <summary>The column of times.</summary>
    /// <param name="Column">Its place; -1 for none.</param>
    /// <param name="Clock">The column of the time of day beside it; -1 for none.</param>
    /// <param name="Format">How stamps are written; null for numbers that count.</param>
    /// <param name="Findings">What was found.</param>
    internal sealed record Answer(int Column, int Clock, StampFormat? Format, IReadOnlyList<CsvFinding> Findings)
    {
        /// <summary>The columns that make a stamp together; empty where one does.</summary>
        public int[] Parts { get; init; } = [];

        /// <summary>Whether stamps are made of a column.</summary>
        public bool Takes(int column) => column == Column || column == Clock || (Parts.Length > 0 && Parts.Contains(column));

        /// <summary>There is none.</summary>
        public static Answer None(string what, string found, string why) => new(-1, -1, null, [new CsvFinding(what, found, why)]);
    }
}
