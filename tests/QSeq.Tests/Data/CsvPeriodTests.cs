using System.Globalization;
using QSeq.Data;
using static QSeq.Tests.Data.CsvSamples;

namespace QSeq.Tests.Data;

/// <summary>Times that are parts of years, in one column or several.</summary>
public class CsvPeriodTests
{
    private static readonly DateTime First = new(2014, 10, 1);

    private static DateTime Month(int n) => First.AddMonths(n);

    private static int Quarter(DateTime time) => (time.Month + 2) / 3;

    private static string Told(SeriesTable table) => table.Description!.Findings.Single(finding => finding.What == "time").ToString();

    [Theory]
    [InlineData("when", "{0:yyyyMM}")]
    [InlineData("Monat", "{0:yyyyMM}")]
    [InlineData("when", "{0:yyyy-M}")]
    [InlineData("when", "{0:M/yyyy}")]
    [InlineData("when", "{0:MM.yyyy}")]
    [InlineData("when", "{0:yyyy.MM}")]
    [InlineData("when", "{0:yyyy}M{0:MM}")]
    [InlineData("when", "{0:yyyy}-M{0:MM}")]
    [InlineData("when", "{0:yyyy MMM}")]
    [InlineData("when", "{0:MMM-yy}")]
    public void MonthsAreReadHoweverTheyAreWritten(string name, string format)
    {
        SeriesTable table = Read(Lines($"{name},a", 20, n => string.Format(CultureInfo.InvariantCulture, format, Month(n)) + $",{n}.5"));
        Assert.Equal(["a"], table.Names);
        Assert.Equal("1 month", table.Step!.ToString());
        Assert.Equal(First, table.Times![0]);
        NextIs(table, "2016-06-01");
    }

    [Theory]
    [InlineData("{0}Q{1}")]
    [InlineData("{0}-Q{1}")]
    [InlineData("{0} Q{1}")]
    [InlineData("Q{1} {0}")]
    [InlineData("{1}Q{0}")]
    [InlineData("{1}T{0}")]
    [InlineData("{0}K{1}")]
    [InlineData("Q{1}-{2}")]
    [InlineData("{0}-{1}")]
    [InlineData("{0}{1}")]
    public void QuartersAreReadHoweverTheyAreWritten(string format)
    {
        SeriesTable table = Read(Lines("when,a", 12, n => Text($"{string.Format(CultureInfo.InvariantCulture, format, Month(3 * n).Year, Quarter(Month(3 * n)), Month(3 * n).Year % 100)},{n}.5")));
        Assert.Equal(["a"], table.Names);
        Assert.Equal("1 quarter", table.Step!.ToString());
        NextIs(table, "2017-10-01");
    }

    [Theory]
    [InlineData("{0}{1:00}")]
    [InlineData("{0}-{1:00}")]
    [InlineData("{0}/{1}")]
    [InlineData("{0} W{1:00}")]
    [InlineData("W{1:00}-{0}")]
    [InlineData("KW {1}/{0}")]
    public void WeeksAreReadHoweverTheyAreWritten(string format)
    {
        DateTime start = new(2015, 10, 5);
        string Stamp(int n) => string.Format(CultureInfo.InvariantCulture, format, ISOWeek.GetYear(start.AddDays(7 * n)), ISOWeek.GetWeekOfYear(start.AddDays(7 * n)));
        SeriesTable table = Read(Lines("when,a", 30, n => $"{Stamp(n)},{n}.5"));
        Assert.Equal("1 week", table.Step!.ToString());
        Assert.Equal(start, table.Times![0]);
    }

