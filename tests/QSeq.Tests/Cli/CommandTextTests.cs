using System.CommandLine;
using QSeq.Cli.Output;

namespace QSeq.Tests.Cli;

/// <summary>The command line that a page shows can be given again, and holds no password.</summary>
public class CommandTextTests
{
    [Theory]
    [InlineData("load.csv", "load.csv", "qseq train load.csv --column 'a b'")]
    [InlineData("postgres://ann:secret@host/plant", "postgres://ann@host/plant", "qseq train postgres://ann@host/plant --column 'a b'")]
    [InlineData("it's.csv", "it's.csv", "qseq train 'it'\\''s.csv' --column 'a b'")]
    public void It_is_quoted_and_without_a_password(string data, string shown, string text)
    {
        var verb = new Command("train") { new Argument<string>("DATA"), new Option<string>("--column") };
        ParseResult parsed = new RootCommand { verb }.Parse(["train", data, "--column", "a b"]);
        Assert.Equal(text, CommandText.Of(parsed, data, shown));
    }
}
