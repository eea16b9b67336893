using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using QSeq.Hardware.Jobs;

namespace QSeq.Tests.Cli;

/// <summary>A forecast by jobs, from export through rounds of counts to the answer.</summary>
[Trait(Speed.Name, Speed.Slow)]
public sealed class HardwareTests : CliRun
{
    [Theory]
    [InlineData("qkan-lstm", "qiskit")]
    [InlineData("hqkan-lstm", "braket")]
    [InlineData("qlstm", "qiskit", "--hidden", "2")]
    [InlineData("qk-lstm", "braket", "--hidden", "1")]
    public void Many_shots_forecast_as_the_exact_simulator_does(string model, string format, params string[] more)
    {
        string data = Waves(), file = Train(data, ["--model", model, "--linear", "off", "--normalise", "last", .. more]);
        double[] exact = Values(Run("forecast", file, data, "--horizon", "2").Out);
        CliAnswer answer = Run("hardware", "export", file, data, "--out", In("jobs"), "--horizon", "2", "--shots", "200000", "--qubits", "8");
        Assert.True(answer.Code == 0, answer.Err);
        Assert.Contains("the forecast takes 8 rounds", answer.Err, StringComparison.Ordinal);
        Assert.Empty(answer.Out);

        answer = Run("hardware", "simulate", In("jobs"), "--all", "--format", format);
        Assert.True(answer.Code == 0, answer.Err);
        Assert.Contains(" shots", answer.Err, StringComparison.Ordinal);
        Assert.Contains("exact simulator, x: ", answer.Err, StringComparison.Ordinal);
        double[] found = Values(answer.Out);
        Assert.Equal(2, found.Length);

        // An expectation value has a standard deviation of at most 0.0022; the series runs from 9 to 11.
        for (int n = 0; n < 2; n++) Assert.InRange(found[n] - exact[n], -0.02, 0.02);
        Assert.NotEqual(exact, found);
        using JsonDocument json = JsonDocument.Parse(Run("hardware", "collect", In("jobs"), "--json").Out);
        JsonElement step = json.RootElement.GetProperty("forecast")[1];
        Assert.Equal(found[1], step.GetProperty("values").GetProperty("x").GetDouble(), 1e-7);
        Assert.Equal(exact[1], step.GetProperty("exact").GetProperty("x").GetDouble(), 1e-7);
        Assert.Equal(8, json.RootElement.GetProperty("cost").GetProperty("rounds").GetInt32());
    }

    [Fact]
    public void Rounds_by_hand_are_the_same_as_all_at_once_wherever_it_is_cut_short()
    {
        Export("a");
        Export("b", "--qasm", "2");
        string all = Run("hardware", "simulate", In("a"), "--all", "--readout", "0.02", "--seed", "5").Out, byHand = "";
        Assert.StartsWith("OPENQASM 2.0;", File.ReadAllText(In("b/round-001/job-001.qasm")), StringComparison.Ordinal);
        for (int round = 1; round <= 4; round++)
        {
            // Killed before the manifest was written: the round is done again and comes out the same.
            byte[] manifest = File.ReadAllBytes(In("b/manifest.json"));
            Assert.Equal(0, Run("hardware", "simulate", In("b"), "--readout", "0.02", "--seed", "5").Code);
            Assert.Contains("counts of 0 jobs written", Run("hardware", "simulate", In("b"), "--seed", "6").Err, StringComparison.Ordinal);
            string first = Run("hardware", "collect", In("b")).Out;
            byte[] after = File.ReadAllBytes(In("b/manifest.json"));
            File.WriteAllBytes(In("b/manifest.json"), manifest);
            byHand = Run("hardware", "collect", In("b")).Out;
            Assert.Equal(first, byHand);
            Assert.Equal(after, File.ReadAllBytes(In("b/manifest.json")));
        }

        Assert.Equal(all, byHand);
        Assert.Equal(byHand, Run("hardware", "collect", In("b")).Out);
        Assert.Contains("all 4 rounds are collected", Run("hardware", "simulate", In("b")).Err, StringComparison.Ordinal);
    }

