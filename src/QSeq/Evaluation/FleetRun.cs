using System.Diagnostics;
using QSeq.Data;
using QSeq.Models;
using QSeq.Networks;
using QSeq.Training;

namespace QSeq.Evaluation;

/// <summary>
/// One model for every series of a table or a panel. Each series is done from end to end by one thread, from a seed of its own, so a
/// result depends neither on the threads nor on which other series there are. A series that cannot be trained is a result
/// too; the others go on.
/// </summary>
public static class FleetRun
{
    /// <summary>Trains and scores a model for each of some series.</summary>
    /// <param name="table">The series.</param>
    /// <param name="series">The names of those to train.</param>
    /// <param name="options">What the models have in common.</param>
    /// <param name="finished">Told about every series, never two at once, in no fixed order; an exception from it ends the run.</param>
    /// <param name="cancellationToken">Ends the run; series not finished by then are not told.</param>
    /// <exception cref="ArgumentException">The options are out of range or do not go together, or there is no such series.</exception>
    /// <exception cref="OperationCanceledException">The run was cancelled.</exception>
    public static void Run(
        SeriesTable table,
        IReadOnlyList<string> series,
        FleetOptions options,
        Action<FleetResult> finished,
        CancellationToken cancellationToken = default) =>
        Run(SeriesPanel.Of(table), series, options, finished, cancellationToken);

    /// <summary>Trains and scores a model for each of some series, equally long or not; one that could not be read is a failure with its reason.</summary>
    /// <param name="panel">The series.</param>
    /// <param name="series">The names of those to train.</param>
    /// <param name="options">What the models have in common.</param>
    /// <param name="finished">Told about every series, never two at once, in no fixed order; an exception from it ends the run.</param>
    /// <param name="cancellationToken">Ends the run; series not finished by then are not told.</param>
    /// <inheritdoc cref="Run(SeriesTable, IReadOnlyList{string}, FleetOptions, Action{FleetResult}, CancellationToken)" path="/exception"/>
    public static void Run(
        SeriesPanel panel,
        IReadOnlyList<string> series,
        FleetOptions options,
        Action<FleetResult> finished,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(panel);
        ArgumentNullException.ThrowIfNull(series);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(finished);
        options.Validate();
        PanelSeries[] chosen = [.. series.Select(name => panel[name])];
        if (chosen.Length == 0) return;

        Lock turn = new();
        using var crew = new ShardCrew(Math.Min(options.Threads, chosen.Length), (_, n) =>
        {
            FleetResult result = Train(chosen[n], options, cancellationToken);
            lock (turn) finished(result);
        });
        crew.Run(chosen.Length);
    }

    /// <summary>The seed of a series: the same whatever its place and whatever else there is.</summary>
    /// <param name="seed">The fleet's seed.</param>
    /// <param name="series">The series' name.</param>
    /// <returns>The seed.</returns>
    public static ulong SeedOf(ulong seed, string series) => new RandomSource(seed, "fleet/" + series).NextUInt64();

    private static FleetResult Train(PanelSeries series, FleetOptions options, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        long start = Stopwatch.GetTimestamp();
        var result = new FleetResult { Series = series.Name, Seed = SeedOf(options.Training.Seed, series.Name) };
        if (series.Table is not { } table) return result with { Failure = series.Problem!.Message };
        try
        {
            if (options.Calendar is { } calendar) CalendarColumns.Check(calendar, table);
            var derived = new DerivedInputs(options.Calendar, options.Mask);
            WindowOptions windows = derived.Named(WindowSet.Complete(options.Windows with { Inputs = table.Names, Targets = [table.Names[0]] }, table));
            DataSplit split = DataSplit.Create(derived.Add(table, windows, 0), windows, options.Split, options.Scaler);
            result = split.Scaler.IsConstant(0)
                ? result with { Failure = FormattableString.Invariant($"constant ({table.Column(0)[0]}) throughout the training part, so there is nothing to learn") }
                : Fit(result, split, options, cancellationToken);
        }
        catch (Exception e) when (e is InvalidDataException || (e is ArgumentException && e is not ArgumentOutOfRangeException))
        {
            result = result with { Failure = ErrorText.Of(e).ToString() };
        }

        return result with { Seconds = Stopwatch.GetElapsedTime(start).TotalSeconds };
    }

    private static FleetResult Fit(FleetResult result, DataSplit split, FleetOptions options, CancellationToken cancellationToken)
    {
        ResidualOptions? residual = options.Model.Residual is { } given
            ? given with { Shape = RidgeStart.ShapeOf(split.Train.Options, new DerivedInputs(options.Calendar, options.Mask)) } : null;
        var model = new SequenceModel(options.Model with { Inputs = split.Train.Inputs, Residual = residual }, result.Seed);
        RidgeStart.Set(model, split.Train, split.Validation);
        TrainingOptions training = options.Training with { Seed = result.Seed, Threads = 1 };
        TrainingResult fit = Trainer.Fit(model, split.Train, split.Validation, training, progress: null, cancellationToken);
        result = result with { Epochs = fit.History.Count, BestEpoch = fit.BestEpoch };
        if (fit.Stop == StopReason.NonFiniteLoss) return result with { Failure = fit.Message ?? "a loss was not finite" };

        Scores? Score(WindowSet part) => part.Count == 0 ? null : new Evaluator(model, part, training.Objective).Evaluate(split.Scaler);
        bool judged = split.Test.Count > 0 && !split.Test.Sequence;
        return result with
        {
            Model = model,
            Data = split,
            Scaler = split.Scaler,
            Train = Score(split.Train),
            Validation = Score(split.Validation),
            Test = Score(split.Test),
            Naive = judged ? Baselines.Naive(split.Test, split.Scaler) : null,
            LinearAr = judged && split.Train.Count > split.Train.Window ? Baselines.LinearAr(split.Train, split.Test, out _, split.Scaler) : null,
            Methods = options.Classical ? MethodScores.Of(split, validation: true, options.Levels, cancellationToken) : [],
        };
    }
}
