using System.Text.Json;
using QSeq.Forecasting;
using QSeq.Tagging;

namespace QSeq.Tests.Cli;

/// <summary>The main job, in a form of seconds.</summary>
[Trait(Speed.Name, Speed.Slow)]
public sealed class ReproduceTests : CliRun
{
    [Fact]
    public void Curves_are_printed_beside_the_paper_and_written()
    {
        CliAnswer answer = Run("reproduce", "--experiment", "bessel", "--seeds", "2", "--epochs", "2", "--out", In("r"));

        Assert.True(answer.Code == 0, answer.Err);
        Assert.Contains("26 + 32 = 58", answer.Out, StringComparison.Ordinal);
        Assert.Contains("Bessel function J2(x), 1000 points", answer.Out, StringComparison.Ordinal);
        Assert.Contains("linear AR", answer.Out, StringComparison.Ordinal);
        Assert.Contains("not comparable", answer.Out, StringComparison.Ordinal); // the paper trains 30 epochs
        Assert.Contains("Wall time", answer.Out, StringComparison.Ordinal);
        Assert.All(answer.Out.Split('\n'), line => Assert.True(line.Length <= 100, line));

        using JsonDocument json = JsonDocument.Parse(File.ReadAllText(In("r/results.json")));
        Assert.True(json.RootElement.GetProperty("complete").GetBoolean());
        Assert.Equal(2 + (7 * 2 * 2), File.ReadAllLines(In("r/losses.csv")).Length);
        Assert.StartsWith("# source: generated: Bessel function J2(x), 1000 points", File.ReadAllText(In("r/losses.csv")), StringComparison.Ordinal);
        Assert.StartsWith("experiment,model,seed,index,truth,prediction", File.ReadAllLines(In("r/predictions.csv"))[1], StringComparison.Ordinal);
        Assert.Equal(58, TrainedForecaster.Load(In("r/models/bessel-qkan-lstm-seed1.qseq")).Model.Table.TrainableCount);
        Assert.Equal(14, Directory.GetFiles(In("r/models")).Length);

        // A saved model scores on the same test part as in the run.
        Assert.Equal(0, Run("data", "generate", "bessel", "--out", In("b.csv")).Code);
        string model = In("r/models/bessel-lstm-seed0.qseq");
        using JsonDocument scores = JsonDocument.Parse(Run("evaluate", model, In("b.csv"), "--json").Out);
        Assert.Equal(TrainedForecaster.Load(model).Scores["test.mse"], scores.RootElement.GetProperty("scores")[0].GetProperty("mse").GetDouble(), 1e-12);
    }

    [Fact]
    public void Results_do_not_depend_on_threads()
    {
        foreach (string threads in (string[])["1", "3"])
            Assert.Equal(0, Run("reproduce", "--experiment", "shm", "--seeds", "2", "--epochs", "2", "--threads", threads, "--out", In("r" + threads)).Code);
        Assert.Equal(File.ReadAllText(In("r1/losses.csv")), File.ReadAllText(In("r3/losses.csv")));
        Assert.Equal(File.ReadAllText(In("r1/predictions.csv")), File.ReadAllText(In("r3/predictions.csv")));
        foreach (string model in Directory.GetFiles(In("r1/models")))
            Assert.Equal(TrainedForecaster.Load(model).Digest, TrainedForecaster.Load(Path.Combine(In("r3/models"), Path.GetFileName(model))).Digest);
    }

