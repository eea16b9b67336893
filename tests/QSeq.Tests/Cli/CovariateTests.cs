using System.Globalization;
using System.Text.Json;

namespace QSeq.Tests.Cli;

/// <summary>What is known in the future, the calendar, categories and masks, from the file to the forecast.</summary>
public sealed class CovariateTests : CliRun
{
    private static readonly DateTime Start = new(2023, 1, 2); // a Monday
    private static readonly string[] Weather = ["sun", "rain", "snow"];

    private static string Day(int n) => Start.AddDays(n).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static double Sales(int n) => 100 - (6 * (n * 7 % 5)) + (n % 7 == 6 ? -30 : 0) + (n % 3 == 1 ? 8 : 0);

    private string Shop(string name, int from, int rows, int sold, bool withSales = true) => Write(name, (withSales ? "date,sales,price,weather\n" : "date,price,weather\n") + string.Concat(Enumerable.Range(from, rows).Select(n =>
        FormattableString.Invariant($"{Day(n)},{(withSales ? (n < sold ? $"{Sales(n):F1}," : ",") : "")}{n * 7 % 5},{Weather[n % 3]}\n"))));

    private string Fit(string data, params string[] more)
    {
        CliAnswer answer = Run(["train", data, "--column", "sales", "--epochs", "4", "--window", "7", "--out", In("shop.qseq"), .. more]);
        Assert.True(answer.Code == 0, answer.Err);
        return In("shop.qseq");
    }

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    [Fact]
    public void TheFutureComesFromTheEndOfTheFileOrAFileOfItsOwn()
    {
        string data = Shop("shop.csv", 0, 130, 120), holidays = Write("holidays.csv", "day,name\n2023-01-09,one\n2023-03-06,two\n");
        string model = Fit(data, "--known", "price,weather", "--categories", "weather", "--calendar", $"weekday,{holidays}", "--horizon", "2");
        CliAnswer inside = Run("forecast", model, data, "--horizon", "5");
        Assert.Equal(["date,sales", Day(120), Day(121), Day(122), Day(123), Day(124)], Lines(inside.Out).Select((line, n) => n == 0 ? line : line.Split(',')[0]));
        string history = Shop("history.csv", 0, 120, 120), prices = Shop("prices.csv", 115, 20, 0, withSales: false);
        CliAnswer outside = Run("forecast", model, history, "--future", prices, "--horizon", "5");
        Assert.Equal(inside.Out, outside.Out);

        CliAnswer none = Run("forecast", model, history);
        Assert.Equal(3, none.Code);
        Assert.Contains("the model reads the future of 'price', and nothing is known of it after the end of the series; have 2 rows of it in all behind the last value of the series, or name a file with them by --future", none.Err, StringComparison.Ordinal);
        CliAnswer late = Run("forecast", model, history, "--future", Shop("late.csv", 121, 20, 0, withSales: false));
        Assert.Equal(3, late.Code);
        Assert.Contains("late.csv: the series ends at 2023-05-01 00:00:00, and the first row after it is at 2023-05-03 00:00:00, expected 2023-05-02 00:00:00; give rows from there on", late.Err, StringComparison.Ordinal);
        CliAnswer early = Run("forecast", model, history, "--future", Shop("early.csv", 100, 10, 0, withSales: false));
        Assert.Contains("the last row is at 2023-04-21 00:00:00, expected 2023-05-02 00:00:00", early.Err, StringComparison.Ordinal);

        Assert.Contains("verified", Run("verify", model).Out, StringComparison.Ordinal);
        Assert.Equal(0, Run("evaluate", model, data).Code);
        Assert.Matches(@"known ahead +price, weather=rain", Run("inspect", model).Out);
    }

    [Theory]
    [InlineData("date;price;weather\n02.05.2023;1,5;sun\n03.05.2023;2,5;rain\n")] // marks and dates of its own
    [InlineData("date,price,weather\n05/02/2023,1.5,sun\n05/03/2023,2.5,rain\n")] // month first, as the series goes on
    [InlineData("date,price,weather\n02/05/2023,1.5,sun\n03/05/2023,2.5,rain\n")]
    public void AFileOfTheFutureMayBeWrittenInItsOwnWay(string future)
    {
        string data = Shop("h.csv", 0, 120, 120), model = Fit(data, "--known", "price,weather", "--categories", "weather", "--horizon", "2");
        string expected = Run("forecast", model, data, "--future", Write("f.csv", "date,price,weather\n2023-05-02,1.5,sun\n2023-05-03,2.5,rain\n")).Out;
        CliAnswer answer = Run("forecast", model, data, "--future", Write("g.csv", future));
        Assert.True(answer.Code == 0, answer.Err);
        Assert.Equal(expected, answer.Out);
    }

