using QSeq.Backtests;
using QSeq.Estimators;

namespace QSeq.Studies.Boards;

/// <summary>
/// A method or a recipe in a backtest of the last rows of a series. <c>validation</c> is its error in the same backtest without
/// these rows.
/// </summary>
internal sealed class BacktestCase : StudyCase
{
    private readonly SeriesTable _table;
    private readonly BacktestOptions _options;
    private readonly ForecastRecipe? _recipe;
    private readonly Func<ulong, BacktestCandidate> _candidate;
    private readonly string _what;

    public BacktestCase(SeriesTable table, BoardEntry entry, BacktestOptions options, string condition, SeriesMethod method)
        : base(table.Names[0], entry, condition)
    {
        (_table, _options, _what) = (table, options, method.Name);
        _candidate = _ => BacktestCandidate.Of(method);
    }

    public BacktestCase(SeriesTable table, ForecastEntry entry, BacktestOptions options, string condition, ForecastRecipe recipe)
        : base(table.Names[0], entry, condition)
    {
        (_table, _options, _recipe) = (table, options, recipe with { Training = recipe.Training with { Optimizer = recipe.Training.Optimizer with { LearningRate = entry.LearningRate } } });
        _what = _recipe.Digest();
        _candidate = seed => BacktestCandidate.Of(Seeded(seed)!);
    }

    public override string Source => _table.Source;

    public override bool IsSeeded => _recipe is not null;

    public override double Cost => _recipe is null ? 1 : _recipe.Model is "qlstm" or "qkan-lstm" ? 20 : 8;

    public override ImmutableArray<StudyMeasure> Facts => [];

    public override StudyRun Run(ulong seed, IProgress<double>? progress = null, CancellationToken cancellationToken = default)
    {
        long began = Stopwatch.GetTimestamp();
        BacktestEntry entry = Backtest(_table, seed, cancellationToken);
        double seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        progress?.Report(Cost / 2);
        var before = new SeriesTable(_table.Source, _table.Names, [_table.Column(0)[..^_options.TestRows!.Value].ToArray()]);
        double validation = Backtest(before, seed, cancellationToken).Scores.Mae;
        BacktestScores scores = entry.Scores;
        return Measured(seed, seconds,
        [
            StudyMeasure.Of("mae", scores.Mae), StudyMeasure.Of("rmse", scores.Rmse), StudyMeasure.Of("mase", scores.Mase), StudyMeasure.Of("validation", validation),
            StudyMeasure.Of("parameters", entry.Parameters), .. _recipe is null ? [] : Sizes(before, seed),
        ]);
    }

    protected override string Describe(ulong seed) => $"backtest\n{_what}\n{seed}\n{_options}\n{_table.Digest()}";

    private BacktestEntry Backtest(SeriesTable table, ulong seed, CancellationToken cancellationToken) =>
        Backtests.Backtest.Run(table, table.Names[0], _options, [_candidate(seed)], withMethods: false, cancellationToken: cancellationToken).Entries[0];

    private ForecastRecipe? Seeded(ulong seed) => _recipe is null ? null : _recipe with { Training = _recipe.Training with { Seed = seed } };

    // Of a file of the same model, whatever its weights: window and level are those that the rows before the first origin ask for.
    private ImmutableArray<StudyMeasure> Sizes(SeriesTable before, ulong seed)
    {
        ForecastRecipe recipe = Seeded(seed)!;
        recipe = recipe with { Split = recipe.Split with { Train = 1 - recipe.Split.Validation }, Windows = recipe.Windows with { Horizon = _options.Horizon } };
        var training = new ForecastTraining(before, RecipeChoice.Of(before, recipe).Recipe);
        byte[] file = training.ToForecaster(new TrainingOutcome(recipe.Training.Epochs, null, StopReason.Completed)).ToBytes();
        return [StudyMeasure.Of("quantum_parameters", training.Model.Table.QuantumCount), StudyMeasure.Of("bytes", file.Length), StudyMeasure.Of("window", training.Recipe.Windows.Window)];
    }
}
