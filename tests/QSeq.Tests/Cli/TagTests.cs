using System.Globalization;
using System.Text;
using System.Text.Json;
using QSeq.Cli;
using QSeq.Data;
using QSeq.Models;
using QSeq.Tagging;
using QSeq.Tests.Persistence;
using QSeq.Training;

namespace QSeq.Tests.Cli;

/// <summary><c>qseq tag</c>: from a treebank to a tagger, its scores and tagged text.</summary>
public sealed class TagTests : CliRun
{
    private string Bank => Write("bank.conllu", Treebank.Text());

    [Fact]
    public void A_tagger_is_trained_scored_and_saved()
    {
        CliAnswer answer = Run("tag", "train", Bank, "--epochs", "5", "--hidden", "4", "--out", In("t.qseq"));
        Assert.Equal(0, answer.Code);
        Assert.Contains("data: bank.conllu, 120 sentences, ", answer.Err, StringComparison.Ordinal);
        Assert.Contains("sentences: 84 to train, 18 to validate, 18 to test; 5 tags", answer.Err, StringComparison.Ordinal);
        Assert.Contains("model: lstm, both ways, ", answer.Err, StringComparison.Ordinal);
        Assert.Contains("best on validation (accuracy ", answer.Err, StringComparison.Ordinal);
        Assert.Contains("most frequent tag", answer.Out, StringComparison.Ordinal);

        var tagger = TrainedTagger.Load(In("t.qseq"));
        Assert.Contains("digest: " + tagger.Digest, answer.Out, StringComparison.Ordinal);
        Assert.Equal(("bank.conllu", "bank.conllu", 84), (tagger.Data.Train.Source, tagger.Data.Train.Path, tagger.Data.Train.Sentences));
        Assert.Equal(["ADJ", "DET", "NOUN", "PUNCT", "VERB"], tagger.Tags.Names.ToArray());
        Assert.Equal((new SplitFractions(0.7, 0.15), TagColumn.Upos), (tagger.Recipe.Split, tagger.Recipe.Column));
        Assert.Equal((5, StopReason.Completed), (tagger.Training.Epochs, tagger.Training.Stop));
        Assert.InRange(tagger.Scores["test.accuracy"], 0.5, 1);
        Assert.True(tagger.Model.Config.Bidirectional);
        Assert.Contains("read both ways", string.Join(' ', Run("inspect", In("t.qseq")).Out.Split((char[])['\n', ' '], StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }

    [Fact]
    public void Evaluate_scores_the_same_test_part_again()
    {
        string bank = Bank, model = Tagger(bank);
        CliAnswer answer = Run("tag", "evaluate", model, bank, "--json");
        Assert.Equal(0, answer.Code);
        Assert.DoesNotContain("warning", answer.Err, StringComparison.Ordinal);
        using JsonDocument json = JsonDocument.Parse(answer.Out);
        Assert.Equal("test", json.RootElement.GetProperty("part").GetString());
        Assert.True(json.RootElement.GetProperty("sameSentences").GetBoolean());
        JsonElement[] rows = [.. json.RootElement.GetProperty("scores").EnumerateArray()];
        Assert.Equal(["lstm", "most frequent tag"], rows.Select(row => row.GetProperty("name").GetString()!));
        Assert.Equal(TrainedTagger.Load(model).Scores["test.accuracy"], rows[0].GetProperty("accuracy").GetDouble());
        Assert.Equal(18, rows[0].GetProperty("sentences").GetInt32());
        Assert.Equal(
            rows[0].GetProperty("words").GetInt32(),
            rows[0].GetProperty("confusion").EnumerateArray().Sum(row => row.EnumerateArray().Sum(cell => cell.GetInt32())));
        Assert.Equal(5, rows[0].GetProperty("tags").GetArrayLength());
    }

    [Fact]
    public void Evaluate_shows_tags_and_confusions_within_the_width()
    {
        string bank = Bank, model = Tagger(bank);
        foreach (int width in (int[])[70, 80, 120])
        {
            using var output = new StringWriter(CultureInfo.InvariantCulture);
            var context = new CliContext { Out = output, Err = TextWriter.Null, Width = width };
            Assert.Equal(0, QseqApp.Run(["tag", "evaluate", model, bank, "--confusion"], context));
            string text = output.ToString().ReplaceLineEndings("\n");
            Assert.All(text.Split('\n'), line => Assert.True(line.TrimEnd().Length <= width, line));
            Assert.Contains("parameters", text, StringComparison.Ordinal);
            Assert.Contains("F1 of baseline", text, StringComparison.Ordinal);
            Assert.Matches(@"\n true tag +ADJ +DET +NOUN +PUNCT +VERB", text);
        }
    }

    [Fact]
    public void A_confusion_matrix_of_many_tags_is_cut_into_tables()
    {
        string text = string.Concat(Enumerable.Range(0, 60).Select(s => string.Concat(Enumerable.Range(0, 20).Select(w => $"{w + 1}\tword{(w + s) % 20}\t_\tLONGTAG{(w + s) % 20}\t_\t_\t_\t_\t_\t_\n")) + "\n"));
        string bank = Write("many.conllu", text), model = Tagger(bank, "--epochs", "1");
        string[] lines = Run("tag", "evaluate", model, bank, "--confusion").Out.Split('\n');
        Assert.All(lines, line => Assert.True(line.TrimEnd().Length <= CliContext.DefaultWidth, line));
        Assert.Equal(3, lines.Count(line => line.StartsWith(" true tag", StringComparison.Ordinal)));
        for (int tag = 0; tag < 20; tag++) Assert.Single(lines, line => line.StartsWith(" true tag", StringComparison.Ordinal) && line.Split(' ').Contains($"LONGTAG{tag}"));
    }

    [Fact]
    public void Plain_text_and_conllu_are_told_apart_and_tagged_alike()
    {
        string model = Tagger(Bank, "--epochs", "20");
        string plain = Answer(model, "the boat leaves .\r\n\n  a gull finds the old harbour .\n");
        Assert.Equal(
            "# sent_id = 1\n# text = the boat leaves .\n1\tthe\t_\tDET\t_\t_\t_\t_\t_\t_\n2\tboat\t_\tNOUN\t_\t_\t_\t_\t_\t_\n3\tleaves\t_\tVERB\t_\t_\t_\t_\t_\t_\n4\t.\t_\tPUNCT\t_\t_\t_\t_\t_\t_\n\n",
            plain[..(plain.IndexOf("\n\n", StringComparison.Ordinal) + 2)]);
        Assert.Equal(plain, Answer(model, plain)); // its own output is CoNLL-U
        Assert.Equal(plain, Answer(model, plain, "--format", "conllu"));
        Assert.StartsWith("# sent_id = 1\n# text = # sent_id = 1\n1\t#\t_", Answer(model, plain, "--format", "plain"), StringComparison.Ordinal);
    }

    [Fact]
    public void Files_and_pipes_give_the_same_and_keep_the_ids()
    {
        string text = Treebank.Text(700, seed: 2), model = Tagger(Bank), file = Write("more.conllu", text);
        CliAnswer answer = Run("tag", "predict", model, file);
        Assert.Equal(0, answer.Code);
        Assert.Empty(answer.Err);
        Assert.Equal(answer.Out, Answer(model, text));
        IReadOnlyList<TaggedSentence> tagged = ConlluReader.Read(new StringReader(answer.Out), "t"), wanted = ConlluReader.Read(file);
        Assert.Equal(wanted.Select(s => s.Id), tagged.Select(s => s.Id));
        Assert.Equal(wanted.Select(s => string.Join(' ', s.Words)), tagged.Select(s => string.Join(' ', s.Words)));
        Assert.InRange(wanted.Zip(tagged).Average(pair => pair.First.Tags.Zip(pair.Second.Tags).Average(tags => tags.First == tags.Second ? 1.0 : 0)), 0.9, 1);
    }

    [Fact]
    public void A_slow_pipe_is_answered_sentence_by_sentence()
    {
        string model = Tagger(Bank);
        using var slow = new SlowStream("the boat leaves .\n");
        using var output = new SeenWriter(slow);
        Assert.Equal(0, QseqApp.Run(["tag", "predict", model], new CliContext { Out = output, Err = TextWriter.Null, OpenBytes = () => slow }));
        Assert.Contains("# text = the end .", output.ToString(), StringComparison.Ordinal);
        Assert.True(slow.WasAnswered, "the first sentence was tagged before the pipe was closed");
    }

    [Fact]
    public void Tags_of_the_fine_column_come_out_in_it()
    {
        string bank = Bank, model = Tagger(bank, "--tags", "xpos");
        Assert.Contains("2\tboat\t_\t_\tNN\t_", Answer(model, "the boat leaves ."), StringComparison.Ordinal);
        Assert.Equal(0, Run("tag", "evaluate", model, bank).Code);
        Assert.Contains("VBZ", Run("tag", "evaluate", model, bank).Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Words_tagged_in_part_are_tagged_anew() =>
        Assert.Contains("2\tboat\t_\tNOUN", Answer(Tagger(Bank), "1\tthe\t_\tDET\t_\t_\t_\t_\t_\t_\n2\tboat\t_\t_\t_\t_\t_\t_\t_\t_\n\n"), StringComparison.Ordinal);

    [Fact]
    public void Three_files_take_the_place_of_a_split()
    {
        string dev = Write("dev.conllu", Treebank.Text(20, 3)), test = Write("test.conllu", Treebank.Text(20, 4));
        string bank = Bank, model = Tagger(bank, "--dev", dev, "--test", test);
        SentenceOrigin known = TrainedTagger.Load(model).Data;
        Assert.Equal((120, "bank.conllu", "dev.conllu", "test.conllu"), (known.Train.Sentences, known.Train.Source, known.Validation!.Source, known.Test!.Source));

        CliAnswer answer = Run("tag", "evaluate", model, test);
        Assert.DoesNotContain("warning", answer.Err, StringComparison.Ordinal);
        Assert.Contains("Without a baseline", answer.Out, StringComparison.Ordinal);
        Assert.Contains("most frequent tag", Run("tag", "evaluate", model, test, "--train", bank).Out, StringComparison.Ordinal);
        Assert.Contains("the tagger was trained with --dev and --test; all of FILE is scored", answer.Err, StringComparison.Ordinal);
        Assert.Contains("warning: 120 of the 120 scored sentences of 4 words or more were learned from;", Run("tag", "evaluate", model, bank).Err, StringComparison.Ordinal);
        Assert.Contains("warning: 20 of the 20 scored sentences of 4 words or more chose the epoch;", Run("tag", "evaluate", model, dev).Err, StringComparison.Ordinal);
        Assert.Contains("warning: 20 of the 20 scored sentences of 4 words or more are in the file of --train also", Run("tag", "evaluate", model, test, "--train", test).Err, StringComparison.Ordinal);
    }

    [Fact]
    public void Evaluate_finds_what_was_learned_from_wherever_it_stands()
    {
        string model = Tagger(Bank);
        string[] sentences = Treebank.Text().Split("\n\n", StringSplitOptions.RemoveEmptyEntries);
        string Warning(string name, IEnumerable<string> some, params string[] more) =>
            Run(["tag", "evaluate", model, Write(name, string.Concat(some.Select(sentence => sentence + "\n\n"))), .. more]).Err;

        const string Both = "warning: 84 of the 120 scored sentences of 4 words or more were learned from, and 18 more chose the epoch";
        foreach (IEnumerable<string> order in (IEnumerable<string>[])[sentences, sentences.Reverse(), sentences.OrderBy(sentence => sentence, StringComparer.Ordinal)])
            Assert.Contains(Both, Warning("all.conllu", order, "--all"), StringComparison.Ordinal);
        Assert.Contains(Both, Warning("other-tags.conllu", sentences.Select(sentence => sentence.Replace("\tVERB\t", "\tAUX\t", StringComparison.Ordinal)), "--all"), StringComparison.Ordinal);
        Assert.Contains("warning: 60 of the 60 scored", Warning("part.conllu", sentences.Skip(5).Take(60), "--all"), StringComparison.Ordinal);
        string reversed = Warning("reversed.conllu", sentences.Reverse());
        Assert.Contains("warning: 18 of the 18 scored", reversed, StringComparison.Ordinal);
        Assert.Contains("note: this is not the same file as the tagger was trained on (bank.conllu), or not as it was", reversed, StringComparison.Ordinal);
        Assert.DoesNotContain("warning", Warning("longer.conllu", sentences.Concat(Treebank.Text(40, 9).Split("\n\n", StringSplitOptions.RemoveEmptyEntries))), StringComparison.Ordinal);
        Assert.DoesNotContain("warning", Run("tag", "evaluate", model, Write("new.conllu", Treebank.Text(60, 8))).Err, StringComparison.Ordinal);
        Assert.DoesNotContain("-hashes", Run("inspect", model).Out, StringComparison.Ordinal);

        using JsonDocument json = JsonDocument.Parse(Run("tag", "evaluate", model, In("all.conllu"), "--all", "--json").Out);
        Assert.Contains(json.RootElement.GetProperty("warnings").EnumerateArray(), warning => warning.GetString()!.StartsWith(Both, StringComparison.Ordinal));
        JsonElement counts = json.RootElement.GetProperty("scoredSentences");
        Assert.Equal((120, 84, 18), (counts.GetProperty("counted").GetInt32(), counts.GetProperty("learnedFrom").GetInt32(), counts.GetProperty("choseEpoch").GetInt32()));
    }

    [Fact]
    public void Short_sentences_that_occur_twice_are_no_leak()
    {
        string three = string.Concat(Enumerable.Repeat("1\tThe\t_\tDET\t_\t_\t_\t_\t_\t_\n2\tend\t_\tNOUN\t_\t_\t_\t_\t_\t_\n3\t.\t_\tPUNCT\t_\t_\t_\t_\t_\t_\n\n", 20));
        string model = Tagger(Write("short.conllu", three), "--epochs", "1");
        Assert.DoesNotContain("warning", Run("tag", "evaluate", model, In("short.conllu"), "--all").Err, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_does_not_say_what_it_was_trained_on_is_not_guessed_at()
    {
        string bank = Bank;
        File.WriteAllBytes(In("bare.qseq"), Samples.ForgeFormat1("tagger.qseq", json => json["tagging"]!.AsObject().Remove("notes")));
        CliAnswer answer = Run("tag", "evaluate", In("bare.qseq"), bank);
        Assert.Equal(0, answer.Code);
        Assert.Contains("note: the file does not say what it was trained on", answer.Err, StringComparison.Ordinal);
        Assert.Contains("note: the file does not say how the tagger's sentences were split; all of FILE is scored", answer.Err, StringComparison.Ordinal);
        Assert.DoesNotContain("--dev", answer.Err, StringComparison.Ordinal);
    }

    [Fact]
    public void Copies_of_the_training_file_are_no_test()
    {
        string bank = Bank;
        File.Copy(bank, In("cp1"));
        File.Copy(bank, In("cp2"));
        CliAnswer answer = Run("tag", "train", bank, "--dev", In("cp1"), "--test", In("cp2"), "--epochs", "1", "--hidden", "2", "--out", In("t.qseq"));
        Assert.Contains("warning: 120 of the 120 test and 120 of the 120 validation sentences of 4 words or more are in training also", answer.Err, StringComparison.Ordinal);
        Assert.Contains("120 of the 120 scored sentences of 4 words or more were learned from; their", Run("tag", "evaluate", In("t.qseq"), bank).Err, StringComparison.Ordinal); // and counted once
        Assert.DoesNotContain("warning", Run("tag", "train", bank, "--epochs", "1", "--hidden", "2", "--out", In("t.qseq")).Err, StringComparison.Ordinal);
    }

    [Fact]
    public void A_small_test_part_gives_a_verdict_by_its_sentences()
    {
        string bank = Bank;
        Assert.Contains("are too few to tell whether", Run("tag", "evaluate", Tagger(bank), bank).Out, StringComparison.Ordinal);
        Assert.Contains("No difference is shown between", Run("tag", "evaluate", In("t.qseq"), bank, "--all", "--train", bank).Out, StringComparison.Ordinal); // nothing is wrong
        Tagger(bank, "--epochs", "1", "--hidden", "1", "--split", "0.7,0.1");
        string poor = Run("tag", "evaluate", In("t.qseq"), bank).Out;
        Assert.Contains("Accuracy over 2", poor, StringComparison.Ordinal); // some 200 words
        Assert.Contains("The model is worse than", poor, StringComparison.Ordinal);
    }

    [Fact]
    public void Tags_that_training_does_not_have_count_as_errors_and_are_told()
    {
        string model = Tagger(Bank), strange = Write("strange.conllu", Treebank.Text(30, 5).Replace("\tVERB\t", "\tAUX\t", StringComparison.Ordinal));
        CliAnswer answer = Run("tag", "evaluate", model, strange, "--all", "--json");
        Assert.Equal(0, answer.Code);
        Assert.Contains("warning: 30 words have tags that training does not have (AUX); they count as errors", answer.Err, StringComparison.Ordinal);
        using JsonDocument json = JsonDocument.Parse(answer.Out);
        Assert.Single(json.RootElement.GetProperty("warnings").EnumerateArray());
        JsonElement aux = json.RootElement.GetProperty("scores")[0].GetProperty("tags").EnumerateArray().Single(tag => tag.GetProperty("tag").GetString() == "AUX");
        Assert.Equal(0, aux.GetProperty("recall").GetDouble());
        Assert.Equal(JsonValueKind.Null, aux.GetProperty("precision").ValueKind);
    }

    [Theory]
    [InlineData("lstm", "--features", "form", "--embedding", "5", "--min-count", "1", "--layers", "2")]
    [InlineData("qlstm", "--features", "shape", "--hidden", "3", "--depth", "1")]
    [InlineData("qlstm", "--qubits", "4", "--depth", "1")]
    [InlineData("qkan-lstm", "--reps", "2", "--bidirectional", "false", "--features", "word,suffix", "--suffix", "2", "--embedding", "4,2")]
    [InlineData("hqkan-lstm", "--latent", "3", "--optimizer", "adamw", "--schedule", "cosine")]
    [InlineData("qk-lstm", "--references", "3", "--qubits", "4", "--patience", "1", "--clip", "1")]
    [InlineData("qk-lstm-count", "--features", "form", "--embedding", "8", "--hidden", "6")]
    public void Every_model_can_be_a_tagger(string name, params string[] options)
    {
        string bank = Bank, model = Tagger(bank, ["--model", name, "--epochs", "1", .. options]);
        SequenceModelConfig config = TrainedTagger.Load(model).Model.Config;
        Assert.Equal(!options.Contains("false"), config.Bidirectional);
        Assert.Equal(0, Run("tag", "evaluate", model, bank).Code);
    }

    [Fact]
    public void What_training_hides_is_shown_and_verified()
    {
        string model = Tagger(Bank, "--word-dropout", "0.25", "--dropout", "0.3", "--epochs", "1");
        Assert.Contains("word dropout 0.25, input dropout 0.3", Run("inspect", model).Out, StringComparison.Ordinal);
        Assert.Contains("verified", Run("verify", model).Out, StringComparison.Ordinal);
        Assert.DoesNotContain("dropout", Run("inspect", Tagger(Bank, "--epochs", "1")).Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Verify_trains_again_and_names_what_differs()
    {
        string model = Tagger(Bank, "--model", "qk-lstm-count", "--references-from", "data", "--features", "form", "--embedding", "8", "--epochs", "2", "--tags", "xpos");
        CliAnswer answer = Run("verify", model, "--threads", "2");
        Assert.Equal(0, answer.Code);
        Assert.Matches(@"^data: same \([0-9a-f]{64}\)\r?\ndigest: same \([0-9a-f]{64}\)\r?\nverified\r?\n$", answer.Out);

        Directory.CreateDirectory(In("other"));
        File.Move(In("bank.conllu"), In("other/moved.conllu"));
        CliAnswer gone = Run("verify", model);
        Assert.Equal(3, gone.Code);
        Assert.Contains("if it has moved, name it with --data", gone.Error, StringComparison.Ordinal);
        Assert.Equal(0, Run("verify", model, "--data", In("other/moved.conllu")).Code);

        Write("bank.conllu", Treebank.Text().Replace("\tVBZ\t", "\tVB\t", StringComparison.Ordinal));
        CliAnswer changed = Run("verify", model);
        Assert.Equal(1, changed.Code);
        Assert.Contains("data: differs, recorded ", changed.Out, StringComparison.Ordinal);
        Assert.EndsWith("not verified: data differs", changed.Out.TrimEnd(), StringComparison.Ordinal);
    }

    [Fact]
    public void Verify_reads_the_files_of_all_parts()
    {
        string dev = Write("dev.conllu", Treebank.Text(20, 3)), test = Write("test.conllu", Treebank.Text(20, 4)), bank = Bank;
        string model = Tagger(bank, "--dev", dev, "--test", test, "--epochs", "2");
        Assert.EndsWith("verified", Run("verify", model).Out.TrimEnd(), StringComparison.Ordinal);
        CliAnswer one = Run("verify", model, "--data", bank);
        Assert.Equal(2, one.Code);
        Assert.Contains("--data names one alone", one.Error, StringComparison.Ordinal);
        Write("dev.conllu", Treebank.Text(20, 5));
        Assert.Equal(1, Run("verify", model).Code);
        File.Delete(test);
        Assert.Equal(3, Run("verify", model).Code);
    }

    [Fact]
    public void Threads_and_repetition_change_no_bit()
    {
        string bank = Bank;
        Assert.Equal(TrainedTagger.Load(Tagger(bank, "--threads", "1")).Digest, TrainedTagger.Load(Tagger(bank, "--threads", "3")).Digest);
    }

    /// <summary>A tagger trained on a treebank.</summary>
    private string Tagger(string bank, params string[] more)
    {
        string path = In("t.qseq");
        string[] usual = [.. more.Contains("--epochs") ? [] : (string[])["--epochs", "6"], .. more.Contains("--hidden") ? [] : (string[])["--hidden", "6"]];
        CliAnswer answer = Run(["tag", "train", bank, "--out", path, .. usual, .. more]);
        Assert.True(answer.Code == 0, answer.Err);
        return path;
    }

    /// <summary>What a tagger answers to text in a pipe.</summary>
    private static string Answer(string model, string text, params string[] more)
    {
        using var output = new StringWriter(CultureInfo.InvariantCulture);
        using var error = new StringWriter(CultureInfo.InvariantCulture);
        var context = new CliContext { Out = output, Err = error, OpenBytes = () => new MemoryStream(Encoding.UTF8.GetBytes(text)) };
        Assert.True(QseqApp.Run(["tag", "predict", model, "-", .. more], context) == 0, error.ToString());
        return output.ToString();
    }

    /// <summary>A pipe that gives a sentence, and another and its end only once the first has been answered.</summary>
    private sealed class SlowStream(string first) : MemoryStream
    {
        private int _reads;

        public ManualResetEventSlim Answered { get; } = new();

        public bool WasAnswered { get; private set; }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer)
        {
            if (++_reads == 1) return Encoding.UTF8.GetBytes(first, buffer);
            if (_reads > 2) return 0;
            WasAnswered = Answered.Wait(TimeSpan.FromSeconds(30));
            return Encoding.UTF8.GetBytes("the end .\n", buffer);
        }
    }

    private sealed class SeenWriter(SlowStream pipe) : StringWriter(CultureInfo.InvariantCulture)
    {
        public override void Write(string? value)
        {
            base.Write(value);
            pipe.Answered.Set();
        }
    }
}
