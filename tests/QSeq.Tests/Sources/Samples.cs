using Apache.Arrow;
using Apache.Arrow.Ipc;
using Parquet;
using Parquet.Schema;

namespace QSeq.Tests.Sources;

/// <summary>Small files, made by the tests.</summary>
internal static class Samples
{
    public static readonly DateTime Start = new(2021, 3, 1);

    /// <summary>A Parquet file of groups of rows: a day, a number for each row, and a number that may be missing.</summary>
    public static byte[] Parquet(int rows = 6, int groups = 2, CompressionMethod method = CompressionMethod.Snappy)
    {
        var schema = new ParquetSchema(
            new DateTimeDataField("day", DateTimeFormat.Date), new DataField<double>("load"), new DataField<long?>("price"), new DataField<string>("note"));
        return Write(schema, groups, new ParquetOptions { CompressionMethod = method }, (group, n) =>
        {
            DataField[] fields = schema.DataFields;
            int[] each = [.. Enumerable.Range(n * rows / groups, ((n + 1) * rows / groups) - (n * rows / groups))];
            group.WriteAsync<DateTime>(fields[0], each.Select(row => Start.AddDays(row)).ToArray()).Wait();
            group.WriteAsync<double>(fields[1], each.Select(row => row + 0.1).ToArray()).Wait();
            group.WriteAsync<long>(fields[2], each.Select(row => row == 2 ? (long?)null : 10 * row).ToArray()).Wait();
            group.WriteAsync(fields[3], each.Select(row => $"it, \"{row}\"\nx").ToArray()).Wait();
        });
    }

    /// <summary>A Parquet file.</summary>
    public static byte[] Write(ParquetSchema schema, int groups, ParquetOptions? options, Action<ParquetRowGroupWriter, int> write)
    {
        using var file = new MemoryStream();
        ParquetWriter writer = ParquetWriter.CreateAsync(schema, file, options).GetAwaiter().GetResult();
        for (int n = 0; n < groups; n++)
        {
            using ParquetRowGroupWriter group = writer.CreateRowGroup();
            write(group, n);
        }

        writer.DisposeAsync().AsTask().Wait();
        return file.ToArray();
    }

    /// <summary>A file or a stream of Arrow with the same columns, in batches.</summary>
    public static byte[] Arrow(bool file, int rows = 6, int batches = 2)
    {
        RecordBatch Batch(int n)
        {
            int[] each = [.. Enumerable.Range(n * rows / batches, ((n + 1) * rows / batches) - (n * rows / batches))];
            return new RecordBatch.Builder()
                .Append("day", false, new Date32Array.Builder().AppendRange(each.Select(row => new DateTimeOffset(Start.AddDays(row), TimeSpan.Zero))).Build())
                .Append("load", false, new DoubleArray.Builder().AppendRange(each.Select(row => row + 0.1)).Build())
                .Append("price", true, each.Aggregate(new Int64Array.Builder(), (all, row) => row == 2 ? all.AppendNull() : all.Append(10 * row)).Build())
                .Append("note", false, new StringArray.Builder().AppendRange(each.Select(row => $"it, \"{row}\"\nx")).Build())
                .Build();
        }

        return Write(file, [.. Enumerable.Range(0, batches).Select(Batch)]);
    }

    /// <summary>A file or a stream of Arrow.</summary>
    public static byte[] Write(bool file, params RecordBatch[] batches)
    {
        using var bytes = new MemoryStream();
        using (ArrowStreamWriter writer = file ? new ArrowFileWriter(bytes, batches[0].Schema, leaveOpen: true) : new ArrowStreamWriter(bytes, batches[0].Schema, leaveOpen: true))
        {
            foreach (RecordBatch batch in batches) writer.WriteRecordBatch(batch);
            writer.WriteEnd();
        }

        return bytes.ToArray();
    }
}
