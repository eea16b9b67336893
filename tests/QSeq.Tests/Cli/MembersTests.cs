namespace QSeq.Tests.Cli;

/// <summary>Models of several members, from the command line.</summary>
public sealed class MembersTests : CliRun
{
    private string Data() => Write("load.csv", "load\n" + string.Concat(Enumerable.Range(0, 150).Select(n =>
        FormattableString.Invariant($"{50 + (9 * Math.Sin(n * 0.9)) + Math.Sin(n * n):F3}\n"))));

    [Fact]
    public void OneFileHoldsAllOfThem()
    {
        string data = Data(), file = In("m.qseq");
        CliAnswer answer = Run("train", data, "--window", "8", "--epochs", "4", "--members", "3", "--seed", "7", "--out", file);
        Assert.True(answer.Code == 0, answer.Err);
        string told = Flat(answer.Err);
        Assert.Matches("model: qkan-lstm, [0-9]+ parameters .* of 3 members", told);
        Assert.Matches("trained 4 of 4 epochs, kept of each member those that are best on validation, the latest of epoch [1-4]", told);
        Assert.Contains("qkan-lstm, median of 3", answer.Out, StringComparison.Ordinal);
        string inspected = Flat(Run("inspect", file).Out);
        Assert.Contains("seeds 7 to 9", inspected, StringComparison.Ordinal);
        Assert.Matches("weights of epoch [1-4] at the latest", inspected);
        Assert.Contains("member2.cell0.theta", inspected, StringComparison.Ordinal);
        Assert.Contains("verified", Run("verify", file, "--threads", "1").Out, StringComparison.Ordinal);
        Assert.Contains("qkan-lstm, median of 3", Run("evaluate", file, data).Out, StringComparison.Ordinal);
        Assert.Equal(0, Run("forecast", file, data, "--horizon", "4").Code);
        CliAnswer refused = Run("hardware", "export", file, data, "--out", In("jobs"));
        Assert.NotEqual(0, refused.Code);
        Assert.Contains("median of 3 members", Flat(refused.Err), StringComparison.Ordinal);
        Assert.Contains("expected 1", Flat(Run("train", data, "--members", "0").Err), StringComparison.Ordinal);
        Assert.Contains("choose 1 to 32", Flat(Run("train", data, "--members", "33", "--out", file).Err), StringComparison.Ordinal);
    }

    [Fact]
    public void HeadsAreKeptInTheFile()
    {
        string data = Data(), file = In("a.qseq"), other = In("b.qseq");
        Assert.Equal(0, Run("train", data, "--window", "8", "--epochs", "1", "--horizon", "4", "--decoder", "--quantiles", "--out", other).Code);
        Assert.Contains("cells run on for the head", Flat(Run("inspect", other).Out), StringComparison.Ordinal);
        Assert.Equal(0, Run("forecast", other, data, "--horizon", "6").Code);
        Assert.Contains("--decoder does not go with --bidirectional: cells that run on go forward; leave one of them out", Flat(Run("train", data, "--decoder", "--bidirectional", "true", "--out", other).Err), StringComparison.Ordinal);
        Assert.Equal(0, Run("train", data, "--window", "8", "--epochs", "1", "--attention", "--out", file).Code);
        Assert.Contains("attention.query", Run("inspect", file).Out, StringComparison.Ordinal);
        Assert.Contains("reads all states", Flat(Run("inspect", file).Out), StringComparison.Ordinal);
        Assert.Contains("verified", Run("verify", file).Out, StringComparison.Ordinal);
        foreach (string model in (string[])[file, other]) // a model file whose head no device runs is refused in a sentence
        {
            CliAnswer export = Run("hardware", "export", model, data, "--out", In("jobs"));
            Assert.NotEqual(0, export.Code);
            Assert.Contains("but a device runs models whose head reads the last state", Flat(export.Err), StringComparison.Ordinal);
            Assert.DoesNotContain("unexpected", export.Err, StringComparison.Ordinal);
        }

        foreach (string head in (string[])["--attention", "--decoder"]) Assert.Contains($"{head} does not apply to --sequence", Flat(Run("train", data, "--sequence", head).Err), StringComparison.Ordinal);
    }

    private static string Flat(string text) => string.Join(' ', text.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries));
}
