using QSeq.Data;
using QSeq.Evaluation;
using QSeq.Intervals;
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
    private readonly ForecastIntervals? _intervals; // where it is calibrated

    /// <exception cref="ArgumentException">The parts do not fit each other.</exception>
    internal TrainedForecaster(ForecastRecipe recipe, SequenceModel model, Scaler scaler, SeriesOrigin data, ModelHistory history, ForecastCalibration? calibration = null)
        : base(model, history)
    {
        if (recipe.Network != model.Config) throw new ArgumentException("The recipe is of another network than the model.", nameof(recipe));
        int places = recipe.Windows.Targets.Count * recipe.Windows.Horizon;
        if (calibration is not null && calibration.Widths.Length != calibration.Levels.Length * places)
            throw new ArgumentException($"{calibration.Widths.Length} widths of {calibration.Levels.Length} levels do not fit {places} values of an answer.", nameof(calibration));
        (Recipe, Scaler, Data, Calibration) = (recipe, scaler, data, calibration);
        if (calibration is not null) _intervals = new ForecastIntervals(recipe.Training.Objective, calibration, places);
        Steps = new ForecastSteps(model.Config, scaler, recipe);
        _pool = new ForecastPool(model, recipe.Windows.Window);
    }

    /// <summary>What it was made by, with every column named.</summary>
    public ForecastRecipe Recipe { get; }

    /// <summary>The scaling of every column, fitted on the training part.</summary>
    public Scaler Scaler { get; }

    /// <summary>The data it was trained on.</summary>
    public SeriesOrigin Data { get; }

    /// <summary>What its intervals are made of; null where its recipe has no levels, or there was no validation part.</summary>
    public ForecastCalibration? Calibration { get; }

    /// <inheritdoc/>
    public override string Name => Recipe.Model;

    internal override string FileKind => Kind;

    internal static string Kind => "forecaster";

    internal ForecastSteps Steps { get; }

    internal override TrainedModel With(SequenceModel model, ModelHistory history, Func<string, string> path) =>
        new TrainedForecaster(Recipe, model, Scaler, Data with { Path = Data.Path is { } file ? path(file) : null }, history);

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
        (DateTime[]? times, SeriesStep? step) = ForecastSteps.After(history, steps, Data?.Step);
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

    /// <summary>Forecasts the values after the end of a series, with the interval that each is expected in.</summary>
    /// <param name="history">As for <see cref="Forecast(SeriesTable, int?)"/>.</param>
    /// <param name="horizon">Steps ahead, 1 to the model's own horizon, beyond which no errors are known; null for the model's own.</param>
    /// <param name="levels">Levels, some of those of <see cref="Calibration"/>; null for all of them.</param>
    /// <returns>The forecast, the same as without intervals, and the intervals.</returns>
    /// <exception cref="SeriesTooShortException">The history is shorter than a window.</exception>
    /// <exception cref="ArgumentException">An unknown column, a horizon beyond the model's, or a level that the model has no intervals of.</exception>
    /// <exception cref="InvalidDataException">As for the forecast alone.</exception>
    public ForecastBands ForecastBands(SeriesTable history, int? horizon = null, IReadOnlyList<double>? levels = null)
    {
        ArgumentNullException.ThrowIfNull(history);
        (int own, int targets, int each) = (Recipe.Windows.Horizon, Recipe.Windows.Targets.Count, Recipe.Training.Objective.OutputsPerTarget);
        int[] chosen = LevelsOf(levels);
        if (horizon > own) throw new ArgumentException($"intervals reach {(own == 1 ? "1 step" : $"{own} steps")} ahead, as the model was trained, and {horizon} were asked for. Train it with horizon {horizon}, or forecast without intervals.", nameof(horizon));
        SeriesTable forecast = Forecast(history, horizon);
        ForecastPass pass = _pool.Rent();
        Steps.TakeWindow(Recipe.Derived.Add(history, Recipe.Windows, Steps.Ahead(forecast.Length)), forecast.Length, pass.Window);
        double[] outputs = Steps.Outputs(pass.Window, pass.Answer, pass.Step);
        _pool.Return(pass);
        var intervals = from level in chosen
                        from target in Enumerable.Range(0, targets)
                        from step in Enumerable.Range(0, forecast.Length)
                        let place = (step * targets) + target
                        select _intervals!.At(level, place, outputs.AsSpan(place * each, each));
        return new ForecastBands(forecast, [.. chosen.Select(level => Calibration!.Levels[level])], [.. intervals]);
    }

    /// <summary>The intervals that the model gives for one step ahead of windows.</summary>
    /// <param name="windows">Windows of <see cref="WindowsOf"/>, or some of them, at least one.</param>
    /// <param name="level">A level of <see cref="Calibration"/>.</param>
    /// <param name="step">The step ahead, from 0; of windows with an answer after every step there is only that after the last.</param>
    /// <returns>The intervals, [windows][targets], in the units of the data.</returns>
    /// <exception cref="ArgumentException">There is no window, no such step, or the model has no intervals of the level.</exception>
    public Interval[] Intervals(WindowSet windows, double level, int step = 0)
    {
        ArgumentNullException.ThrowIfNull(windows);
        OptionCheck.Require((uint)step < (uint)Recipe.Windows.Horizon, $"step {step} was asked for, expected 0 to {Recipe.Windows.Horizon - 1}");
        int chosen = LevelsOf([level])[0], targets = Recipe.Windows.Targets.Count;
        var intervals = new Interval[checked(windows.Count * targets)];
        new Evaluator(Model, windows, Recipe.Training.Objective).Outputs(Scaler, (sample, place, outputs, _, _) =>
        {
            if (place / targets == step) intervals[(sample * targets) + (place % targets)] = _intervals!.At(chosen, place, outputs);
        });
        return intervals;
    }

    /// <summary>The same model with intervals by its errors on other windows, such as those of newer data; weights and forecasts stay.</summary>
    /// <param name="levels">The levels, between 0 and 1, rising, at least one.</param>
    /// <param name="windows">Windows of <see cref="WindowsOf"/>, or some of them, that the model was not trained on, at least one.</param>
    /// <returns>The model, with a <see cref="Calibration"/>.</returns>
    /// <exception cref="ArgumentException">There is no level or window, or a level is none.</exception>
    /// <exception cref="InvalidDataException">No value was measured at some step ahead, or an error is not finite.</exception>
    public TrainedForecaster WithIntervals(IReadOnlyList<double> levels, WindowSet windows)
    {
        ArgumentNullException.ThrowIfNull(levels);
        ArgumentNullException.ThrowIfNull(windows);
        OptionCheck.Require(levels.Count > 0, $"no level of intervals is given, expected one or more, such as 0.95");
        OptionCheck.Require(windows.Count > 0, $"there is no window to measure errors on, expected one or more");
        ForecastRecipe recipe = Recipe with { Levels = [.. levels] };
        recipe.Validate();
        ForecastCalibration calibration = ForecastIntervals.Calibrate(recipe, Model, Scaler, windows)
            ?? throw new InvalidDataException("the windows give no finite errors at some step ahead, so there are no intervals; give windows with measured values");
        return new TrainedForecaster(recipe, Model, Scaler, Data, History, calibration);
    }

    /// <summary>Scores the model's intervals on windows, in the units of the data. What was filled into gaps is left out.</summary>
    /// <param name="windows">Windows of <see cref="WindowsOf"/>, or some of them, at least one.</param>
    /// <returns>The scores over all steps ahead, level l of target j at l * targets + j; none without <see cref="Calibration"/>.</returns>
    /// <exception cref="ArgumentException">There is no window.</exception>
    public ImmutableArray<IntervalScores> EvaluateIntervals(WindowSet windows)
    {
        ArgumentNullException.ThrowIfNull(windows);
        if (Calibration is null) return [];
        int targets = Recipe.Windows.Targets.Count, levels = Calibration.Levels.Length;
        IntervalSum[] sums = [.. Calibration.Levels.SelectMany(level => Enumerable.Range(0, targets).Select(_ => new IntervalSum(level)))];
        new Evaluator(Model, windows, Recipe.Training.Objective).Outputs(Scaler, (_, place, outputs, truth, isMeasured) =>
        {
            if (!isMeasured) return;
            for (int level = 0; level < levels; level++)
                sums[(level * targets) + (place % targets)].Add(_intervals!.At(level, place, outputs), truth);
        });
        return [.. sums.Select(sum => sum.Scores())];
    }

    // Which of the calibrated levels are asked for.
    private int[] LevelsOf(IReadOnlyList<double>? levels)
    {
        const double same = 1e-9;
        if (Calibration is not { } calibration)
        {
            Advice advice = PrunedBelow is { } share && Recipe.Levels.Length > 0
                ? new("TrainedModel.Pruned", share, "prune the model that it was made from again, and measure them with WithIntervals")
                : new("ForecastRecipe.Levels", null, "train it with Levels and a validation part");
            throw OptionCheck.Refusal($"the model has no intervals{(PrunedBelow is null ? "" : ", for those of the weights before were left out when it was pruned")}; {advice}");
        }

        return levels is null ? [.. Enumerable.Range(0, calibration.Levels.Length)] : [.. levels.Select(Find)];

        int Find(double level)
        {
            for (int n = 0; n < calibration.Levels.Length; n++)
                if (Math.Abs(calibration.Levels[n] - level) < same) return n;
            var advice = new Advice("ForecastRecipe.Levels", level, "choose one of them, or train it with that level among its Levels");
            string known = string.Join(", ", calibration.Levels.Select(ForecastCalibration.Percent));
            throw OptionCheck.Refusal($"the model has intervals of {known} %, not of {ForecastCalibration.Percent(level)} %; {advice}");
        }
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
        WindowOptions windows = Recipe.Windows;
        if (WindowSet.Uncut(table.Length, windows) == 0)
            throw new SeriesTooShortException(FormattableString.Invariant($"{WindowSet.Describe(windows)} has {table.Length} values, and the model reads {windows.Window} and answers with {windows.Horizon}; give {(long)windows.Window + windows.Horizon} or more"));
        return WindowSet.Create(Recipe.Derived.Add(table, Recipe.Windows, 0), Scaler, Recipe.Windows);
    }

    /// <summary>The parts of a table that is cut as the model's training was.</summary>
    /// <param name="rows">Rows of the table.</param>
    /// <returns>The parts.</returns>
    /// <exception cref="SeriesTooShortException">A part whose fraction is above 0 gets no window; the message says how many rows give it one.</exception>
    public Split SplitOf(int rows) => SplitOf(rows, Recipe);

    internal static Split SplitOf(int rows, ForecastRecipe recipe)
    {
        try
        {
            return Split.Of(rows, recipe.Windows, recipe.Split);
        }
        catch (SeriesTooShortException e)
        {
            string text = FormattableString.Invariant($"the model was trained with window {recipe.Windows.Window}, horizon {recipe.Windows.Horizon} and parts of {recipe.Split.Train} and {recipe.Split.Validation}, for which {rows} values are too few; give {Split.RowsFor(recipe.Windows, recipe.Split)} or more");
            throw new SeriesTooShortException(text, e);
        }
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
        return Evaluate(WindowsOf(table).Slice(SplitOf(table.Length).Test));
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
        f.Optional("calibration", Calibration, ForecastCalibration.Empty, (calibration, inner) => calibration.MapFields(inner));
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
            ModelHistory.Of(content),
            f.Optional("calibration", null, ForecastCalibration.Empty, (calibration, inner) => calibration.MapFields(inner)));
    }
}