    [Fact]
    public void WhatIsFarFromTheTrainingIsSaid()
    {
        string data = Shop("h.csv", 0, 120, 120), model = Fit(data, "--known", "price", "--horizon", "2");
        CliAnswer far = Run("forecast", model, data, "--future", Write("f.csv", "date,price\n2023-05-02,150\n2023-05-03,250\n"));
        Assert.Contains("warning: the last 9 values of 'price', with those of the future, are 0 to 250, but the model was trained on 0 to 4", far.Err, StringComparison.Ordinal);
        string promo = Write("p.csv", "date,sales,promo\n" + string.Concat(Enumerable.Range(0, 122).Select(n => FormattableString.Invariant($"{Day(n)},{(n < 120 ? $"{Sales(n):F1}" : "")},{(n < 120 ? 0 : 1)}\n"))));
        CliAnswer trained = Run("train", promo, "--column", "sales", "--known", "promo", "--epochs", "1", "--window", "7", "--out", In("p.qseq"));
        Assert.Contains("warning: input 'promo' is the same throughout the training part, so that the model learns nothing of it", trained.Err, StringComparison.Ordinal);
        Assert.Contains("warning: 'promo' is 1 in what is read here, but it was 0 throughout the training", Run("forecast", In("p.qseq"), promo).Err, StringComparison.Ordinal);
    }

    [Fact]
    public void AFileOfTheFutureOfManySeriesIsReadAsTheHistoryIs()
    {
        string Long(string name, int from, int rows, bool withSales, params string[] stores) => Write(name, $"store,date,{(withSales ? "sales," : "")}price\n" + string.Concat(stores.SelectMany(store => Enumerable.Range(from, rows).Select(n =>
            FormattableString.Invariant($"{store},{Day(n)},{(withSales ? $"{Sales(n):F1}," : "")}{(store == "A" ? 1 : 3)}.5\n")))));
        string data = Long("h.csv", 0, 120, true, "A", "B");
        CliAnswer trained = Run("train", data, "--column", "B", "--known", "price", "--epochs", "1", "--window", "7", "--out", In("b.qseq"));
        Assert.True(trained.Code == 0, trained.Err);
        CliAnswer both = Run("forecast", In("b.qseq"), data, "--future", Long("f.csv", 120, 3, false, "A", "B"), "--horizon", "3");
        Assert.True(both.Code == 0, both.Err);
        Assert.Equal(both.Out, Run("forecast", In("b.qseq"), data, "--future", Long("g.csv", 120, 3, false, "B"), "--horizon", "3").Out);
        CliAnswer other = Run("forecast", In("b.qseq"), data, "--future", Long("o.csv", 120, 3, false, "A"), "--horizon", "3");
        Assert.Equal(3, other.Code);
        Assert.Contains("unknown series or column 'B'", other.Err, StringComparison.Ordinal);
    }

