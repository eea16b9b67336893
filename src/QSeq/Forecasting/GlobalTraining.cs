using QSeq.Data;
using QSeq.Models;
using QSeq.Persistence;
using QSeq.Training;

namespace QSeq.Forecasting;

/// <summary>
/// The training of one model on many series: each cut in time as the recipe says and scaled by itself, on its own training
/// part, and the network with its initial weights. Every window of every series counts alike.
/// </summary>
public sealed class GlobalTraining
{
    private readonly Scaler? _beside;

    /// <summary>Prepares the training.</summary>
    /// <param name="panel">The series; those that cannot be used are left out with their reason.</param>
    /// <param name="recipe">What is to be made of them: the target is each series itself, the inputs that and what its table holds beside it, whatever is named there.</param>
    /// <exception cref="ArgumentException">An option is out of range, or series are too short.</exception>
    /// <exception cref="InvalidDataException">No series can be used.</exception>
    public GlobalTraining(SeriesPanel panel, ForecastRecipe recipe)
    {
        ArgumentNullException.ThrowIfNull(panel);
        ArgumentNullException.ThrowIfNull(recipe);
        if (recipe.ReferencesFromData) throw new ArgumentException("references of a kernel are chosen from one series, not from many; leave them drawn", nameof(recipe));
        var used = new List<GlobalSeries>();
        var tables = new List<SeriesTable>();
        var left = new List<(string, ErrorText)>();
        ForecastRecipe? named = null;
        Exception? first = null;
        foreach (PanelSeries series in panel.Series)
        {
            try
            {
                if (series.Table is not { } table) throw series.Problem!;
                SeriesTable like = GlobalForecaster.Named(table);
                named ??= (recipe with { Windows = recipe.Windows with { Inputs = like.Names, Targets = [GlobalForecaster.Target] } }).For(like);
                if (named.Calendar is { } calendar) CalendarColumns.Check(calendar, table);
                used.Add(new GlobalSeries(series.Name, GlobalForecaster.Cut(table, named, beside: null)));
                tables.Add(table);
            }
            catch (Exception e) when (e is InvalidDataException || (e is ArgumentException && e is not ArgumentOutOfRangeException))
            {
                first ??= e;
                left.Add((series.Name, ErrorText.Of(e)));
            }
        }

        if (used.Count > 0 && Shared(named!, used) is { } beside)
        {
            used = [.. used.Select((series, n) => series with { Data = GlobalForecaster.Cut(tables[n], named!, beside) })];
            _beside = beside;
        }

        if (used.Count == 0) System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(first!);
        (Recipe, Series, LeftOut) = (named!, used, left);
        Origin = PanelOrigin.Of(panel.Source, used);
        Model = new SequenceModel(Recipe.Network, Recipe.Training.Seed);
        RidgeStart.Set(Model, Part(data => data.Train), Part(data => data.Validation));
    }

    /// <summary>The recipe with every column named and the network sized to them.</summary>
    public ForecastRecipe Recipe { get; }

    /// <summary>The series, cut and scaled.</summary>
    public IReadOnlyList<GlobalSeries> Series { get; }

    /// <summary>The series that cannot be used, each with its reason on one line.</summary>
    public IReadOnlyList<(string Series, ErrorText Reason)> LeftOut { get; }

    /// <summary>What the model is to know of the data.</summary>
    public PanelOrigin Origin { get; }

    /// <summary>The network; training changes its weights.</summary>
    public SequenceModel Model { get; }

    /// <summary>What a state of this training belongs to: recipe and data, by their digests.</summary>
    public string Identity => $"{Recipe.Digest()} {Origin.Digest}";

    /// <summary>Begins to train.</summary>
    /// <returns>The run, before its first batch.</returns>
    public TrainingSession Start() => Trainer.Start(Model, Part(data => data.Train), Part(data => data.Validation), Recipe.Training);

    /// <summary>The model as it is, with intervals of the recipe's levels from its errors on the validation parts of all series.</summary>
    /// <param name="outcome">How training ended.</param>
    /// <param name="path">The file of the data as the model is to name it; null for other data.</param>
    /// <param name="query">What a data base was asked for the data; null for other data.</param>
    /// <returns>The trained model.</returns>
    public GlobalForecaster ToForecaster(TrainingOutcome outcome, string? path = null, string? query = null) => new(
        Recipe,
        Model,
        Origin with { Path = path, Query = query },
        ModelHistory.Of(outcome, null, RunPlace.Here(Recipe.Training.Threads)),
        _beside,
        GlobalIntervals.Calibrate(Recipe, Model, Series));

    // The scaling of what stands beside the series, by the training rows of all of them; null where nothing does.
    private static Scaler? Shared(ForecastRecipe recipe, List<GlobalSeries> used)
    {
        string[] names = [.. used[0].Data.Table.Names.Where(name => name != GlobalForecaster.Target)];
        if (names.Length == 0) return null;
        double[][] rows = [.. names.Select(name => used.SelectMany(series => Known(series, name)).ToArray())];
        return Scaler.Fit(recipe.Scaling.Kind, new SeriesTable("training rows", names, rows), rows[0].Length, recipe.Scaling.Low, recipe.Scaling.High);

        static double[] Known(GlobalSeries series, string name)
        {
            WindowSet train = series.Data.Train;
            return [.. series.Data.Table.Column(name)[..(train.TargetIndex(train.Count - 1) + train.Horizon)]];
        }
    }

    private WindowSet[] Part(Func<DataSplit, WindowSet> part) => [.. Series.Select(series => part(series.Data))];
}

/// <summary>One series that a model of many learns from.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Data">The series under the names that the model has for its columns, cut and scaled.</param>
public sealed record GlobalSeries(string Name, DataSplit Data);
