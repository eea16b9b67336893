using System.Globalization;
using System.Text.Json;
using QSeq.Forecasting;
using QSeq.Models;

namespace QSeq.Tests.Cli;

/// <summary>A model for every series: kept as they finish, taken up again, the same however it was interrupted.</summary>
[Trait(Speed.Name, Speed.Slow)]
public sealed class FleetTests : CliRun
{
    private static readonly string[] Quick = ["--epochs", "1", "--window", "4", "--threads", "2"];

    private string Journal => Path.Combine(Folder, "f", "fleet.journal");

    [Fact]
    public void Every_series_gets_a_line_beside_baselines_and_a_model()
    {
        CliAnswer answer = Fleet(Waves(columns: ["a", "b", "c"]), "--models");
        Assert.True(answer.Code == 0, answer.Err);
        Assert.Contains("naive (last value)", answer.Out, StringComparison.Ordinal);
        Assert.Contains("linear AR (5)", answer.Out, StringComparison.Ordinal);
        Assert.Contains("Trained 3 series", answer.Out, StringComparison.Ordinal);
        Assert.All(answer.Out.Split('\n'), line => Assert.True(line.Length <= 100, line));

        string[] lines = Csv();
        Assert.StartsWith("series,status,reason,parameters,epochs,best_epoch,train_mae", lines[0], StringComparison.Ordinal);
        Assert.Equal(["a", "b", "c"], lines[1..].Select(line => line.Split(',')[0]));
        using JsonDocument json = JsonDocument.Parse(File.ReadAllText(In("f/fleet.json")));
        Assert.Equal(3, json.RootElement.GetProperty("summary").GetProperty("series").GetInt32());
        Assert.Equal("1", json.RootElement.GetProperty("settings").GetProperty("training.epochs").GetString());

        // Model files are those of qseq train with the seed of the series, and other verbs read them.
        string[] b = lines[2].Split(',');
        TrainedForecaster file = TrainedForecaster.Load(In("f/models/b.qseq"));
        Assert.Equal(b[^1], file.Digest);
        Assert.Equal(b[12], file.Scores["test.mae"].ToString("R", CultureInfo.InvariantCulture));
        Assert.Equal(0, Run("train", In("waves.csv"), "--column", "b", "--epochs", "1", "--window", "4", "--batch", "32", "--seed", b[^2], "--out", In("b.qseq")).Code);
        Assert.Equal(b[^1], TrainedForecaster.Load(In("b.qseq")).Digest);
        Assert.Equal(0, Run("forecast", In("f/models/b.qseq"), In("waves.csv"), "--horizon", "2").Code);
        Assert.EndsWith("verified", Run("verify", In("f/models/b.qseq")).Out.TrimEnd(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_fleet_is_what_its_recipe_says_also_where_an_option_is_a_list()
    {
        string data = Waves(columns: ["a", "b"]);
        Assert.Equal(0, Fleet(data, "--model", "hqkan-lstm", "--train-post", "weight").Code);
        CliAnswer other = Fleet(data, "--model", "hqkan-lstm", "--train-post", "bias", "--models");
        Assert.Equal(2, other.Code);
        Assert.Contains("model.gates.hqkan.qkan.trainPostWeight is true there and false here", other.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(In("f/models")));
        Assert.Contains("2 of 2 series are finished", Fleet(data, "--model", "hqkan-lstm", "--train-post", "weight", "--threads", "1", "--models").Err, StringComparison.Ordinal);
        Assert.True(Assert.IsType<HqkanGates>(TrainedForecaster.Load(In("f/models/a.qseq")).Recipe.Network.Gates).Hqkan.Qkan.TrainPostWeight);
    }

    [Fact]
    public void A_kill_at_any_byte_of_the_journal_loses_one_series_at_most()
    {
        string data = Waves(columns: ["a", "b", "c"]);
        Fleet(data, "--threads", "1");
        string[] whole = Csv();
        byte[] journal = File.ReadAllBytes(Journal);
        int[] ends = [.. Enumerable.Range(0, journal.Length).Where(n => journal[n] == '\n').Select(n => n + 1)];
        Assert.Equal(4, ends.Length);
        foreach (int length in (int[])[0, 5, ends[0] - 1, ends[0], ends[1] - 3, ends[1], ends[2] + 100, ends[3] - 1, ends[3]])
        {
            File.WriteAllBytes(Journal, journal[..length]);
            CliAnswer again = Fleet(data);
            Assert.True(again.Code == 0, again.Err);
            Assert.Equal(whole, Csv());
            Assert.Equal(4 - Math.Max(1, ends.Count(end => end <= length)), Trained());
        }
    }

    [Fact]
    public void A_damaged_line_is_done_again()
    {
        string data = Waves(columns: ["a", "b", "c"]);
        Fleet(data);
        string[] whole = Csv();
        byte[] journal = File.ReadAllBytes(Journal);
        int second = Array.IndexOf(journal, (byte)'\n') + 200;
        journal[second] ^= 1;
        File.WriteAllBytes(Journal, journal);
        Assert.Contains("2 of 3 series are finished", Fleet(data).Err, StringComparison.Ordinal);
        Assert.Equal(whole, Csv());
        Assert.Equal(1, Trained());
        foreach (int first in (int[])[3, Array.IndexOf(journal, (byte)'\n') - 1]) // within the text, and within its digits
        {
            journal[first] ^= 1;
            File.WriteAllBytes(Journal, journal);
            Assert.Contains("damaged at its start", Fleet(data).Error, StringComparison.Ordinal);
            journal[first] ^= 1;
        }
    }

    [Fact]
    public void Neither_threads_nor_the_other_series_change_a_line()
    {
        string data = Waves(columns: ["a", "b", "c", "d"]);
        Fleet(data, "--threads", "1");
        string[] whole = Csv();
        Fleet(data, "--threads", "3", "--restart");
        Assert.Equal(whole, Csv());
        Fleet(data, "--columns", "d,b", "--restart");
        Assert.Equal([whole[0], whole[4], whole[2]], Csv());
    }

    [Fact]
    public void Another_fleet_in_the_folder_is_refused()
    {
        string data = Waves(columns: ["a", "b"]);
        Fleet(data);
        byte[] journal = File.ReadAllBytes(Journal);
        foreach ((string[] more, string found) in new (string[], string)[]
        {
            (["--epochs", "2"], "training.epochs is 1 there and 2 here"),
            (["--model", "lstm"], "name is qkan-lstm there and lstm here"),
            (["--patience", "2"], "training.earlyStopping.patience is not set there and 2 here"),
            (["--columns", "a"], "series is 2 there and 1 here"),
        })
        {
            CliAnswer answer = Fleet(data, more);
            Assert.Equal(2, answer.Code);
            Assert.Contains(found, answer.Error, StringComparison.Ordinal);
            Assert.Contains("--restart", answer.Error, StringComparison.Ordinal);
        }

        Waves("waves.csv", 121, "a", "b");
        Assert.Contains("rows is 120 there and 121 here", Fleet(data).Error, StringComparison.Ordinal);
        Assert.Equal(journal, File.ReadAllBytes(Journal));
        Assert.Equal(0, Fleet(data, "--restart").Code);
        Assert.Equal(2, Trained());
    }

    [Fact]
    public void Restarting_leaves_nothing_of_the_old_fleet()
    {
        string data = Waves(columns: ["a", "b/c"]);
        Fleet(data, "--models");
        Assert.True(File.Exists(In("f/models/b%2Fc.qseq")));
        File.WriteAllText(In("f/models/mine.qseq"), "");
        Assert.Equal(0, Fleet(data, "--columns", "a", "--restart").Code);
        Assert.Equal([In("f/models/mine.qseq")], Directory.GetFiles(In("f/models")));
        Assert.Equal(2, Csv().Length);
    }

    [Fact]
    public void Data_is_not_written_over()
    {
        Directory.CreateDirectory(In("f"));
        string data = Waves("f/fleet.csv");
        Assert.Contains("in --out names the file that is read; choose another", Fleet(data).Error, StringComparison.Ordinal);
        Assert.Contains("in --out names the file that is read; choose another", Fleet(data, "--restart").Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_in_use_is_refused()
    {
        Directory.CreateDirectory(In("f"));
        using var other = new FileStream(Journal, FileMode.Create, FileAccess.ReadWrite, FileShare.None);
        CliAnswer answer = Fleet(Waves());
        Assert.Equal(1, answer.Code);
        Assert.Contains("in use by another process", answer.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Series_that_fail_are_told_and_passed_over()
    {
        string data = Write("d.csv", "flat,x\n" + string.Concat(Enumerable.Range(0, 80).Select(t => string.Create(CultureInfo.InvariantCulture, $"2,{Math.Sin(t)}\n"))));
        CliAnswer answer = Fleet(data);
        Assert.Equal(0, answer.Code);
        Assert.Contains("1 of 2 series failed", answer.Out, StringComparison.Ordinal);
        Assert.StartsWith("flat,failed,\"constant (2) throughout the training part, so", Csv()[1], StringComparison.Ordinal);
        Assert.StartsWith("x,ok,,63,1,", Csv()[2], StringComparison.Ordinal);
        Assert.Equal(0, Trained(Fleet(data))); // not tried again

        answer = Fleet(data, "--columns", "flat", "--out", In("g"));
        Assert.Equal(1, answer.Code);
        Assert.Contains("none of the 1 series could be trained", answer.Error, StringComparison.Ordinal);
        Assert.True(File.Exists(In("g/fleet.csv")));
    }

    [Theory]
    [InlineData(3, "choose a window of", "--window", "500")]
    [InlineData(2, "window is 0", "--window", "0")]
    [InlineData(2, "only to qlstm", "--depth", "2")]
    [InlineData(2, "1 or more", "--threads", "0")]
    [InlineData(2, "did you mean", "--colums", "x")]
    [InlineData(3, "did you mean 'x1'", "--columns", "x2")]
    public void Bad_options_leave_nothing_behind(int code, string message, params string[] options)
    {
        CliAnswer answer = Fleet(Waves(columns: ["x1"]), options);
        Assert.Contains(message, answer.Error, StringComparison.Ordinal);
        Assert.Equal(code, answer.Code);
        Assert.False(Directory.Exists(In("f")));
    }

    [Fact]
    public void A_foreign_file_of_the_journals_name_is_not_overwritten()
    {
        Directory.CreateDirectory(In("f"));
        File.WriteAllText(Journal, "my notes");
        CliAnswer answer = Fleet(Waves());
        Assert.Equal(2, answer.Code);
        Assert.Contains("--restart", answer.Error, StringComparison.Ordinal);
        Assert.Equal("my notes", File.ReadAllText(Journal));
    }

    [Fact]
    public void A_first_line_cut_short_by_a_kill_is_begun_anew()
    {
        Directory.CreateDirectory(In("f"));
        File.WriteAllText(Journal, "{\"form");
        Assert.Equal(0, Fleet(Waves()).Code);
    }

    [Fact]
    public void Standard_input_is_refused() => Assert.Contains("standard input", Fleet("-").Error, StringComparison.Ordinal);

    [Fact]
    public void Cancelling_keeps_what_is_finished()
    {
        string data = Waves(rows: 600, columns: [.. Enumerable.Range(0, 40).Select(n => $"s{n}")]);
        string[] slow = ["fleet", data, "--baselines", "two", "--epochs", "150", "--threads", "1", "--out", In("f")];
        using var cancel = new CancellationTokenSource();
        var stop = new Thread(() => CancelWhenSomeAreDone(cancel)); // of its own: the pool is busy with other tests
        stop.Start();
        CliAnswer answer = Run(cancel.Token, slow);
        cancel.Cancel();
        stop.Join();
        Assert.Equal(130, answer.Code);
        Assert.False(File.Exists(In("f/fleet.csv")));

        int kept = int.Parse(answer.Error.Split("; ")[1].Split(' ')[0], CultureInfo.InvariantCulture);
        Assert.Equal(kept + 1, File.ReadAllLines(Journal).Length);
        Assert.InRange(kept, 3, 39);
        Assert.Equal(40 - kept, Trained(Run(slow)));
    }

    // A record is about 1.5 KB.
    private void CancelWhenSomeAreDone(CancellationTokenSource cancel)
    {
        while (!cancel.IsCancellationRequested)
        {
            if (new FileInfo(Journal) is { Exists: true, Length: > 8000 }) cancel.Cancel();
            else Thread.Sleep(1);
        }
    }

    [Fact]
    public void Half_written_files_of_a_killed_run_go()
    {
        Directory.CreateDirectory(In("f/models"));
        string[] left = [Write("f/.qseq-999999999-a.tmp", "half"), Write("f/models/.qseq-999999999-b.tmp", "half")];
        Assert.Equal(0, Run("fleet", Waves(), "--epochs", "1", "--models", "--out", In("f")).Code);
        Assert.All(left, file => Assert.False(File.Exists(file)));
        Assert.Equal(["x.qseq"], Directory.GetFiles(In("f/models")).Select(Path.GetFileName));
    }

    [Fact]
    public void Raw_milan_files_are_read()
    {
        string raw = In("raw");
        Assert.Equal(0, Run("data", "generate", "telecom", "--days", "1", "--squares", "3", "--raw", raw).Code);
        CliAnswer answer = Fleet(raw, "--columns", "3,square_1");
        Assert.True(answer.Code == 0, answer.Err);
        Assert.Equal(["square_3", "square_1"], Csv()[1..].Select(line => line.Split(',')[0]));
    }

    [Fact]
    public void Json_is_printed_instead_of_a_table()
    {
        using JsonDocument json = JsonDocument.Parse(Fleet(Waves(), "--json").Out);
        Assert.Equal(63, json.RootElement.GetProperty("parameters").GetInt32());
        Assert.Equal(1, json.RootElement.GetProperty("summary").GetProperty("toNaive").GetProperty("count").GetInt32());
    }

    private CliAnswer Fleet(string data, params string[] more)
    {
        string[] quick = [.. Quick.Chunk(2).Where(pair => !more.Contains(pair[0])).SelectMany(pair => pair)];
        string[] folder = more.Contains("--out") ? [] : ["--out", In("f")];
        return Run(["fleet", data, .. quick, .. folder, .. more]);
    }

    /// <summary>fleet.csv without the column of seconds.</summary>
    private string[] Csv() => [.. File.ReadAllLines(In("f/fleet.csv")).Select(line =>
    {
        string[] cells = line.Split(',');
        cells[^3] = "";
        return string.Join(',', cells);
    })];

    /// <summary>How many series the last session trained.</summary>
    private int Trained(CliAnswer? after = null)
    {
        Assert.True(after is null or { Code: 0 }, after?.Err);
        using JsonDocument json = JsonDocument.Parse(File.ReadAllText(In("f/fleet.json")));
        return json.RootElement.GetProperty("summary").GetProperty("trained").GetInt32();
    }
}
