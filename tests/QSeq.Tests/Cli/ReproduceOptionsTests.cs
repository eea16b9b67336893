namespace QSeq.Tests.Cli;

/// <summary>Which options of <c>qseq reproduce</c> go together.</summary>
public sealed class ReproduceOptionsTests : CliRun
{
    [Theory]
    [InlineData("--columns", "only to telecom")]
    [InlineData("--data", "only to telecom, pos and leaderboards")]
    [InlineData("--sgd", "only to pos")]
    public void Options_of_other_experiments_do_not_apply_to_hardware(string option, string expected)
    {
        string[] given = option == "--sgd" ? [option] : [option, "x"];
        CliAnswer answer = Run(["reproduce", "--experiment", "hardware", .. given, "--out", In("r")]);
        Assert.Equal(2, answer.Code);
        Assert.Contains(expected, answer.Error, StringComparison.Ordinal);
        Assert.Contains("only to hardware", Run("reproduce", "--experiment", "shm", "--extrapolation", "linear", "--out", In("r")).Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--columns", "a")]
    [InlineData("--gaps", "zero")]
    [InlineData("--delimiter", "tab")]
    [InlineData("--decimal", "comma")]
    [InlineData("--time-column", "none")]
    [InlineData("--full", null)]
    public void Options_of_telecom_do_not_apply_to_pos(string option, string? value)
    {
        string[] given = value is null ? [option] : [option, value];
        Assert.Contains("only to telecom", Run(["reproduce", "--experiment", "pos", .. given, "--out", In("r")]).Error, StringComparison.Ordinal);
        Assert.Contains("only to pos", Run("reproduce", "--experiment", "shm", "--sgd", "--out", In("r")).Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ett", "ETTh1.csv")]
    [InlineData("m4-hourly", "a folder with Hourly-train.csv and Hourly-test.csv")]
    [InlineData("sunspots", "a CSV of yearly sunspots, column SUNACTIVITY")]
    [InlineData("ewt", "en_ewt-ud-train.conllu, with en_ewt-ud-dev.conllu beside it, or a folder with both")]
    public void A_leaderboard_asks_for_its_data(string name, string expected)
    {
        CliAnswer none = Run("reproduce", "--experiment", name, "--out", In("r"));
        Assert.Equal(2, none.Code);
        Assert.Contains($"--experiment {name} needs --data PATH, where PATH is {expected}", none.Error, StringComparison.Ordinal);
        if (name is "ett" or "sunspots") return;
        CliAnswer missing = Run("reproduce", "--experiment", name, "--data", Folder, "--out", In("r"));
        Assert.Equal(2, missing.Code);
        Assert.Contains("there is no " + Folder, missing.Error, StringComparison.Ordinal);
        Assert.Contains(expected, missing.Error, StringComparison.Ordinal);
        Assert.Contains("only to telecom", Run("reproduce", "--experiment", name, "--data", Folder, "--gaps", "zero", "--out", In("r")).Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("shm", "--ett", "only to size")]
    [InlineData("pos", "--full", "only to telecom, size, ablation, systems, m4-hourly")]
    [InlineData("size", "--data", "only to telecom, pos and leaderboards")]
    public void Options_of_one_experiment_do_not_apply_to_another(string experiment, string option, string expected)
    {
        string[] given = option == "--full" ? [option] : [option, "x"];
        CliAnswer answer = Run(["reproduce", "--experiment", experiment, .. given, "--out", In("r")]);
        Assert.Equal(2, answer.Code);
        Assert.Contains(expected, answer.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--experiment", "besel", "'bessel'")]
    [InlineData("--seeds", "0", "1 or more")]
    [InlineData("--epochs", "0", "1 or more")]
    [InlineData("--threads", "-1", "1 or more")]
    public void Options_out_of_range_are_usage_errors(string option, string value, string expected)
    {
        CliAnswer answer = Run("reproduce", option, value, "--out", In("r"));
        Assert.Equal(2, answer.Code);
        Assert.Contains(expected, answer.Error, StringComparison.Ordinal);
    }
}
