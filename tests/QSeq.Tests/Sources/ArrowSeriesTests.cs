using Apache.Arrow;
using Apache.Arrow.Ipc;
using Apache.Arrow.Types;
using QSeq.Core;
using QSeq.Data;
using QSeq.Parquet;

namespace QSeq.Tests.Sources;

public class ArrowSeriesTests
{
    private static SeriesTable Read(byte[] bytes, CsvReadOptions? options = null, bool canSeek = true)
    {
        using var memory = new MemoryStream(bytes);
        using Stream stream = canSeek ? memory : new PeekedStream(memory);
        using RowSource rows = ArrowSeries.Open(stream, "x.arrow");
        return rows.Read(options);
    }

    private static string Error(byte[] bytes, bool canSeek = true)
    {
        string message = Assert.Throws<InvalidDataException>(() => Read(bytes, null, canSeek)).Message;
        Assert.StartsWith("x.arrow", message, StringComparison.Ordinal);
        Assert.True(message.Length < 500 && !message.Contains('\n', StringComparison.Ordinal), message);
        return message;
    }

    private static RecordBatch Batch(IArrowArray array) => new RecordBatch.Builder()
        .Append("v", true, array)
        .Append("x", false, new DoubleArray.Builder().AppendRange(Enumerable.Range(1, array.Length).Select(n => (double)n)).Build())
        .Build();

    private static SeriesTable Read(IArrowArray array, GapPolicy gaps = GapPolicy.Error) => Read(Samples.Write(true, Batch(array)), new CsvReadOptions { Gaps = gaps });

    [Theory]
    [InlineData(true, true, null)]
    [InlineData(true, false, null)]
    [InlineData(false, true, CompressionCodecType.Lz4Frame)]
    [InlineData(false, false, CompressionCodecType.Zstd)]
    public void Files_and_streams_are_read_as_a_CSV_is(bool file, bool canSeek, CompressionCodecType? codec)
    {
        SeriesTable table = Read(Samples.Arrow(file, codec: codec), new CsvReadOptions { Gaps = GapPolicy.Linear }, canSeek);
        Assert.Equal(["load", "price"], table.Names);
        Assert.Equal([0.1, 1.1, 2.1, 3.1, 4.1, 5.1], table.Column("load").ToArray());
        Assert.Equal([0, 10, 20, 30, 40, 50], table.Column("price").ToArray());
        Assert.Equal(Enumerable.Range(0, 6).Select(n => Samples.Start.AddDays(n)), table.Times!);
        Assert.Contains("line 4, column 'price': the cell is empty", Error(Samples.Arrow(file), canSeek), StringComparison.Ordinal);
    }

    [Fact]
    public void Numbers_of_every_kind_keep_their_values()
    {
        Assert.Equal([0.1 + 0.2, 1e-300], Read(new DoubleArray.Builder().Append(0.1 + 0.2).Append(1e-300).Build()).Values(0));
        Assert.Equal([0.1f, 2], Read(new FloatArray.Builder().Append(0.1f).Append(2).Build()).Values(0));
        Assert.Equal([-128, 127], Read(new Int8Array.Builder().Append(-128).Append(127).Build()).Values(0));
        Assert.Equal([65535, 0], Read(new UInt16Array.Builder().Append(65535).Append(0).Build()).Values(0));
        Assert.Equal([18446744073709551615d, 0], Read(new UInt64Array.Builder().Append(ulong.MaxValue).Append(0).Build()).Values(0));
        Assert.Equal([1, 1, 0], Read(new BooleanArray.Builder().Append(true).AppendNull().Append(false).Build(), GapPolicy.Previous).Values(0));
        Assert.Equal([-1.25, 3.5], Read(new Decimal128Array.Builder(new Decimal128Type(38, 2)).Append(-1.25m).Append(3.5m).Build()).Values(0));
    }

    [Fact]
    public void Times_of_a_zone_become_UTC_and_others_stay()
    {
        var type = new TimestampType(TimeUnit.Nanosecond, "Europe/Berlin");
        DateTimeOffset first = new DateTimeOffset(2021, 3, 1, 12, 0, 0, TimeSpan.Zero).AddTicks(7);
        SeriesTable utc = Read(new TimestampArray.Builder(type).Append(first).Append(first.AddTicks(3)).Append(first.AddTicks(6)).Build());
        Assert.Equal([first.UtcDateTime, first.UtcDateTime.AddTicks(3), first.UtcDateTime.AddTicks(6)], utc.Times!);
        Assert.Equal(DateTimeKind.Utc, utc.Times![0].Kind);
        SeriesTable local = Read(new TimestampArray.Builder(new TimestampType(TimeUnit.Second, (string?)null)).Append(first).Append(first.AddHours(1)).Build());
        Assert.Equal((DateTimeKind.Unspecified, 12), (local.Times![0].Kind, local.Times[0].Hour));
    }

