using System.Globalization;
using System.Text.RegularExpressions;
using QSeq.Cli;
using QSeq.Forecasting;

namespace QSeq.Tests.Cli;

/// <summary>Ctrl+C at any moment: exit code 130, and nothing that was there is lost.</summary>
[Trait(Speed.Name, Speed.Slow)]
public sealed class CancelTests : CliRun
{
    [Fact]
    public void Before_the_first_epoch_nothing_is_touched()
    {
        string data = Waves();
        File.WriteAllText(In("m.qseq"), "old");
        using var cancel = new CancellationTokenSource();
        cancel.Cancel();
        CliAnswer answer = Run(cancel.Token, "train", data, "--out", In("m.qseq"));
        Assert.Equal(130, answer.Code);
        Assert.Equal("old", File.ReadAllText(In("m.qseq")));
    }

    [Theory]
    [InlineData("train", "waves.csv", true)]
    [InlineData("tag train", "bank.conllu", true)]
    [InlineData("train", "waves.csv", false)]
    public void A_training_that_takes_hours_is_said_before_it_begins(string verb, string file, bool isLong)
    {
        Waves();
        Write("bank.conllu", Treebank.Text(40));
        string epochs = isLong ? "2000000000" : "100000";
        CliAnswer answer = RunStopped(1, [.. verb.Split(' '), In(file), "--epochs", epochs, "--threads", "1", "--hidden", "1", "--out", In("m.qseq")]);
        Assert.Equal(130, answer.Code);
        string[] lines = answer.Err.Split('\n');
        int warning = Array.FindIndex(lines, line => line.StartsWith("warning: ", StringComparison.Ordinal));
        Assert.Equal(isLong, warning >= 0);
        if (!isLong) return;
        Assert.Matches(@"^warning: \d+ parameters .* over \d+ steps and 2000000000 epochs take some \d+ hours or more on this machine; choose", lines[warning]);
        Assert.True(warning < Array.FindIndex(lines, line => line.Contains(" %, about ", StringComparison.Ordinal)));
    }

    [Fact]
    public void Angles_that_circuits_read_once_a_sample_count_as_other_weights()
    {
        string file = Waves();
        CliAnswer answer = RunStopped(1, "train", file, "--model", "gqkan-qfwp", "--epochs", "2000000000", "--threads", "1", "--out", In("m.qseq"));
        Match told = Regex.Match(answer.Err, @"warning: (\d+) parameters .* over (\d+) steps and 2000000000 epochs take some (\d+) hours");
        Assert.True(told.Success, answer.Err);
        double Figure(int group) => double.Parse(told.Groups[group].Value, CultureInfo.InvariantCulture);
        Assert.Equal(Math.Round(Figure(1) * Figure(2) * 2e9 * 6 / 1e10 / 3600), Figure(3), 1.0);
    }

    [Theory]
    [InlineData]
    [InlineData("--global")]
    public void While_the_model_is_scored_it_is_said_where_it_is(params string[] options)
    {
        string path = In("m.qseq");
        using var cancel = new CancellationTokenSource();
        using var error = new TrainedWriter(cancel);
        int code = QseqApp.Run(["train", Waves(columns: ["x", "y"]), .. options.Length == 0 ? (string[])["--column", "x"] : options, "--epochs", "1", "--window", "4", "--out", path], new CliContext { Out = TextWriter.Null, Err = error, Token = cancel.Token });
        Assert.Equal(130, code);
        Assert.EndsWith($"qseq: cancelled while scoring; the model is saved as {path}, and qseq evaluate {path} DATA scores it", error.ToString().TrimEnd(), StringComparison.Ordinal);
        Assert.True(File.Exists(path));
    }

    /// <summary>Cancels as soon as a model is trained.</summary>
    private sealed class TrainedWriter(CancellationTokenSource cancel) : StringWriter(CultureInfo.InvariantCulture)
    {
        public override void WriteLine(string? value)
        {
            base.WriteLine(value);
            if (value?.StartsWith("trained ", StringComparison.Ordinal) == true) cancel.Cancel();
        }
    }

