using Parquet;
using Parquet.Data;
using Parquet.Schema;
using Parquet.Serialization;
using QSeq.Data;
using QSeq.Parquet;
using QSeq.Tests.Data;

namespace QSeq.Tests.Sources;

public class ParquetSeriesTests
{
    private static SeriesTable Read(byte[] bytes, CsvReadOptions? options = null)
    {
        using var stream = new MemoryStream(bytes);
        using RowSource rows = ParquetSeries.Open(stream, "x.parquet");
        return rows.Read(options);
    }

    private static string Error(byte[] bytes, CsvReadOptions? options = null)
    {
        string message = Assert.Throws<InvalidDataException>(() => Read(bytes, options)).Message;
        Assert.StartsWith("x.parquet", message, StringComparison.Ordinal);
        Assert.True(message.Length < 500 && !message.Contains('\n', StringComparison.Ordinal), message);
        return message;
    }

    /// <summary>A file of one group of two columns.</summary>
    private static byte[] Two<T>(DataField field, params T[] values)
        where T : struct
    {
        var schema = new ParquetSchema(field, new DataField<double>("x"));
        return Samples.Write(schema, 1, new ParquetOptions { UseBigDecimal = true }, (group, _) =>
        {
            group.WriteAsync<T>(schema.DataFields[0], values).Wait();
            group.WriteAsync<double>(schema.DataFields[1], Enumerable.Range(1, values.Length).Select(n => (double)n).ToArray()).Wait();
        });
    }

    [Theory]
    [InlineData(CompressionMethod.None)]
    [InlineData(CompressionMethod.Snappy)]
    [InlineData(CompressionMethod.Gzip)]
    [InlineData(CompressionMethod.Zstd)]
    [InlineData(CompressionMethod.Brotli)]
    [InlineData(CompressionMethod.Lz4Raw)]
    public void Rows_of_several_groups_are_read_as_those_of_a_CSV(CompressionMethod method)
    {
        byte[] bytes = Samples.Parquet(method: method);
        Assert.Contains("line 4, column 'price': the cell is empty", Error(bytes), StringComparison.Ordinal);
        SeriesTable table = Read(bytes, new CsvReadOptions { Gaps = GapPolicy.Linear });
        Assert.Equal(["load", "price"], table.Names);
        Assert.Equal([0.1, 1.1, 2.1, 3.1, 4.1, 5.1], table.Column("load").ToArray());
        Assert.Equal([0, 10, 20, 30, 40, 50], table.Column("price").ToArray());
        Assert.Equal(Enumerable.Range(0, 6).Select(n => Samples.Start.AddDays(n)), table.Times!);
        Assert.Equal("file x.parquet (as supplied)", table.Source);
        Assert.Contains(table.Notes, note => note.Contains("'note' holds text ('it, \"0\" x', line 2)", StringComparison.Ordinal));
        Assert.DoesNotContain(table.Description!.Findings, finding => finding.What is "delimiter" or "numbers");
    }

    [Fact]
    public void Every_double_keeps_its_bits_and_NaN_is_missing()
    {
        double[] values = [0.1 + 0.2, -0.0, double.Epsilon, double.MaxValue, 1e-300, Math.PI, 123456789012345680];
        Assert.Equal(values.Select(BitConverter.DoubleToInt64Bits), Read(Two(new DataField<double>("v"), values)).Values(0).Select(BitConverter.DoubleToInt64Bits));
        Assert.Contains("found 'NaN', expected a number; fill it in", Error(Two(new DataField<double>("v"), 1, double.NaN, 2)), StringComparison.Ordinal);
        Assert.Contains("expected a finite number", Error(Two(new DataField<double>("v"), 1, double.PositiveInfinity)), StringComparison.Ordinal);
        Assert.Equal([0.1f, 1f / 3], Read(Two(new DataField<float>("v"), 0.1f, 1f / 3)).Values(0));
    }

