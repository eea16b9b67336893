using System.Buffers;
using System.Text;

namespace QSeq.Data;

/// <summary>
/// Writes series as CSV that <see cref="CsvSeries"/> reads back bit for bit: a first line <c># source: …</c> telling
/// which data it is, a header, then one line a time step with the shortest text of each double. Commas, LF, UTF-8.
/// </summary>
public static partial class CsvSeries
{
    private static readonly string[] TimeNames = ["time", "timestamp", "datetime", "date", "ds"];
    private static readonly SearchValues<char> Quoted = SearchValues.Create(",;\t|\"\r\n");

    /// <summary>Writes a file, whole or not at all.</summary>
    /// <param name="path">The file, replaced when it exists; its folder must exist.</param>
    /// <param name="table">What to write.</param>
    /// <exception cref="ArgumentException"><paramref name="path"/> is null or blank, or <paramref name="table"/> is null.</exception>
    /// <exception cref="IOException">The file cannot be written; the message says why.</exception>
    public static void Write(string path, SeriesTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        AtomicFile.Write(path, stream =>
        {
            using var writer = new StreamWriter(stream, new UTF8Encoding(false), bufferSize: 1 << 16, leaveOpen: true);
            Write(writer, table);
        });
    }

    /// <summary>Writes to a text writer, such as standard output.</summary>
    /// <param name="writer">Where to; not disposed.</param>
    /// <param name="table">What to write.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public static void Write(TextWriter writer, SeriesTable table)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(table);

        var line = new StringBuilder();
        line.Append(CsvHead.SourceMark).Append(table.Source).Append('\n');
        if (table.Times is not null) line.Append(TimeName(table.Names)).Append(',');
        line.AppendJoin(',', table.Names.Select(Quote)).Append('\n');
        writer.Write(line);
        for (int t = 0; t < table.Length; t++)
        {
            line.Clear();
            if (table.Times is { } times) line.Append(Stamp(times[t])).Append(',');
            for (int c = 0; c < table.Names.Count; c++)
            {
                if (c > 0) line.Append(',');
                line.Append(CultureInfo.InvariantCulture, $"{table.Column(c)[t]}");
            }

            writer.Write(line.Append('\n'));
        }
    }

    /// <summary>The first name for the time column that no series has.</summary>
    private static string TimeName(IReadOnlyList<string> taken) =>
        TimeNames.FirstOrDefault(n => !taken.Contains(n, StringComparer.OrdinalIgnoreCase)) ?? "_time";

    private static string Stamp(DateTime time)
    {
        string format = time.Ticks % TimeSpan.TicksPerSecond == 0 ? "yyyy-MM-dd HH:mm:ss" : "yyyy-MM-dd HH:mm:ss.fffffff";
        DateTime written = time.Kind == DateTimeKind.Local ? time.ToUniversalTime() : time;
        return written.ToString(format, CultureInfo.InvariantCulture) + (written.Kind == DateTimeKind.Utc ? "Z" : "");
    }

    private static string Quote(string name) =>
        name.AsSpan().ContainsAny(Quoted) || name.Trim().Length != name.Length || name.StartsWith('#')
            ? $"\"{name.ReplaceLineEndings(" ").Replace("\"", "\"\"", StringComparison.Ordinal)}\""
            : name;
}
