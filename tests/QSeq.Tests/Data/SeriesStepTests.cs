using QSeq.Data;

namespace QSeq.Tests.Data;

public class SeriesStepTests
{
    private static DateTime Day(string text) => DateTime.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

    [Theory]
    [InlineData("2023-01-31", 1, 31, "2023-02-28", "2023-03-31", "2023-04-30")]
    [InlineData("2024-01-31", 1, 31, "2024-02-29", "2024-03-31", "2024-04-30")]
    [InlineData("2023-01-30", 1, 30, "2023-02-28", "2023-03-30", "2023-04-30")]
    [InlineData("2023-01-01", 1, 1, "2023-02-01", "2023-03-01", "2023-04-01")]
    [InlineData("2022-12-31", 3, 31, "2023-03-31", "2023-06-30", "2023-09-30")]
    [InlineData("2020-02-29", 12, 31, "2021-02-28", "2022-02-28", "2023-02-28")]
    public void MonthsKeepTheirDay(string from, int months, int day, params string[] expected)
    {
        var step = SeriesStep.Months(months, day);
        Assert.Equal(expected.Select(Day), Enumerable.Range(1, 3).Select(n => step.After(Day(from), n)));
    }

    [Fact]
    public void BusinessDaysLeaveWeekendsOut()
    {
        DateTime friday = Day("2021-07-30");
        Assert.Equal(
            (string[])["2021-08-02", "2021-08-03", "2021-08-04", "2021-08-05", "2021-08-06", "2021-08-09"],
            Enumerable.Range(1, 6).Select(n => SeriesStep.BusinessDays.After(friday, n).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture)));
        Assert.Equal(Day("2021-08-27"), SeriesStep.BusinessDays.After(friday, 20));
    }

    [Fact]
    public void NumbersCountInDecimals()
    {
        var step = SeriesStep.Numbers(0, 0.02);
        Assert.Equal("4.00", step.NumberAt(200).ToString(System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal(1101, SeriesStep.Numbers(1001, 1).NumberAt(100));
        Assert.Equal(1101, SeriesStep.Numbers(1001, 1).From(100).NumberAt(0));
        Assert.Throws<InvalidOperationException>(() => step.After(default, 1));
        Assert.Throws<InvalidOperationException>(() => SeriesStep.BusinessDays.NumberAt(0));
    }

    [Fact]
    public void StepsAreToldApart()
    {
        SeriesStep hour = SeriesStep.Of(TimeSpan.FromHours(1));
        Assert.True(hour.Equivalent(SeriesStep.Of(TimeSpan.FromMinutes(60))));
        Assert.False(hour.Equivalent(SeriesStep.Of(TimeSpan.FromMinutes(30))));
        Assert.False(SeriesStep.Months(1, 1).Equivalent(SeriesStep.Months(1, 31)));
        Assert.True(SeriesStep.Months(1, 28).Equivalent(SeriesStep.Months(1, 31))); // a February's end
        Assert.False(SeriesStep.Months(1, 1).Equivalent(SeriesStep.Months(3, 1)));
        Assert.True(SeriesStep.Numbers(1, 2).Equivalent(SeriesStep.Numbers(7, 2)));
        Assert.False(SeriesStep.Numbers(1, 2).Equivalent(SeriesStep.Numbers(1, 3)));
        Assert.False(SeriesStep.BusinessDays.Equivalent(SeriesStep.Of(TimeSpan.FromDays(1))));
    }

    [Theory]
    [InlineData("1 hour", 3600)]
    [InlineData("30 minutes", 1800)]
    [InlineData("1 week", 604_800)]
    [InlineData("10 days", 864_000)]
    [InlineData("1.5 hours", 5400)]
    [InlineData("0.5 seconds", 0.5)]
    public void SpansHaveWords(string expected, double seconds) => Assert.Equal(expected, SeriesStep.Of(TimeSpan.FromSeconds(seconds)).ToString());

    [Fact]
    public void OtherStepsHaveWords()
    {
        Assert.Equal("1 month", SeriesStep.Months(1, 1).ToString());
        Assert.Equal("1 month, on day 15", SeriesStep.Months(1, 15).ToString());
        Assert.Equal("1 quarter, at the end of the month", SeriesStep.Months(3, 31).ToString());
        Assert.Equal("1 year", SeriesStep.Months(12, 1).ToString());
        Assert.Equal("2 years", SeriesStep.Months(24, 1).ToString());
        Assert.Equal("5 months", SeriesStep.Months(5, 1).ToString());
        Assert.Equal("business days, Monday to Friday", SeriesStep.BusinessDays.ToString());
        Assert.Equal("numbers, 0.02 apart", SeriesStep.Numbers(0, 0.02).ToString());
    }

    [Fact]
    public void WhatIsOutOfRangeIsRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => SeriesStep.Of(TimeSpan.Zero));
        Assert.Throws<ArgumentOutOfRangeException>(() => SeriesStep.Months(0, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => SeriesStep.Months(1, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => SeriesStep.Months(1, 32));
        Assert.Throws<ArgumentOutOfRangeException>(() => SeriesStep.Numbers(double.NaN, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => SeriesStep.Numbers(1e19, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => SeriesStep.Numbers(0, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => SeriesStep.Numbers(0, double.PositiveInfinity));
        Assert.Equal(
            "12 steps of 1 month after 9999-10-01 00:00:00 lie outside the years 1 to 9999; correct the stamp, or go fewer steps",
            Assert.Throws<ArgumentException>(() => SeriesStep.Months(1, 1).After(new DateTime(9999, 10, 1), 12)).Message);
    }
}