    [Fact]
    public void Stamps_are_exact_to_the_tenth_of_a_microsecond()
    {
        DateTime first = new DateTime(2021, 3, 1, 12, 0, 0, DateTimeKind.Utc).AddTicks(1_234_567);
        DateTime[] each = [first, first.AddTicks(3), first.AddTicks(6)];
        SeriesTable table = Read(Two(new DateTimeDataField("at", DateTimeFormat.Timestamp, true, DateTimeTimeUnit.Nanos), each));
        Assert.Equal(each, table.Times!);
        Assert.Equal(DateTimeKind.Utc, table.Times![0].Kind);
        DateTime[] days = [new(1899, 12, 31), new(1900, 1, 1), new(1900, 1, 2)];
        Assert.Equal(days, Read(Two(new DateTimeDataField("at", DateTimeFormat.Timestamp, false, DateTimeTimeUnit.Millis), days)).Times!);
        Assert.Equal(DateTimeKind.Unspecified, Read(Two(new DateTimeDataField("at", DateTimeFormat.Timestamp, false, DateTimeTimeUnit.Micros), days)).Times![0].Kind);
        Assert.Equal(days, Read(Two(new DateTimeDataField("at", DateTimeFormat.Impala), days)).Times!);
    }

    [Fact]
    public void Whole_numbers_decimals_and_flags_are_numbers()
    {
        Assert.Equal([9007199254740992, -1], Read(Two(new DataField<long>("v"), 9007199254740993, -1)).Values(0)); // to the nearest double
        Assert.Equal([255, 0], Read(Two(new DataField<byte>("v"), (byte)255, (byte)0)).Values(0));
        Assert.Equal([4294967295, 0], Read(Two(new DataField<uint>("v"), uint.MaxValue, 0u)).Values(0));
        Assert.Equal([1, 0], Read(Two(new DataField<bool>("v"), true, false)).Values(0));
        var wide = new BigDecimal(System.Numerics.BigInteger.Parse("-12345678901234567890123456789012345678", System.Globalization.CultureInfo.InvariantCulture), 38, 10);
        Assert.Equal([-1234567890123456789012345678.9012345678, 0.0000000001], Read(Two(new DecimalDataField("v", 38, 10, clrType: typeof(BigDecimal)), wide, new BigDecimal(1, 38, 10))).Values(0));
    }

    [Fact]
    public void A_long_file_is_parted_by_its_keys()
    {
        var schema = new ParquetSchema(new DataField<string>("unique_id"), new DateTimeDataField("ds", DateTimeFormat.Date), new DataField<double>("y"));
        byte[] bytes = Samples.Write(schema, 1, null, (group, _) =>
        {
            group.WriteAsync(schema.DataFields[0], (string[])["a", "a", "a", "b,\n", "b,\n"]).Wait();
            group.WriteAsync<DateTime>(schema.DataFields[1], new[] { 0, 1, 2, 5, 6 }.Select(n => Samples.Start.AddDays(n)).ToArray()).Wait();
            group.WriteAsync<double>(schema.DataFields[2], (double[])[1, 2, 3, 4, 5]).Wait();
        });
        using var stream = new MemoryStream(bytes);
        using RowSource rows = ParquetSeries.Open(stream, "x.parquet");
        SeriesPanel panel = rows.ReadEach();
        Assert.Equal(["a", "b,"], panel.Series.Select(series => series.Name.Trim()));
        Assert.Equal([4, 5], panel.Series[1].Table!.Values(0));
    }

    [Fact]
    public async Task What_cannot_be_read_is_left_out_and_said()
    {
        using var file = new MemoryStream();
        await ParquetSerializer.SerializeAsync((Row[])[new Row { X = 1 }, new Row { X = 2 }], file);
        byte[] bytes = file.ToArray();
        SeriesTable table = Read(bytes);
        Assert.Equal(["X"], table.Names);
        Assert.Equal(
            ["column 'Photo' holds bytes and was left out", "column 'Many' holds lists or structures and was left out", "column 'Place' holds lists or structures and was left out"],
            table.Notes);
        var only = new ParquetSchema(new DataField<byte[]>("photo"));
        Assert.Contains("no column of numbers", Error(Samples.Write(only, 1, null, (group, _) => group.WriteAsync(only.DataFields[0], (byte[][])[[1]]).Wait())), StringComparison.Ordinal);
    }