    [Fact]
    public void The_two_sentences_are_learnt_with_the_papers_counts()
    {
        CliAnswer answer = Run("reproduce", "--experiment", "pos", "--out", In("r"));
        Assert.True(answer.Code == 0, answer.Err);
        Assert.All(answer.Out.Split('\n'), line => Assert.True(line.Length <= 100, line));
        Assert.Contains("Accuracy by epoch (Fig. 3 a)", answer.Out, StringComparison.Ordinal);

        using JsonDocument json = JsonDocument.Parse(File.ReadAllText(In("r/results.json")));
        Assert.True(json.RootElement.GetProperty("complete").GetBoolean());
        JsonElement tagging = json.RootElement.GetProperty("tagging");
        Assert.Equal(10, tagging.GetProperty("seeds").GetInt32());
        Dictionary<string, JsonElement> models = tagging.GetProperty("models").EnumerateArray().ToDictionary(model => model.GetProperty("label").GetString()!);
        foreach ((string label, int count) in (ReadOnlySpan<(string, int)>)[("LSTM", 477), ("QLSTM", 199), ("QK-LSTM", 183)])
        {
            Assert.Equal(count, models[label].GetProperty("parameters").GetInt32());
            Assert.Equal(count, models[label].GetProperty("published").GetInt32());
            Assert.Equal(1, models[label].GetProperty("accuracy").GetProperty("median").GetDouble());
        }

        Assert.Equal(2 + (5 * 10 * 100), File.ReadAllLines(In("r/tagging.csv")).Length);
        Assert.Equal(183, TrainedTagger.Load(In("r/models/pos-qk-lstm-seed9.qseq")).Model.Table.TrainableCount);
        CliAnswer learnt = Run("tag", "evaluate", In("r/models/pos-qk-lstm-seed9.qseq"), Write("two.conllu", "1\tThe\t_\tDET\t_\t_\t_\t_\t_\t_\n2\tdog\t_\tNN\t_\t_\t_\t_\t_\t_\n\n"));
        Assert.Contains("learned from all of its sentences, so there was no test part; all of FILE is scored", learnt.Err, StringComparison.Ordinal);
    }

    [Fact]
    public void A_treebank_has_a_test_part_and_a_baseline()
    {
        // A language of three words whose tag is not in the word but in its place.
        string[] words = ["ba", "do", "ki"];
        IEnumerable<string> sentences = Enumerable.Range(0, 60).Select(n => string.Concat(Enumerable.Range(0, 4 + (n % 3)).Select(t =>
            $"{t + 1}\t{words[(n + t) % 3]}\t_\t{(t % 2 == 0 ? "A" : "B")}\t_\t_\t_\t_\t_\t_\n")) + "\n");
        string data = Write("places.conllu", string.Concat(sentences));
        foreach (string threads in (string[])["1", "2"])
        {
            CliAnswer answer = Run("reproduce", "--experiment", "pos", "--data", data, "--seeds", "2", "--epochs", "8", "--threads", threads, "--out", In("t" + threads));
            Assert.True(answer.Code == 0, answer.Err);
            Assert.Contains("most frequent tag", answer.Out, StringComparison.Ordinal);
            Assert.All(answer.Out.Split('\n'), line => Assert.True(line.Length <= 100, line));
        }

        using JsonDocument scores = JsonDocument.Parse(Run("tag", "evaluate", In("t1/models/pos-lstm-seed0.qseq"), data, "--json").Out);
        Assert.Equal("test", scores.RootElement.GetProperty("part").GetString());
        Assert.True(scores.RootElement.GetProperty("sameSentences").GetBoolean());
        Assert.Equal(
            TrainedTagger.Load(In("t1/models/pos-lstm-seed0.qseq")).Scores["test.accuracy"],
            scores.RootElement.GetProperty("scores")[0].GetProperty("accuracy").GetDouble());
        Assert.Equal(File.ReadAllText(In("t1/tagging.csv")), File.ReadAllText(In("t2/tagging.csv")));
        using JsonDocument json = JsonDocument.Parse(File.ReadAllText(In("t1/results.json")));
        JsonElement tagging = json.RootElement.GetProperty("tagging");
        Assert.True(tagging.GetProperty("testPart").GetBoolean());
        Assert.True(tagging.GetProperty("models")[0].GetProperty("accuracy").GetProperty("low").GetDouble() > tagging.GetProperty("baselines")[0].GetProperty("accuracy").GetDouble());
    }

