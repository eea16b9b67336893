using System.Globalization;
using System.Text.Json.Nodes;
using QSeq.Forecasting;

namespace QSeq.Tests.Cli;

/// <summary>One model for many series, from training to its forecasts.</summary>
[Trait(Speed.Name, Speed.Slow)]
public sealed class GlobalTests : CliRun
{
    private static string Value(int n, int phase, double noise = 0) =>
        ((1 + phase) * (10 + Math.Sin((0.5 * n) + phase) + (noise * Math.Sin(n * n)))).ToString("F4", CultureInfo.InvariantCulture);

    private string Rows() => Write("m4.csv", "V1" + string.Concat(Enumerable.Range(2, 90).Select(n => $",V{n}")) + "\n" + string.Concat(Enumerable.Range(1, 3).Select(s =>
        $"H{s}" + string.Concat(Enumerable.Range(0, 90).Select(n => n < 60 + (10 * s) ? $",{Value(n, s)}" : ",")) + "\n")) + "flat" + string.Concat(Enumerable.Repeat(",3", 90)) + "\n");

    private string Long(double noise = 0) => Write("long.csv", "unique_id,ds,y\n" + string.Concat(Enumerable.Range(0, 3).SelectMany(s => Enumerable.Range(0, 80).Select(n =>
        $"S{s},{new DateTime(2021, 1, 1).AddDays(n + s).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)},{Value(n, s, noise)}\n"))));

    private CliAnswer TrainAll(string data, params string[] more) =>
        Run(["train", data, "--global", "--epochs", "2", "--window", "8", "--horizon", "3", "--threads", "2", "--out", In("all.qseq"), .. more]);