    [Fact]
    public void NumbersThatMayBeMonthsAreRefusedUntilSaid()
    {
        string text = Lines("step,a", 9, n => $"{201501 + n},{n}.5");
        Assert.Contains("line 2, column 'step': found '201501' and so on, which may be times (year and month, such as 2016-07) or numbers that count; set DateFormat to year-month, or set DateFormat to \"number\"", Error(text), StringComparison.Ordinal);
        NextIs(Read(text, new CsvReadOptions { DateFormat = "year-month" }), "2015-10-01");
        NextIs(Read(text, new CsvReadOptions { DateFormat = "yyyyMM" }), "2015-10-01");
        Assert.Equal(201510, Read(text, new CsvReadOptions { DateFormat = "number" }).Step!.NumberAt(9));

        // Under no name of time they may be values.
        string open = Lines("sold,a", 9, n => $"{201501 + n},{n}.5");
        Assert.Contains("or values; set DateFormat to year-month, or set TimeColumn to \"\"", Error(open), StringComparison.Ordinal);
        NextIs(Read(open, new CsvReadOptions { DateFormat = "year-month" }), "2015-10-01");
        Assert.Equal(["sold", "a"], Read(open, new CsvReadOptions { TimeColumn = "" }).Names);
        Assert.Equal(["sold", "a"], Read(Lines("sold,a", 9, n => $"{201501 + (7 * n)},{n}.5")).Names);
    }

    [Fact]
    public void WhatWasSettledIsKeptForShorterFiles()
    {
        CsvReadOptions months = Read(Lines("sold,a", 20, n => $"{Month(n):yyyyMM},{n}.5")).Description!.Options;
        NextIs(Read("sold,a\n201601,1\n201602,2\n201603,3\n", months), "2016-04-01");
        CsvReadOptions quarters = Read(Lines("when,a", 8, n => $"{2010 + (n / 4)}-{(n % 4) + 1},{n}.5")).Description!.Options;
        NextIs(Read("when,a\n2010-1,1\n2010-2,2\n2010-3,3\n", quarters), "2010-10-01");
    }

    [Fact]
    public void AMonthAndAQuarterAreToldApartByTheirSteps()
    {
        string open = "when,a\n2010-1,1\n2010-2,2\n2010-3,3\n2010-4,4\n";
        Assert.Contains("it could be a month or a quarter; set DateFormat to year-month, or set DateFormat to quarter", Error(open), StringComparison.Ordinal);
        NextIs(Read(open, new CsvReadOptions { DateFormat = "quarter" }), "2011-01-01");
        NextIs(Read(open, new CsvReadOptions { DateFormat = "year-month" }), "2010-05-01");
        NextIs(Read(open + "2010-5,5\n"), "2010-06-01");
        NextIs(Read("when,a\n2010-01,1\n2010-02,2\n2010-03,3\n2010-04,4\n"), "2010-05-01");
    }

    [Fact]
    public void AnOctoberThatLostItsZeroIsRead()
    {
        SeriesTable table = Read(Lines("Date,P", 40, n => $"{Month(n):yyyy}.{Month(n).ToString("MM", CultureInfo.InvariantCulture).TrimEnd('0')},{n}.5"));
        Assert.Equal(First, table.Times![0]);
        Assert.Equal("1 month", table.Step!.ToString());
        Assert.Equal("numbers, 0.5 apart", Read(Lines("year,P", 40, n => Text($"{1990 + (n / 2.0):F1},{n}"))).Step!.ToString());
    }

    [Theory]
    [InlineData("yyyyMMddHH")]
    [InlineData("yyyyMMddHHmm")]
    [InlineData("yyyyMMddHHmmss")]
    public void HoursWithoutMarksAreNoSecondsSince1970(string format)
    {
        SeriesTable table = Read(Lines("MESS_DATUM;TT", 30, n => $"{Start.AddHours(n).ToString(format, CultureInfo.InvariantCulture)};{n},5"));
        Assert.Equal(["TT"], table.Names);
        NextIs(table, "2021-01-02 06:00");
    }