    [Fact]
    public void Devices_and_times_are_carried_on()
    {
        string data = Write("t.csv", "date,x\n" + string.Concat(Enumerable.Range(0, 60).Select(t => string.Create(CultureInfo.InvariantCulture, $"2024-01-01 00:{t:D2}:00,{Math.Sin(t):R}\n"))));
        string model = Train(data);
        Assert.Equal(0, Run("hardware", "export", model, data, "--out", In("jobs"), "--qubits", "5").Code);
        string device = Write("device.json", QSeq.Quantum.Simulators.DeviceProfile.Example.ToJson());
        CliAnswer answer = Run("hardware", "simulate", In("jobs"), "--all", "--device", device);
        Assert.True(answer.Code == 0, answer.Err);
        Assert.Contains("\n2024-01-01 01:00:00,", answer.Out, StringComparison.Ordinal);
        Assert.Contains("time,x", answer.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_export_is_replaced_only_by_force()
    {
        (string model, string data) = Export("jobs");
        Run("hardware", "simulate", In("jobs"), "--all");
        CliAnswer answer = Run("hardware", "export", model, data, "--out", In("jobs"));
        Assert.Equal((2, true), (answer.Code, answer.Error.Contains("holds another export", StringComparison.Ordinal) && answer.Error.Contains("--force", StringComparison.Ordinal)));
        File.Delete(In("jobs/manifest.json"));
        Assert.Contains("holds counts of another export", Run("hardware", "export", model, data, "--out", In("jobs")).Error, StringComparison.Ordinal);
        Assert.Equal(0, Run("hardware", "export", model, data, "--out", In("jobs"), "--force").Code);
        Assert.Equal(["round-001"], Directory.GetDirectories(In("jobs")).Select(Path.GetFileName));
        Assert.Empty(Directory.GetFiles(In("jobs/round-001"), "*.json"));
    }

    [Theory]
    [InlineData("job-001.json", null, 3, "job-001.json is missing")]
    [InlineData("job-001.json", """{"00": 64}""", 3, "expected 8")]
    [InlineData("job-001.json", """{"0000000x": 64}""", 3, "is no pattern")]
    [InlineData("job-001.json", """{"00000000": -64}""", 3, "expected a whole number of 0 or more")]
    [InlineData("job-001.json", """{"00000000": 6.5}""", 3, "expected a whole number of 0 or more")]
    [InlineData("job-001.json", """{"measurementProbabilities": {"00000000": 1.5}}""", 3, "expected 0 to 1")]
    [InlineData("job-001.json", """{"00000000": 40}""", 3, "add up to 40, expected 64 shots, or within 10 % of them")]
    [InlineData("job-001.qasm", "// other\n", 3, "not the one that was exported")]
    [InlineData("../model.qseq", "x", 3, "the model is not the one that was exported")]
    [InlineData("../manifest.json", "{", 3, "cannot be read")]
    [InlineData("../manifest.json", """{"format": "other"}""", 3, "expected 'qseq hardware jobs'")]
    public void What_does_not_fit_is_refused_and_nothing_written(string file, string? text, int code, string expected)
    {
        Export("jobs", "--qubits", "8");
        Run("hardware", "simulate", In("jobs"));
        string path = Path.Combine(In("jobs"), "round-001", file);
        if (text is null) File.Delete(path);
        else if (file.EndsWith(".qasm", StringComparison.Ordinal)) File.AppendAllText(path, text);
        else File.WriteAllText(path, text);
        string manifest = File.ReadAllText(In("jobs/manifest.json"));
        CliAnswer answer = Run("hardware", "collect", In("jobs"));
        Assert.Equal(code, answer.Code);
        Assert.Contains(expected, answer.Error, StringComparison.Ordinal);
        Assert.Equal(manifest, File.ReadAllText(In("jobs/manifest.json")));
        Assert.False(Directory.Exists(In("jobs/round-002")));
    }

    [Fact]
    public void Counts_that_are_there_before_their_jobs_are_refused()
    {
        Export("jobs");
        Run("hardware", "simulate", In("jobs"));
        Directory.CreateDirectory(In("jobs/round-002"));
        File.WriteAllText(In("jobs/round-002/job-001.json"), """{"00000000": 64}""");
        CliAnswer answer = Run("hardware", "collect", In("jobs"));
        Assert.Equal(3, answer.Code);
        Assert.Contains("counts of round 2 are there before its jobs are", answer.Error, StringComparison.Ordinal);
        File.Delete(In("jobs/round-002/job-001.json"));
        Assert.Equal(0, Run("hardware", "collect", In("jobs")).Code);
    }

    [Fact]
    public void An_edited_window_is_noticed()
    {
        Export("jobs");
        Run("hardware", "simulate", In("jobs"));
        string path = In("jobs/manifest.json");
        JsonNode manifest = JsonNode.Parse(File.ReadAllText(path))!;
        manifest["forecast"]!["window"]![0]![0] = 0.123;
        File.WriteAllText(path, manifest.ToJsonString());
        CliAnswer answer = Run("hardware", "collect", In("jobs"));
        Assert.Equal(3, answer.Code);
        Assert.Contains("The jobs of round 1 are not those that the manifest's window and model give", answer.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"window\": [", "\"window\": 5, \"other\": [", "window is '5', expected a list")]
    [InlineData("\"window\": [", "\"window\": [7,", "row 1 of window is '7', expected a list")]
    [InlineData("\"window\": [", "\"window\": [[1e309],", "row 1 of window has '1e309', expected a number that single precision holds")]
    [InlineData("\"first_bit\": 0", "\"first_bit\": 2147483647", "do not fit its")]
    [InlineData("\"horizon\": 1", "\"horizon\": 32", "its plan is 4 rounds")]
    [InlineData("\"rounds\": 4", "\"rounds\": 5", "its plan is 5 rounds")]
    [InlineData("\"shots\": 64", "\"shots\": 9999999999", "expected a whole number")]
    [InlineData("\"source\": \"", "\"source\": \"\\ud800", "half of a surrogate pair")]
    [InlineData("\"qseq hardware jobs\"", "\"\u009b2J\"", "format is '·2J'")]
    [InlineData("round-001/job-001.qasm", "round-001/../job-001.qasm", "a file of round 1 is 'round-001/../job-001.qasm'")]
    public void Edited_manifests_are_refused(string found, string put, string expected)
    {
        Export("jobs");
        string path = In("jobs/manifest.json"), text = File.ReadAllText(path);
        Assert.Contains(found, text, StringComparison.Ordinal);
        int at = text.IndexOf(found, StringComparison.Ordinal);
        Assert.Equal(0, Run("hardware", "simulate", In("jobs")).Code);
        File.WriteAllText(path, text[..at] + put + text[(at + found.Length)..]);
        CliAnswer answer = Run("hardware", "collect", In("jobs"));
        Assert.Equal(3, answer.Code);
        Assert.Contains(expected, answer.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(answer.Error.TrimEnd('\n', '\r'), char.IsControl);
    }

    [Fact]
    public void A_folder_in_use_is_left_to_its_process()
    {
        (string model, string data) = Export("jobs");
        using (HardwareJobs.Lock(In("jobs")))
        {
            foreach (string[] verb in (string[][])[["simulate", In("jobs"), "--all"], ["collect", In("jobs")], ["export", model, data, "--out", In("jobs"), "--force"]])
            {
                CliAnswer answer = Run(["hardware", .. verb]);
                Assert.Equal(1, answer.Code);
                Assert.Contains("is in use by another process", answer.Error, StringComparison.Ordinal);
            }

            Assert.Empty(Directory.GetFiles(In("jobs/round-001"), "*.json"));
        }

        Assert.Equal(0, Run("hardware", "simulate", In("jobs"), "--all").Code);
        Assert.Null(HardwareJobs.Lock(In("nothing")));
    }

    [Fact]
    public void Nothing_is_deleted_through_a_link_nor_of_somebody_else()
    {
        if (OperatingSystem.IsWindows()) return; // links take rights there
        (string model, string data) = Export("jobs");
        foreach (string folder in (string[])["mine", "jobs/round-trip"])
        {
            Directory.CreateDirectory(In(folder));
            File.WriteAllText(In(folder + "/job-001.json"), "mine");
        }

        Directory.CreateSymbolicLink(In("jobs/round-002"), In("mine"));
        CliAnswer answer = Run("hardware", "export", model, data, "--out", In("jobs"), "--force");
        Assert.Equal(2, answer.Code);
        Assert.Contains("round-002 is a link to another folder, whose files stay as they are; remove the link", answer.Error, StringComparison.Ordinal);
        Assert.Equal(0, Run("hardware", "simulate", In("jobs")).Code);

        Directory.Delete(In("jobs/round-002"));
        File.Delete(In("jobs/model.qseq"));
        File.WriteAllText(In("precious"), "mine");
        File.CreateSymbolicLink(In("jobs/model.qseq"), In("precious"));
        Assert.Equal(0, Run("hardware", "export", model, data, "--out", In("jobs"), "--force").Code);
        Assert.All((string[])["mine/job-001.json", "jobs/round-trip/job-001.json", "precious"], file => Assert.Equal("mine", File.ReadAllText(In(file))));
    }

    [Fact]
    public void Jobs_of_Braket_have_its_names_of_gates()
    {
        string data = Waves(), model = Train(data, "--model", "qlstm", "--hidden", "2");
        CliAnswer answer = Run("hardware", "export", model, data, "--out", In("jobs"), "--shots", "64", "--dialect", "braket");
        Assert.True(answer.Code == 0, answer.Err);
        string text = File.ReadAllText(In("jobs/round-001/job-001.qasm"));
        Assert.StartsWith("OPENQASM 3.0;\nqubit[", text, StringComparison.Ordinal);
        Assert.Contains("\ncnot q[0], q[1];", text, StringComparison.Ordinal);
        Assert.Equal(0, Run("hardware", "simulate", In("jobs"), "--all", "--format", "braket").Code);
        answer = Run("hardware", "export", model, data, "--out", In("two"), "--dialect", "braket", "--qasm", "2");
        Assert.Equal((2, true), (answer.Code, answer.Error.Contains("--dialect braket is of OpenQASM 3; leave --qasm out", StringComparison.Ordinal)));
    }

    [Fact]
    public void What_was_assumed_of_a_device_is_told_and_bad_bytes_refused()
    {
        Export("jobs", "--qubits", "5");
        string json = QSeq.Quantum.Simulators.DeviceProfile.Example.ToJson();
        string device = Write("device.json", json.Replace("\"t2_us\": 120", "\"t2_us\": 300", StringComparison.Ordinal));
        CliAnswer answer = Run("hardware", "simulate", In("jobs"), "--device", device);
        Assert.Equal(0, answer.Code);
        Assert.Contains("device.json: qubit 1: T2 is 300, above twice T1 = 95", answer.Err, StringComparison.Ordinal);
        File.WriteAllBytes(device, [.. "{\"name\": \""u8, 0xff]);
        answer = Run("hardware", "simulate", In("jobs"), "--device", device);
        Assert.Equal((3, true), (answer.Code, answer.Error.Contains("a byte is no UTF-8; save the file as UTF-8", StringComparison.Ordinal)));
    }

    [Fact]
    public void Lost_shots_are_told_and_changed_counts_refused()
    {
        Export("jobs");
        Assert.Equal(0, Run("hardware", "simulate", In("jobs"), "--shots", "60").Code);
        Assert.Contains("note: ", Run("hardware", "collect", In("jobs")).Err, StringComparison.Ordinal);
        File.WriteAllText(In("jobs/round-001/job-001.json"), "{}");
        CliAnswer answer = Run("hardware", "collect", In("jobs"));
        Assert.Contains("counts have changed since round 1 was collected", answer.Error, StringComparison.Ordinal);
        Assert.Equal(3, answer.Code);
    }

    [Fact]
    public void Bad_qasm_is_told_with_its_line()
    {
        Export("jobs");
        string path = In("jobs/round-001/job-001.qasm");
        File.WriteAllText(path, "OPENQASM 3.0;\nqubit[2] q;\nfrobnicate q[0];\n");
        CliAnswer answer = Run("hardware", "simulate", In("jobs"));
        Assert.Equal(3, answer.Code);
        Assert.Matches(@"job-001\.qasm: .*[Ll]ine 3", answer.Error);
        Assert.Contains("frobnicate", answer.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--depolarising 1.2", "--depolarising is 1.2, expected a probability of 0 to 1")]
    [InlineData("--readout -0.1", "--readout is -0.1, expected a probability of 0 to 1")]
    [InlineData("--shots 0", "--shots is 0, expected 1 or more")]
    [InlineData("--shots 5000", "choose --shots 64, or export again with --shots 5000")]
    [InlineData("--json", "which comes with --all")]
    [InlineData("--device d.json --readout 0.1", "--readout and --device exclude each other")]
    public void Bad_options_of_the_device_are_refused(string options, string expected)
    {
        Export("jobs");
        CliAnswer answer = Run(["hardware", "simulate", In("jobs"), .. options.Split(' ')]);
        Assert.Equal(2, answer.Code);
        Assert.Contains(expected, answer.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("qkan-lstm", "--shots 0", "--shots is 0, expected 1 or more")]
    [InlineData("qkan-lstm", "--shots 2000000", "choose 1 to 1000000")]
    [InlineData("qkan-lstm", "--qubits 0", "--qubits is 0, expected 1 or more")]
    [InlineData("qkan-lstm", "--qasm 4", "'4'")]
    [InlineData("qlstm", "--qubits 2", "choose --qubits 6 or more")]
    [InlineData("lstm", "", "lstm has no circuits, so there is nothing to run on a device; use qseq forecast")]
    public void Bad_exports_are_refused(string model, string options, string expected)
    {
        string data = Waves(), file = Train(data, "--model", model);
        CliAnswer answer = Run(["hardware", "export", file, data, "--out", In("jobs"), .. options.Split(' ', StringSplitOptions.RemoveEmptyEntries)]);
        Assert.Equal(2, answer.Code);
        Assert.Contains(expected, answer.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(In("jobs")));
    }

    [Fact]
    public void A_folder_without_export_is_bad_data()
    {
        CliAnswer answer = Run("hardware", "collect", In("nothing"));
        Assert.Equal(3, answer.Code);
        Assert.Contains("holds no manifest.json; name a folder of qseq hardware export", answer.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Cancelled_it_can_go_on()
    {
        Export("jobs");
        using var cancel = new CancellationTokenSource();
        cancel.Cancel();
        Assert.Equal(130, Run(cancel.Token, "hardware", "simulate", In("jobs"), "--all").Code);
        Assert.Equal(0, Run("hardware", "simulate", In("jobs"), "--all").Code);
        Assert.True(HardwareJobs.Open(In("jobs")).IsDone);
    }

    private (string Model, string Data) Export(string folder, params string[] more)
    {
        string data = Waves(), model = Train(data);
        CliAnswer answer = Run(["hardware", "export", model, data, "--out", In(folder), "--shots", "64", .. more]);
        Assert.True(answer.Code == 0, answer.Err);
        return (model, data);
    }

    private static double[] Values(string csv) =>
        [.. csv.Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(line => double.Parse(line.Split(',')[1], CultureInfo.InvariantCulture))];

    [Fact]
    public void A_model_that_stayed_its_linear_forecast_says_that_its_circuits_have_no_part()
    {
        string data = Waves(), file = In("m.qseq");
        CliAnswer answer = Run("train", data, "--epochs", "1", "--window", "4", "--out", file);
        Assert.Contains("kept the linear forecast that it began with, best on validation", answer.Err, StringComparison.Ordinal);
        Assert.Contains("weights of the start", Run("inspect", file).Out.ReplaceLineEndings(" "), StringComparison.Ordinal);
        Assert.Contains("the circuits have no part in this model's forecast; train one with --linear off", Run("hardware", "export", file, data, "--out", In("jobs")).Err, StringComparison.Ordinal);
        double[] exact = Values(Run("forecast", file, data, "--horizon", "2").Out), found = Values(Run("hardware", "simulate", In("jobs"), "--all").Out);
        Assert.Equal(exact[0], found[0], 1e-5);
    }
}
