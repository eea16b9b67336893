using QSeq.Estimators;
using QSeq.Intervals;

namespace QSeq.Studies.Boards;

/// <summary>Series with what follows them, and how the M4 competition scores forecasts of it.</summary>
internal sealed class M4Data
{
    /// <summary>The level of the competition's intervals.</summary>
    public const double Level = 0.95;

    private readonly (string Name, double[] History, double[] Truth, double Scale)[] _series;
    private readonly Lazy<(double Smape, double Mase)> _naive;

    private M4Data(string source, int season, int horizon, (string Name, double[] History, double[] Truth, double Scale)[] series)
    {
        (Source, Season, Horizon, _series) = (source, season, horizon, series);
        _naive = new(() => Score(n => Naive2(n)));
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

    /// <summary>Scores a forecast of every series: sMAPE, MASE and MSIS over all series and steps, OWA once over the first two.</summary>
    /// <param name="forecast">The values ahead of a series and their intervals, by its place.</param>
    public M4Scores Of(Func<int, M4Forecast> forecast)
    {
        double width = 0, inside = 0;
        (double smape, double mase) = Score(n =>
        {
            M4Forecast one = forecast(n);
            (_, _, double[] truth, double scale) = _series[n];
            width += one.Bands.Zip(truth).Average(pair => Width(pair.First, pair.Second)) / scale / Count;
            inside += one.Bands.Zip(truth).Average(pair => pair.First.Contains(pair.Second) ? 1.0 : 0.0) / Count;
            return one.Values;
        });
        (double naiveSmape, double naiveMase) = _naive.Value;
        return new M4Scores(smape, mase, ((smape / naiveSmape) + (mase / naiveMase)) / 2, width, inside);
    }

    /// <summary>The mean absolute error of a method in units of seasonal naive, on the last values before those that are scored.</summary>
    public double Before(SeriesMethod method, int series, CancellationToken cancellationToken)
    {
        (_, double[] history, _, double scale) = _series[series];
        int first = history.Length - Horizon;
        double[] ahead = new double[Horizon];
        method.Fit(history.AsSpan(0, first), cancellationToken).Forecast(history, [first], Horizon, ahead);
        return ahead.Select((value, h) => Math.Abs(history[first + h] - value)).Average() / scale;
    }

    // The score of the competition for an interval that is to hold 95 % of values.
    private static double Width(Interval band, double truth)
    {
        const double outside = 2 / (1 - Level);
        return band.Width + (outside * (Math.Max(0, band.Lower - truth) + Math.Max(0, truth - band.Upper)));
    }

    private double[] Naive2(int series)
    {
        double[] history = _series[series].History, ahead = new double[Horizon];
        SeriesMethod.Naive2(Season).Fit(history).Forecast(history, [history.Length], Horizon, ahead);
        return ahead;
    }

    private (double Smape, double Mase) Score(Func<int, double[]> forecast)
    {
        double relative = 0, scaled = 0;
        for (int n = 0; n < _series.Length; n++)
        {
            (_, _, double[] truth, double scale) = _series[n];
            double[] ahead = forecast(n);
            relative += truth.Zip(ahead).Average(pair => pair.First == pair.Second ? 0 : 200 * Math.Abs(pair.First - pair.Second) / (Math.Abs(pair.First) + Math.Abs(pair.Second)));
            scaled += truth.Zip(ahead).Average(pair => Math.Abs(pair.First - pair.Second)) / scale;
        }

        return (relative / _series.Length, scaled / _series.Length);
    }

    private static double[] Values(PanelSeries series, string source) => series.Table is { } table
        ? table.Column(0).ToArray()
        : throw new InvalidDataException($"{source}: series '{series.Name}' cannot be read: {series.Problem!.Message}", series.Problem);
}

/// <summary>What is said of the values ahead of a series.</summary>
/// <param name="Values">The forecast.</param>
/// <param name="Bands">Where 95 % of values are expected.</param>
internal sealed record M4Forecast(double[] Values, Interval[] Bands);

/// <summary>Scores of the M4 competition; <paramref name="Coverage"/> is the part of values in their intervals.</summary>
internal sealed record M4Scores(double Smape, double Mase, double Owa, double Msis, double Coverage)
{
    public ImmutableArray<StudyMeasure> Measures =>
    [
        StudyMeasure.Of("smape", Smape), StudyMeasure.Of("mase", Mase), StudyMeasure.Of("owa", Owa), StudyMeasure.Of("msis", Msis), StudyMeasure.Of("coverage", Coverage),
    ];
}