    [Theory]
    [InlineData("janv.-19 févr.-19 mars-19 avr.-19 mai-19 juin-19 juil.-19 août-19 sept.-19 oct.-19 nov.-19 déc.-19")]
    [InlineData("Jan. 2019|Febr. 2019|März 2019|April 2019|Mai 2019|Juni 2019|Juli 2019|Aug. 2019|Sept. 2019|Okt. 2019|Nov. 2019|Dez. 2019")]
    [InlineData("ene-19 feb-19 mar-19 abr-19 may-19 jun-19 jul-19 ago-19 sep-19 oct-19 nov-19 dic-19")]
    [InlineData("gen 2019|feb 2019|mar 2019|apr 2019|mag 2019|giu 2019|lug 2019|ago 2019|set 2019|ott 2019|nov 2019|dic 2019")]
    [InlineData("jan-2019 feb-2019 mrt-2019 apr-2019 mei-2019 jun-2019 jul-2019 aug-2019 sep-2019 okt-2019 nov-2019 dec-2019")]
    [InlineData("1. Januar 2019|1. Februar 2019|1. März 2019|1. April 2019|1. Mai 2019|1. Juni 2019|1. Juli 2019|1. August 2019|1. September 2019|1. Oktober 2019|1. November 2019|1. Dezember 2019")]
    [InlineData("1 de enero de 2019|1 de febrero de 2019|1 de marzo de 2019|1 de abril de 2019|1 de mayo de 2019|1 de junio de 2019|1 de julio de 2019|1 de agosto de 2019|1 de septiembre de 2019|1 de octubre de 2019|1 de noviembre de 2019|1 de diciembre de 2019")]
    public void MonthsAreReadInSeveralLanguages(string stamps)
    {
        string[] each = stamps.Split(stamps.Contains('|') ? '|' : ' ');
        NextIs(Read(Lines("when,a", 12, n => $"{each[n]},{n}.5")), "2020-01-01");
    }

    [Theory]
    [InlineData("Mon, 04 Jan 2021 13:00:00 GMT", "2021-01-04 13:00Z")]
    [InlineData("Monday, January 4th 2021", "2021-01-04")]
    [InlineData("2021-Jan-04 1:00 PM", "2021-01-04 13:00")]
    [InlineData("4. Jan. 2021, 13:00:30", "2021-01-04 13:00:30")]
    public void DatesWithWordsAreRead(string stamp, string expected) =>
        Assert.Equal(DateTime.Parse(expected, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal), Read($"when;a\n{stamp};1.5\n").Times![0]);

    [Theory]
    [InlineData("{0:yyMMdd}", 7)]
    [InlineData("{0:yyMMdd}", 1)]
    [InlineData("{0:ddMMyyyy}", 1)]
    [InlineData("{0:MMddyyyy}", 1)]
    [InlineData("{0:yyyyMMdd HH:mm}", 1)]
    [InlineData("{0:yyyy}{1:000}", 1)]
    [InlineData("{0:yyyy}-{1:000}", 1)]
    [InlineData("{0:ddMMMyyyy}:00:00:00", 1)]
    [InlineData("{0:ddd MMM d} 00:00:00 {0:yyyy}", 1)]
    [InlineData("{0:ddd MM/dd/yyyy}", 1)]
    [InlineData("{0:ddd}., {0:dd.MM.yyyy}", 1)]
    [InlineData("{0:yyyy-MM-ddTHH:mm:ss}[Europe/Berlin]", 1)]
    [InlineData("{0:yyyy-MM-dd}/{2:yyyy-MM-dd}", 7)]
    public void DaysAreReadInRareWaysToo(string format, int step)
    {
        DateTime At(int n) => new DateTime(2018, 10, 1).AddDays(step * n);
        SeriesTable table = Read(Lines("week;a", 200, n => string.Format(CultureInfo.InvariantCulture, format, At(n), At(n).DayOfYear, At(n + 1).AddDays(-1)) + $";{n},5"));
        Assert.Equal(["a"], table.Names);
        Assert.Equal(At(200), table.Step!.After(table.Times![^1], 1));
        Assert.Equal(At(0), table.Times[0]);
    }

    [Fact]
    public void MonthsInTwoDigitsEachAreNoYears() =>
        NextIs(Read(Lines("date,a", 10, n => $"{new DateTime(2019, 1, 1).AddMonths(n):yyMMdd},{n}.5")), "2019-11-01");

    [Fact]
    public void WhatHoldsAMonthButCannotBeReadIsRefused()
    {
        Assert.Contains("column 'when': found '01-JAN-21 12.00.00.000000 AM', '02-JAN-21 12.00.00.000000 AM' and so on, which may be times", Error(Lines("when;a", 20, n => $"{Start.AddDays(n).ToString("dd-MMM-yy", CultureInfo.InvariantCulture).ToUpperInvariant()} 12.00.00.000000 AM;{n},5")), StringComparison.Ordinal);
        Assert.Equal(["a"], Read("who;a\nMay 5;1\nJan 4;2\nKim 7;3\n").Names);
    }

