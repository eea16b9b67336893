using System.Buffers;
using System.Text;

namespace QSeq.Data;

/// <summary>
/// Reads series from CSV: a header line, one column a series, one line a time step, any number of columns. The text is
/// streamed; memory is taken only for the values kept. Byte order marks, CRLF, quotes and other delimiters are handled.
/// Whatever cannot be read for certain is refused with one line that names the file, the line and the column.
/// What is written is read back bit for bit: a first line <c># source: …</c> telling which data it is, a header, then one
/// line a time step with the shortest text of each double. Commas, LF, UTF-8.
/// </summary>
public static class CsvSeries
{
    private const string FileWanted = "name a CSV file (a folder of raw Milan files needs the Milan reader)";
    private static readonly string[] TimeNames = ["time", "timestamp", "datetime", "date", "ds"]; // the first that no series has
    private static readonly SearchValues<char> Quoted = SearchValues.Create(",;\t|\"\r\n");

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file; UTF-8 or UTF-16, or as <see cref="CsvReadOptions.Encoding"/> says; packed by gzip or zip as well.</param>
    /// <param name="options">How to read it; null for the defaults.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <returns>The series, with what was repaired in <see cref="SeriesTable.Notes"/>.</returns>
    /// <exception cref="ArgumentException"><paramref name="path"/> is null or blank.</exception>
    /// <exception cref="FileNotFoundException">There is no such file; the message names the nearest one in its folder.</exception>
    /// <exception cref="InvalidDataException">The path is a folder, or the content is not what is described above.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public static SeriesTable Read(string path, CsvReadOptions? options = null, CancellationToken cancellationToken = default) =>
        Read(path, options, null, cancellationToken);

    /// <summary>Reads a file and tells how it is read.</summary>
    /// <param name="path">The file; UTF-8 or UTF-16, or as <see cref="CsvReadOptions.Encoding"/> says; packed by gzip or zip as well.</param>
    /// <param name="options">How to read it; null for the defaults.</param>
    /// <param name="findings">Told what is found out about the file, before it is read to its end or refused; or null.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <returns>The series, with what was repaired in <see cref="SeriesTable.Notes"/>.</returns>
    /// <inheritdoc cref="Read(string, CsvReadOptions?, CancellationToken)" path="/exception"/>
    public static SeriesTable Read(string path, CsvReadOptions? options, IProgress<CsvFinding>? findings, CancellationToken cancellationToken = default)
    {
        using FileStream stream = InputFile.Open(path, FileWanted);
        return Read(stream, path, options, findings, cancellationToken);
    }

