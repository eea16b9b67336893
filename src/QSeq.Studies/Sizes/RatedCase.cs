namespace QSeq.Studies.Sizes;

/// <summary>
/// A network on a series, trained at each of some learning rates from the same first weights; the rate with the lowest loss on the validation
/// part is kept, with the weights of its best epoch there, and scored on the test part once. So no model is held back by a rate that suits another.
/// Measures: <c>nrmse</c> (RMSE over the standard deviation of the test values, the root of 1 - R2), <c>r2</c>, <c>validation</c> (MSE, scaled
/// units) and <c>rate</c>.
/// </summary>
internal sealed class RatedCase : StudyCase
{
    private readonly ForecastRecipe _recipe;
    private readonly SeriesTable _table;
    private readonly ImmutableArray<double> _rates;
    private readonly Lazy<ForecastTraining> _sample;
    private readonly Lazy<string> _digest;

    /// <summary>Creates a case.</summary>
    /// <param name="data">The series and how it is cut and trained on, but for model, network and rate.</param>
    /// <param name="entry">The model.</param>
    /// <param name="rates">The learning rates, at least one.</param>
    /// <param name="condition">What tells it from other cases of the same label on the same data.</param>
    public RatedCase(StudyData data, ForecastEntry entry, ImmutableArray<double> rates, string condition)
        : base(data.Name, entry, condition)
    {
        _table = data.Table;
        _recipe = data.Recipe with { Model = entry.Model, Network = entry.Network };
        _rates = rates;
        _sample = new(() => Prepare(0, _rates[0]));
        _digest = new(() => _sample.Value.Data.Table.Digest());
    }

    public override string Source => _table.Source;

    public override double Cost => _rates.Length * (double)_recipe.Training.Epochs * EpochCost;

    public override ImmutableArray<StudyMeasure> Facts =>
        [StudyMeasure.Of("parameters", _sample.Value.Model.Table.TrainableCount), StudyMeasure.Of("quantum_parameters", _sample.Value.Model.Table.QuantumCount)];

    public override ImmutableArray<StudyBaseline> Baselines
    {
        get
        {
            DataSplit split = _sample.Value.Data;
            int coefficients = (split.Train.Window * split.Train.Inputs) + 1;
            return
            [
                new("naive", [StudyMeasure.Of("parameters", 0), .. Measures(Evaluation.Baselines.Naive(split.Test))]),
                new("linear AR", [StudyMeasure.Of("parameters", coefficients), .. Measures(Evaluation.Baselines.LinearAr(split.Train, split.Test, out _))]),
            ];
        }
    }

    // Wires double what a QLSTM takes; the rest grows about as its parameters.
    private double EpochCost => _sample.Value.Data.Train.Count * (double)_recipe.Windows.Window * (_recipe.Model switch
    {
        "qlstm" => Math.ScaleB(_recipe.Network.Gates is QlstmGates gates ? gates.Circuit.Depth : 1, _recipe.Network.Hidden) / 4,
        _ => 1 + (Fact("parameters") / 100),
    });

    public override StudyRun Run(ulong seed, IProgress<double>? progress = null, CancellationToken cancellationToken = default)
    {
        long start = Stopwatch.GetTimestamp();
        (double Rate, double Loss, ForecastTraining Training, TrainingResult Result)? best = null;
        foreach (double rate in _rates)
        {
            ForecastTraining training = Prepare(seed, rate);
            using TrainingSession session = training.Start();
            TrainingResult result = session.Run(new Told<EpochReport>(_ => progress?.Report(EpochCost)), cancellationToken: cancellationToken);
            double loss = new Evaluator(training.Model, training.Data.Validation).Evaluate().Mse;
            if (best is null || loss < best.Value.Loss || double.IsNaN(best.Value.Loss)) best = (rate, loss, training, result);
        }

        var (kept, validation, model, outcome) = best!.Value;
        Scores scores = new Evaluator(model.Model, model.Data.Test).Evaluate();
        return Trained(seed, outcome, start, [.. Measures(scores), StudyMeasure.Of("validation", validation), StudyMeasure.Of("rate", kept)], weights: null);
    }

    protected override string Describe(ulong seed) =>
        $"rates {string.Join(' ', _rates.Select(rate => Invariant($"{rate}")))}\n{Recipe(seed, _rates[0]).For(_table).Digest()}\n{_digest.Value}";

    private static IEnumerable<StudyMeasure> Measures(Scores scores) =>
        [StudyMeasure.Of("nrmse", Math.Sqrt(1 - scores.R2)), StudyMeasure.Of("r2", scores.R2)];

    private ForecastTraining Prepare(ulong seed, double rate) => new(_table, Recipe(seed, rate));

    private ForecastRecipe Recipe(ulong seed, double rate) => _recipe with
    {
        Training = _recipe.Training with { Seed = seed, Optimizer = _recipe.Training.Optimizer with { LearningRate = rate } },
    };
}
