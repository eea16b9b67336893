using QSeq.Cli.Figures;

namespace QSeq.Tests.Pages;

/// <summary>Axes have round numbers and times, whatever the range.</summary>
public class TicksTests
{
    [Theory]
    [InlineData(0, 10, 7, "0 2 4 6 8 10")]
    [InlineData(-0.4, 1.1, 8, "-0.4 -0.2 0 0.2 0.4 0.6 0.8 1.0")]
    [InlineData(12345, 12349, 7, "12345 12346 12347 12348 12349")]
    [InlineData(0, 3e9, 7, "0 5e+8 1e+9 1.5e+9 2e+9 2.5e+9 3e+9")]
    [InlineData(5, 5, 10, "4.5 4.6 4.7 4.8 4.9 5.0 5.1 5.2 5.3 5.4 5.5")]
    public void Numbers_are_round(double low, double high, int most, string labels)
    {
        AxisTicks ticks = AxisTicks.Of(low, high, most);
        Assert.Equal(labels, string.Join(' ', ticks.Values.Select(ticks.Label)));
    }

    [Fact]
    public void Any_range_has_some()
    {
        foreach ((double low, double high) in new[] { (-double.MaxValue, double.MaxValue), (0, double.Epsilon), (double.NaN, 3), (1e300, 1e300), (-1e-12, 1e-12) })
        {
            AxisTicks ticks = AxisTicks.Of(low, high, 6);
            Assert.InRange(ticks.Values.Length, 1, 13);
            Assert.All(ticks.Values, value => Assert.True(double.IsFinite(value)));
        }
    }

    [Fact]
    public void Powers_of_ten()
    {
        AxisTicks few = AxisTicks.Powers(0.03, 4, 6), many = AxisTicks.Powers(1e-20, 1e20, 5);
        Assert.Equal("0.1 1", string.Join(' ', few.Values.Select(few.Label)));
        Assert.InRange(many.Values.Length, 3, 8);
    }

    [Theory]
    [InlineData("2024-01-01", "2024-01-01T06:00", "2024-01-01 00:00|01:00|02:00|03:00|04:00|05:00|06:00")]
    [InlineData("2024-02-27", "2024-03-03", "2024 Feb 27|Feb 28|Feb 29|Mar 1|Mar 2|Mar 3")]
    [InlineData("2023-12-15", "2024-06-15", "2024 Jan|Feb|Mar|Apr|May|Jun")]
    [InlineData("1749-01-01", "2024-01-01", "1750|1800|1850|1900|1950|2000")]
    public void Times_are_round(string from, string to, string labels)
    {
        double Seconds(string text) => TimeTicks.Seconds(DateTime.Parse(text, System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal(labels, string.Join('|', TimeTicks.Of(Seconds(from), Seconds(to), 6).Select(tick => tick.Label)));
    }

    [Fact]
    public void Bins_hold_every_value_and_few_far_out_do_not_stretch_them()
    {
        double[] values = [.. Enumerable.Range(0, 1000).Select(n => (n % 100) / 10.0), 1e6];
        HistogramFigure figure = HistogramFigure.Of("t", values, "x")!;
        Assert.Equal(1001, figure.Counts.Sum());
        Assert.InRange(figure.Low + (figure.Counts.Length * figure.Width), 9.5, 11);
        Assert.Contains("1.00e+6", figure.Note!, StringComparison.Ordinal);
        Assert.Null(HistogramFigure.Of("t", [double.NaN], "x"));
        Assert.Equal(3, HistogramFigure.Of("t", [4, 4, 4], "x")!.Counts.Sum());
    }

    [Fact]
    public void Autocorrelation_is_that_of_the_definition()
    {
        double[] wave = [.. Enumerable.Range(0, 400).Select(n => 1e9 + Math.Sin(n * Math.Tau / 8))];
        StemFigure figure = StemFigure.Autocorrelation("t", wave, 8)!;
        Assert.Equal(8, figure.Values.Length);
        Assert.Equal(-396.0 / 400, figure.Values[3], 1e-6);
        Assert.Equal(392.0 / 400, figure.Values[7], 1e-6);
        Assert.Equal(1.96 / 20, figure.Bound, 1e-12);
        Assert.Null(StemFigure.Autocorrelation("t", new double[100], 8));
    }
}
