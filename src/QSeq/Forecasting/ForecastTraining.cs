using QSeq.Data;
using QSeq.Evaluation;
using QSeq.Models;
using QSeq.Persistence;
using QSeq.Training;

namespace QSeq.Forecasting;

/// <summary>The training of a forecasting model: a recipe and a table, cut and scaled, and the network with its initial weights.</summary>
public sealed class ForecastTraining
{
    /// <summary>Prepares the training.</summary>
    /// <param name="table">The series.</param>
    /// <param name="recipe">What is to be made of it.</param>
    /// <exception cref="ArgumentException">An option is out of range, a column is unknown, or the series is too short.</exception>
    /// <exception cref="InvalidDataException">Values cannot be scaled, or a target is constant throughout the training part.</exception>
    public ForecastTraining(SeriesTable table, ForecastRecipe recipe)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(recipe);
        Recipe = recipe.For(table);
        SeriesTable used = Recipe.Derived.Add(table, Recipe.Windows, 0).Select(Recipe.Columns);
        Model = new SequenceModel(Recipe.Network, Recipe.Training.Seed);
        Data = DataSplit.Create(used, Recipe.Windows, Recipe.Split, Recipe.Scaling.Kind, Recipe.Scaling.Low, Recipe.Scaling.High);
        if (Recipe.Windows.Targets.FirstOrDefault(name => Data.Scaler.IsConstant(Data.Scaler.IndexOf(name))) is { } target)
            throw new InvalidDataException(FormattableString.Invariant($"column '{target}' is constant ({used.Column(target)[0]}) throughout the training part, so there is nothing to learn; choose another column or a longer series"));
        RidgeStart.Set(Model, Data.Train, Data.Validation);
        if (Recipe.ReferencesFromData) KernelReferences.FromData(Model, Data.Train, Recipe.Training.Seed);
    }

    /// <summary>The recipe with every column named and the network sized to them.</summary>
    public ForecastRecipe Recipe { get; }

    /// <summary>The series, cut and scaled.</summary>
    public DataSplit Data { get; }

    /// <summary>The network; training changes its weights.</summary>
    public SequenceModel Model { get; }

    /// <summary>What a state of this training belongs to: recipe and data, by their digests.</summary>
    public string Identity => $"{Recipe.Digest()} {Data.Table.Digest()}";

    /// <summary>Begins to train.</summary>
    /// <returns>The run, before its first batch.</returns>
    public TrainingSession Start() => Trainer.Start(Model, Data.Train, Data.Validation, Recipe.Training);

    /// <summary>The model as it is, scored on the test part, with intervals of the recipe's levels from its errors on the validation part.</summary>
    /// <param name="outcome">How training ended.</param>
    /// <param name="path">The file of the data as the model is to name it; null for other data.</param>
    /// <param name="query">What a data base was asked for the data; null for other data.</param>
    /// <returns>The trained model.</returns>
    public TrainedForecaster ToForecaster(TrainingOutcome outcome, string? path = null, string? query = null)
    {
        int? testRow = Data.Test.Count > 0 ? Data.Test.TargetIndex(0) : null;
        Scores? scores = testRow is null ? null : new Evaluator(Model, Data.Test, Recipe.Training.Objective).Evaluate(Data.Scaler);
        return new TrainedForecaster(
            Recipe,
            Model,
            Data.Scaler,
            SeriesOrigin.Of(Data.Table, testRow) with { Path = path, Query = query },
            ModelHistory.Of(outcome, scores?.ByName("test"), RunPlace.Here(Recipe.Training.Threads)),
            ForecastIntervals.Calibrate(Recipe, Model, Data.Scaler, Data.Validation));
    }
}
