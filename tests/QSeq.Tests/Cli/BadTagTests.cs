using System.Globalization;
using System.Text;
using QSeq.Cli;
using QSeq.Tagging;
using QSeq.Tests.Data;

namespace QSeq.Tests.Cli;

/// <summary>What <c>qseq tag</c> answers to bad input, and to Ctrl+C.</summary>
[Trait(Speed.Name, Speed.Slow)]
public sealed class BadTagTests : CliRun
{
    private string Bank => Write("bank.conllu", Treebank.Text());

    [Theory]
    [InlineData("", "the file is empty")]
    [InlineData("# only a comment\n", "there is no sentence")]
    [InlineData("the boat leaves .\n", "line 1: found 1 column ('the boat leaves .'), expected the 10 of CoNLL-U")]
    [InlineData("1^a^_^DET^_\n", "line 1: found 5 columns")]
    [InlineData("1^a^_^DET^_^_^_^_^_^_\n2^boat^_^_^_^_^_^_^_^_\n", "line 2: word 2 has no tag in UPOS (column 4), where every word needs one; fill it in, or use a treebank with UPOS tags")]
    [InlineData("1^a^_^DET^_^_^_^_^_^_\n3^boat^_^NOUN^_^_^_^_^_^_\n", "line 2: found id 3, expected 2")]
    [InlineData("1^a^_^DET^_^_^_^_^_^_\n\n", "the training part (0.7 of 1 sentence) gets no sentence")]
    public void Bad_treebanks_are_bad_data(string text, string expected)
    {
        CliAnswer answer = Run("tag", "train", Write("bad.conllu", Conllu.Tabs(text)), "--out", In("t.qseq"));
        Assert.Equal(3, answer.Code);
        Assert.Contains(expected, answer.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(In("t.qseq")));
    }

