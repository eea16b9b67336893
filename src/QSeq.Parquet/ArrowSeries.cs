namespace QSeq.Parquet;

/// <summary>
/// Series from Arrow files (Feather, version 2) and Arrow streams. Numbers, flags (1 and 0), text, dates and times are read, dictionaries as
/// what they stand for; decimals with all their digits, times of a zone as UTC, others as the clocks they tell, to the tenth of a microsecond.
/// Columns of bytes, lists and structures are left out, and said.
/// </summary>
public static class ArrowSeries
{
    private const string FileWanted = "name an Arrow file, a single one";

    /// <summary>Opens a file.</summary>
    /// <param name="path">The file, or a stream that was written to a file.</param>
    /// <returns>Its rows, of which one batch is held at a time, to be read once and disposed.</returns>
    /// <exception cref="ArgumentException"><paramref name="path"/> is null or blank.</exception>
    /// <exception cref="FileNotFoundException">There is no such file; the message names the nearest one in its folder.</exception>
    /// <exception cref="InvalidDataException">The path is a folder, or the file is no Arrow file, damaged or cut off.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static RowSource Open(string path)
    {
        FileStream stream = InputFile.Open(path, FileWanted);
        try
        {
            return ArrowRows.Open(stream, path, leaveOpen: false);
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    /// <summary>Opens a file or a stream within a stream of bytes.</summary>
    /// <param name="stream">The bytes, from their start; not disposed, and not sought in.</param>
    /// <param name="name">What to call it in errors and in <see cref="SeriesTable.Source"/>.</param>
    /// <returns>Its rows, of which one batch is held at a time, to be read once and disposed.</returns>
    /// <exception cref="ArgumentException"><paramref name="stream"/> is null, or <paramref name="name"/> is null or blank.</exception>
    /// <exception cref="InvalidDataException">It is neither, damaged or cut off.</exception>
    public static RowSource Open(Stream stream, string name)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        return ArrowRows.Open(stream, name, leaveOpen: true);
    }
}
