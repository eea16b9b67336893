namespace QSeq.Data;

/// <summary>Numbers by which some files mean that there is no value: repeated, far from all others, and one of those in use.</summary>
internal static class SuspectValue
{
    private const double FarAway = 2; // in ranges of the other values

    private static readonly double[] Codes = [-99, -99.9, -99.99, -999, -999.9, -999.99, -9999, -9999.9, -99999, 9999, 99999, 999999, 9999.9];

    /// <summary>What is to be said of a column; null for nothing.</summary>
    public static CsvFinding? Of(string column, double[] values, IReadOnlyList<string> missing)
    {
        foreach (double code in Codes)
        {
            int count = 0;
            (double low, double high) = (double.PositiveInfinity, double.NegativeInfinity);
            foreach (double value in values)
            {
                if (value == code) count++;
                else if (!double.IsNaN(value)) (low, high) = (Math.Min(low, value), Math.Max(high, value));
            }

            string text = code.ToString("R", CultureInfo.InvariantCulture);
            if (count == 0 || !(low <= high) || missing.Contains(text)) continue;
            double range = Math.Max(high - low, 1e-9 * Math.Max(Math.Abs(low), Math.Abs(high)));
            if (code < low - (FarAway * range) || code > high + (FarAway * range))
            {
                string found = string.Create(CultureInfo.InvariantCulture, $"'{column}' holds {text} {count} times, and all other values are between {low:G6} and {high:G6}");
                return new CsvFinding("column", found, "it is taken for a value", true, CsvAdvice.Missing);
            }
        }

        return null;
    }
}
