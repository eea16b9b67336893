using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using QSeq.Explain;
using QSeq.Forecasting;

namespace QSeq.Tests.Cli;

/// <summary><c>qseq explain</c>: edges in words, formulas and programs.</summary>
public sealed partial class ExplainTests : CliRun
{
    [Fact]
    public void TheTableShowsSpectraBeforeAndAfter()
    {
        string told = Flat(Run("explain", Trained("--reps", "2", "--model", "qkan-lstm")).Out);
        Assert.Contains("qkan-lstm, 8 edges of 2 blocks: at most (3^2 + 1)/2 = 5 frequencies, the constant counted", told, StringComparison.Ordinal);
        Assert.Contains("cell0 o0(x0) 3 / 5", told, StringComparison.Ordinal); // all weights are 1 at first
        Assert.Contains("An edge has 3.0 frequencies before training and 5.0 after in the mean, the constant counted, of 5 that 2 weights can give", told, StringComparison.Ordinal);
        Assert.Contains(
            "phi(x) = constant + sum of a cos(w x) + b sin(w x) + base f(x). Power is (a^2 + b^2)/2, the constant left out; a frequency is used where it has more "
            + "than 1 % of the edge's. Part is the edge's share of the mean squares of all edges of its sum, x from -1 to 1.",
            told,
            StringComparison.Ordinal);
        Assert.Contains("w before", told, StringComparison.Ordinal);
        Assert.DoesNotContain("set to 0", told, StringComparison.Ordinal);
    }

    /// <summary>Both programs, read line by line, give the values of the edges.</summary>
    [Theory]
    [InlineData("csharp", "public static double (.*)\\(double x\\)", "1", "silu")]
    [InlineData("python", "def (.*)\\(x\\):", "2", "silu")]
    [InlineData("csharp", "public static double (.*)\\(double x\\)", "2", "none")]
    [InlineData("csharp", "public static double (.*)\\(double x\\)", "1", "tanh")]
    [InlineData("python", "def (.*)\\(x\\):", "1", "relu")]
    [InlineData("python", "def (.*)\\(x\\):", "1", "identity")]
    public void ProgramsComputeTheEdges(string format, string head, string members, string function)
    {
        string file = Trained("--reps", "3", "--members", members, "--base", function), target = In("edges.txt");
        CliAnswer answer = Run("explain", file, "--format", format, "--out", target);
        Assert.True(answer.Code == 0, answer.Err);
        Assert.Empty(answer.Out);
        Assert.Contains($"wrote {target}", answer.Err, StringComparison.Ordinal);
        IReadOnlyList<EdgeSeries> edges = EdgeSeries.Of(TrainedForecaster.Load(file).Model);
        string[] lines = File.ReadAllLines(target);
        foreach (EdgeSeries edge in edges)
        {
            string name = $"{(members == "1" ? "" : $"member{edge.Member}_")}{edge.Layer}_{edge.Gate}{edge.Output}_{edge.Input}";
            int at = Array.FindIndex(lines, line => Regex.Match(line, head).Groups[1].Value == name);
            Assert.True(at > 0, name);
            string[] body = [.. lines.Skip(at + 1).TakeWhile(line => !line.Contains("return", StringComparison.Ordinal))];
            foreach (double x in (double[])[-3.3, 0, 0.7, 10]) Assert.Equal(edge.Evaluate(x), body.Sum(line => Value(line, x)), 10);
            Assert.Contains(lines, line => line.Contains($"{name}({edge.Input})", StringComparison.Ordinal)); // its sum calls it
        }
    }

    [Fact]
    public void JsonAndLatexHoldTheTerms()
    {
        string file = Trained("--model", "hqkan-lstm", "--reps", "2");
        JsonNode json = JsonNode.Parse(Run("explain", file, "--format", "json").Out)!;
        IReadOnlyList<EdgeSeries> edges = EdgeSeries.Of(TrainedForecaster.Load(file).Model);
        Assert.Equal(edges.Count, json["edges"]!.AsArray().Count);
        foreach ((JsonNode? found, EdgeSeries edge) in json["edges"]!.AsArray().Zip(edges))
        {
            Assert.Equal((edge.Gate, edge.Input, edge.PostWeight), ((string)found!["gate"]!, (string)found["input"]!, (double)found["postWeight"]!));
            Assert.Equal(edge.Terms.Select(term => (term.Frequency, term.Cosine, term.Sine)), found["after"]!["terms"]!.AsArray().Select(term => ((double)term!["w"]!, (double)term["a"]!, (double)term["b"]!)));
            Assert.Equal(3, (int)found["before"]!["frequencies"]!);
        }

        string latex = Run("explain", file, "--format", "latex").Out;
        Assert.Equal(edges.Count, Regex.Count(latex, @"\\phi_"));
        Assert.Contains(@"\phi_{\text{cell0.latent},\,all_{0},\,z_{0}}(x) &= ", latex, StringComparison.Ordinal);
        Assert.Contains(@"\frac{x}{1 + e^{-x}}", latex, StringComparison.Ordinal);
    }

