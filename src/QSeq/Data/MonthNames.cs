namespace QSeq.Data;

/// <summary>Dates with the name of their month, in some languages of Europe: Jul 31, 2016; 31. Juli 2016; juil. 2016; jul-16.</summary>
internal static class MonthNames
{
    // Of each month, in English, German, French, Spanish, Italian, Dutch, Portuguese and Swedish.
    private static readonly string[] Names =
    [
        "january jan januar jän jänner jaenner janvier janv enero ene gennaio gen januari janeiro",
        "february feb februar febr février fevrier févr fevr fév febrero febbraio februari fevereiro fev",
        "march mar märz maerz mär mrz mars marzo maart mrt março marco",
        "april apr avril avr abril abr aprile",
        "may mai mayo maggio mag mei maio maj",
        "june jun juni juin junio giugno giu junho",
        "july jul juli juil juillet julio luglio lug julho",
        "august aug août aout aoû agosto ago augustus augusti",
        "september sep sept septembre septiembre settembre set setembro",
        "october oct oktober okt octobre octubre ottobre ott outubro out",
        "november nov novembre noviembre novembro",
        "december dec dezember dez décembre decembre déc diciembre dic dicembre dezembro",
    ];

    private static readonly Dictionary<string, int> Months = ByName();

    private static readonly HashSet<string> Weekdays = new(StringComparer.OrdinalIgnoreCase)
    {
        "mon", "monday", "tue", "tues", "tuesday", "wed", "wednesday", "thu", "thur", "thurs", "thursday", "fri", "friday", "sat", "saturday", "sun", "sunday",
        "mo", "montag", "di", "dienstag", "mi", "mittwoch", "do", "donnerstag", "fr", "freitag", "sa", "samstag", "so", "sonntag",
    };

    private static readonly HashSet<string> Fillers = new(StringComparer.OrdinalIgnoreCase) { "de", "del", "of", "den", "le", "st", "nd", "rd", "th", "er" };

    /// <summary>The month of a name, 1 to 12; a point behind it does not matter.</summary>
    public static bool TryMonth(string name, out int month) => Months.TryGetValue(name.TrimEnd('.'), out month);

    private static Dictionary<string, int> ByName()
    {
        var months = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        for (int n = 0; n < Names.Length; n++)
            foreach (string name in Names[n].Split(' ')) months.Add(name, n + 1);
        return months;
    }

    /// <summary>A date without the name of its weekday in front of it; null where there is none.</summary>
    public static string? WithoutWeekday(string cell)
    {
        int end = 0;
        while (end < cell.Length && char.IsLetter(cell[end])) end++;
        return end > 0 && end < cell.Length - 6 && cell[end] is ' ' or ',' or '.' && Weekdays.Contains(cell[..end]) ? cell[end..].TrimStart(' ', ',', '.') : null;
    }

    /// <summary>Whether a text holds the name of a month and at least two numbers.</summary>
    public static bool IsLikely(string cell)
    {
        (int numbers, bool month) = (0, false);
        for (int at = 0; at < cell.Length;)
        {
            int end = at + 1;
            if (char.IsAsciiDigit(cell[at])) numbers++;
            while (end < cell.Length && (char.IsAsciiDigit(cell[at]) ? char.IsAsciiDigit(cell[end]) : char.IsLetter(cell[at]) && char.IsLetter(cell[end]))) end++;
            month |= end - at > 2 && Months.ContainsKey(cell[at..end]);
            at = end;
        }

        return month && numbers > 1;
    }

    /// <summary>Reads a date with the name of its month, and a time of day behind it; without a day it is the first.</summary>
    public static bool TryRead(string cell, out DateTime time)
    {
        time = default;
        string text = cell.Length > 10 && cell[9] == ':' && char.IsLetter(cell[2]) ? $"{cell[..9]} {cell[10..]}" : cell; // 31JUL2016:13:00:00
        TimeSpan clock = TimeSpan.Zero;
        bool utc = false;
        int colon = text.IndexOf(':');
        if (colon >= 0)
        {
            int start = colon;
            while (start > 0 && char.IsAsciiDigit(text[start - 1])) start--;
            string rest = text[start..].TrimEnd();
            string year = "";
            if (rest.Length > 9 && rest[^5] == ' ' && int.TryParse(rest.AsSpan(rest.Length - 4), NumberStyles.None, CultureInfo.InvariantCulture, out _)) (rest, year) = (rest[..^5].TrimEnd(), rest[^5..]); // Jul 31 13:00:00 2016
            utc = rest.EndsWith("GMT", StringComparison.Ordinal) || rest.EndsWith("UTC", StringComparison.Ordinal) || rest.EndsWith("+0000", StringComparison.Ordinal);
            if (utc) rest = rest[..rest.LastIndexOfAny(['G', 'U', '+'])];
            if (start < 2 || text[start - 1] is not (' ' or ',') || !StampFormat.TryTimeOfDay(rest, out clock)) return false;
            text = text[..start].TrimEnd(' ', ',') + year;
        }

        if (!TryDay(text, out time)) return false;
        time += clock;
        if (utc) time = DateTime.SpecifyKind(time, DateTimeKind.Utc);
        return true;
    }

    private static bool TryDay(string text, out DateTime day)
    {
        day = default;
        int month = 0, numbersBefore = 0;
        var numbers = new List<string>();
        char joint = ' '; // between the month and a number behind it
        for (int at = 0; at < text.Length;)
        {
            int end = at;
            if (char.IsAsciiDigit(text[at]))
            {
                while (end < text.Length && char.IsAsciiDigit(text[end])) end++;
                numbers.Add(text[at..end]);
            }
            else if (char.IsLetter(text[at]))
            {
                while (end < text.Length && char.IsLetter(text[end])) end++;
                string word = text[at..end];
                if (month == 0 && Months.TryGetValue(word, out month)) numbersBefore = numbers.Count;
                else if (!Fillers.Contains(word) && !(at == 0 && Weekdays.Contains(word))) return false;
            }
            else
            {
                if (!" ,.-/'’".Contains(text[at])) return false;
                if (month > 0 && numbers.Count == numbersBefore && text[at] is not '.') joint = text[at];
                end++;
            }

            at = end;
        }

        return month > 0 && numbers.Count is 1 or 2 && TryNumbers(numbers, numbersBefore, month, joint, out day);
    }

    private static bool TryNumbers(List<string> numbers, int before, int month, char joint, out DateTime day)
    {
        day = default;
        string year = numbers[^1], date = "1";
        if (numbers.Count == 2)
        {
            if (before == 2) return false;
            bool yearFirst = before == 1 && numbers[0].Length == 4;
            (date, year) = yearFirst ? (numbers[1], numbers[0]) : (numbers[0], numbers[1]);
            if (year.Length != 4 && (before != 1 || year.Length != 2)) return false;
        }
        else if (year.Length != 4 && (year.Length != 2 || before != 0 || joint is ' ' or ','))
        {
            return false; // Jan 19 and 19-Jan may be days as well as years
        }

        if (date.Length > 2) return false;
        int y = int.Parse(year, CultureInfo.InvariantCulture), d = int.Parse(date, CultureInfo.InvariantCulture);
        if (year.Length == 2) y += y < 50 ? 2000 : 1900;
        if (y < 1 || d < 1 || d > DateTime.DaysInMonth(y, month)) return false;
        day = new DateTime(y, month, d);
        return true;
    }
}
