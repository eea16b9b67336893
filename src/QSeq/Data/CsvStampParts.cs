namespace QSeq.Data;

/// <summary>A stamp in several columns: the year in one, the month, the day or the hour in others.</summary>
internal static class CsvStampParts
{
    /// <summary>What stands between the cells where they are put together.</summary>
    public const char Joint = ' ';

    private const int MostWeeks = 53;
    private const int FewestLetters = 4; // of a word that may end another

    private static readonly char[] WordMarks = [' ', '_', '-', '.', '(', ')', '/', '#'];

    private static readonly string[][] Names =
    [
        ["year", "yr", "yyyy", "jahr", "año", "ano", "annee", "année", "anno", "jaar", "år"],
        ["month", "mo", "mon", "mn", "mth", "mm", "monat", "mes", "mês", "mois", "mese", "maand", "month_num", "month_number", "monthnum", "month_name", "måned", "månad", "period", "periode"],
        ["day", "dy", "dd", "tag", "dia", "día", "jour", "giorno", "dag", "day_of_month", "dayofmonth", "mday"],
        ["hour", "hr", "hh", "stunde", "hora", "heure", "ora", "uur", "hour_of_day", "he", "hour ending", "hour_ending"],
        ["minute", "mi", "minuto", "minuut"],
        ["quarter", "qtr", "q", "quartal", "trimestre", "kwartaal", "period"],
        ["week", "wk", "woche", "kw", "semana", "semaine", "settimana", "week_number", "weeknum", "isoweek", "iso_week"],
        ["doy", "yday", "dayofyear", "day_of_year", "jday", "julian_day", "day of year"],
    ];

    private static readonly string[] Called = ["year", "month", "day", "hour", "minute", "quarter", "week", "day of the year"];

    // From the finest to the coarsest; the year first.
    private static readonly Part[][] Ways =
    [
        [Part.Year, Part.Month, Part.Day, Part.Hour, Part.Minute],
        [Part.Year, Part.Month, Part.Day, Part.Hour],
        [Part.Year, Part.DayOfYear, Part.Hour],
        [Part.Year, Part.Month, Part.Day],
        [Part.Year, Part.DayOfYear],
        [Part.Year, Part.Month],
        [Part.Year, Part.Week],
        [Part.Year, Part.Quarter],
    ];

    private enum Part
    {
        Year,
        Month,
        Day,
        Hour,
        Minute,
        Quarter,
        Week,
        DayOfYear,
    }

    /// <summary>Finds the columns that make stamps together; null where none do.</summary>
    /// <param name="names">Names of columns.</param>
    /// <param name="cells">All cells of a column, row by row.</param>
    public static (int[] Columns, StampFormat Format)? Find(string[] names, Func<int, List<string>> cells)
    {
        if (Find(names, cells, Is) is { } named) return named;
        if (Find(names, cells, HasWord) is { } worded && Read(worded.Columns, worded.Format, cells) is { } stamps && Rises(stamps)) return worded;
        return Beside(names.Length, cells);
    }

    private static (int[] Columns, StampFormat Format)? Find(string[] names, Func<int, List<string>> cells, Func<string[], string, bool> isNamed)
    {
        int[] known = [.. Enumerable.Range(0, names.Length).Where(column => Array.Exists(Names, part => isNamed(part, names[column])))];
        (int[] Columns, StampFormat Format)? finest = null, rising = null;
        foreach (Part[] way in Ways)
        {
            int[] columns = [.. way.Select(part => First(known, part, names, isNamed))];
            if (columns.Contains(-1) || columns.Distinct().Count() < columns.Length) continue;
            StampFormat format = FormatOf(way);
            List<DateTime>? times = Read(columns, format, cells);
            if (times is null) continue;
            finest ??= (columns, format);
            if (!Rises(times)) continue;
            if (StepFinder.StepOf(times) is not null) return (columns, format);
            rising ??= (columns, format);
        }

        return rising ?? finest;
    }

    // Years and months side by side under any name, or under none: they must go on month by month, or day by day.
    private static (int[] Columns, StampFormat Format)? Beside(int width, Func<int, List<string>> cells)
    {
        const int fewest = 14; // rows, so that a year ends within them
        for (int column = 0; column + 1 < width; column++)
        {
            if (cells(column) is not { Count: >= fewest } years || years[0] == years[^1]) continue;
            foreach (Part[] way in (Part[][])[[Part.Year, Part.Month, Part.Day], [Part.Year, Part.Month]])
            {
                int[] columns = [.. Enumerable.Range(column, way.Length)];
                if (columns[^1] >= width || Read(columns, FormatOf(way), cells) is not { } times || times.Count < years.Count || !Rises(times)) continue;
                if (StepFinder.StepOf(times) is not null) return (columns, FormatOf(way));
            }
        }

        return null;
    }

