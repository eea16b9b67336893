using QSeq.Data;
using static QSeq.Tests.Data.CsvSamples;

namespace QSeq.Tests.Data;

/// <summary>Files of a series a row whose times stand in the header.</summary>
public class CsvHeaderTests
{
    private static readonly CsvReadOptions Rows = new() { RowsAreSeries = true };

    private static string Row(int first, int count) => string.Join(',', Enumerable.Range(first, count));

    private static string Years(int first, int count, string format = "{0}") => string.Join(',', Enumerable.Range(first, count).Select(year => string.Format(System.Globalization.CultureInfo.InvariantCulture, format, year)));

    private static SeriesPanel Each(string text, CsvReadOptions? options = null) => CsvSeries.ReadEach(new StringReader(text), "t.csv", options ?? Rows);

    [Theory]
    [InlineData("\"{0}\"")]
    [InlineData("{0} [YR{0}]")]
    [InlineData("X{0}")]
    public void YearsInTheHeaderAreTheAxisOfEveryRow(string format)
    {
        string text = $"Country Name,Country Code,Indicator,{Years(1990, 30, format)},\nAruba,ABW,People,{Row(100, 30)},\nAustria,AUT,People,,{Row(200, 28)},,\n";
        Assert.Contains("every row seems to be a series; set RowsAreSeries, or name the columns to read", Error(text), StringComparison.Ordinal);
        SeriesPanel panel = Each(text);
        Assert.Equal(["Aruba", "Austria"], panel.Series.Select(series => series.Name));
        SeriesTable aruba = panel.Series[0].Table!, austria = panel.Series[1].Table!;
        Assert.Equal(2020, aruba.Step!.NumberAt(30));
        Assert.Equal(1991, austria.Step!.NumberAt(0));
        Assert.Equal(28, austria.Length);
        Assert.Equal(200, austria.Column(0)[0]);
        Assert.Equal(2020, Read(text, Rows with { Columns = ["Aruba"] }).Step!.NumberAt(30));
        Assert.Contains("holds 30 values and 'Austria' 28", Error(text, Rows), StringComparison.Ordinal);
        string shifted = text.Replace($"Aruba,ABW,People,{Row(100, 30)},", $"Aruba,ABW,People,{Row(100, 28)},,,", StringComparison.Ordinal);
        Assert.Contains("'Austria' 28 from another time on", Error(shifted, Rows), StringComparison.Ordinal);
    }

    [Fact]
    public void DatesInTheHeaderAreStamps()
    {
        string dates = string.Join(',', Enumerable.Range(0, 40).Select(n => Start.AddDays(n).ToString("M/d/yy", System.Globalization.CultureInfo.InvariantCulture)));
        string text = $"Province/State,Country/Region,Lat,Long,{dates}\n,Aruba,12.5,-70,{Row(1, 40)}\nTyrol,Austria,47.5,13,{Row(2, 40)}\nVienna,Austria,48,16,{Row(3, 40)}\n";
        Assert.Contains("the header holds times ('1/1/21', '1/2/21', ...)", Error(text), StringComparison.Ordinal);
        SeriesTable table = Read(text, Rows);
        Assert.Equal(["Aruba", "Tyrol/Austria", "Vienna/Austria"], table.Names);
        Assert.Equal(1, table.Column(0)[0]);
        NextIs(table, "2021-02-10");
        Assert.Contains("put the columns in the order of time", Error("who,2021-01-02,2021-01-01\na,1,2\nb,3,4\n", Rows), StringComparison.Ordinal);
        Assert.Contains("of which 1 is missing; add the columns", Error("who,2021-01-01,2021-01-02,2021-01-04,2021-01-05\na,1,2,3,4\nb,3,4,5,6\n", Rows), StringComparison.Ordinal);
        Assert.Contains("found 4 cells, expected 3 as in the header", Assert.Single(Each("who,2021-01-01,2021-01-02\na,1,2,3\n").Series).Problem!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AColumnBehindTheTimesIsNoValue()
    {
        string text = $"Country,Subject,{Years(2015, 6)},Estimates after\nAruba,GDP,{Row(1, 6)},2019\nAustria,GDP,{Row(2, 6)},2018\n";
        Assert.Contains("the header holds times ('2015', '2016', ...)", Error(text), StringComparison.Ordinal);
        SeriesTable table = Read(text, Rows);
        Assert.Equal([1, 2, 3, 4, 5, 6], table.Column("Aruba").ToArray());
        Assert.Equal(2021, table.Step!.NumberAt(6));
    }

    [Fact]
    public void NamesThatCountHaveNoTimes()
    {
        string text = $"id,item,store,{string.Join(',', Enumerable.Range(1, 20).Select(n => $"d_{n}"))}\nA_1_x,A,1,{Row(1, 20)}\nA_2_x,A,2,{Row(2, 20)}\n";
        Assert.Contains("the header counts on ('d_1', 'd_2', ...): every row seems to be a series", Error(text), StringComparison.Ordinal);
        SeriesTable table = Read(text, Rows);
        Assert.Equal(["A_1_x", "A_2_x"], table.Names);
        Assert.Null(table.Step);
        Assert.Equal([1, 2], table.Column(0)[..2].ToArray());
        Assert.Equal(["d_3"], Read(text, new CsvReadOptions { Columns = ["d_3"] }).Names);
    }

    [Fact]
    public void OtherHeadersAreNames()
    {
        Assert.Equal(["2019", "2020", "2021"], Read(Lines("date,2019,2020,2021", 5, n => $"{Start.AddDays(n):yyyy-MM-dd},{n},{n},{n}")).Names);
        Assert.Equal(["x1", "x2", "x3"], Read("who,x1,x2,x3\nOslo,1,2,3\nRome,4,5,6\nKiel,1,5,2\nBonn,4,4,4\n").Names.Take(3));
        Assert.Contains("expected 3 as in the header in line 1", Error("mpg,cyl,disp\nMazda,21,6,160\nDatsun,22,4,108\nHornet,21,6,258\nValiant,18,6,225\n"), StringComparison.Ordinal);
    }

    [Fact]
    public void RemarksAboveAWideHeaderAreLeftOut()
    {
        string text = $"\"Data Source\",\"Indicators\",\n\n\"Last Updated\",\"2023-03-01\",\n\n\"Country Name\",\"Code\",{Years(1990, 10)},\nAruba,ABW,{Row(1, 10)},\nAngola,AGO,{Row(2, 10)},\nAustria,AUT,{Row(3, 10)},\n";
        Assert.Contains("the header holds times ('1990', '1991', ...)", Error(text), StringComparison.Ordinal);
        Assert.Equal(2000, Read(text, Rows).Step!.NumberAt(10));
    }

    [Theory]
    [InlineData("item,Jan-22,Feb-22,Q1,Mar-22,Apr-22\nA,1,2,3,4,5\nB,1,2,3,4,5\n", "Q1")]
    [InlineData("item,2019,2020,FY,2021,2022,2023\nA,1,2,3,4,5,6\nB,1,2,3,4,5,6\n", "FY")]
    public void ATotalAmongTimesIsRefused(string text, string name) => Assert.Equal(
        $"t, line 1: the header holds times, but '{name}' stands among them, and what is in front of it would be lost; remove that column if it is a total, or write its name as a time",
        Assert.Throws<InvalidDataException>(() => CsvSeries.Read(new StringReader(text), "t", new CsvReadOptions { RowsAreSeries = true })).Message);
}