    [Fact]
    public void PruningTellsWhatItCosts()
    {
        string file = Trained("--hidden", "2", "--model", "qkan-lstm"), data = In("load.csv");
        byte[] before = File.ReadAllBytes(file);
        JsonNode pruned = JsonNode.Parse(Run("explain", file, "--prune", "0.3", "--data", data, "--format", "json").Out)!["pruned"]!;
        Assert.Equal(before, File.ReadAllBytes(file));
        TrainedForecaster model = TrainedForecaster.Load(file);
        int gone = EdgeSeries.Prune(model.Model, 0.3).Count;
        Assert.InRange(gone, 1, 23);
        Assert.Equal(gone, pruned["edges"]!.AsArray().Count);
        Assert.Equal(["validation", "test"], pruned["costs"]!.AsArray().Select(cost => (string)cost!["part"]!));
        QSeq.Data.SeriesTable table = QSeq.Data.CsvSeries.Read(data);
        Assert.Equal(model.Evaluate(table).Rmse, (double)pruned["costs"]![1]!["rmseAfter"]!, 12);
        Assert.Equal(TrainedForecaster.Load(file).Evaluate(table).Rmse, (double)pruned["costs"]![1]!["rmseBefore"]!, 12);
        string told = Flat(Run("explain", file, "--prune", "0.3").Out);
        Assert.Contains($"{gone} of 24 edges set to 0, whose part is below 0.3", told, StringComparison.Ordinal);
        Assert.DoesNotContain("RMSE", told, StringComparison.Ordinal);
        Assert.Contains($"{gone} of 24 edges set to 0", Run("explain", file, "--prune", "0.3", "--format", "python").Err, StringComparison.Ordinal);
    }

    [Fact]
    public void WhatCannotBeExplainedIsRefused()
    {
        Assert.Contains("has no QKAN layer, whose edges are Fourier sums; qkan-lstm and hqkan-lstm have one", Run("explain", Trained("--model", "lstm")).Error, StringComparison.Ordinal);
        Assert.Contains(
            "The angles of fast weights are written anew for every window, so that their edges are no fixed Fourier sums; those of qkan-lstm and hqkan-lstm are",
            Run("explain", Trained("--model", "gqkanfwp")).Error,
            StringComparison.Ordinal);
        string file = Trained("--readout", "amplitude-difference");
        Assert.Contains("which is no finite Fourier sum", Run("explain", file).Error, StringComparison.Ordinal);
        Assert.Contains("--data goes with --prune", Run("explain", file, "--data", In("load.csv")).Error, StringComparison.Ordinal);
        Assert.Contains("expected 0 to 1", Run("explain", Trained(), "--prune", "2").Error, StringComparison.Ordinal);
        Assert.Contains("--out names the file that is read", Run("explain", file, "--out", file).Error, StringComparison.Ordinal);
    }

    [GeneratedRegex(@"^double s = (\S+?);?$|^s = (\S+)$")]
    private static partial Regex Start();

    [GeneratedRegex(@"^s \+= \((\S+) \* (?:Math\.C|c)os\((\S+) \* x\)\) \+ \((\S+) \* (?:Math\.S|s)in\((\S+) \* x\)\);?$")]
    private static partial Regex Wave();

    [GeneratedRegex(@"^s \+= (\S+) \* x / \(1 \+ (?:Math\.E|e)xp\(-x\)\);?$")]
    private static partial Regex Silu();

    [GeneratedRegex(@"^s \+= (\S+) \* (?:(?<tanh>(?:Math\.T|t)anh\(x\))|(?<relu>(?:Math\.M|m)ax\(x, 0\))|x);?$")]
    private static partial Regex OtherBase();

    private static double Value(string line, double x)
    {
        line = line.Trim();
        static double Of(Group group) => double.Parse(group.Value, CultureInfo.InvariantCulture);
        if (line == "{") return 0;
        if (Start().Match(line) is { Success: true } start) return Of(start.Groups[1].Success ? start.Groups[1] : start.Groups[2]);
        if (Silu().Match(line) is { Success: true } silu) return Of(silu.Groups[1]) * x / (1 + Math.Exp(-x));
        if (OtherBase().Match(line) is { Success: true } other)
            return Of(other.Groups[1]) * (other.Groups["tanh"].Success ? Math.Tanh(x) : other.Groups["relu"].Success ? Math.Max(x, 0) : x);
        Match wave = Wave().Match(line);
        Assert.True(wave.Success, line);
        return (Of(wave.Groups[1]) * Math.Cos(Of(wave.Groups[2]) * x)) + (Of(wave.Groups[3]) * Math.Sin(Of(wave.Groups[4]) * x));
    }

    private string Trained(params string[] options)
    {
        string data = Write("load.csv", "load\n" + string.Concat(Enumerable.Range(0, 150).Select(n =>
            FormattableString.Invariant($"{50 + (9 * Math.Sin(n * 0.9)) + Math.Sin(n * n):F3}\n"))));
        string file = In("m.qseq");
        CliAnswer answer = Run(["train", data, "--window", "8", "--epochs", "2", "--linear", "off", "--out", file, .. options]);
        Assert.True(answer.Code == 0, answer.Err);
        return file;
    }

    private static string Flat(string text) => string.Join(' ', text.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries));
}