    [Theory]
    [InlineData("19-Jan")]
    [InlineData("Jan 19")]
    [InlineData("31 Feb 2020")]
    [InlineData("Jan 1 Feb 2020")]
    [InlineData("2019 12 Jan")]
    public void WordsThatLeaveTheDayOpenAreNoDates(string stamp) =>
        Assert.Contains("expected a date like", Error($"date;a\n{stamp};1.5\n"), StringComparison.Ordinal);

    [Theory]
    [InlineData("Year,Month", "{0:yyyy},{0:%M}", "month", 1)]
    [InlineData("jahr,monat", "{0:yyyy},{0:MMM}", "month", 1)]
    [InlineData("year,period", "{0:yyyy},M{0:MM}", "month", 1)]
    [InlineData("YEAR,MO,DY", "{0:yyyy},{0:%M},{0:%d}", "day", 0)]
    [InlineData("YEAR,MO,DY,HR", "{0:yyyy},{0:%M},{0:%d},{0:%H}", "hour", 0)]
    [InlineData("yr,month,day,hour,minute", "{0:yyyy}.0,{0:%M}.0,{0:%d},{0:%H},{0:%m}", "minute", 0)]
    public void AYearAndItsPartsInColumnsOfTheirOwnAreOneStamp(string names, string format, string step, int months)
    {
        DateTime At(int n) => months > 0 ? First.AddMonths(n) : step switch { "day" => First.AddDays(n), "hour" => First.AddHours(n), _ => First.AddMinutes(n) };
        SeriesTable table = Read(Lines($"{names},rain", 80, n => string.Format(CultureInfo.InvariantCulture, format, At(n)) + $",{n}.5"));
        Assert.Equal(["rain"], table.Names);
        Assert.Equal("1 " + step, table.Step!.ToString());
        Assert.Equal(At(79), table.Times![^1]);
        Assert.Contains("in a column each (their names and cells say so)", Told(table), StringComparison.Ordinal);
        Assert.Equal(names, table.Description!.TimeColumn);
    }

    [Fact]
    public void OtherPartsOfAYearAreStampsToo()
    {
        NextIs(Read(Lines("Year,Quarter,gdp", 12, n => $"{2010 + (n / 4)},Q{(n % 4) + 1},{n}.5")), "2013-01-01");
        NextIs(Read(Lines("Year,Period,gdp", 12, n => $"{2010 + (n / 4)},{(n % 4) + 1},{n}.5")), "2013-01-01");
        NextIs(Read(Lines("Jahr,KW,y", 12, n => $"{2021},{n + 1},{n}.5")), "2021-03-29");
        NextIs(Read(Lines("YEAR,DOY,t", 59, n => $"{2021},{n + 1},{n}.5")), "2021-03-01");
    }

    [Fact]
    public void PartsOfAStampMayBeNamedAndDatesBeatThem()
    {
        string text = Lines("Year,Month,a", 24, n => $"{2010 + (n / 12)},{(n % 12) + 1},{n}.5");
        NextIs(Read(text, new CsvReadOptions { TimeColumn = "Year,Month" }), "2012-01-01");
        NextIs(Read(text, new CsvReadOptions { TimeColumn = "Month, Year" }), "2012-01-01");
        Assert.Equal(["Year", "Month", "a"], Read(text, new CsvReadOptions { TimeColumn = "" }).Names);
        Assert.Contains("unknown time column 'Moth'", Error(text, new CsvReadOptions { TimeColumn = "Year,Moth" }), StringComparison.Ordinal);
        Assert.Contains("columns 'Month' and 'a' hold '1 0.5', which is no year with a month", Error(text, new CsvReadOptions { TimeColumn = "Month,a" }), StringComparison.Ordinal);
        Assert.Equal(["year", "month", "a"], Read(Lines("date,year,month,a", 24, n => $"{First.AddDays(n):yyyy-MM-dd},{First.AddDays(n).Year},{First.AddDays(n).Month},{n}.5")).Names);
        Assert.Contains("line 4, column 'Year,Month': found '2010 13' as a time stamp", Error("Year,Month,a\n2010,1,1\n2010,2,1\n2010,13,3\n2010,3,1\n2010,4,1\n2010,5,1\n"), StringComparison.Ordinal);
    }

