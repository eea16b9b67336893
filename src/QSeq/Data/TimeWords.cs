namespace QSeq.Data;

/// <summary>Names of columns that speak of time, in some languages.</summary>
internal static class TimeWords
{
    // A word of the name.
    private static readonly HashSet<string> Words = new(StringComparer.OrdinalIgnoreCase)
    {
        "date", "datum", "fecha", "dato", "datetime", "timestamp", "zeitstempel", "zeitpunkt", "month", "monat", "mes", "mês", "mois", "mese", "maand", "måned", "månad",
        "year", "jahr", "año", "annee", "année", "anno", "jaar", "week", "woche", "kw", "semana", "semaine", "settimana", "quarter", "quartal", "qtr", "trimestre", "kwartaal",
        "period", "periode", "periodo", "período", "période", "yearmonth", "yyyymm", "yyyyww", "yearweek", "yearquarter", "дата", "время",
    };

    // The whole name.
    private static readonly HashSet<string> Names = new(StringComparer.OrdinalIgnoreCase)
    {
        "time", "zeit", "hora", "heure", "ora", "tijd", "tid", "day", "tag", "dia", "día", "jour", "giorno", "dag", "data", "ano", "ym", "ds", "ts", "stamp", "epoch", "czas", "pvm",
    };

    private static readonly string[] Signs = ["日付", "日期", "日時", "時間", "时间", "年月", "月份", "날짜"];
    private static readonly string[] Clocks = ["time", "zeit", "uhrzeit", "hora", "heure", "ora", "tijd", "tid", "saat", "clock", "hhmm", "hh:mm", "time of day", "timeofday", "godzina", "czas", "время", "時間", "时间", "時刻"];
    private static readonly string[] Weeks = ["week", "woche", "kw", "wk", "semana", "semaine", "settimana", "yyyyww", "yearweek"];
    private static readonly string[] Quarters = ["quarter", "quartal", "qtr", "trimestre", "kwartaal", "yearquarter"];

    /// <summary>Whether a name speaks of time.</summary>
    public static bool Hint(string name) => Names.Contains(name) || Array.Exists(Signs, sign => name.Contains(sign, StringComparison.Ordinal)) || Parts(name).Exists(Words.Contains);

    /// <summary>Whether a name is that of the time of day.</summary>
    public static bool Clock(string name) => Clocks.Contains(name, StringComparer.OrdinalIgnoreCase) || CsvStampParts.IsHour(name);

    /// <summary>Whether a name speaks of weeks.</summary>
    public static bool HintWeek(string name) => Parts(name).Exists(word => Weeks.Contains(word, StringComparer.OrdinalIgnoreCase));

    /// <summary>Whether a name speaks of quarters.</summary>
    public static bool HintQuarter(string name) => Parts(name).Exists(word => Quarters.Contains(word, StringComparer.OrdinalIgnoreCase));

    /// <summary>Whether texts differ in their numbers alone, which rise from each to the next or fall: FY19Q1, FY19Q2.</summary>
    public static bool Count(List<string> cells)
    {
        if (cells.Count < 3) return false;
        (string Text, List<decimal> Numbers)[] each = [.. cells.Select(Apart)];
        if (each[0].Numbers.Count == 0 || Array.Exists(each, cell => cell.Text != each[0].Text)) return false;
        int order = Compare(each[1].Numbers, each[0].Numbers);
        for (int row = 1; row < each.Length; row++)
            if (order == 0 || Compare(each[row].Numbers, each[row - 1].Numbers) != order) return false;
        return true;
    }

    private static int Compare(List<decimal> a, List<decimal> b)
    {
        for (int n = 0; n < a.Count; n++)
            if (a[n] != b[n]) return a[n] > b[n] ? 1 : -1;
        return 0;
    }

    private static (string Text, List<decimal> Numbers) Apart(string cell)
    {
        var numbers = new List<decimal>();
        var text = new System.Text.StringBuilder();
        for (int at = 0; at < cell.Length;)
        {
            int end = at;
            while (end < cell.Length && char.IsAsciiDigit(cell[end])) end++;
            bool number = end > at && end - at <= 20;
            if (number) numbers.Add(decimal.Parse(cell.AsSpan(at, end - at), NumberStyles.None, CultureInfo.InvariantCulture));
            else end = at + 1;
            text.Append(number ? '0' : cell[at]);
            at = end;
        }

        return (text.ToString(), numbers);
    }

    // Words parted by whatever is no letter, or by a capital letter behind a small one.
    private static List<string> Parts(string name)
    {
        var words = new List<string>();
        int start = 0;
        for (int at = 0; at <= name.Length; at++)
        {
            bool ends = at == name.Length || !char.IsLetter(name[at]);
            bool begins = !ends && at > start && char.IsUpper(name[at]) && char.IsLower(name[at - 1]);
            if (!ends && !begins) continue;
            if (at > start) words.Add(name[start..at]);
            start = ends ? at + 1 : at;
        }

        return words;
    }
}
