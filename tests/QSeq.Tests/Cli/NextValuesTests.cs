using System.Globalization;

namespace QSeq.Tests.Cli;

/// <summary>What <c>qseq train</c> says of the values after the end of the data.</summary>
public sealed class NextValuesTests : CliRun
{
    private string Data() => Write("load.csv", "date,load,price\n" + string.Concat(Enumerable.Range(0, 150).Select(n =>
        FormattableString.Invariant($"{new DateTime(2024, 1, 1).AddDays(n):yyyy-MM-dd},{50 + (9 * Math.Sin(n * 0.9)) + Math.Sin(n * n):F3},{n % 5}\n"))));

    private CliAnswer Fit(string data, params string[] more) =>
        Run(["train", data, "--column", "load", "--epochs", "1", "--window", "8", "--out", In("m.qseq"), .. more]);

    private static string[] Cells(string line) => line.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    [Fact]
    public void They_are_those_that_the_saved_model_forecasts()
    {
        string data = Data();
        CliAnswer answer = Fit(data, "--horizon", "3");
        Assert.True(answer.Code == 0, answer.Err);
        Assert.Contains("'load', the next 3 values", answer.Out, StringComparison.Ordinal);
        string[] rows = [.. answer.Out.Split('\n').Where(line => line.TrimStart().StartsWith("2024-", StringComparison.Ordinal))];
        string[] forecast = Run("forecast", In("m.qseq"), data, "--horizon", "3", "--levels", "80,95").Out.Split('\n')[1..4];
        Assert.Equal(3, rows.Length);
        for (int n = 0; n < 3; n++)
        {
            string[] shown = Cells(rows[n]), full = forecast[n].Split(',');
            Assert.Equal(full[0], shown[0]);
            for (int c = 1; c < 6; c++)
                Assert.Equal(double.Parse(full[c], CultureInfo.InvariantCulture), double.Parse(shown[c], CultureInfo.InvariantCulture), 0.006);
        }

        Assert.Equal("date forecast 80 % from to 95 % from to", string.Join(' ', Cells(answer.Out.Split('\n').Single(line => line.Contains("80 % from", StringComparison.Ordinal)))));
        Assert.DoesNotContain("are told by", answer.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Twelve_are_shown_and_without_levels_no_intervals()
    {
        string data = Data();
        string text = Fit(data, "--horizon", "14", "--levels", "none").Out;
        Assert.Contains("the next 14 values", string.Join(' ', Cells(text.Replace('\n', ' '))), StringComparison.Ordinal);
        Assert.Equal(12, text.Split('\n').Count(line => line.TrimStart().StartsWith("2024-", StringComparison.Ordinal)));
        Assert.DoesNotContain("% from", text, StringComparison.Ordinal);
        Assert.Contains($"The other 2 are told by qseq forecast {In("m.qseq")} {data}", string.Join(' ', Cells(text.Replace('\n', ' '))), StringComparison.Ordinal);
        Assert.Contains("the next value", Fit(data).Out, StringComparison.Ordinal);
    }

    [Fact]
    public void They_are_not_told_where_the_future_of_other_columns_is_needed() =>
        Assert.DoesNotContain("the next", Fit(Data(), "--known", "price").Out, StringComparison.Ordinal);
}
