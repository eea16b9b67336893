namespace QSeq.Data;

/// <summary>Names of columns that tell series, or other things, apart.</summary>
internal static class KeyNames
{
    private static readonly HashSet<string> Keys = new(StringComparer.OrdinalIgnoreCase)
    {
        "unique_id", "id", "key", "series", "series_id", "item", "item_id", "sku", "store", "store_id", "sensor", "sensor_id", "station", "site", "meter", "device", "ticker", "symbol",
    };

    private static readonly char[] WordMarks = [' ', '_', '-', '.'];

    /// <summary>Whether columns of this name mostly part series.</summary>
    public static bool IsKey(string name) => Keys.Contains(name);

    /// <summary>Whether the name is that of a number or code of something: Part No, customer_id.</summary>
    public static bool IsIdentity(string name)
    {
        string[] words = name.Split(WordMarks, StringSplitOptions.RemoveEmptyEntries);
        return IsKey(name) || (words.Length > 1 && words[^1].ToLowerInvariant() is "no" or "nr" or "id" or "code" or "number" or "sku");
    }
}
