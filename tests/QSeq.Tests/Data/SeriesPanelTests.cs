using System.Globalization;
using System.Text;
using QSeq.Data;

namespace QSeq.Tests.Data;

/// <summary>Series that are not equally long: long files, ragged wide files and a series a row, each read by itself.</summary>
public class SeriesPanelTests
{
    private static readonly DateTime Start = new(2021, 1, 1);

    private static SeriesPanel Each(string text, CsvReadOptions? options = null) => CsvSeries.ReadEach(new StringReader(text), "t.csv", options);

    private static SeriesTable Read(string text, CsvReadOptions options) => CsvSeries.Read(new StringReader(text), "t.csv", options);

    private static string Error(string text, CsvReadOptions? options = null)
    {
        string message = Assert.Throws<InvalidDataException>(() => Each(text, options)).Message;
        Assert.DoesNotContain('\n', message);
        return message;
    }

    private static string Day(int n) => Start.AddDays(n).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Lines(string header, IEnumerable<string> lines) => header + "\n" + string.Concat(lines.Select(line => line + "\n"));

    // Four columns of 40 days: full, from day 10 on, up to day 29, nothing.
    private static string Ragged(Func<int, bool>? gap = null) => Lines("date,old,late,early,never", Enumerable.Range(0, 40).Select(n =>
        string.Create(CultureInfo.InvariantCulture, $"{Day(n)},{n}.5,{(n < 10 || gap?.Invoke(n) == true ? "" : n + 100)},{(n > 29 ? "" : n + 200)},")));

    private static string Long(string header, params (string Key, int From, int Count)[] series) => Lines(header, series.SelectMany(one =>
        Enumerable.Range(one.From, one.Count).Select(n => string.Create(CultureInfo.InvariantCulture, $"{one.Key},{Day(n)},{one.Key[^1] + n}.5"))));

    private static SeriesTable Table(SeriesPanel panel, string name) => panel[name].Table ?? throw panel[name].Problem!;

