using QSeq.Estimators;

namespace QSeq.Cli.Fleet;

/// <summary>The models of a fleet, made again from what the journal keeps of them.</summary>
/// <param name="panel">The series.</param>
/// <param name="recipe">What the models have in common.</param>
/// <param name="own">The recipe of the model of a series.</param>
/// <param name="path">The file of the data as the models are to name it; null for other data.</param>
/// <param name="query">What a data base was asked for the data.</param>
internal sealed class FleetModels(SeriesPanel panel, ForecastRecipe recipe, Func<SeriesTable, ForecastRecipe> own, string? path, string? query)
{
    /// <summary>How the file is read; null for data of no file.</summary>
    public CsvReadOptions? Reading { get; init; }

    /// <summary>The model of a record that has weights; <paramref name="split"/> is its series as it was cut, null to cut it again.</summary>
    public TrainedForecaster Of(FleetRecord record, DataSplit? split = null)
    {
        SeriesTable table = panel[record.Series].Table!;
        ForecastRecipe recipeOf = own(table);
        StopReason stop = record.Epochs < recipe.Training.Epochs ? StopReason.EarlyStopping : StopReason.Completed;
        var model = TrainedForecaster.Of(
            recipeOf with
            {
                Training = recipe.Training with { Seed = record.Seed },
                Reading = Reading is null ? null : Reading with { Columns = [record.Series] },
            },
            new SequenceModel(recipeOf.Network, record.Weights!),
            new Scaler(recipe.Scaling.Kind, [.. recipeOf.Windows.Inputs], [.. record.Offsets ?? [record.Offset]], [.. record.Scales ?? [record.Scale]]),
            SeriesOrigin.Of(split?.Table ?? recipeOf.Prepare(table), Split.Of(table.Length, recipe.Windows, recipe.Split).TestRow) with { Path = path, Query = query },
            new TrainingOutcome(record.Epochs, record.BestEpoch, stop),
            record.Test?.ByName("test"));
        return recipe.Levels.IsEmpty ? model : model.WithIntervals(recipe.Levels, (split ?? SplitOf(table)).Validation);
    }

    /// <summary>What is kept of a series, with how the intervals of its model and of the methods did.</summary>
    public FleetRecord WithIntervals(FleetResult result)
    {
        PanelSeries series = panel[result.Series];
        if (result.Data is not { } split) return FleetRecord.Of(result, series, double.NaN);
        double scale = FleetInterval.ScaleOf(split);
        var record = FleetRecord.Of(result, series, scale);
        return record with { Intervals = FleetInterval.Of(Of(record, split), split, scale) };
    }

    /// <summary>A series as it was cut.</summary>
    public DataSplit SplitOf(SeriesTable table)
    {
        ForecastRecipe recipeOf = own(table);
        ScalingOptions scaling = recipeOf.Scaling;
        return DataSplit.Create(recipeOf.Prepare(table), recipeOf.Windows, recipeOf.Split, scaling.Kind, scaling.Low, scaling.High);
    }

    /// <summary>A classical method as it was chosen on the parts of a series, by name; the season is that of its training part.</summary>
    public SeriesMethod Method(FleetRecord record, string name)
    {
        DataSplit split = SplitOf(panel[record.Series].Table!);
        return MethodScores.MethodsFor(split.Table, split.Train).First(method => method.Name == name);
    }
}
