using QSeq.Data;

namespace QSeq.Tests.Data;

/// <summary>Columns beside the series of a file: known in the future, and of categories.</summary>
public class CsvBesideTests
{
    private static readonly CsvReadOptions Shop = new()
    {
        Columns = ["sales", "price"],
        Targets = ["sales"],
        Known = ["price"],
        Categories = [new CategoryColumn("weather")],
    };

    private static string Text(int rows, int sold, string header = "day,sales,price,weather") => header + "\n" + string.Concat(Enumerable.Range(0, rows).Select(n =>
        FormattableString.Invariant($"{new DateTime(2023, 1, 30).AddDays(n):yyyy-MM-dd},{(n < sold ? $"{n}.5" : "")},{n}.25,{(n % 3 == 0 ? "sun" : n % 3 == 1 ? "rain" : "")}\n")));

    private static SeriesTable Read(string text, CsvReadOptions options) => CsvSeries.Read(new StringReader(text), "t", options);

    private static string Refused(string text, CsvReadOptions options) => Assert.Throws<InvalidDataException>(() => Read(text, options)).Message;

    [Fact]
    public void RowsBehindTheLastValueAreTheFutureOfWhatIsKnown()
    {
        SeriesTable table = Read(Text(10, 7), Shop);
        Assert.Equal(["sales", "price", "weather=rain", "weather=sun"], table.Names);
        Assert.Equal(7, table.Length);
        Assert.Equal(6.25, table.Column("price")[^1]);
        Assert.Equal(["price"], table.Future!.Names);
        Assert.Equal([7.25, 8.25, 9.25], table.Future.Column(0).ToArray());
        Assert.Equal(new DateTime(2023, 2, 6), table.Future.Times![0]);
        Assert.Contains("the last 3 rows hold no value of 'sales' and are the future: a forecast begins at '2023-02-06'; of 3 of them 'price' is known", table.Notes);
        Assert.Equal([0, 1, 0, 0, 1, 0, 0], table.Column("weather=rain").ToArray());
        Assert.Equal([1, 0, 0, 1, 0, 0, 1], table.Column("weather=sun").ToArray());
        Assert.Equal(["rain", "sun"], Assert.Single(table.Description!.Options.Categories!).Levels);
        Assert.Equal([7.25, 8.25, 9.25], table.Select(["sales", "price"]).Future!.Column(0).ToArray());
        Assert.Null(table.Select(["sales"]).Future);
        Assert.Equal(["cost"], table.Select(["sales", "price"]).WithNames(["sales", "cost"]).Future!.Names);
    }

    [Fact]
    public void CategoriesOfTheFutureKeepTheirLevels()
    {
        SeriesTable table = Read(Text(10, 7), Shop with { Known = ["price", "weather"], Gaps = GapPolicy.Previous });
        Assert.Equal(["price", "weather=rain", "weather=sun"], table.Future!.Names);
        Assert.Equal([1, 0, 0], table.Future.Column("weather=rain").ToArray()); // the blank one is none, as before the end
        SeriesTable known = Read(Text(10, 7), Shop with { Categories = [new CategoryColumn("weather", ["snow", "sun"])] });
        Assert.Equal(["sales", "price", "weather=snow", "weather=sun"], known.Names);
        Assert.Contains("column 'weather': 3 cells (line 3: 'rain') are none of the 2 categories known, and count as none of them", known.Notes);
        Assert.Contains("column 'weather': 3 cells without a category (line 4) count as none of them", known.Notes);
        Assert.Equal([0, 0, 0, 0, 0, 0, 0], known.Column("weather=snow").ToArray());
    }

    [Fact]
    public void AnInputThatIsNotKnownEndsWithItsSeries()
    {
        SeriesTable table = Read(Text(10, 7), new CsvReadOptions { Columns = ["sales", "price"], Targets = ["sales"] });
        Assert.Equal(7, table.Length);
        Assert.Null(table.Future);
        Assert.Contains("the last 3 rows hold no value of 'sales' and are the future: a forecast begins at '2023-02-06'", table.Notes);
        SeriesTable both = Read(Text(10, 7), new CsvReadOptions { Columns = ["price", "sales"], Targets = ["price", "sales"] });
        Assert.Equal((7, 6.5), (both.Length, both.Column("sales")[^1]));
        Assert.Equal(10, Read(Text(10, 7), new CsvReadOptions { Columns = ["sales", "price"], Gaps = GapPolicy.Previous }).Length);
    }

