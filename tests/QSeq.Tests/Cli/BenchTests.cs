using System.Text.Json;

namespace QSeq.Tests.Cli;

/// <summary><c>qseq bench</c>: what it prints, not how fast this machine is.</summary>
[Trait(Speed.Name, Speed.Slow)]
public sealed class BenchTests : CliRun
{
    [Fact]
    public void Every_case_is_a_line_of_json_with_its_figures()
    {
        CliAnswer answer = Run(["bench", "A", "h", "--seconds", "0.01", "--json"]);
        Assert.Equal(0, answer.Code);
        JsonElement[] lines = [.. answer.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)];
        Assert.Equal(["A", "H"], lines.Select(line => line.GetProperty("case").GetString()!));
        Assert.Equal([58, 166], lines.Select(line => line.GetProperty("parameters").GetInt32()));
        foreach (JsonElement line in lines)
        {
            double median = line.GetProperty("median_us").GetDouble();
            Assert.InRange(line.GetProperty("min_us").GetDouble(), 1e-3, median);
            Assert.True(line.GetProperty("vector_width").GetInt32() % 128 == 0);
            Assert.Equal(1, line.GetProperty("threads").GetInt32());
            Assert.True(line.TryGetProperty("allocated_bytes", out _));
        }

        double ceiling = lines[0].GetProperty("ceiling_us").GetDouble(), ratio = lines[0].GetProperty("ratio_to_ceiling").GetDouble();
        Assert.True(ceiling > 0);
        Assert.InRange(ratio * ceiling / lines[0].GetProperty("median_us").GetDouble(), 0.98, 1.02); // digits printed; what it is, a busy machine does not tell
        Assert.False(lines[1].TryGetProperty("ratio_to_ceiling", out _)); // an LSTM has no circuits
    }

    [Fact]
    public void Gram_matrices_are_timed_beside_their_limits()
    {
        CliAnswer answer = Run(["bench", "k", "L", "--seconds", "0.01", "--json"]);
        Assert.Equal(0, answer.Code);
        JsonElement[] lines = [.. answer.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)];
        Assert.Equal(["K", "L"], lines.Select(line => line.GetProperty("case").GetString()!));
        Assert.Equal([50_000, 2_000_000], lines.Select(line => line.GetProperty("limit_us").GetDouble()));
        foreach (JsonElement line in lines)
        {
            Assert.InRange(line.GetProperty("min_us").GetDouble(), 1e-3, line.GetProperty("median_us").GetDouble());
            Assert.Equal((1000, 8), (line.GetProperty("samples").GetInt32(), line.GetProperty("qubits").GetInt32()));
        }

        answer = Run(["bench", "K", "--seconds", "0.01"]);
        Assert.Equal(0, answer.Code);
        Assert.Contains("K Gram matrix", answer.Out, StringComparison.Ordinal);
        Assert.Contains("50.0 ms", answer.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("PyTorch", answer.Out, StringComparison.Ordinal); // no table without a case in it
    }

    [Fact]
    public void Simulators_are_timed_beside_their_limits()
    {
        CliAnswer answer = Run(["bench", "M", "N", "--seconds", "0.01", "--json"]);
        Assert.Equal(0, answer.Code);
        JsonElement[] lines = [.. answer.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)];
        Assert.Equal([3, 10], lines.Select(line => line.GetProperty("limit").GetDouble()));
        Assert.All(lines, line => Assert.True(line.GetProperty("figure").GetDouble() > 0));
    }

    [Fact]
    public void Steps_of_streams_are_timed_beside_their_limits()
    {
        CliAnswer answer = Run(["bench", "o", "P", "Q", "R", "S", "--seconds", "0.01", "--json"]);
        Assert.Equal(0, answer.Code);
        JsonElement[] lines = [.. answer.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)];
        Assert.Equal(["O", "P", "Q", "R", "S"], lines.Select(line => line.GetProperty("case").GetString()!));
        Assert.Equal([1, 1000, 1, 1, 1000], lines.Select(line => line.GetProperty("streams").GetInt32()));
        Assert.Equal([200, 20], lines[..2].Select(line => line.GetProperty("limit_ns").GetDouble()));
        Assert.All(lines[2..], line => Assert.False(line.TryGetProperty("limit_ns", out _)));
        Assert.All(lines, line =>
        {
            Assert.Equal(58, line.GetProperty("parameters").GetInt32());
            Assert.Equal(line.GetProperty("median_us").GetDouble() * 1000 / line.GetProperty("streams").GetInt32(), line.GetProperty("ns_per_stream").GetDouble(), 1.0);
        });
        answer = Run(["bench", "O", "Q", "--seconds", "0.01"]);
        Assert.Contains("carried state", answer.Out, StringComparison.Ordinal);
        Assert.Contains("last window", answer.Out, StringComparison.Ordinal);
        Assert.Contains("200 ns", answer.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void A_step_of_ones_own_sizes_can_be_timed()
    {
        CliAnswer answer = Run(["bench", "step", "--model", "hqkan-lstm", "--batch", "20", "--window", "3", "--inputs", "2", "--hidden", "2", "--reps", "2", "--seconds", "0.01"]);
        Assert.Equal(0, answer.Code);
        Assert.Contains("custom", answer.Out, StringComparison.Ordinal); // the table may break the line behind it on a busy machine
        Assert.Contains("hqkan-lstm", answer.Out, StringComparison.Ordinal);
        Assert.Contains("20x3", answer.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Raw_milan_reading_is_timed_on_generated_files()
    {
        CliAnswer answer = Run(["bench", "milan", "--squares", "3", "--days", "1", "--json"]);
        Assert.Equal(0, answer.Code);
        Assert.True(JsonDocument.Parse(answer.Out).RootElement.GetProperty("median_mb_per_second").GetDouble() > 0);
    }

    [Fact]
    public void Csv_reading_is_timed_beside_others_on_a_generated_file()
    {
        CliAnswer answer = Run(["bench", "csv", "--series", "30", "--rows", "40", "--json"]);
        Assert.True(answer.Code == 0, answer.Err); // each reader is held to the number of cells
        JsonElement[] lines = [.. answer.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)];
        Assert.Equal(["QSeq, first time", "QSeq, again", "CsvHelper, cells alone", "Sep, cells alone"], lines.Select(line => line.GetProperty("reader").GetString()!));
        Assert.All(lines, line => Assert.InRange(line.GetProperty("bytes").GetInt64(), 34 * 1200, 36 * 1200));
        Assert.All(lines, line => Assert.True(line.GetProperty("seconds").GetDouble() > 0));
        answer = Run(["bench", "csv", "--series", "3", "--rows", "40"]);
        Assert.Contains("of the size", answer.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("bench Z", "unknown case 'Z'")]
    [InlineData("bench A --seconds 0", "--seconds is 0")]
    [InlineData("bench step --batch 0", "--batch is 0")]
    [InlineData("bench step --hidden 0", "hidden size 0")]
    public void Bad_options_are_usage_errors(string line, string expected)
    {
        CliAnswer answer = Run(line.Split(' '));
        Assert.Equal(2, answer.Code);
        Assert.Contains(expected, answer.Error, StringComparison.Ordinal);
    }
}
