using System.Globalization;

namespace QSeq.Tests.Cli;

/// <summary>Series to play with.</summary>
public sealed class DataGenerateTests : CliRun
{
    [Theory]
    [InlineData("shm", "angle,velocity", 20)]
    [InlineData("bessel", "j2", 20)]
    [InlineData("mackey-glass", "x", 20)]
    [InlineData("lorenz", "x", 20)]
    [InlineData("narma-5", "u,y", 20)]
    [InlineData("narma-10", "u,y", 20)]
    [InlineData("delayed-control", "signal", 20)]
    [InlineData("jaynes-cummings", "inversion", 20)]
    [InlineData("transmon", "population", 20)]
    public void Data_generate_makes_series(string series, string header, int points)
    {
        CliAnswer answer = Run("data", "generate", series, "--points", points.ToString(CultureInfo.InvariantCulture));
        string[] lines = answer.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.StartsWith("# source: generated", lines[0], StringComparison.Ordinal);
        Assert.Equal(header, lines[1]);
        Assert.Equal(points + 2, lines.Length);
    }

    [Fact]
    public void Data_generate_takes_every_so_many_values_of_mackey_glass()
    {
        string Values(params string[] options) => Run(["data", "generate", "mackey-glass", .. options]).Out;
        Assert.Equal(Values("--points", "13", "--stride", "1").Split('\n')[14], Values("--points", "3", "--stride", "6").Split('\n')[4]);
        Assert.Contains("1000 points every 1 from", Values(), StringComparison.Ordinal);
        string help = string.Join(' ', Run("data", "generate", "--help").Out.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains(
            "shm, bessel, mackey-glass, lorenz, narma-5, narma-10, delayed-control, jaynes-cummings, transmon. "
            + "[default: 240, 1000, 1000, 1000, 1000, 1000, 1100, 1000, 1000]",
            help,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Data_generate_draws_the_inputs_of_narma_from_the_seed()
    {
        string Source(string series, string seed) => Run("data", "generate", series, "--points", "5000", "--seed", seed).Out.Split('\n')[0];
        Assert.EndsWith("seed 3, draw 1, 5000 points from t = 200", Source("narma-5", "3"), StringComparison.Ordinal);
        Assert.Contains("NARMA-5 ", Source("narma-5", "3"), StringComparison.Ordinal);
        Assert.EndsWith("seed 4, draw 2, 5000 points from t = 200", Source("narma-10", "4"), StringComparison.Ordinal);
    }
}
