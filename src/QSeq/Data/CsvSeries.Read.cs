namespace QSeq.Data;

/// <summary>
/// Reads series from CSV: a header line, one column a series, one line a time step, any number of columns. The text is
/// streamed; memory is taken only for the values kept. Byte order marks, CRLF, quotes and other delimiters are handled.
/// Whatever cannot be read for certain is refused with one line that names the file, the line and the column.
/// </summary>
public static partial class CsvSeries
{
    /// <summary>Reads a file.</summary>
    /// <param name="path">The file; UTF-8 or UTF-16, or as <see cref="CsvReadOptions.Encoding"/> says.</param>
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
    /// <param name="path">The file; UTF-8 or UTF-16, or as <see cref="CsvReadOptions.Encoding"/> says.</param>
    /// <param name="options">How to read it; null for the defaults.</param>
    /// <param name="findings">Told what is found out about the file, before it is read to its end or refused; or null.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <returns>The series, with what was repaired in <see cref="SeriesTable.Notes"/>.</returns>
    /// <inheritdoc cref="Read(string, CsvReadOptions?, CancellationToken)" path="/exception"/>
    public static SeriesTable Read(string path, CsvReadOptions? options, IProgress<CsvFinding>? findings, CancellationToken cancellationToken = default)
    {
        using FileStream stream = InputFile.Open(path, "name a CSV file (a folder of raw Milan files needs the Milan reader)");
        using StreamReader reader = CsvEncoding.Open(stream, options?.Encoding);
        return Read(reader, path, options, findings, cancellationToken);
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
        ArgumentNullException.ThrowIfNull(reader);
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        try
        {
            return new CsvTableBuilder(name, options ?? new CsvReadOptions(), findings).Read(reader, cancellationToken);
        }
        catch (System.Text.DecoderFallbackException)
        {
            throw BadData.In(name, $"the bytes are not text in the expected encoding; save the file as UTF-8, or {CsvAdvice.Encoding}");
        }
    }
}
