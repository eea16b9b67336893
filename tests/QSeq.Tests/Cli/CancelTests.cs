using System.Globalization;
using QSeq.Cli;
using QSeq.Forecasting;
using QSeq.Training;

namespace QSeq.Tests.Cli;

/// <summary>Ctrl+C at any moment: exit code 130, and nothing that was there is lost.</summary>
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

    [Fact]
    public void During_training_the_last_epoch_is_kept_beside_the_target()
    {
        string data = Waves(rows: 300);
        File.WriteAllText(In("m.qseq"), "old");
        using var cancel = new CancellationTokenSource();
        using var output = new StringWriter(CultureInfo.InvariantCulture);
        using var error = new StopWriter(cancel);
        int code = QseqApp.Run(["train", data, "--epochs", "100000", "--out", In("m.qseq")], output, error, cancel.Token);

        Assert.Equal(130, code);
        Assert.Equal("old", File.ReadAllText(In("m.qseq")));
        TrainedForecaster kept = TrainedForecaster.Load(In("m.qseq.interrupted"));
        Assert.Equal(StopReason.Cancelled, kept.Training.Stop);
        Assert.InRange(kept.Training.Epochs, 1, 99_999);
        Assert.Contains("m.qseq is unchanged", error.ToString(), StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(Folder, "*.tmp"));
    }

    [Fact]
    public void While_standard_input_is_silent()
    {
        using var cancel = new CancellationTokenSource(100);
        using var silent = new SilentReader();
        using var error = new StringWriter(CultureInfo.InvariantCulture);
        var context = new CliContext { Out = TextWriter.Null, Err = error, OpenInput = () => silent, Token = cancel.Token };
        Assert.Equal(130, QseqApp.Run(["train", "-", "--out", In("m.qseq")], context));
        Assert.Equal("qseq: cancelled", error.ToString().TrimEnd());
    }

    /// <summary>A pipe that is open, and nobody writes.</summary>
    private sealed class SilentReader : TextReader
    {
        private readonly ManualResetEventSlim _written = new();

        public override int Read(char[] buffer, int index, int count)
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

    /// <summary>Cancels soon after training has begun, as a user would.</summary>
    private sealed class StopWriter(CancellationTokenSource cancel) : StringWriter(CultureInfo.InvariantCulture)
    {
        public override void WriteLine(string? value)
        {
            base.WriteLine(value);
            if (value?.StartsWith("model:", StringComparison.Ordinal) == true) cancel.CancelAfter(1000);
        }
    }
}
