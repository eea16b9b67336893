using System.Text;
using QSeq.Data;
using static QSeq.Tests.Data.CsvSamples;

namespace QSeq.Tests.Data;

/// <summary>What is decided about files as people have them: numbers, delimiters, rows that are none.</summary>
public class CsvEvidenceTests
{
    [Theory]
    [InlineData("d;y", ';', "950", "1.264", 1264)]
    [InlineData("d,y", ',', "950", "1,304", 1304)]
    [InlineData("d;y", ';', "950", "1.264.000", 1264000)]
    [InlineData("d;y", ';', "950,5", "1.264,25", 1264.25)]
    [InlineData("d;y", ';', "950,5", "1.264", 1264)]
    [InlineData("d,y", ',', "950.5", "1,264", 1264)]
    [InlineData("d;y", ';', "950.5", "1'264.5", 1264.5)]
    [InlineData("d;y", ';', "950.5", "1 264.5", 1264.5)]
    [InlineData("d;y", ';', "950,5", "1 264,5", 1264.5)]
    public void ThousandsAreReadByEvidence(string header, char delimiter, string small, string large, double expected)
    {
        string text = Lines(header, 30, n => $"{Start.AddDays(n):yyyy-MM-dd}{delimiter}\"{(n < 3 ? small[..2] + n + small[3..] : n < 15 ? small : large)}\"");
        Assert.Equal(expected, Read(text).Column("y")[20]);
        Assert.InRange(Read(text).Column("y")[0], 950, 951);
    }

    [Fact]
    public void AMarkThatIsDeclaredHoldsForAllCells()
    {
        string text = "d;y\n2021-01-01;1.250\n2021-01-02;695\n2021-01-03;692,5\n";
        Assert.Equal([1250, 695, 692.5], Read(text, new CsvReadOptions { DecimalComma = true }).Column("y").ToArray());
        Assert.Contains("found '1.25' where numbers have decimal commas", Error("y\n1.25\n2,5\n", new CsvReadOptions { DecimalComma = true, Delimiter = ';' }), StringComparison.Ordinal);
        Assert.Equal([1234, 5678], Read("y\n1.234\n5.678\n", new CsvReadOptions { Thousands = '.' }).Column("y").ToArray());
        Assert.Equal([1.234, 5.678], Read("y\n1.234\n5.678\n").Column("y").ToArray());
    }

    [Fact]
    public void PointsBeforeThreeDigitsAreRefusedBetweenSemicolonsUntilSaid()
    {
        string text = Lines("d;y", 30, n => $"{Start.AddDays(n):yyyy-MM-dd};{1 + (n % 9)}.{100 + n}");
        Assert.Contains("line 2, column 'y': found '1.100', and every point in a number is followed by three digits: they may be decimal points or part thousands; set DecimalComma to false, or set Thousands to '.'", Error(text), StringComparison.Ordinal);
        Assert.Equal(1.1, Read(text, new CsvReadOptions { DecimalComma = false }).Column(0)[0]);
        Assert.Equal(1100, Read(text, new CsvReadOptions { Thousands = '.' }).Column(0)[0]);
        Assert.Equal(1100, Read(text, new CsvReadOptions { DecimalComma = true }).Column(0)[0]);

        // Cells that can be nothing else settle it, in any column; and what they settled is kept for later files.
        foreach (string proof in (string[])["0.125", "1234.567", "1.5", "-0.001", "12.5e-3"])
            Assert.Equal(1.1, Read(text + $"2021-01-31;{proof}\n").Column(0)[0]);
        Assert.Equal(1.1, Read(text + "2021-01-31;1250\n").Column(0)[0]);
        CsvReadOptions kept = Read(text + "2021-01-31;0.125\n").Description!.Options;
        Assert.Equal(2.125, Read("d;y\n2021-01-31;2.125\n", kept).Column(0)[0]);

        // Where commas part cells, points are decimal marks.
        Assert.Equal([12.5, 1000.25], Read("d,y\n2021-01-01,12.500\n2021-01-02,1000.250\n").Column(0).ToArray());
        Assert.Equal([12.5, 1.25], Read("d,y\n2021-01-01,12.500\n2021-01-02,1.250\n").Column(0).ToArray());
        Assert.Single(Read("d\ty\n2021-01-01\t12.500\n2021-01-02\t1.250\n").Notes);
    }