    [Fact]
    public void ALongFileMayHaveItsStampsInParts()
    {
        SeriesTable table = Read(Lines("shop,Year,Month,sold", 48, n => $"{(n < 24 ? "A" : "B")},{2010 + (n % 24 / 12)},{(n % 12) + 1},{n}.5"));
        Assert.Equal(["A", "B"], table.Names);
        NextIs(table, "2012-01-01");
    }

    [Fact]
    public void YearsBesideMonthsAreStampsUnderAnyNameAndRefusedAlone()
    {
        NextIs(Read(Lines("a;b;c", 30, n => $"{Month(n).Year};{Month(n).Month:00};{n},5")), "2017-04-01");
        NextIs(Read(string.Concat(Enumerable.Range(0, 30).Select(n => $"{Start.AddDays(n).Year};{Start.AddDays(n).Month:00};{Start.AddDays(n).Day};{n},5\n")).Replace("2021;01;1;", "2020;12;31;0,5\n2021;01;1;", StringComparison.Ordinal), new CsvReadOptions { Header = false }), "2021-01-31");
        string alone = Lines("Year,wave,a", 30, n => $"{Month(n).Year},{n % 5},{n}.5");
        Assert.Contains("column 'Year': the years go on from row to row and repeat, but no column was recognised as their month, week or day; name them in TimeColumn, such as Year,Month, or set TimeColumn to \"\"", Error(alone), StringComparison.Ordinal);
        Assert.Equal(3, Read(alone, new CsvReadOptions { TimeColumn = "" }).Names.Count);
        NextIs(Read(Lines("Year,Mond,a", 10, n => $"{Month(n).Year},{Month(n).Month},{n}.5"), new CsvReadOptions { TimeColumn = "Year,Mond" }), "2015-08-01");
    }

    [Fact]
    public void YearsThatBeginAnewWithEveryNameAreTheTimesOfALongFile()
    {
        SeriesTable table = Read(Lines("country,year,gdp", 40, n => $"{(n < 20 ? "Aruba" : "Austria")},{1990 + (n % 20)},{n}.5"));
        Assert.Equal(["Aruba", "Austria"], table.Names);
        Assert.Equal(2010, table.Step!.NumberAt(20));
        SeriesTable pairs = Read(Lines("shop,item,week,sold", 80, n => $"{(n < 40 ? "A" : "B")},{(n % 40 < 20 ? "x" : "y")},{n % 20},{n}.5"));
        Assert.Equal(["A/x", "A/y", "B/x", "B/y"], pairs.Names);
    }

    [Theory]
    [InlineData("timestamp_ms", 1609459200000, 1000, "2021-01-01 00:00:30Z")]
    [InlineData("open", 1609459200000, 60000, "2021-01-01 00:30:00Z")]
    [InlineData("created", 1609459200, -60, "2021-01-01 00:01:00Z")]
    public void NumbersOfTheSizeOfEpochsAreTimesAndSaid(string name, long start, int step, string next)
    {
        SeriesTable table = Read(Lines($"{name},a", 30, n => $"{start + (n * step)},{n}.5"));
        NextIs(table, next);
        Assert.Contains("since 1970", table.Notes[0], StringComparison.Ordinal);
        Assert.Equal([name, "a"], Read(Lines($"{name},a", 30, n => $"{start + (n * step)},{n}.5"), new CsvReadOptions { TimeColumn = "" }).Names);

        // Numbers of that size that go anywhere are values.
        Assert.Equal(["open", "a"], Read(Lines("open,a", 30, n => $"{start + (n * n % 7 * step)},{n}.5")).Names);
    }

