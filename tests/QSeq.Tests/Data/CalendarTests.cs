using QSeq.Data;

namespace QSeq.Tests.Data;

/// <summary>What models read of the calendar.</summary>
public class CalendarTests
{
    private static readonly DateTime Sunday = new(2023, 1, 1);

    private static double[][] Of(DateTime time, string? zone, params CalendarFeature[] features) =>
        CalendarColumns.Of(new CalendarOptions { Features = features, Holidays = [new DateOnly(2023, 12, 25)] }, [time], zone);

    [Fact]
    public void TurnsBeginWithTheDayTheWeekTheMonthAndTheYear()
    {
        foreach (CalendarFeature feature in (CalendarFeature[])[CalendarFeature.Hour, CalendarFeature.Weekday, CalendarFeature.Day, CalendarFeature.Month, CalendarFeature.YearDay])
            Assert.Equal([[0], [1]], Of(Sunday, null, feature));
        Assert.Equal([[1], [0]], Of(Sunday.AddHours(6), null, CalendarFeature.Hour));
        Assert.Equal([[0], [-1]], Of(Sunday.AddMonths(6), null, CalendarFeature.Month));
        double[][] tuesday = Of(Sunday.AddDays(2), null, CalendarFeature.Weekday);
        Assert.Equal(Math.Sin(4 * Math.PI / 7), tuesday[0][0], 1e-12);
        Assert.Equal(Math.Cos(4 * Math.PI / 7), tuesday[1][0], 1e-12);
        Assert.Equal(Math.Sin(2 * Math.PI * 30 / 31), Of(new DateTime(2023, 3, 31), null, CalendarFeature.Day)[0][0], 1e-12);
        Assert.Equal(Math.Cos(2 * Math.PI * 364 / 366), Of(new DateTime(2023, 12, 31), null, CalendarFeature.YearDay)[1][0], 1e-12);
    }

    [Fact]
    public void HolidaysAreDaysByTheClocksOfTheZone()
    {
        Assert.Equal([[1]], Of(new DateTime(2023, 12, 25, 13, 0, 0), null, CalendarFeature.Holiday));
        Assert.Equal([[0]], Of(new DateTime(2023, 12, 24, 23, 30, 0), null, CalendarFeature.Holiday));
        Assert.Equal([[1]], Of(new DateTime(2023, 12, 24, 23, 30, 0, DateTimeKind.Utc), "Europe/Berlin", CalendarFeature.Holiday));
    }

    [Fact]
    public void FeaturesThatSayNothingAreRefused()
    {
        SeriesTable daily = SeriesTable.Of("y", [1, 2, 3], [Sunday, Sunday.AddDays(1), Sunday.AddDays(2)]);
        Assert.Equal(
            "the hour is the same in all rows of the series (steps of 1 day); leave it out of the calendar",
            Refused(daily, new CalendarOptions { Features = [CalendarFeature.Weekday, CalendarFeature.Hour] }));
        Assert.Equal(
            "none of the series' days is a holiday; check the days given, or leave the holiday out",
            Refused(daily, new CalendarOptions { Features = [CalendarFeature.Holiday], Holidays = [new DateOnly(2022, 1, 1)] }));
        Assert.Equal(
            "every one of the series' days is a holiday; check the days given, or leave the holiday out",
            Refused(daily, new CalendarOptions { Features = [CalendarFeature.Holiday], Holidays = [new DateOnly(2023, 1, 1), new DateOnly(2023, 1, 2), new DateOnly(2023, 1, 3)] }));
        Assert.Equal(
            "inputs of the calendar need time stamps in even steps, which the series does not have; leave the calendar out, or name the time column",
            Refused(SeriesTable.Of("y", [1, 2, 3]), new CalendarOptions { Features = [CalendarFeature.Hour] }));
        DateTime evening = new(2022, 12, 31, 22, 0, 0, DateTimeKind.Utc);
        Assert.Equal(
            "the days of the series begin at 22:00 UTC, so that its calendar would be that of other days; set TimeZone, such as Europe/Berlin",
            Refused(SeriesTable.Of("y", [1, 2, 3], [evening, evening.AddDays(1), evening.AddDays(2)]), new CalendarOptions { Features = [CalendarFeature.Weekday] }));
        Assert.Contains("no feature", Refused(daily, new CalendarOptions()), StringComparison.Ordinal);
        Assert.Contains("twice", Refused(daily, new CalendarOptions { Features = [CalendarFeature.Weekday, CalendarFeature.Weekday] }), StringComparison.Ordinal);
        Assert.Contains("no holidays", Refused(daily, new CalendarOptions { Features = [CalendarFeature.Holiday] }), StringComparison.Ordinal);
        Assert.Contains("no holiday feature", Refused(daily, new CalendarOptions { Features = [CalendarFeature.Weekday], Holidays = [new DateOnly(2023, 1, 1)] }), StringComparison.Ordinal);
        CalendarColumns.Check(new CalendarOptions { Features = [CalendarFeature.Weekday] }, daily);
    }

    private static string Refused(SeriesTable table, CalendarOptions calendar) => Assert.Throws<ArgumentException>(() => CalendarColumns.Check(calendar, table)).Message;
}
