using System.Globalization;
using System.Text.Json;
using QSeq.Cli;
using QSeq.Forecasting;
using QSeq.Layers;
using QSeq.Models;
using QSeq.Quantum;
using QSeq.Training;

namespace QSeq.Tests.Cli;

/// <summary>Every verb does its work on small data.</summary>
public sealed class VerbTests : CliRun
{
    [Fact]
    public void Train_saves_a_model_and_scores_it_beside_baselines()
    {
        string data = Waves();
        CliAnswer answer = Run("train", data, "--epochs", "2", "--window", "4", "--out", In("a.qseq"));

        Assert.Equal(0, answer.Code);
        Assert.Contains("63 parameters (31 classical + 32 quantum)", answer.Err, StringComparison.Ordinal);
        Assert.Contains("windows: 81 to train, 17 to validate, 18 to test", answer.Err, StringComparison.Ordinal);
        Assert.Contains("linear AR", answer.Out, StringComparison.Ordinal);
        Assert.Contains("better than", answer.Out, StringComparison.Ordinal);
        TrainedForecaster file = TrainedForecaster.Load(In("a.qseq"));
        Assert.Equal(["x"], file.Recipe.Windows.Targets);
        Assert.True(double.IsFinite(file.Scores["test.mae"]));
    }

    [Theory]
    [InlineData("lstm", "--hidden", "3", "--layers", "2", "--optimizer", "adamw", "--schedule", "cosine")]
    [InlineData("qlstm", "--hidden", "2", "--depth", "2", "--entangler", "ring", "--optimizer", "rmsprop", "--schedule", "step")]
    [InlineData("qkan-lstm", "--reps", "2", "--encoding", "rpz", "--readout", "amplitude-difference", "--optimizer", "sgd", "--schedule", "plateau")]
    [InlineData("qkan-lstm", "--base", "tanh", "--freeze", "preactivation,base", "--train-post", "weight,bias", "--gates-alike", "--stride", "2")]
    [InlineData("hqkan-lstm", "--encoded", "2", "--gates", "separate", "--gates-alike", "--train-post", "none", "--base", "none")]
    [InlineData("lstm", "--optimizer", "adamw", "--weight-decay", "0.1")]
    [InlineData("lstm", "--bidirectional", "--layers", "2")]
    [InlineData("lstm", "--optimizer", "sgd", "--momentum", "0.5")]
    [InlineData("hqkan-lstm", "--latent", "3", "--encoding", "mix", "--loss", "mae", "--clip", "1", "--patience", "1")]
    [InlineData("qlstm", "--hidden", "6", "--depth", "1", "--qubits", "4")]
    [InlineData("qk-lstm", "--references", "3", "--train-scale", "--fixed-references", "--gates-alike")]
    [InlineData("qk-lstm", "--reps", "2", "--entangler", "ring", "--qubits", "3", "--projection", "3", "--references-from", "data")]
    [InlineData("qk-lstm-count", "--references", "5", "--projection", "2", "--qubits", "1", "--references-from", "data")]
    public void Train_takes_the_options_of_every_model(string model, params string[] options)
    {
        string path = Train(Waves(columns: ["a", "b"]), ["--column", "b", "--inputs", "a,b", "--model", model, "--scaler", "standard", "--batch", "32", "--seed", "3", .. options]);
        TrainedForecaster file = TrainedForecaster.Load(path);
        Assert.Equal(model, file.Name);
        Assert.Equal(2, file.Model.Config.Inputs);
        Assert.Equal(3UL, file.Recipe.Training.Seed);
    }

    [Fact]
    public void Train_does_not_depend_on_threads()
    {
        string data = Waves(rows: 400);
        string one = TrainedForecaster.Load(Train(data, "--threads", "1", "--batch", "256")).Digest;
        Assert.Equal(one, TrainedForecaster.Load(Train(data, "--threads", "4", "--batch", "256")).Digest);
    }

