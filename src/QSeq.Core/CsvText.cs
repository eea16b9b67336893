namespace QSeq.Core;

/// <summary>Cells of CSV.</summary>
public static class CsvText
{
    /// <summary>A name, in quotes where it needs them.</summary>
    /// <param name="name">The name.</param>
    /// <returns>The cell.</returns>
    public static string Quote(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return name.AsSpan().IndexOfAny(",\"\n\r") < 0 ? name : $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }

    /// <summary>The first line of a file: which data it is from.</summary>
    /// <param name="source">Which data.</param>
    /// <param name="name">What of the file it stands for, where there are several such lines; no blanks.</param>
    /// <returns>The line.</returns>
    public static string Source(string source, string? name = null)
    {
        ArgumentNullException.ThrowIfNull(source);
        return $"# source{(name is null ? "" : " " + name)}: {source.ReplaceLineEndings(" ")}";
    }

    /// <summary>A time stamp, ISO 8601.</summary>
    /// <param name="time">The time.</param>
    /// <returns>The cell.</returns>
    public static string Time(DateTime time) =>
        time.ToString(time.Ticks % TimeSpan.TicksPerSecond == 0 ? "yyyy-MM-dd HH:mm:ss" : "yyyy-MM-dd HH:mm:ss.fffffff", CultureInfo.InvariantCulture)
        + (time.Kind == DateTimeKind.Utc ? "Z" : "");
}
