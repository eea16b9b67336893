using QSeq.Data;
using static QSeq.Tests.Data.CsvSamples;

namespace QSeq.Tests.Data;

/// <summary>Numbers with something around them: currencies, percent, units, K and M, parentheses.</summary>
public class CsvFormTests
{
    [Theory]
    [InlineData("$1,234.50|$950.25|$0.75", new[] { 1234.5, 950.25, 0.75 }, "carries '$', which is left out: '$1,234.50' is 1,234.50")]
    [InlineData("-$1,234.50|$950.25|$-0.75", new[] { -1234.5, 950.25, -0.75 }, "carries '$'")]
    [InlineData("($1,234.50)|$950.25|$ (0.75)", new[] { -1234.5, 950.25, -0.75 }, "carries '$'")]
    [InlineData("1.234,50 €|950,25 €|0,75 €", new[] { 1234.5, 950.25, 0.75 }, "carries '€'")]
    [InlineData("EUR 12.5|EUR 13|EUR 14", new[] { 12.5, 13, 14 }, "carries 'EUR'")]
    [InlineData("12 %|13.5 %|-4 %", new[] { 12, 13.5, -4 }, "carries '%', which is left out: '12 %' is 12")]
    [InlineData("12%|0|-4%", new double[] { 12, 0, -4 }, "carries '%'")]
    [InlineData("1.25M|950.5K|2.001B", new[] { 1_250_000, 950_500, 2_001_000_000.0 }, "has K, M or B behind its numbers, for thousands, millions and billions")]
    [InlineData("$1.1M|$1.2M|$950K", new double[] { 1_100_000, 1_200_000, 950_000 }, "and carries '$'")]
    [InlineData("12.5 kWh|13 kWh|14 kWh", new[] { 12.5, 13, 14 }, "carries 'kWh'")]
    [InlineData("(5.41)|8.09|7", new[] { -5.41, 8.09, 7 }, "holds '(5.41)', which is read as a negative number")]
    [InlineData("5.41|8.09-|7", new[] { 5.41, -8.09, 7 }, "holds '8.09-', which is read as a negative number")]
    public void WhatEveryCellCarriesIsLeftOutAndSaid(string cells, double[] expected, string told)
    {
        string[] each = cells.Split('|');
        string text = Lines("d;y", 30, n => $"{Start.AddDays(n):yyyy-MM-dd};{each[n % 3]}");
        SeriesTable table = Read(text);
        Assert.Equal(expected, table.Column("y")[..3].ToArray());
        Assert.Contains(told, Assert.Single(table.Notes, note => note.StartsWith("column 'y' ", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.Equal(expected, Read(text, new CsvReadOptions { Columns = ["y"] }).Column("y")[..3].ToArray());

        // Missing values carry nothing.
        Assert.Equal(30, Read(text.Replace("2021-01-20;" + each[1], "2021-01-20;-", StringComparison.Ordinal), new CsvReadOptions { Gaps = GapPolicy.Previous }).Length);
    }

    [Theory]
    [InlineData("$5.5|€6.5|$7", "line 3, column 'y': found '€6.5' beside '$5.5': cells of one column carry different marks; write them alike, or name the series to read in Columns")]
    [InlineData("12 %|0.5|13 %", "line 3, column 'y': found '0.5' beside '12 %'")]
    [InlineData("1.5M|950|2M", "line 3, column 'y': found '950' beside '1.5M'")]
    [InlineData("$5|6|soon", "found '$5', expected a number")]
    public void WhatIsUnclearIsRefused(string cells, string expected)
    {
        string[] each = cells.Split('|');
        string text = Lines("d;y;z", 30, n => $"{Start.AddDays(n):yyyy-MM-dd};{each[n % 3]};{n}.5");
        Assert.Contains(expected, Error(text), StringComparison.Ordinal);
        Assert.Equal(["z"], Read(text, new CsvReadOptions { Columns = ["z"] }).Names);
    }

    [Fact]
    public void ACellBehindTheRowsLookedAtMustCarryItToo()
    {
        string text = Lines("d;y", 300_000, n => n == 299_990 ? $"{Start.AddMinutes(n):yyyy-MM-dd HH:mm};7" : $"{Start.AddMinutes(n):yyyy-MM-dd HH:mm};{n % 10}.5 %");
        Assert.Contains("line 299992, column 'y': found '7' where other cells carry '%'; write all cells alike, name it in Missing", Error(text), StringComparison.Ordinal);
    }

    [Fact]
    public void CellsThatAreNoNumbersStayTexts()
    {
        Assert.Equal(["a"], Read("where;a\n12b Main\n;1\n".Replace("Main\n;", "Main;", StringComparison.Ordinal) + "9 Side;2.5\n7c Back;3\n").Names);
        Assert.Equal(["a"], Read("grade;a\nA;1\nC-;2.5\nB;3\n").Names);
        Assert.Equal([10, 9.5], Read("d,y\n2021-01-01,\"  10.0\"\n2021-01-02,\"   9.5\"\n").Column("y").ToArray());
        Assert.Equal("(1)", CsvForm.Of(["(1)", "(2)"], out _)?.Told ?? "(1)"); // notes, not negative numbers
        Assert.Contains("the first line holds numbers", Error("2021-01-01,$5\n2021-01-02,$6\n"), StringComparison.Ordinal);
        Assert.Equal(["5%", "95%"], Read("date,5%,95%\n2021-01-01,1,2\n2021-01-02,2,3\n").Names);
    }
}