    [Fact]
    public void Train_answers_every_step_or_several_ahead()
    {
        string data = Waves();
        Assert.True(TrainedForecaster.Load(Train(data, "--sequence")).Recipe.Windows.Sequence);
        Assert.Equal(3, TrainedForecaster.Load(Train(data, "--horizon", "3")).Recipe.Windows.Horizon);
        Assert.Equal(7, Run("forecast", In("m.qseq"), data, "--horizon", "6").Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Theory]
    [InlineData("qk-lstm")]
    [InlineData("qk-lstm-count")]
    public void A_kernel_model_is_trained_verified_and_asked_for_a_forecast(string model)
    {
        string data = Waves(), path = Train(data, "--model", model, "--references-from", "data");
        string drawn = TrainedForecaster.Load(path).Digest;
        Assert.Equal(0, Run("verify", path).Code);
        Assert.Equal(4, Run("forecast", path, data, "--horizon", "3").Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Equal(0, Run("evaluate", path, data).Code);
        Assert.Equal(0, Run("inspect", path).Code);
        Assert.NotEqual(drawn, TrainedForecaster.Load(Train(data, "--model", model)).Digest);
        Assert.Equal(0, Run("verify", path).Code);
    }

    [Fact]
    public void Options_of_a_kernel_reach_the_model()
    {
        string data = Waves();
        QuantumKernelOptions kernel = Kernel("qk-lstm", "--reps", "2", "--entangler", "ring", "--qubits", "2", "--projection", "3", "--references", "5", "--train-scale", "--fixed-references");
        Assert.Equal((3, 5, false, true), (kernel.Projection, kernel.References, kernel.Similarity.TrainReferences, kernel.Similarity.TrainScale));
        Assert.Equal(new FeatureMapOptions { Reps = 2, Entangler = Entangler.Ring, Qubits = 2 }, kernel.Similarity.FeatureMap);
        Assert.Equal(QkGates.CountFaithful.Kernel, Kernel("qk-lstm-count"));
        Assert.Equal(QkGates.EquationFaithful.Kernel, Kernel("qk-lstm"));

        QuantumKernelOptions Kernel(params string[] options) =>
            Assert.IsType<QkGates>(TrainedForecaster.Load(Train(data, ["--model", .. options])).Model.Config.Gates).Kernel;
    }

    [Fact]
    public void A_Fourier_model_is_used_like_any_other()
    {
        string data = Waves(), model = Train(data, "--model", "fourier-lstm", "--terms", "5", "--gates-alike");
        Assert.Equal(new FourierGates { Terms = 5, GatesStartAlike = true }, TrainedForecaster.Load(model).Model.Config.Gates);
        foreach (string verb in (string[])["evaluate M D", "forecast M D --horizon 2", "inspect M", "verify M", "fleet D --model fourier-lstm --out F"])
            Assert.Equal(0, Run([.. verb.Split(' ').Select(word => word switch { "M" => model, "D" => data, "F" => In("f"), _ => word })]).Code);
        Assert.Contains("fourier-lstm has no circuits", Run("hardware", "export", model, data, "--out", In("jobs")).Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_spline_model_is_used_like_any_other()
    {
        string data = Waves(), model = Train(data, "--model", "spline-lstm", "--grid", "5", "--spline-order", "2", "--gates-alike");
        Assert.Equal(new SplineGates { Grid = 5, Order = 2, GatesStartAlike = true }, TrainedForecaster.Load(model).Model.Config.Gates);
        foreach (string verb in (string[])["evaluate M D", "forecast M D --horizon 2", "inspect M", "verify M", "fleet D --model spline-lstm --out F"])
            Assert.Equal(0, Run([.. verb.Split(' ').Select(word => word switch { "M" => model, "D" => data, "F" => In("f"), _ => word })]).Code);
        Assert.Contains("spline-lstm has no circuits", Run("hardware", "export", model, data, "--out", In("jobs")).Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Fast_weights_are_used_like_any_other()
    {
        string data = Waves();
        FastWeightGates basis = FastWeightGates.Of(FastWeightForm.QkanQkan);
        Check("gqkan-qkanfwp --slow-width 4 --slow-features 6 --fast-width 2 --train-encoding --reps 2 --readout expectation", basis with
        {
            SlowWidth = 4,
            Features = 6,
            FastWidth = 2,
            TrainPreactivation = true,
            Reps = 2,
            Readout = Readout.Expectation,
        });
        Check("gqkanfwp", FastWeightGates.Of(FastWeightForm.LinearQkan));
        Check("gqkan-fwp", FastWeightGates.Of(FastWeightForm.QkanLinear));
        Check("gqkan-qfwp --qubits 5 --depth 1", FastWeightGates.Of(FastWeightForm.QkanCircuit) with { Qubits = 5, Depth = 1 });
        string model = Train(data, "--model", "gqkan-fwp");
        foreach (string verb in (string[])["evaluate M D", "forecast M D --horizon 2", "inspect M", "verify M", "fleet D --model gqkan-fwp --out F"])
            Assert.Equal(0, Run([.. verb.Split(' ').Select(word => word switch { "M" => model, "D" => data, "F" => In("f"), _ => word })]).Code);
        Assert.Contains("has no circuits", Run("hardware", "export", model, data, "--out", In("jobs")).Error, StringComparison.Ordinal);

        void Check(string options, FastWeightGates expected) =>
            Assert.Equal(expected, TrainedForecaster.Load(Train(data, ["--model", .. options.Split(' ')])).Model.Config.Gates);
    }

    [Fact]
    public void Forecast_writes_csv_and_json()
    {
        string data = Waves(), model = Train(data);
        CliAnswer csv = Run("forecast", model, data, "--horizon", "3", "--source");
        string[] lines = csv.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.StartsWith("# source: forecast of 3 steps after ", lines[0], StringComparison.Ordinal);
        Assert.StartsWith(lines[0][10..], QSeq.Data.CsvSeries.Read(new StringReader(csv.Out), "forecast").Source, StringComparison.Ordinal);
        lines = lines[1..];
        Assert.Equal("step,x", lines[0]);
        Assert.Equal(4, lines.Length);
        Assert.StartsWith("3,", lines[3], StringComparison.Ordinal);
        double last = double.Parse(lines[3].Split(',')[1], CultureInfo.InvariantCulture);

        using JsonDocument json = JsonDocument.Parse(Run("forecast", model, data, "--horizon", "3", "--json").Out);
        Assert.Equal(last, json.RootElement.GetProperty("forecast")[2].GetProperty("values").GetProperty("x").GetDouble(), 1e-7);
        Assert.StartsWith("step,x\n1,", Run("forecast", model, data).Out, StringComparison.Ordinal); // no line that other readers trip over
    }

    [Fact]
    public void Forecast_carries_times_on_and_may_read_another_series()
    {
        string data = Write("t.csv", "date,x,y\n" + string.Concat(Enumerable.Range(0, 60).Select(t => string.Create(
            CultureInfo.InvariantCulture, $"{new DateTime(2024, 1, 1).AddHours(t):yyyy-MM-dd HH:mm:ss},{Math.Sin(t)},{Math.Cos(t)}\n"))));
        string model = Train(data, "--column", "x");
        CliAnswer answer = Run("forecast", model, data, "--column", "y", "--horizon", "2");
        Assert.StartsWith("date,y\n2024-01-03 12:00:00,", answer.Out, StringComparison.Ordinal);
        Assert.Contains("'y' is scaled as 'x' was", answer.Err, StringComparison.Ordinal);
    }

    [Fact]
    public void Evaluate_repeats_the_scores_of_training()
    {
        string data = Waves(), model = Train(data);
        using JsonDocument json = JsonDocument.Parse(Run("evaluate", model, data, "--json").Out);
        JsonElement scores = json.RootElement.GetProperty("scores");
        Assert.Equal(TrainedForecaster.Load(model).Scores["test.mse"], scores[0].GetProperty("mse").GetDouble());
        string[] names = [.. scores.EnumerateArray().Select(row => row.GetProperty("name").GetString()!)];
        foreach (string name in (string[])["naive (last value)", "linear AR", "drift", "mean", "SES", "Holt", "damped Holt"]) Assert.Contains(name, names);
        double[] errors = [.. scores.EnumerateArray().Skip(1).Select(row => row.GetProperty("rmse").GetDouble())];
        Assert.Equal(errors.Order(), errors);
        Assert.Contains("116 windows", Run("evaluate", model, data, "--all").Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Inspect_shows_parameters_and_digest()
    {
        string model = Train(Waves());
        string digest = TrainedForecaster.Load(model).Digest;
        Assert.Contains(digest, Run("inspect", model).Out, StringComparison.Ordinal);
        using JsonDocument json = JsonDocument.Parse(Run("inspect", model, "--json").Out);
        Assert.Equal(digest, json.RootElement.GetProperty("digest").GetString());
        Assert.Equal(63, json.RootElement.GetProperty("total").GetInt32());
        Assert.Equal("qkan-lstm", json.RootElement.GetProperty("manifest").GetProperty("recipe").GetProperty("name").GetString());
    }

    [Fact]
    public void Models_lists_the_papers_counts()
    {
        string table = Run("models").Out;
        using JsonDocument json = JsonDocument.Parse(Run("models", "--json").Out);
        int[] totals = [.. json.RootElement.EnumerateArray().Select(model => model.GetProperty("total").GetInt32())];
        Assert.Equal([166, 78, 78, 108, 58, 33, 99, 59, 169, 58, 58, 159, 116, 113, 100], totals);
        foreach (int total in totals) Assert.Contains(total.ToString(CultureInfo.InvariantCulture), table, StringComparison.Ordinal);
    }

    [Fact]
    public void Data_milan_reads_what_data_generate_wrote_raw()
    {
        string raw = In("raw");
        Assert.Equal(0, Run("data", "generate", "telecom", "--days", "1", "--squares", "5", "--raw", raw).Code);
        CliAnswer answer = Run("data", "milan", raw, "--squares", "2,4-5", "--out", In("m.csv"));
        Assert.Equal(0, answer.Code);
        Assert.Contains("square_2,square_4,square_5", File.ReadAllText(In("m.csv")), StringComparison.Ordinal);
        Assert.Contains("gaps:", answer.Err, StringComparison.Ordinal);
        Assert.Equal(0, Run("data", "milan", raw, "--squares", "best:2", "--activity", "internet", "--out", In("i.csv")).Code);
        Assert.Equal(0, Run("data", "milan", raw, "--squares", "2,4", "--activity", "internet,sms-in", "--out", In("two.csv")).Code);
        Assert.Contains(",square_2:internet,square_4:internet,square_2:sms-in,square_4:sms-in\n", File.ReadAllText(In("two.csv")), StringComparison.Ordinal);
        Assert.Contains("expected 0 to 1", Run("data", "milan", raw, "--squares", "best:2", "--min-continuity", "2").Error, StringComparison.Ordinal);
        Assert.Contains("only to --squares best:N", Run("data", "milan", raw, "--min-continuity", "0.5").Error, StringComparison.Ordinal);
        Assert.Equal(0, Run("data", "milan", raw, "--squares", "best:2", "--min-continuity", "0.1", "--out", In("best.csv")).Code);
        Assert.Equal(0, Run("reproduce", "--experiment", "telecom", "--data", raw, "--columns", "1", "--seeds", "1", "--epochs", "1", "--out", In("r")).Code);
    }

    [Fact]
    public void Data_may_come_from_standard_input()
    {
        string data = Waves();
        using var output = new StringWriter(CultureInfo.InvariantCulture);
        using var error = new StringWriter(CultureInfo.InvariantCulture);
        int code = QseqApp.Run(
            ["train", "-", "--epochs", "1", "--out", In("m.qseq")],
            new CliContext { Out = output, Err = error, OpenBytes = () => File.OpenRead(data) });
        Assert.True(code == 0, error.ToString());
        Assert.Contains("standard input", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Standard_input_is_decoded_as_a_file_is()
    {
        const string text = "Größe,x\n1,2\n2,3\n3,4\n4,5\n";
        (int Code, string Err) Doctor(byte[] bytes, params string[] more)
        {
            using var error = new StringWriter(CultureInfo.InvariantCulture);
            using var output = new StringWriter(CultureInfo.InvariantCulture);
            int code = QseqApp.Run(["doctor", "-", "--json", .. more], new CliContext { Out = output, Err = error, OpenBytes = () => new MemoryStream(bytes) });
            return (code, output + error.ToString());
        }

        byte[] latin = System.Text.Encoding.Latin1.GetBytes(text);
        Assert.Equal(3, Doctor(latin).Code);
        Assert.Contains("--text-encoding", Doctor(latin).Err, StringComparison.Ordinal);
        Assert.Contains("\"Größe\"", Doctor(latin, "--text-encoding", "windows-1252").Err, StringComparison.Ordinal);
        Assert.Contains("\"Größe\"", Doctor(System.Text.Encoding.Unicode.GetBytes(text)).Err, StringComparison.Ordinal);
        Assert.Contains("\"Größe\"", Doctor(Core.PackedFileTests.Gzip(text)).Err, StringComparison.Ordinal);
    }

    [Fact]
    public void Version_is_one_line() => Assert.Matches(@"^\d+\.\d+\.\d+\S*\s*$", Run("--version").Out);

    [Fact]
    public void The_model_file_says_all_about_its_training_and_inspect_prints_it()
    {
        string path = Train(Waves(), "--optimizer", "sgd", "--schedule", "step", "--clip", "1.5", "--patience", "7", "--batch", "16", "--in-order");
        TrainedForecaster model = TrainedForecaster.Load(path);
        TrainingOptions t = model.Recipe.Training;
        Assert.Equal((new StepSchedule(), 1.5, 7, new SgdConfig()), (t.Schedule, t.ClipNorm, t.EarlyStopping!.Patience, t.Optimizer));
        Assert.InRange(model.Training.BestEpoch ?? 0, 1, model.Training.Epochs);
        string told = string.Join(' ', Run("inspect", path).Out.Split((char[])['\n', ' ', '│'], StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains("batch 16 in order, seed 0", told, StringComparison.Ordinal);
        Assert.Contains("momentum 0.9, step every 10 gamma 0.5, clip 1.5, patience 7", told, StringComparison.Ordinal);
    }

    [Fact]
    public void Evaluate_says_when_rows_it_scores_were_trained_on()
    {
        string model = Train(Waves());
        Assert.DoesNotContain("warning", Run("evaluate", model, Waves()).Err, StringComparison.Ordinal);

        CliAnswer shorter = Run("evaluate", model, Waves("short.csv", 100), "--json");
        Assert.Contains("not the data the model was trained on", shorter.Err, StringComparison.Ordinal);
        using JsonDocument json = JsonDocument.Parse(shorter.Out);
        Assert.False(json.RootElement.GetProperty("sameRows").GetBoolean());
        Assert.Contains("if this data starts where that did", json.RootElement.GetProperty("warnings")[0].GetString(), StringComparison.Ordinal);
        Assert.Contains("warning", Run("evaluate", model, Waves(), "--all").Err, StringComparison.Ordinal);
    }

    [Fact]
    public void Evaluate_knows_rows_by_their_time_stamps()
    {
        string Dated(string name, int first, int rows) => Write(name, "time,x\n" + string.Concat(Enumerable.Range(first, rows).Select(t =>
            string.Create(CultureInfo.InvariantCulture, $"{new DateTime(2020, 1, 1).AddHours(t):yyyy-MM-dd HH:mm:ss},{Math.Sin(0.3 * t):R}\n"))));
        string model = Train(Dated("a.csv", 0, 120));
        Assert.DoesNotContain("warning", Run("evaluate", model, Dated("a.csv", 0, 120)).Err, StringComparison.Ordinal);
        Assert.DoesNotContain("warning", Run("evaluate", model, Dated("later.csv", 120, 60), "--all").Err, StringComparison.Ordinal);
        Assert.DoesNotContain("warning", Run("evaluate", model, Dated("longer.csv", 0, 200)).Err, StringComparison.Ordinal);
        Assert.Contains("lie before 2020-01-0", Run("evaluate", model, Dated("short.csv", 0, 100)).Err, StringComparison.Ordinal);
        Assert.Contains("lie before 2020-01-0", Run("evaluate", model, Dated("shifted.csv", 60, 120), "--all").Err, StringComparison.Ordinal);
    }

    [Fact]
    public void A_score_beyond_all_numbers_names_the_value_that_made_it()
    {
        string[] lines = File.ReadAllLines(Waves());
        lines[30] = "1e300";
        CliAnswer answer = Run("train", Write("big.csv", string.Join('\n', lines)), "--epochs", "1", "--window", "4", "--normalise", "none", "--linear", "off", "--out", In("big.qseq"));
        Assert.Contains("the largest value of the data is 1E+300, column 'x', row 30 after the header", answer.Err, StringComparison.Ordinal);
    }

    [Fact]
    public void Options_of_the_library_reach_the_model()
    {
        string data = Waves();
        TrainedForecaster hqkan = TrainedForecaster.Load(Train(data, "--model", "hqkan-lstm", "--encoded", "2", "--gates", "separate", "--train-post", "bias", "--base", "relu", "--freeze", "base"));
        var gates = Assert.IsType<HqkanGates>(hqkan.Model.Config.Gates);
        Assert.Equal((2, false), (gates.Hqkan.Encoded, gates.Packed));
        Assert.Equal((false, true, false, true), (gates.Hqkan.Qkan.TrainPostWeight, gates.Hqkan.Qkan.TrainPostBias, gates.Hqkan.Qkan.TrainBase, gates.Hqkan.Qkan.TrainPreactivation));
        Assert.Equal(0.25, Assert.IsType<AdamConfig>(TrainedForecaster.Load(Train(data, "--optimizer", "adamw", "--weight-decay", "0.25")).Recipe.Training.Optimizer).WeightDecay);

        string strided = Train(data, "--stride", "3");
        using JsonDocument json = JsonDocument.Parse(Run("evaluate", strided, data, "--json").Out);
        Assert.Equal(TrainedForecaster.Load(strided).Scores["test.mse"], json.RootElement.GetProperty("scores")[0].GetProperty("mse").GetDouble());
    }

    [Fact]
    public void Several_targets_are_forecast_side_by_side()
    {
        string data = Waves(columns: ["a", "b", "c"]), model = Train(data, "--targets", "a,b", "--horizon", "2");
        Assert.Equal((2, 4), (TrainedForecaster.Load(model).Model.Config.Inputs, TrainedForecaster.Load(model).Model.Config.Outputs));
        string[] lines = Run("forecast", model, data, "--horizon", "5").Out.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("step,a,b", lines[0]);
        Assert.Equal(6, lines.Length);
        Assert.Contains("'b', test part", Run("evaluate", model, data).Out, StringComparison.Ordinal);
        Assert.Equal(0, Run("verify", model).Code);
    }

    [Theory]
    [InlineData("--base does not apply", "--model", "lstm", "--base", "tanh")]
    [InlineData("--encoded does not apply", "--encoded", "2")]
    [InlineData("--freeze names 'head'", "--freeze", "head")]
    [InlineData("--momentum does not apply", "--momentum", "0.5")]
    [InlineData("--weight-decay does not apply", "--weight-decay", "0.5")]
    [InlineData("--gates-alike does not apply", "--model", "hqkan-lstm", "--gates-alike")]
    [InlineData("--references does not apply to --model qlstm, only to qk-lstm and qk-lstm-count", "--model", "qlstm", "--references", "3")]
    [InlineData("--qubits does not apply to --model lstm, only to qlstm, qlstm-chen, qk-lstm, qk-lstm-count and gqkan-qfwp", "--model", "lstm", "--qubits", "3")]
    [InlineData("--projection does not apply", "--projection", "3")]
    [InlineData("--train-scale does not apply", "--train-scale")]
    [InlineData("--fixed-references does not apply to --model qk-lstm-count, only to qk-lstm", "--model", "qk-lstm-count", "--fixed-references")]
    [InlineData("--references-from does not apply to --model qkan-lstm, only to qk-lstm and qk-lstm-count", "--references-from", "data")]
    [InlineData("--depth does not apply to --model qk-lstm", "--model", "qk-lstm", "--depth", "2")]
    [InlineData("--wires does not apply to --model qlstm-6, only to qlstm and qlstm-chen", "--model", "qlstm-6", "--wires", "inputs-first")]
    [InlineData("--hadamard does not apply to --model lstm, only to qlstm, qlstm-chen and qlstm-6", "--model", "lstm", "--hadamard", "on")]
    [InlineData("--angles does not apply to --model lstm", "--model", "lstm", "--angles", "small")]
    [InlineData("--wires inputs-first does not go with --qubits, with which a linear map prepares the wires; leave one of them out", "--model", "qlstm", "--wires", "inputs-first", "--qubits", "3")]
    [InlineData("--attention does not go with --decoder: one weighs the states of the window, the other runs on behind it; leave one of them out", "--attention", "--decoder")]
    [InlineData("--season 168 does not fit in --window 48; choose --window 169 or more, --season 47 or less, or another --normalise", "--normalise", "season", "--season", "168", "--window", "48")]
    [InlineData("--season 48 does not fit in --window 48; choose --window 49 or more, --season 47 or less, or another --normalise", "--normalise", "season", "--season", "48", "--window", "48")]
    [InlineData("--season 3 does not fit in --window 2; choose --window 4 or more, or another --normalise", "--normalise", "season", "--season", "3", "--window", "2")]
    [InlineData("both given", "--column", "x", "--targets", "x")]
    public void Options_that_do_not_fit_are_refused(string error, params string[] options)
    {
        CliAnswer answer = Run(["train", Waves(), "--out", In("no.qseq"), .. options]);
        Assert.Equal(2, answer.Code);
        Assert.Contains(error, answer.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_given_season_widens_the_window_and_is_told()
    {
        string data = Write("s.csv", "y\n" + string.Concat(Enumerable.Range(0, 300).Select(t => string.Create(CultureInfo.InvariantCulture, $"{t + (20 * Math.Sin(2 * Math.PI * t / 24)):F3}\n"))));
        CliAnswer answer = Run("train", data, "--normalise", "season", "--season", "24", "--epochs", "1", "--out", In("s.qseq"));
        Assert.True(answer.Code == 0, answer.Err);
        Assert.Contains("found: a season of 24 steps, as given; window", answer.Err, StringComparison.Ordinal);
        Assert.Contains("add --normalise season", Run("train", data, "--season", "24").Err, StringComparison.Ordinal);
        Assert.Contains("no season is clear", Run("train", Write("n.csv", "y\n" + string.Concat(Enumerable.Range(0, 99).Select(t => $"{2 * t}\n"))), "--normalise", "season").Err, StringComparison.Ordinal);
        Assert.Contains("no target is among the inputs", Run("train", Waves(columns: ["a", "b"]), "--column", "a", "--inputs", "b", "--epochs", "1", "--out", In("n.qseq")).Err, StringComparison.Ordinal);
    }
}
