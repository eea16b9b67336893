namespace QSeq.Data;

/// <summary>What to do about a CSV file by way of <see cref="CsvReadOptions"/>.</summary>
internal static class CsvAdvice
{
    public static readonly Advice Gaps = new("CsvReadOptions.Gaps", null, "set Gaps to Previous, Linear or Zero");
    public static readonly Advice NoTimes = new("CsvReadOptions.TimeColumn", "", "set TimeColumn to \"\" to read without time stamps");
    public static readonly Advice OtherTimes = new("CsvReadOptions.TimeColumn", null, "choose another TimeColumn");
    public static readonly Advice Decimals = new("CsvReadOptions.DecimalComma", null, "set DecimalComma");
}
