using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using QSeq.Cli;
using QSeq.Forecasting;

namespace QSeq.Tests.Cli;

/// <summary>A run can be done again from its record, and whatever differs is named.</summary>
[Trait(Speed.Name, Speed.Slow)]
public sealed class VerifyTests : CliRun
{
    private string Record => In("m.qseq");

    /// <summary>A model of format 1 with its record and data, and a copy of the record's text.</summary>
    private string Old(out string text)
    {
        foreach (string name in (string[])["lstm.qseq", "lstm.qseq.run.json", "series.csv"])
            File.Copy(Path.Combine(AppContext.BaseDirectory, "Persistence", "Format1", name), In(name), overwrite: true);
        text = File.ReadAllText(In("lstm.qseq.run.json"));
        return In("lstm.qseq.run.json");
    }

    [Fact]
    public void Data_given_as_an_argument_is_told_its_option()
    {
        string data = Waves();
        Assert.EndsWith($"'{data}' is one argument too many; a file of data is given by --data {data}", Run("verify", "m.qseq", data).Error.Trim(), StringComparison.Ordinal);
        Assert.Contains("see qseq verify --help", Run("verify", "m.qseq", In("none.csv")).Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Train_prints_and_records_the_digest_of_the_weights()
    {
        CliAnswer answer = Run("train", Waves(), "--epochs", "2", "--window", "4", "--out", In("m.qseq"));
        string digest = TrainedForecaster.Load(In("m.qseq")).Digest;
        Assert.Contains($"digest: {digest}\n", answer.Out.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        JsonNode record = JsonNode.Parse(TrainedForecaster.Load(In("m.qseq")).ToJson())!;
        Assert.Equal("waves.csv", (string?)record["data"]!["path"]);
        Assert.Equal(QseqApp.Version, (string?)record["qSeqVersion"]);
        Assert.Null(record["recipe"]!["training"]!["threads"]);
        Assert.Equal(["m.qseq", "waves.csv"], Directory.GetFiles(Folder).Select(Path.GetFileName).Order());
    }

    [Theory]
    [InlineData("--model lstm --hidden 3 --layers 2 --optimizer adamw --schedule cosine --seed 7")]
    [InlineData("--model qlstm --hidden 2 --depth 2 --entangler ring --optimizer rmsprop --schedule step --scaler none")]
    [InlineData("--reps 3 --encoding mix --optimizer sgd --schedule plateau --inputs a,b --patience 1 --split 0.6,0.2")]
    [InlineData("--readout amplitude-difference --encoding rpz --scaler standard --batch 150 --split 0.8")]
    [InlineData("--bidirectional --layers 2")]
    [InlineData("--model hqkan-lstm --latent 3 --loss mae --clip 0.5 --sequence")]
    public void Every_run_is_verified_with_any_number_of_threads(string options)
    {
        string data = Waves(rows: 300, columns: ["a", "b"]);
        Train(data, ["--column", "b", .. options.Split(' ')]);
        foreach (string threads in (string[])["1", "3"])
        {
            CliAnswer answer = Run("verify", Record, "--threads", threads);
            Assert.EndsWith("\nverified\n", answer.Out.ReplaceLineEndings("\n"), StringComparison.Ordinal);
            Assert.Equal(0, answer.Code);
        }
    }

    [Fact]
    public void A_run_is_verified_by_the_built_tool_without_vector_hardware()
    {
        Train(Waves());
        var start = new ProcessStartInfo("dotnet", [typeof(QseqApp).Assembly.Location, "verify", Record]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["DOTNET_EnableHWIntrinsic"] = "0";
        using Process tool = Process.Start(start)!;
        string output = tool.StandardOutput.ReadToEnd();
        tool.WaitForExit();
        Assert.EndsWith("verified", output.TrimEnd(), StringComparison.Ordinal);
        Assert.Equal(0, tool.ExitCode);
    }

    [Fact]
    public void Folder_and_layout_of_the_data_do_not_matter_but_its_values_do()
    {
        string data = Waves();
        Train(data);
        string[] lines = File.ReadAllLines(data);
        string quoted = Write("quoted.csv", string.Join("\r\n", lines.Select(line => $"\"{line}\"")));
        Assert.Equal(0, Run("verify", Record, "--data", quoted).Code);

        lines[60] = (double.Parse(lines[60], CultureInfo.InvariantCulture) + 1e-12).ToString("R", CultureInfo.InvariantCulture);
        File.WriteAllLines(data, lines);
        CliAnswer answer = Run("verify", Record);
        Assert.Equal(1, answer.Code);
        Assert.Contains("data: differs, recorded ", answer.Out, StringComparison.Ordinal);
        Assert.EndsWith("not verified: data differs", answer.Out.TrimEnd(), StringComparison.Ordinal);
    }

    [Fact]
    public void Data_that_is_not_there_is_bad_data()
    {
        string data = Waves();
        Train(data);
        File.Move(data, In("moved.csv"));
        CliAnswer answer = Run("verify", Record);
        Assert.Equal(3, answer.Code);
        Assert.Contains("name it with --data", answer.Error, StringComparison.Ordinal);
        Assert.Equal(0, Run("verify", Record, "--data", In("moved.csv")).Code);
        Assert.Equal(3, Run("verify", Record, "--data", In("other.csv")).Code);
        Assert.Equal(3, Run("verify", In("no.run.json")).Code);
    }

    [Fact]
    public void Standard_input_must_be_given_again()
    {
        string data = Waves();
        CliContext Context(StringWriter output) => new() { Out = output, Err = TextWriter.Null, OpenBytes = () => File.OpenRead(data) };
        using var trained = new StringWriter(CultureInfo.InvariantCulture);
        Assert.Equal(0, QseqApp.Run(["train", "-", "--epochs", "1", "--out", In("m.qseq")], Context(trained)));
        CliAnswer answer = Run("verify", Record);
        Assert.Equal(2, answer.Code);
        Assert.Contains("--data FILE", answer.Error, StringComparison.Ordinal);
        Assert.Equal(0, Run("verify", Record, "--data", data).Code);
        using var again = new StringWriter(CultureInfo.InvariantCulture);
        Assert.Equal(0, QseqApp.Run(["verify", Record, "--data", "-"], Context(again)));
    }

    [Fact]
    public void Versions_edits_and_replaced_models_are_named_in_records_of_format_1()
    {
        string record = Old(out string text);
        CliAnswer whole = Run("verify", record);
        Assert.Equal(0, whole.Code);
        Assert.EndsWith("verified", whole.Out.TrimEnd(), StringComparison.Ordinal);
        CliAnswer older = Run("verify", Write("older.run.json", Changed(text, root => root["qSeqVersion"] = "0.0.1")));
        Assert.Contains("version: recorded by QSeq 0.0.1, this is " + QseqApp.Version, older.Out, StringComparison.Ordinal);
        Assert.Equal(0, older.Code);

        CliAnswer edited = Run("verify", Write("edited.run.json", Changed(text, root => root["recipe"]!["training"]!["seed"] = 1)));
        Assert.Equal(1, edited.Code);
        Assert.Contains("the record has been edited", edited.Out, StringComparison.Ordinal);

        CliAnswer other = Run("verify", Write("other.run.json", Changed(text, root => root["digests"]!["weights"] = new string('0', 64))));
        Assert.Equal(1, other.Code);
        Assert.Contains("not verified: digest differs", other.Out, StringComparison.Ordinal);

        Train(Waves(), "--seed", "5");
        File.Copy(In("m.qseq"), In("lstm.qseq"), overwrite: true);
        CliAnswer replaced = Run("verify", record);
        Assert.Equal(1, replaced.Code);
        Assert.EndsWith("not verified: model file differs", replaced.Out.TrimEnd(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "damaged or not a run record")]
    [InlineData("x\n1\n", "damaged or not a run record")]
    [InlineData("{\"a\": 1}", "run record")]
    [InlineData("[]", "run record")]
    [InlineData("null", "run record")]
    [InlineData("{\"format\": \"qseq run record\", \"formatVersion\": 9}", "written by a newer QSeq")]
    [InlineData("{\"format\": \"qseq run record\", \"formatVersion\": 1}", "damaged")]
    public void What_is_no_record_is_bad_data(string text, string expected)
    {
        CliAnswer answer = Run("verify", Write("bad.run.json", text));
        Assert.Equal(3, answer.Code);
        Assert.Contains("bad.run.json", answer.Error, StringComparison.Ordinal);
        Assert.Contains(expected, answer.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_model_of_format_1_names_its_record_and_a_folder_is_refused()
    {
        Old(out _);
        CliAnswer model = Run("verify", In("lstm.qseq"));
        Assert.Equal(3, model.Code);
        Assert.Contains("name the record beside it", model.Error, StringComparison.Ordinal);
        Assert.Equal(3, Run("verify", Folder).Code);
    }

    [Fact]
    public void A_record_with_anything_missing_or_wrong_is_answered_in_one_line()
    {
        Old(out string text);
        var paths = new List<string[]>();
        Walk(JsonNode.Parse(text)!, [], paths);
        Assert.InRange(paths.Count, 40, 100);
        foreach (string[] path in paths)
        {
            string name = string.Join('.', path);
            CliAnswer missing = Run("verify", Write("bad.run.json", Changed(text, root => Parent(root, path).Remove(path[^1]))));
            if (name is "recipe.training.clipNorm" or "recipe.training.earlyStopping") Assert.Contains("configuration differs", missing.Out, StringComparison.Ordinal);
            else if (name is "data.path" or "data.reading.columns" or "data.reading.delimiter" or "data.reading.decimalComma" or "data.reading.timeColumn") Assert.InRange(missing.Code, 0, 2); // may be none
            else Assert.True(missing.Code == 3, name + ": " + missing.Out);
            if (missing.Code == 3 && path[^1] != "kind") Assert.Contains(path[^1], missing.Error, StringComparison.Ordinal); // without a kind it is its type that is named
            foreach (JsonNode? wrong in (JsonNode?[])[null, -1, "?", new JsonArray(), new JsonObject(), new JsonArray((JsonNode?)null)])
            {
                string changed = Changed(text, root => Parent(root, path)[path[^1]] = wrong?.DeepClone());
                if (JsonNode.DeepEquals(JsonNode.Parse(changed), JsonNode.Parse(text))) continue;
                CliAnswer answer = Run("verify", Write("bad.run.json", changed));
                if (answer.Code != 0) Assert.True(answer.Code is 1 or 2 or 3 && (answer.Out.Contains("not verified", StringComparison.Ordinal) || answer.Error.Length > 0), name);
                else Assert.True(path[0] is "data" or "place" or "qSeqVersion" or "modelFile" or "formatVersion", $"{name} = {wrong?.ToJsonString()} is taken");
            }
        }
    }

    private static string Changed(string text, Action<JsonObject> change)
    {
        JsonObject root = JsonNode.Parse(text)!.AsObject();
        change(root);
        return root.ToJsonString();
    }

    private static JsonObject Parent(JsonObject root, string[] path) => path[..^1].Aggregate(root, (node, name) => node[name]!.AsObject());

    private static void Walk(JsonNode node, string[] path, List<string[]> found)
    {
        if (node is not JsonObject properties) return;
        foreach ((string name, JsonNode? value) in properties)
        {
            found.Add([.. path, name]);
            if (value is not null) Walk(value, [.. path, name], found);
        }
    }
}
