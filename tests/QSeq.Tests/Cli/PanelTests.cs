using System.Globalization;
using System.Text.Json;
using QSeq.Forecasting;

namespace QSeq.Tests.Cli;

/// <summary>Files of many series on the command line: long, ragged, and a series a row.</summary>
[Trait(Speed.Name, Speed.Slow)]
public sealed class PanelTests : CliRun
{
    private static readonly string[] Quick = ["--epochs", "1", "--window", "4", "--threads", "2"];

    private static string Value(int n, int phase = 0) => (10 + Math.Sin((0.3 * n) + phase)).ToString("F4", CultureInfo.InvariantCulture);

    private static string Day(int n) => new DateTime(2021, 1, 1).AddDays(n).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private string Ragged() => Write("ragged.csv", "date,old,late,early,never,gap,short\n" + string.Concat(Enumerable.Range(0, 120).Select(n =>
        $"{Day(n)},{Value(n)},{(n < 40 ? "" : Value(n, 1))},{(n > 79 ? "" : Value(n, 2))},,{(n == 50 ? "" : Value(n, 3))},{(n < 115 ? "" : Value(n, 4))}\n")));

    private string Long(string header, params (string Key, int From, int Count)[] series) => Write("long.csv", header + "\n" + string.Concat(series.SelectMany(one =>
        Enumerable.Range(one.From, one.Count).Select(n => $"{one.Key},{Day(n)},{Value(n, one.From)}\n"))));

    private string M4() => Write("m4.csv", "\"V1\"" + string.Concat(Enumerable.Range(2, 90).Select(n => $",\"V{n}\"")) + "\n" + string.Concat(Enumerable.Range(1, 3).Select(s =>
        $"\"H{s}\"" + string.Concat(Enumerable.Range(0, 90).Select(n => n < 60 + (10 * s) ? $",\"{Value(n, s)}\"" : ",")) + "\n")));

    private CliAnswer Fleet(string data, params string[] more) => Run(["fleet", data, .. Quick, "--out", In("f"), .. more]);

    private Dictionary<string, string[]> Csv()
    {
        string[] lines = File.ReadAllLines(In("f/fleet.csv"));
        return lines.ToDictionary(line => line.Split(',')[0], line => line.Split(','));
    }

    [Fact]
    public void A_series_that_cannot_be_read_is_a_line_with_its_reason()
    {
        string data = Ragged();
        CliAnswer answer = Fleet(data, "--models");
        Assert.True(answer.Code == 0, answer.Err);
        Assert.Contains("6 series, 5 to 120 rows", answer.Err, StringComparison.Ordinal);
        Assert.Contains("note: series 'late': the first 40 rows hold no value and were left out", answer.Err, StringComparison.Ordinal);
        Assert.Contains("3 of 6 series failed", answer.Out, StringComparison.Ordinal);
        string csv = File.ReadAllText(In("f/fleet.csv"));
        Assert.Contains("ragged.csv, line 52, column 'gap': the cell is empty, expected a number; fill it in, or choose --gaps previous, linear or zero", csv, StringComparison.Ordinal);
        Assert.Contains("column 'never' holds no number at all", csv, StringComparison.Ordinal);
        Assert.Contains("\nshort,failed,", csv, StringComparison.Ordinal);
        Dictionary<string, string[]> lines = Csv();
        int rows = Array.IndexOf(lines["series"], "rows");
        Assert.Equal(["120", "80", "80"], ((string[])["old", "late", "early"]).Select(name => lines[name][rows]));

        // Its model is that of train on this series alone, which knows its values again.
        string[] late = lines["late"];
        TrainedForecaster model = TrainedForecaster.Load(In("f/models/late.qseq"));
        Assert.Equal(late[rows + 1], model.Data.Digest);
        Assert.Equal(late[^1], model.Digest);
        Assert.False(File.Exists(In("f/models/never.qseq")));
        CliAnswer train = Run("train", data, "--column", "late", "--epochs", "1", "--window", "4", "--batch", "32", "--seed", late[^2], "--out", In("late.qseq"));
        Assert.True(train.Code == 0, train.Err);
        Assert.Equal((late[rows + 1], late[^1]), (TrainedForecaster.Load(In("late.qseq")).Data.Digest, TrainedForecaster.Load(In("late.qseq")).Digest));
        Assert.EndsWith("verified", Run("verify", In("f/models/late.qseq")).Out.TrimEnd(), StringComparison.Ordinal);
        Assert.Contains("\n2021-05-01,", Run("forecast", In("f/models/late.qseq"), data, "--horizon", "2").Out, StringComparison.Ordinal);
        Assert.Contains("\n2021-03-22,", Run("forecast", In("f/models/early.qseq"), data, "--horizon", "2").Out, StringComparison.Ordinal);
    }

