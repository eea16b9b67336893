using System.Runtime.Intrinsics;
using System.Text.Json;
using QSeq.Cli;
using QSeq.Cli.Benches;
using QSeq.Cli.Reports;

namespace QSeq.Tests.Cli;

/// <summary><c>qseq bench --width</c>: widths side by side, each in a process of its own.</summary>
[Trait(Speed.Name, Speed.Slow)]
public sealed class BenchWidthTests : CliRun
{
    private const string Line = """{"case":"C","vector_width":256,"median_us":12.5,"digest":"ab"}""";

    [Fact]
    public void A_width_is_run_in_a_process_of_its_own()
    {
        if (!Vector256.IsHardwareAccelerated) return; // nothing to switch off
        CliAnswer answer = Run("bench", "A", "--width", "128,256", "--seconds", "0.01", "--json");
        Assert.True(answer.Code == 0, answer.Err);
        JsonElement[] lines = [.. answer.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)];
        Assert.Equal([256, 128], lines.Select(line => line.GetProperty("vector_width").GetInt32()));
        Assert.All(lines, line => Assert.True(line.GetProperty("median_us").GetDouble() > 0));
        string digest = Assert.Single(lines.Select(line => line.GetProperty("digest").GetString()!).Distinct());
        Assert.Equal(64, digest.Length);
        Assert.Equal(digest, JsonDocument.Parse(Run("bench", "A", "--seconds", "0.01", "--json").Out).RootElement.GetProperty("digest").GetString());
    }

    [Fact]
    public void A_table_has_the_ratios_and_whether_the_bits_are_the_same()
    {
        var output = new StringWriter { NewLine = "\n" };
        WidthReport.WriteTable(new CliContext { Out = output, Err = output, Unicode = false },
        [
            new("A", 512, 2, true, "x"), new("A", 256, 3, true, "x"), new("D", 512, 2000, true, "x"), new("D", 256, 2500, true, "y"),
            new("M", 512, 1.5, false, null), new("M", 256, 1.5, false, null),
        ]);
        string text = output.ToString();
        Assert.Matches("case +512 bits +256 bits +256 / 512 +same bits", text);
        Assert.Matches("A +2.00 us +3.00 us +1.50 +yes", text);
        Assert.Matches("D +2.00 ms +2.50 ms +1.25 +NO", text);
        Assert.Matches("M +1.50 +1.50 +1.00 +-", text);
        Assert.Contains(
            "Median of a training step, each width in a process of its own, one after the other for each case; simulators M and N by their figures. "
            + "same bits: whether the weights after three steps are equal, bit for bit.",
            text.ReplaceLineEndings(" ").Replace("  ", " ", StringComparison.Ordinal),
            StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_process_did_not_do_is_refused()
    {
        Assert.Equal(new WidthTime("C", 256, 12.5, true, "ab"), WidthRun.Parse(Line, 256));
        Assert.Equal(
            new WidthTime("M", 128, 1.25, false, null),
            WidthRun.Parse("""{"case":"M","vector_width":128,"figure":1.25}""", 128));
        Assert.Equal(
            "vectors of 512 bits were asked for and this build uses 256 on this machine; leave 512 out of --width",
            Assert.Throws<ArgumentException>(() => WidthRun.Parse(Line, 512)).Message);
        Assert.Null(WidthReport.SameBits([new("A", 256, 1, true, "x")]));
        Assert.Equal("--width does not apply to qseq bench milan, only to qseq bench; leave it out", Run("bench", "--width", "256", "milan").Error["qseq: ".Length..]);
        Assert.Equal("--json stands before csv and is then of qseq bench; put it behind csv", Run("bench", "--json", "csv").Error["qseq: ".Length..]);
        Assert.Contains("--seconds is 0, expected a number above 0", Run("bench", "A", "--width", "256", "--seconds", "0").Error, StringComparison.Ordinal);
        Assert.Contains("--width has '99', expected 512, 256, 128", Run("bench", "A", "--width", "99").Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(512, 256, true, "512,256,128", "this native build has vectors of 256 bits alone, not of 512, 128; say --width 256, or use the tool of the .NET runtime, which has each width of the machine")]
    [InlineData(512, 256, true, "128", "this native build has vectors of 256 bits alone, not of 128; say --width 256, or use the tool of the .NET runtime, which has each width of the machine")]
    [InlineData(256, 256, false, "512,256,128", "this machine has vectors of 256 bits at most, not of 512; say --width 256,128")]
    [InlineData(128, 128, false, "256", "this machine has vectors of 128 bits at most, not of 256; say --width 128")]
    public void A_width_that_is_not_there_is_refused_before_anything_is_timed(int machine, int compiled, bool isFixed, string widths, string error)
    {
        using var output = new StringWriter { NewLine = "\n" };
        VectorWidth vectors = new(machine, compiled) { IsFixed = isFixed };
        int code = QseqApp.Run(["bench", "A", "--width", widths], new CliContext { Out = output, Err = output, Vectors = vectors });
        Assert.Equal((2, "qseq: " + error), (code, output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries)[^1]));
        Assert.DoesNotContain("timing", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_width_that_is_there_is_not_refused()
    {
        new VectorWidth(512, 512).Check([512, 256, 128]);
        new VectorWidth(512, 256) { IsFixed = true }.Check([256]);
    }

    [Fact]
    public void A_process_whose_parent_is_gone_stops()
    {
        using var output = new StringWriter();
        int code = QseqApp.Run(["bench", "A", "--json", "--seconds", "5", WidthRun.EndsWithInput], new CliContext { Out = output, Err = output, OpenBytes = () => new MemoryStream([1, 2]) });
        Assert.Equal((130, "qseq: cancelled"), (code, output.ToString().TrimEnd()));
    }
}