    [Fact]
    public void Hardware_is_a_table_of_noise_and_shots_that_threads_do_not_change()
    {
        foreach (string threads in (string[])["1", "3"])
        {
            CliAnswer answer = Run("reproduce", "--experiment", "hardware", "--seeds", "1", "--epochs", "2", "--threads", threads, "--out", In("h" + threads));
            Assert.True(answer.Code == 0, answer.Err);
            Assert.All(answer.Out.Split('\n'), line => Assert.True(line.Length <= 100, line));
            foreach (string part in (string[])["HQKAN-LSTM (47 parameters) on shm", "ZNE+RI", "under it", "1,179,648", "Reading: useful means", "Written to"])
                Assert.Contains(part, answer.Out, StringComparison.Ordinal);
        }

        Assert.Equal(File.ReadAllText(In("h1/hardware.csv")), File.ReadAllText(In("h3/hardware.csv")));
        Assert.Equal(3 + (4 * (60 + 4)), File.ReadAllLines(In("h1/hardware.csv")).Length);
        using JsonDocument json = JsonDocument.Parse(File.ReadAllText(In("h1/results.json")));
        Assert.True(json.RootElement.GetProperty("complete").GetBoolean());
        foreach (JsonElement one in json.RootElement.GetProperty("hardware").GetProperty("cases").EnumerateArray())
        {
            JsonElement exact = one.GetProperty("cells")[0];
            Assert.Equal(one.GetProperty("modelR2").GetProperty("median").GetDouble(), exact.GetProperty("r2").GetProperty("median").GetDouble(), Tolerance.HardwareR2);
            Assert.Equal(JsonValueKind.Null, exact.GetProperty("shots").ValueKind);
        }
    }

