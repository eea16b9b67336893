using QSeq.Data;
using QSeq.Intervals;
using QSeq.Models;
using QSeq.Persistence;
using QSeq.Training;

namespace QSeq.Forecasting;

/// <summary>
/// One model for many series, those it was trained on and others like them. Every series is scaled by itself, on the values that
/// are known of it, so that only its shape matters; what stands beside the series is scaled alike for all of them, so that it tells them
/// apart where it is the same throughout each. Reading it and forecasting are safe from several threads at once.
/// </summary>
/// <example><code>
/// SeriesPanel panel = CsvSeries.ReadEach("sales.csv");
/// GlobalForecaster model = GlobalForecaster.Fit(panel, ForecastRecipe.Of("qkan-lstm") with { Windows = new() { Window = 28, Horizon = 7 } });
/// SeriesTable next = model.Forecast(panel["S1"].Table!);
/// </code></example>
public sealed class GlobalForecaster : TrainedModel
{
    private readonly Scaler? _beside; // of the columns beside the series; null where there are none

    internal GlobalForecaster(ForecastRecipe recipe, SequenceModel model, PanelOrigin data, ModelHistory history, Scaler? beside, ForecastCalibration? calibration)
        : base(model, history)
    {
        if (recipe.Network != model.Config) throw new ArgumentException("The recipe is of another network than the model.", nameof(recipe));
        (Recipe, Data, Calibration, _beside) = (recipe, data, calibration, beside);
        if (calibration is null) return;
        if (calibration.UnitSeason is null || calibration.Widths.Length != calibration.Levels.Length * recipe.Windows.Horizon)
            throw new ArgumentException($"{calibration.Widths.Length} widths of {calibration.Levels.Length} levels and season {calibration.UnitSeason} do not fit {recipe.Windows.Horizon} steps ahead.", nameof(calibration));
    }

    /// <summary>What the model calls the series that it forecasts.</summary>
    public static string Target => "value";

    /// <summary>What it was made by, with every column named.</summary>
    public ForecastRecipe Recipe { get; }

    /// <summary>The data it was trained on.</summary>
    public PanelOrigin Data { get; }

    /// <summary>
    /// What its intervals are made of, errors on the validation parts of all series, in units of each series; null where its recipe has
    /// no levels, or there was no validation part.
    /// </summary>
    public ForecastCalibration? Calibration { get; }

    /// <inheritdoc/>
    public override string Name => Recipe.Model;

    internal override string FileKind => Kind;

    internal static string Kind => "global forecaster";

    internal override TrainedModel With(SequenceModel model, ModelHistory history, Func<string, string> path) =>
        new GlobalForecaster(Recipe, model, Data with { Path = Data.Path is { } file ? path(file) : null }, history, _beside, null);

    /// <summary>Trains a model.</summary>
    /// <param name="panel">The series; those that cannot be used are left out, as <see cref="GlobalTraining.LeftOut"/> would say.</param>
    /// <param name="recipe">What is to be made of them.</param>
    /// <param name="progress">Told after every epoch.</param>
    /// <param name="cancellationToken">Ends the run between batches.</param>
    /// <returns>The model.</returns>
    /// <exception cref="ArgumentException">An option is out of range, or every series is too short.</exception>
    /// <exception cref="InvalidDataException">No series can be used, or training diverged.</exception>
    /// <exception cref="OperationCanceledException">The run was cancelled.</exception>
    public static GlobalForecaster Fit(
        SeriesPanel panel, ForecastRecipe recipe, IProgress<EpochReport>? progress = null, CancellationToken cancellationToken = default)
    {
        var training = new GlobalTraining(panel, recipe);
        return training.ToForecaster(TrainingOutcome.Of(training.Start(), progress, cancellationToken));
    }

    /// <summary>Loads a model.</summary>
    /// <param name="path">A file that <see cref="TrainedModel.Save"/> wrote, on any system.</param>
    /// <param name="catalogue">The models that can be read; null for QSeq's own.</param>
    /// <returns>The model.</returns>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="WrongModelKindException">It holds a model of one table, or a tagger.</exception>
    /// <exception cref="InvalidDataException">It is no model, is damaged, or was written by a newer QSeq.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static GlobalForecaster Load(string path, ModelCatalogue? catalogue = null) =>
        ModelContent.Load(path, content => From(content, catalogue ?? ModelCatalogue.Default));

