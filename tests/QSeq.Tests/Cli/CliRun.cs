using System.Globalization;
using System.Text;
using QSeq.Cli;

namespace QSeq.Tests.Cli;

/// <summary>What a command line gave.</summary>
internal sealed record CliAnswer(int Code, string Out, string Err)
{
    /// <summary>The one line of an error.</summary>
    public string Error => Assert.Single(Err.Split('\n', StringSplitOptions.RemoveEmptyEntries), line => line.StartsWith("qseq: ", StringComparison.Ordinal));
}

/// <summary>A folder of its own for each test, and the command line run in it within this process.</summary>
public abstract class CliRun : IDisposable
{
    protected CliRun() => Directory.CreateDirectory(Folder);

    protected string Folder { get; } = Path.Combine(Path.GetTempPath(), "qseq-cli-" + Guid.NewGuid().ToString("N"));

    public void Dispose()
    {
        Directory.Delete(Folder, recursive: true);
        GC.SuppressFinalize(this);
    }

    internal static CliAnswer Run(params string[] args) => Run(default, args);

    internal static CliAnswer Run(CancellationToken token, params string[] args)
    {
        using var error = new StringWriter(CultureInfo.InvariantCulture);
        return Run(args, error, TimeProvider.System, token);
    }

    /// <summary>Runs a command line that is interrupted when it has told of its progress so many times; its clock goes a second each time that it is read.</summary>
    internal static CliAnswer RunStopped(int after, params string[] args)
    {
        using var cancel = new CancellationTokenSource();
        using var error = new StopWriter(cancel, after);
        return Run(args, error, new StepClock(), cancel.Token);
    }

    private static CliAnswer Run(string[] args, StringWriter error, TimeProvider clock, CancellationToken token)
    {
        using var output = new StringWriter(CultureInfo.InvariantCulture);
        int code = QseqApp.Run(args, new CliContext { Out = output, Err = error, Clock = clock, Token = token });
        var answer = new CliAnswer(code, output.ToString(), error.ToString());
        Assert.DoesNotContain("   at QSeq", answer.Err, StringComparison.Ordinal); // no stack trace, whatever happens
        Assert.DoesNotContain("unexpected", answer.Err, StringComparison.Ordinal);
        Assert.DoesNotContain("Advice {", answer.Err, StringComparison.Ordinal); // lost its words in a string of its own
        return answer;
    }

    /// <summary>The path of a file in the folder.</summary>
    protected string In(string name) => Path.Combine(Folder, name);

    /// <summary>Writes a file as it is given.</summary>
    protected string Write(string name, string text, Encoding? encoding = null)
    {
        File.WriteAllText(In(name), text, encoding ?? new UTF8Encoding(false));
        return In(name);
    }

    /// <summary>A CSV of one or more waves.</summary>
    protected string Waves(string name = "waves.csv", int rows = 120, params string[] columns)
    {
        if (columns.Length == 0) columns = ["x"];
        var text = new StringBuilder(string.Join(',', columns) + "\n");
        for (int t = 0; t < rows; t++)
            text.AppendJoin(',', columns.Select((_, c) => (10 + Math.Sin((0.3 + (0.1 * c)) * t)).ToString("R", CultureInfo.InvariantCulture))).Append('\n');
        return Write(name, text.ToString());
    }

    /// <summary>A small model trained on <see cref="Waves"/>.</summary>
    internal string Train(string data, params string[] more)
    {
        string path = In("m.qseq");
        CliAnswer answer = Run(["train", data, "--epochs", "2", "--window", "4", "--out", path, .. more]);
        Assert.True(answer.Code == 0, answer.Err);
        return path;
    }

    /// <summary>Cancels at a line of progress, as a user would, and without looking at a real clock.</summary>
    private sealed class StopWriter(CancellationTokenSource cancel, int after) : StringWriter(CultureInfo.InvariantCulture)
    {
        private int _told;

        public override void WriteLine(string? value)
        {
            base.WriteLine(value);
            if (value?.Contains(" %, about ", StringComparison.Ordinal) == true && ++_told == after) cancel.Cancel();
        }
    }

    private sealed class StepClock : TimeProvider
    {
        private long _seconds;

        public override long TimestampFrequency => 1;

        public override long GetTimestamp() => Interlocked.Increment(ref _seconds);
    }
}
