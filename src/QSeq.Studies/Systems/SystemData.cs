namespace QSeq.Studies.Systems;

/// <summary>Forecasts of a system that are made step by step from what came before.</summary>
/// <param name="row">The first row that is forecast; all rows before it are known.</param>
/// <param name="steps">How many; each is made from the ones before.</param>
/// <returns>The forecasts in the units of the data; NaN where there is none.</returns>
internal delegate double[] Ahead(int row, int steps);

/// <summary>A system, cut into parts, and how forecasts of it are scored. Safe to share between threads.</summary>
internal sealed class SystemData
{
    /// <summary>From how many rows of the test part forecasts are fed back, spread evenly over it.</summary>
    public const int StartCount = 8;

    /// <summary>How many steps are fed back from each at most.</summary>
    public const int Steps = 150;

    private readonly Lazy<ImmutableArray<StudyBaseline>> _baselines;

    /// <summary>Cuts the series of a system.</summary>
    /// <param name="system">The system.</param>
    /// <param name="recipe">Split, scaling and window; its columns become those of the system.</param>
    public SystemData(DynamicalSystem system, ForecastRecipe recipe)
    {
        System = system;
        WindowOptions windows = recipe.Windows with { Inputs = system.Table.Names, Targets = [system.Target] };
        Recipe = recipe with { Windows = windows, Training = new TrainingOptions() };
        Split = Split.Of(system.Table.Length, Recipe.Windows, Recipe.Split);
        (Values, Window) = (system.Table.Column(system.Target).ToArray(), Recipe.Windows.Window);
        ReadOnlySpan<double> test = Values.AsSpan(Split.Test.Start + Window, Split.Test.Count);
        Deviation = Math.Sqrt(Scores.Compare(test, test).Variance);
        int first = Split.Test.Start + Window, last = Values.Length - Steps;
        Starts = [.. Enumerable.Range(0, StartCount).Select(n => first + ((last - first) * n / (StartCount - 1)))];
        _baselines = new(MakeBaselines);
    }

    /// <summary>The system.</summary>
    public DynamicalSystem System { get; }

    /// <summary>How windows are cut, parted and scaled; how models are trained is theirs.</summary>
    public ForecastRecipe Recipe { get; }

    /// <summary>The parts.</summary>
    public Split Split { get; }

    /// <summary>The target column.</summary>
    public double[] Values { get; }

    /// <summary>Rows a window has.</summary>
    public int Window { get; }

    /// <summary>The standard deviation of the target over the test part, by which errors are measured.</summary>
    public double Deviation { get; }

    /// <summary>The rows from which forecasts are fed back: the first one of each.</summary>
    public ImmutableArray<int> Starts { get; }

    /// <summary>Persistence, and a linear autoregression of the same window.</summary>
    public ImmutableArray<StudyBaseline> Baselines => _baselines.Value;

    /// <summary>Rows of targets of a part.</summary>
    public IEnumerable<int> Rows(WindowRange part) => Enumerable.Range(part.Start + Window, part.Count);

    /// <summary>The same for what forecasts any row of the test part.</summary>
    public IEnumerable<StudyMeasure> Measures(Ahead ahead)
    {
        int[] rows = [.. Rows(Split.Test)];
        Scores scores = Scores.Compare([.. rows.Select(row => ahead(row, 1)[0])], [.. rows.Select(row => Values[row])]);
        return Measures(scores.R2, scores.Rmse / Deviation, ahead);
    }

    /// <summary>
    /// <c>r2</c> and <c>nrmse</c> (the root of the mean squared error in deviations of the test part) one step ahead, and for a system
    /// that goes on by itself <c>valid_time</c>, mean over the starts, and <c>held</c>, the share of starts that held for all steps.
    /// </summary>
    public IEnumerable<StudyMeasure> Measures(double r2, double nrmse, Ahead ahead)
    {
        yield return StudyMeasure.Of("r2", r2);
        yield return StudyMeasure.Of("nrmse", nrmse);
        if (!System.IsAutonomous) yield break;
        int[] held = [.. Starts.Select(start => ValidTime.Steps(ahead(start, Steps), Values.AsSpan(start, Steps), Deviation))];
        yield return StudyMeasure.Of("valid_time", held.Average() * System.Step);
        yield return StudyMeasure.Of("held", held.Average(steps => steps == Steps ? 1.0 : 0));
    }

    /// <summary>All that it comes from, as text.</summary>
    public string Describe()
    {
        string system = Invariant($"{System.Name} {System.Target} {System.Clock} {System.Step:R}\n{System.Table.Digest()}");
        return Invariant($"{system}\n{Recipe.Digest()}\n{StartCount} {Steps} {ValidTime.Limit:R}");
    }

    private ImmutableArray<StudyBaseline> MakeBaselines()
    {
        var linear = LinearForecast.Fit(System.Table, System.Target, Window, Split.TrainRows);
        return
        [
            new("persistence", [StudyMeasure.Of("parameters", 0), .. Measures(Last)]),
            new("linear AR", [StudyMeasure.Of("parameters", linear.Parameters), .. Measures(linear.Ahead)]),
        ];

        double[] Last(int row, int steps) => [.. Enumerable.Repeat(Values[row - 1], steps)];
    }
}
