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
}
