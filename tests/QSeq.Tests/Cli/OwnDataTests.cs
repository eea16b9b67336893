using System.Globalization;
using System.Text.Json;
using QSeq.Cli.Output;
using QSeq.Data;

namespace QSeq.Tests.Cli;

/// <summary>One's own data from file to forecast: stamps, scores and what is said about both.</summary>
public sealed class OwnDataTests : CliRun
{
    private static readonly DateTime Start = new(2021, 1, 1);

    private static string Text(FormattableString text) => FormattableString.Invariant(text);

    private static double Wave(int n) => 10 + (3 * Math.Sin(n / 3.0)) + (0.3 * Math.Sin(5.0 * n));

    private string Series(string name, string header, int rows, Func<int, string> line) =>
        Write(name, header + "\n" + string.Concat(Enumerable.Range(0, rows).Select(n => line(n) + "\n")));

    private (string Model, CliAnswer Answer) Fit(string data, params string[] more)
    {
        CliAnswer answer = Run(["train", data, "--epochs", "2", "--window", "4", "--out", In("own.qseq"), .. more]);
        Assert.True(answer.Code == 0, answer.Err);
        return (In("own.qseq"), answer);
    }

    private static string[] Stamps(string model, string data, params string[] more) =>
        [.. Run(["forecast", model, data, "--horizon", "3", .. more]).Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(',')[0])];

    [Theory]
    [InlineData("yyyy-MM-dd", 1, "date", "date 2023-03-31 2023-04-30 2023-05-31")]
    [InlineData("yyyy-MM-dd", 0, "ds", "ds 2023-04-01 2023-05-01 2023-06-01")]
    public void AForecastGoesOnByTheCalendar(string format, int ends, string name, string expected)
    {
        string data = Series("m.csv", name + ",sales", 60, n => Text($"{new DateTime(2018, 4, 1).AddMonths(n).AddDays(-ends).ToString(format, CultureInfo.InvariantCulture)},{Wave(n):F3}"));
        string model = Fit(data).Model;
        Assert.Equal(expected.Split(' '), Stamps(model, data));
        using JsonDocument json = JsonDocument.Parse(Run("forecast", model, data, "--json").Out);
        Assert.Equal(expected.Split(' ')[1], json.RootElement.GetProperty("forecast")[0].GetProperty("time").GetString());
    }

    [Fact]
    public void AnHourAtMidnightIsNoDay()
    {
        string data = Series("h.csv", "time,load", 96, n => Text($"{Start.AddHours(n):yyyy-MM-dd HH:mm},{Wave(n):F3}"));
        string model = Fit(data).Model;
        Assert.Equal("2021-01-05 00:00:00", Run("forecast", model, data, "--horizon", "1").Out.Split('\n')[1].Split(',')[0]);
    }

    [Fact]
    public void StampsOfAForecastAreLookedAtOnceEach()
    {
        var times = new CountedTimes([.. Enumerable.Range(0, 500).Select(n => Start.AddDays(n))]);
        Func<int, string> stamp = ForecastText.Stamps(times, SeriesStep.Of(TimeSpan.FromDays(1)));
        Assert.Equal("2021-01-01 2021-01-02 2022-05-15", $"{stamp(0)} {stamp(1)} {stamp(499)}");
        for (int t = 0; t < times.Count; t++) stamp(t);
        Assert.InRange(times.Looks, 1000, 1010);
    }

    private sealed class CountedTimes(DateTime[] times) : IReadOnlyList<DateTime>
    {
        public int Looks { get; private set; }

        public int Count => times.Length;

        public DateTime this[int index]
        {
            get
            {
                Looks++;
                return times[index];
            }
        }

        public IEnumerator<DateTime> GetEnumerator() => Enumerable.Range(0, Count).Select(n => this[n]).GetEnumerator();

        System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();
    }

    [Fact]
    public void AForecastCountsOnWhereTheDataCounts()
    {
        string data = Series("s.csv", "step,load", 100, n => Text($"{1001 + n},{Wave(n):F3}"));
        Assert.Equal(["step", "1101", "1102", "1103"], Stamps(Fit(data).Model, data));
        string seconds = Series("f.csv", "time,accel", 200, n => Text($"{n * 0.02:F2},{Wave(n):F3}"));
        Assert.Equal(["time", "4.00", "4.02", "4.04"], Stamps(Fit(seconds).Model, seconds));
    }

    [Fact]
    public void AForecastTellsTheClocksOfItsZone()
    {
        TimeZoneInfo berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");
        DateTime first = new(2021, 10, 27, 22, 0, 0, DateTimeKind.Utc);
        string data = Series("z.csv", "time,load", 77, n => Text($"{TimeZoneInfo.ConvertTimeFromUtc(first.AddHours(n), berlin):yyyy-MM-dd HH:mm:ss},{Wave(n):F3}"));
        Assert.Contains("--time-zone, such as Europe/Berlin", Run("train", data, "--epochs", "1", "--window", "4", "--out", In("z.qseq")).Err, StringComparison.Ordinal);
        string model = Fit(data, "--time-zone", "Europe/Berlin").Model;
        Assert.Equal(["time", "2021-10-31 04:00:00+01:00", "2021-10-31 05:00:00+01:00", "2021-10-31 06:00:00+01:00"], Stamps(model, data));
    }

    [Fact]
    public void AModelRefusesOtherSteps()
    {
        string hourly = Series("h.csv", "time,load", 100, n => Text($"{Start.AddHours(n):yyyy-MM-dd HH:mm:ss},{Wave(n):F3}"));
        string daily = Series("d.csv", "time,load", 100, n => Text($"{Start.AddDays(n):yyyy-MM-dd},{Wave(n):F3}"));
        string model = Fit(hourly).Model;
        foreach (string verb in (string[])["forecast", "evaluate"])
        {
            CliAnswer answer = Run(verb, model, daily);
            Assert.Equal(3, answer.Code);
            Assert.Contains("the series goes in steps of 1 day, but the model was trained on steps of 1 hour", answer.Err, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void AModelWarnsOfAnotherUnit()
    {
        string data = Series("u.csv", "time,load", 100, n => Text($"{Start.AddHours(n):yyyy-MM-dd HH:mm:ss},{Wave(n):F3}"));
        string other = Series("v.csv", "time,load", 100, n => Text($"{Start.AddHours(n):yyyy-MM-dd HH:mm:ss},{1000 * Wave(n):F3}"));
        string model = Fit(data).Model;
        Assert.DoesNotContain("warning", Run("forecast", model, data).Err, StringComparison.Ordinal);
        string error = Run("forecast", model, other).Err;
        Assert.Contains("warning: the last 4 values of 'load' are ", error, StringComparison.Ordinal);
        Assert.Contains("but the model was trained on ", error, StringComparison.Ordinal);
    }

    [Fact]
    public void AModelReadsLaterFilesAsItsOwn()
    {
        string data = Series("g.csv", "Datum;Wert", 100, n => Text($"{Start.AddDays(n):dd.MM.yyyy};") + Text($"{Wave(n):F2}").Replace('.', ','));
        string model = Fit(data).Model;
        string later = Write("later.csv", "Datum;Wert\n01.02.2022;9,500\n02.02.2022;9,250\n03.02.2022;9,750\n04.02.2022;9,125\n");
        Assert.Equal(["Datum", "2022-02-05", "2022-02-06", "2022-02-07"], Stamps(model, later));
    }

    [Fact]
    public void GapsGivenForTrainingAreKept()
    {
        string data = Series("gap.csv", "time,load", 100, n => Text($"{Start.AddHours(n):yyyy-MM-dd HH:mm:ss},{(n is 40 or 97 ? "" : Wave(n).ToString("F3", CultureInfo.InvariantCulture))}"));
        (string model, CliAnswer trained) = Fit(data, "--gaps", "previous");
        Assert.Contains("note: 2 windows with more than 2 filled values one after the other, or without a measured target, are left out", trained.Err, StringComparison.Ordinal);
        string two = Fit(data, "--gaps", "previous", "--horizon", "2").Answer.Out.ReplaceLineEndings(" ");
        Assert.Matches(@"Scores are of \d+ measured values; 2 values filled into gaps are left out\.", two);
        model = Fit(data, "--gaps", "previous").Model;
        Assert.Equal(0, Run("forecast", model, data).Code);
        Assert.Equal(0, Run("evaluate", model, data).Code);
        Assert.Contains("the cell is empty", Run("forecast", model, data, "--gaps", "error").Err, StringComparison.Ordinal);
        Assert.Contains("a window that ends within a gap holds the value before it", Fit(data, "--gaps", "linear").Answer.Err, StringComparison.Ordinal);
    }

    [Fact]
    public void OneValueThatSpansTheRangeIsSaidAndDoesNotMakeOthersEqual()
    {
        string data = Series("o.csv", "y", 120, n => n == 30 ? "4294967295" : Text($"{Wave(n):F3}"));
        CliAnswer answer = Fit(data).Answer;
        Assert.Contains("warning: column 'y', row 31: 4294967295 is so far from the others", answer.Err, StringComparison.Ordinal);
        Assert.DoesNotContain("warning", Fit(data, "--missing", "4294967295", "--gaps", "previous").Answer.Err, StringComparison.Ordinal); // as advised
        string naive = answer.Out.Split('\n').First(line => line.Contains("naive", StringComparison.Ordinal));
        double mae = double.Parse(naive.Split(' ', StringSplitOptions.RemoveEmptyEntries)[4], CultureInfo.InvariantCulture);
        double expected = Enumerable.Range(102, 18).Average(n => Math.Abs(Math.Round(Wave(n), 3) - Math.Round(Wave(n - 1), 3)));
        Assert.Equal(expected, mae, 1e-3);
    }

    [Fact]
    public void EveryTargetAndEveryStepHasScoresOfItsOwn()
    {
        string data = Series("t.csv", "time,watts,ratio", 120, n => Text($"{Start.AddHours(n):yyyy-MM-dd HH:mm:ss},{1e6 * Wave(n):F0},{Wave(n + 5) / 1000:F6}"));
        (string model, CliAnswer trained) = Fit(data, "--targets", "watts,ratio", "--horizon", "2");
        Assert.Contains("'watts', test part, ", trained.Out, StringComparison.Ordinal);
        Assert.Contains("'ratio', test part, ", trained.Out, StringComparison.Ordinal);
        Assert.Contains("'ratio': ", trained.Out, StringComparison.Ordinal);
        Assert.Contains("MAE by step ahead", trained.Out, StringComparison.Ordinal);
        using JsonDocument json = JsonDocument.Parse(Run("evaluate", model, data, "--json").Out);
        JsonElement[] each = [.. json.RootElement.GetProperty("scores").EnumerateArray().Single(row => row.GetProperty("name").GetString() == "naive (last value)").GetProperty("each").EnumerateArray()];
        Assert.Equal(["watts 1", "ratio 1", "watts 2", "ratio 2"], each.Select(one => $"{one.GetProperty("target").GetString()} {one.GetProperty("step").GetInt32()}"));
        Assert.All(each, (one, n) => Assert.Equal(n % 2 == 0, one.GetProperty("mae").GetDouble() > 1e4));
        Assert.True(each[2].GetProperty("mae").GetDouble() > each[0].GetProperty("mae").GetDouble()); // persistence is worse farther ahead
    }

    [Fact]
    public void AFewWindowsAreNoVerdict()
    {
        string data = Series("few.csv", "y", 60, n => Text($"{Wave(n):F3}"));
        string said = Fit(data, "--split", "0.8,0.12").Answer.Out;
        Assert.Contains("are too few to judge by", said, StringComparison.Ordinal);
        Assert.DoesNotContain("better than", said, StringComparison.Ordinal);
    }

    [Fact]
    public void AllOfTheDataSaysWhichBaselineItLeavesOut()
    {
        string data = Series("all.csv", "y", 100, n => Text($"{Wave(n):F3}"));
        Assert.Contains("the others are fitted on what comes before the test part, and all of the data is scored", Run("evaluate", Fit(data).Model, data, "--all").Out.ReplaceLineEndings(" "), StringComparison.Ordinal);
    }

    [Fact]
    public void TheDoctorSaysWhatItFoundAndWhatSettlesIt()
    {
        string data = Series("doc.csv", "when;stueck;note", 60, n => Text($"{Start.AddDays(n):dd.MM.yyyy};{(n < 20 ? Text($"{900 + n}") : Text($"1.{100 + n}"))};ok"));
        CliAnswer answer = Run("doctor", data);
        Assert.Equal(0, answer.Code);
        foreach (string said in (string[])["delimiter", "decimal commas", "'when', day, month, year", "1 day", "'note' holds text"])
            Assert.Contains(said, answer.Out, StringComparison.Ordinal);
        Assert.Contains("--thousands", answer.Out, StringComparison.Ordinal);
        Assert.Contains("rows: 60, 2021-01-01 to 2021-03-01", answer.Err, StringComparison.Ordinal);
        Assert.Contains("a forecast begins at 2021-03-02", answer.Err, StringComparison.Ordinal);
        using JsonDocument json = JsonDocument.Parse(Run("doctor", data, "--json").Out);
        Assert.Equal("say with --thousands what parts thousands", json.RootElement.GetProperty("findings")[1].GetProperty("settle").GetString());
        Assert.Equal("2021-03-02", json.RootElement.GetProperty("next")[0].GetString());

        // What cannot be read is told as far as it was found out.
        string broken = Series("bad.csv", "date,y", 20, n => Text($"{Start.AddDays(n == 12 ? 30 : n):yyyy-MM-dd},{n}.5"));
        CliAnswer refused = Run("doctor", broken);
        Assert.Equal(3, refused.Code);
        Assert.Contains("its cells are dates", refused.Out, StringComparison.Ordinal);
        Assert.Contains("use --sort", refused.Err, StringComparison.Ordinal);
        using JsonDocument problem = JsonDocument.Parse(Run("doctor", broken, "--json").Out);
        Assert.Contains("comes before that of line", problem.RootElement.GetProperty("problem").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("15min", "15 minutes")]
    [InlineData("h", "1 hour")]
    [InlineData("2w", "2 weeks")]
    [InlineData("business", "business days, Monday to Friday")]
    [InlineData("month-end", "1 month, at the end of the month")]
    [InlineData("quarter", "1 quarter")]
    [InlineData("year", "1 year")]
    public void StepsAreNamedOnTheCommandLine(string text, string expected) => Assert.Equal(expected, QSeq.Cli.Options.StepText.Parse(text).ToString());

    [Fact]
    public void AStepThatIsNoneIsRefused()
    {
        string data = Series("st.csv", "y", 10, n => Text($"{n}.5"));
        CliAnswer answer = Run("doctor", data, "--frequency", "often");
        Assert.Equal(2, answer.Code);
        Assert.Contains("--frequency is 'often', expected such as 15min", answer.Err, StringComparison.Ordinal);
    }

    [Fact]
    public void WhatIsAdvisedForOtherEncodingsWorks()
    {
        string data = In("latin.csv");
        Directory.CreateDirectory(Folder);
        File.WriteAllBytes(data, System.Text.Encoding.Latin1.GetBytes("date,Temp (\u00b0C)\n" + string.Concat(Enumerable.Range(0, 60).Select(n => Text($"{Start.AddDays(n):yyyy-MM-dd},{Wave(n):F3}\n")))));
        Assert.Contains("--text-encoding, such as windows-1252", Run("train", data, "--epochs", "1", "--window", "4", "--out", In("e.qseq")).Err, StringComparison.Ordinal);
        string model = Fit(data, "--text-encoding", "windows-1252").Model;
        Assert.StartsWith("date,Temp (\u00b0C)\n2021-03-02,", Run("forecast", model, data).Out, StringComparison.Ordinal);
    }

    [Fact]
    public void AColumnWithACommaInItsNameCanBeChosen()
    {
        string data = Series("c.csv", "time;load, MW;temp, C", 60, n => Text($"{Start.AddHours(n):yyyy-MM-dd HH:mm:ss};{n % 7},5;1{n % 5},25"));
        string model = Fit(data, "--column", "load, MW").Model;
        Assert.StartsWith("time,\"load, MW\"\n2021-01-03 12:00:00,", Run("forecast", model, data).Out, StringComparison.Ordinal);
    }

    [Fact]
    public void AModelRemembersItsTimeColumn()
    {
        string data = Series("none.csv", "date,load", 60, n => Text($"{Start.AddDays(n + (n > 30 ? 7 : 0)):yyyy-MM-dd},{Wave(n):F3}"));
        Assert.Equal(["step", "1", "2", "3"], Stamps(Fit(data, "--time-column", "none").Model, data));
        string two = Series("two.csv", "order,arrival,load", 60, n => Text($"{Start.AddDays(n):yyyy-MM-dd},{Start.AddDays(n + 5):yyyy-MM-dd},{Wave(n):F3}"));
        string model = Fit(two, "--time-column", "arrival").Model;
        Assert.Equal(["arrival", "2021-03-07", "2021-03-08", "2021-03-09"], Stamps(model, two));
        Assert.Equal(["order", "2021-03-02", "2021-03-03", "2021-03-04"], Stamps(model, two, "--time-column", "order"));
        Assert.Equal(["when", "2021-03-02", "2021-03-03", "2021-03-04"], Stamps(model, Series("one.csv", "when,load", 60, n => Text($"{Start.AddDays(n):yyyy-MM-dd},{Wave(n):F3}"))));
    }

    [Fact]
    public void AModelRemembersThatThereIsNoHeader()
    {
        string data = Write("bare.csv", string.Concat(Enumerable.Range(0, 60).Select(n => Text($"{Start.AddDays(n):yyyy-MM-dd},{Wave(n):F3}\n"))));
        Assert.Equal(["column1", "2021-03-02", "2021-03-03", "2021-03-04"], Stamps(Fit(data, "--header", "none").Model, data));
    }

    [Fact]
    public void NumbersThatHaveNoEndAreRounded()
    {
        string data = Series("twelfths.csv", "year,load", 61, n => Text($"{1960 + (n / 12.0):F3},{Wave(n):F3}"));
        Assert.Equal(["year", "1965.0833333333", "1965.1666666667", "1965.25"], Stamps(Fit(data).Model, data).Select(stamp => stamp.TrimEnd('0').TrimEnd('.')));
    }

    [Fact]
    public void AYearAndAMonthAreForecastAsStamps()
    {
        string data = Series("ym.csv", "Year,Month,rain", 60, n => Text($"{2015 + (n / 12)},{(n % 12) + 1},{Wave(n):F3}"));
        string model = Fit(data).Model;
        string[] lines = Run("forecast", model, data, "--horizon", "2").Out.Split('\n');
        Assert.Equal("\"Year,Month\",rain", lines[0]);
        Assert.StartsWith("2020-01-01,", lines[1], StringComparison.Ordinal);
        Assert.StartsWith("2020-02-01,", lines[2], StringComparison.Ordinal);
    }

    [Fact]
    public void TheDoctorShowsStampsAsAForecastDoesAndOneColumnAlone()
    {
        TimeZoneInfo berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");
        DateTime first = new(2021, 10, 27, 22, 0, 0, DateTimeKind.Utc);
        string data = Series("doc.csv", "time,load,mixed", 77, n => Text($"{TimeZoneInfo.ConvertTimeFromUtc(first.AddHours(n), berlin):yyyy-MM-dd HH:mm:ss},{Wave(n):F3},{(n % 2 == 0 ? "$5" : "€6")}"));
        CliAnswer refused = Run("doctor", data, "--time-zone", "Europe/Berlin");
        Assert.Contains("column 'mixed': found '€6' beside '$5': cells of one column carry different marks; write them alike, or choose one series with --column", refused.Err, StringComparison.Ordinal);
        Assert.DoesNotContain("how the file is read", refused.Out + refused.Err, StringComparison.Ordinal);
        CliAnswer answer = Run("doctor", data, "--time-zone", "Europe/Berlin", "--column", "load");
        Assert.Equal(0, answer.Code);
        Assert.Contains("a forecast begins at 2021-10-31 04:00:00+01:00, 2021-10-31 05:00:00+01:00", answer.Err + answer.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("mixed", answer.Out, StringComparison.Ordinal);
        Assert.Contains("unknown column 'lod'", Run("doctor", data, "--inputs", "lod").Err, StringComparison.Ordinal);
    }
}