    [Fact]
    public void A_fleet_of_a_long_file_goes_on_and_notices_a_changed_file()
    {
        string data = Long("unique_id,ds,y", ("A", 0, 60), ("B", 20, 50), ("C", 3, 2));
        Assert.Equal(0, Fleet(data).Code);
        Assert.Equal(["A", "B", "C"], Csv().Keys.Skip(1));
        Assert.Contains("3 of 3 series are finished", Fleet(data).Err, StringComparison.Ordinal);
        Assert.Equal(0, Fleet(data, "--columns", "B", "--restart").Code);
        Assert.Equal(["B"], Csv().Keys.Skip(1));
        Fleet(data, "--restart");
        Long("unique_id,ds,y", ("A", 0, 60), ("B", 20, 49), ("C", 3, 2));
        Assert.Contains("values is 112 there and 111 here, data is ", Fleet(data).Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Where_no_series_can_be_read_nothing_is_written()
    {
        string data = Write("d.csv", "a,b\n1,\n,2\n3,3\n4,\n,5\n6,6\n");
        CliAnswer answer = Fleet(data);
        Assert.Equal(3, answer.Code);
        Assert.Contains("line 3, column 'a': the cell is empty", answer.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(In("f")));
        Assert.Equal(3, Run("doctor", data).Code);
    }

    [Fact]
    public void Two_key_columns_are_found_or_named_and_a_model_keeps_them()
    {
        string data = Write("d.csv", "store,item,day,y\n" + string.Concat(Enumerable.Range(0, 240).Select(n => $"S{n / 120},I{n / 60 % 2},{Day(n % 60)},{Value(n)}\n")));
        CliAnswer answer = Fleet(data, "--models");
        Assert.True(answer.Code == 0, answer.Err);
        Assert.Contains("told apart by 'store' and 'item', 4 in the rows looked at (times begin anew with each; a series is called by their cells, 'S0/I0' the first)", answer.Err, StringComparison.Ordinal);
        Assert.Equal(["S0/I0", "S0/I1", "S1/I0", "S1/I1"], Csv().Keys.Skip(1));
        Assert.True(File.Exists(In("f/models/S1%2FI0.qseq")));
        Assert.Equal(0, Run("train", data, "--key", "store,item", "--column", "S1/I0", "--epochs", "1", "--window", "4", "--out", In("m.qseq")).Code);
        Assert.Contains(",S1/I0\n2021-03-02,", Run("forecast", In("m.qseq"), data, "--horizon", "2").Out, StringComparison.Ordinal);
    }

    [Fact]
    public void A_column_of_a_long_file_stands_for_its_series()
    {
        string data = Long("unique_id,ds,y", ("A", 0, 60), ("B", 0, 60));
        CliAnswer answer = Run("train", data, "--column", "y", "--out", In("m.qseq"));
        Assert.Equal(2, answer.Code);
        Assert.Contains("column 'y' holds 2 series (A, B); choose one with --column", answer.Error, StringComparison.Ordinal);
        Assert.Equal(0, Run("train", data, "--column", "B", "--epochs", "1", "--window", "4", "--out", In("m.qseq")).Code);
        Assert.Contains("did you mean 'A'", Run("train", data, "--column", "AA").Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_series_a_row_is_advised_and_the_advice_works()
    {
        string data = M4();
        foreach (string[] verb in (string[][])[["doctor", data], ["train", data, "--column", "H2"], ["fleet", data, "--out", In("f")]])
        {
            CliAnswer refused = Run(verb);
            Assert.Equal(3, refused.Code);
            Assert.Contains("every row seems to be a series; use --rows-are-series", refused.Error, StringComparison.Ordinal);
        }

        CliAnswer doctor = Run("doctor", data, "--rows-are-series", "--json");
        using JsonDocument json = JsonDocument.Parse(doctor.Out);
        Assert.Equal([70, 80, 90], json.RootElement.GetProperty("each").EnumerateArray().Select(one => one.GetProperty("rows").GetInt32()));
        Assert.Equal(0, Fleet(data, "--rows-are-series", "--models").Code);
        Assert.EndsWith("verified", Run("verify", In("f/models/H2.qseq")).Out.TrimEnd(), StringComparison.Ordinal);
        Assert.Equal(0, Run("train", data, "--rows-are-series", "--column", "H2", "--epochs", "1", "--window", "4", "--out", In("m.qseq")).Code);
        CliAnswer forecast = Run("forecast", In("m.qseq"), data, "--horizon", "2"); // the model keeps how its data was read
        Assert.True(forecast.Code == 0, forecast.Err);
        Assert.Contains("80 rows", forecast.Err, StringComparison.Ordinal);
        Assert.Equal(2, Run("doctor", data, "--rows-are-series", "--time-column", "V2").Code);
    }

    [Fact]
    public void Doctor_shows_each_series_with_its_own_axis_and_why_others_cannot_be_read()
    {
        CliAnswer answer = Run("doctor", Ragged());
        Assert.True(answer.Code == 0, answer.Err);
        string shown = string.Join(' ', answer.Out.Split((char[])['\n', ' '], StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains("2 of 6 series cannot be read:", shown, StringComparison.Ordinal);
        Assert.Contains("gap: ", shown, StringComparison.Ordinal);
        Assert.Contains("early 80 2021-01-01", shown, StringComparison.Ordinal);
        using JsonDocument json = JsonDocument.Parse(Run("doctor", In("ragged.csv"), "--json").Out);
        JsonElement[] each = [.. json.RootElement.GetProperty("each").EnumerateArray()];
        Assert.Equal("2021-03-22", each[2].GetProperty("next")[0].GetString()![..10]);
        Assert.Contains("column 'never' holds no number at all", each[3].GetProperty("reason").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Doctor_shows_several_targets_as_one_model_reads_them()
    {
        string data = Write("both.csv", "day,old,new\n" + string.Concat(Enumerable.Range(1, 28).Select(n => $"2021-02-{n:00},{n},{(n > 9 ? $"{n + 1}" : "")}\n")));
        Assert.Contains("new 19 2021-02-10", Shown("doctor", data), StringComparison.Ordinal);
        string together = Shown("doctor", data, "--targets", "old,new", "--gaps", "zero");
        Assert.Contains("rows: 28, 2021-02-01 to 2021-02-28", together, StringComparison.Ordinal);
        Assert.Contains("new 0 29.0000 0 29.0000", together, StringComparison.Ordinal);
        Assert.Contains("column 'new': 9 empty or NaN cells", Run("train", data, "--targets", "old,new", "--gaps", "zero", "--epochs", "1", "--window", "4", "--out", In("m.qseq")).Err, StringComparison.Ordinal);
        Assert.Equal(Run("train", data, "--targets", "old,new").Code, Run("doctor", data, "--targets", "old,new").Code);

        string Shown(params string[] line) => string.Join(' ', Run(line) is var answer ? (answer.Out + answer.Err).Split((char[])['\n', ' '], StringSplitOptions.RemoveEmptyEntries) : []);
    }
}
