using System.Text.Json.Nodes;
using QSeq.Explain;
using QSeq.Forecasting;
using QSeq.Models;
using QSeq.Tagging;

namespace QSeq.Tests.Cli;

/// <summary>Models that <c>qseq explain --prune X --save FILE</c> writes: read everywhere, and verified as what they are.</summary>
[Trait(Speed.Name, Speed.Slow)]
public sealed class PrunedModelTests : CliRun
{
    private const string Below = "0.3";

    [Fact]
    public void A_pruned_model_is_saved_read_and_verified()
    {
        string data = Waves(rows: 200), file = Train(data, "--hidden", "2", "--linear", "off", "--horizon", "2"), small = In("small.qseq");
        byte[] before = File.ReadAllBytes(file);
        CliAnswer answer = Run("explain", file, "--prune", Below, "--save", small);
        Assert.True(answer.Code == 0, answer.Err);
        Assert.Equal(before, File.ReadAllBytes(file));
        TrainedForecaster whole = TrainedForecaster.Load(file), pruned = TrainedForecaster.Load(small);
        SequenceModel copy = new(whole.Model.Config, [.. whole.Model.Parameters]);
        int gone = EdgeSeries.Prune(copy, 0.3).Count;
        Assert.InRange(gone, 1, 23);
        Assert.Equal(copy.Parameters, pruned.Model.Parameters);
        Assert.Equal((0.3, gone, whole.Digest), (pruned.PrunedBelow!.Value, pruned.PrunedEdges, pruned.TrainedDigest));
        Assert.Equal((null, 0, whole.Digest), (whole.PrunedBelow, whole.PrunedEdges, whole.TrainedDigest));
        Assert.NotEqual(whole.Digest, pruned.Digest);
        Assert.Empty(pruned.Scores);
        Assert.NotEmpty(whole.Scores);
        Assert.Null(pruned.Calibration);
        Assert.NotNull(whole.Calibration);
        Assert.Contains(
            $"saved {small}: {gone} edges set to 0; without the scores and intervals of the weights before; qseq verify {small} trains and prunes again and compares",
            answer.Err,
            StringComparison.Ordinal);
        Assert.Contains($"{gone} edges set to 0, of a part below 0.3; the scores and intervals of the weights before are left out; before, sha256 {whole.Digest}", Flat(Run("inspect", small).Out), StringComparison.Ordinal);
        Assert.Equal(gone, (int)JsonNode.Parse(Run("inspect", small, "--json").Out)!["manifest"]!["pruning"]!["edges"]!);
        Assert.DoesNotContain("pruned", Run("inspect", file).Out, StringComparison.Ordinal);
        Assert.DoesNotContain("pruning", whole.ToJson(), StringComparison.Ordinal); // files of whole models stay as they were

        CliAnswer again = Run("explain", small, "--prune", Below);
        Assert.Equal(EdgeSeries.Prune(copy, 0.3).Count, EdgeSeries.Prune(TrainedForecaster.Load(small).Model, 0.3).Count);
        Assert.Matches($"[0-9]+ of 24 edges set to 0, whose part is below 0.3; {gone} were 0 before", again.Out);
        Assert.DoesNotContain("were 0 before", Run("explain", file, "--prune", Below).Out, StringComparison.Ordinal);
        CliAnswer levels = Run("forecast", small, data, "--levels", "80");
        Assert.Equal("qseq: the model has no intervals, for those of the weights before were left out when it was pruned; make it anew from the model that was pruned and its data, with qseq explain MODEL --prune 0.3 --data DATA --save FILE, which measures intervals again", levels.Error);
        Assert.Equal(0, Run("explain", file, "--prune", Below, "--data", data, "--save", In("anew.qseq")).Code);
        Assert.Equal(0, Run("forecast", In("anew.qseq"), data, "--levels", "80").Code);

        CliAnswer explained = Run("explain", small);
        Assert.Contains($"{small} was pruned: {gone} edges of a part below 0.3 are 0", explained.Err, StringComparison.Ordinal);
        foreach (EdgeSeries edge in EdgeSeries.Of(pruned.Model).Where(edge => edge.PostWeight == 0))
            Assert.Equal((0, 0.0), (edge.Used(0.01), edge.ShareOf(edge.Terms[1])));
        Assert.Equal(gone, EdgeSeries.Of(pruned.Model).Count(edge => edge.PostWeight == 0));
        Assert.DoesNotContain("was pruned", Run("explain", file).Err, StringComparison.Ordinal);

        CliAnswer verified = Run("verify", small);
        Assert.Equal(0, verified.Code);
        Assert.Contains($"digest before pruning: same ({whole.Digest})\nedges set to 0: same ({gone} edges)\ndigest after pruning: same ({pruned.Digest})\nverified\n", Lines(verified.Out), StringComparison.Ordinal);
        Assert.DoesNotContain("pruning", Run("verify", file).Out, StringComparison.Ordinal);

        Assert.Equal(pruned.Evaluate(QSeq.Data.CsvSeries.Read(data)).Mae, (double)JsonNode.Parse(Run("evaluate", small, data, "--json").Out)!["scores"]![0]!["mae"]!, 9);
        Assert.NotEqual(Run("forecast", file, data).Out, Run("forecast", small, data).Out);
    }

