using System.Globalization;
using QSeq.Studies.Reports;

namespace QSeq.Tests.Studies.Reports;

public class MarkdownTextTests
{
    [Fact]
    public void HeadingsTextsAndTables()
    {
        using var output = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        MarkdownText.Write(
            output,
            [
                new Heading("Sizes"), new Paragraph(""), new Paragraph("  p < 0.05, a_b, 2 * 3"),
                new TextTable("Errors", ["model", ">R2|x"], [["LSTM\n  43", new TextCell("0.9", Tone.Good)], ["a|b", new TextCell("0.1", Tone.Bad)]]),
            ]);
        Assert.Equal(
            "## Sizes\n\np &lt; 0.05, a\\_b, 2 \\* 3\n\n**Errors**\n\n| model | R2\\|x |\n| --- | ---: |\n| LSTM<br>43 | **0.9** |\n| a\\|b | 0.1 |\n\n",
            output.ToString());
    }
}