    [Fact]
    public void During_training_a_checkpoint_is_kept_from_which_resume_ends_in_the_same_bits()
    {
        string data = Waves(rows: 300);
        string[] much = ["--model", "lstm", "--seed", "4", "--epochs", "100000"], options = [.. much[..^1], "400"];
        Assert.Equal(0, Run(["train", data, .. options, "--out", In("whole.qseq")]).Code);
        File.WriteAllText(In("m.qseq"), "old");
        CliAnswer stopped = RunStopped(3, ["train", data, .. much, "--out", In("m.qseq")]);
        Assert.Equal(130, stopped.Code);
        Assert.Equal("old", File.ReadAllText(In("m.qseq")));
        Assert.Contains("m.qseq is unchanged", stopped.Error, StringComparison.Ordinal);
        Assert.Contains("the same command with --resume goes on from", stopped.Error, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(Folder, "*.tmp"));

        CliAnswer other = Run(["train", data, .. options, "--out", In("m.qseq"), "--resume"]);
        Assert.Equal(2, other.Code);
        Assert.Contains("its options were others; leave --resume out to begin anew", other.Error, StringComparison.Ordinal);
        CliAnswer values = Run(["train", Waves("b.csv", rows: 301), .. much, "--out", In("m.qseq"), "--resume"]);
        Assert.Contains("its data was another", values.Error, StringComparison.Ordinal);

        CliAnswer anew = Run(["train", data, .. options, "--out", In("m.qseq")]);
        Assert.Equal(0, anew.Code);
        Assert.Contains("--resume would go on from it", anew.Err, StringComparison.Ordinal);
        Assert.False(File.Exists(In("m.qseq.checkpoint")));
        Assert.Equal(TrainedForecaster.Load(In("whole.qseq")).Digest, TrainedForecaster.Load(In("m.qseq")).Digest);
    }

    [Fact]
    public void Interrupted_again_and_again_training_ends_in_the_same_bits()
    {
        string data = Waves(rows: 300);
        string[] options = ["--epochs", "40", "--model", "lstm", "--schedule", "plateau"];
        Assert.Equal(0, Run(["train", data, .. options, "--out", In("whole.qseq")]).Code);
        for (int run = 0; run < 4; run++)
        {
            CliAnswer answer = RunStopped(run < 3 ? 2 : int.MaxValue, ["train", data, .. options, "--out", In("m.qseq"), "--resume", "--checkpoint", "1"]);
            Assert.Equal(run < 3 ? 130 : 0, answer.Code);
            Assert.Equal(run > 0, answer.Err.Contains("going on from", StringComparison.Ordinal));
        }

        Assert.Equal(TrainedForecaster.Load(In("whole.qseq")).ToBytes(), TrainedForecaster.Load(In("m.qseq")).ToBytes());
        CliAnswer nothing = Run(["train", data, "--epochs", "1", "--out", In("n.qseq"), "--resume"]);
        Assert.Contains("there is no", nothing.Err, StringComparison.Ordinal);
        Assert.Equal(0, nothing.Code);
    }

    [Fact]
    public void What_is_no_checkpoint_is_not_gone_on_from()
    {
        string data = Waves();
        Assert.Equal(0, Run("train", data, "--epochs", "1", "--out", In("m.qseq")).Code);
        File.Copy(In("m.qseq"), In("m.qseq.checkpoint"));
        CliAnswer model = Run("train", data, "--epochs", "1", "--out", In("m.qseq"), "--resume");
        Assert.Equal(3, model.Code);
        Assert.Contains("a forecaster, no checkpoint", model.Error, StringComparison.Ordinal);
        File.WriteAllText(In("m.qseq.checkpoint"), "QSEQ");
        Assert.Equal(3, Run("train", data, "--epochs", "1", "--out", In("m.qseq"), "--resume").Code);
        Assert.Equal(2, Run("train", data, "--checkpoint", "-1", "--out", In("m.qseq")).Code);
    }

    [Fact]
    public void Files_that_a_kill_left_half_written_are_cleared_by_the_next_run()
    {
        string left = Write(".qseq-999999999-abc.tmp", "half"), own = Write($".qseq-{Environment.ProcessId}-abc.tmp", "half"), foreign = Write(".qseq-notes.tmp", "mine");
        Assert.Equal(0, Run("train", Waves(), "--epochs", "1", "--out", In("m.qseq")).Code);
        Assert.False(File.Exists(left));
        Assert.True(File.Exists(own));
        Assert.True(File.Exists(foreign));
    }

    [Fact]
    public void While_standard_input_is_silent()
    {
        using var cancel = new CancellationTokenSource(100);
        using var silent = new SilentStream();
        using var error = new StringWriter(CultureInfo.InvariantCulture);
        var context = new CliContext { Out = TextWriter.Null, Err = error, OpenBytes = () => silent, Token = cancel.Token };
        Assert.Equal(130, QseqApp.Run(["train", "-", "--out", In("m.qseq")], context));
        Assert.Equal("qseq: cancelled", error.ToString().TrimEnd());
    }

    /// <summary>A pipe that is open, and nobody writes.</summary>
    private sealed class SilentStream : Stream
    {
        private readonly ManualResetEventSlim _written = new();

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count)
        {
            _written.Wait(TimeSpan.FromMinutes(1));
            return 0;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            _written.Set();
            base.Dispose(disposing);
        }
    }
}
