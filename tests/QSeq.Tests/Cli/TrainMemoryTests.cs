using static System.FormattableString;

namespace QSeq.Tests.Cli;

/// <summary>What <c>qseq train</c> says of the memory that it takes.</summary>
[Trait(Speed.Name, Speed.Slow)]
public sealed class TrainMemoryTests : CliRun
{
    [Theory]
    [InlineData(64, "memory: training takes 1[0-9][0-9] MiB beside the data")]
    [InlineData(4, null)]
    public void ItIsToldWhereItIsMuch(int hidden, string? said)
    {
        string data = Write("waves.csv", "y\n" + string.Join('\n', Enumerable.Range(0, 600).Select(n => Invariant($"{Math.Sin(n / 9.0):F4}"))) + "\n");
        CliAnswer answer = Run(
        [
            "train", data, "--model", "lstm", "--window", "300", "--hidden", Invariant($"{hidden}"), "--batch", "256", "--linear", "off", "--epochs", "1",
            "--levels", "none", "--out", Path.ChangeExtension(data, ".qseq"),
        ]);
        Assert.Equal(0, answer.Code);
        if (said is null) Assert.DoesNotContain("memory", answer.Err, StringComparison.Ordinal);
        else Assert.Matches(said, answer.Err);
    }
}