    /// <summary>The model as it is for one series: with its scaling.</summary>
    /// <param name="series">A table of the series, which is the first column, and what stands beside it, under any name of the series.</param>
    /// <param name="known">How many of its first rows the scaling is fitted on; null for all.</param>
    /// <returns>A forecaster of this series under its own name. It shares the weights. It has intervals where these rows are two seasons or more.</returns>
    /// <exception cref="ArgumentException">The table lacks a column that the model reads.</exception>
    /// <exception cref="InvalidDataException">The values cannot be scaled.</exception>
    public TrainedForecaster For(SeriesTable series, int? known = null)
    {
        ArgumentNullException.ThrowIfNull(series);
        string name = series.Names[0];
        ForecastRecipe recipe = Under(name, Recipe);
        SeriesTable table = recipe.Derived.Add(series, recipe.Windows, 0).Select(recipe.Columns);
        int rows = known ?? table.Length;
        var scaler = Scaler.Fit(recipe.Scaling.Kind, table, rows, recipe.Scaling.Low, recipe.Scaling.High).With(_beside);
        return Of(recipe, scaler, IsEnough(rows) ? GlobalIntervals.Unit(table.Column(name)[..rows], Calibration!.UnitSeason!.Value, scaler) : null);
    }

    private bool IsEnough(int values) => Calibration is not null && GlobalIntervals.IsEnough(values, Calibration.UnitSeason!.Value);

    private TrainedForecaster Of(ForecastRecipe recipe, Scaler scaler, double? unit)
    {
        var data = new SeriesOrigin { Source = Data.Source, Step = Data.Step };
        return new TrainedForecaster(recipe, Model, scaler, data, History, unit is { } own ? GlobalIntervals.In(Calibration!, own) : null);
    }

    /// <summary>Forecasts the values after the end of a series, in the units of the data, as <see cref="TrainedForecaster.Forecast(SeriesTable, int?)"/> does.</summary>
    /// <param name="history">At least a window of rows: the series is the first column.</param>
    /// <param name="horizon">Steps ahead, at least 1; null for the model's own horizon.</param>
    /// <returns>The series over <paramref name="horizon"/> rows; with times where the history has them.</returns>
    /// <inheritdoc cref="TrainedForecaster.Forecast(SeriesTable, int?)" path="/exception"/>
    public SeriesTable Forecast(SeriesTable history, int? horizon = null) => For(history).Forecast(history, horizon);

    /// <summary>Forecasts the values after the end of a series, with the interval that each is expected in.</summary>
    /// <param name="history">At least a window of rows: the series is the first column.</param>
    /// <param name="horizon">Steps ahead, 1 to the model's own horizon; null for that.</param>
    /// <param name="levels">Levels, some of those of <see cref="Calibration"/>; null for all of them.</param>
    /// <returns>The forecast, the same as without intervals, and the intervals, in the units of the data.</returns>
    /// <inheritdoc cref="TrainedForecaster.ForecastBands" path="/exception"/>
    public ForecastBands ForecastBands(SeriesTable history, int? horizon = null, IReadOnlyList<double>? levels = null)
    {
        ArgumentNullException.ThrowIfNull(history);
        return Calibration is null || IsEnough(history.Length)
            ? For(history).ForecastBands(history, horizon, levels)
            : throw new SeriesTooShortException(
                $"intervals are in units of what a series changes by over a season of {Calibration.UnitSeason} steps, and need {2L * Calibration.UnitSeason} values, but the series has {history.Length}; give a longer series, or forecast without intervals");
    }

    /// <summary>The same model with intervals by its errors on the validation parts of series, such as those of newer data; weights and forecasts stay.</summary>
    /// <param name="levels">The levels, between 0 and 1, rising, at least one.</param>
    /// <param name="series">Series of <see cref="Cut(SeriesTable)"/>, at least one.</param>
    /// <returns>The model, with a <see cref="Calibration"/>.</returns>
    /// <exception cref="ArgumentException">There is no level or series, a level is none, or the recipe leaves no validation part.</exception>
    /// <exception cref="InvalidDataException">No value was measured at some step ahead, or an error is not finite.</exception>
    public GlobalForecaster WithIntervals(IReadOnlyList<double> levels, IReadOnlyList<GlobalSeries> series)
    {
        ArgumentNullException.ThrowIfNull(levels);
        ArgumentNullException.ThrowIfNull(series);
        OptionCheck.Require(levels.Count > 0, $"no level of intervals is given, expected one or more, such as 0.95");
        OptionCheck.Require(series.Count > 0, $"there is no series to measure errors on, expected one or more");
        ForecastRecipe recipe = Recipe with { Levels = [.. levels] };
        recipe.Validate();
        ForecastCalibration calibration = GlobalIntervals.Calibrate(recipe, Model, series)
            ?? throw new InvalidDataException("the series give no finite errors at some step ahead, so there are no intervals; give series with measured values");
        return new GlobalForecaster(recipe, Model, Data, History, _beside, calibration);
    }