    [Fact]
    public void GapsOfTheFutureAreRefusedOrFilled()
    {
        string text = Text(10, 7).Replace(",8.25,", ",,", StringComparison.Ordinal);
        Assert.Equal("t, line 10, column 'price': the cell is empty, expected a number; fill it in, or set Gaps to Previous, Linear or Zero", Refused(text, Shop with { Categories = null }));
        SeriesTable table = Read(text, Shop with { Gaps = GapPolicy.Linear });
        Assert.Equal([7.25, 8.25, 9.25], table.Future!.Column("price").ToArray());
        string without = Text(10, 7).Replace("2023-02-07,,8.25,", "#", StringComparison.Ordinal);
        without = string.Join('\n', without.Split('\n').Where(line => !line.StartsWith('#')));
        Assert.Equal(3, Read(without, Shop with { Gaps = GapPolicy.Previous }).Future!.Length);
        Assert.Equal(7.25, Read(without, Shop with { Gaps = GapPolicy.Previous }).Future!.Column("price")[1]);
        string hole = string.Join('\n', Text(10, 7).Split('\n').Where(line => !line.StartsWith("2023-02-03", StringComparison.Ordinal)));
        Assert.Equal([0, 1, 0, 0, 0, 0, 0], Read(hole, Shop with { Gaps = GapPolicy.Previous }).Column("weather=rain").ToArray());
        Assert.Equal([1, 0, 0, 1, 1, 0, 1], Read(hole, Shop with { Gaps = GapPolicy.Linear }).Column("weather=sun").ToArray()); // the category before it
    }