    [Fact]
    public void One_tag_is_nothing_to_learn()
    {
        CliAnswer answer = Run("tag", "train", Write("one.conllu", string.Concat(Enumerable.Repeat(Conllu.Tabs(Conllu.Word(1, "a", "X") + "\n"), 20))), "--out", In("t.qseq"));
        Assert.Equal(3, answer.Code);
        Assert.Contains("every word of the training part has the tag 'X', so there is nothing to learn", answer.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--features word,sufix", "--features names 'sufix', expected some of form, word, suffix, shape")]
    [InlineData("--features word,word", "--features names a feature twice")]
    [InlineData("--embedding 16,8", "--embedding gives 2 lengths for 3 features (word, suffix, shape); give one for each")]
    [InlineData("--features form --embedding 16,8,4", "--embedding gives 3 lengths for 1 feature (form)")]
    [InlineData("--embedding 16,8,0", "--embedding is given '0', expected whole numbers from 1 to 1024")]
    [InlineData("--embedding a,b,c", "--embedding is given 'a'")]
    [InlineData("--min-count 0", "--min-count is 0, expected 1 or more")]
    [InlineData("--suffix 9", "--suffix is 9, expected 8 or less")]
    [InlineData("--dropout 1", "input dropout is 1, expected a number from 0 to below 1")]
    [InlineData("--word-dropout -1", "word dropout is -1")]
    [InlineData("--features form --prefix 2", "--prefix does not apply to --features form")]
    [InlineData("--features form --suffix 2", "--suffix does not apply to --features form")]
    [InlineData("--dev none.conllu", "--dev was given without --test; give both, or cut one file with --split")]
    [InlineData("--test none.conllu", "--test was given without --dev")]
    [InlineData("--dev a.conllu --test b.conllu --split 0.8,0.1", "--split was given beside --dev and --test")]
    [InlineData("--dev a.conllu --test a.conllu", "name a file twice")]
    [InlineData("--tags upo", "did you mean 'upos'")]
    [InlineData("--split a", "--split is 'a'")]
    [InlineData("--split 0.9,0.2", "validation fraction is 0.2")]
    [InlineData("--split 0.8,0 --patience 2", "Early stopping needs validation data")]
    [InlineData("--hidden 0", "hidden size 0 is out of range")]
    [InlineData("--epochs 0", "epochs is 0")]
    [InlineData("--model qlstm", "qubits")]
    [InlineData("--references 3", "--references does not apply to --model lstm")]
    [InlineData("--bidirectional perhaps", "--bidirectional is 'perhaps', expected true or false")]
    [InlineData("--bidirectional=perhaps", "--bidirectional is 'perhaps', expected true or false")]
    [InlineData("--window 3", "of qseq tag train")]
    public void Bad_options_are_usage_errors(string options, string expected)
    {
        // They are found before the sentences are read: here there are none.
        CliAnswer answer = Run(["tag", "train", In("none.conllu"), "--out", In("t.qseq"), .. options.Split(' ')]);
        Assert.Equal(2, answer.Code);
        Assert.Contains(expected, answer.Error, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(Folder));
    }

    [Fact]
    public void A_model_of_the_wrong_kind_is_named_with_the_verb_to_use()
    {
        string series = Train(Waves()), bank = Bank;
        Assert.Equal(0, Run("tag", "train", bank, "--epochs", "1", "--hidden", "2", "--out", In("t.qseq")).Code);
        foreach (string[] args in (string[][])[["tag", "evaluate", series, bank], ["tag", "predict", series, bank]])
        {
            CliAnswer answer = Run(args);
            Assert.Equal(3, answer.Code);
            Assert.Contains("m.qseq: a forecasting model, which reads series; use qseq evaluate or qseq forecast", answer.Error, StringComparison.Ordinal);
        }

        foreach (string verb in (string[])["evaluate", "forecast"])
        {
            CliAnswer answer = Run(verb, In("t.qseq"), In("waves.csv"));
            Assert.Equal(3, answer.Code);
            Assert.Contains("t.qseq: a tagger, which reads sentences; use qseq tag evaluate or qseq tag predict", answer.Error, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("", "standard input: there is no sentence")]
    [InlineData("1^the^_^_^_^_^_^_^_^_\n3^boat^_^_^_^_^_^_^_^_\n", "standard input, line 2: found id 3, expected 2")]
    [InlineData("# sent_id = a^b\n1^the^_^_^_^_^_^_^_^_\n", "standard input: the sentence id 'a·b' holds a tab")]
    [InlineData("the boat\n\0\n", "standard input, line 2: found a zero byte")]
    public void Bad_text_to_tag_is_bad_data_with_its_line(string text, string expected) => RefusesInput(Encoding.UTF8.GetBytes(Conllu.Tabs(text)), expected);

    [Fact]
    public void Bytes_that_are_not_utf8_are_refused_with_their_line() =>
        RefusesInput([.. "the boat\nthe caf"u8, 0xE9, .. " leaves\n"u8], "standard input, line 2: byte 8 of the line, 0xE9, is not UTF-8");

    [Fact]
    public void A_text_without_line_ends_is_no_sentence() =>
        RefusesInput(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("word ", 10_001))), "sentence 1 has 10001 words, expected 10000 or less");

    [Fact]
    public void Sentences_before_a_bad_line_are_tagged()
    {
        using var output = new StringWriter(CultureInfo.InvariantCulture);
        Assert.Equal(3, QseqApp.Run(["tag", "predict", Small()], new CliContext { Out = output, Err = TextWriter.Null, OpenBytes = () => new MemoryStream([.. "the boat\nthe caf"u8, 0xE9]) }));
        Assert.StartsWith("# sent_id = 1\n# text = the boat\n1\tthe\t", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Missing_files_are_bad_data()
    {
        string bank = Bank;
        Assert.Contains("did you mean 'bank.conllu'", Run("tag", "train", In("bnk.conllu"), "--out", In("t.qseq")).Error, StringComparison.Ordinal);
        Assert.Equal(3, Run("tag", "evaluate", In("none.qseq"), bank).Code);
        Write("text.txt", "The boat");
        CliAnswer near = Run("tag", "predict", Small(), In("texts.txt"));
        Assert.Equal(3, near.Code);
        Assert.Contains("did you mean 'text.txt' in the same folder?", near.Error, StringComparison.Ordinal);
        Assert.Contains($"folder '{In("none")}' does not exist", Run("tag", "predict", Small(), In("none/a.txt")).Error, StringComparison.Ordinal);
        Assert.Contains("this is a folder", Run("tag", "predict", Small(), Folder).Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("tag", "verb")]
    [InlineData("tag trian", "did you mean 'train'")]
    [InlineData("tag train", "FILE")]
    [InlineData("tag evaluate m.qseq", "FILE")]
    [InlineData("tag predict", "MODEL")]
    public void What_is_missing_on_the_command_line_is_named(string line, string expected)
    {
        CliAnswer answer = Run(line.Split(' '));
        Assert.Equal(2, answer.Code);
        if (line != "tag") Assert.Contains(expected, answer.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_split_without_a_test_part_gives_no_scores()
    {
        string bank = Bank;
        CliAnswer answer = Run("tag", "train", bank, "--split", "0.8,0.2", "--epochs", "1", "--hidden", "2", "--out", In("t.qseq"));
        Assert.Equal(0, answer.Code);
        Assert.Contains("there is no test part", answer.Err, StringComparison.Ordinal);
        answer = Run("tag", "evaluate", In("t.qseq"), bank);
        Assert.Equal(2, answer.Code);
        Assert.Contains("leaves no test part; use --all", answer.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_loss_that_is_not_finite_is_a_failure_and_leaves_the_old_model()
    {
        File.WriteAllText(In("t.qseq"), "old");
        CliAnswer answer = Run("tag", "train", Bank, "--lr", "1e38", "--optimizer", "sgd", "--hidden", "2", "--out", In("t.qseq"));
        Assert.Equal(1, answer.Code);
        Assert.Contains("Try a smaller learning rate", answer.Error, StringComparison.Ordinal);
        Assert.Equal("old", File.ReadAllText(In("t.qseq")));
    }

    [Fact]
    public void Interrupted_again_and_again_training_ends_in_the_same_bits()
    {
        string[] options = [Bank, "--epochs", "40", "--hidden", "4", "--schedule", "plateau"];
        Assert.Equal(0, Run(["tag", "train", .. options, "--out", In("whole.qseq")]).Code);
        File.WriteAllText(In("t.qseq"), "old");
        for (int run = 0; run < 4; run++)
        {
            CliAnswer answer = RunStopped(run < 3 ? 2 : int.MaxValue, ["tag", "train", .. options, "--out", In("t.qseq"), "--resume", "--checkpoint", "1"]);
            Assert.Equal(run < 3 ? 130 : 0, answer.Code);
            Assert.Equal(run > 0, answer.Err.Contains("going on from", StringComparison.Ordinal));
            if (run == 3) break;
            Assert.Contains("the same command with --resume goes on from", answer.Error, StringComparison.Ordinal);
            Assert.Equal("old", File.ReadAllText(In("t.qseq")));
        }

        Assert.Equal(TrainedTagger.Load(In("whole.qseq")).ToBytes(), TrainedTagger.Load(In("t.qseq")).ToBytes());
        Assert.False(File.Exists(In("t.qseq.checkpoint")));
    }

    [Fact]
    public void A_checkpoint_of_other_sentences_is_not_gone_on_from()
    {
        string bank = Bank;
        string[] options = ["--epochs", "40", "--hidden", "2", "--out", In("t.qseq")];
        Assert.Equal(130, RunStopped(2, ["tag", "train", bank, .. options]).Code);
        Assert.Contains("its data was another", Run(["tag", "train", Write("other.conllu", Treebank.Text(100)), .. options, "--resume"]).Error, StringComparison.Ordinal);
        Assert.Contains("its options were others", Run(["tag", "train", bank, .. options, "--resume", "--seed", "1"]).Error, StringComparison.Ordinal);
        CliAnswer model = Run("tag", "predict", In("t.qseq.checkpoint"), bank);
        Assert.Equal(3, model.Code);
        Assert.Contains("the state of a training that was interrupted, no model", model.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_silent_pipe_can_be_left()
    {
        string model = Small();
        foreach (string[] args in (string[][])[["tag", "predict", model], ["tag", "train", "-", "--out", In("n.qseq")], ["tag", "evaluate", model, "-"]])
        {
            using var cancel = new CancellationTokenSource(100);
            using var silent = new SilentStream();
            using var error = new StringWriter(CultureInfo.InvariantCulture);
            Assert.Equal(130, QseqApp.Run(args, new CliContext { Out = TextWriter.Null, Err = error, OpenBytes = () => silent, Token = cancel.Token }));
            Assert.Equal("qseq: cancelled", error.ToString().TrimEnd());
        }
    }

    [Theory]
    [InlineData("FILE")]
    [InlineData("--dev")]
    [InlineData("--test")]
    public void The_tagger_does_not_go_where_its_sentences_are(string which)
    {
        string bank = Bank, dev = Write("dev.conllu", Treebank.Text(9, 3)), test = Write("test.conllu", Treebank.Text(9, 4));
        string target = which == "FILE" ? bank : which == "--dev" ? dev : test, before = File.ReadAllText(target);
        File.CreateSymbolicLink(In("link"), target);
        Directory.CreateSymbolicLink(In("here"), Folder);
        foreach (string name in (string[])[target, In("link"), Path.Combine(In("here"), Path.GetFileName(target)), Path.Combine(Folder, "x", "..", Path.GetFileName(target))])
        {
            CliAnswer answer = Run("tag", "train", bank, "--dev", dev, "--test", test, "--out", name);
            Assert.Equal(2, answer.Code);
            Assert.Equal("qseq: --out names the file that is read; choose another", answer.Error);
        }

        Assert.Equal(before, File.ReadAllText(target));
        CliAnswer twice = Run("tag", "train", bank, "--dev", target == bank ? In("link") : bank, "--test", target == bank ? test : bank, "--out", In("t.qseq"));
        Assert.Contains("name a file twice", twice.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Validation_tags_that_training_does_not_have_are_bad_data()
    {
        string dev = Write("dev.conllu", Conllu.Tabs(Conllu.Word(1, "a", "STRANGE") + "\n")), test = Write("test.conllu", Treebank.Text(9, 4));
        CliAnswer answer = Run("tag", "train", Bank, "--dev", dev, "--test", test, "--hidden", "2", "--out", In("t.qseq"));
        Assert.Equal(3, answer.Code);
        Assert.Contains("no tag of the validation sentences is known from training", answer.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_word_of_a_closed_vocabulary_is_asked_of_another_tagger()
    {
        Assert.Equal(0, Run("reproduce", "--experiment", "pos", "--seeds", "1", "--epochs", "2", "--out", In("r")).Code);
        string model = In("r/models/pos-lstm-seed0.qseq"), bank = Bank;
        foreach (string[] args in (string[][])[["tag", "predict", model, Write("text", "The boat")], ["tag", "evaluate", model, bank]])
        {
            CliAnswer answer = Run(args);
            Assert.Equal(3, answer.Code);
            Assert.Contains("the vocabulary is closed; use a tagger of qseq tag train", answer.Error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Plain_text_that_looks_like_conllu_is_asked_for_its_format()
    {
        RefusesInput("1\tThe\tboat\n"u8.ToArray(), "say --format plain if these are sentences, one a line");
        CliAnswer answer = Run("tag", "predict", Small(), Write("text", "1\tThe\tboat\n"), "--format", "plain");
        Assert.Contains("2\tThe\t", answer.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_that_takes_no_files_is_named()
    {
        if (!Directory.Exists("/proc")) return;
        Assert.Contains("folder '/proc' cannot be written to; choose another place", Run("tag", "train", Bank, "--out", "/proc/x").Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Out_of_memory_speaks_of_what_was_given()
    {
        Assert.Contains("shorter sentences or a smaller model", Failures.Describe(new InsufficientMemoryException(), default, sentences: true).Message, StringComparison.Ordinal);
        Assert.Contains("choose fewer columns or --members, a shorter series or --window, or a smaller model", Failures.Describe(new InsufficientMemoryException(), default).Message, StringComparison.Ordinal);
    }

    private string Small()
    {
        if (!File.Exists(In("s.qseq"))) Assert.Equal(0, Run("tag", "train", Bank, "--epochs", "1", "--hidden", "2", "--out", In("s.qseq")).Code);
        return In("s.qseq");
    }

    private void RefusesInput(byte[] bytes, string expected)
    {
        using var error = new StringWriter(CultureInfo.InvariantCulture);
        Assert.Equal(3, QseqApp.Run(["tag", "predict", Small(), "-"], new CliContext { Out = TextWriter.Null, Err = error, OpenBytes = () => new MemoryStream(bytes) }));
        Assert.Contains(expected, error.ToString(), StringComparison.Ordinal);
    }

    /// <summary>A pipe that is open, and nobody writes.</summary>
    private sealed class SilentStream : MemoryStream
    {
        private readonly ManualResetEventSlim _written = new();

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer)
        {
            _written.Wait(TimeSpan.FromMinutes(1));
            return 0;
        }

        protected override void Dispose(bool disposing)
        {
            _written.Set();
            base.Dispose(disposing);
        }
    }
}
