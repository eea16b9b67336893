using System.Runtime.CompilerServices;
using QSeq.Parquet;

namespace QSeq.Cli.Sources;

/// <summary>Files of other kinds than text that are written; what writes them is loaded only then.</summary>
internal static class StoredFile
{
    /// <summary>Writes a Parquet file, whole or not at all.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void WriteParquet(string path, SeriesTable table, string timeName) => ParquetSeries.Write(path, table, timeName);
}
