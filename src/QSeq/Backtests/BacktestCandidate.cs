using QSeq.Data;
using QSeq.Estimators;
using QSeq.Forecasting;

namespace QSeq.Backtests;

/// <summary>Something that forecasts and can be fitted to a part of a series.</summary>
public abstract class BacktestCandidate
{
    private protected BacktestCandidate(string name) => Name = name;

    /// <summary>What it is called in tables.</summary>
    public string Name { get; }

    /// <summary>Whether another seed gives another fit.</summary>
    internal virtual bool HasSeeds => false;

    /// <summary>Whether it is a classical method.</summary>
    internal virtual bool IsMethod => false;

    /// <summary>A classical method, fitted on the series alone.</summary>
    /// <param name="method">The method.</param>
    /// <returns>The candidate.</returns>
    public static BacktestCandidate Of(SeriesMethod method)
    {
        ArgumentNullException.ThrowIfNull(method);
        return new MethodCandidate(method);
    }

    /// <summary>
    /// A model, trained by a recipe on the rows before each fit. Its horizon is that of the backtest. Of those rows a part is for validation
    /// and none for testing: what the recipe leaves for testing goes to training.
    /// </summary>
    /// <param name="recipe">The recipe.</param>
    /// <param name="isChosen">Whether window and normalisation are chosen by the rows before each fit (<see cref="RecipeChoice"/>).</param>
    /// <param name="name">What it is called; null for the name of the model.</param>
    /// <returns>The candidate.</returns>
    public static BacktestCandidate Of(ForecastRecipe recipe, bool isChosen = true, string? name = null)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        return new RecipeCandidate(recipe, isChosen, name ?? recipe.Model);
    }

    /// <summary>Fits it to some rows of a part and forecasts.</summary>
    /// <returns>How many numbers were estimated.</returns>
    internal abstract int Forecast(BacktestPart part, int seed, Span<double> ahead, CancellationToken cancellationToken);
}

/// <summary>One fit and the origins it serves. An origin o sees rows before o and forecasts rows o to o + horizon - 1.</summary>
/// <param name="Table">The series.</param>
/// <param name="Column">The column that is forecast.</param>
/// <param name="First">The first row that the fit sees.</param>
/// <param name="End">The row after the last that it sees, which is the first origin.</param>
/// <param name="Origins">Rising.</param>
/// <param name="Stride">Rows between origins, of which some may be missing.</param>
/// <param name="Horizon">Steps ahead.</param>
internal sealed record BacktestPart(SeriesTable Table, string Column, int First, int End, int[] Origins, int Stride, int Horizon);
