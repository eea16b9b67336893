namespace QSeq.Parquet;

/// <summary>
/// Series from Parquet files and to them. Numbers, flags (1 and 0), text, dates and times are read; decimals with all their digits, times of
/// UTC as UTC, others as the clocks they tell, to the tenth of a microsecond. Columns of bytes, lists and structures are left out, and said.
/// </summary>
public static class ParquetSeries
{
    private const string FileWanted = "name a Parquet file, a single one";

    /// <summary>Opens a file.</summary>
    /// <param name="path">The file.</param>
    /// <returns>Its rows, of which one group is held at a time, to be read once and disposed.</returns>
    /// <exception cref="ArgumentException"><paramref name="path"/> is null or blank.</exception>
    /// <exception cref="FileNotFoundException">There is no such file; the message names the nearest one in its folder.</exception>
    /// <exception cref="InvalidDataException">The path is a folder, or the file is no Parquet file, damaged or cut off.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static RowSource Open(string path)
    {
        FileStream stream = InputFile.Open(path, FileWanted);
        try
        {
            return ParquetRows.Open(stream, path, leaveOpen: false);
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    /// <summary>Opens a file within a stream.</summary>
    /// <param name="stream">The file; can be sought in, and is not disposed.</param>
    /// <param name="name">What to call it in errors and in <see cref="SeriesTable.Source"/>.</param>
    /// <returns>Its rows, of which one group is held at a time, to be read once and disposed.</returns>
    /// <exception cref="ArgumentException"><paramref name="stream"/> is null or cannot be sought in, or <paramref name="name"/> is null or blank.</exception>
    /// <exception cref="InvalidDataException">It is no Parquet file, damaged or cut off.</exception>
    public static RowSource Open(Stream stream, string name)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        if (!stream.CanSeek) throw new ArgumentException("a Parquet file is read from its end; the stream cannot be sought in", nameof(stream));
        return ParquetRows.Open(stream, name, leaveOpen: true);
    }

    /// <summary>
    /// Writes a file, whole or not at all: a column of times, or of numbers where the axis counts, and a column of doubles for each series.
    /// Times of UTC are marked as such; days alone are dates. What <see cref="SeriesTable.Source"/> says stands in the file's metadata.
    /// </summary>
    /// <param name="path">The file, replaced when it exists; its folder must exist.</param>
    /// <param name="table">What to write.</param>
    /// <param name="timeName">What to call the column of times or numbers; null for time or step.</param>
    /// <exception cref="ArgumentException"><paramref name="path"/> is null or blank, <paramref name="table"/> is null, or a series has the name of the times.</exception>
    /// <exception cref="IOException">The file cannot be written; the message says why.</exception>
    public static void Write(string path, SeriesTable table, string? timeName = null)
    {
        ArgumentNullException.ThrowIfNull(table);
        var file = new ParquetTable(table, timeName);
        AtomicFile.Write(path, file.Write);
    }

    /// <summary>Writes to a stream.</summary>
    /// <param name="stream">Where to; not disposed.</param>
    /// <param name="table">What to write.</param>
    /// <param name="timeName">What to call the column of times or numbers; null for time or step.</param>
    /// <exception cref="ArgumentException">An argument is null, or a series has the name of the times.</exception>
    public static void Write(Stream stream, SeriesTable table, string? timeName = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(table);
        new ParquetTable(table, timeName).Write(stream);
    }
}