    [Fact]
    public void A_model_that_stayed_its_linear_start_is_said_to_be_one()
    {
        string data = In("line.csv"), model = In("line.qseq");
        File.WriteAllLines(data, Enumerable.Range(0, 120).Select(n => $"{n}").Prepend("x"));
        Assert.Equal(0, Run("train", data, "--epochs", "1", "--window", "4", "--out", model).Code);
        const string note = "the model is the linear forecast that its training began with: its cells add nothing, and to prune them costs nothing";
        Assert.Contains(note, Run("explain", model, "--prune", Below).Err, StringComparison.Ordinal);
        Assert.DoesNotContain(note, Run("explain", Train(Waves(), "--hidden", "2", "--linear", "off")).Err, StringComparison.Ordinal);
    }

    [Fact]
    public void Weights_that_are_not_those_of_pruning_are_found()
    {
        string file = Train(Waves(), "--hidden", "2", "--linear", "off"), small = In("small.qseq"), forged = In("forged.qseq");
        Assert.Equal(0, Run("explain", file, "--prune", Below, "--save", small).Code);
        TrainedForecaster whole = TrainedForecaster.Load(file);
        whole.Model.Parameters[0] += 0.125f;
        whole.Pruned(0.3).Save(forged);
        CliAnswer answer = Run("verify", forged);
        Assert.NotEqual(0, answer.Code);
        Assert.Contains("digest before pruning: same", answer.Out, StringComparison.Ordinal);
        Assert.Contains("the file holds other weights than pruning gives", answer.Out, StringComparison.Ordinal);
        Assert.EndsWith("digest after pruning differs\n", Lines(answer.Out), StringComparison.Ordinal);

        string data = In("waves.csv"), other = In("other.qseq");
        Assert.Equal(0, Run("train", data, "--epochs", "2", "--window", "4", "--hidden", "2", "--linear", "off", "--seed", "3", "--out", other).Code);
        TrainedForecaster stranger = TrainedForecaster.Load(other);
        TrainedForecaster.Of(TrainedForecaster.Load(file).Recipe, stranger.Model, stranger.Scaler, stranger.Data, stranger.Training).Save(In("mixed.qseq"));
        Assert.Equal(0, Run("explain", In("mixed.qseq"), "--prune", Below, "--save", forged).Code);
        answer = Run("verify", forged);
        Assert.EndsWith("not verified: digest before pruning differs\n", Lines(answer.Out), StringComparison.Ordinal);
    }

    [Fact]
    public void Intervals_are_measured_again_on_data()
    {
        string data = Waves(rows: 200), file = Train(data, "--hidden", "2", "--linear", "off"), small = In("small.qseq");
        CliAnswer answer = Run("explain", file, "--prune", Below, "--data", data, "--save", small);
        Assert.Contains("without the scores of the weights before, with intervals by its own errors; qseq verify", answer.Err, StringComparison.Ordinal);
        TrainedForecaster whole = TrainedForecaster.Load(file), pruned = TrainedForecaster.Load(small);
        Assert.Equal(whole.Calibration!.Levels.ToArray(), pruned.Calibration!.Levels.ToArray());
        Assert.Equal(whole.Calibration.Count, pruned.Calibration.Count);
        Assert.True(pruned.Calibration.Widths[0] > whole.Calibration.Widths[0]);
        Assert.Equal(0, Run("forecast", small, data, "--levels", "80").Code);
        Assert.Equal(0, Run("verify", small).Code);
    }

    [Fact]
    public void A_model_in_another_folder_finds_its_data()
    {
        string file = Train(Waves(), "--linear", "off");
        Directory.CreateDirectory(In("below"));
        Assert.Equal(0, Run("explain", file, "--prune", Below, "--save", In("below/small.qseq")).Code);
        Assert.Equal(0, Run("verify", In("below/small.qseq")).Code);
    }

