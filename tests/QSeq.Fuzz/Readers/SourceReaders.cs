using System.IO.Compression;
using Apache.Arrow;
using Apache.Arrow.Ipc;
using Microsoft.Data.Sqlite;
using Parquet;
using Parquet.Schema;
using QSeq.Cli.Sources;
using QSeq.Data;
using QSeq.Parquet;

namespace QSeq.Fuzz.Readers;

/// <summary>Series from other than plain text: packed files, Parquet, Arrow and SQLite.</summary>
internal static class SourceReaders
{
    private const int Rows = 6;

    private static readonly byte[] Text = Workbench.Bytes("date,load,price\n2021-03-01,1.5,2\n2021-03-02,2.5,3\n2021-03-03,3.25,4\n2021-03-04,4,5e3\n");
    private static readonly DateTime Start = new(2021, 3, 1);
    private static readonly CsvReadOptions[] Options =
    [
        new() { Gaps = GapPolicy.Previous, TimeColumn = "day" }, new() { Keys = [], TimeColumn = "day", Gaps = GapPolicy.Zero }, new() { TimeColumn = "", Gaps = GapPolicy.Linear },
    ];

    public static IEnumerable<FuzzReader> All(Workbench bench)
    {
        // Every other input is packed anew, so that what is within is reached.
        yield return Packed("gzip", Gzip);
        yield return Packed("zip", Zip);
        yield return Of("parquet", [Parquet(CompressionMethod.None), Parquet(CompressionMethod.Snappy), Parquet(CompressionMethod.Gzip)], bytes => ParquetSeries.Open(new MemoryStream(bytes), "x"));
        yield return Of("arrow", [Arrow(true), Arrow(false)], bytes => ArrowSeries.Open(new MemoryStream(bytes), "x"));
        yield return new FuzzReader("sqlite", [Sqlite(bench)], input => SqliteFile.Read(bench.Write("x.db", input), Query(input), Problem, CancellationToken.None), typeof(InvalidDataException)) { Share = 40 };
    }

    private static FuzzReader Packed(string name, Func<byte[], byte[]> pack) =>
        new(name, [pack(Text), pack(Encoding.Unicode.GetBytes("v\n1\n2\n"))], input => Problem(CsvSeries.Read(new MemoryStream(input), "x")), typeof(InvalidDataException))
        {
            Mutate = (mutator, known) => mutator.Next(2) == 0 ? pack(mutator.Once(Text, [Text])) : mutator.Mutate(known),
        };

    private static FuzzReader Of(string name, byte[][] samples, Func<byte[], RowSource> open) => new(
        name,
        samples,
        input =>
        {
            using RowSource rows = open(input);
            return input.Length % 5 == 0
                ? rows.ReadEach(Options[0]).Series.Select(series => series.Table is { } table ? Problem(table) : Judge.MessageProblem(series.Problem!.Message)).FirstOrDefault(problem => problem is not null)
                : Problem(rows, input);
        },
        typeof(InvalidDataException));

    private static string? Query(byte[] input) => (input.Length % 3) switch { 0 => null, 1 => "select * from loads", _ => "select day, load from loads order by day" };

    private static string? Problem(RowSource rows) => Problem(rows, []);

    private static string? Problem(RowSource rows, byte[] input) => Problem(rows.Read(Options[input.Length % Options.Length]));

    private static string? Problem(SeriesTable table)
    {
        for (int c = 0; c < table.Names.Count; c++)
            foreach (double value in table.Column(c))
                if (!double.IsFinite(value)) return $"column {c} holds {value}";
        return table.Notes.Select(Judge.MessageProblem).FirstOrDefault(problem => problem is not null);
    }