    /// <summary>The stamps of columns that were named; null where they do not make any.</summary>
    /// <param name="columns">Their places.</param>
    /// <param name="names">Names of columns.</param>
    /// <param name="cells">All cells of a column, row by row.</param>
    public static (int[] Columns, StampFormat Format)? Of(int[] columns, string[] names, Func<int, List<string>> cells)
    {
        Part[][] ways = [.. Ways.Where(way => way.Length == columns.Length)];
        foreach (Part[] way in ways)
        {
            int[] sorted = [.. way.Select(part => First(columns, part, names, HasWord))];
            if (!sorted.Contains(-1) && sorted.Distinct().Count() == sorted.Length && Read(sorted, FormatOf(way), cells) is not null) return (sorted, FormatOf(way));
        }

        // Under other names they are taken in the order in which they were named, in the way that makes even steps.
        // Numbers up to 53 under such names are no days of a year.
        bool small = cells(columns[^1]).TrueForAll(cell => int.TryParse(cell, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number <= MostWeeks);
        Part[][] read = [.. ways.Where(way => !(small && way.Contains(Part.DayOfYear)) && Read(columns, FormatOf(way), cells) is not null)];
        Part[]? even = Array.Find(read, way => Read(columns, FormatOf(way), cells) is { } times && Rises(times) && StepFinder.StepOf(times) is not null);
        return even is null ? null : (columns, FormatOf(even));
    }

    /// <summary>Whether a name is that of hours.</summary>
    public static bool IsHour(string name) => Is(Names[(int)Part.Hour], name);

    /// <summary>Whether a name is that of years.</summary>
    public static bool IsYear(string name) => Is(Names[(int)Part.Year], name);

    private static int First(int[] columns, Part part, string[] names, Func<string[], string, bool> isNamed)
    {
        foreach (int column in columns)
            if (isNamed(Names[(int)part], names[column])) return column;
        return -1;
    }

    // MMWR Week, week_no, Geschäftsjahr.
    private static bool HasWord(string[] part, string name) =>
        Is(part, name) || name.Split(WordMarks, StringSplitOptions.RemoveEmptyEntries).Any(word => Array.Exists(part, known =>
            word.Equals(known, StringComparison.OrdinalIgnoreCase) || (known.Length >= FewestLetters && word.EndsWith(known, StringComparison.OrdinalIgnoreCase))));

    private static bool Is(string[] part, string name) => part.Contains(name.Trim(), StringComparer.OrdinalIgnoreCase);

    private static StampFormat FormatOf(Part[] way)
    {
        string[] called = [.. way.Select(part => Called[(int)part])];
        return new StampFormat("columns", $"{string.Join(", ", called[..^1])} and {called[^1]} in a column each", (string cell, out DateTime time) => TryRead(cell, way, out time));
    }

    private static List<DateTime>? Read(int[] columns, StampFormat format, Func<int, List<string>> cells)
    {
        List<string>[] each = [.. columns.Select(cells)];
        var times = new List<DateTime>();
        int rows = each.Min(column => column.Count), failed = 0;
        for (int row = 0; row < rows; row++)
        {
            if (format.TryRead(string.Join(Joint, each.Select(column => column[row])), out DateTime time)) times.Add(time);
            else failed++;
        }

        return times.Count > 0 && failed <= rows / 4 ? times : null; // the others are told with their line
    }

    private static bool Rises(List<DateTime> times)
    {
        if (times.Count > 1 && times[0] > times[^1]) times.Reverse();
        for (int row = 1; row < times.Count; row++)
            if (times[row] <= times[row - 1]) return false;
        return true;
    }

    private static bool TryRead(string cell, Part[] way, out DateTime time)
    {
        time = default;
        string[] parts = cell.Split(Joint);
        if (parts.Length != way.Length) return false;
        int[] found = [0, 1, 1, 0, 0, 0, 0, 0];
        TimeSpan clock = TimeSpan.Zero;
        for (int n = 0; n < parts.Length; n++)
        {
            ref int number = ref found[(int)way[n]];
            bool read = way[n] switch
            {
                Part.Month => TryNumber(Bare(parts[n], "M"), out number) || MonthNames.TryMonth(parts[n], out number),
                Part.Hour => StampFormat.TryClock(parts[n], out clock),
                Part.Quarter => TryNumber(Bare(parts[n], "QT"), out number),
                Part.Week => TryNumber(Bare(parts[n], "WK"), out number),
                _ => TryNumber(parts[n], out number),
            };
            if (!read) return false;
        }

        int At(Part part) => found[(int)part];
        if (At(Part.Year) is < 1500 or > 2500 || At(Part.Minute) > 59 || At(Part.Quarter) > 4) return false;
        if (way.Contains(Part.Week)) return PeriodStamps.TryMonday(At(Part.Year), At(Part.Week), out time);
        if (way.Contains(Part.Quarter)) found[(int)Part.Month] = (3 * At(Part.Quarter)) - 2;
        if (At(Part.Month) is < 1 or > 12 || At(Part.Day) < 1 || At(Part.Day) > DateTime.DaysInMonth(At(Part.Year), At(Part.Month))) return false;
        time = new DateTime(At(Part.Year), At(Part.Month), At(Part.Day)) + clock + TimeSpan.FromMinutes(At(Part.Minute));
        if (!way.Contains(Part.DayOfYear)) return true;
        time = time.AddDays(At(Part.DayOfYear) - 1);
        return At(Part.DayOfYear) > 0 && At(Part.DayOfYear) <= (DateTime.IsLeapYear(At(Part.Year)) ? 366 : 365);
    }

    private static string Bare(string cell, string letters) =>
        cell.Length > 1 && letters.Contains(char.ToUpperInvariant(cell[0])) ? cell[1..] : cell.Length > 1 && letters.Contains(char.ToUpperInvariant(cell[^1])) ? cell[..^1] : cell;

    // Programs that know missing values write 2015.0.
    private static bool TryNumber(string cell, out int number) =>
        int.TryParse(cell.EndsWith(".0", StringComparison.Ordinal) ? cell[..^2] : cell, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