    [Fact]
    public void Models_of_many_series_are_pruned_too()
    {
        string data = Write("many.csv", "unique_id,ds,y\n" + string.Concat(Enumerable.Range(0, 3).SelectMany(s => Enumerable.Range(0, 80).Select(n =>
            FormattableString.Invariant($"S{s},{new DateTime(2021, 1, 1).AddDays(n):yyyy-MM-dd},{10 + s + Math.Sin(n * 0.5)}\n")))));
        Assert.Equal(0, Run("train", data, "--global", "--epochs", "1", "--window", "6", "--linear", "off", "--threads", "1", "--out", In("all.qseq")).Code);
        Assert.Contains("edges, before training and after", Run("explain", In("all.qseq")).Out, StringComparison.Ordinal);
        Assert.Equal(0, Run("explain", In("all.qseq"), "--prune", Below, "--save", In("small.qseq"), "--report", In("p.html")).Code);
        Assert.Contains("&#39;value&#39;, scaled as in the training part", File.ReadAllText(In("p.html")), StringComparison.Ordinal);
        GlobalForecaster small = GlobalForecaster.Load(In("small.qseq"));
        Assert.Equal((GlobalForecaster.Load(In("all.qseq")).Digest, (ForecastCalibration?)null), (small.TrainedDigest, small.Calibration));
        Assert.Contains("digest after pruning: same", Run("verify", In("small.qseq")).Out, StringComparison.Ordinal);
        Assert.Equal(0, Run("forecast", In("small.qseq"), data).Code);
        foreach (string[] options in (string[][])[["--levels", "80"], ["--score"]])
        {
            Assert.Equal(
                "qseq: the model has no intervals, for those of the weights before were left out when it was pruned; leave --levels and --score out, or name the model that was pruned",
                Run(["forecast", In("small.qseq"), data, .. options]).Error);
        }

        Assert.Equal("qseq: --follow reads rows of one series, and this is a model of many; leave --follow out, or train a model of one without --global", Run("forecast", "--follow", In("all.qseq"), data).Error);
        Assert.Contains("this is one of many series; leave it out", Run("explain", In("all.qseq"), "--prune", Below, "--data", data).Error, StringComparison.Ordinal);
        TrainedForecaster one = small.For(QSeq.Data.SeriesTable.Of("s", [.. Enumerable.Range(0, 60).Select(n => Math.Sin(n * 0.5))]));
        Assert.Equal((0.3, small.TrainedDigest), (one.PrunedBelow!.Value, one.TrainedDigest));
    }

    [Fact]
    public void Taggers_are_pruned_too()
    {
        string bank = Write("bank.conllu", Treebank.Text()), file = In("t.qseq"), small = In("small.qseq");
        Assert.Equal(0, Run("tag", "train", bank, "--model", "qkan-lstm", "--epochs", "1", "--hidden", "2", "--out", file).Code);
        Assert.Contains("cell0 i0(x0)", Flat(Run("explain", file).Out), StringComparison.Ordinal);
        Assert.Equal(0, Run("explain", file, "--prune", "0.05", "--save", small).Code);
        TrainedTagger whole = TrainedTagger.Load(file), pruned = TrainedTagger.Load(small);
        Assert.Equal((whole.Digest, whole.Data.Digest, "bank.conllu"), (pruned.TrainedDigest, pruned.Data.Digest, pruned.Data.Train.Path));
        Assert.NotEqual(whole.Digest, pruned.Digest);
        Assert.Equal(whole.Tags.Names.ToArray(), pruned.Tags.Names.ToArray());
        Assert.Contains("digest after pruning: same", Run("verify", small).Out, StringComparison.Ordinal);
        Assert.Equal(0, Run("tag", "evaluate", small, bank).Code);
        Assert.Contains("this is a tagger; leave it out", Run("explain", file, "--prune", Below, "--data", bank).Error, StringComparison.Ordinal);
    }

    [Fact]
    public void What_cannot_be_saved_is_refused()
    {
        string file = Train(Waves(), "--linear", "off"), small = In("small.qseq");
        byte[] before = File.ReadAllBytes(file);
        Assert.Contains("--save goes with --prune, whose model it saves; give both", Run("explain", file, "--save", small).Error, StringComparison.Ordinal);
        Assert.Contains("--save names the file that is read", Run("explain", file, "--prune", Below, "--save", file).Error, StringComparison.Ordinal);
        Assert.Contains("--save names the file that is read", Run("explain", file, "--prune", Below, "--data", In("waves.csv"), "--save", In("waves.csv")).Error, StringComparison.Ordinal);
        Assert.Contains("is the file that --out names; choose another", Run("explain", file, "--prune", Below, "--out", small, "--save", small).Error, StringComparison.Ordinal);
        Assert.Contains("is the file that small.qseq goes to; choose another", Run("explain", file, "--prune", Below, "--report", small, "--save", small).Error, StringComparison.Ordinal);
        Assert.Contains("--save", Run("explain", file, "--prune", Below, "--save", In("none/small.qseq")).Error, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllBytes(file));
        Assert.False(File.Exists(small));

        Assert.Equal(0, Run("explain", file, "--prune", Below, "--save", small).Code);
        int edges = TrainedForecaster.Load(small).PrunedEdges;
        Assert.Contains(
            $"small.qseq was pruned before, {edges} edges of a part below 0.3; prune the model that it was made from",
            Run("explain", small, "--prune", Below, "--save", In("again.qseq")).Error,
            StringComparison.Ordinal);
        Assert.Equal(0, Run("explain", small, "--prune", Below).Code); // to look at it is allowed
        File.Copy(Path.Combine(AppContext.BaseDirectory, "Persistence", "Format1", "qkan-lstm.qseq"), In("old.qseq"));
        Assert.Contains("a model of format 1, which does not hold how it was trained; train it again and prune that", Run("explain", In("old.qseq"), "--prune", Below, "--save", In("again.qseq")).Error, StringComparison.Ordinal);
    }

    private static string Lines(string text) => text.ReplaceLineEndings("\n");

    private static string Flat(string text) => string.Join(' ', text.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries));
}
