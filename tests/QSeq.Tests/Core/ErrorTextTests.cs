using QSeq.Cli;
using QSeq.Core;

namespace QSeq.Tests.Core;

public class ErrorTextTests
{
    private static readonly Advice Gaps = new("CsvReadOptions.Gaps", null, "set Gaps");

    [Fact]
    public void AdviceIsSaidInTheWordsOfWhoeverAsks()
    {
        ErrorText inner = $"{1.5} is odd; {Gaps}";
        InvalidDataException e = BadData.At("t.csv", 3, $"{inner} to {2.25:0.0}, or leave");
        Assert.Equal("t.csv, line 3: 1.5 is odd; set Gaps to 2.3, or leave", e.Message);
        Assert.Equal("t.csv, line 3: 1.5 is odd; set Gaps to 2.3, or leave", ErrorText.Of(e).ToString());
        Assert.EndsWith("odd; <CsvReadOptions.Gaps> to 2.3, or leave", ErrorText.Of(e).Say(advice => $"<{advice.Property}>"), StringComparison.Ordinal);
        Assert.Equal("m: t.csv, line 3: 1.5 is odd; <> to 2.3, or leave", ErrorText.Of(BadData.In("m", ErrorText.Of(e))).Say(_ => "<>"));
        Assert.Contains("choose --gaps previous, linear or zero", Failures.Describe(e, default).Message, StringComparison.Ordinal);
        Assert.IsType<ArgumentException>(OptionCheck.Refusal($"no; {Gaps}"));
    }

    [Theory]
    [InlineData("It is (Parameter 'x') odd.", "It is (Parameter 'x') odd")]
    [InlineData("Odd.\r\nMore.", "Odd")]
    public void OtherMessagesLoseWhatTheRuntimeAppends(string message, string expected)
    {
        Exception[] all =
        [
            new ArgumentException(message), new ArgumentException(message, nameof(message)), new IOException(message),
            new ArgumentOutOfRangeException(nameof(message), message), new ArgumentOutOfRangeException(nameof(message), 7, message),
        ];
        Assert.All(all, e => Assert.Equal(expected, ErrorText.Of(e).ToString()));
    }
}