    private static byte[] Gzip(byte[] text)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal)) gzip.Write(text);
        return packed.ToArray();
    }

    private static byte[] Zip(byte[] text)
    {
        using var packed = new MemoryStream();
        using (var zip = new ZipArchive(packed, ZipArchiveMode.Create))
        {
            using Stream entry = zip.CreateEntry("x.csv", text.Length % 2 == 0 ? CompressionLevel.NoCompression : CompressionLevel.Optimal).Open();
            entry.Write(text);
        }

        return packed.ToArray();
    }

    private static byte[] Parquet(CompressionMethod method)
    {
        var schema = new ParquetSchema(
            new DateTimeDataField("day", DateTimeFormat.Date),
            new DataField<double>("load"),
            new DataField<long?>("price"),
            new DataField<string>("note"),
            new DecimalDataField("sum", 20, 4),
            new DataField<bool>("open"),
            new DateTimeDataField("at", DateTimeFormat.Timestamp, true, DateTimeTimeUnit.Nanos));
        using var file = new MemoryStream();
        ParquetWriter writer = ParquetWriter.CreateAsync(schema, file, new ParquetOptions { CompressionMethod = method }).GetAwaiter().GetResult();
        DataField[] fields = schema.DataFields;
        for (int n = 0; n < 2; n++)
        {
            int[] each = [.. Enumerable.Range(n * Rows / 2, Rows / 2)];
            using ParquetRowGroupWriter group = writer.CreateRowGroup();
            group.WriteAsync<DateTime>(fields[0], each.Select(row => Start.AddDays(row)).ToArray()).Wait();
            group.WriteAsync<double>(fields[1], each.Select(row => row + 0.1).ToArray()).Wait();
            group.WriteAsync<long>(fields[2], each.Select(row => row == 5 ? (long?)null : 10 * row).ToArray()).Wait();
            group.WriteAsync(fields[3], each.Select(row => $"{(char)('a' + (row % 2))}").ToArray()).Wait();
            group.WriteAsync<decimal>(fields[4], each.Select(row => row * 1.25m).ToArray()).Wait();
            group.WriteAsync<bool>(fields[5], each.Select(row => row % 2 == 0).ToArray()).Wait();
            group.WriteAsync<DateTime>(fields[6], each.Select(row => DateTime.SpecifyKind(Start.AddHours(row), DateTimeKind.Utc)).ToArray()).Wait();
        }

        writer.DisposeAsync().AsTask().Wait();
        return file.ToArray();
    }

    private static byte[] Arrow(bool file)
    {
        int[] each = [.. Enumerable.Range(0, Rows)];
        RecordBatch batch = new RecordBatch.Builder()
            .Append("day", false, new Date32Array.Builder().AppendRange(each.Select(row => new DateTimeOffset(Start.AddDays(row), TimeSpan.Zero))).Build())
            .Append("load", false, new DoubleArray.Builder().AppendRange(each.Select(row => row + 0.1)).Build())
            .Append("price", true, each.Aggregate(new Int64Array.Builder(), (all, row) => row == 5 ? all.AppendNull() : all.Append(10 * row)).Build())
            .Append("note", false, new StringArray.Builder().AppendRange(each.Select(row => $"{(char)('a' + (row % 2))}")).Build())
            .Append("open", false, new BooleanArray.Builder().AppendRange(each.Select(row => row % 2 == 0)).Build())
            .Build();
        using var bytes = new MemoryStream();
        using (ArrowStreamWriter writer = file ? new ArrowFileWriter(bytes, batch.Schema, leaveOpen: true) : new ArrowStreamWriter(bytes, batch.Schema, leaveOpen: true))
        {
            writer.WriteRecordBatch(batch);
            writer.WriteEnd();
        }

        return bytes.ToArray();
    }

    private static byte[] Sqlite(Workbench bench)
    {
        using (var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = bench.In("sample.db"), Pooling = false }.ConnectionString))
        {
            connection.Open();
            using SqliteCommand command = connection.CreateCommand();
            command.CommandText = "pragma page_size = 512; create table loads(day date, load real, price integer, note text); "
                + "with recursive n(i) as (select 0 union all select i + 1 from n where i < 39) insert into loads select date('2021-03-01', i || ' days'), i + 0.1, 10 * i, 'n' || i from n; create index x on loads(day)";
            command.ExecuteNonQuery();
        }

        return File.ReadAllBytes(bench.In("sample.db"));
    }
}
