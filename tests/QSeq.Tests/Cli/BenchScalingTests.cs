using System.Collections.Immutable;
using System.Text.Json.Nodes;
using QSeq.Cli;
using QSeq.Cli.Reports;
using QSeq.Studies.Benches;

namespace QSeq.Tests.Cli;

[Trait(Speed.Name, Speed.Slow)]
public sealed class BenchScalingTests : CliRun
{
    private static readonly BenchCase Case = BenchCase.Standard[0] with { Batch = 600 };

    [Theory]
    [InlineData(1, 50 + 500)]
    [InlineData(2, 50 + 300)]
    [InlineData(4, 50 + 200)]
    [InlineData(5, 50 + 140)]
    [InlineData(50, 50 + 140)]
    public void ThreadsTakeTheNextShardWhenTheyAreFree(int threads, double us)
    {
        var result = new ScalingResult(Case, 50, [100, 100, 100, 100, 100]);
        Assert.Equal(us, result.SimulatedUs(threads), 1e-9);
        Assert.Equal(550 / us, result.Speedup(threads), 1e-9);
        Assert.Equal(550, result.StepUs, 1e-9);
    }

    [Fact]
    public void ALongShardIsABound()
    {
        var result = new ScalingResult(Case, 0, [10, 10, 400, 10]);
        Assert.Equal(410, result.SimulatedUs(2), 1e-9); // the long one begins when the first is done
        Assert.Equal(410, result.SimulatedUs(8), 1e-9);
        Assert.Throws<ArgumentOutOfRangeException>(() => result.SimulatedUs(0));
    }

    [Fact]
    public void AShardIsTimedForEvery128Samples()
    {
        ScalingResult result = ScalingBenchmark.Run(Case, 0.001, [1, 2, 1 << 20]);
        Assert.Equal(5, result.ShardUs.Length);
        Assert.All(result.ShardUs, us => Assert.True(us > 0, "a shard took no time"));
        Assert.True(result.SerialUs > 0, "the rest took no time");
        Assert.Equal(Environment.ProcessorCount > 1 ? [2] : [], result.MeasuredUs.Keys);
        Assert.Throws<ArgumentOutOfRangeException>(() => ScalingBenchmark.Run(Case, 0, []));
        Assert.Throws<ArgumentOutOfRangeException>(() => ScalingBenchmark.Run(Case with { Batch = 0 }, 1, []));
    }

    [Fact]
    public void TheTableHasAStepALine()
    {
        CliAnswer run = Run(["bench", "scaling", "a", "--batch", "300,16", "--threads", "8", "--seconds", "0.001"]);
        Assert.Equal(0, run.Code);
        Assert.Contains("timing A: qkan-lstm, batch 16, window 4", run.Err, StringComparison.Ordinal);
        string[] lines = [.. run.Out.Split('\n').Where(line => line.Contains("A qkan-lstm", StringComparison.Ordinal))];
        Assert.Equal(2, lines.Length);
        Assert.Matches(@"A qkan-lstm +16 +1 .* % +x 1\.0", lines[0]);
        Assert.Matches(@"A qkan-lstm +300 +3 ", lines[1]);
        Assert.Contains("not shared: the rest", run.Out, StringComparison.Ordinal);
        Assert.Contains("10 us for each thread woken", run.Out, StringComparison.Ordinal);
        Assert.Contains("8 thr", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void TheColumnsAreSharesAndTimesFaster()
    {
        var output = new StringWriter { NewLine = "\n" };
        var result = new ScalingResult(Case, 100, [200, 300, 400]) { MeasuredUs = ImmutableSortedDictionary<int, double>.Empty.Add(2, 500) };
        ScalingReport.WriteTable(new CliContext { Out = output, Err = output, Width = 100 }, [result], [2, 3]);

        // 1000 us on one; on two 0 to 200 and 10 to 310, then 200 to 600; on three 20 to 420.
        Assert.Matches(@"A qkan-lstm +600 +3 +1\.00 ms +10\.0 % +x 1\.4 +x 1\.9 +x 2\.0 *\n", output.ToString());
        Assert.Matches("case +batch +shards +1 thread +not shared +2 thr +3 thr +2 measured", output.ToString());
    }

    [Fact]
    public void JsonHasTheTimesOfAllParts()
    {
        CliAnswer run = Run(["bench", "scaling", "A", "--batch", "200", "--threads", "4,4", "--seconds", "0.001", "--json"]);
        JsonNode json = JsonNode.Parse(run.Out)!;
        Assert.Equal(("A", 200, 2), ((string)json["case"]!, (int)json["batch"]!, (int)json["shards"]!));
        Assert.Equal(2, json["shard_us"]!.AsArray().Count);
        double serial = (double)json["serial_us"]!, step = (double)json["step_us"]!;
        Assert.Equal(step, serial + json["shard_us"]!.AsArray().Sum(us => (double)us!), 0.01);
        Assert.Equal(["4"], json["simulated_us"]!.AsObject().Select(pair => pair.Key));
        Assert.NotNull(json["measured_us"]);
    }

    [Fact]
    public void CasesBeforeTheVerbAreNotLookedAtAndSoRefused()
    {
        CliAnswer run = Run(["bench", "K", "scaling", "A", "--seconds", "0.001"]);
        Assert.Equal(ExitCode.Usage, run.Code);
        Assert.Equal("qseq: 'K' stands before scaling, which does not look at it; put it behind scaling or leave it out", run.Error);
    }

    [Theory]
    [InlineData("unknown case 'Z'", "Z")]
    [InlineData("--batch has '0', expected a whole number from 1 to 131072", "A", "--batch", "0")]
    [InlineData("--threads has '2000', expected a whole number from 1 to 1024", "A", "--threads", "2,2000")]
    [InlineData("--seconds is 0, expected a number above 0", "A", "--seconds", "0")]
    public void WhatIsOutOfRangeIsRefused(string said, params string[] arguments)
    {
        CliAnswer run = Run(["bench", "scaling", .. arguments]);
        Assert.Equal(ExitCode.Usage, run.Code);
        Assert.Contains(said, run.Err, StringComparison.Ordinal);
    }
}
