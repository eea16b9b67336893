using QSeq.Data;
using QSeq.Evaluation;
using QSeq.Models;
using QSeq.Persistence;
using QSeq.Training;

namespace QSeq.Forecasting;

/// <summary>
/// A trained forecasting model: network, scaling and recipe. Reading it and forecasting are safe from several threads at once.
/// </summary>
/// <example><code>
/// TrainedForecaster model = TrainedForecaster.Fit(SeriesTable.Of("load", values), ForecastRecipe.Of("qkan-lstm"));
/// double[] next = model.Forecast(values, horizon: 24);
/// </code></example>
public sealed class TrainedForecaster : TrainedModel
{
    private readonly ForecastPool _pool;

    /// <exception cref="ArgumentException">The parts do not fit each other.</exception>
    internal TrainedForecaster(ForecastRecipe recipe, SequenceModel model, Scaler scaler, SeriesOrigin data, ModelHistory history)
        : base(model, history)
    {
        if (recipe.Network != model.Config) throw new ArgumentException("The recipe is of another network than the model.", nameof(recipe));
        (Recipe, Scaler, Data) = (recipe, scaler, data);
        Steps = new ForecastSteps(model.Config, scaler, recipe);
        _pool = new ForecastPool(model, recipe.Windows.Window);
    }

    /// <summary>What it was made by, with every column named.</summary>
    public ForecastRecipe Recipe { get; }

    /// <summary>The scaling of every column, fitted on the training part.</summary>
    public Scaler Scaler { get; }

    /// <summary>The data it was trained on.</summary>
    public SeriesOrigin Data { get; }

    /// <inheritdoc/>
    public override string Name => Recipe.Model;

    internal override string FileKind => Kind;

    internal static string Kind => "forecaster";

    internal ForecastSteps Steps { get; }

    /// <summary>The network's answers, for one caller at a time.</summary>
    internal StepAnswer ExactStep() => _pool.Rent().Step;

    /// <summary>Trains a model.</summary>
    /// <param name="table">The series.</param>
    /// <param name="recipe">What is to be made of it.</param>
    /// <param name="progress">Told after every epoch.</param>
    /// <param name="cancellationToken">Ends the run between batches.</param>
    /// <returns>The model.</returns>
    /// <exception cref="ArgumentException">An option is out of range, a column is unknown, or the series is too short.</exception>
    /// <exception cref="InvalidDataException">The values cannot be learnt from, or training diverged.</exception>
    /// <exception cref="OperationCanceledException">The run was cancelled.</exception>
    public static TrainedForecaster Fit(
        SeriesTable table, ForecastRecipe recipe, IProgress<EpochReport>? progress = null, CancellationToken cancellationToken = default)
    {
        var training = new ForecastTraining(table, recipe);
        return training.ToForecaster(TrainingOutcome.Of(training.Start(), progress, cancellationToken));
    }

