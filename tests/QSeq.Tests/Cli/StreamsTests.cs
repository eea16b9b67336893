using System.Globalization;
using System.Text;
using QSeq.Cli;
using QSeq.Cli.Terminal;

namespace QSeq.Tests.Cli;

/// <summary>Streams that cannot be written: notes are lost in silence, data are not.</summary>
public sealed class StreamsTests : CliRun
{
    [Fact]
    public void Notes_that_cannot_be_written_change_nothing()
    {
        using var output = new StringWriter(CultureInfo.InvariantCulture);
        using var notes = new GuardedWriter(new FullWriter(), isData: false);
        int Code(params string[] args) => QseqApp.Run(args, output, notes);
        Assert.Equal(0, Code("train", Waves(), "--epochs", "1", "--out", In("m.qseq")));
        Assert.True(File.Exists(In("m.qseq")));
        Assert.Equal(3, Code("train", In("none.csv"), "--out", In("m.qseq")));
        Assert.Equal(2, Code("trian"));
    }

    [Theory]
    [InlineData("--version")]
    [InlineData("models")]
    [InlineData("data", "generate", "shm")]
    public void Data_that_cannot_be_written_is_a_failure_that_names_the_place(params string[] args)
    {
        foreach ((TextWriter? inner, string expected) in new[] { (new FullWriter(), "standard output cannot be written: the disk is full"), ((TextWriter?)null, "standard output is closed") })
        {
            using var output = new GuardedWriter(inner, isData: true);
            using var error = new StringWriter(CultureInfo.InvariantCulture);
            Assert.Equal(1, QseqApp.Run(args, output, error));
            Assert.StartsWith("qseq: " + expected, error.ToString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void The_streams_of_this_process_are_there()
    {
        Assert.True(Streams.IsGiven(1));
        Assert.True(Streams.IsGiven(2));
    }

    [Fact]
    public void A_pipe_tells_that_its_reader_is_gone_and_waits_where_it_is_full()
    {
        using var full = new FaultyStream(taken: 2, OperatingSystem.IsMacOS() ? 35 : 11);
        using var pipe = new PipeOutput(full);
        byte[] bytes = [.. Enumerable.Range(0, 10_000).Select(n => (byte)n)];
        pipe.Write(bytes);
        Assert.Equal(bytes, full.ToArray());
        using var closed = new FaultyStream(taken: 1, 32);
        Assert.Throws<ClosedOutputException>(() => new PipeOutput(closed).Write(bytes));
        Assert.Equal(4096, closed.Length);
        Assert.Throws<IOException>(() => new PipeOutput(new FaultyStream(taken: 0, 5)).Write(bytes));
    }

    [Fact]
    public void Data_that_nobody_reads_ends_the_work_in_silence_and_tables_do_not()
    {
        using var inner = new LeftWriter();
        using var output = new GuardedWriter(inner, isData: true);
        using var error = new StringWriter(CultureInfo.InvariantCulture);
        Assert.Equal(141, QseqApp.Run(["data", "generate", "shm"], output, error));
        Assert.Equal("", error.ToString());
        using var tables = new GuardedWriter(inner, isData: true) { MayBeLeft = true };
        tables.Write("a table");
        Assert.Equal(0, QseqApp.Run(["models"], new CliContext { Out = output, Screen = tables, Err = error }));
    }

    private sealed class LeftWriter : TextWriter
    {
        public override Encoding Encoding => Encoding.UTF8;

        public override void Write(char value) => throw new ClosedOutputException();
    }

    /// <summary>Takes some writes, fails at one, and takes the others.</summary>
    private sealed class FaultyStream(int taken, int code) : MemoryStream
    {
        private int _left = taken;

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            if (_left-- == 0) throw new IOException("no", code);
            base.Write(buffer);
        }
    }

    private sealed class FullWriter : TextWriter
    {
        public override Encoding Encoding => Encoding.UTF8;

        public override void Write(char value) => throw new IOException("the disk is full.");
    }
}
