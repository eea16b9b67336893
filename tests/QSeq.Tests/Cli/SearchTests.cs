using System.Globalization;
using System.Text.Json.Nodes;
using QSeq.Cli;
using QSeq.Cli.Output;
using QSeq.Cli.Verbs;
using QSeq.Data;
using QSeq.Forecasting;
using QSeq.Search;

namespace QSeq.Tests.Cli;

/// <summary><c>qseq search</c> from the command line.</summary>
public sealed class SearchTests : CliRun
{
    private const int Rows = 150;

    private string Data
    {
        get
        {
            string path = Path.Combine(Folder, "y.csv");
            var random = new QSeq.Core.RandomSource(3, "search");
            File.WriteAllLines(path, ["day,y", .. Enumerable.Range(0, Rows).Select(t => string.Create(
                CultureInfo.InvariantCulture, $"{new DateTime(2024, 1, 1).AddDays(t):yyyy-MM-dd},{20 + (5 * Math.Sin(Math.PI * t / 3.5)) + random.NextUniform(-1, 1):F3}"))]);
            return path;
        }
    }

    private string Out => Path.Combine(Folder, "y.qseq");

    [Fact]
    public void A_short_series_leaves_networks_out_with_what_can_be_done()
    {
        CliAnswer answer = Run("search", Waves(rows: 12), "--trials", "1");
        Assert.Equal(0, answer.Code);
        Assert.Contains("note: no network could be tried: the 8 rows before the validation part are too few to train and validate one on; give a longer series\n", answer.Err.ReplaceLineEndings("\n"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(48, "search", "--trials", "1")] // before the test part
    [InlineData(60, "backtest", "--models", "lstm")]
    public void Values_whose_errors_have_no_finite_sum_are_bad_data(int rows, params string[] options)
    {
        string data = Write("large.csv", "x\n" + string.Concat(Enumerable.Range(1, 60).Select(n => $"{(n == 31 ? 1 : n % 9)}e{(n == 31 ? 308 : 302)}\n")));
        CliAnswer answer = Run([options[0], data, .. options[1..]]);
        Assert.Equal(3, answer.Code);
        Assert.Equal($"qseq: column 'x', row 31: 1E+308 is too large for errors to be summed over {rows} rows; correct it if it is a mistake, or use larger units", answer.Error);
    }

    [Fact]
    public void The_printed_command_trains_the_model_that_was_saved()
    {
        string data = Data;
        CliAnswer answer = Run("search", data, "--horizon", "3", "--trials", "16", "--out", Out, "--forecast", Path.Combine(Folder, "next.csv"));
        Assert.Equal(0, answer.Code);
        Assert.Contains("looked at once", answer.Out, StringComparison.Ordinal);
        Assert.Contains("pick: ", answer.Out, StringComparison.Ordinal);
        string[] next = File.ReadAllLines(Path.Combine(Folder, "next.csv"));
        Assert.Equal("day,y", next[0]);
        Assert.Equal(["2024-05-30", "2024-05-31", "2024-06-01"], next.Skip(1).Select(line => line.Split(',')[0]));

        string text = answer.Out.ReplaceLineEndings(" ");
        string[] words = text[text.IndexOf("qseq train ", StringComparison.Ordinal)..].Split(' ', StringSplitOptions.RemoveEmptyEntries)[1..];
        var saved = TrainedForecaster.Load(Out);
        File.Delete(Out);
        CliAnswer train = Run(words);
        Assert.Equal(0, train.Code);
        var trained = TrainedForecaster.Load(Out);
        Assert.Equal(saved.Digest, trained.Digest);
        Assert.Equal(saved.Recipe.Digest(), trained.Recipe.Digest());
        Assert.Equal(saved.Scores, trained.Scores);
    }

    [Fact]
    public void What_was_tried_is_json_and_the_same_again()
    {
        string data = Data;
        string[] words = ["search", data, "--trials", "6", "--horizon", "2", "--json", "--seed", "7"];
        JsonNode one = JsonNode.Parse(Run([.. words, "--threads", "1"]).Out)!, two = JsonNode.Parse(Run([.. words, "--threads", "3"]).Out)!;
        Assert.Equal(6, one["tried"]!.AsArray().Count);
        Assert.Equal(one["pick"]!.ToJsonString(), two["pick"]!.ToJsonString());
        Assert.Equal(one["baselines"]!.ToJsonString(), two["baselines"]!.ToJsonString());
        Assert.Equal(one["tried"]!.AsArray().Select(trial => trial!["validationMae"]!.GetValue<double>()), two["tried"]!.AsArray().Select(trial => trial!["validationMae"]!.GetValue<double>()));
        Assert.Equal(7, one["season"]!.GetValue<int>());
    }

    [Fact]
    public void A_search_that_was_stopped_goes_on()
    {
        string data = Data, kept = Out + ".search";
        CliAnswer whole = Run("search", data, "--trials", "10", "--json");
        CliAnswer stopped = RunStopped(1, "search", data, "--trials", "10", "--threads", "1", "--out", Out);
        Assert.Equal(ExitCode.Cancelled, stopped.Code);
        Assert.Contains("--resume goes on", stopped.Error, StringComparison.Ordinal);
        Assert.True(File.Exists(kept));
        Assert.False(File.Exists(Out));
        CliAnswer resumed = Run("search", data, "--trials", "10", "--out", Out, "--resume", "--json");
        Assert.Equal(0, resumed.Code);
        Assert.Contains("are known", resumed.Err, StringComparison.Ordinal);
        Assert.Equal(JsonNode.Parse(whole.Out)!["pick"]!.ToJsonString(), JsonNode.Parse(resumed.Out)!["pick"]!.ToJsonString());

        Assert.Contains("another search", Run("search", data, "--trials", "10", "--horizon", "2", "--out", Out, "--resume").Error, StringComparison.Ordinal);
        Assert.Contains("is replaced", Run("search", data, "--trials", "0", "--horizon", "2", "--out", Out).Err, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--time", "5x", "--time is '5x'")]
    [InlineData("--time", "0s", "--time is '0s'")]
    [InlineData("--time", "1e9", "--time is '1e9'")]
    [InlineData("--models", "lstn", "lstm")]
    [InlineData("--horizon", "0", "horizon is 0")]
    [InlineData("--column", "z", "z")]
    [InlineData("--resume", "true", "give --out")]
    public void What_does_not_go_together_is_refused(string option, string value, string said)
    {
        CliAnswer answer = Run("search", Data, option, value);
        Assert.NotEqual(0, answer.Code);
        Assert.Contains(said, answer.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Neither_data_nor_journal_is_overwritten()
    {
        string data = Data;
        Assert.Contains("the file that is read", Run("search", data, "--out", data).Error, StringComparison.Ordinal);
        Assert.Contains("the file that is read", Run("search", data, "--forecast", data).Error, StringComparison.Ordinal);
        Assert.Contains("the file that is read", Run("search", data, "--out", Out, "--forecast", Out).Error, StringComparison.Ordinal);
    }

    /// <summary>Each recipe that a search draws can be said as a command of train, whose recipe it is.</summary>
    [Fact]
    public void Every_recipe_is_a_command_of_train()
    {
        var table = SeriesTable.Of("y", [.. Enumerable.Range(0, 300).Select(t => Math.Sin(t / 3.0) + (t % 12))]);
        string[] models = [.. QSeq.Models.ModelCatalogue.Default.Entries.Select(entry => entry.Name)];
        var space = new RecipeSpace(table, "y", 12, new SearchOptions { Horizon = 4, Trials = 1, Models = [.. models] }, default);
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        var context = new CliContext { Out = text, Err = text };
        for (int n = 0; n < 300; n++)
        {
            ForecastRecipe recipe = space.At(new Halving.Proposal(n, n % RecipeSpace.Rungs, n % 3));
            ForecastRecipe? said = TrainVerb.RecipeOf(context, ["y.csv", .. TrainCommand.Options(recipe)], "y");
            Assert.Equal(recipe.For(table).Digest(), (said! with { Levels = [] }).For(table).Digest());
        }

        Assert.Empty(text.ToString());
    }
}
