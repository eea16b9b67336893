using QSeq.Data;
using QSeq.Networks;
using QSeq.Training;

namespace QSeq.Forecasting;

/// <summary>
/// Window, season and normalisation of a recipe by what suits the data: of some windows and normalisations those whose linear
/// forecast, a ridge solution on the training part, has the least squared error on the validation part. The test part is not
/// looked at.
/// </summary>
/// <param name="Recipe">The recipe with what was chosen.</param>
/// <param name="Season">Steps of the season that was found in the training part; 1 for none.</param>
/// <param name="Tried">How many were tried.</param>
public sealed record RecipeChoice(ForecastRecipe Recipe, int Season, int Tried)
{
    private const double Clearly = 0.98; // a longer window, or another level, has to be better by that much
    private const int ShortestWindow = 2;
    private const int LongestWindow = 512;
    private const int WindowsATrainingWindow = 8; // the window is at most this part of the series
    private static readonly int[] Usual = [2, 4, 8, 16, 32, 64];

    /// <summary>Chooses.</summary>
    /// <param name="table">The series.</param>
    /// <param name="recipe">The recipe; where its network has a <see cref="QSeq.Models.SequenceModelConfig.Residual"/>, normalisation can be chosen.</param>
    /// <param name="window">Whether the window is chosen.</param>
    /// <param name="normalisation">Whether the normalisation is chosen.</param>
    /// <param name="cancellationToken">Ends the work between two of those tried.</param>
    /// <returns>What was chosen; the recipe as it is where there is no validation part or no linear path.</returns>
    /// <exception cref="ArgumentException">An option is out of range, a column is unknown, or the series is too short.</exception>
    /// <exception cref="InvalidDataException">Values cannot be scaled.</exception>
    /// <exception cref="OperationCanceledException">The work was cancelled.</exception>
    public static RecipeChoice Of(SeriesTable table, ForecastRecipe recipe, bool window = true, bool normalisation = true, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(recipe);
        int known = (int)(table.Length * Math.Clamp(recipe.Split.Train, 0, 1)), horizon = recipe.Windows.Horizon;
        string target = WindowSet.Complete(recipe.Windows with { Window = 1, Known = [] }, table).Targets[0];
        int season = SeasonFinder.Find(table.Column(target)[..Math.Max(1, known)], table.Step);
        bool read = recipe.Windows.Inputs.Count == 0 || recipe.Windows.Targets.Intersect(recipe.Windows.Inputs).Any();
        if (recipe.Network.Residual is not { Linear: true } residual || recipe.Split.Validation == 0 || !read)
            return new RecipeChoice(recipe, season, 0);

        int longest = Math.Clamp((known - horizon) / WindowsATrainingWindow, ShortestWindow, LongestWindow);
        int least = recipe.Windows.Known.Count > 0 || recipe.Calendar is not null ? horizon : 1;
        int[] windows = !window ? [recipe.Windows.Window]
            : [.. Usual.Concat(season > 1 ? [season, season + 1, 2 * season, 3 * season, 7 * season] : []).Append(horizon).Where(w => w >= Math.Max(ShortestWindow, least) && w <= longest).Distinct().Order()];
        if (windows.Length == 0) windows = [Math.Max(ShortestWindow, least)];
        Normalisation[] kinds = !normalisation ? [residual.Normalisation] : [Normalisation.LastValue, Normalisation.MeanDeviation, Normalisation.None, Normalisation.SeasonalDifference];
        (ForecastRecipe? best, double loss, int tried, Exception? problem) = (null, double.PositiveInfinity, 0, null);
        foreach (int length in windows)
        {
            foreach (Normalisation kind in kinds)
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (normalisation && kind == Normalisation.SeasonalDifference && (season <= 1 || season >= length)) continue;
                ForecastRecipe other = recipe with
                {
                    Windows = recipe.Windows with { Window = length },
                    Network = recipe.Network with { Residual = residual with { Normalisation = kind, Season = kind == Normalisation.SeasonalDifference && normalisation ? season : residual.Season, Shape = null } },
                };
                double found;
                try
                {
                    found = Loss(table, other);
                    tried++;
                }
                catch (ArgumentException e)
                {
                    problem ??= e; // too long a window for the series, say; another may do
                    continue;
                }

                if (found < loss * Clearly) (best, loss) = (other, found);
            }
        }

        if (best is null && problem is not null) System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(problem);
        return new RecipeChoice(best ?? recipe, season, tried);
    }

    private static double Loss(SeriesTable table, ForecastRecipe recipe)
    {
        ForecastRecipe named = recipe.For(table);
        SeriesTable used = named.Derived.Add(table, named.Windows, 0).Select(named.Columns);
        var data = DataSplit.Create(used, named.Windows, named.Split, named.Scaling.Kind, named.Scaling.Low, named.Scaling.High);
        return RidgeStart.ValidationLoss(named.Network.Residual!, data.Train, data.Validation);
    }
}
