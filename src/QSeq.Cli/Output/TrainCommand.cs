using QSeq.Networks;
using QSeq.Search;

namespace QSeq.Cli.Output;

/// <summary>A recipe of a search as options of <c>qseq train</c>.</summary>
internal static class TrainCommand
{
    /// <summary>The options that say what the recipe is, but for the data and how it is read.</summary>
    public static string[] Options(ForecastRecipe recipe)
    {
        var words = new List<string>();
        TrainingOptions training = recipe.Training;
        Add("--column", recipe.Windows.Targets[0]);
        Add("--model", recipe.Model);
        Add("--hidden", recipe.Network.Hidden);
        AddGates(recipe.Network.Gates);
        Add("--window", recipe.Windows.Window);
        Add("--horizon", recipe.Windows.Horizon);
        AddResidual(recipe.Network.Residual);
        Add("--loss", training.Objective.Kind);
        Add("--scaler", Name(recipe.Scaling.Kind));
        Add("--split", Invariant($"{recipe.Split.Train},{recipe.Split.Validation}"));
        Add("--epochs", training.Epochs);
        Add("--batch", training.BatchSize);
        Add("--lr", training.Optimizer.LearningRate);
        Add("--patience", training.EarlyStopping?.Patience ?? 0);
        Add("--seed", training.Seed);
        return [.. words];

        void Add(string option, object value) => words.AddRange([option, Invariant($"{value}")]);

        void AddGates(GateConfig gates)
        {
            if (gates is FourierGates fourier) Add("--terms", fourier.Terms);
            if (gates is SplineGates spline)
            {
                Add("--grid", spline.Grid);
                Add("--spline-order", spline.Order);
            }

            if (gates is HqkanGates hybrid) Add("--latent", hybrid.Hqkan.Latent);
            if (((gates as QkanGates)?.Qkan ?? (gates as HqkanGates)?.Hqkan.Qkan) is not { } edge) return;
            Add("--encoding", Name(edge.Encoding));
            Add("--reps", edge.Reps);
        }

        void AddResidual(ResidualOptions? residual)
        {
            Add("--normalise", residual?.Normalisation switch
            {
                Normalisation.LastValue => "last",
                Normalisation.MeanDeviation => "mean",
                Normalisation.SeasonalDifference => "season",
                _ => "none",
            });
            if (residual?.Normalisation == Normalisation.SeasonalDifference) Add("--season", residual.Season);
            Add("--linear", residual?.Linear == true ? "on" : "off");
            if (residual?.Rank > 0) Add("--rank", residual.Rank);
        }
    }

    /// <summary>A recipe in few words, for tables.</summary>
    public static string Describe(SearchTrial trial)
    {
        ForecastRecipe recipe = trial.Recipe;
        string[] words = Options(recipe);
        string[] left = ["--column", "--model", "--horizon", "--split", "--seed", "--patience", "--scaler", "--batch"];
        return string.Join(' ', words.Chunk(2).Where(pair => !left.Contains(pair[0])).Select(pair => $"{pair[0][2..]} {pair[1]}"));
    }

    private static string Name<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();
}