    [Fact]
    public void TheDelimiterIsTheOneThatMakesNumbers()
    {
        SeriesTable table = Read(Lines("time;load, MW;temp, C", 20, n => $"{Start.AddHours(n):yyyy-MM-dd HH:mm:ss};{n},0;1{n},5"));
        Assert.Equal(["load, MW", "temp, C"], table.Names);
        Assert.Equal(["value"], Read(Lines("date value", 20, n => $"{Start.AddDays(n):yyyy-MM-dd} {Value(n)}")).Names);
        Assert.Equal([1234.5, 2234.5], Read("a\n1 234.5\n2 234.5\n").Column("a").ToArray());
        Assert.Equal(10.5, Read("a\n10,5\n11,5\n").Column("a")[0]);
    }

    [Fact]
    public void BlankLinesOfASingleColumnAreGaps()
    {
        string text = "flow\n1.5\n2.5\n\n3.5\n4.5\n5.5\n\n";
        Assert.Contains("line 4, column 'flow': the cell is empty", Error(text), StringComparison.Ordinal);
        Assert.Equal([1.5, 2.5, 2.5, 3.5, 4.5, 5.5], Read(text, new CsvReadOptions { Gaps = GapPolicy.Previous }).Column(0).ToArray());
        Assert.Equal([1.5, 2.5, 3.5], Read("flow\n1.5\n\n2.5\n\n3.5\n").Column(0).ToArray()); // every other line, so only set apart
    }

    [Fact]
    public void RowsThatAreNoneAreLeftOutOrRefused()
    {
        Assert.Equal(3, Read("a,b\n1,2\n3,4\n5,6\n,\n,\n").Length);
        Assert.Contains("line 5, column 'week': found 'Total' as a time stamp", Error("week,sales\n1,5.5\n2,6.5\n3,7.5\nTotal,19.5\n"), StringComparison.Ordinal);
        Assert.Contains("line 5, column 'n': found 'Total' where other rows have numbers", Error("n,sales\n1,5.5\n1,6.5\n1,7.5\nTotal,19.5\n", new CsvReadOptions { Columns = ["sales"] }), StringComparison.Ordinal);
        Assert.Contains("seems cut off", Error("d,y\n2021-01-01,10.125\n2021-01-02,10.250\n2021-01-03,10.375\n2021-01-04,10.500\n2021-01-05,10"), StringComparison.Ordinal);
        Assert.Equal(10, Read("d,y\n2021-01-01,10.125\n2021-01-02,10.250\n2021-01-03,10.375\n2021-01-04,10.500\n2021-01-05,10\n").Column(0)[4]);
    }

    [Theory]
    [InlineData("Total,,20", 6, "found '' as a time stamp")]
    [InlineData(",2021-01-04,\n,,\n,,\nSource: us,,", 9, "found '' as a time stamp")]
    [InlineData(",,\n,Source: us,", 7, "found 'Source: us' as a time stamp, expected a date year first, such as 2016-07-31 13:00:00; correct it, or remove the line if it is a total or a remark")]
    [InlineData("Source: us", 6, "found 1 cell ('Source: us'), expected 3 as in the header in line 1; correct the line, remove it if it is a remark, or")]
    public void ALastRowWithoutAStampIsRefused(string last, int line, string expected) =>
        Assert.Contains($"line {line}{(last.Contains(',') ? ", column 'd'" : "")}: {expected}", Error($"x,d,y\na,2021-01-01,1\nb,2021-01-02,2\nc,2021-01-03,3\nd,2021-01-04,4\n{last}\n".Replace("d,2021-01-04,4\n,2021", "d,2021-01-05,4\n,2021", StringComparison.Ordinal)), StringComparison.Ordinal);

