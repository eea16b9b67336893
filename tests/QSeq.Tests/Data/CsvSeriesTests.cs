using FsCheck;
using FsCheck.Fluent;
using QSeq.Core;
using QSeq.Data;

namespace QSeq.Tests.Data;

public class CsvSeriesTests
{
    private static SeriesTable RoundTrip(SeriesTable table)
    {
        var text = new StringWriter();
        CsvSeries.Write(text, table);
        return CsvSeries.Read(new StringReader(text.ToString()), "t.csv");
    }

    [Fact]
    public void WhatIsWrittenIsReadBackBitForBit() =>
        Prop.ForAll<double[]>(values =>
        {
            double[] column = [.. values.Where(double.IsFinite).Append(0.1)];
            double[] other = [.. column.Select(v => -v / 3).Select(v => double.IsFinite(v) ? v : 0)];
            SeriesTable read = RoundTrip(new SeriesTable("test", ["a", "b"], [column, other]));
            return read.Column("a").SequenceEqual(column) && read.Column("b").SequenceEqual(other);
        }).Check(Property.Runs(100));

    [Fact]
    public void NamesTimesAndSourceSurvive()
    {
        DateTime[] times = [new(2013, 11, 1, 0, 0, 0, DateTimeKind.Utc), new(2013, 11, 1, 0, 10, 0, DateTimeKind.Utc)];
        var table = new SeriesTable("generated: x, y", ["a,b", "say \"hi\"", "time", " c"], [[1, 2], [3, 4], [5, 6], [7, 8]], times);
        SeriesTable read = RoundTrip(table);
        Assert.Equal(table.Names, read.Names);
        Assert.Equal(times, read.Times);
        Assert.Equal(DateTimeKind.Utc, read.Times![0].Kind);
        Assert.Equal("generated: x, y (from file t.csv)", read.Source);
        Assert.Equal([5, 6], read.Column("time").ToArray());
    }

    [Fact]
    public void ReplacesAFileWholeAndLeavesNothingBehind()
    {
        using var folder = new TempFolder();
        string path = folder.Write("t.csv", "old");
        CsvSeries.Write(path, new SeriesTable("test", ["a"], [[1.5]]));
        Assert.Equal("# source: test\na\n1.5\n", File.ReadAllText(path));
        Assert.Single(Directory.GetFiles(folder.Path));
    }

    [Fact]
    public void AFailedWriteLeavesTheOldFile()
    {
        using var folder = new TempFolder();
        string path = folder.Write("t.csv", "old");
        Assert.Throws<InvalidOperationException>(() => AtomicFile.Write(path, stream =>
        {
            stream.WriteByte(1);
            throw new InvalidOperationException("half-way");
        }));
        Assert.Equal("old", File.ReadAllText(path));
        Assert.Single(Directory.GetFiles(folder.Path));
    }

    [Fact]
    public void TellsWhyAPathCannotBeWritten()
    {
        using var folder = new TempFolder();
        var table = new SeriesTable("test", ["a"], [[1]]);
        Assert.Contains("is a folder", Assert.Throws<IOException>(() => CsvSeries.Write(folder.Path, table)).Message, StringComparison.Ordinal);
        var missing = Assert.Throws<IOException>(() => CsvSeries.Write(folder.File("no/t.csv"), table));
        Assert.Contains("does not exist", missing.Message, StringComparison.Ordinal);
    }
}
