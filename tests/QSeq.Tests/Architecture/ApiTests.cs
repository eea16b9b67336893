using PublicApiGenerator;

namespace QSeq.Tests.Architecture;

/// <summary>
/// The public surface stands in one approved file a library, so that every change of it is seen in a diff. With
/// QSEQ_APPROVE=1 the tests write the files anew.
/// </summary>
public class ApiTests
{
    /// <summary>Public types of the package QSeq; the aim is 110. To be lowered, never raised without a reason in the commit.</summary>
    private const int MaxTypes = 175; // 110, forecasts row by row and what they are made of, fast weights and their forms, gates of splines, the Fourier sum of an edge and its term, the test of Wilcoxon and the interval of a median, a QLSTM of six circuits, a search and what it found, intervals of methods, what a backtest says and who follows it, one model of many series, backtests and their test, intervals and their scores, classical methods and their fits, what a series' axis and its reading are said in, series of different lengths, rows from elsewhere, the calendar, categories

    public static TheoryData<string> Names => [.. Libraries.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void TheSurfaceIsTheApprovedOne(string name)
    {
        var options = new ApiGeneratorOptions { IncludeAssemblyAttributes = false };
        string received = Libraries.Load(name).GeneratePublicApi(options).ReplaceLineEndings("\n") + "\n";
        string approved = Path.Combine(Libraries.Root, "tests", "QSeq.Tests", "Architecture", "Api", name + ".txt");
        if (Environment.GetEnvironmentVariable("QSEQ_APPROVE") == "1") File.WriteAllText(approved, received);
        string known = File.Exists(approved) ? File.ReadAllText(approved).ReplaceLineEndings("\n") : "";
        if (known == received) return;
        string beside = Path.Combine(AppContext.BaseDirectory, name + ".received.txt");
        File.WriteAllText(beside, received);
        string[] before = known.Split('\n'), now = received.Split('\n');
        string differences = string.Join('\n', now.Except(before).Take(10).Select(line => "+ " + line).Concat(before.Except(now).Take(10).Select(line => "- " + line)));
        Assert.Fail($"The public surface of {name} has changed:\n{differences}\nIf that is meant, run the tests with QSEQ_APPROVE=1 and commit {Path.GetFileName(approved)}. The surface as it is now: {beside}");
    }

    [Fact]
    public void ThePackageHasNoMorePublicTypesThanItHad() =>
        Assert.InRange(Libraries.Load("QSeq").GetExportedTypes().Length, 1, MaxTypes);
}
