using System.Globalization;
using System.Text;
using QSeq.Data;

namespace QSeq.Tests.Data;

public class CsvSeriesReadTests
{
    private static SeriesTable Read(string text, CsvReadOptions? options = null) => CsvSeries.Read(new StringReader(text), "t.csv", options);

    private static string Error(string text, CsvReadOptions? options = null)
    {
        string message = Assert.Throws<InvalidDataException>(() => Read(text, options)).Message;
        Assert.DoesNotContain('\n', message);
        return message;
    }

    [Theory]
    [InlineData("a,b\n1,2\n3,4\n")]
    [InlineData("a,b\r\n1,2\r\n3,4")]
    [InlineData("\uFEFFa,b\n1,2\n3,4\n")]
    [InlineData("a;b\n1;2\n3;4\n")]
    [InlineData("a\tb\n1\t2\n3\t4\n")]
    [InlineData("a|b\n1|2\n3|4\n")]
    [InlineData("\"a\",\"b\"\n\"1\",2\n3,\"4\"\n")]
    [InlineData(" a , b \n 1 , 2 \n\n 3 , 4 \n\n")]
    [InlineData("step,a,b\n0,1,2\n1,3,4\n")]
    [InlineData(",a,b\n0,1,2\n1,3,4\n")]
    [InlineData("date,a,b\n2020-01-01,1,2\n2020-01-02,3,4\n")]
    [InlineData("a,b\n1,2.0\n3e0,+4\n")]
    public void ReadsTheSameSeriesHoweverWritten(string text)
    {
        SeriesTable table = Read(text);
        Assert.Equal(["a", "b"], table.Names);
        Assert.Equal([1, 3], table.Column("a").ToArray());
        Assert.Equal([2, 4], table.Column("b").ToArray());
        Assert.Equal("file t.csv (as supplied)", table.Source);
    }

    [Fact]
    public void ReadsADecimalComma()
    {
        SeriesTable table = Read("a;b\n1,5;2,25\n-0,5;1,5E3\n");
        Assert.Equal([1.5, -0.5], table.Column("a").ToArray());
        Assert.Equal([2.25, 1500], table.Column("b").ToArray());
        Assert.Contains("three digits", Error("a;b\n1,500;2,250\n"), StringComparison.Ordinal);
        Assert.Equal(1.5, Read("a;b\n1,500;2,250\n", new CsvReadOptions { DecimalComma = true }).Column("a")[0]);
        Assert.Contains("line 3, column 'a'", Error("a;b\n1.5;2\n1,5;2\n"), StringComparison.Ordinal);
        Assert.Equal([1234.5, 2], Read("a;b\n1.234,5;2\n2;3\n", new CsvReadOptions { Columns = ["a"] }).Column("a").ToArray());
    }

