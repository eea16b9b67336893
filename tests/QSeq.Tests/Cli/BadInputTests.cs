using System.Text;
using QSeq.Cli;
using QSeq.Forecasting;
using QSeq.Training;

namespace QSeq.Tests.Cli;

/// <summary>Bad input is one line that names the thing, what was found and what to do, and the right exit code.</summary>
public sealed class BadInputTests : CliRun
{
    [Theory]
    [InlineData("x\n1\ntwo\n3\n", "line 3, column 'x'", "'two'")]
    [InlineData("x\n1\nNaN\n3\n", "line 3", "--gaps")]
    [InlineData("x,y\n1,1\n,2\n3,3\n", "line 3", "--gaps")]
    [InlineData("x\n1\ninf\n3\n", "line 3, column 'x'", "'inf'")]
    [InlineData("date,x\n2024-01-01,1\n2024-01-03,2\n2024-01-02,3\n", "comes before", "--time-column none")]
    [InlineData("date,x\n2024-01-01,1\n2024-01-02,2\n2024-01-02,3\n", "repeats", "--time-column none")]
    [InlineData("date,x\n2024-01-01,1\n2024-01-02,2\n2024-01-05,3\n2024-01-06,3\n", "--gaps", "--time-column none")]
    [InlineData("", "empty", "")]
    [InlineData("x\n", "nothing below", "")]
    [InlineData("5\n6\n7\n", "line 1", "add a header line")]
    public void Bad_files_are_bad_data(string text, string place, string advice)
    {
        CliAnswer answer = Run("train", Write("bad.csv", text), "--column", "x", "--out", In("m.qseq"));
        Assert.Equal(3, answer.Code);
        Assert.Contains("bad.csv", answer.Error, StringComparison.Ordinal);
        Assert.Contains(place, answer.Error, StringComparison.OrdinalIgnoreCase);
        Assert.Contains(advice, answer.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(In("m.qseq")));
    }

    [Fact]
    public void Byte_order_marks_other_delimiters_and_crlf_are_read()
    {
        string plain = File.ReadAllText(Waves(columns: ["x", "y"]));
        foreach ((string name, string text, Encoding encoding) in new[]
        {
            ("bom.csv", plain, new UTF8Encoding(true)),
            ("crlf.csv", plain.Replace("\n", "\r\n", StringComparison.Ordinal), new UTF8Encoding(false)),
            ("semicolon.csv", plain.Replace(',', ';').Replace('.', ','), new UTF8Encoding(false)),
            ("tab.csv", plain.Replace(',', '\t'), new UTF8Encoding(false)),
            ("utf16.csv", plain, Encoding.Unicode),
        })
        {
            CliAnswer answer = Run("train", Write(name, text, encoding), "--column", "y", "--epochs", "1", "--out", In("m.qseq"));
            Assert.True(answer.Code == 0, name + ": " + answer.Err);
        }
    }