    [Theory]
    [InlineData("{0:dd.MM.yyyy HH:mm} - {1:dd.MM.yyyy HH:mm}")]
    [InlineData("{0:yyyy-MM-dd HH:mm} - {1:yyyy-MM-dd HH:mm}")]
    public void SpansOfTimeAreReadAsTheirStart(string format)
    {
        SeriesTable table = Read(Lines("MTU (CET/CEST),a", 60, n => string.Format(CultureInfo.InvariantCulture, format, Start.AddHours(n), Start.AddHours(n + 1)) + $",{n}.5"));
        NextIs(table, "2021-01-03 12:00");
        Assert.Contains("spans of time are read as their start", Told(table), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{0:yyyy}年{0:%M}月{0:%d}日", "2021-01-31")]
    [InlineData("{0:yyyy}년 {0:%M}월 {0:%d}일", "2021-01-31")]
    public void DatesWithSignsOfTheEastAreRead(string format, string next) =>
        NextIs(Read(Lines("日付,a", 30, n => string.Format(CultureInfo.InvariantCulture, format, Start.AddDays(n)) + $",{n}.5")), next);

    [Theory]
    [InlineData("{0}/{1:00}")]
    [InlineData("{0}-{1:00}")]
    [InlineData("{0}-{2}")]
    public void YearsOfSchoolsAreNoMonths(string format)
    {
        SeriesTable table = Read(Lines("Schuljahr,a", 20, n => string.Format(CultureInfo.InvariantCulture, format, 1996 + n, (1997 + n) % 100, 1997 + n) + $",{n}.5"));
        Assert.Equal("1 year", table.Step!.ToString());
        NextIs(table, "2016-01-01");
        Assert.Equal("1 year", Read(Lines("Schuljahr,a", 11, n => $"{2001 + n}/{2 + n:00},{n}.5")).Step!.ToString());
    }

    [Fact]
    public void WhatMayBeTimesIsSaidOfAnEvenFirstColumn()
    {
        Assert.Contains("none is named as time, but 'datenum' goes on in even steps", Assert.Single(Read(Lines("datenum,a", 20, n => $"{737000 + n},{n * n % 7}.5")).Notes), StringComparison.Ordinal);
        NextIs(Read(Lines("datenum,a", 20, n => $"{44197 + n},{n}.5"), new CsvReadOptions { TimeColumn = "datenum", DateFormat = "spreadsheet-days" }), "2021-01-21");
        Assert.Empty(Read(Lines("load,a", 20, n => $"{n * n},{n}.5")).Notes);
        Assert.Contains("a time of day without its day; add a column of days, or set TimeColumn", Error(Lines("Time,a", 30, n => $"{n % 24:00}:00,{n}.5")), StringComparison.Ordinal);
    }

    [Fact]
    public void PeriodsOfABookAndMonthsOfTheEastAreRead()
    {
        NextIs(Read(Lines("Fiscal Period|a", 20, n => $"0{Month(n):MM.yyyy}|{n}.5")), "2016-06-01");
        NextIs(Read(Lines("年月,a", 20, n => $"{Month(n).Year}年{Month(n).Month}月,{n}.5")), "2016-06-01");
    }

    [Fact]
    public void DurationsBesideDaysAreNoTimesOfDay()
    {
        SeriesTable table = Read(Lines("week,visits,session", 30, n => $"{Start.AddDays(7 * n):yyyy-MM-dd},{n}.5,00:0{n % 9}:10"));
        Assert.Equal(["visits"], table.Names);
        Assert.Equal(Start, table.Times![0]);
        Assert.Contains(table.Notes, note => note.Contains("'session' holds text", StringComparison.Ordinal));
        Assert.Equal(Start.AddHours(9), Read(Lines("day,time,a", 30, n => $"{Start.AddDays(n):yyyy-MM-dd},09:00,{n}.5")).Times![0]);
    }

    [Theory]
    [InlineData("{0:%H}")]
    [InlineData("{0:HHmm}")]
    public void DaysBesideHoursInNumbersAreOneStamp(string format)
    {
        SeriesTable table = Read(Lines("Date,Hour,load", 72, n => $"{Start.AddHours(n):yyyy-MM-dd},{string.Format(CultureInfo.InvariantCulture, format, Start.AddHours(n))},{n}.5"));
        Assert.Equal(["load"], table.Names);
        NextIs(table, "2021-01-04");
        Assert.Contains("'Date' and 'Hour'", Told(table), StringComparison.Ordinal);

        // An hour beside days of their own is an input.
        Assert.Equal(["Hour", "load"], Read(Lines("Date,Hour,load", 30, n => $"{Start.AddDays(n):yyyy-MM-dd},{n % 7},{n}.5")).Names);
    }

    [Theory]
    [InlineData("fiscal period", "FY19Q1", "FY19Q2", "FY19Q3")]
    [InlineData("日付", "令和3年1月", "令和3年2月", "令和3年3月")]
    [InlineData("Laufzeit", "3 Monate", "6 Monate", "9 Monate")]
    [InlineData("Month", "Jan", "Feb", "Mar")]
    [InlineData("label", "day 1", "day 2", "day 10")]
    public void TextsThatMayBeTimesAreNotLeftOutWithoutAWord(string name, string first, string second, string third)
    {
        string text = $"{name};a\n{first};1.5\n{second};2.5\n{third};3\n";
        Assert.Contains($"column '{name}': found '{first}'", Error(text), StringComparison.Ordinal);
        Assert.Equal(["a"], Read(text, new CsvReadOptions { TimeColumn = "" }).Names);
        Assert.Equal(["a"], Read(text, new CsvReadOptions { TimeColumn = "", Columns = ["a"] }).Names);
    }

    [Fact]
    public void TextsThatAreNoTimesAreLeftOutAsBefore() =>
        Assert.Equal(["a"], Read("place;a\nOslo;1.5\nRome;2.5\nKiel;3\n").Names);

    [Theory]
    [InlineData("MMWR Year,MMWR Week", "1 week")]
    [InlineData("Epi Year,Epiweek", "1 week")]
    [InlineData("Fiscal Year,Fiscal Period", "1 month")]
    [InlineData("Geschäftsjahr,Periode", "1 month")]
    [InlineData("Year,Month No", "1 month")]
    public void YearsAndTheirPartsMayHaveLongerNames(string names, string step)
    {
        bool weeks = step.EndsWith("week", StringComparison.Ordinal);
        string Text(int rows, int without) => names + ",y\n" + string.Concat(Enumerable.Range(0, rows).Where(n => n != without).Select(n => $"{2021 + (n / 12)},{(n % 12) + 1},{n}.5\n"));
        string text = weeks ? names + ",y\n" + string.Concat(Enumerable.Range(1, 40).Select(n => $"2026,{n},{n}.5\n")) : Text(40, -1);
        Assert.StartsWith(step, CsvSeries.Read(new StringReader(text), "t").Step!.ToString(), StringComparison.Ordinal);
        Assert.StartsWith(step, CsvSeries.Read(new StringReader(text), "t", new CsvReadOptions { TimeColumn = names }).Step!.ToString(), StringComparison.Ordinal);
        if (weeks) return;
        foreach (string? asked in (string?[])[null, names])
            Assert.Contains("1 time stamp is missing from the grid of 1 month", Assert.Throws<InvalidDataException>(() => CsvSeries.Read(new StringReader(Text(40, 17)), "t", new CsvReadOptions { TimeColumn = asked })).Message.Replace("stamps are", "stamp is", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public void PartsUnderOtherNamesAreNoDaysOfAYear()
    {
        string weeks = "a,b,y\n" + string.Concat(Enumerable.Range(1, 40).Select(n => $"2026,{n},{n}.5\n"));
        Assert.StartsWith("1 week", CsvSeries.Read(new StringReader(weeks), "t", new CsvReadOptions { TimeColumn = "a,b" }).Step!.ToString(), StringComparison.Ordinal);
        string text = "a,b,y\n" + string.Concat(Enumerable.Range(0, 30).Where(n => n % 7 != 3).Select(n => $"{2021 + (n / 12)},{(n % 12) + 1},{n}.5\n"));
        Assert.Contains(
            "which is no year with a month, week or quarter",
            Assert.Throws<InvalidDataException>(() => CsvSeries.Read(new StringReader(text), "t", new CsvReadOptions { TimeColumn = "a,b" })).Message,
            StringComparison.Ordinal);
    }
}