    [Theory]
    [InlineData("what,y\na,1\nb,2\nc,4\nTotal,7\n", "line 5: the last row says 'Total'")]
    [InlineData("what,y\na,1\nb,2\nc,4\nDurchschnitt (3),2.3\n", "line 5: the last row says 'Durchschnitt (3)'")]
    [InlineData("y\n1.5\n2.5\n4\n3.5\n11.5\n", "line 6: the last row is the sum of the rows above it")]
    [InlineData("a,b\n1,4\n2,5\n4,6\n5,7\n3,5.5\n", "line 6: the last row is the mean of the rows above it")]
    public void ATotalThatNoStampGivesAwayIsSaid(string text, string expected)
    {
        string note = Assert.Single(Read(text).Notes, note => note.StartsWith("line", StringComparison.Ordinal));
        Assert.StartsWith(expected, note, StringComparison.Ordinal);
        string without = text[..(text.TrimEnd('\n').LastIndexOf('\n') + 1)];
        Assert.DoesNotContain(Read(without).Notes, note => note.StartsWith("line", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("y\n0\n0\n5\n0\n5\n")]
    [InlineData("y\n3\n3\n3\n3\n3\n")]
    [InlineData("y\n1\n2\n4\n5\n3\n")]
    [InlineData("what,y\na,1\nb,2\nc,4\nTotally,5\n")]
    public void AnotherLastRowIsNoTotal(string text) =>
        Assert.DoesNotContain(Read(text).Notes, note => note.StartsWith("line", StringComparison.Ordinal));

    [Fact]
    public void RemarksAboveTheHeaderAreLeftOutAndSaid()
    {
        SeriesTable table = Read("Category: All categories\n\n" + Lines("Month,cats,dogs", 12, n => $"2020-{n + 1:00},{n}.5,{n}"));
        Assert.Equal(["cats", "dogs"], table.Names);
        Assert.Equal(12, table.Length);
        Assert.Equal("header: in line 3 (the 1 line above it, beginning with 'Category: All categories', has fewer cells and was left out)", Assert.Single(table.Notes));
        Assert.Equal(["t", "p"], Read("Station;Kiel\nHeight;5 m\n" + Lines("when;t;p", 12, n => $"{Start.AddDays(n):yyyy-MM-dd};{n},5;{n}")).Names);
        Assert.Contains("line 5, column 'cats': found 'x'", Error("Title\n" + "day,cats,dogs\n1,2,3\n2,3,4\n3,x,5\n4,4,4\n"), StringComparison.Ordinal);

        // Rows of values are none.
        Assert.Contains("expected 1 as in the header in line 1", Error("y\n1,2\n3,4\n5,6\n7,8\n", new CsvReadOptions { Delimiter = ',' }), StringComparison.Ordinal);
    }

    [Fact]
    public void RowsWithoutValuesAtTheEndAreTheFuture()
    {
        SeriesTable table = Read(Lines("date,flow", 30, n => $"{Start.AddDays(n):yyyy-MM-dd},{(n < 20 ? Value(n) : "")}"));
        Assert.Equal(20, table.Length);
        NextIs(table, "2021-01-21");
        Assert.Equal("the last 10 rows hold no value and are the future: a forecast begins at '2021-01-21'", Assert.Single(table.Notes));
    }

    [Theory]
    [InlineData("2021-01-01,NA")]
    [InlineData("01.01.2021,10.5")]
    [InlineData("4.5,10.5")]
    public void AFirstLineOfDataIsNoHeader(string first)
    {
        string text = first + "\n2021-01-02,11\n2021-01-03,12\n";
        Assert.Contains("the first line holds numbers", Error(text), StringComparison.Ordinal);
        Assert.Equal("column2", Read("1,10.5\n2,11\n3,12\n", new CsvReadOptions { Header = false }).Names[1]);
    }

    [Fact]
    public void RemarksQuotedLinesAndDelimitersAtTheEndAreRead()
    {
        Assert.Equal(["flow"], Read("# station 12\n# m3/s\ndate,flow\n2021-01-01,1.5\n2021-01-02,2\n").Names);
        Assert.Equal(["flow (m3/s)"], Read("date,\"flow\n(m3/s)\"\n2021-01-01,1.5\n2021-01-02,2\n").Names);
        Assert.Equal(["flow"], Read("date,flow,\n2021-01-01,1.5,\n2021-01-02,2,\n").Names);
    }

    [Theory]
    [InlineData("NA")]
    [InlineData("n/a")]
    [InlineData("None")]
    [InlineData("-")]
    [InlineData(".")]
    [InlineData("?")]
    [InlineData("#N/A")]
    [InlineData("null")]
    [InlineData(":")]
    public void TheUsualMarkersAreGaps(string marker)
    {
        string text = $"a\n1.5\n{marker}\n2.5\n";
        Assert.Contains($"line 3, column 'a': found '{marker}'", Error(text), StringComparison.Ordinal);
        Assert.Equal([1.5, 2, 2.5], Read(text, new CsvReadOptions { Gaps = GapPolicy.Linear }).Column(0).ToArray());
    }

    [Theory]
    [InlineData("-999", "-999.00")]
    [InlineData("-999.0", "-999")]
    public void AMarkerThatIsANumberIsFoundHoweverItIsWritten(string marker, string cell)
    {
        string text = $"y\n1.5\n{cell}\n3.5\n4.5\n";
        Assert.Equal([1.5, 1.5, 3.5, 4.5], Read(text, new CsvReadOptions { Missing = [marker], Gaps = GapPolicy.Previous }).Column(0).ToArray());
        SeriesTable row = CsvSeries.Read(new StringReader($"a,1.5,{cell},3.5\n"), "t", new CsvReadOptions { RowsAreSeries = true, Header = false, Missing = [marker], Gaps = GapPolicy.Previous });
        Assert.Equal([1.5, 1.5, 3.5], row.Column(0).ToArray());
    }

    [Fact]
    public void CodesAmongNumbersThatNobodyAskedForAreNoTotal()
    {
        string Codes(string last) => "day,sales,holiday\n" + string.Concat(Enumerable.Range(1, 9).Select(n => $"2023-01-0{n},{n}.5,{(n == 4 ? "a" : n > 7 ? last : "0")}\n"));
        CsvReadOptions sales = new() { Columns = ["sales"] };
        Assert.Equal(9, Read(Codes("0"), sales).Length);
        Assert.Equal(9, Read(Codes("a"), sales).Length); // two rows with stamps at the end
        Assert.Contains("found 'sum' where other rows have numbers; remove the line if it is a total or a remark", Error(Codes("0") + "2023-01-10,45.5,sum\n", sales), StringComparison.Ordinal);
    }

    [Fact]
    public void NumbersThatAreCodesAreNoCount()
    {
        string text = "period,y\n" + string.Concat(Enumerable.Range(0, 24).Select(n => $"{2010 + (n / 4)}{(n % 4) + 1},{n}.5\n"));
        string[] expected = ["t.csv, line 6, column 'period': '20111' comes after '20104', and more numbers are missing than there are rows, as if they were codes and no count; ", "or set TimeColumn to \"\" to read without time stamps"];
        foreach (GapPolicy gaps in (GapPolicy[])[GapPolicy.Error, GapPolicy.Previous])
            Assert.All(expected, part => Assert.Contains(part, Error(text, new CsvReadOptions { Gaps = gaps, TimeColumn = "period", DateFormat = "number" }), StringComparison.Ordinal));
    }

    [Fact]
    public void ThreeDigitsBehindAPointBesideFarLargerNumbersAreADoubt()
    {
        Assert.Contains("'2.100' in line 2 might have a point between thousands", Assert.Single(Read("y\n2.100\n950\n720\n1.264\n", new CsvReadOptions()).Notes), StringComparison.Ordinal);
        Assert.Contains(
            "though '1.028' in line 3 stands beside far larger numbers without a mark",
            Assert.Single(Read("x,y\n0.5,950\n1.5,1.028\n0.5,990\n", new CsvReadOptions()).Notes),
            StringComparison.Ordinal);
        Assert.Empty(Read("y\n2.100\n1.250\n3\n1.264\n", new CsvReadOptions()).Notes);
    }

    [Fact]
    public void OtherMarkersAreNamed()
    {
        string text = Lines("a", 20, n => n % 7 == 3 ? "-999" : Value(n));
        Assert.Contains("'a' holds -999 3 times", Assert.Single(Read(text).Notes), StringComparison.Ordinal);
        SeriesTable filled = Read(text, new CsvReadOptions { Missing = ["-999"], Gaps = GapPolicy.Linear });
        Assert.InRange(filled.Column(0).ToArray().Min(), 8, 12);
        Assert.Contains("found 'broken', expected a number; correct it, name it in Missing", Error("a\n1\n2\nbroken\n"), StringComparison.Ordinal);
        Assert.Equal(3, Read("a\n1\n2\nbroken\n4\n", new CsvReadOptions { Missing = ["broken"], Gaps = GapPolicy.Linear }).Column(0)[2]);
    }

    [Fact]
    public void BytesAreDecodedByEvidence()
    {
        using var folder = new TempFolder();
        string text = "date\tflow\n2021-01-01\t1.5\n2021-01-02\t2.5\n";
        File.WriteAllBytes(folder.File("le.csv"), Encoding.Unicode.GetBytes(text));
        File.WriteAllBytes(folder.File("be.csv"), Encoding.BigEndianUnicode.GetBytes(text));
        File.WriteAllBytes(folder.File("latin.csv"), Encoding.Latin1.GetBytes("a (°C)\n1.5\n"));
        Assert.Equal(2.5, CsvSeries.Read(folder.File("le.csv")).Column("flow")[1]);
        Assert.Equal(2.5, CsvSeries.Read(folder.File("be.csv")).Column("flow")[1]);
        Assert.Contains("set Encoding", Assert.Throws<InvalidDataException>(() => CsvSeries.Read(folder.File("latin.csv"))).Message, StringComparison.Ordinal);
        Assert.Equal(["a (°C)"], CsvSeries.Read(folder.File("latin.csv"), new CsvReadOptions { Encoding = "windows-1252" }).Names);
        Assert.Contains("encoding 'klingon' is not known", Assert.Throws<ArgumentException>(() => CsvSeries.Read(folder.File("le.csv"), new CsvReadOptions { Encoding = "klingon" })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ALongFileIsReadAsOneColumnForEachSeries()
    {
        string text = Lines("unique_id,ds,y", 40, n => $"{(n % 2 == 0 ? "A" : "B")},{Start.AddDays(n / 2):yyyy-MM-dd},{n}");
        SeriesTable table = Read(text);
        Assert.Equal(["A", "B"], table.Names);
        Assert.Equal(20, table.Length);
        Assert.Equal([0, 2, 4], table.Column("A")[..3].ToArray());
        Assert.Equal([1, 3, 5], table.Column("B")[..3].ToArray());
        Assert.Contains("told apart by 'unique_id', 2 in", Assert.Single(table.Notes), StringComparison.Ordinal);

        // Whatever the names and however the rows are ordered.
        SeriesTable other = Read(Lines("day,plant,heat,cold", 40, n => $"{Start.AddDays(n % 20):yyyy-MM-dd},{(n < 20 ? "x" : "z")},{n},{-n}"));
        Assert.Equal(["x heat", "z heat", "x cold", "z cold"], other.Names);
        Assert.Equal(-20, other.Column("z cold")[0]);

        // Series whose times follow each other are told apart by the name of their column.
        string follow = Lines("unique_id,ds,y", 40, n => $"{(n < 20 ? "A" : "B")},{Start.AddDays(n):yyyy-MM-dd},{n}");
        Assert.Contains("series 'A' has no value at 20 of the 40 times", Error(follow), StringComparison.Ordinal);
        Assert.Contains("repeats that of line", Error(text, new CsvReadOptions { Keys = [] }), StringComparison.Ordinal);
    }

    [Fact]
    public void WhatWasDecidedIsToldAndKept()
    {
        SeriesTable table = Read(Lines("Datum;Verbrauch", 30, n => $"{Start.AddDays(n):dd.MM.yyyy};{n},5"));
        CsvDescription description = table.Description!;
        Assert.Equal(["delimiter", "numbers", "time", "step"], description.Findings.Select(finding => finding.What));
        Assert.Equal("delimiter: ';' (it makes numbers and dates of most cells)", description.Findings[0].ToString());
        Assert.Equal("numbers: decimal commas ('0,5' in line 2 can be nothing else)", description.Findings[1].ToString());
        Assert.Equal("day-first", description.Options.DateFormat);
        Assert.True(description.Options.DecimalComma);

        // A later file, too short to tell, is read alike.
        SeriesTable later = Read("Datum;Verbrauch\n01.02.2021;1,500\n02.02.2021;1,250\n", description.Options);
        Assert.Equal([1.5, 1.25], later.Column(0).ToArray());
        Assert.Equal(new DateTime(2021, 2, 1), later.Times![0]);
    }

    [Fact]
    public void ATableOfAYearARowIsSaid() =>
        Assert.Contains("are months, a year a row", Assert.Single(Read(Lines("YEAR,JAN,FEB,MAR,APR,MAY,JUN,JUL,AUG,SEP,OCT,NOV,DEC", 5, n => $"{2000 + n},1.5,2,3,4,5,6,7,8,9,10,11,12")).Notes), StringComparison.Ordinal);
}