    [Fact]
    public void Gaps_are_filled_when_asked_and_told()
    {
        string data = Waves();
        File.WriteAllText(data, File.ReadAllText(data) + "NaN\n10\n");
        CliAnswer answer = Run("train", data, "--gaps", "previous", "--epochs", "1", "--out", In("m.qseq"));
        Assert.Equal(0, answer.Code);
        Assert.Contains("note: column 'x': 1 empty or NaN cell", answer.Err, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--column", "sensr_a", "did you mean 'sensor_a'")]
    [InlineData("--inputs", "sensor_a,sensor_c", "did you mean")]
    public void Missing_columns_are_answered_with_the_nearest(string option, string value, string expected)
    {
        string[] more = option == "--column" ? [] : ["--column", "sensor_b"];
        CliAnswer answer = Run(["train", Waves(columns: ["sensor_a", "sensor_b"]), option, value, .. more]);
        Assert.Equal(3, answer.Code);
        Assert.Contains(expected, answer.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Several_series_need_a_choice()
    {
        CliAnswer answer = Run("train", Waves(columns: ["a", "b"]), "--out", In("m.qseq"));
        Assert.Equal(2, answer.Code);
        Assert.Contains("2 series (a, b); choose one with --column", answer.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--hidden 0", "hidden size 0 is out of range; choose 1 to 4096")]
    [InlineData("--reps -1", "reps -1 is out of range")]
    [InlineData("--layers 0", "layers 0 is out of range")]
    [InlineData("--window 0", "window is 0")]
    [InlineData("--horizon 0", "horizon is 0")]
    [InlineData("--horizon 2147483647", "--horizon is 2147483647, expected 4096 or less")]
    [InlineData("--batch 0", "batch size is 0")]
    [InlineData("--epochs 0", "epochs is 0")]
    [InlineData("--epochs 99999999999", "--epochs is 99999999999, which is too large; expected 2147483647 or less")]
    [InlineData("--patience -99999999999", "--patience is -99999999999, which is too small; expected 0 or more")]
    [InlineData("--epochs many", "--epochs is 'many', expected a whole number")]
    [InlineData("--lr fast", "--lr is 'fast', expected a number")]
    [InlineData("--lr -1", "learning rate is -1")]
    [InlineData("--clip 0", "clip norm is 0")]
    [InlineData("--split a,b", "--split is 'a,b'")]
    [InlineData("--split 0.9,0.2", "validation fraction is 0.2, expected 0 to 0.1")]
    [InlineData("--model qkan-ltsm", "did you mean 'qkan-lstm'")]
    [InlineData("--optimizer adm", "did you mean 'adam'")]
    [InlineData("--encoding pzz", "did you mean 'pz'")]
    [InlineData("--epoch 3", "did you mean '--epochs'")]
    [InlineData("--windw=3", "did you mean '--window'")]
    [InlineData("--depth 3", "--depth does not apply to --model qkan-lstm, only to qlstm")]
    [InlineData("--model qlstm --qubits 13", "13 qubits are out of range; choose 1 to 12")]
    [InlineData("--model qlstm --hidden 12", "or project them to fewer qubits")]
    [InlineData("--terms 3", "--terms does not apply to --model qkan-lstm, only to fourier-lstm")]
    [InlineData("--slow-width 3", "--slow-width does not apply to --model qkan-lstm, only to gqkan-qkanfwp, gqkan-fwp and gqkan-qfwp")]
    [InlineData("--model gqkanfwp --slow-width 3", "--slow-width does not apply to --model gqkanfwp, only to gqkan-qkanfwp, gqkan-fwp and gqkan-qfwp")]
    [InlineData("--model gqkan-qfwp --fast-width 3", "--fast-width does not apply to --model gqkan-qfwp, only to gqkan-qkanfwp, gqkanfwp and gqkan-fwp")]
    [InlineData("--model gqkan-fwp --reps 2", "--reps does not apply to --model gqkan-fwp")]
    [InlineData("--model gqkan-fwp --slow-features 0", "0 features of a slow programmer are out of range; choose 1 to 4096")]
    [InlineData("--model gqkan-fwp --layers 2", "fast weights answer once and read forward; choose one layer and one direction")]
    [InlineData("--model gqkan-qfwp --hidden 9", "9 qubits are to be read of 8; choose a hidden size of at most 8")]
    [InlineData("--grid 3", "--grid does not apply to --model qkan-lstm, only to spline-lstm")]
    [InlineData("--spline-order 3", "--spline-order does not apply to --model qkan-lstm, only to spline-lstm")]
    [InlineData("--model spline-lstm --grid 65", "A grid of 65 intervals for splines is out of range; choose 1 to 64")]
    [InlineData("--model spline-lstm --spline-order 0", "Splines of order 0 are out of range; choose 1 (broken lines) to 5")]
    [InlineData("--model fourier-lstm --terms 65", "65 terms of a Fourier series are out of range; choose 1 to 64")]
    [InlineData("--model qk-lstm --references 0", "0 references are out of range; choose 1 to 4096")]
    [InlineData("--model qk-lstm --references many", "--references is 'many', expected a whole number")]
    [InlineData("--model qk-lstm --projection 0", "projection to 0 features is out of range")]
    [InlineData("--model qk-lstm --reps 0", "reps 0 is out of range")]
    [InlineData("--model qk-lstm --qubits 0", "0 qubits are out of range")]
    [InlineData("--model qk-lstm --qubits 9", "3 features are fewer than 9 qubits; choose 3 qubits or fewer")]
    [InlineData("--model qk-lstm --hidden 12 --reps 2", "2 repeats need the whole state vector; choose 1 to 12 qubits")]
    [InlineData("--model qk-lstm --entangler rings", "did you mean 'ring'")]
    [InlineData("--seed -3", "--seed is '-3'")]
    [InlineData("--delimiter abc", "--delimiter is 'abc'")]
    [InlineData("--patience 2 --split 0.8,0", "Early stopping needs validation data")]
    [InlineData("more.csv", "more.csv")]
    public void Bad_options_are_usage_errors(string options, string expected)
    {
        // They are found before the data are read: here there are none.
        CliAnswer answer = Run(["train", In("none.csv"), "--out", In("m.qseq"), .. options.Split(' ')]);
        Assert.Equal(2, answer.Code);
        Assert.Contains(expected, answer.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(In("m.qseq")));
        if (options == "more.csv") return;
        answer = Run(["fleet", In("none.csv"), "--out", In("f"), .. options.Split(' ')]);
        Assert.Equal(2, answer.Code);
        Assert.Contains(expected, answer.Error, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(Folder));
    }

    [Theory]
    [InlineData(1, "12", "series 'x' (1 value) is too short for window 12 and horizon 1; it needs 13 values or more")]
    [InlineData(13, "12", "the training part (0.7 of 1 window) gets no window; choose a window of 6 or less, other fractions or a longer series")]
    [InlineData(4, "2", "the validation part (0.15 of 2 windows) gets no window; choose other fractions or a longer series")]
    [InlineData(4, "12", "window 12 is longer than series 'x' (4 values); even a window of 1 leaves a part without windows, so choose other fractions or a longer series")]
    [InlineData(120, "500", "window 500 is longer than series 'x' (120 values); choose a window of 113 or less")]
    public void A_series_too_short_is_bad_data(int rows, string window, string expected)
    {
        foreach (string verb in (string[])["train", "fleet"])
        {
            CliAnswer answer = Run(verb, Waves(rows: rows), "--window", window, "--out", In("m.qseq"));
            Assert.Equal(3, answer.Code);
            Assert.Contains(expected, answer.Error, StringComparison.Ordinal);
            Assert.Single(Directory.GetFileSystemEntries(Folder));
        }
    }

    [Theory]
    [InlineData("--window 500", "choose a window of 33 or less")]
    [InlineData("--window 39", "choose a window of 33 or less")]
    [InlineData("--window 500 --horizon 3", "choose a window of 18 or less")]
    [InlineData("--window 500 --stride 2 --split 0.5,0.25", "choose a window of 33 or less")]
    [InlineData("--window 500 --split 0.9,0.1", "choose a window of 30 or less")]
    public void The_longest_window_that_is_advised_trains_and_no_longer_one(string options, string advice)
    {
        string data = Waves(rows: 40);
        string[] rest = [.. options.Split(' ').Skip(2)];
        Assert.Contains(advice, Run(["train", data, "--out", In("m.qseq"), .. options.Split(' ')]).Error, StringComparison.Ordinal);
        int window = int.Parse(advice.Split(' ')[4], System.Globalization.CultureInfo.InvariantCulture);
        CliAnswer answer = Run(["train", data, "--epochs", "1", "--out", In("m.qseq"), "--window", $"{window}", .. rest]);
        Assert.True(answer.Code == 0, answer.Err);
        Assert.Equal(3, Run(["train", data, "--epochs", "1", "--out", In("m.qseq"), "--window", $"{window + 1}", .. rest]).Code);
    }

    [Theory]
    [InlineData("8", "30", "choose a horizon of 4 or less")]
    [InlineData("30", "9", "choose a horizon of 1 or less")]
    [InlineData("38", "9", "choose a window of 2 or less and a horizon of 5 or less")]
    [InlineData("2", "90", "it needs 92 values or more, or choose a horizon of 5 or less")]
    public void The_longest_horizon_that_is_advised_trains_and_no_longer_one(string window, string horizon, string advice)
    {
        string data = Waves(rows: 40);
        CliAnswer Train(string window, string horizon) => Run("train", data, "--epochs", "1", "--out", In("m.qseq"), "--window", window, "--horizon", horizon);
        Assert.Contains(advice, Train(window, horizon).Error, StringComparison.Ordinal);
        string[] numbers = [.. advice.Split(' ').Where(word => int.TryParse(word, out _))];
        if (numbers.Length > 1 && !advice.StartsWith("it", StringComparison.Ordinal)) window = numbers[0];
        CliAnswer answer = Train(window, numbers[^1]);
        Assert.True(answer.Code == 0, answer.Err);
        Assert.Equal(3, Train(window, $"{int.Parse(numbers[^1], System.Globalization.CultureInfo.InvariantCulture) + 1}").Code);
    }

    [Fact]
    public void A_model_says_how_many_values_its_parts_need()
    {
        Assert.Equal(0, Run("train", Waves(rows: 60), "--epochs", "1", "--window", "12", "--horizon", "4", "--out", In("m.qseq")).Code);
        Assert.Contains("14 values are too few; give 42 or more", Run("evaluate", In("m.qseq"), Waves(rows: 14)).Error, StringComparison.Ordinal);
        Assert.Contains("has 14 values, and the model reads 12 and answers with 4; give 16 or more", Run("evaluate", In("m.qseq"), Waves(rows: 14), "--all").Error, StringComparison.Ordinal);
        Assert.Contains("16 values are too few; give 42 or more", Run("evaluate", In("m.qseq"), Waves(rows: 16)).Error, StringComparison.Ordinal);
        Assert.Equal(3, Run("evaluate", In("m.qseq"), Waves(rows: 41)).Code);
        Assert.Equal(0, Run("evaluate", In("m.qseq"), Waves(rows: 42)).Code);
    }

    [Fact]
    public void An_exception_that_is_not_about_the_request_is_no_usage_error()
    {
        Exception bug = Record.Exception(() => new int[3].AsSpan().CopyTo(new int[1]))!;
        Assert.IsType<ArgumentException>(bug);
        (int code, string message) = Failures.Describe(bug, default);
        Assert.Equal(1, code);
        Assert.Contains("please report", message, StringComparison.Ordinal);
        Assert.Equal(1, Failures.Describe(new ArgumentNullException(nameof(message)), default).Code);
    }

    [Theory]
    [InlineData("reproduce", "--data", "none.csv")]
    [InlineData("reproduce", "--experiment", "shm", "--epochs", "0")]
    [InlineData("fleet", "none.csv")]
    public void A_request_that_fails_leaves_no_folder(params string[] args)
    {
        CliAnswer answer = Run([.. args.Select(arg => arg == "none.csv" ? In(arg) : arg), "--out", In("new/deeper")]);
        Assert.InRange(answer.Code, 2, 3);
        Assert.Empty(Directory.GetFileSystemEntries(Folder));
    }

    [Fact]
    public void A_folder_below_a_file_cannot_be_made()
    {
        CliAnswer answer = Run("fleet", Waves(), "--out", Path.Combine(Write("file", ""), "a", "b"));
        Assert.Equal(1, answer.Code);
        Assert.Contains("is a file; name a folder", answer.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("trian", "did you mean 'train'")]
    [InlineData("data generat", "did you mean 'generate'")]
    [InlineData("data generate besel", "did you mean 'bessel'")]
    [InlineData("data generate shm --days 3", "only to telecom")]
    [InlineData("data generate mackey-glass --seed 3", "--seed does not apply to mackey-glass, only to narma-5, narma-10, telecom")]
    [InlineData("data generate narma-5 --days 3", "--days does not apply to narma-5, only to telecom")]
    [InlineData("data generate lorenz --stride 2", "--stride does not apply to lorenz, only to mackey-glass")]
    [InlineData("data generate jaynes-cummings --points 9000000 --seed 3", "only to narma-5, narma-10, telecom")]
    [InlineData("data generate transmon --points 9000000", "choose fewer points")]
    [InlineData("data generate mackey-glass --stride 0", "--stride is 0, expected 1 or more")]
    [InlineData("data generate mackey-glass --stride 100000", "choose fewer points or a smaller stride")]
    [InlineData("data generate bessel --stride 2", "--stride does not apply to bessel, only to mackey-glass")]
    [InlineData("data generate telecom --stride 2", "--stride does not apply to telecom, only to mackey-glass")]
    [InlineData("data generate telecom --points 3", "choose --days")]
    [InlineData("data generate shm --points 2000000000", "10000000 or less")]
    [InlineData("data milan . --squares 0-3", "--squares is '0-3'")]
    [InlineData("data milan . --activity sms-inn", "did you mean 'sms-in'")]
    [InlineData("--verion", "did you mean '--version'")]
    [InlineData("train", "DATA")]
    [InlineData("train  x.csv", "argument 2 is empty")]
    [InlineData("reproduce --experiment telecom --data=", "Required argument missing")]
    public void Unknown_names_are_answered_with_the_nearest(string line, string expected)
    {
        CliAnswer answer = Run(line.Split(' '));
        Assert.Equal(2, answer.Code);
        Assert.Contains(expected, answer.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_constant_series_has_nothing_to_learn()
    {
        CliAnswer answer = Run("train", Write("c.csv", "x\n" + string.Concat(Enumerable.Repeat("3.5\n", 50))), "--out", In("m.qseq"));
        Assert.Equal(3, answer.Code);
        Assert.Contains("column 'x' is constant (3.5)", answer.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Sizes_that_no_machine_holds_are_refused_before_the_work()
    {
        CliAnswer answer = Run("train", Waves(rows: 400), "--hidden", "4096", "--epochs", "1", "--out", In("m.qseq"));
        Assert.Equal((2, true), (answer.Code, answer.Error.EndsWith("the sizes asked for are too large to count; choose a smaller --hidden, --window or --batch", StringComparison.Ordinal)));
        Assert.False(File.Exists(In("m.qseq")));
    }

    [Fact]
    public void Missing_files_are_bad_data()
    {
        Waves("sales.csv");
        CliAnswer answer = Run("train", In("sale.csv"), "--out", In("m.qseq"));
        Assert.Equal(3, answer.Code);
        Assert.Contains("did you mean 'sales.csv'", answer.Error, StringComparison.Ordinal);
        Assert.Equal(3, Run("forecast", In("none.qseq"), In("sales.csv")).Code);
        Assert.Equal(3, Run("data", "milan", In("nowhere")).Code);
    }

    [Fact]
    public void What_is_no_model_is_bad_data()
    {
        string data = Waves();
        Assert.Contains("not a QSeq model file", Run("inspect", data).Error, StringComparison.Ordinal);
        string model = Train(data);
        byte[] bytes = File.ReadAllBytes(model);
        bytes[^20] ^= 1;
        File.WriteAllBytes(model, bytes);
        CliAnswer answer = Run("forecast", model, data);
        Assert.Equal(3, answer.Code);
        Assert.Contains("damaged", answer.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Unwritable_output_is_found_before_the_work()
    {
        string data = Waves();
        foreach (string path in (string[])[In("no/such/m.qseq"), Folder])
        {
            CliAnswer answer = Run("train", data, "--out", path);
            Assert.Equal(1, answer.Code);
            Assert.Contains("cannot be written", answer.Error, StringComparison.Ordinal);
            Assert.DoesNotContain("data:", answer.Err, StringComparison.Ordinal);
        }

        Assert.Equal(1, Run("reproduce", "--out", data).Code);
        Assert.Equal(1, Run("data", "generate", "shm", "--out", In("no/shm.csv")).Code);
    }

    [Fact]
    public void A_loss_that_is_not_finite_is_a_failure_with_advice()
    {
        string data = Waves();
        File.WriteAllText(In("m.qseq"), "old");
        CliAnswer answer = Run("train", data, "--model", "lstm", "--lr", "1e30", "--out", In("m.qseq"));
        Assert.Equal(1, answer.Code);
        Assert.Contains("Try a smaller learning rate", answer.Error, StringComparison.Ordinal);
        Assert.Equal("old", File.ReadAllText(In("m.qseq")));
    }

    [Fact]
    public void The_last_good_weights_of_a_diverged_run_are_kept_beside_the_target()
    {
        CliAnswer answer = Run("train", Waves(rows: 400), "--model", "lstm", "--linear", "off", "--normalise", "none", "--optimizer", "sgd", "--lr", "40", "--epochs", "300", "--batch", "128", "--out", In("m.qseq"));
        Assert.Equal(1, answer.Code);
        Assert.Contains("m.qseq.interrupted", answer.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(In("m.qseq")));
        TrainedForecaster kept = TrainedForecaster.Load(In("m.qseq.interrupted"));
        Assert.Equal(StopReason.NonFiniteLoss, kept.Training.Stop);
        Assert.All(kept.Model.Parameters, value => Assert.True(float.IsFinite(value)));
    }

    [Fact]
    public void Telecom_data_that_is_too_short_is_bad_data()
    {
        CliAnswer answer = Run("reproduce", "--experiment", "telecom", "--data", Waves(rows: 60), "--out", In("r"));
        Assert.Equal(3, answer.Code);
        Assert.Contains("60 values, too few", answer.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_horizon_beyond_a_model_of_several_inputs_says_what_to_do()
    {
        string data = Waves(columns: ["a", "b"]), model = Train(data, "--column", "a", "--inputs", "a,b");
        CliAnswer answer = Run("forecast", model, data, "--horizon", "4");
        Assert.Equal(2, answer.Code);
        Assert.Contains("Train it with horizon 4", answer.Error, StringComparison.Ordinal);
        Assert.Equal(2, Run("forecast", model, data, "--horizon", "0").Code);
        Assert.Contains("--horizon is 2147483647, expected 1000000 or less", Run("forecast", model, data, "--horizon", "2147483647").Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_history_shorter_than_the_window_is_refused()
    {
        string model = Train(Waves());
        CliAnswer answer = Run("forecast", model, Write("short.csv", "x\n1\n2\n"));
        Assert.Equal(3, answer.Code);
        Assert.Contains("looks back over 4 values", answer.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Output_does_not_go_where_the_data_is()
    {
        string series = Waves("s.csv"), before = File.ReadAllText(series);
        File.CreateSymbolicLink(In("l.csv"), series);
        Directory.CreateDirectory(In("raw"));
        string raw = Write("raw/day.txt", "1\t2\n");
        foreach (string[] args in (string[][])
            [["train", series, "--out", series], ["train", series, "--out", In("l.csv")], ["train", In("l.csv"), "--out", series],
             ["data", "milan", raw, "--out", raw], ["data", "milan", In("raw"), "--out", raw]])
        {
            CliAnswer answer = Run(args);
            Assert.Equal(2, answer.Code);
            Assert.Contains("--out names the file that is read; choose another", answer.Error, StringComparison.Ordinal);
        }

        Assert.Equal(before, File.ReadAllText(series));
    }
}