    [Fact]
    public void Other_data_than_a_leaderboards_is_refused()
    {
        CliAnswer shortFile = Run("reproduce", "--experiment", "ett", "--data", Waves("OT.csv", 200, "OT"), "--out", In("r"));
        Assert.Equal(3, shortFile.Code);
        Assert.Contains("has 200 rows, but this board is of the first 14400 rows of ETTh1.csv", shortFile.Error, StringComparison.Ordinal);
        CliAnswer column = Run("reproduce", "--experiment", "ett", "--data", Waves("other.csv", 200, "a"), "--out", In("r"));
        Assert.Equal(3, column.Code);
        Assert.Contains("'OT'", column.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_leaderboard_is_written_like_the_other_studies()
    {
        string[] words = ["ba", "do", "ki"];
        string Sentences(int first, int count) => string.Concat(Enumerable.Range(first, count).Select(n => string.Concat(Enumerable.Range(0, 4 + (n % 3)).Select(t =>
            $"{t + 1}\t{words[(n + t) % 3]}\t_\t{(t % 2 == 0 ? "A" : "B")}\t_\t_\t_\t_\t_\t_\n")) + "\n"));
        Write("en_ewt-ud-train.conllu", Sentences(0, 40));
        Write("en_ewt-ud-dev.conllu", Sentences(100, 10));
        string[] results = [.. ((string[])[Folder, In("en_ewt-ud-train.conllu")]).Select((data, n) =>
        {
            CliAnswer answer = Run("reproduce", "--experiment", "ewt", "--data", data, "--seeds", "2", "--epochs", "2", "--out", In($"r{n}"));
            Assert.True(answer.Code == 0, answer.Err);
            Assert.All(answer.Out.Split('\n'), line => Assert.True(line.Length <= 100, line));
            Assert.Contains("results.md, results.json, table.csv, models/", answer.Out, StringComparison.Ordinal);
            Assert.True(File.Exists(In($"r{n}/models/ewt-gru-seed1.qseq")));
            return File.ReadAllText(In($"r{n}/results.json"));
        })];
        using JsonDocument json = JsonDocument.Parse(results[0]), other = JsonDocument.Parse(results[1]);
        Assert.True(json.RootElement.GetProperty("complete").GetBoolean());
        JsonElement board = json.RootElement.GetProperty("board");
        Assert.Equal(0.944, board.GetProperty("printed")[0].GetProperty("figures")[0].GetProperty("value").GetDouble());
        JsonElement accuracy = board.GetProperty("entries")[5].GetProperty("figures")[0];
        Assert.Equal("accuracy", accuracy.GetProperty("metric").GetString());
        Assert.InRange(accuracy.GetProperty("median").GetDouble(), accuracy.GetProperty("low").GetDouble(), accuracy.GetProperty("high").GetDouble());
        Assert.Equal(accuracy.ToString(), other.RootElement.GetProperty("board").GetProperty("entries")[5].GetProperty("figures")[0].ToString());
        Assert.Contains("accuracy", File.ReadAllText(In("r0/table.csv")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_treebank_without_tags_is_asked_for_others()
    {
        string data = Write("untagged.conllu", "1\tThe\t_\t_\t_\t_\t_\t_\t_\t_\n\n");
        CliAnswer answer = Run("reproduce", "--experiment", "pos", "--data", data, "--out", In("r"));
        Assert.Equal(3, answer.Code);
        Assert.Contains("fill it in, or use a treebank with UPOS tags", answer.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("--tags", answer.Error, StringComparison.Ordinal);
        Assert.Contains("standard input: there is no sentence", Run("reproduce", "--experiment", "pos", "--data", "-", "--out", In("r")).Error, StringComparison.Ordinal);
    }

    [Fact]
    public void What_was_stopped_is_gone_on_from_and_gives_the_same()
    {
        string[] Command(string folder) => ["reproduce", "--experiment", "shm", "--seeds", "2", "--epochs", "3", "--threads", "1", "--out", In(folder)];
        Assert.Equal(0, Run(Command("whole")).Code);
        Assert.False(File.Exists(In("whole/study.journal"))); // nothing to go on from

        using var cancel = new CancellationTokenSource();
        using var watch = new FileSystemWatcher(Directory.CreateDirectory(In("cut")).FullName) { EnableRaisingEvents = true };
        watch.Changed += (_, _) => cancel.Cancel(); // the journal has a run, or its title
        CliAnswer cut = Run(cancel.Token, Command("cut"));
        if (cut.Code == 130 && File.Exists(In("cut/study.journal")))
        {
            Assert.Contains("the same command goes on from there", cut.Error, StringComparison.Ordinal);
            Assert.Contains("of 30 runs were finished before and are taken over from", Run(Command("cut")).Err, StringComparison.Ordinal);
        }
        else
        {
            Run(Command("cut"));
        }

        foreach (string file in (string[])["losses.csv", "predictions.csv"])
            Assert.Equal(File.ReadAllText(In("whole/" + file)), File.ReadAllText(In("cut/" + file)));
        foreach (string model in Directory.GetFiles(In("whole/models")))
            Assert.Equal(TrainedForecaster.Load(model).Digest, TrainedForecaster.Load(Path.Combine(In("cut/models"), Path.GetFileName(model))).Digest);
    }

    [Fact]
    public void A_journal_of_others_is_left_and_said()
    {
        Directory.CreateDirectory(In("r"));
        using (QSeq.Studies.StudyJournal journal = QSeq.Studies.StudyJournal.Open(In("r/study.journal")))
            QSeq.Studies.StudyRunner.Run(QSeq.Studies.Papers.QkanLstmPaper.Shm(1, 1), 1, journal);
        CliAnswer answer = Run("reproduce", "--experiment", "shm", "--seeds", "1", "--epochs", "2", "--out", In("r"));
        Assert.Equal(0, answer.Code);
        Assert.Contains("the 15 runs in", answer.Err, StringComparison.Ordinal);
        Assert.Contains("are of other studies or options and not used; this one begins anew", answer.Err, StringComparison.Ordinal);
        Assert.Contains("15 of 15 runs were finished before", Run("reproduce", "--experiment", "shm", "--seeds", "1", "--epochs", "1", "--out", In("r")).Err, StringComparison.Ordinal);

        File.WriteAllText(In("r/study.journal"), "dear diary\n");
        CliAnswer foreign = Run("reproduce", "--experiment", "shm", "--seeds", "1", "--epochs", "1", "--out", In("r"));
        Assert.Equal(3, foreign.Code);
        Assert.Equal("dear diary\n", File.ReadAllText(In("r/study.journal")));
    }

    [Fact]
    public void Results_do_not_go_where_the_data_is()
    {
        string data = Waves("losses.csv", 200);
        CliAnswer answer = Run("reproduce", "--experiment", "telecom", "--data", data, "--out", Folder);
        Assert.Equal(2, answer.Code);
        Assert.Contains("losses.csv in --out names the file that is read; choose another", answer.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Telecom_prints_errors_by_window_and_says_which_data()
    {
        string data = Waves("cells.csv", 200, "a", "b", "c");
        CliAnswer answer = Run("reproduce", "--experiment", "telecom", "--data", data, "--columns", "b", "--seeds", "1", "--epochs", "1", "--out", In("r"));
        Assert.True(answer.Code == 0, answer.Err);
        Assert.Contains("cells.csv", answer.Out, StringComparison.Ordinal);
        Assert.Contains("SHORT FORM: 1 series of 200 rows", answer.Out, StringComparison.Ordinal);
        Assert.Matches("window +window +window", answer.Out);
        Assert.Equal(4, answer.Out.Split("not comparable").Length - 1); // four models
        Assert.Contains("not comparable  other data", answer.Out, StringComparison.Ordinal);
        Assert.True(File.Exists(In("r/models/telecom-hqkan-lstm-b-w64-seed0.qseq")));
        Assert.All(answer.Out.Split('\n'), line => Assert.True(line.Length <= 100, line));
    }

    [Fact]
    public void Systems_are_seven_tables_that_threads_do_not_change()
    {
        CliAnswer answer = Run("reproduce", "--experiment", "systems", "--seeds", "1", "--epochs", "1", "--threads", "2", "--out", In("r"));
        Assert.True(answer.Code == 0, answer.Err);
        foreach (string system in (string[])["Mackey-Glass", "Lorenz", "NARMA-5", "NARMA-10", "delayed control", "Jaynes-Cummings", "transmon"])
            Assert.Contains(system + ": generated: ", answer.Out, StringComparison.Ordinal);
        Assert.All(answer.Out.Split('\n'), line => Assert.True(line.Length <= 100, line));
        Assert.EndsWith("Written to " + In("r") + ": results.md, results.json, table.csv.", string.Join(' ', answer.Out.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);

        CliAnswer again = Run("reproduce", "--experiment", "systems", "--seeds", "1", "--epochs", "1", "--threads", "1", "--json", "--out", In("s"));
        string[] Rows(string folder) => [.. File.ReadAllLines(In(folder + "/table.csv")).Where(line => !line.Contains(",seconds,", StringComparison.Ordinal))];
        Assert.Equal(Rows("r"), Rows("s"));
        using JsonDocument json = JsonDocument.Parse(again.Out);
        Assert.Equal(7, json.RootElement.GetProperty("systems").GetProperty("systems").GetArrayLength());
        Assert.Equal(1, json.RootElement.GetProperty("systems").GetProperty("seeds").GetInt32());
    }

    [Fact]
    public void Json_is_printed_instead_of_tables()
    {
        CliAnswer answer = Run("reproduce", "--experiment", "shm", "--seeds", "1", "--epochs", "1", "--json", "--out", In("r"));
        using JsonDocument json = JsonDocument.Parse(answer.Out);
        JsonElement experiment = json.RootElement.GetProperty("experiments")[0];
        Assert.Equal(7, experiment.GetProperty("models").GetArrayLength());
        Assert.Contains("damped pendulum", experiment.GetProperty("source").GetString(), StringComparison.Ordinal);

        // What seeds say: all of one seed is its value.
        JsonElement mark = experiment.GetProperty("models")[1].GetProperty("marks")[0], r2 = mark.GetProperty("r2");
        double median = r2.GetProperty("median").GetDouble();
        Assert.All(["lowerQuartile", "upperQuartile"], (string name) => Assert.Equal(median, r2.GetProperty(name).GetDouble()));
        Assert.All(["low", "high"], (string name) => Assert.Equal(median, r2.GetProperty("interval").GetProperty(name).GetDouble()));
        Assert.Equal(median <= mark.GetProperty("publishedR2").GetDouble() ? 1 : 0, mark.GetProperty("atOrBelowPublishedR2").GetProperty("count").GetInt32());
        JsonElement[] comparisons = [.. experiment.GetProperty("comparisons").EnumerateArray().Where(one => one.GetProperty("baseline").GetString()!.StartsWith("LSTM", StringComparison.Ordinal))];
        Assert.Equal(["QLSTM", "QKAN-LSTM", "HQKAN-LSTM"], comparisons.Select(one => one.GetProperty("model").GetString()));
        Assert.Equal(["LSTM (76)", "LSTM", "LSTM (small)"], comparisons.Select(one => one.GetProperty("baseline").GetString()));
        Assert.All(comparisons, one => Assert.Equal((1, 1.0), (one.GetProperty("pairs").GetInt32(), one.GetProperty("holm").GetDouble())));
    }

    [Fact]
    public void All_of_it_is_written_as_a_text_to_read()
    {
        CliAnswer answer = Run("reproduce", "--seeds", "1", "--epochs", "1", "--out", In("r"));
        Assert.True(answer.Code == 0, answer.Err);
        Assert.All(answer.Out.Split('\n'), line => Assert.True(line.Length <= 100, line));
        Assert.Contains("── Error against size", answer.Out, StringComparison.Ordinal);
        Assert.Contains("── What in a gate matters", answer.Out, StringComparison.Ordinal);
        Assert.Contains("Written to", answer.Out, StringComparison.Ordinal);
        string text = File.ReadAllText(In("r/results.md"));
        Assert.StartsWith("# Results\n\nMade by qseq reproduce --seeds 1 --epochs 1 --out ", text, StringComparison.Ordinal);
        foreach (string part in (string[])["## At no more parameters", "**Table I**", "**Table II**", "**Table III**", "**Table IV**", "**Table I of arXiv 2411.13225**", "## Damped", "## Urban", "## Forecasts on simulated hardware"])
            Assert.Contains("\n" + part, text, StringComparison.Ordinal);
        using JsonDocument json = JsonDocument.Parse(File.ReadAllText(In("r/results.json")));
        JsonElement sizes = json.RootElement.GetProperty("sizes"), ablation = json.RootElement.GetProperty("ablation");
        Assert.Equal("Bessel", sizes.GetProperty("models")[0].GetProperty("data").GetString());
        Assert.InRange(sizes.GetProperty("models")[0].GetProperty("nrmse").GetProperty("median").GetDouble(), 0.01, 10);
        Assert.Equal("linear AR", sizes.GetProperty("baselines")[1].GetProperty("label").GetString());
        Assert.Equal("tie", sizes.GetProperty("comparisons")[0].GetProperty("outcome").GetString());
        Assert.Equal("no base function", ablation.GetProperty("groups")[0].GetProperty("variants")[0].GetProperty("label").GetString());
        Assert.Equal(3, ablation.GetProperty("groups").GetArrayLength());
        Assert.DoesNotContain(Directory.GetFiles(In("r/models")), file => file.Contains("(76)", StringComparison.Ordinal) || file.Contains("-76-", StringComparison.Ordinal));
    }

    [Fact]
    public void Cancelling_ends_with_130()
    {
        using var cancel = new CancellationTokenSource();
        cancel.Cancel();
        CliAnswer answer = Run(cancel.Token, "reproduce", "--experiment", "shm", "--out", In("r"));
        Assert.Equal(130, answer.Code);
        Assert.Contains("cancelled", answer.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Data_without_telecom_is_refused() =>
        Assert.Contains("only to telecom", Run("reproduce", "--experiment", "shm", "--data", "x.csv", "--out", In("r")).Error, StringComparison.Ordinal);

    [Fact]
    public void A_constant_series_is_refused()
    {
        string data = Write("const.csv", "a,b\n" + string.Concat(Enumerable.Range(0, 200).Select(n => $"{n % 7},5\n")));
        CliAnswer answer = Run("reproduce", "--experiment", "telecom", "--data", data, "--columns", "b", "--seeds", "1", "--epochs", "1", "--out", In("r"));
        Assert.Equal(3, answer.Code);
        Assert.Contains("column 'b' is constant (5)", answer.Error, StringComparison.Ordinal);
    }
}