    /// <summary>Reads bytes, such as standard input, as those of a file.</summary>
    /// <param name="stream">The bytes from their start; not disposed.</param>
    /// <param name="name">What to call them in errors and in <see cref="SeriesTable.Source"/>.</param>
    /// <param name="options">How to read them; null for the defaults.</param>
    /// <param name="findings">Told what is found out about the text, before it is read to its end or refused; or null.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <returns>The series, with what was repaired in <see cref="SeriesTable.Notes"/>.</returns>
    /// <exception cref="ArgumentException"><paramref name="stream"/> is null, or <paramref name="name"/> null or blank.</exception>
    /// <exception cref="InvalidDataException">The content is not what is described above.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public static SeriesTable Read(
        Stream stream, string name, CsvReadOptions? options = null, IProgress<CsvFinding>? findings = null, CancellationToken cancellationToken = default)
    {
        using TextReader reader = CsvEncoding.Open(stream, name, options?.Encoding);
        return Read(reader, name, options, findings, cancellationToken);
    }

    /// <summary>Reads text, such as standard input.</summary>
    /// <param name="reader">The text; not disposed.</param>
    /// <param name="name">What to call the text in errors and in <see cref="SeriesTable.Source"/>.</param>
    /// <param name="options">How to read it; null for the defaults.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <returns>The series, with what was repaired in <see cref="SeriesTable.Notes"/>.</returns>
    /// <exception cref="ArgumentException"><paramref name="reader"/> is null, or <paramref name="name"/> null or blank.</exception>
    /// <exception cref="InvalidDataException">The content is not what is described above.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public static SeriesTable Read(TextReader reader, string name, CsvReadOptions? options = null, CancellationToken cancellationToken = default) =>
        Read(reader, name, options, null, cancellationToken);

    /// <summary>Reads text and tells how it is read.</summary>
    /// <param name="reader">The text; not disposed.</param>
    /// <param name="name">What to call the text in errors and in <see cref="SeriesTable.Source"/>.</param>
    /// <param name="options">How to read it; null for the defaults.</param>
    /// <param name="findings">Told what is found out about the text, before it is read to its end or refused; or null.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <returns>The series, with what was repaired in <see cref="SeriesTable.Notes"/>.</returns>
    /// <inheritdoc cref="Read(TextReader, string, CsvReadOptions?, CancellationToken)" path="/exception"/>
    public static SeriesTable Read(
        TextReader reader, string name, CsvReadOptions? options, IProgress<CsvFinding>? findings, CancellationToken cancellationToken = default)
    {
        CsvReadOptions reading = options ?? new CsvReadOptions();
        return Decoded(reader, name, () => reading.RowsAreSeries
            ? new CsvRowSeries(name, reading, findings).ReadTable(reader, cancellationToken)
            : new CsvTableBuilder(name, reading, findings).Read(reader, cancellationToken));
    }

    /// <summary>
    /// Reads each series of a file by itself: the columns of a wide file, the series of a long one, or the rows where
    /// <see cref="CsvReadOptions.RowsAreSeries"/> is set. Each is cut to its own first and last value and has its own time
    /// axis; its gaps are filled or refused alone, and one that cannot be read does not stop the others. What
    /// <see cref="Read(string, CsvReadOptions?, CancellationToken)"/> gives for one series named in
    /// <see cref="CsvReadOptions.Columns"/> is the same table.
    /// </summary>
    /// <param name="path">The file; UTF-8 or UTF-16, or as <see cref="CsvReadOptions.Encoding"/> says; packed by gzip or zip as well.</param>
    /// <param name="options">How to read it; null for the defaults.</param>
    /// <param name="findings">Told what is found out about the file, before it is read to its end or refused; or null.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <returns>The series, or why one is none, in the order of the file or of <see cref="CsvReadOptions.Columns"/>.</returns>
    /// <inheritdoc cref="Read(string, CsvReadOptions?, CancellationToken)" path="/exception"/>
    public static SeriesPanel ReadEach(
        string path, CsvReadOptions? options = null, IProgress<CsvFinding>? findings = null, CancellationToken cancellationToken = default)
    {
        using FileStream stream = InputFile.Open(path, FileWanted);
        return ReadEach(stream, path, options, findings, cancellationToken);
    }

    /// <summary>Reads each series of bytes by itself, as of a file.</summary>
    /// <param name="stream">The bytes from their start; not disposed.</param>
    /// <param name="name">What to call them in errors and in <see cref="SeriesPanel.Source"/>.</param>
    /// <param name="options">How to read them; null for the defaults.</param>
    /// <param name="findings">Told what is found out about the text, before it is read to its end or refused; or null.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <returns>The series, or why one is none, in the order of the text or of <see cref="CsvReadOptions.Columns"/>.</returns>
    /// <inheritdoc cref="Read(Stream, string, CsvReadOptions?, IProgress{CsvFinding}?, CancellationToken)" path="/exception"/>
    public static SeriesPanel ReadEach(
        Stream stream, string name, CsvReadOptions? options = null, IProgress<CsvFinding>? findings = null, CancellationToken cancellationToken = default)
    {
        using TextReader reader = CsvEncoding.Open(stream, name, options?.Encoding);
        return ReadEach(reader, name, options, findings, cancellationToken);
    }

    /// <summary>Reads each series of a text by itself, as of a file.</summary>
    /// <param name="reader">The text; not disposed.</param>
    /// <param name="name">What to call the text in errors and in <see cref="SeriesPanel.Source"/>.</param>
    /// <param name="options">How to read it; null for the defaults.</param>
    /// <param name="findings">Told what is found out about the text, before it is read to its end or refused; or null.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <returns>The series, or why one is none, in the order of the text or of <see cref="CsvReadOptions.Columns"/>.</returns>
    /// <inheritdoc cref="Read(TextReader, string, CsvReadOptions?, CancellationToken)" path="/exception"/>
    public static SeriesPanel ReadEach(
        TextReader reader, string name, CsvReadOptions? options = null, IProgress<CsvFinding>? findings = null, CancellationToken cancellationToken = default)
    {
        CsvReadOptions reading = options ?? new CsvReadOptions();
        return Decoded(reader, name, () => reading.RowsAreSeries
            ? new CsvRowSeries(name, reading, findings).Read(reader, cancellationToken)
            : new CsvTableBuilder(name, reading, findings).ReadEach(reader, cancellationToken));
    }

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
        string time = TimeNames.FirstOrDefault(name => !table.Names.Contains(name, StringComparer.OrdinalIgnoreCase)) ?? "_time";
        if (table.Times is not null) line.Append(time).Append(',');
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

    private static T Decoded<T>(TextReader reader, string name, Func<T> read)
    {
        ArgumentNullException.ThrowIfNull(reader);
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        try
        {
            return read();
        }
        catch (DecoderFallbackException)
        {
            throw BadData.In(name, $"the bytes are not text in the expected encoding; save the file as UTF-8, or {CsvAdvice.Encoding}");
        }
    }

    private static string Stamp(DateTime time)
    {
        string format = time.Ticks % TimeSpan.TicksPerSecond == 0 ? "yyyy-MM-dd HH:mm:ss" : "yyyy-MM-dd HH:mm:ss.fffffff";
        DateTime written = time.Kind == DateTimeKind.Local ? time.ToUniversalTime() : time;
        return written.ToString(format, CultureInfo.InvariantCulture) + (written.Kind == DateTimeKind.Utc ? "Z" : "");
    }

    private static string Quote(string name)
    {
        string guarded = CsvText.Guard(name);
        return guarded != name || name.AsSpan().ContainsAny(Quoted) || name.Trim().Length != name.Length || name.StartsWith('#')
            ? $"\"{guarded.ReplaceLineEndings(" ").Replace("\"", "\"\"", StringComparison.Ordinal)}\""
            : name;
    }
}
