using System.Globalization;
using QSeq.Cli;
using QSeq.Cli.Terminal;
using QSeq.Studies.Reports;

namespace QSeq.Tests.Studies.Boards;

/// <summary>A report as people see it in 80 columns, nothing of it cut off.</summary>
internal static class ReportText
{
    public static string Of(IEnumerable<ReportBlock> blocks)
    {
        using var output = new StringWriter(CultureInfo.InvariantCulture);
        using var error = new StringWriter(CultureInfo.InvariantCulture);
        new CliContext { Out = output, Err = error, Width = 80 }.Show(blocks);
        string text = output.ToString();
        Assert.All(text.Split('\n'), line => Assert.True(line.TrimEnd().Length <= 80, line));
        Assert.DoesNotContain('…', text);
        return text;
    }
}
