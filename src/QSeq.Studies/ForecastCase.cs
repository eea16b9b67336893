namespace QSeq.Studies;

/// <summary>A forecasting model under comparison.</summary>
public sealed record ForecastEntry : StudyEntry
{
    /// <summary>Its sizes.</summary>
    public required SequenceModelConfig Network { get; init; }

    /// <summary>Its learning rate.</summary>
    public required double LearningRate { get; init; }

    /// <summary>Whether it is here only so that others can be held against it: a classical network of no more parameters than one of them.</summary>
    public bool IsComparison { get; init; }

    /// <summary>How it is trained, but for epochs and learning rate, where that is not as the study says; null where it is.</summary>
    public TrainingOptions? Training { get; init; }
}

/// <summary>
/// A forecasting model on a series: trained, watched on the test part after every epoch, on which nothing is chosen, and scored
/// there. Measures by epoch are <c>train_loss</c>, <c>test_mse</c> and <c>test_r2</c>; of the weights kept <c>r2</c>,
/// <c>mse</c>, <c>mae</c>, and the same in the units of the data, <c>original_r2</c> and so on.
/// </summary>
public sealed class ForecastCase : StudyCase
{
    private readonly Lazy<string> _digest;
    private readonly Lazy<ForecastTraining> _sample;
    private readonly Lazy<ImmutableArray<StudyBaseline>> _baselines;

    /// <summary>Creates a case.</summary>
    /// <param name="data">What tables call the data.</param>
    /// <param name="entry">The model.</param>
    /// <param name="table">The series.</param>
    /// <param name="recipe">Windows, split, scaling and training; model, network and learning rate are those of the entry.</param>
    /// <param name="condition">What tables call the window, where there are several.</param>
    public ForecastCase(string data, ForecastEntry entry, SeriesTable table, ForecastRecipe recipe, string condition = "")
        : base(data, entry, condition)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(recipe);
        Table = table;
        TrainingOptions training = entry.Training is { } own ? own with { Epochs = recipe.Training.Epochs } : recipe.Training;
        Recipe = recipe with
        {
            Model = entry.Model,
            Network = entry.Network,
            Training = training with { Optimizer = training.Optimizer with { LearningRate = entry.LearningRate } },
        };
        _sample = new(() => Prepare(0));
        _baselines = new(MakeBaselines);
        _digest = new(() => _sample.Value.Data.Table.Digest());
    }

    /// <summary>What its models are made by, but for the seed.</summary>
    public ForecastRecipe Recipe { get; }

    /// <summary>The series.</summary>
    public SeriesTable Table { get; }

    /// <inheritdoc/>
    public override string Source => Table.Source;

    /// <summary>The series, cut and scaled.</summary>
    public DataSplit Split => _sample.Value.Data;

    /// <inheritdoc/>
    public override double Cost => (double)Recipe.Training.Epochs * EpochCost;

    /// <inheritdoc/>
    public override ImmutableArray<StudyMeasure> Facts =>
    [
        StudyMeasure.Of("parameters", _sample.Value.Model.Table.TrainableCount),
        StudyMeasure.Of("quantum_parameters", _sample.Value.Model.Table.QuantumCount),
        StudyMeasure.Of("test_windows", Split.Test.Count),
    ];

    /// <inheritdoc/>
    public override ImmutableArray<StudyBaseline> Baselines => _baselines.Value;

    private double EpochCost => Split.Train.Count * (double)Split.Train.Window * Recipe.Model switch
    {
        "qlstm" or "qlstm-chen" => 10,
        "hqkan-lstm" => 4,
        _ => 1,
    };

    /// <summary>The same case where tables call its data something else.</summary>
    public ForecastCase Named(string data) => new(data, (ForecastEntry)Entry, Table, Recipe, Condition);

    /// <summary>The training of a run, with its initial weights.</summary>
    public ForecastTraining Prepare(ulong seed) => new(Table, Recipe with { Training = Recipe.Training with { Seed = seed } });

    /// <summary>The training of a run that is done, with the weights kept.</summary>
    /// <exception cref="ArgumentException">It is of another case.</exception>
    public ForecastTraining Restore(StudyRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        ForecastTraining training = Prepare(run.Seed);
        Restore(run, training.Model);
        return training;
    }

    /// <summary>The trained model of a run.</summary>
    /// <returns>The model, scored on the test part.</returns>
    /// <exception cref="ArgumentException">It is of another case.</exception>
    public override TrainedForecaster Model(StudyRun run) => Restore(run).ToForecaster(new TrainingOutcome(run.Epochs, run.KeptEpoch, run.Stop));

    /// <inheritdoc/>
    public override StudyRun Run(ulong seed, IProgress<double>? progress = null, CancellationToken cancellationToken = default)
    {
        long start = Stopwatch.GetTimestamp();
        ForecastTraining training = Prepare(seed);
        var evaluator = new Evaluator(training.Model, training.Data.Test, training.Recipe.Training.Objective);
        List<double> mse = [], r2 = [];
        using TrainingSession session = training.Start();
        TrainingResult result = session.Run(
            new Told<EpochReport>(_ =>
            {
                Scores scores = evaluator.Evaluate();
                mse.Add(scores.Mse);
                r2.Add(scores.R2);
                progress?.Report(EpochCost);
            }),
            cancellationToken: cancellationToken);
        StudyMeasure[] measures = [new("test_mse", [.. mse], 1), new("test_r2", [.. r2], 1), .. Measures(evaluator.Evaluate(), evaluator.Evaluate(training.Data.Scaler))];
        return Trained(seed, result, start, measures, training.Model.Parameters);
    }

    /// <inheritdoc/>
    protected override string Describe(ulong seed) =>
        $"forecast\n{(_sample.Value.Recipe with { Training = Recipe.Training with { Seed = seed } }).Digest()}\n{_digest.Value}";

    private ImmutableArray<StudyBaseline> MakeBaselines()
    {
        int coefficients = (Split.Train.Window * Split.Train.Inputs * Split.Train.Outputs) + Split.Train.Outputs;
        bool fits = Split.Train.Count > Split.Train.Window * Split.Train.Inputs;
        Scores none = new(Split.Test.Count, double.NaN, double.NaN, double.NaN);
        Scores Linear(Scaler? scaler) => fits ? Evaluation.Baselines.LinearAr(Split.Train, Split.Test, out _, scaler) : none;
        return
        [
            new("naive", [StudyMeasure.Of("parameters", 0), .. Measures(Evaluation.Baselines.Naive(Split.Test), Evaluation.Baselines.Naive(Split.Test, Split.Scaler))]),
            new("linear AR", [StudyMeasure.Of("parameters", coefficients), .. Measures(Linear(null), Linear(Split.Scaler))]),
        ];
    }

    private static IEnumerable<StudyMeasure> Measures(Scores scaled, Scores original) =>
    [
        StudyMeasure.Of("r2", scaled.R2), StudyMeasure.Of("mse", scaled.Mse), StudyMeasure.Of("mae", scaled.Mae),
        StudyMeasure.Of("original_r2", original.R2), StudyMeasure.Of("original_mse", original.Mse), StudyMeasure.Of("original_mae", original.Mae),
    ];
}