    [Fact]
    public void InALongFileTheyStandBesideEachSeries()
    {
        string text = "store,day,sales,price,weather\n" + string.Concat(((string[])["A", "B"]).SelectMany(store => Text(10, 7).Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1)
            .Select(line => $"{store},{(store == "B" ? line.Replace(".5,", ".75,", StringComparison.Ordinal) : line)}\n")));
        CsvReadOptions options = new() { Columns = ["B"], Known = ["price"], Categories = [new CategoryColumn("weather")] };
        SeriesTable table = Read(text, options);
        Assert.Equal(["B", "price", "weather=rain", "weather=sun"], table.Names);
        Assert.Equal((7, 6.75, 3), (table.Length, table.Column(0)[^1], table.Future!.Length));
        SeriesPanel panel = CsvSeries.ReadEach(new StringReader(text), "t", options with { Columns = null });
        Assert.Equal(["A", "B"], panel.Series.Select(series => series.Name));
        Assert.Equal(["A", "price", "weather=rain", "weather=sun"], panel.Series[0].Table!.Names);
        Assert.Equal([7.25, 8.25, 9.25], panel.Series[1].Table!.Future!.Column("price").ToArray());
        Assert.Equal(
            "t: columns beside the series (price, weather) go with one series at a time, and 2 are to be read; name the series to read in Columns",
            Refused(text, options with { Columns = null }));
    }

    [Fact]
    public void EachSeriesOfAWideFileHasThemBesideIt()
    {
        SeriesPanel panel = CsvSeries.ReadEach(new StringReader(Text(10, 7)), "t", Shop with { Columns = null, Targets = null });
        PanelSeries series = Assert.Single(panel.Series);
        Assert.Null(series.Problem);
        Assert.Equal(["sales", "price", "weather=rain", "weather=sun"], series.Table!.Names);
        Assert.Equal(3, series.Table.Future!.Length);
        Assert.Contains("series 'sales': the last 3 rows hold no value of 'sales' and are the future: a forecast begins at '2023-02-06'; of 3 of them 'price' is known", series.Table.Notes);
    }

    [Fact]
    public void WhatIsNoSuchColumnIsRefused()
    {
        Assert.StartsWith("t, line 1: unknown column 'prise'; did you mean 'price'?", Refused(Text(9, 6), Shop with { Known = ["prise"] }), StringComparison.Ordinal);
        Assert.Equal(
            "t, line 2, column 'weather': found 'sun', expected a number; correct it, or if its cells are categories, name it in Categories",
            Refused(Text(9, 6), new CsvReadOptions { Columns = ["sales"], Known = ["weather"] }));
        string many = "day,sales,code\n" + string.Concat(Enumerable.Range(0, 150).Select(n => FormattableString.Invariant($"{new DateTime(2023, 1, 1).AddDays(n):yyyy-MM-dd},{n}.5,c{n}\n")));
        Assert.Equal(
            "t, line 102, column 'code': found 'c100', the 101th category; expected 100 at most: it is no column of categories, or they should be put together",
            Refused(many, new CsvReadOptions { Columns = ["sales"], Categories = [new CategoryColumn("code")] }));
    }

    [Fact]
    public void TheFutureFollowsTheSeries()
    {
        SeriesTable table = Read(Text(10, 7), Shop);
        SeriesTable late = SeriesTable.Of("price", [1], [new DateTime(2023, 2, 7)]);
        Assert.StartsWith(
            "the future begins at 2023-02-07 00:00:00, but the series ends at 2023-02-05 00:00:00 and goes on at 2023-02-06 00:00:00; give the rows from there on",
            Assert.Throws<ArgumentException>(() => table.WithFuture(late)).Message,
            StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => table.WithFuture(SeriesTable.Of("cost", [1])));
        Assert.Null(table.WithFuture(null).Future);
        Assert.Equal(1, table.WithFuture(SeriesTable.Of("price", [1], [new DateTime(2023, 2, 6)])).Future!.Length);
    }

    [Fact]
    public void CategoriesThatAreAllOthersAreRefused() =>
        Assert.Equal(
            "t, line 2, column 'weather': found 'sun', and no cell is one of the 2 categories known ('1' the first); write them as they were in the data of the training",
            Refused(Text(10, 7), Shop with { Categories = [new CategoryColumn("weather", ["1", "2"])] }));

    [Fact]
    public void ACategoryOfTheFutureIsNotLeftBlank()
    {
        CsvReadOptions options = Shop with { Known = ["price", "weather"] };
        string text = Text(10, 7).TrimEnd().Replace("9.25,sun", "9.25,", StringComparison.Ordinal);
        Assert.Equal(
            "t, line 10, column 'weather': the cell holds no category, as the row is of the future; fill it in, or set Gaps to Previous, Linear or Zero (it is none of the categories then)",
            Refused(Text(10, 7) + "2023-02-09,,10.25,sun\n", options));
        Assert.Equal(2, Read(Text(9, 7).Replace("8.25,", "8.25,rain", StringComparison.Ordinal), options).Future!.Length);
        Assert.Equal([1, 0, 0], Read(text, options with { Gaps = GapPolicy.Previous }).Future!.Column("weather=rain").ToArray());
    }

    [Fact]
    public void AFutureOfItsOwnHoldsWhatIsKnownAlone()
    {
        string future = "day,price,note\n2023-02-06,7.25,\n2023-02-07,8.25,\n2023-02-08,,\n";
        CsvReadOptions options = new() { Columns = ["price"], Known = ["price"], Keys = [] };
        SeriesTable table = Read(future, options);
        Assert.Equal((2, "price"), (table.Length, Assert.Single(table.Names)));
        Assert.Contains("the last row, from '2023-02-08' on, holds no value and was left out", table.Notes);
        string many = "store,day,price,sales\n" + string.Concat(((string[])["A", "B"]).SelectMany(store => Enumerable.Range(6, 3).Select(n => $"{store},2023-02-0{n},{(store == "A" ? 1 : 2)}{n},\n")));
        CsvReadOptions keyed = options with { Keys = null, UsualKeys = ["store"] };
        Assert.Equal([26, 27, 28], Read(many, keyed with { Columns = ["B", "price"] }).Column("price").ToArray());
        Assert.Equal([26, 27, 28], Read(many, keyed with { Columns = ["B sales", "price"] }).Column("price").ToArray()); // of the column that is forecast
        Assert.Contains("unknown series or column 'C'", Refused(many, keyed with { Columns = ["C", "price"] }), StringComparison.Ordinal);
        Assert.Equal([7.25, 8.25], Read(future, keyed with { Columns = ["B", "price"] }).Column("price").ToArray()); // without keys it is of one series
    }
}
