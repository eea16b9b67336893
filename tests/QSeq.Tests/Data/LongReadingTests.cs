using System.Globalization;
using System.Text;
using QSeq.Core;
using QSeq.Data;

namespace QSeq.Tests.Data;

/// <summary>What makes long files read fast gives what reading cell by cell gives.</summary>
public sealed class LongReadingTests
{
    [Fact]
    public void ListsInPiecesHoldWhatWasAdded()
    {
        var list = new ChunkedList<int>();
        const int count = 300_000;
        for (int n = 0; n < count; n++) list.Add(7 * n);
        Assert.Equal(count, list.Count);
        for (int n = 0; n < count; n++) Assert.Equal(7 * n, list[n]);
        int at = 0, pieces = 0;
        for (; at < count; pieces++)
        {
            ReadOnlySpan<int> part = list.From(at);
            Assert.Equal(7 * at, part[0]);
            at += part.Length;
        }

        Assert.Equal(count, at);
        Assert.InRange(pieces, 20, 60);
        foreach ((int start, int length) in ((int, int)[])[(0, 1), (1023, 2), (8190, 40_000), (16_383, 2), (5, count - 5), (count - 1, 1)])
        {
            int[] copy = new int[length];
            list.CopyTo(start, copy);
            Assert.Equal(Enumerable.Range(start, length).Select(n => 7 * n), copy);
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => list[count]);
        Assert.Throws<ArgumentOutOfRangeException>(() => list[-1]);
        list.Clear();
        list.Add(3);
        Assert.Equal((1, 3), (list.Count, list[0]));
    }

    [Fact]
    public void StampsOfOneDayAreReadAsIfEachStoodAlone()
    {
        string[] cells =
        [
            "2021-03-01", "2021-03-01 01:00", "2021-03-01T02:00:00", "2021-03-01 03:00:00", "2021-03-01 04:00:00.000", "2021-03-01 5:00", "2021/03/01 06:00",
            "2021-03-01 07:00:00", "2021-03-01 8:00 AM", "2021-03-01 09:00", "2021-03-01 24:00",
        ];
        var times = new DateTime[cells.Length];
        for (int n = 0; n < cells.Length; n++)
        {
            Assert.True(StampFormat.YearFirst.TryRead(cells[n], out times[n]), cells[n]); // as text, the slow way
            Assert.True(StampFormat.YearFirst.TryRead(Encoding.UTF8.GetBytes(cells[n]), out DateTime fast));
            Assert.Equal(times[n], fast);
        }

        var axis = new TimeAxis("t", "time", StampFormat.YearFirst, CsvMarks.Plain, new CsvReadOptions());
        for (int turn = 0; turn < 2; turn++)
            foreach (string cell in cells) axis.Add(Encoding.UTF8.GetBytes(cell), default, 1);
        for (int row = 0; row < axis.Count; row++) Assert.Equal(times[row % cells.Length].ToString(times[row % cells.Length].TimeOfDay == TimeSpan.Zero ? "yyyy-MM-dd" : "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture), axis.Show(row));
    }

    [Theory]
    [InlineData("2021-03-01 25:00")]
    [InlineData("2021-03-01 12:60")]
    [InlineData("2021-03-01 12:00:60")]
    [InlineData("2021-03-01 12.00:00")]
    [InlineData("2021-03-01x12:00")]
    [InlineData("2021-02-29 12:00")]
    [InlineData("2021-13-01 12:00")]
    [InlineData("2021-0a-01")]
    [InlineData("20 1-03-01")]
    public void ADayThatWasReadMakesNoStampOfWhatIsNone(string wrong)
    {
        var axis = new TimeAxis("t", "time", StampFormat.YearFirst, CsvMarks.Plain, new CsvReadOptions());
        axis.Add("2021-03-01 00:00"u8, default, 2);
        string message = Assert.Throws<InvalidDataException>(() => axis.Add(Encoding.UTF8.GetBytes(wrong), default, 3)).Message;
        Assert.StartsWith($"t, line 3, column 'time': found '{wrong}' as a time stamp", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, 40_000)] // over several pieces
    [InlineData(300, 50)]
    [InlineData(40, 3)]
    public void SeriesOneBelowTheOtherAndMixedAreTheSame(int series, int rows)
    {
        var start = new DateTime(2020, 2, 27, 22, 0, 0, DateTimeKind.Unspecified);
        string Row(int s, int t) => string.Create(CultureInfo.InvariantCulture, $"s{s % 290}{(s >= 290 ? "/x" : "")},{start.AddHours(t + (s % 3)):yyyy-MM-dd HH:mm:ss},{(s * 1000) + t}.5");
        string[] below = [.. from s in Enumerable.Range(0, series) from t in Enumerable.Range(0, rows) select Row(s, t)];
        string[] mixed = [.. from t in Enumerable.Range(0, rows) from s in Enumerable.Range(0, series) select Row(s, t)];
        SeriesPanel one = Read(below), other = Read(mixed);
        Assert.Equal(series, one.Series.Count);
        Assert.Equal(one.Series.Select(x => x.Name), other.Series.Select(x => x.Name));
        for (int s = 0; s < series; s++)
        {
            SeriesTable a = one.Series[s].Table!, b = other.Series[s].Table!;
            Assert.Equal(rows, a.Length);
            Assert.Equal(a.Column(0).ToArray(), b.Column(0).ToArray());
            Assert.Equal(a.Times!, b.Times!);
            Assert.Equal((s * 1000) + rows - 0.5, a.Column(0)[rows - 1]);
            Assert.Equal(start.AddHours(rows - 1 + (s % 3)), a.Times![rows - 1]);
        }
    }

    private static SeriesPanel Read(string[] rows) =>
        CsvSeries.ReadEach(new StringReader("key,time,value\n" + string.Join('\n', rows) + "\n"), "long", new CsvReadOptions { Keys = ["key"] });
}
