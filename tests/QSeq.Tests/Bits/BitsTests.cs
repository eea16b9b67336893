using System.Diagnostics;

namespace QSeq.Tests.Bits;

/// <summary>
/// One seed gives one model: the same weights, bit for bit, with every vector width and every number of threads. Each
/// width is a process of its own, for .NET looks at the hardware once.
/// </summary>
[Trait(Speed.Name, Speed.Slow)]
public class BitsTests
{
    private static readonly string[] Threads = ["1", "2", "7"];
    private static readonly Lazy<Task<string[]>> Widest = new(() => Run(null, Threads));

    [Theory]
    [InlineData("DOTNET_EnableAVX512", "256 128 none", "1")]
    [InlineData("DOTNET_EnableAVX2", "128 none", "2")]
    [InlineData("DOTNET_EnableHWIntrinsic", "none", "7")]
    public async Task WeightsAreTheSameWithEveryVectorWidth(string switchedOff, string widths, string threads)
    {
        string[] expected = await Widest.Value, found = await Run(switchedOff, [threads]);
        Assert.Contains(found[0], widths.Split(' '));
        Assert.Equal(BitsCase.All.Count, found.Length - 1);
        Assert.Equal(expected.Skip(1 + (Array.IndexOf(Threads, threads) * BitsCase.All.Count)).Take(BitsCase.All.Count), found[1..]);
    }

    [Fact]
    public async Task WeightsAreTheSameWithAnyNumberOfThreads()
    {
        string[] lines = await Widest.Value;
        string[] one = lines[1..(1 + BitsCase.All.Count)];
        Assert.Equal(one.Length, one.Select(line => line.Split(' ')[1]).Distinct().Count());
        Assert.Equal(1 + (Threads.Length * one.Length), lines.Length);
        foreach (string[] run in lines[1..].Chunk(one.Length)) Assert.Equal(one, run);
    }

    [Fact]
    public async Task WeightsDoNotDependOnHowFarTheCompilerHasGone()
    {
        string[] lines = await Widest.Value; // this process has run other tests before
        Assert.Equal(BitsProgram.Width, lines[0]);
        Assert.Equal(lines[1..(1 + BitsCase.All.Count)], BitsCase.All.Select(@case => $"{@case.Name} {@case.Train(2)}"));
    }

    /// <summary>What the program prints with some hardware switched off, for some numbers of threads.</summary>
    private static async Task<string[]> Run(string? switchedOff, string[] threads)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(BitsTests).Assembly.Location, "bits", .. threads])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        if (switchedOff is not null) start.Environment[switchedOff] = "0";
        using Process child = Process.Start(start)!;
        Task<string> output = child.StandardOutput.ReadToEndAsync(), error = child.StandardError.ReadToEndAsync();
        await child.WaitForExitAsync();
        Assert.True(child.ExitCode == 0, await error);
        return (await output).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    }
}
