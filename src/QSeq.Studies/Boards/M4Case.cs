using QSeq.Estimators;

namespace QSeq.Studies.Boards;

/// <summary>A classical method, fitted to each series.</summary>
internal sealed class M4MethodCase(M4Data data, SeriesMethod method)
    : StudyCase("hourly", new BoardEntry { Label = method.Name, Model = "", Decoding = "fitted to each series" })
{
    public override string Source => data.Source;

    public override bool IsSeeded => false;

    public override double Cost => 1;

    public override ImmutableArray<StudyMeasure> Facts => [];

    public override StudyRun Run(ulong seed, IProgress<double>? progress = null, CancellationToken cancellationToken = default)
    {
        long began = Stopwatch.GetTimestamp();
        long parameters = 0;
        M4Scores scores = data.Of(series =>
        {
            progress?.Report(1.0 / data.Count);
            var bands = MethodBands.Of(method, data.History(series), data.Horizon, cancellationToken: cancellationToken);
            parameters += bands.Parameters;
            return new M4Forecast(bands.Forecast.ToArray(), [.. Enumerable.Range(0, data.Horizon).Select(step => bands.At(step, M4Data.Level))]);
        });
        double seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        double validation = Enumerable.Range(0, data.Count).Average(series => data.Before(method, series, cancellationToken));
        return Measured(seed, seconds, [.. scores.Measures, StudyMeasure.Of("validation", validation), StudyMeasure.Of("parameters", parameters)]);
    }

    protected override string Describe(ulong seed) => $"m4 method\n{method.Name}\n{data.Season} {data.Horizon} {data.Shortest}\n{data.Digest}";
}

/// <summary>One network for all series.</summary>
internal sealed class M4NetworkCase(M4Data data, SeriesPanel panel, ForecastEntry entry, ForecastRecipe recipe) : StudyCase("hourly", entry)
{
    public override string Source => data.Source;

    public override double Cost => recipe.Training.Epochs * data.Count / 400.0 * (entry.Model == "qkan-lstm" ? 3 : 1);

    public override ImmutableArray<StudyMeasure> Facts => [];

    public override StudyRun Run(ulong seed, IProgress<double>? progress = null, CancellationToken cancellationToken = default)
    {
        long began = Stopwatch.GetTimestamp();
        var training = new GlobalTraining(panel, Recipe(seed));
        if (training.LeftOut.Count > 0)
            throw new InvalidDataException($"series '{training.LeftOut[0].Series}' cannot be learnt from: {training.LeftOut[0].Reason}; leave it out of both files");
        using TrainingSession session = training.Start();
        TrainingResult result = session.Run(new Told<EpochReport>(_ => progress?.Report(Cost / recipe.Training.Epochs)), cancellationToken: cancellationToken);
        GlobalForecaster model = training.ToForecaster(TrainingOutcome.Of(result));
        M4Scores scores = data.Of(series => Forecast(model, SeriesTable.Of("y", data.History(series))));
        return new StudyRun
        {
            Identity = Identity(seed),
            Seed = seed,
            Stop = result.Stop,
            Message = result.Message,
            Epochs = result.History.Count,
            KeptEpoch = result.BestEpoch,
            Seconds = Stopwatch.GetElapsedTime(began).TotalSeconds,
            Measures =
            [
                .. scores.Measures, StudyMeasure.Of("validation", result.History.Select(epoch => epoch.ValidationLoss ?? double.NaN).DefaultIfEmpty(double.NaN).Min()),
                StudyMeasure.Of("parameters", training.Model.Table.TrainableCount), StudyMeasure.Of("quantum_parameters", training.Model.Table.QuantumCount),
                StudyMeasure.Of("bytes", model.ToBytes().Length),
            ],
            Weights = seed == 0 ? training.Model.Parameters : null,
        };
    }

    public override TrainedModel? Model(StudyRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        if (run.Weights is null) return null;
        var training = new GlobalTraining(panel, Recipe(run.Seed));
        Restore(run, training.Model);
        return training.ToForecaster(new TrainingOutcome(run.Epochs, run.KeptEpoch, run.Stop));
    }

    protected override string Describe(ulong seed) => $"m4\n{Recipe(seed).Digest()}\n{data.Digest}";

    // Intervals by the errors on all windows of the validation part.
    private static M4Forecast Forecast(GlobalForecaster model, SeriesTable history)
    {
        TrainedForecaster one = model.For(history);
        WindowOptions windows = one.Recipe.Windows;
        int first = model.Cut(history).Validation.TargetIndex(0);
        WindowSet all = WindowSet.Create(history, one.Scaler, windows with { Stride = 1, OmitLast = 0 });
        ForecastBands bands = one.WithIntervals([M4Data.Level], all.Slice(first - windows.Window, history.Length - windows.Horizon - first + 1)).ForecastBands(history);
        return new M4Forecast(bands.Forecast.Column(0).ToArray(), [.. Enumerable.Range(0, windows.Horizon).Select(step => bands[0, 0, step])]);
    }

    private ForecastRecipe Recipe(ulong seed) => recipe with
    {
        Model = entry.Model,
        Network = entry.Network,
        Training = recipe.Training with { Seed = seed, Optimizer = recipe.Training.Optimizer with { LearningRate = entry.LearningRate } },
    };
}
