using QSeq.Data;
using QSeq.Forecasting;
using QSeq.Layers;
using QSeq.Models;
using QSeq.Networks;
using QSeq.Objectives;
using QSeq.Quantum;
using QSeq.Training;

namespace QSeq.Search;

/// <summary>
/// The recipes that a search tries, in their order: each model in its preset size with the window and the level that suit a linear
/// forecast best, then drawn ones, half of them with that window and level. The same seed gives the same recipes.
/// </summary>
internal sealed class RecipeSpace
{
    /// <summary>The rungs, each of three times the epochs of the one before.</summary>
    public const int Rungs = 4;

    /// <summary>The most recipes of a search.</summary>
    public const int Most = 5000;

    /// <summary>The part of the windows that the epoch is chosen on.</summary>
    public const double ValidationShare = 0.15;

    private const int WindowsOfFirstRung = 3000, MostFirstEpochs = 5, LongSeries = 5000, Patience = 10;
    private const int ShortestWindow = 2, LongestWindow = 512, WindowsATrainingWindow = 8, Draws = 100;
    private static readonly Normalisation[] Levels = [Normalisation.LastValue, Normalisation.MeanDeviation, Normalisation.None, Normalisation.SeasonalDifference];

    private readonly List<ForecastRecipe> _recipes = [];
    private readonly HashSet<string> _digests = [];
    private readonly RandomSource _random;
    private readonly ForecastRecipe _chosen;
    private readonly int[] _windows;
    private readonly SearchOptions _options;
    private readonly int _season, _rows;

    /// <param name="seen">The rows before the validation part.</param>
    /// <param name="column">What is forecast.</param>
    /// <param name="season">Steps a season, 1 for none.</param>
    /// <param name="options">What is searched.</param>
    /// <param name="cancellationToken">Ends the choice of the window.</param>
    /// <exception cref="ArgumentException">The rows are too few for a network.</exception>
    /// <exception cref="InvalidDataException">Values cannot be learnt from.</exception>
    public RecipeSpace(SeriesTable seen, string column, int season, SearchOptions options, CancellationToken cancellationToken)
    {
        (_options, _season, _rows, _random) = (options, season, seen.Length, new RandomSource(options.Seed, "search"));
        int horizon = options.Horizon, longest = Math.Clamp((_rows - horizon) / WindowsATrainingWindow, ShortestWindow, LongestWindow);
        int[] seasons = season > 1 ? [season, season + 1, 2 * season, 3 * season, 7 * season] : [];
        int[] windows = [2, 4, 8, 16, 32, 64, horizon, .. seasons];
        _windows = [.. windows.Where(window => window >= ShortestWindow && window <= longest).Distinct().Order()];
        ForecastRecipe basis = Basis(options.Models[0], column, ShortestWindow, new ResidualOptions());
        _chosen = RecipeChoice.Of(seen, basis, cancellationToken: cancellationToken).Recipe;
        CheckValues(seen);
    }

    /// <summary>A recipe, trained for the epochs of a rung from the seed of a number.</summary>
    public ForecastRecipe At(Halving.Proposal proposal)
    {
        while (_recipes.Count <= proposal.Recipe) Add();
        ForecastRecipe recipe = _recipes[proposal.Recipe];
        int epochs = Math.Clamp((WindowsOfFirstRung + _rows - 1) / _rows, 1, MostFirstEpochs);
        for (int rung = 0; rung < proposal.Rung; rung++) epochs *= Halving.Factor;
        return recipe with { Training = recipe.Training with { Epochs = epochs, Seed = _options.Seed + (ulong)proposal.Seed } };
    }

    // Values that one recipe cannot learn from, none can; rows that are too few for a window may be enough for another.
    private void CheckValues(SeriesTable seen)
    {
        try
        {
            _ = new ForecastTraining(seen, First(_options.Models[0]));
        }
        catch (ArgumentException)
        {
            return;
        }
    }

    private void Add()
    {
        int first = _recipes.Count;
        ForecastRecipe recipe = first < _options.Models.Length ? First(_options.Models[first]) : Drawn();
        for (int draw = 0; draw < Draws && _digests.Contains(recipe.Digest()); draw++) recipe = Drawn();
        _digests.Add(recipe.Digest());
        _recipes.Add(recipe);
    }

    private ForecastRecipe First(string model) =>
        Basis(model, _chosen.Windows.Targets[0], _chosen.Windows.Window, _chosen.Network.Residual!);

    private ForecastRecipe Drawn()
    {
        string model = Of([.. _options.Models]);
        bool chosen = _random.NextDouble() < 0.5;
        int window = chosen || _windows.Length == 0 ? _chosen.Windows.Window : Of(_windows);
        Normalisation level = chosen ? _chosen.Network.Residual!.Normalisation : Of(Levels);
        if (level == Normalisation.SeasonalDifference && (_season <= 1 || _season >= window)) level = Normalisation.LastValue;
        var residual = new ResidualOptions
        {
            Normalisation = level,
            Season = level == Normalisation.SeasonalDifference ? _season : 1,
            Linear = _random.NextDouble() < 0.85,
        };
        if (residual.Linear && _random.NextDouble() < 0.2) residual = residual with { Rank = Of(1, 2, 4) };
        ForecastRecipe recipe = Basis(model, _chosen.Windows.Targets[0], window, residual);
        bool wide = recipe.Network.Gates is LstmGates or GruGates;
        return recipe with
        {
            Network = recipe.Network with { Gates = Drawn(recipe.Network.Gates), Hidden = wide ? Of(2, 4, 8, 16) : Of(1, 2, 4) },
            Scaling = new ScalingOptions { Kind = Of(ScalerKind.MinMax, ScalerKind.Standard) },
            Training = recipe.Training with
            {
                BatchSize = _rows < LongSeries ? Of(16, 32) : Of(32, 64, 128),
                Optimizer = OptimizerConfig.Adam(Of(0.003, 0.01, 0.03)),
                Objective = Of(Objective.Mse, Objective.Mae),
            },
        };
    }

    private GateConfig Drawn(GateConfig gates) => gates switch
    {
        QkanGates g => g with { Qkan = Drawn(g.Qkan) },
        HqkanGates g => g with { Hqkan = g.Hqkan with { Latent = Of(2, 3, 4), Qkan = Drawn(g.Hqkan.Qkan) } },
        FourierGates g => g with { Terms = Of(3, 5) },
        SplineGates g => g with { Grid = Of(3, 7) },
        _ => gates,
    };

    private QkanOptions Drawn(QkanOptions edge) => edge with { Encoding = Of(Encoding.Pz, Encoding.Rpz, Encoding.Real), Reps = Of(1, 2, 3) };

    private ForecastRecipe Basis(string model, string column, int window, ResidualOptions residual)
    {
        ForecastRecipe recipe = ForecastRecipe.Of(model);
        return recipe with
        {
            Network = recipe.Network with { Residual = residual.Linear || residual.Normalisation != Normalisation.None ? residual with { Shape = null } : null },
            Windows = new WindowOptions { Window = window, Horizon = _options.Horizon, Inputs = [column], Targets = [column] },
            Split = new SplitFractions(1 - ValidationShare, ValidationShare),
            Training = new TrainingOptions
            {
                BatchSize = _rows < LongSeries ? 16 : 64,
                Objective = Objective.Mae,
                EarlyStopping = new EarlyStopping { Patience = Patience },
            },
        };
    }

    private T Of<T>(params T[] choices) => choices[_random.NextInt(choices.Length)];
}
