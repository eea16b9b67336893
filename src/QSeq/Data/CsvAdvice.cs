namespace QSeq.Data;

/// <summary>What to do about a CSV file by way of <see cref="CsvReadOptions"/>.</summary>
internal static class CsvAdvice
{
    public static readonly Advice Gaps = new("CsvReadOptions.Gaps", null, "set Gaps to Previous, Linear or Zero");
    public static readonly Advice NoTimes = new("CsvReadOptions.TimeColumn", "", "set TimeColumn to \"\" to read without time stamps");
    public static readonly Advice OtherTimes = new("CsvReadOptions.TimeColumn", null, "choose another TimeColumn");
    public static readonly Advice TimeParts = new("CsvReadOptions.TimeColumn", "parts", "name them in TimeColumn, such as Year,Month");
    public static readonly Advice Decimals = new("CsvReadOptions.DecimalComma", null, "set DecimalComma");
    public static readonly Advice Point = new("CsvReadOptions.DecimalComma", false, "set DecimalComma to false");
    public static readonly Advice ThousandsPoint = new("CsvReadOptions.Thousands", '.', "set Thousands to '.'");
    public static readonly Advice Thousands = new("CsvReadOptions.Thousands", null, "set Thousands");
    public static readonly Advice DateFormat = new("CsvReadOptions.DateFormat", null, "set DateFormat, such as dd/MM/yyyy");
    public static readonly Advice DayOrMonth = new("CsvReadOptions.DateFormat", "day-first", "set DateFormat to day-first or month-first");
    public static readonly Advice Numbers = new("CsvReadOptions.DateFormat", "number", "set DateFormat to \"number\" to count with them");
    public static readonly Advice Zone = new("CsvReadOptions.TimeZone", null, "set TimeZone, such as Europe/Berlin");
    public static readonly Advice Step = new("CsvReadOptions.Step", null, "set Step");
    public static readonly Advice Missing = new("CsvReadOptions.Missing", null, "name it in Missing");
    public static readonly Advice Encoding = new("CsvReadOptions.Encoding", null, "set Encoding, such as windows-1252");
    public static readonly Advice NoHeader = new("CsvReadOptions.Header", false, "set Header to false");
    public static readonly Advice Keys = new("CsvReadOptions.Keys", null, "name the columns that tell series apart in Keys (none for one series)");
    public static readonly Advice MoreKeys = new("CsvReadOptions.Keys", "columns", "name the columns that tell series apart in Keys");
    public static readonly Advice Columns = new("CsvReadOptions.Columns", null, "name the series to read in Columns");
    public static readonly Advice Categories = new("CsvReadOptions.Categories", null, "name it in Categories");
    public static readonly Advice Rows = new("CsvReadOptions.RowsAreSeries", true, "set RowsAreSeries");
    public static Advice DatesAs(StampFormat format) => new("CsvReadOptions.DateFormat", format.Id, $"set DateFormat to {format.Id}");

    public static readonly Advice Sort = new("CsvReadOptions.Sort", true, "set Sort");
}
