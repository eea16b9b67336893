using QSeq.Estimators;

namespace QSeq.Studies.Boards;

/// <summary>Series with what follows them, and how the M4 competition scores forecasts of it.</summary>
internal sealed class M4Data
{
    private readonly (string Name, double[] History, double[] Truth, double Scale)[] _series;
    private readonly Lazy<M4Scores> _naive;

    private M4Data(string source, int season, int horizon, (string Name, double[] History, double[] Truth, double Scale)[] series)
    {
        (Source, Season, Horizon, _series) = (source, season, horizon, series);
        _naive = new(() => Score(n => Forecast(SeriesMethod.Naive2(season), n)));
    }

    public string Source { get; }

    public int Season { get; }

    public int Horizon { get; }

    public int Count => _series.Length;

    /// <summary>Values of the shortest history.</summary>
    public int Shortest => _series.Min(one => one.History.Length);

    /// <summary>Names and values of all series.</summary>
    public string Digest => SeriesPanel.Of(new SeriesTable(Source, ["all"], [[.. _series.SelectMany(one => one.History.Concat(one.Truth))]])).Digest();

    public ReadOnlySpan<double> History(int series) => _series[series].History;

    public string Name(int series) => _series[series].Name;

    public static M4Data Of(SeriesPanel train, SeriesPanel test, int season, int horizon)
    {
        ArgumentNullException.ThrowIfNull(train);
        ArgumentNullException.ThrowIfNull(test);
        Dictionary<string, PanelSeries> ahead = test.Series.ToDictionary(series => series.Name, StringComparer.Ordinal);
        return new M4Data(train.Source, season, horizon, [.. train.Series.Select(One)]);

        (string, double[], double[], double) One(PanelSeries series)
        {
            double[] history = Values(series, train.Source);
            if (history.Length < 4 * season) throw new InvalidDataException(Invariant($"{train.Source}: series '{series.Name}' has {history.Length} values, expected {4 * season} or more"));
            if (!ahead.TryGetValue(series.Name, out PanelSeries? other))
                throw new InvalidDataException($"{test.Source} has no series '{series.Name}', which {train.Source} has; give the two files of one competition");
            double[] truth = Values(other, test.Source);
            if (truth.Length != horizon) throw new InvalidDataException(Invariant($"{test.Source}: series '{series.Name}' has {truth.Length} values, expected {horizon}"));
            double scale = Enumerable.Range(season, history.Length - season).Average(t => Math.Abs(history[t] - history[t - season]));
            if (!(scale > 0)) throw new InvalidDataException(Invariant($"{train.Source}: series '{series.Name}' repeats itself every {season} values, so that no error can be scaled by it; leave it out"));
            return (series.Name, history, truth, scale);
        }
    }

    /// <summary>Scores a forecast of every series: sMAPE and MASE over all series and steps, OWA once over both.</summary>
    /// <param name="forecast">The values ahead of a series, by its place.</param>
    public M4Scores Of(Func<int, double[]> forecast)
    {
        M4Scores scores = Score(forecast), naive = _naive.Value;
        return scores with { Owa = ((scores.Smape / naive.Smape) + (scores.Mase / naive.Mase)) / 2 };
    }

    /// <summary>What a method, fitted to a series, says of the values ahead.</summary>
    public double[] Forecast(SeriesMethod method, int series, Action<FittedSeries>? fitted = null, CancellationToken cancellationToken = default)
    {
        double[] history = _series[series].History, ahead = new double[Horizon];
        FittedSeries fit = method.Fit(history, cancellationToken);
        fitted?.Invoke(fit);
        fit.Forecast(history, [history.Length], Horizon, ahead);
        return ahead;
    }

    private M4Scores Score(Func<int, double[]> forecast)
    {
        double relative = 0, scaled = 0;
        for (int n = 0; n < _series.Length; n++)
        {
            (_, _, double[] truth, double scale) = _series[n];
            double[] ahead = forecast(n);
            relative += truth.Zip(ahead).Average(pair => pair.First == pair.Second ? 0 : 200 * Math.Abs(pair.First - pair.Second) / (Math.Abs(pair.First) + Math.Abs(pair.Second)));
            scaled += truth.Zip(ahead).Average(pair => Math.Abs(pair.First - pair.Second)) / scale;
        }

        return new M4Scores(relative / _series.Length, scaled / _series.Length, 1);
    }

    private static double[] Values(PanelSeries series, string source) => series.Table is { } table
        ? table.Column(0).ToArray()
        : throw new InvalidDataException($"{source}: series '{series.Name}' cannot be read: {series.Problem!.Message}", series.Problem);
}

/// <summary>Scores of the M4 competition.</summary>
internal sealed record M4Scores(double Smape, double Mase, double Owa)
{
    public ImmutableArray<StudyMeasure> Measures => [StudyMeasure.Of("smape", Smape), StudyMeasure.Of("mase", Mase), StudyMeasure.Of("owa", Owa)];
}
