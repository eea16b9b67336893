using QSeq.Estimators;

namespace QSeq.Studies.Boards;

/// <summary>
/// A network on the chosen linear start, or the start itself where there is none. It is scored on the test part once, by the weights
/// that were best on validation windows.
/// </summary>
internal sealed class EttCase(StudyEntry entry, EttStart start, ForecastEntry? network)
    : StudyCase("OT", entry, EttBoard.At(start.Horizon))
{
    public override string Source => start.Table.Source;

    public override bool IsSeeded => network is not null;

    public override double Cost => network is null ? 1 : start.Candidates[0].Training.Epochs * (network.Model switch
    {
        "qlstm" => 10,
        "qkan-lstm" => 3,
        "qk-lstm" => 2,
        _ => 1,
    });

    // Windows, and so sizes, are known only when the start has been chosen.
    public override ImmutableArray<StudyMeasure> Facts => [];

    public override StudyRun Run(ulong seed, IProgress<double>? progress = null, CancellationToken cancellationToken = default)
    {
        _ = start.Chosen; // its time is not that of the run
        long began = Stopwatch.GetTimestamp();
        ForecastTraining training = Prepare(seed);
        using TrainingSession session = training.Start();
        TrainingResult? result = network is null ? null : session.Run(new Told<EpochReport>(_ => progress?.Report(Cost / training.Recipe.Training.Epochs)), cancellationToken: cancellationToken);
        var outcome = result is null ? new TrainingOutcome(0, 0, StopReason.Completed) : TrainingOutcome.Of(result);
        double validation = new Evaluator(training.Model, training.Data.Validation).Evaluate().Mse;
        Scores scores = new Evaluator(training.Model, training.Data.Test).Evaluate();
        ForecastRecipe recipe = training.Recipe;
        return new StudyRun
        {
            Identity = Identity(seed),
            Seed = seed,
            Stop = outcome.Stop,
            Message = result?.Message,
            Epochs = outcome.Epochs,
            KeptEpoch = outcome.BestEpoch ?? outcome.Epochs,
            Seconds = Stopwatch.GetElapsedTime(began).TotalSeconds,
            Measures =
            [
                StudyMeasure.Of("mse", scores.Mse), StudyMeasure.Of("mae", scores.Mae), StudyMeasure.Of("validation", validation),
                StudyMeasure.Of("parameters", Weights(training)), StudyMeasure.Of("quantum_parameters", training.Model.Table.QuantumCount),
                StudyMeasure.Of("bytes", network is null ? double.NaN : training.ToForecaster(outcome).ToBytes().Length),
                StudyMeasure.Of("window", recipe.Windows.Window), StudyMeasure.Of("rank", recipe.Network.Residual!.Rank),
                StudyMeasure.Of("level", (int)recipe.Network.Residual.Normalisation), StudyMeasure.Of("test_windows", training.Data.Test.Count),
            ],
            Weights = seed == 0 && network is not null ? training.Model.Parameters : null,
        };
    }

    public override TrainedModel? Model(StudyRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        if (run.Weights is null) return null;
        ForecastTraining training = Prepare(run.Seed);
        Restore(run, training.Model);
        return training.ToForecaster(new TrainingOutcome(run.Epochs, run.KeptEpoch, run.Stop));
    }

    protected override string Describe(ulong seed) =>
        $"ett\n{start.Table.Digest()}\n{string.Join('\n', start.Candidates.Select(recipe => recipe.Digest()))}\n{(network is null ? "start" : Recipe(start.Candidates[0], seed).Digest())}";

    private ForecastTraining Prepare(ulong seed) => new(start.Table, Recipe(start.Chosen, seed));

    private ForecastRecipe Recipe(ForecastRecipe chosen, ulong seed) => network is null ? chosen : chosen with
    {
        Model = network.Model,
        Network = network.Network with { Residual = chosen.Network.Residual },
        Training = chosen.Training with { Seed = seed },
    };

    // Of the start by itself its path alone counts, not the cell that has not learnt anything.
    private double Weights(ForecastTraining training) => network is null
        ? training.Model.Table.Slices.Where(slice => slice.Trainable && slice.Name.StartsWith("residual", StringComparison.Ordinal)).Sum(slice => slice.Count)
        : training.Model.Table.TrainableCount;
}

/// <summary>A classical method, fitted once to the training rows, forecasting from every row that the test part can be forecast from.</summary>
internal sealed class EttMethodCase(BoardEntry entry, SeriesTable table, EttParts parts, int horizon, SeriesMethod method)
    : StudyCase("OT", entry, EttBoard.At(horizon))
{
    public override string Source => table.Source;

    public override bool IsSeeded => false;

    public override double Cost => 1;

    public override ImmutableArray<StudyMeasure> Facts => [];

    public override StudyRun Run(ulong seed, IProgress<double>? progress = null, CancellationToken cancellationToken = default)
    {
        long began = Stopwatch.GetTimestamp();
        ReadOnlySpan<double> values = table.Column(EttBoard.Column);
        FittedSeries fit = method.Fit(values[..parts.Train], cancellationToken);
        int first = parts.Train + parts.Part;
        double unit = 1 / Scaler.Fit(ScalerKind.Standard, table, parts.Train).Scale[0];
        var (mse, mae) = Errors(fit, values, first, unit);
        var (validation, _) = Errors(fit, values, parts.Train, unit);
        return Measured(
            seed,
            Stopwatch.GetElapsedTime(began).TotalSeconds,
            [StudyMeasure.Of("mse", mse), StudyMeasure.Of("mae", mae), StudyMeasure.Of("validation", validation), StudyMeasure.Of("parameters", fit.Parameters)]);
    }

    protected override string Describe(ulong seed) => $"ett method\n{Entry.Label}\n{Entry.Decoding}\n{parts.Train} {parts.Part} {horizon}\n{table.Digest()}";

    private (double Mse, double Mae) Errors(FittedSeries fit, ReadOnlySpan<double> values, int first, double unit)
    {
        int[] origins = [.. Enumerable.Range(first, parts.Part - horizon + 1)];
        double[] ahead = new double[origins.Length * horizon];
        fit.Forecast(values, origins, horizon, ahead);
        double squares = 0, sizes = 0;
        for (int n = 0; n < ahead.Length; n++)
        {
            double error = (ahead[n] - values[origins[n / horizon] + (n % horizon)]) / unit;
            (squares, sizes) = (squares + (error * error), sizes + Math.Abs(error));
        }

        return (squares / ahead.Length, sizes / ahead.Length);
    }
}