    [Fact]
    public void ReadsTimes()
    {
        SeriesTable table = Read("date,OT\n2016-07-01 00:00:00,1\n2016-07-01 01:00:00,2\n");
        Assert.Equal([new DateTime(2016, 7, 1), new DateTime(2016, 7, 1, 1, 0, 0)], table.Times);
        Assert.Equal(DateTimeKind.Utc, Read("x,timestamp\n1,1383260400\n2,1383261000\n").Times![0].Kind);
        Assert.Equal(new DateTime(2013, 10, 31, 23, 10, 0), Read("x,timestamp\n1,1383260400000\n2,1383261000000\n").Times![1]);
        Assert.Equal(new DateTime(2020, 1, 1, 11, 0, 0), Read("ds,x\n2020-01-01T12:00:00+01:00,1\n").Times![0]);
        Assert.Null(Read("date,x\n2020-01-01,1\n2019-01-01,2\n", new CsvReadOptions { TimeColumn = "", Columns = ["x"] }).Times);
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData("\n\n", "empty")]
    [InlineData("a,b\n", "header and nothing below")]
    [InlineData("a,b\n1\n", "line 2: found 1 cell ('1'), expected 2")]
    [InlineData("a,b\n1,2\n\n1,2,3\n", "line 4: found 3 cells")]
    [InlineData("a,b\n1,2\n3,x7\n", "line 3, column 'b': found 'x7', expected a number")]
    [InlineData("a,b\nx,2\n3,4\n", "line 2, column 'a': found 'x', expected a number")]
    [InlineData("a\nx\n", "line 2, column 'a': found 'x', expected a number")]
    [InlineData("a,b\n1,2\n3,inf\n", "line 3, column 'b': found 'inf', expected a finite number")]
    [InlineData("a,b\n1,2\n3,1e999\n", "line 3, column 'b': found '1e999', expected a finite number")]
    [InlineData("a,b\n1,2\n3,NaN\n", "line 3, column 'b': found 'NaN', expected a number; fill it in, or set Gaps")]
    [InlineData("a,b\n1,2\n3,\n", "line 3, column 'b': the cell is empty")]
    [InlineData("a,a\n1,2\n", "line 1: column name 'a' is used for cell 1 and cell 2")]
    [InlineData("a,,b\n1,2,3\n", "cell 2 of the header is empty")]
    [InlineData("a,\" \u00a0\",b\n1,2,3\n", "cell 2 of the header is empty")]
    [InlineData("1.5,2.5\n1,2\n", "the first line holds numbers")]
    [InlineData("5\n6\n7\n", "line 1: the first line holds numbers ('5'), not names; add a header line")]
    [InlineData("1,2,3\n4,5,6\n", "the first line holds numbers")]
    [InlineData("2020-01-01,5\n2020-01-02,6\n", "the first line holds numbers")]
    [InlineData("a,b\n\"1,2\n3,4\n", "t.csv, line 2: the line cannot be read as CSV")]
    [InlineData("a\0b\n", "binary")]
    [InlineData("date,a\n2020-01-01,1\n2020-01-03,2\n2020-01-02,3\n", "line 4, column 'date': time stamp '2020-01-02' comes before that of line 3")]
    [InlineData("date,a\n2020-01-01,1\n2020-01-02,2\n2020-01-02,3\n", "line 4, column 'date': time stamp '2020-01-02' repeats that of line 3")]
    [InlineData("date,a\n2020-01-01,1\n2020-01-02,2\n2020-01-04,3\n2020-01-05,3\n", "1 time stamp is missing from the grid of 1 day, the first after line 3")]
    [InlineData("date,a\n2020-01-01,1\n2020-01-02,2\nsoon,3\n", "line 4, column 'date': found 'soon' as a time stamp")]
    [InlineData("date,a\n2020-01-01,1\n2020-01-02,2\n,3\n", "line 4, column 'date': found '' as a time stamp")]
    [InlineData("date,a\n01/02/2020,1\n02/02/2020,2\n", "day and month could be either way round")]
    [InlineData("date,a\n2020-01-01,1\n2020-01-02,2\n2020-01-03,3\n2020-01-04 07:00,3\n", "not a whole number of steps")]
    [InlineData("date,a\n2020-01-01,1\n2020-01-02,2\n2020-01-03,3\n9999-01-01,3\n", "a stamp must be wrong")]
    [InlineData("step,a\n0,1\n1,2\n1,3\n", "repeats that of line 3")]
    [InlineData("date\n2020-01-01\n", "no column of numbers")]
    public void RefusesBadTextWithItsPlace(string text, string expected) => Assert.Contains(expected, Error(text), StringComparison.Ordinal);

    [Theory]
    [InlineData(GapPolicy.Zero, new double[] { 0, 2, 0, 0, 5, 0 })]
    [InlineData(GapPolicy.Previous, new double[] { 2, 2, 2, 2, 5, 5 })]
    [InlineData(GapPolicy.Linear, new double[] { 2, 2, 3, 4, 5, 5 })]
    public void FillsEmptyCellsAndMissingStampsAsTold(GapPolicy policy, double[] expected)
    {
        const string text = "step,a,b\n0,,7\n1,2,7\n2,nan,7\n4,5,7\n5,NA,7\n";
        SeriesTable table = Read(text, new CsvReadOptions { Gaps = policy });
        Assert.Equal(expected, table.Column("a").ToArray());
        Assert.Equal(2, table.Notes.Count);
        Assert.Contains("1 time stamp is missing from the grid of numbers, 1 apart, the first after line 4", table.Notes[0], StringComparison.Ordinal);
        Assert.Contains("column 'a': 3 empty or NaN cells (line 2, 4, 6) filled by", table.Notes[1], StringComparison.Ordinal);
    }