    private static string Flat(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    [Fact]
    public void One_model_is_trained_forecasts_every_series_and_is_verified()
    {
        string data = Rows();
        CliAnswer answer = TrainAll(data, "--rows-are-series");
        Assert.True(answer.Code == 0, answer.Err);
        Assert.Contains("series 'flat' is left out: constant (3)", answer.Err, StringComparison.Ordinal);
        Assert.Contains("of 3 series to train", answer.Err, StringComparison.Ordinal);
        Assert.Contains("MAE of the test part over that of the baseline, 3 series", Flat(answer.Out), StringComparison.Ordinal);
        foreach (string method in (string[])["persistence", "Theta", "ETS", "NLinear"]) Assert.Contains(method, answer.Out, StringComparison.Ordinal);
        Assert.Contains("Reading: on the median series the model's MAE is ", Flat(answer.Out), StringComparison.Ordinal);
        Assert.Equal(["H1", "H2", "H3"], GlobalForecaster.Load(In("all.qseq")).Data.Series);
        Assert.EndsWith("verified", Run("verify", In("all.qseq"), "--threads", "1").Out.TrimEnd(), StringComparison.Ordinal);

        CliAnswer forecast = Run("forecast", In("all.qseq"), data);
        string[] lines = forecast.Out.ReplaceLineEndings("\n").TrimEnd().Split('\n');
        Assert.Equal("series,step,value", lines[0]);
        Assert.Equal(["H1,1", "H1,2", "H1,3", "H2,1", "H2,2", "H2,3", "H3,1", "H3,2", "H3,3"], lines[1..10].Select(line => line[..line.LastIndexOf(',')]));
        Assert.InRange(double.Parse(lines[1].Split(',')[2], CultureInfo.InvariantCulture), 15, 25);
        Assert.InRange(double.Parse(lines[9].Split(',')[2], CultureInfo.InvariantCulture), 34, 46);
        Assert.Equal(lines.Where(line => line.StartsWith("H2", StringComparison.Ordinal)), Run("forecast", In("all.qseq"), data, "--column", "H2").Out.ReplaceLineEndings("\n").TrimEnd().Split('\n')[1..]);

        CliAnswer scores = Run("evaluate", In("all.qseq"), data);
        Assert.Equal(Table(answer.Out), Table(scores.Out));
        Assert.Contains("3: H1, H2, H3", Run("inspect", In("all.qseq")).Out, StringComparison.Ordinal);
    }

    [Fact]
    public void A_long_file_keeps_its_names_and_stamps()
    {
        string data = Long();
        Assert.Equal(0, TrainAll(data).Code);
        string[] lines = Run("forecast", In("all.qseq"), data, "--horizon", "1").Out.ReplaceLineEndings("\n").TrimEnd().Split('\n');
        Assert.Equal("unique_id,ds,value", lines[0]);
        Assert.Equal(["S0,2021-03-22", "S1,2021-03-23", "S2,2021-03-24"], lines[1..].Select(line => line[..line.LastIndexOf(',')]));
        Assert.Equal(0, Run("forecast", In("all.qseq"), data, "--out", In("next.json")).Code);
        JsonNode json = JsonNode.Parse(File.ReadAllText(In("next.json")))!;
        Assert.Equal("S2", (string?)json["series"]![2]!["name"]);
        Assert.Equal(3, json["series"]![2]!["forecast"]!.AsArray().Count);
        Assert.Contains("--plot does not apply to a model of many series", Run("forecast", In("all.qseq"), data, "--plot").Error, StringComparison.Ordinal);
        Assert.Contains("CSV or JSON", Run("forecast", In("all.qseq"), data, "--out", In("next.parquet")).Error, StringComparison.Ordinal);
        Assert.EndsWith("verified", Run("verify", In("all.qseq")).Out.TrimEnd(), StringComparison.Ordinal);
        File.WriteAllText(data, File.ReadAllText(data).Replace("S1,2021-02-01", "S1,2021-02-01", StringComparison.Ordinal).Replace("10.0000", "10.5000", StringComparison.Ordinal));
        Assert.Contains("data differs", Run("verify", In("all.qseq")).Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Intervals_are_kept_scored_and_written_for_every_series()
    {
        string data = Long(noise: 0.5);
        CliAnswer trained = TrainAll(data, "--levels", "50,90");
        Assert.True(trained.Code == 0, trained.Err);
        Assert.Contains("50 % hold", trained.Out, StringComparison.Ordinal);
        string row = trained.Out.ReplaceLineEndings("\n").Split('\n').Single(line => line.TrimStart().StartsWith("qkan-lstm", StringComparison.Ordinal) && line.Contains('%', StringComparison.Ordinal));
        string[] cells = row.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        Assert.InRange(double.Parse(cells[1], CultureInfo.InvariantCulture), 1, 99);
        Assert.InRange(double.Parse(cells[4], CultureInfo.InvariantCulture), double.Parse(cells[1], CultureInfo.InvariantCulture), 100);
        Assert.Contains(row, Run("evaluate", In("all.qseq"), data).Out.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.Contains("50, 90 %, from ", Flat(Run("inspect", In("all.qseq")).Out), StringComparison.Ordinal);

        string[] lines = Run("forecast", In("all.qseq"), data, "--levels", "90,50").Out.ReplaceLineEndings("\n").TrimEnd().Split('\n');
        Assert.Equal("unique_id,ds,value,value_lo50,value_hi50,value_lo90,value_hi90", lines[0]);
        double[][] rows = [.. lines[1..].Select(line => line.Split(',')[2..].Select(cell => double.Parse(cell, CultureInfo.InvariantCulture)).ToArray())];
        Assert.Equal(9, rows.Length);
        Assert.All(rows, r => Assert.True(r[3] <= r[1] && r[1] < r[0] && r[0] < r[2] && r[2] <= r[4]));
        Assert.Equal(0, Run("forecast", In("all.qseq"), data, "--levels", "90", "--out", In("next.json")).Code);
        JsonNode ends = JsonNode.Parse(File.ReadAllText(In("next.json")))!["series"]![1]!["forecast"]![0]!["intervals"]!["S1"]!["90"]!;
        Assert.Equal(rows[3][3], (double)ends[0]!, 1e-5);

        CliAnswer odd = Run("forecast", In("all.qseq"), data, "--score", "--levels", "50");
        string[] values = odd.Out.ReplaceLineEndings("\n").TrimEnd().Split('\n');
        Assert.Equal("ds,series,value,lower,upper,level", values[0]);
        Assert.Equal(["S0", "S1", "S2"], values[1..].Select(line => line.Split(',')[1]).Distinct());
        Assert.InRange(values.Length - 1, 50, 160);
        Assert.Contains($"{values.Length - 1} of 210 values lie outside", odd.Err, StringComparison.Ordinal); // 3 series of 70 windows
        Assert.Contains("intervals reach 3 steps ahead", Run("forecast", In("all.qseq"), data, "--levels", "50", "--horizon", "4").Error, StringComparison.Ordinal);
        CliAnswer unknown = Run("forecast", In("all.qseq"), data, "--levels", "95");
        Assert.Contains("intervals of 50, 90 %, not of 95 %; choose one of them, or train it with --levels 95", unknown.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("left out", unknown.Err, StringComparison.Ordinal);

        Assert.Equal(0, TrainAll(data, "--levels", "none").Code);
        Assert.Null(GlobalForecaster.Load(In("all.qseq")).Calibration);
        Assert.Contains("has no intervals; train it again with --levels 80,95", Run("forecast", In("all.qseq"), data, "--levels", "80").Error, StringComparison.Ordinal);
        CliAnswer quantiles = TrainAll(data, "--levels", "80", "--quantiles");
        Assert.True(quantiles.Code == 0, quantiles.Err);
        Assert.Equal(0, Run("forecast", In("all.qseq"), data, "--levels", "80").Code);
    }

    [Fact]
    public void Some_of_the_series_and_what_does_not_apply()
    {
        string data = Long();
        Assert.Equal(0, TrainAll(data, "--targets", "S0,S2").Code);
        Assert.Equal(["S0", "S2"], GlobalForecaster.Load(In("all.qseq")).Data.Series);
        Assert.EndsWith("verified", Run("verify", In("all.qseq")).Out.TrimEnd(), StringComparison.Ordinal);
        Assert.Contains("--column does not apply to --global", TrainAll(data, "--column", "S1").Error, StringComparison.Ordinal);
        Assert.Contains("one model of many series", Run("hardware", "export", In("all.qseq"), data, "--out", In("jobs")).Error, StringComparison.Ordinal);
        Write("little.csv", "unique_id,ds,y\n" + string.Concat(Enumerable.Range(0, 28).Select(n => $"S{n / 14 * 2},2021-01-{(n % 14) + 1:00},{Value(n, 0)}\n")));
        Assert.Contains("14 values are too few; give 30 or more", Run("evaluate", In("all.qseq"), In("little.csv")).Error, StringComparison.Ordinal);
        string gap = Write("gap.csv", File.ReadAllText(data).Replace("S1,2021-02-01," + Value(30, 1), "S1,2021-02-01,", StringComparison.Ordinal));
        Assert.Contains("series 'S1': the cell is empty, expected a number; fill it in, or choose --gaps", TrainAll(gap).Err, StringComparison.Ordinal);
        Assert.Equal(0, TrainAll(data, "--split", "0.8,0.2").Code);
        Assert.Contains("leaves no test part", Run("evaluate", In("all.qseq"), data).Error, StringComparison.Ordinal);
    }

    private static string[] Table(string text) => [.. text.ReplaceLineEndings("\n").Split('\n').Where(line => line.Contains(" of 3", StringComparison.Ordinal))];
}
