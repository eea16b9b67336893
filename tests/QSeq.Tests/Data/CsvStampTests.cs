using System.Globalization;
using QSeq.Data;
using static QSeq.Tests.Data.CsvSamples;

namespace QSeq.Tests.Data;

/// <summary>What is decided about the times of files as people have them.</summary>
public class CsvStampTests
{
    [Theory]
    [InlineData("MMM dd, yyyy", "2021-05-01")]
    [InlineData("MM/dd/yyyy", "2021-05-01")]
    [InlineData("M/d/yy", "2021-05-01")]
    [InlineData("dd.MM.yyyy", "2021-05-01")]
    [InlineData("dd/MM/yyyy HH:mm", "2021-05-01")]
    [InlineData("M/d/yyyy h:mm tt", "2021-05-01")]
    [InlineData("yyyyMMdd", "2021-05-01")]
    [InlineData("yyyy/MM/dd", "2021-05-01")]
    [InlineData("yyyy-MM-dd HH:mm:ss UTC", "2021-05-01 00:00Z")]
    [InlineData("yyyy-MM-dd 00:00:00Z", "2021-05-01 00:00Z")]
    [InlineData("yyyy-MM-ddTHH:mm:ss+02:00", "2021-04-30 22:00Z")]
    [InlineData("yyyy-MM-dd HH:mm:ss CET", "2021-04-30 23:00Z")]
    [InlineData("d-MMM-yyyy", "2021-05-01")]
    [InlineData("d MMMM yyyy", "2021-05-01")]
    public void DatesAreReadHoweverTheyAreWrittenAndWhateverTheirName(string format, string next)
    {
        string Stamp(int n) => $"\"{Start.AddDays(n).ToString(format.Replace("UTC", "'UTC'", StringComparison.Ordinal).Replace("CET", "'CET'", StringComparison.Ordinal).Replace("T", "'T'", StringComparison.Ordinal).Replace("'CE'T''", "'CET'", StringComparison.Ordinal).Replace("'U'T'C'", "'UTC'", StringComparison.Ordinal).Replace("Z", "'Z'", StringComparison.Ordinal), CultureInfo.InvariantCulture)}\"";
        foreach (string header in (string[])["when,load", "load,when"])
        {
            string text = Lines(header, 120, n => header[0] == 'w' ? $"{Stamp(n)},{Value(n)}" : $"{Value(n)},{Stamp(n)}");
            SeriesTable table = Read(text);
            Assert.Equal(["load"], table.Names);
            NextIs(table, next);
        }

        // Newest first is turned round, and said.
        SeriesTable turned = Read(Lines("when,load", 120, n => $"{Stamp(119 - n)},{Value(119 - n)}"));
        NextIs(turned, next);
        Assert.Equal(10, turned.Column(0)[0], 3);
        Assert.Contains(turned.Notes, note => note.Contains("from new to old", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("2020-W53-5", "2021-W01-4", "2021-W02-3")]
    [InlineData("2021-W01", "2021-W02", "2021-W03")]
    public void WeeksAreDates(params string[] stamps)
    {
        SeriesTable table = Read(Lines("wk,a", 3, n => $"{stamps[n]},{n}"));
        Assert.Equal(3, table.Times!.Count);
        Assert.Equal(["a"], table.Names);
    }

    [Theory]
    [InlineData("1600000000", 60, "2020-09-13 12:26:40Z")]
    [InlineData("1600000000000", 60_000, "2020-09-13 12:26:40Z")]
    [InlineData("1600000000000000", 60_000_000, "2020-09-13 12:26:40Z")]
    [InlineData("1600000000000000000", 60_000_000_000, "2020-09-13 12:26:40Z")]
    public void EpochsOfEveryUnitAreExact(string first, long step, string expected)
    {
        long start = long.Parse(first, CultureInfo.InvariantCulture);
        SeriesTable table = Read(Lines("time,a", 10, n => Text($"{start + (n * step)},{n}")));
        Assert.Equal(DateTime.Parse(expected, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal), table.Times![0]);
        Assert.Equal("1 minute", table.Step!.ToString());
    }

    [Fact]
    public void StampsWithoutMarksAreRead() =>
        NextIs(Read(Lines("timestamp,load", 30, n => $"{Start.AddHours(n):yyyyMMdd'T'HHmmss'Z'},{n}.5")), "2021-01-02 06:00Z");

    [Fact]
    public void RowsFromNewToOldAreSaidWithoutTimesToo()
    {
        var none = new CsvReadOptions { TimeColumn = "" };
        SeriesTable falling = Read(Lines("when,a", 20, n => $"{Start.AddDays(-n):yyyy-MM-dd},{n}.5"), none);
        Assert.Contains("'when' runs from new to old: the rows are read backwards in time", Assert.Single(falling.Notes, note => note.StartsWith("time", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.DoesNotContain(Read(Lines("when,a", 20, n => $"{Start.AddDays(n):yyyy-MM-dd},{n}.5"), none).Notes, note => note.StartsWith("time", StringComparison.Ordinal));
    }

    [Fact]
    public void ADateFormatWithoutAYearIsRefused() =>
        Assert.Contains("date format 'd-MMM' has no year", Assert.Throws<ArgumentException>(() => Read("when,a\n1-Jan,1\n2-Jan,2\n", new CsvReadOptions { TimeColumn = "when", DateFormat = "d-MMM" })).Message, StringComparison.Ordinal);

    [Fact]
    public void DaysWithoutMarksAreDatesInOneMonthTooAndNoRowIsInvented()
    {
        SeriesTable july = Read(Lines("date,load", 31, n => $"{new DateTime(2016, 7, 1).AddDays(n):yyyyMMdd},{n}.5"));
        Assert.Equal(31, july.Length);
        NextIs(july, "2016-08-01");
        SeriesTable quarter = Read(Lines("date,load", 92, n => $"{new DateTime(2016, 5, 1).AddDays(n):yyyyMMdd},{n}.5"));
        Assert.Equal(92, quarter.Length);
        NextIs(quarter, "2016-08-01");

        // Weeks, of which one has no value: the advice is all it takes.
        string weekly = Lines("date,co2", 60, n => $"{new DateTime(1958, 3, 29).AddDays(7 * n):yyyyMMdd},{(n == 6 ? "" : $"{n}.5")}");
        Assert.Contains("line 8, column 'co2': the cell is empty, expected a number; fill it in, or set Gaps", Error(weekly), StringComparison.Ordinal);
        SeriesTable filled = Read(weekly, new CsvReadOptions { Gaps = GapPolicy.Previous });
        Assert.Equal("1 week", filled.Step!.ToString());
        NextIs(filled, "1959-05-23");
    }

    [Fact]
    public void SpreadsheetDaysAreDatesAndSaid()
    {
        string text = Lines("date,a", 100, n => Text($"{44197 + n},{n}"));
        NextIs(Read(text), "2021-04-11");
        Assert.Contains("44197 is 2021-01-01", Assert.Single(Read(text).Notes), StringComparison.Ordinal);
        Assert.Equal(44297, Read(text, new CsvReadOptions { DateFormat = "number" }).Step!.NumberAt(100));
    }

    [Fact]
    public void DayAndMonthAreSettledByTheWholeColumnOrRefused()
    {
        Assert.Contains("day and month could be either way round", Error(Lines("d,a", 3, n => Text($"0{n + 1}/01/2021,{n}"))), StringComparison.Ordinal);

        // Even steps settle it: the first of every month.
        SeriesTable monthly = Read(Lines("d,a", 24, n => Text($"01/{(n % 12) + 1:00}/{2020 + (n / 12)},{n}")));
        Assert.Equal("1 month", monthly.Step!.ToString());
        Assert.Contains("would not be even", Assert.Single(monthly.Notes), StringComparison.Ordinal);

        // What was advised works.
        string open = Lines("d,a", 3, n => Text($"0{n + 1}/01/2021,{n}"));
        NextIs(Read(open, new CsvReadOptions { DateFormat = "dd/MM/yyyy" }), "2021-01-04");
        NextIs(Read(open, new CsvReadOptions { DateFormat = "month-first" }), "2021-04-01");
    }

    [Fact]
    public void DatesBeatRowNumbers()
    {
        SeriesTable table = Read(Lines(",date,load", 50, n => $"{n},{Start.AddDays(n):yyyy-MM-dd},{Value(n)}"));
        Assert.Equal(["load"], table.Names);
        Assert.Equal("column 'index' counts the rows and was left out", Assert.Single(table.Notes));
        Assert.Contains("7 time stamps are missing from the grid of 1 day, the first after line 21", Error(Lines(",date,load", 50, n => $"{n},{Start.AddDays(n < 20 ? n : n + 7):yyyy-MM-dd},{Value(n)}")), StringComparison.Ordinal);
    }

    [Fact]
    public void AColumnNamedAsTimeThatCannotBeReadIsAnError() =>
        Assert.Contains("line 2, column 'date': found 'soon' as a time stamp", Error("date,a\nsoon,1\nlater,2\n"), StringComparison.Ordinal);

    [Fact]
    public void SeveralColumnsOfDatesAreRefusedUnlessANameSaysWhich()
    {
        Assert.Contains("columns 'order', 'arrival' hold dates", Error(Lines("order,arrival,a", 5, n => $"2021-01-0{n + 1},2021-02-0{n + 1},{n}")), StringComparison.Ordinal);
        Assert.Equal(new DateTime(2021, 2, 1), Read(Lines("order,date,a", 5, n => $"2021-01-0{n + 1},2021-02-0{n + 1},{n}")).Times![0]);
    }

    [Fact]
    public void StepsKeepTheirNumbers()
    {
        Assert.Equal(1101, Read(Lines("step,a", 100, n => $"{1001 + n},{n}")).Step!.NumberAt(100));
        Assert.Equal(2021, Read(Lines("YEAR,a", 10, n => $"{2011 + n},{n}")).Step!.NumberAt(10));
        Assert.Equal("0.20", Read(Lines("time,a", 10, n => Text($"{n * 0.02:F2},{n}"))).Step!.NumberAt(10).ToString(CultureInfo.InvariantCulture));

        // Time says more than row numbers, which are no series beside it.
        Assert.Equal(["x"], Read(Lines(",Time,x", 24, n => Text($"{n + 1},{1960 + (n / 12.0):F4},{n}.5"))).Names);

        // A month that comes every year is an input, not the time.
        Assert.Equal(["month", "a"], Read(Lines("month,a", 24, n => $"{(n % 12) + 1},{n}")).Names);
    }

    [Fact]
    public void MonthEndsAndBusinessDaysAreSteps()
    {
        NextIs(Read(Lines("date,a", 60, n => $"{new DateTime(2018, 4, 1).AddMonths(n).AddDays(-1):yyyy-MM-dd},{n}")), "2023-03-31");
        NextIs(Read(Lines("date,a", 20, n => $"{SeriesStep.BusinessDays.After(new DateTime(2021, 1, 4), n):yyyy-MM-dd},{n}")), "2021-02-01");
        NextIs(Read(Lines("date,a", 12, n => $"{new DateTime(2010, 1, 1).AddMonths(n):yyyy-MM},{n}")), "2011-01-01");

        // A month end that is filled in is a month end.
        SeriesTable filled = Read("date,a\n2023-01-31,1\n2023-02-28,2\n2023-04-30,4\n2023-05-31,5\n", new CsvReadOptions { Gaps = GapPolicy.Linear });
        Assert.Equal(new DateTime(2023, 3, 31), filled.Times![2]);
    }

    [Fact]
    public void ADayAndATimeAreOneStamp()
    {
        SeriesTable table = Read(Lines("Date,Time,load", 48, n => $"{Start.AddHours(n):yyyy-MM-dd},{Start.AddHours(n):HH:mm:ss},{n}"));
        Assert.Equal(["load"], table.Names);
        NextIs(table, "2021-01-03 00:00");
    }

    [Fact]
    public void ADurationIsNoTimeOfDay()
    {
        string text = "Date,Handle Time,calls\n" + string.Concat(Enumerable.Range(0, 40).Select(n => FormattableString.Invariant($"2021-03-{1 + (n / 8):00},0:0{(n * 7) % 10}:{(n * 13) % 60:00},{n}.5\n")));
        Assert.DoesNotContain("'Date' and 'Handle Time'", Assert.Throws<InvalidDataException>(() => CsvSeries.Read(new StringReader(text), "t")).Message, StringComparison.Ordinal);
        Assert.Contains("repeats", Assert.Throws<InvalidDataException>(() => CsvSeries.Read(new StringReader(text), "t")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TwentyFourHoursIsTheNextDay() =>
        NextIs(Read(Lines("time,a", 48, n => $"{Start.AddHours(n):yyyy-MM-dd} {n % 24 + 1:00}:00,{n}")), "2021-01-03 01:00");

    [Fact]
    public void HoursThatComeTwiceNeedTheirZone()
    {
        DateTime first = new(2021, 10, 30, 22, 0, 0, DateTimeKind.Utc);
        TimeZoneInfo berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");
        string text = Lines("time,a", 30, n => $"{TimeZoneInfo.ConvertTimeFromUtc(first.AddHours(n), berlin):yyyy-MM-dd HH:mm:ss},{n}");
        Assert.Contains("if the clocks were put back then, set TimeZone", Error(text), StringComparison.Ordinal);
        SeriesTable table = Read(text, new CsvReadOptions { TimeZone = "Europe/Berlin" });
        Assert.Equal(30, table.Length);
        Assert.Equal(first, table.Times![0]);
        Assert.Equal("Europe/Berlin", table.Step!.Zone);

        // An hour that is left out in spring is none that is missing.
        DateTime spring = new(2021, 3, 27, 23, 0, 0, DateTimeKind.Utc);
        string left = Lines("time,a", 30, n => $"{TimeZoneInfo.ConvertTimeFromUtc(spring.AddHours(n), berlin):yyyy-MM-dd HH:mm:ss},{n}");
        Assert.Contains("1 time stamp is missing", Error(left), StringComparison.Ordinal);
        Assert.Contains("if the clocks were put forward then, set TimeZone", Error(left), StringComparison.Ordinal);
        Assert.Equal(30, Read(left, new CsvReadOptions { TimeZone = "Europe/Berlin" }).Length);
        Assert.Contains("there is no '2021-03-28 02:30:00' in Europe/Berlin", Error("time,a\n2021-03-28 02:30:00,1\n", new CsvReadOptions { TimeZone = "Europe/Berlin" }), StringComparison.Ordinal);
        Assert.Contains("time zone 'Berlin' is not known", Assert.Throws<ArgumentException>(() => Read(text, new CsvReadOptions { TimeZone = "Berlin" })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void StampsAroundAGridAreMovedOntoItAndSaid()
    {
        SeriesTable table = Read(Lines("time,a", 60, n => $"{Start.AddMinutes(n).AddSeconds((n * 7) % 5):yyyy-MM-dd HH:mm:ss},{n}"));
        NextIs(table, "2021-01-01 01:00:00");
        Assert.Contains("up to 4 s beside a grid of 1 minute", Assert.Single(table.Notes), StringComparison.Ordinal);
    }

    [Fact]
    public void AStepThatChangesIsSaid()
    {
        string text = Lines("time,y", 60, n => $"{(n < 40 ? Start.AddMinutes(15 * n) : Start.AddMinutes(15 * 39).AddHours(n - 39)):yyyy-MM-dd HH:mm:ss},{n}");
        Assert.Contains("line 42, column 'time': from '2021-01-01 10:45:00' on, rows are 4 times as far apart as before (15 minutes)", Error(text), StringComparison.Ordinal);
        Assert.Equal(120, Read(text, new CsvReadOptions { Step = SeriesStep.Of(TimeSpan.FromMinutes(15)), Gaps = GapPolicy.Linear }).Length);
    }

    [Fact]
    public void RowsAreSortedWhenAskedFor()
    {
        string text = "date,a\n2021-01-03,3\n2021-01-01,1\n2021-01-02,2\n2021-01-04,4\n";
        Assert.Contains("line 3, column 'date': time stamp '2021-01-01' comes before that of line 2 ('2021-01-03'); set Sort", Error(text), StringComparison.Ordinal);
        SeriesTable sorted = Read(text, new CsvReadOptions { Sort = true });
        Assert.Equal([1, 2, 3, 4], sorted.Column(0).ToArray());
        Assert.Equal("the rows were sorted by time", Assert.Single(sorted.Notes));
    }

    [Theory]
    [InlineData(300, 24, 4, "1 hour")]
    [InlineData(1500, 24, 4, "1 hour")]
    [InlineData(300, 96, 4, "15 minutes")]
    [InlineData(300, 144, 5, "10 minutes")]
    [InlineData(300, 24, 10, "1 hour")]
    public void StampsThatWereRoundedHaveTheStepThatWasMeant(int rows, int perDay, int decimals, string step)
    {
        SeriesTable table = Read(Lines("Date,y", rows, n => Text($"{(44927 + ((double)n / perDay)).ToString("F" + decimals, CultureInfo.InvariantCulture)},{Value(n)}")));
        Assert.Equal(step, table.Step!.ToString());
        Assert.Equal(new DateTime(2023, 1, 1).AddDays((double)rows / perDay), table.Step.After(table.Times![^1], 1));
    }

    [Fact]
    public void AStepThatIsNamedTakesStampsAroundItAndKeepsTheHourOfOthers()
    {
        string rounded = Lines("time,y", 40, n => $"{Start.AddHours(n).AddSeconds(n % 3):yyyy-MM-dd HH:mm:ss},{n}.5");
        Assert.Equal(Start.AddHours(39), Read(rounded, new CsvReadOptions { Step = SeriesStep.Of(TimeSpan.FromHours(1)) }).Times![^1]);
        string daily = Lines("time,y", 40, n => $"{Start.AddDays(n).AddHours(3):yyyy-MM-dd HH:mm:ss},{n}.5");
        Assert.Equal(Start.AddHours(3), Read(daily, new CsvReadOptions { Step = SeriesStep.Of(TimeSpan.FromDays(1)) }).Times![0]);
        Assert.Equal(Start.AddHours(3), Read(daily).Times![0]);
    }

    [Fact]
    public void WhatIsSaidOfTimesIsNotForgottenWhereThereAreNone()
    {
        string text = Lines("when,y", 10, n => $"{(n % 2 == 0 ? "early" : "late")} {(char)('a' + n)},{n}.5");
        Assert.Null(Read(text).Times);
        foreach (CsvReadOptions options in (CsvReadOptions[])[new() { DateFormat = "Qq yyyy" }, new() { TimeZone = "UTC" }, new() { Step = SeriesStep.Months(3, 1) }, new() { Sort = true }])
            Assert.Contains("no column of times was found, though", Error(text, options), StringComparison.Ordinal);
        Assert.Equal(10, Read(text, new CsvReadOptions { Sort = true, TimeColumn = "" }).Length);
    }

    [Fact]
    public void RepeatedStampsAreRefusedWithWhatHelps()
    {
        string two = "date,a\n2021-01-01,1\n2021-01-02,2\n2021-01-02,3\n2021-01-03,4\n";
        Assert.Contains("line 4, column 'date': time stamp '2021-01-02' repeats that of line 3; keep one of the two lines, or set TimeColumn to \"\"", Error(two), StringComparison.Ordinal);
        Assert.Equal(4, Read(two, new CsvReadOptions { TimeColumn = "" }).Length);
        string three = "date,who,a\n2021-01-01,7,1\n2021-01-02,7,2\n2021-01-02,8,3\n2021-01-03,8,4\n2021-01-03,7,5\n2021-01-04,8,6\n";
        Assert.Contains("keep one of the two lines, name the columns that tell series apart in Keys, or set TimeColumn", Error(three), StringComparison.Ordinal);
        Assert.Equal(["8"], Read(three, new CsvReadOptions { Keys = ["who"], Columns = ["8"] }).Names);
    }

    [Fact]
    public void AClockThatJumpsIsBlamedWhereItDoes()
    {
        string At(int n) => Start.AddMinutes(15 * n).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
        string reset = Lines("time,a", 40, n => $"{(n is 20 or 21 ? $"1970-01-01 00:{n}" : At(n))},{n}.5");
        Assert.Contains("line 22, column 'time': time stamp '1970-01-01 00:20:00' is far before all of the lines above it", Error(reset), StringComparison.Ordinal);
        Assert.Contains("line 23, column 'time': time stamp '1970-01-01 00:21:00' ", Error(reset, new CsvReadOptions { Sort = true }), StringComparison.Ordinal);
        string ahead = Lines("time,a", 40, n => $"{(n == 20 ? "2099-01-01 00:00" : At(n))},{n}.5");
        Assert.Contains("line 22, column 'time': time stamp '2099-01-01' is far after those of the lines around it ('2021-01-01 04:45:00', '2021-01-01 05:15:00'); correct it or remove the line", Error(ahead), StringComparison.Ordinal);
        Assert.Contains("line 22, column 'time': time stamp '2099-01-01' ", Error(ahead, new CsvReadOptions { Sort = true }), StringComparison.Ordinal);
        string last = Lines("time,a", 40, n => $"{(n == 39 ? "2099-01-01 00:00:07" : At(n))},{n}.5");
        Assert.Contains("line 41, column 'time': time stamp '2099-01-01 00:00:07' ", Error(last), StringComparison.Ordinal);

        // Rows that were swapped are sorted as advised.
        string swapped = Lines("time,a", 40, n => $"{At(n == 20 ? 21 : n == 21 ? 20 : n)},{n}.5");
        Assert.Contains("set Sort to sort the rows", Error(swapped), StringComparison.Ordinal);
        Assert.Equal(40, Read(swapped, new CsvReadOptions { Sort = true }).Length);
    }

    [Theory]
    [InlineData(12, 3)]
    [InlineData(12, 2)]
    [InlineData(3, 4)]
    [InlineData(4, 2)]
    [InlineData(24, 4)]
    public void FractionsThatWereRoundedCountOn(int parts, int decimals)
    {
        SeriesTable table = Read(Lines("year,a", 100, n => Text($"{Math.Round(1990 + ((double)n / parts), decimals).ToString("F" + decimals, CultureInfo.InvariantCulture)},{n}.5")));
        Assert.Equal(100, table.Length);
        Assert.Equal(1990 + (100.0 / parts), (double)table.Step!.NumberAt(100), 1e-6);
        Assert.Contains("is not a whole number of steps", Error("t,a\n0.1,1\n0.2,2\n0.3,3\n0.45,4\n0.5,5\n"), StringComparison.Ordinal);
    }

    [Fact]
    public void AFormatReadsNumbersWithoutTheirZeroToo()
    {
        string text = Lines("d,a", 5, n => $"{n + 1}/1/21,{n}");
        Assert.Contains("set DateFormat to day-first or month-first", Error(text), StringComparison.Ordinal);
        foreach (string format in (string[])["day-first", "dd/MM/yy", "d/M/yy"]) NextIs(Read(text, new CsvReadOptions { DateFormat = format }), "2021-01-06");
        Assert.Contains("expected a date as yyyyMMdd", Error("d,a\n2021118,1\n", new CsvReadOptions { TimeColumn = "d", DateFormat = "yyyyMMdd" }), StringComparison.Ordinal);
    }

    [Fact]
    public void AnEmptyTimeColumnThatWasAskedForIsRefused() =>
        Assert.Contains("line 2, column 'date': found ''", Error("date,a\n,1\n,2\n", new CsvReadOptions { TimeColumn = "date", DateFormat = "yyyy-MM-dd" }), StringComparison.Ordinal);

    [Fact]
    public void TheUsualTimeColumnIsTakenWhereThereIsOne()
    {
        var usual = new CsvReadOptions { UsualTimeColumn = "arrival" };
        string text = Lines("order,arrival,a", 5, n => $"2021-01-0{n + 1},2021-02-0{n + 1},{n}");
        Assert.Equal(new DateTime(2021, 2, 1), Read(text, usual).Times![0]);
        Assert.Equal(new DateTime(2021, 1, 1), Read(text, usual with { TimeColumn = "order" }).Times![0]);
        Assert.Equal(new DateTime(2021, 2, 1), Read(text.Replace("arrival", "x", StringComparison.Ordinal).Replace("order", "y", StringComparison.Ordinal).Replace(",2021-02", ",2", StringComparison.Ordinal).Replace("2021-01-0", "2021-02-0", StringComparison.Ordinal), usual).Times![0]);
    }
}