    /// <summary>A model that was trained elsewhere.</summary>
    /// <param name="recipe">What it was made by, every column named and the network sized to them.</param>
    /// <param name="model">The network with its weights, which are not to be changed.</param>
    /// <param name="scaler">The scaling of every column.</param>
    /// <param name="data">The data it was trained on.</param>
    /// <param name="outcome">How training ended.</param>
    /// <param name="scores">How well it did, by name; null for no scores.</param>
    /// <param name="place">Where it was trained; null where that is not known.</param>
    /// <returns>The trained model.</returns>
    /// <exception cref="ArgumentException">The parts do not fit each other.</exception>
    public static TrainedForecaster Of(
        ForecastRecipe recipe,
        SequenceModel model,
        Scaler scaler,
        SeriesOrigin data,
        TrainingOutcome outcome,
        IReadOnlyDictionary<string, double>? scores = null,
        RunPlace? place = null)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(scaler);
        ArgumentNullException.ThrowIfNull(data);
        return new TrainedForecaster(recipe, model, scaler, data, ModelHistory.Of(outcome, scores, place));
    }

    /// <summary>Loads a model.</summary>
    /// <param name="path">A file that <see cref="TrainedModel.Save"/> wrote, on any system, of this version or an earlier one.</param>
    /// <param name="catalogue">The models that can be read; null for QSeq's own.</param>
    /// <returns>The model.</returns>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">It is no forecasting model, is damaged, or was written by a newer QSeq.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static TrainedForecaster Load(string path, ModelCatalogue? catalogue = null) =>
        ModelContent.Load(path, content => From(content, catalogue ?? ModelCatalogue.Default));

    /// <summary>Reads a model from the content of a file.</summary>
    /// <param name="bytes">The content.</param>
    /// <param name="name">What errors call it.</param>
    /// <param name="catalogue">The models that can be read; null for QSeq's own.</param>
    /// <returns>The model.</returns>
    /// <exception cref="InvalidDataException">It is no forecasting model, is damaged, or was written by a newer QSeq.</exception>
    public static TrainedForecaster FromBytes(ReadOnlySpan<byte> bytes, string name, ModelCatalogue? catalogue = null) =>
        ModelContent.Read(bytes, name, content => From(content, catalogue ?? ModelCatalogue.Default));

    /// <summary>Forecasts the values after the end of a series, in the units of the data. Steps beyond the model's horizon are made from its own forecasts.</summary>
    /// <param name="history">
    /// At least a window of rows; columns are found by name. Of inputs that are known in the future its <see cref="SeriesTable.Future"/>
    /// has as many rows as there are steps ahead, rounded up to a multiple of the model's horizon; the calendar needs none.
    /// </param>
    /// <param name="horizon">Steps ahead, at least 1; null for the model's own horizon.</param>
    /// <returns>The targets' columns over <paramref name="horizon"/> rows; with times where the history has them.</returns>
    /// <exception cref="SeriesTooShortException">The history is shorter than a window.</exception>
    /// <exception cref="ArgumentException">An unknown column, or a horizon the model cannot reach.</exception>
    /// <exception cref="InvalidDataException">
    /// The history goes in other steps than the data of the training, not enough of the future is known, or the forecast, or a value of the history once scaled, is not finite.
    /// </exception>
    public SeriesTable Forecast(SeriesTable history, int? horizon = null)
    {
        ArgumentNullException.ThrowIfNull(history);
        int steps = Steps.Reach(horizon);
        Steps.Need(history.Length);
        (List<DateTime>? times, SeriesStep? step) = ForecastSteps.After(history, steps, Data?.Step);
        double[][] columns = [.. Recipe.Windows.Targets.Select(_ => new double[steps])];
        ForecastPass pass = _pool.Rent();
        float[] later = Steps.TakeWindow(Recipe.Derived.Add(history, Recipe.Windows, Steps.Ahead(steps)), steps, pass.Window);
        Continue(pass, later, columns);
        return new SeriesTable($"forecast of {steps} steps after {history.Source}", Recipe.Windows.Targets, columns, times).WithStep(step);
    }

    /// <summary>Forecasts the values after the end of the only series of the model.</summary>
    /// <param name="history">At least a window of values, in the units of the data.</param>
    /// <param name="horizon">Steps ahead, at least 1; null for the model's own horizon.</param>
    /// <returns>The forecast, as many values as steps, in the units of the data.</returns>
    /// <exception cref="SeriesTooShortException">The history is shorter than a window.</exception>
    /// <exception cref="ArgumentException">The model has several series, or a horizon it cannot reach.</exception>
    /// <exception cref="InvalidDataException">The forecast, or a value of the history once scaled, is not finite.</exception>
    public double[] Forecast(ReadOnlySpan<double> history, int? horizon = null)
    {
        double[] forecast = new double[Steps.Reach(horizon)];
        if (Recipe.Windows.Known.Count > 0)
            throw new ArgumentException($"the model reads what is known of the future ({string.Join(", ", Recipe.Windows.Known)}); give a table that has it", nameof(history));
        if (Recipe.Windows.Targets.Count != 1)
            throw new ArgumentException($"the model forecasts {Recipe.Windows.Targets.Count} series ({string.Join(", ", Recipe.Windows.Targets)}); give a table that has them", nameof(history));
        Steps.Need(history.Length);
        ForecastPass pass = _pool.Rent();
        Steps.TakeWindow(history, pass.Window);
        Continue(pass, [], new ReadOnlySpan<double[]>(in forecast));
        return forecast;
    }

    /// <summary>The windows of a table as the model reads them.</summary>
    /// <param name="table">The series; columns are found by name.</param>
    /// <returns>All of its windows, scaled as the model was trained.</returns>
    /// <exception cref="ArgumentException">A column is unknown, or the series is too short.</exception>
    /// <exception cref="InvalidDataException">The table goes in other steps than the data of the training.</exception>
    public WindowSet WindowsOf(SeriesTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        ForecastSteps.CheckStep(table, Data?.Step);
        return WindowSet.Create(Recipe.Derived.Add(table, Recipe.Windows, 0), Scaler, Recipe.Windows);
    }

    /// <summary>Scores the model on windows, in the units of the data.</summary>
    /// <param name="windows">Windows of <see cref="WindowsOf"/>, or some of them.</param>
    /// <returns>The scores, over all targets and steps ahead.</returns>
    /// <exception cref="ArgumentException">There is no window.</exception>
    public Scores Evaluate(WindowSet windows) => new Evaluator(Model, windows, Recipe.Training.Objective).Evaluate(Scaler);

    /// <summary>Scores the model on the test part of a table, in the units of the data.</summary>
    /// <param name="table">The series, split as the recipe says.</param>
    /// <returns>The scores, over all targets and steps ahead.</returns>
    /// <exception cref="ArgumentException">A column is unknown, the series is too short, or there is no test part.</exception>
    public Scores Evaluate(SeriesTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        return Evaluate(WindowsOf(table).Slice(Split.Of(table.Length, Recipe.Windows, Recipe.Split).Test));
    }

    // A pass that an error takes away is not given back: the next caller makes a new one.
    private void Continue(ForecastPass pass, ReadOnlySpan<float> later, ReadOnlySpan<double[]> columns)
    {
        Steps.Continue(pass.Window, later, pass.Answer, pass.Step, columns);
        _pool.Return(pass);
    }

    private protected override void MapContent(FieldMap f)
    {
        f.Record("recipe", Recipe, (recipe, inner) => recipe.MapFields(inner, ModelCatalogue.Default));
        f.Record("scaler", Scaler, (scaler, inner) => scaler.MapFields(inner));
        f.Record("data", Data, (data, inner) => data.MapFields(inner));
    }

    private static TrainedForecaster From(ModelContent content, ModelCatalogue catalogue)
    {
        if (content.Version == 1) return FormatOneForecaster.Read(content, catalogue);
        FieldReader f = content.Manifest;
        content.Expect(Kind);
        ForecastRecipe recipe = f.Need("recipe", ForecastRecipe.Blank, (blank, inner) => blank.MapFields(inner, catalogue));
        recipe.Validate();
        return new TrainedForecaster(
            recipe,
            content.Build(recipe.Network),
            f.Need("scaler", FormatOneForecaster.NoScaler, (scaler, inner) => scaler.MapFields(inner)),
            f.Need("data", new SeriesOrigin { Source = "" }, (data, inner) => data.MapFields(inner)),
            ModelHistory.Of(content));
    }
}
