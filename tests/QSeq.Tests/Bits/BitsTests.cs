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
    private static readonly Lazy<Task<string[]>> Widest = new(() => Run(null));

    [Theory]
    [InlineData("DOTNET_EnableAVX512", "256 128 none")]
    [InlineData("DOTNET_EnableAVX2", "128 none")]
    [InlineData("DOTNET_EnableHWIntrinsic", "none")]
    public async Task WeightsAreTheSameWithEveryVectorWidth(string switchedOff, string widths)
    {
        string[] expected = await Widest.Value, found = await Run(switchedOff);
        Assert.Contains(found[0], widths.Split(' '));
        Assert.Equal(expected[1..], found[1..]);
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

    /// <summary>What the program prints with some hardware switched off.</summary>
    private static async Task<string[]> Run(string? switchedOff)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(BitsTests).Assembly.Location, "bits", .. Threads])
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