    [Fact]
    public void Dictionaries_are_what_they_stand_for()
    {
        StringArray words = new StringArray.Builder().Append("a").Append("b").Build();
        Int8Array at = new Int8Array.Builder().Append(1).Append(1).Append(0).Append(0).Build();
        var keys = new DictionaryArray(new DictionaryType(Int8Type.Default, StringType.Default, false), at, words);
        RecordBatch batch = new RecordBatch.Builder()
            .Append("unique_id", false, keys)
            .Append("ds", false, new Date32Array.Builder().AppendRange(new[] { 0, 1, 0, 1 }.Select(n => new DateTimeOffset(Samples.Start.AddDays(n), TimeSpan.Zero))).Build())
            .Append("y", false, new DoubleArray.Builder().AppendRange([1.0, 2, 3, 4]).Build())
            .Build();
        using var stream = new MemoryStream(Samples.Write(true, batch));
        using RowSource rows = ArrowSeries.Open(stream, "x.arrow");
        SeriesPanel panel = rows.ReadEach();
        Assert.Equal(["b", "a"], panel.Series.Select(series => series.Name));
        Assert.Equal([3, 4], panel["a"].Table!.Values(0));
    }

    [Fact]
    public void Stamps_out_of_all_years_are_told_with_their_place()
    {
        Date32Array days = new(new ArrowBuffer.Builder<int>().Append(0).Append(int.MaxValue).Build(), ArrowBuffer.Empty, 2, 0, 0);
        Assert.Contains("line 3, column 'v': found day 2147483647 since 1970", Error(Samples.Write(true, Batch(days))), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Whatever_byte_is_changed_it_is_read_or_refused(bool file)
    {
        byte[] whole = Samples.Arrow(file);
        var options = new CsvReadOptions { Gaps = GapPolicy.Previous };
        int refused = 0;
        for (int at = 8; at < whole.Length; at++)
        {
            byte[] changed = [.. whole];
            changed[at] ^= (byte)(at % 3 == 0 ? 0x10 : at % 3 == 1 ? 0xFF : 0x80);
            try
            {
                Read(changed, options);
            }
            catch (InvalidDataException e)
            {
                Assert.True(e.Message.Length < 500, e.Message);
                refused++;
            }
        }

        Assert.InRange(refused, whole.Length / 8, whole.Length);
    }

    [Theory]
    [InlineData(-5, 0x7F)] // two gigabytes
    [InlineData(-1, 0xFF)] // less than nothing
    public void A_packed_buffer_that_announces_another_size_costs_no_memory(int at, byte set)
    {
        byte[] bytes = Samples.Arrow(false, codec: CompressionCodecType.Lz4Frame);
        int place = bytes.AsSpan().IndexOf((ReadOnlySpan<byte>)[0x04, 0x22, 0x4D, 0x18]) + at; // a frame of LZ4, behind its size
        Assert.Equal(0, bytes[place]);
        bytes[place] = set;
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Contains("say that they hold", Error(bytes), StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 50_000_000);
    }

    [Fact]
    public void A_text_outside_of_its_bytes_is_told()
    {
        byte[] bytes = Samples.Write(false, Batch(new StringArray.Builder().Append("a").Append("b").Build()));
        int offsets = bytes.AsSpan().LastIndexOf((ReadOnlySpan<byte>)[0, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0]);
        (bytes[offsets + 10], bytes[offsets + 11]) = (0xFF, 0x7F);
        Assert.Contains("line 3, column 'v': found a text from byte 1 to 2147418114", Error(bytes), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_left_out_is_said_and_what_is_damaged_refused()
    {
        BinaryArray bytes = new BinaryArray.Builder().Append((byte)1).Append((byte)2).Build();
        Assert.Contains("column 'v' holds values of a kind that is not read (binary) and was left out", Read(Samples.Write(true, Batch(bytes))).Notes);
        Assert.Contains("Feather file of version 1", Error([.. "FEA1"u8, 0, 0, 0, 0]), StringComparison.Ordinal);
        Assert.Contains("neither an Arrow file", Error("date,x\n"u8.ToArray()), StringComparison.Ordinal);
        byte[] file = Samples.Arrow(true, 2), stream = Samples.Arrow(false, 2);
        int end = file.AsSpan().LastIndexOf((ReadOnlySpan<byte>)[0xFF, 0xFF, 0xFF, 0xFF, 0, 0, 0, 0]) + 8;
        Assert.InRange(end, 8, file.Length - 20);
        for (int length = 8; length < end; length += 7) Assert.Contains("is damaged, cut off", Error(file[..length]), StringComparison.Ordinal);
        for (int length = 8; length < stream.Length; length += 7) Assert.Contains("is damaged, cut off", Error(stream[..length]), StringComparison.Ordinal);
        Assert.Contains("without the mark of its end", Error(stream[..^8]), StringComparison.Ordinal);
    }
}
