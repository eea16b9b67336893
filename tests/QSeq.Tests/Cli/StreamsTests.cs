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

    private sealed class FullWriter : TextWriter
    {
        public override Encoding Encoding => Encoding.UTF8;

        public override void Write(char value) => throw new IOException("the disk is full.");
    }
}