    [Fact]
    public void AForecastBeginsWhereTheTargetEndsThoughTheModelDoesNotReadIt()
    {
        string data = Write("t.csv", "date,sales,visits,price\n" + string.Concat(Enumerable.Range(0, 125).Select(n =>
            FormattableString.Invariant($"{Day(n)},{(n < 120 ? $"{Sales(n):F1}" : "")},{n % 11},{n * 7 % 5}\n"))));
        string model = Fit(data, "--inputs", "visits", "--known", "price");
        CliAnswer answer = Run("forecast", model, data);
        Assert.True(answer.Code == 0, answer.Err);
        Assert.StartsWith($"date,sales\n{Day(120)},", answer.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void JobsHoldWhatIsKnownUpToTheModelsHorizon()
    {
        string data = Shop("shop.csv", 0, 130, 120), model = Fit(data, "--known", "price", "--horizon", "2");
        Assert.Equal(0, Run("hardware", "export", model, data, "--out", In("jobs"), "--shots", "64").Code);
        CliAnswer played = Run("hardware", "simulate", In("jobs"), "--all", "--json");
        Assert.True(played.Code == 0, played.Err);
        using JsonDocument json = JsonDocument.Parse(played.Out);
        double[] exact = [.. json.RootElement.GetProperty("forecast").EnumerateArray().Select(step => step.GetProperty("exact").GetProperty("sales").GetDouble())];
        double[] forecast = [.. Lines(Run("forecast", model, data).Out).Skip(1).Select(line => double.Parse(line.Split(',')[1], CultureInfo.InvariantCulture))];
        Assert.Equal(forecast, exact.Select(value => double.Parse(value.ToString("G9", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture)));
        CliAnswer far = Run("hardware", "export", model, data, "--out", In("far"), "--horizon", "3");
        Assert.Equal(2, far.Code);
        Assert.Contains("horizon 3 is beyond the model's 2, and jobs do not carry what is known of the future; ask for 2 or less", far.Err, StringComparison.Ordinal);
    }

    [Fact]
    public void TheDoctorTakesThemToo()
    {
        string data = Shop("shop.csv", 0, 130, 120);
        Assert.Contains("name it in --categories", Run("doctor", data).Out.ReplaceLineEndings(" "), StringComparison.Ordinal);
        CliAnswer answer = Run("doctor", data, "--known", "price", "--categories", "weather");
        Assert.Equal(0, answer.Code);
        Assert.Contains("the last 10 rows hold no value of 'sales' and are the future: a forecast begins at '2023-05-02'; of 10 of them 'price' is known", answer.Err, StringComparison.Ordinal);
        Assert.Contains("rows: 120, 2023-01-02", answer.Err, StringComparison.Ordinal);
    }

    [Fact]
    public void NumbersGoOnToo()
    {
        string Numbered(string name, int from, int rows, bool withSales) => Write(name, $"step,{(withSales ? "sales," : "")}price\n" + string.Concat(Enumerable.Range(from, rows).Select(n =>
            FormattableString.Invariant($"{1001 + (2 * n)},{(withSales ? $"{Sales(n):F1}," : "")}{n * 7 % 5}\n"))));
        string data = Numbered("n.csv", 0, 120, true), model = Fit(data, "--known", "price");
        CliAnswer answer = Run("forecast", model, data, "--future", Numbered("f.csv", 118, 9, false), "--horizon", "2");
        Assert.Equal(["step,sales", "1241", "1243"], Lines(answer.Out).Select((line, n) => n == 0 ? line : line.Split(',')[0]));
        Assert.Contains("f2.csv: the series goes on at 1241, which is not among the rows", Run("forecast", model, data, "--future", Numbered("f2.csv", 121, 9, false)).Err, StringComparison.Ordinal);
    }

    [Fact]
    public void FleetsTakeThem()
    {
        string data = Write("long.csv", "store,date,sales,price\n" + string.Concat(((string[])["A", "B"]).SelectMany(store => Enumerable.Range(0, 125).Select(n =>
            FormattableString.Invariant($"{store},{Day(n)},{(n < 120 ? $"{Sales(n) * (store == "A" ? 1 : 9):F1}" : "")},{n * 7 % 5}\n")))));
        CliAnswer answer = Run("fleet", data, "--known", "price", "--calendar", "weekday", "--epochs", "2", "--window", "7", "--out", In("fleet"), "--models");
        Assert.True(answer.Code == 0, answer.Err);
        string model = Path.Combine(In("fleet"), "models", "B.qseq");
        Assert.Contains("linear AR (29)", answer.Out, StringComparison.Ordinal);
        Assert.Contains("verified", Run("verify", model).Out, StringComparison.Ordinal);
        Assert.Equal($"date,B {Day(120)}", string.Join(' ', Lines(Run("forecast", model, data).Out).Select((line, n) => n == 0 ? line : line.Split(',')[0])));
    }

    [Fact]
    public void GapsLeaveWindowsOutAndAreSaid()
    {
        string data = Write("gaps.csv", "date,sales\n" + string.Concat(Enumerable.Range(0, 200).Select(n => FormattableString.Invariant($"{Day(n)},{(n is (>= 40 and < 50) or >= 196 and < 199 ? "" : $"{Sales(n):F1}")}\n"))));
        CliAnswer answer = Run("train", data, "--column", "sales", "--epochs", "2", "--window", "7", "--gaps", "linear", "--mask", "--out", In("g.qseq"));
        Assert.True(answer.Code == 0, answer.Err);
        Assert.Contains("windows with more than 3 filled values one after the other, or without a measured target, are left out", answer.Err, StringComparison.Ordinal);
        Assert.Contains("(a window that ends within a gap holds the value before it)", answer.Err, StringComparison.Ordinal);
        Assert.Contains("sales measured", Run("inspect", In("g.qseq")).Out, StringComparison.Ordinal);
        string gap = Write("tail.csv", "date,sales\n" + string.Concat(Enumerable.Range(0, 60).Select(n => FormattableString.Invariant($"{Day(n)},{(n is >= 54 and < 59 ? "" : $"{Sales(n):F1}")}\n"))));
        CliAnswer forecast = Run("forecast", In("g.qseq"), gap);
        Assert.Equal(0, forecast.Code);
        Assert.Contains("warning: 5 of the last 7 values of 'sales' were filled in, 5 one after the other; the model was trained on windows with 3 at most", forecast.Err, StringComparison.Ordinal);
        Assert.DoesNotContain("were filled in", Run("forecast", In("g.qseq"), data).Err, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--known prise", "unknown column 'prise'; did you mean 'price'?")]
    [InlineData("--known sales", "'sales' cannot be both forecast and known; name it once")]
    [InlineData("--known weather", "found 'sun', expected a number; correct it, or if its cells are categories, name it in --categories")]
    [InlineData("--calendar hour", "the hour is the same in all rows of the series (steps of 1 day); leave it out of the calendar")]
    [InlineData("--calendar weekday,weekday", "--calendar names something twice; name it once, and all holidays in one file")]
    [InlineData("--calendar nothing", "--calendar names 'nothing', which is neither a file of holidays nor one of hour, weekday, day, month, yearday")]
    [InlineData("--known price --horizon 9", "window is 7, expected 9 or more: inputs known in the future are read horizon steps ahead")]
    [InlineData("--max-gap -1", "--max-gap is -1, expected 0 or more")]
    public void WhatCannotBeReadIsRefused(string options, string expected)
    {
        CliAnswer answer = Run(["train", Shop("s.csv", 0, 120, 120), "--column", "sales", "--window", "7", "--out", In("x.qseq"), .. options.Split(' ')]);
        Assert.InRange(answer.Code, 2, 3);
        Assert.Contains(expected, answer.Err, StringComparison.Ordinal);
    }

    [Fact]
    public void AFileOfHolidaysIsRead()
    {
        string data = Shop("s.csv", 0, 120, 120);
        string Train(string holidays) => Run("train", data, "--column", "sales", "--window", "7", "--epochs", "1", "--out", In("x.qseq"), "--calendar", Write("h.csv", holidays)).Err;
        Assert.Contains("h.csv, line 2: found '01/05/2023', expected a day such as 2026-12-25", Train("2023-01-09\n01/05/2023\n"), StringComparison.Ordinal);
        Assert.Contains("h.csv, line 1: found '9/1/2023', expected a day such as 2026-12-25", Train("9/1/2023\n"), StringComparison.Ordinal);
        Assert.Contains("holidays: 3, of which 2 are days of the series", Train("2023-01-09,2023-01-16;1999-01-01\n"), StringComparison.Ordinal);
        Assert.Contains("h.csv: no holiday in it", Train("# none\nday\n"), StringComparison.Ordinal);
        Assert.Contains("none of the series' days is a holiday; check the days given, or leave the holiday out", Train("1999-01-01\n"), StringComparison.Ordinal);
        Assert.Contains("saved", Train("# days\n2023-01-09,New\n\n\"2023-01-10\"\n"), StringComparison.Ordinal);
        Assert.Contains("the model reads nothing of the future but the calendar; leave --future out", Run("forecast", In("x.qseq"), data, "--future", data).Err, StringComparison.Ordinal);
    }
}
