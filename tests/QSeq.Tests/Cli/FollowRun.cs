using System.Globalization;
using System.Text;
using QSeq.Cli;

namespace QSeq.Tests.Cli;

/// <summary><c>qseq forecast --follow</c> within this process, on rows that come as a test says.</summary>
public abstract class FollowRun : CliRun
{
    /// <summary>What trains a model whose state can be carried on.</summary>
    protected static string[] Bare { get; } = ["--linear", "off", "--normalise", "none"];

    internal static CliAnswer Pipe(string[] lines, params string[] args)
    {
        using var output = new StringWriter(CultureInfo.InvariantCulture);
        return Pipe(lines, output, TimeProvider.System, args);
    }

    internal static CliAnswer Pipe(string[] lines, StringWriter output, TimeProvider clock, params string[] args)
    {
        byte[] bytes = [.. lines.SelectMany(line => (byte[])[.. line == "<FF>" ? [0xFF] : Encoding.UTF8.GetBytes(line), (byte)'\n'])];
        using var error = new StringWriter(CultureInfo.InvariantCulture);
        int code = QseqApp.Run(args, new CliContext { Out = output, Err = error, Clock = clock, OpenBytes = () => new MemoryStream(bytes) });
        Assert.DoesNotContain("unexpected", error.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("Advice {", error.ToString(), StringComparison.Ordinal);
        return new CliAnswer(code, output.ToString(), error.ToString());
    }

    /// <summary>Pieces of text, one a read, each given when what is asked before it has come true.</summary>
    protected sealed class LineStream(string[] pieces, Func<int, bool> before) : MemoryStream
    {
        private int _next;

        public bool WasAnswered { get; private set; } = true;

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer)
        {
            if (_next == pieces.Length) return 0;
            WasAnswered &= before(_next);
            return Encoding.UTF8.GetBytes(pieces[_next++], buffer);
        }
    }
}
