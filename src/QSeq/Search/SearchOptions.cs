using QSeq.Data;
using QSeq.Models;

namespace QSeq.Search;

/// <summary>What a search looks for, and how long.</summary>
public sealed record SearchOptions
{
    private const double TestShare = 0.2;

    /// <summary>Steps ahead, 1 or more.</summary>
    public int Horizon { get; init; } = 1;

    /// <summary>Steps a season, 1 for none; null (default) for what the rows before the validation part show.</summary>
    public int? Season { get; init; }

    /// <summary>The last rows, which nothing is chosen by; the horizon or more. Null (default) for a fifth of the rows, at least twice the horizon.</summary>
    public int? TestRows { get; init; }

    /// <summary>
    /// How long it may take, above 0; null (default) for no end but <see cref="Trials"/>. How many networks are tried in a time depends on the
    /// machine; with as many <see cref="Trials"/> instead the result is the same, bit for bit. The classical methods and the last fits are done
    /// in any case.
    /// </summary>
    public TimeSpan? Time { get; init; }

    /// <summary>The most trainings that are tried, 0 or more; null (default) for no end but <see cref="Time"/>.</summary>
    public int? Trials { get; init; }

    /// <summary>From how many seeds a recipe has to be better before a network is chosen alone, 1 or more.</summary>
    public int Seeds { get; init; } = 2;

    /// <summary>What recipes are drawn from; the seed of the first training of each as well.</summary>
    public ulong Seed { get; init; }

    /// <summary>Trainings at a time, 1 or more. The result does not depend on it, unless <see cref="Time"/> ends it.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>Names of models of <see cref="ModelCatalogue.Default"/> that are tried, at least one.</summary>
    public ImmutableArray<string> Models { get; init; } = UsualModels;

    /// <summary>The models that are tried by default: those whose steps take microseconds.</summary>
    public static ImmutableArray<string> UsualModels { get; } = ["qkan-lstm", "hqkan-lstm", "lstm", "gru", "fourier-lstm"];

    /// <summary>Levels of the intervals that the model of the best recipe keeps, see <see cref="Forecasting.ForecastRecipe.Levels"/>; none by default.</summary>
    public ImmutableArray<double> Levels { get; init; } = [];

    /// <summary>How the file of the data was read, for the model; null for data from memory.</summary>
    public CsvReadOptions? Reading { get; init; }

    /// <summary>Checks the options.</summary>
    /// <exception cref="ArgumentException">An option is out of its range, or there is no such model.</exception>
    public void Validate()
    {
        OptionCheck.Require(Horizon is >= 1 and <= SequenceModelConfig.MaxOutputs, $"horizon is {Horizon}, expected 1 to {SequenceModelConfig.MaxOutputs}");
        OptionCheck.Require(Season is null or >= 1, $"a season has {Season} steps, expected 1 (none) or more");
        OptionCheck.Require(TestRows is null || TestRows >= Horizon, $"{TestRows} rows are to be forecast, expected {Horizon} (the horizon) or more");
        OptionCheck.Require(Time is null || Time > TimeSpan.Zero, $"the time is {Time}, expected more than none");
        OptionCheck.Require(Trials is null or >= 0, $"{Trials} trainings were asked for, expected 0 or more");
        OptionCheck.Require(Time is not null || Trials is not null, $"neither a time nor a number of trainings was given, expected one of them or both");
        OptionCheck.Require(Seeds >= 1, $"{Seeds} seeds were asked for, expected 1 or more");
        OptionCheck.Require(Threads >= 1, $"threads is {Threads}, expected 1 or more");
        OptionCheck.Require(!Models.IsDefaultOrEmpty, $"no model is to be tried, expected some");
        foreach (string model in Models) ModelCatalogue.Default.Find(model);
    }

    /// <summary>The rows of the test part.</summary>
    internal int TestOf(int rows) => TestRows ?? Math.Max(2 * Horizon, (int)(rows * TestShare));
}