    [Fact]
    public void What_the_text_of_a_file_would_need_means_nothing_here()
    {
        var options = new CsvReadOptions { DecimalComma = true, Delimiter = ';', Thousands = '.', Encoding = "utf-16", Header = false, Columns = ["load"] };
        SeriesTable table = Read(Samples.Parquet(), options);
        Assert.Equal(0.1, table.Column("load")[0]);
        Assert.Equal(options, table.Description!.Options);
    }

    [Fact]
    public void An_index_of_pandas_without_a_name_is_called_index()
    {
        SeriesTable table = Read(Two(new DataField<long>("__index_level_0__"), 5L, 6L, 7L));
        Assert.Equal(["x"], table.Names);
        Assert.Equal("index", table.Description!.TimeColumn);
    }

    [Fact]
    public void What_is_no_Parquet_file_is_told()
    {
        Assert.Contains("does not begin with PAR1", Error("date,x\n2020-01-01,1\n"u8.ToArray()), StringComparison.Ordinal);
        Assert.Contains("does not begin with PAR1", Error([]), StringComparison.Ordinal);
        Assert.Contains("is encrypted", Error("PARE....PARE"u8.ToArray()), StringComparison.Ordinal);
        Assert.Contains("columns and no rows", Error(Samples.Parquet(0, 1)), StringComparison.Ordinal);
        byte[] whole = Samples.Parquet();
        for (int length = 4; length < whole.Length; length += 7) Assert.Contains("is damaged, cut off", Error(whole[..length]), StringComparison.Ordinal);
        using var folder = new TempFolder();
        Assert.Throws<FileNotFoundException>(() => ParquetSeries.Open(folder.File("no.parquet")));
        Assert.Contains("this is a folder", Assert.Throws<InvalidDataException>(() => ParquetSeries.Open(folder.Path)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("day,x,y\n2021-03-01,0.1,-0\n2021-03-02,1e-300,3\n", "DateTime")]
    [InlineData("at,x\n2021-03-01 00:00:00.5,0.1\n2021-03-01 00:00:01,2\n", "DateTime")]
    [InlineData("at,x\n2021-03-01 00:00:00.0000001Z,0.1\n2021-03-01 00:00:00.0000002Z,2\n", "DateTime")]
    [InlineData("step,x\n5,0.1\n7,2\n", "Int64")]
    [InlineData("step,x\n0.5,0.1\n1,2\n", "Double")]
    [InlineData("x\n0.1\n2\n", null)]
    public async Task What_is_written_is_read_back_bit_for_bit(string csv, string? axis)
    {
        SeriesTable table = CsvSeries.Read(new StringReader(csv), "t.csv");
        using var file = new MemoryStream();
        ParquetSeries.Write(file, table, axis is null ? null : csv.Split(',')[0]);
        await using ParquetReader reader = await ParquetReader.CreateAsync(new MemoryStream(file.ToArray()));
        Assert.Equal(table.Source, reader.CustomMetadata["source"]);
        if (axis is not null) Assert.Equal(axis, reader.Schema.DataFields[0].ClrType.Name);
        SeriesTable again = Read(file.ToArray());
        Assert.Equal(table.Names, again.Names);
        Assert.Equal(table.Times, again.Times);
        Assert.Equal(table.Step, again.Step);
        for (int c = 0; c < table.Names.Count; c++) Assert.Equal(table.Values(c).Select(BitConverter.DoubleToInt64Bits), again.Values(c).Select(BitConverter.DoubleToInt64Bits));
        if (table.Times is not null) Assert.Equal(table.Times[0].Kind, again.Times![0].Kind);
    }

    [Fact]
    public void A_file_is_written_whole_or_not_at_all()
    {
        using var folder = new TempFolder();
        SeriesTable table = CsvSeries.Read(new StringReader("time,x\n2021-03-01,1\n2021-03-02,2\n"), "t.csv");
        ParquetSeries.Write(folder.File("x.parquet"), table);
        using (RowSource rows = ParquetSeries.Open(folder.File("x.parquet"))) Assert.Equal([1, 2], rows.Read().Values(0));
        Assert.Contains("called 'x' like the column of times", Assert.Throws<ArgumentException>(() => ParquetSeries.Write(folder.File("y.parquet"), table, "x")).Message, StringComparison.Ordinal);
        Assert.Single(Directory.GetFiles(folder.Path));
    }

    [Theory]
    [Trait(Speed.Name, Speed.Slow)]
    [InlineData(CompressionMethod.None)]
    [InlineData(CompressionMethod.Snappy)]
    public void Whatever_byte_is_changed_it_is_read_or_refused(CompressionMethod method)
    {
        // What describes the file stands behind its pages, in both files the same but for the method; pages that are not packed are read slowly.
        byte[] whole = Samples.Parquet(method: method);
        int described = whole.Length - 8 - BitConverter.ToInt32(whole, whole.Length - 8), end = method == CompressionMethod.None ? described : whole.Length;
        Assert.InRange(described, 200, whole.Length - 200);
        var options = new CsvReadOptions { Gaps = GapPolicy.Previous };
        int refused = 0;
        for (int at = 4; at < end; at++)
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

        Assert.InRange(refused, end / 4, end);
    }

    [Fact]
    public void A_page_that_announces_more_than_there_is_costs_no_memory()
    {
        byte[] bytes = Samples.Parquet(method: CompressionMethod.None);
        int size = bytes.AsSpan().IndexOf((ReadOnlySpan<byte>)[0x15, 0x00, 0x15]) + 3; // of the first page: its kind, then the bytes that it holds
        (bytes[size], bytes[size + 1]) = (0xFE, 0xFF);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Error(bytes);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 50_000_000);
    }

    /// <summary>The library would wait without end for the rest of such a page.</summary>
    [Fact]
    public void A_page_that_holds_less_than_it_says_is_refused()
    {
        byte[] whole = Samples.Parquet(method: CompressionMethod.Snappy);
        int size = whole.AsSpan().IndexOf((ReadOnlySpan<byte>)[0x15, 0x00, 0x15]) + 3, unpacked = whole[size] / 2; // of the first page
        Assert.InRange(unpacked, 1, 63);
        int[] places = [.. Enumerable.Range(size + 1, 100).Where(at => whole[at] == unpacked)];
        Assert.Contains(places, at => Error([.. whole[..at], 0, .. whole[(at + 1)..]]).Contains($"a page that holds 0 bytes and should hold {unpacked}", StringComparison.Ordinal));

        byte[] plain = Samples.Parquet(method: CompressionMethod.None);
        size = plain.AsSpan().IndexOf((ReadOnlySpan<byte>)[0x15, 0x00, 0x15]) + 3;
        plain[size] -= 2; // of a page as it is, one byte fewer than it has
        Assert.Contains("bytes that hold", Error(plain), StringComparison.Ordinal);
    }

    [Fact]
    public void A_stop_is_heeded_between_rows()
    {
        using var cancel = new CancellationTokenSource();
        using var stream = new MemoryStream(Samples.Parquet(4000, 2));
        using RowSource rows = ParquetSeries.Open(stream, "x.parquet");
        cancel.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => rows.Read(null, null, cancel.Token));
    }

    private sealed class Row
    {
        public double X { get; set; }

        public byte[] Photo { get; set; } = [1];

        public List<int> Many { get; set; } = [1, 2];

        public Spot Place { get; set; } = new();
    }

    private sealed class Spot
    {
        public double Lat { get; set; }
    }
}
