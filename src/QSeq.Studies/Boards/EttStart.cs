using QSeq.Networks;

namespace QSeq.Studies.Boards;

/// <summary>
/// The linear start of all networks at a horizon: of some windows and levels the one with the least squared error on validation
/// windows, of as many ranks as leave the networks under a third of the weights of NLinear at horizon 96.
/// </summary>
internal sealed class EttStart
{
    /// <summary>The hidden size of the networks, or the most.</summary>
    public const int Hidden = 4;

    private const int MostWeights = 10_000; // of path and head; cells have up to 700 more, and 32,352 / 3 is 10,784
    private readonly SeriesTable _table;
    private readonly EttParts _parts;
    private readonly TrainingOptions _training;
    private readonly Lazy<ForecastRecipe> _chosen;

    public EttStart(SeriesTable table, EttParts parts, int horizon, TrainingOptions training)
    {
        (_table, _parts, Horizon, _training) = (table, parts, horizon, training);
        Candidates =
        [
            .. from window in parts.Windows
               from level in (Normalisation[])[Normalisation.LastValue, Normalisation.MeanDeviation]
               select Recipe(window, level),
        ];
        _chosen = new(() => Candidates.MinBy(Loss)!);
    }

    public int Horizon { get; }

    public SeriesTable Table => _table;

    /// <summary>What is tried, with a network of one cell.</summary>
    public ImmutableArray<ForecastRecipe> Candidates { get; }

    /// <summary>The candidate that is best on validation windows; found when it is first asked for.</summary>
    public ForecastRecipe Chosen => _chosen.Value;

    private double Loss(ForecastRecipe recipe)
    {
        var training = new ForecastTraining(_table, recipe);
        return new Evaluator(training.Model, training.Data.Validation).Evaluate().Mse;
    }

    private ForecastRecipe Recipe(int window, Normalisation level)
    {
        int rank = ((int[])[8, 6, 4, 2]).FirstOrDefault(rank => (rank * (window + Horizon)) + ((Hidden + 2) * Horizon) <= MostWeights, 1);
        ForecastRecipe recipe = ForecastRecipe.Of("lstm");
        return recipe with
        {
            Network = recipe.Network with { Hidden = 1, Residual = new ResidualOptions { Normalisation = level, Rank = rank } },
            Windows = new WindowOptions { Window = window, Horizon = Horizon },
            Split = _parts.Split(window, Horizon),
            Scaling = new ScalingOptions { Kind = ScalerKind.Standard },
            Training = _training,
        };
    }
}