    [Fact]
    public void FillsTheStampsOfMissingRows()
    {
        SeriesTable table = Read("date,a\n2020-01-01,1\n2020-02-01,2\n2020-04-01,4\n2020-05-01,5\n", new CsvReadOptions { Gaps = GapPolicy.Linear });
        Assert.Equal([1, 2, 3, 4, 5], table.Column("a").ToArray());
        Assert.Equal(new DateTime(2020, 3, 1), table.Times![2]);
    }

    [Fact]
    public void KeepsOnlyTheColumnsAskedFor()
    {
        SeriesTable table = Read("a,b,c\n1,2,x\n3,4,y\n", new CsvReadOptions { Columns = ["b", "a"] });
        Assert.Equal(["b", "a"], table.Names);
        Assert.Equal([2, 4], table.Column(0).ToArray());
        Assert.Contains("unknown column 'B'; did you mean 'b'?", Error("a,b\n1,2\n", new CsvReadOptions { Columns = ["B"] }), StringComparison.Ordinal);
        Assert.Contains("unknown time column 'dat'; did you mean 'date'?", Error("date,b\n1,2\n", new CsvReadOptions { TimeColumn = "dat" }), StringComparison.Ordinal);
    }

    [Fact]
    public void LeavesOutTextColumnsAndSaysSo()
    {
        SeriesTable table = Read("city,a\nRome,1\nOslo,2\n");
        Assert.Equal(["a"], table.Names);
        Assert.Equal("column 'city' holds text ('Rome', line 2) and was left out; if that is wrong, name it in Categories", Assert.Single(table.Notes));
    }

    [Fact]
    public void ReadsFilesInUtf16AndTellsOfMissingOnes()
    {
        using var folder = new TempFolder();
        File.WriteAllText(folder.File("wide.csv"), "a,b\n1,2\n", Encoding.Unicode);
        Assert.Equal(2, CsvSeries.Read(folder.File("wide.csv")).Column("b")[0]);
        var missing = Assert.Throws<FileNotFoundException>(() => CsvSeries.Read(folder.File("wade.csv")));
        Assert.Contains("did you mean 'wide.csv'", missing.Message, StringComparison.Ordinal);
        Assert.Contains("is a folder", Assert.Throws<InvalidDataException>(() => CsvSeries.Read(folder.Path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ReadsAWideFile()
    {
        const int width = 5000;
        var text = new StringBuilder("step");
        for (int c = 0; c < width; c++) text.Append(CultureInfo.InvariantCulture, $",square_{c}");
        for (int t = 0; t < 4; t++)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n{t}");
            for (int c = 0; c < width; c++) text.Append(CultureInfo.InvariantCulture, $",{c + (t * 0.25)}");
        }

        SeriesTable table = Read(text.ToString());
        Assert.Equal(width, table.Names.Count);
        Assert.Equal([4321, 4321.25, 4321.5, 4321.75], table.Column("square_4321").ToArray());
    }

    [Fact]
    public void StopsWhenCancelled() =>
        Assert.Throws<OperationCanceledException>(() => CsvSeries.Read(new StringReader("a\n1\n"), "t", null, new CancellationToken(true)));

    [Fact]
    public void SeveralSourceLinesAreReadAsOneSource()
    {
        SeriesTable table = CsvSeries.Read(new StringReader("# source shm: a: b\n# source bessel: c\nx,y\n1,2\n3,4\n"), "two");
        Assert.StartsWith("shm: a: b; bessel: c", table.Source, StringComparison.Ordinal);
        Assert.Equal(["x", "y"], table.Names);
    }

    [Fact]
    public void A_byte_order_mark_before_a_name_is_no_part_of_it() =>
        Assert.Equal(["a", "b"], Read("\uFEFFa,\uFEFFb\n1,2\n2,3\n").Names);

    [Fact]
    public void A_name_of_thousands_of_characters_is_refused()
    {
        Assert.Equal(1000, Read($"{new string('a', 1000)}\n1\n2\n").Names[0].Length);
        string message = Assert.Throws<InvalidDataException>(() => Read($"{new string('a', 1001)}\n1\n2\n")).Message;
        Assert.Contains("a column name has 1001 characters", message, StringComparison.Ordinal);
        Assert.Contains("check quotes and line ends of the header", message, StringComparison.Ordinal);
    }
}