    /// <summary>Scores the model's intervals on the test part of a series, in the units of the data. What was filled into gaps is left out.</summary>
    /// <param name="series">A series of <see cref="Cut(SeriesTable)"/>.</param>
    /// <returns>The scores over all steps ahead, one for each level; none without <see cref="Calibration"/> or a test part.</returns>
    public ImmutableArray<IntervalScores> EvaluateIntervals(DataSplit series)
    {
        ArgumentNullException.ThrowIfNull(series);
        if (Calibration is null || series.Test.Count == 0) return [];
        return Of(Recipe, series.Scaler, GlobalIntervals.Unit(series, Calibration.UnitSeason!.Value)).EvaluateIntervals(series.Test);
    }

    /// <summary>A series cut as the training would cut it, under the model's name of it, and scaled on its training part.</summary>
    /// <param name="series">A table of the series, which is the first column, and what stands beside it.</param>
    /// <returns>The parts.</returns>
    /// <exception cref="ArgumentException">The table lacks a column that the model reads, or is too short.</exception>
    /// <exception cref="InvalidDataException">The values cannot be scaled, or are the same throughout the training part.</exception>
    public DataSplit Cut(SeriesTable series)
    {
        ArgumentNullException.ThrowIfNull(series);
        ForecastSteps.CheckStep(series, Data.Step);
        TrainedForecaster.SplitOf(series.Length, Recipe);
        return Cut(series, Recipe, _beside);
    }

    /// <summary>The same for a recipe with named columns.</summary>
    internal static DataSplit Cut(SeriesTable series, ForecastRecipe recipe, Scaler? beside)
    {
        try
        {
            return CutNamed(Named(series), recipe, beside);
        }
        catch (Exception e) when (e is InvalidDataException or SeriesTooShortException)
        {
            CutNamed(series, Under(series.Names[0], recipe), beside); // what is wrong is said of the series under its own name
            throw;
        }
    }

    private static ForecastRecipe Under(string name, ForecastRecipe recipe)
    {
        string[] inputs = [.. recipe.Windows.Inputs.Select(column => column == Target ? name : column)];
        return recipe with { Windows = recipe.Windows with { Inputs = inputs, Targets = [name] } };
    }

    private static DataSplit CutNamed(SeriesTable table, ForecastRecipe recipe, Scaler? beside)
    {
        SeriesTable own = recipe.Derived.Add(table, recipe.Windows, 0).Select(recipe.Columns);
        var data = DataSplit.Create(own, recipe.Windows, recipe.Split, recipe.Scaling.Kind, recipe.Scaling.Low, recipe.Scaling.High, beside);
        return data.Scaler.IsConstant(0)
            ? throw new InvalidDataException(FormattableString.Invariant($"constant ({own.Column(0)[0]}) throughout the training part, so there is nothing to learn"))
            : data;
    }

    /// <summary>A table whose first column has the name that the model gives a series.</summary>
    internal static SeriesTable Named(SeriesTable table) => table.WithNames([Target, .. table.Names.Skip(1)]);

    private protected override void MapContent(FieldMap f)
    {
        f.Record("recipe", Recipe, (recipe, inner) => recipe.MapFields(inner, ModelCatalogue.Default));
        f.Record("data", Data, (data, inner) => data.MapFields(inner));
        f.Optional("beside", _beside, NoScaler, (beside, inner) => beside.MapFields(inner));
        f.Optional("calibration", Calibration, ForecastCalibration.Empty, (calibration, inner) => calibration.MapFields(inner));
    }

    // What members that a text lacks are taken from.
    private static Scaler NoScaler => new(ScalerKind.None, ["none"], [0], [1]);

    private static GlobalForecaster From(ModelContent content, ModelCatalogue catalogue)
    {
        FieldReader f = content.Manifest;
        content.Expect(Kind);
        ForecastRecipe recipe = f.Need("recipe", ForecastRecipe.Blank, (blank, inner) => blank.MapFields(inner, catalogue));
        recipe.Validate();
        return new GlobalForecaster(
            recipe,
            content.Build(recipe.Network),
            f.Need("data", new PanelOrigin { Source = "" }, (data, inner) => data.MapFields(inner)),
            ModelHistory.Of(content),
            f.Optional("beside", null, NoScaler, (beside, inner) => beside.MapFields(inner)),
            f.Optional("calibration", null, ForecastCalibration.Empty, (calibration, inner) => calibration.MapFields(inner)));
    }
}