    [Fact]
    public void AColumnIsCutToItsOwnFirstAndLastValueAndHasItsOwnAxis()
    {
        SeriesPanel panel = Each(Ragged());
        Assert.Equal(["old", "late", "early", "never"], panel.Series.Select(series => series.Name));
        Assert.Equal((40, 30, 30), (Table(panel, "old").Length, Table(panel, "late").Length, Table(panel, "early").Length));
        SeriesTable late = Table(panel, "late"), early = Table(panel, "early");
        Assert.Equal((110, 139), (late.Column(0)[0], late.Column(0)[^1]));
        Assert.Equal((Start.AddDays(10), Start.AddDays(39)), (late.Times![0], late.Times[^1]));
        Assert.Equal("series 'late': the first 10 rows hold no value and were left out", Assert.Single(late.Notes));
        Assert.Equal((200, 229), (early.Column(0)[0], early.Column(0)[^1]));
        Assert.Equal(Start.AddDays(30), early.Step!.After(early.Times![^1], 1));
        Assert.Equal("series 'early': the last 10 rows, from '2021-01-31' on, hold no value and were left out", Assert.Single(early.Notes));
        Assert.Null(panel["never"].Table);
        Assert.Equal("t.csv: column 'never' holds no number at all; leave it out by naming the columns to read", panel["never"].Problem!.Message);
        Assert.Contains("did you mean 'late'", Assert.Throws<ArgumentException>(() => panel["lat"]).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AGapIsRefusedOrFilledForItsSeriesAlone()
    {
        string text = Ragged(n => n is 20 or 21);
        SeriesPanel panel = Each(text);
        Assert.Equal([true, false, true, false], panel.Series.Select(series => series.Table is not null));
        Assert.Equal("t.csv, line 22, column 'late': the cell is empty, expected a number; fill it in, or set Gaps to Previous, Linear or Zero", panel["late"].Problem!.Message);
        Assert.Equal(30, Table(panel, "early").Length);

        SeriesTable filled = Table(Each(text, new CsvReadOptions { Gaps = GapPolicy.Previous }), "late");
        Assert.Equal([119, 119, 119, 122], filled.Column(0)[9..13].ToArray());
        Assert.Contains("column 'late': 2 empty or NaN cells (line 22, 23) filled by previous", filled.Notes);
        Assert.Equal(110, filled.Column(0)[0]);
    }

    [Fact]
    public void RowsThatAreMissingConcernTheSeriesAroundThem()
    {
        string text = Lines("date,a,b", Enumerable.Range(0, 40).Where(n => n is not 10).Select(n => $"{Day(n)},{n},{(n < 20 ? "" : n)}"));
        SeriesPanel panel = Each(text);
        Assert.Equal(20, Table(panel, "b").Length);
        Assert.Contains("line 11, column 'date': series 'a': 1 time stamp is missing from the grid of 1 day, the first after line 11", panel["a"].Problem!.Message, StringComparison.Ordinal);
        Assert.Equal(40, Table(Each(text, new CsvReadOptions { Gaps = GapPolicy.Linear }), "a").Length);
    }

    [Fact]
    public void FewValuesHaveTheStepOfTheFile()
    {
        // Business days; the second series begins on a Monday and is three days long.
        DateTime[] days = [.. Enumerable.Range(0, 60).Select(n => Start.AddDays(n)).Where(day => day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday))];
        string text = Lines("date,a,b", days.Select((day, n) => string.Create(CultureInfo.InvariantCulture, $"{day:yyyy-MM-dd},{n},{(n < days.Length - 3 ? "" : "1")}")));
        Assert.Equal(SeriesStep.BusinessDays, Table(Each(text), "b").Step);
        Assert.Equal(3, Table(Each(text), "b").Length);

        // A long file: two days with a gap are not a series of every third day.
        SeriesPanel panel = Each(Long("unique_id,ds,y", ("a", 0, 30), ("b", 5, 2)) + $"b,{Day(9)},1\n", new CsvReadOptions { Gaps = GapPolicy.Previous });
        Assert.Equal(5, Table(panel, "b").Length);
    }

    [Fact]
    public void AStepOfItsOwnIsKept()
    {
        string weekly = string.Concat(Enumerable.Range(0, 10).Select(n => $"w,{Day(7 * n)},{n}\n"));
        SeriesTable table = Table(Each(Long("unique_id,ds,y", ("a", 0, 30)) + weekly), "w");
        Assert.Equal((10, "1 week"), (table.Length, table.Step!.ToString()));
    }

    [Theory]
    [InlineData("unique_id,ds,y")]
    [InlineData("shop,when,sold")]
    public void ALongFileIsReadSeriesBySeries(string header)
    {
        SeriesPanel panel = Each(Long(header, ("A", 0, 30), ("B", 10, 25), ("C", 3, 1)));
        Assert.Equal(["A", "B", "C"], panel.Series.Select(series => series.Name));
        Assert.Equal((30, 25, 1), (Table(panel, "A").Length, Table(panel, "B").Length, Table(panel, "C").Length));
        Assert.Equal((76.5, Start.AddDays(10)), (Table(panel, "B").Column(0)[0], Table(panel, "B").Times![0]));
        Assert.Contains(panel.Notes, note => note.Contains("told apart by", StringComparison.Ordinal));
    }

    [Fact]
    public void RowsOfALongFileMayBeInterleavedAndOutOfOrder()
    {
        string[] lines = Long("unique_id,ds,y", ("A", 0, 20), ("B", 0, 20)).TrimEnd().Split('\n');
        string text = Lines(lines[0], lines[1..].OrderBy(line => line[2..]).Reverse());
        SeriesPanel panel = Each(text);
        Assert.Equal([.. Enumerable.Range(0, 20).Select(n => 'B' + n + 0.5)], Table(panel, "B").Column(0).ToArray());
        Assert.Contains("the rows of 2 of 2 series were put in the order of time", panel.Notes);
        panel = Each(text + $"B,{Day(3)},1\n", new CsvReadOptions { Keys = ["unique_id"] });
        Assert.NotNull(panel["A"].Table);
        Assert.Contains("line 42, column 'ds': time stamp '2021-01-04' repeats that of line", panel["B"].Problem!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void GapsOfALongFileAreTheSeriesOwn()
    {
        string text = Long("unique_id,ds,y", ("A", 0, 20), ("B", 0, 10), ("B", 12, 8)) + $"C,{Day(0)},1\nC,{Day(1)},\nC,{Day(2)},3\n";
        SeriesPanel panel = Each(text);
        Assert.Equal(20, Table(panel, "A").Length);
        Assert.Contains("t.csv, line 31, column 'ds': series 'B': 2 time stamps are missing from the grid of 1 day, the first after line 31; add the lines, or set Gaps", panel["B"].Problem!.Message, StringComparison.Ordinal);
        Assert.Contains("t.csv, line 41, column 'y': series 'C': the cell is empty, expected a number", panel["C"].Problem!.Message, StringComparison.Ordinal);
        panel = Each(text, new CsvReadOptions { Gaps = GapPolicy.Linear });
        Assert.Equal([75.5, 76.5, 77.5, 78.5], Table(panel, "B").Column(0)[9..13].ToArray());
        Assert.Equal([1, 2, 3], Table(panel, "C").Column(0).ToArray());
    }

    [Fact]
    public void SeveralKeyColumnsNameASeriesTogether()
    {
        string text = Lines("store,item,ds,y,price", Enumerable.Range(0, 40).Select(n => $"S{n / 20},{(n / 10 % 2 == 0 ? "tea" : "milk")},{Day(n % 10)},{n},{n + 0.5}".Replace(',', ',')));
        foreach (CsvReadOptions options in (CsvReadOptions[])[new(), new() { Keys = ["store", "item"] }])
        {
            SeriesPanel panel = Each(text, options);
            Assert.Equal(8, panel.Series.Count);
            Assert.Equal(["S0/tea y", "S0/milk y", "S1/tea y"], panel.Series.Take(3).Select(series => series.Name));
            Assert.Equal(30.5, Table(panel, "S1/milk price").Column(0)[0]);
            CsvFinding said = Assert.Single(panel.Description!.Findings, finding => finding.What == "series");
            Assert.Contains("told apart by 'store' and 'item'", said.Found, StringComparison.Ordinal);
            Assert.Contains("a series is called by their cells, 'S0/tea' the first", said.Why, StringComparison.Ordinal);
        }

        Assert.Equal(["S0/tea", "S0/milk"], Each(text, new CsvReadOptions { Columns = ["y"], Keys = ["store", "item"] }).Series.Take(2).Select(series => series.Name[..^2]));
        Assert.Contains(
            "two series would be called 'a/b/c'",
            Error($"k,l,ds,y\na/b,c,{Day(0)},1\na/b,c,{Day(1)},1\na,b/c,{Day(0)},1\na,b/c,{Day(1)},1\n", new CsvReadOptions { Keys = ["k", "l"] }),
            StringComparison.Ordinal);
    }

    [Fact]
    public void OneSeriesReadAloneIsTheSame()
    {
        (string Text, CsvReadOptions Options)[] files =
        [
            (Ragged(n => n == 15), new CsvReadOptions { Gaps = GapPolicy.Linear }),
            (Long("unique_id,ds,y", ("A", 0, 30), ("B", 10, 12), ("B", 25, 9), ("C", 3, 2)), new CsvReadOptions { Gaps = GapPolicy.Previous }),
            (Lines("k,ds,y,z", Enumerable.Range(0, 40).Select(n => $"{(n < 20 ? "A" : "B")},{Day(n)},{n},{(n is 0 or 39 ? "" : n)}")), new CsvReadOptions { Keys = ["k"] }),
            ("n,V2,V3,V4,V5\nH1,1,2,,\nH2,4,5,6,7\n", new CsvReadOptions { RowsAreSeries = true }),
        ];
        foreach ((string text, CsvReadOptions options) in files)
        {
            SeriesPanel panel = Each(text, options);
            foreach (PanelSeries series in panel.Series.Where(series => series.Table is not null))
            {
                SeriesTable alone = Read(text, options with { Columns = [series.Name] }), own = series.Table!;
                Assert.Equal((own.Digest(), own.Step), (alone.Digest(), alone.Step));
                Assert.Equal(own.Times, alone.Times);
                Assert.Equal(own.Digest(), Each(text, options with { Columns = [series.Name] })[series.Name].Table!.Digest());
            }
        }
    }

    [Fact]
    public void AnUnknownSeriesIsAnsweredWithTheNearest()
    {
        string text = Long("unique_id,ds,y", ("tea1", 0, 10), ("tea2", 0, 10));
        Assert.Contains("unknown series or column 'tee2'; did you mean 'tea2'?", Error(text, new CsvReadOptions { Columns = ["tee2"] }), StringComparison.Ordinal);
        string message = Assert.Throws<InvalidDataException>(() => Read(Long("unique_id,ds,y", ("A", 0, 10), ("B", 10, 10)), new CsvReadOptions())).Message;
        Assert.Contains("series 'A' has no value at 10 of the 20 times of all series together", message, StringComparison.Ordinal);
        Assert.EndsWith("or name the series to read in Columns", message, StringComparison.Ordinal);
    }

    [Fact]
    public void ARowASeriesIsReadWhenAskedForAndAdvisedElse()
    {
        var text = new StringBuilder("\"V1\",\"V2\",\"V3\",\"V4\",\"V5\",\"V6\"\n");
        text.Append("\"H1\",\"1\",\"2\",\"3\",,\nH2,4,5,6,7,8\nH3,,9,,11,\nH4,,,,,\nH5,1,x,3,,\n");
        string advice = Error(text.ToString());
        Assert.Contains("t.csv, line 1: the first cells are names ('H1', ...)", advice, StringComparison.Ordinal);
        Assert.Contains("every row seems to be a series; set RowsAreSeries", advice, StringComparison.Ordinal);
        Assert.Equal(["V3"], Read(text.ToString().Replace('x', '9'), new CsvReadOptions { Columns = ["V3"], Gaps = GapPolicy.Zero }).Names);

        SeriesPanel panel = Each(text.ToString(), new CsvReadOptions { RowsAreSeries = true });
        Assert.Equal(["H1", "H2", "H3", "H4", "H5"], panel.Series.Select(series => series.Name));
        Assert.Equal([1, 2, 3], Table(panel, "H1").Column(0).ToArray());
        Assert.Equal([4, 5, 6, 7, 8], Table(panel, "H2").Column(0).ToArray());
        Assert.Null(Table(panel, "H2").Times);
        Assert.Contains("line 4: series 'H3', cell 4: the cell is empty, expected a number", panel["H3"].Problem!.Message, StringComparison.Ordinal);
        Assert.Contains("line 5: series 'H4' holds no number at all", panel["H4"].Problem!.Message, StringComparison.Ordinal);
        Assert.Contains("line 6: series 'H5', cell 3: found 'x', expected a finite number", panel["H5"].Problem!.Message, StringComparison.Ordinal);
        Assert.Equal([9, 10, 11], Table(Each(text.ToString(), new CsvReadOptions { RowsAreSeries = true, Gaps = GapPolicy.Linear }), "H3").Column(0).ToArray());
    }

    [Theory]
    [InlineData("n;V2;V3\nH1;1,5;2,25\nH2;3;4,125\n", new[] { 1.5, 2.25 })]
    [InlineData("H1,1,2\nH2,3\n", new double[] { 1, 2 })]
    [InlineData(",1,2\nH1,5,6\nH2,3,\n", new double[] { 5, 6 })]
    public void RowsMayBeWrittenInManyWays(string text, double[] first)
    {
        SeriesPanel panel = Each(text, new CsvReadOptions { RowsAreSeries = true });
        Assert.Equal(["H1", "H2"], panel.Series.Select(series => series.Name));
        Assert.Equal(first, Table(panel, "H1").Column(0).ToArray());
    }

    [Theory]
    [InlineData("n,V2\nA,1\nA,2\n", "line 3: series name 'A' stands in line 2 already")]
    [InlineData("n,V2\n,1\n", "line 2: the first cell is empty; expected the name of the series")]
    [InlineData("n,V2\n", "the file holds no series")]
    public void RowsThatNameNoSeriesAreRefused(string text, string expected) =>
        Assert.Contains(expected, Error(text, new CsvReadOptions { RowsAreSeries = true }), StringComparison.Ordinal);

    [Fact]
    public void RowsDoNotGoWithTimesNorIntoOneTableWhereTheyDiffer()
    {
        Assert.Throws<ArgumentException>(() => Each("A,1\n", new CsvReadOptions { RowsAreSeries = true, TimeColumn = "t" }));
        string message = Assert.Throws<InvalidDataException>(() => Read("A,1,2\nB,1\n", new CsvReadOptions { RowsAreSeries = true })).Message;
        Assert.Contains("series 'A' holds 2 values and 'B' 1; name the series to read in Columns", message, StringComparison.Ordinal);
        Assert.Equal(["B", "A"], Read("A,1,2\nB,1,3\n", new CsvReadOptions { RowsAreSeries = true, Columns = ["B", "A"] }).Names);
    }

    [Fact]
    public void TheDigestIsOfNamesAndValues()
    {
        string text = Ragged();
        Assert.Equal(Each(text).Digest(), Each(text).Digest());
        Assert.NotEqual(Each(text).Digest(), Each(text.Replace("139", "138", StringComparison.Ordinal)).Digest());
        Assert.NotEqual(Each(text).Digest(), Each(text.Replace("late", "lata", StringComparison.Ordinal)).Digest());
        var table = new SeriesTable("s", ["a", "b"], [[1, 2], [3, 4]]);
        Assert.Equal(table.Select(["b"]).Digest(), SeriesPanel.Of(table)["b"].Table!.Digest());
    }

    private static string Stores(string tail = "") => "store,region,size,day,sales\n" + string.Concat(((string[])["A", "B"]).SelectMany(store => Enumerable.Range(0, 5).Select(n =>
        FormattableString.Invariant($"{store},{(store == "A" ? "north" : "south")},{(store == "A" ? 120 : 80)},2023-01-0{n + 1},{n + 0.5}\n")))) + tail;

    [Fact]
    public void WhatIsTheSameInAllRowsOfASeriesStandsWithIt()
    {
        SeriesPanel panel = CsvSeries.ReadEach(new StringReader(Stores()), "t");
        Assert.Equal(["A", "B"], panel.Series.Select(series => series.Name));
        Assert.Equal("north", panel.Series[0].Static["region"]);
        Assert.Equal(("south", "80", 2), (panel.Series[1].Static["region"], panel.Series[1].Static["size"], panel.Series[1].Static.Count));
        Assert.Contains(panel.Notes, note => note == "column 'size' is the same in all rows of a series ('120' in the first) and says something of each as a whole");
        Assert.Equal(["A"], CsvSeries.Read(new StringReader(Stores()), "t", new CsvReadOptions { Columns = ["A"] }).Names);
        Assert.Equal(["size"], CsvSeries.Read(new StringReader(Stores()), "t", new CsvReadOptions { Columns = ["A"], Known = ["size"] }).Names.Skip(1));

        // Asked for, or with no other number to be the series, it is one.
        Assert.Equal(["A size", "B size"], CsvSeries.ReadEach(new StringReader(Stores()), "t", new CsvReadOptions { Columns = ["size"] }).Series.Select(series => series.Name));
        string alone = string.Join('\n', Stores().Split('\n').Select(line => line.Length == 0 ? "" : line[..line.LastIndexOf(',')]));
        Assert.Equal([80, 80, 80, 80, 80], CsvSeries.ReadEach(new StringReader(alone), "t")["B"].Table!.Column(0).ToArray());
        Assert.Empty(CsvSeries.ReadEach(new StringReader("a,b\n1,2\n3,4\n"), "t").Series[0].Static);
    }

    [Fact]
    public void WhatChangesAfterAllIsRefused()
    {
        string padding = string.Concat(Enumerable.Range(0, 180_000).Select(n => FormattableString.Invariant($"C,east,9,{new DateTime(1600, 1, 1).AddDays(n % 140_000).AddHours(n / 140_000):yyyy-MM-dd HH:mm},1\n")));
        InvalidDataException e = Assert.Throws<InvalidDataException>(() => CsvSeries.ReadEach(new StringReader(Stores(padding + "A,west,120,2023-01-06,7\n")), "t"));
        Assert.Equal("t, line 180012, column 'region': found 'west', but earlier rows of the series hold 'north', as if it were the same in all of them; correct it, or name the columns to read", e.Message);
    }

    [Fact]
    public void ASeriesThatEndsBeforeOthersIsSaid()
    {
        string text = Stores("A,north,120,2023-01-06,7\nA,north,120,2023-01-07,8\n");
        CsvReadOptions b = new() { Columns = ["B"] };
        Assert.Contains("series 'B' ends at '2023-01-05', before others ('2023-01-07'); a forecast begins where its own rows end", CsvSeries.Read(new StringReader(text), "t", b).Notes);
        Assert.DoesNotContain(CsvSeries.Read(new StringReader(text), "t", b with { Columns = ["A"] }).Notes, note => note.Contains("before others", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Part No", true)]
    [InlineData("customer_id", true)]
    [InlineData("Qty", false)]
    public void ANumberThatTellsThingsApartIsADoubt(string name, bool said)
    {
        string text = $"day,{name},sold\n" + string.Concat(Enumerable.Range(1, 9).Select(n => $"2023-01-0{n},{100 + (n * 37 % 5)},{n}.5\n"));
        Assert.Equal(said, CsvSeries.Read(new StringReader(text), "t", new CsvReadOptions { Columns = ["sold"] }).Notes.Any(note => note.StartsWith($"column '{name}' tells things apart by its name, but all rows are read as one series", StringComparison.Ordinal)));
        Assert.Equal(said, CsvSeries.Read(new StringReader(text), "t").Notes.Any(note => note.StartsWith($"column '{name}' is read as a series, though by its name it tells things apart", StringComparison.Ordinal)));
    }
}
