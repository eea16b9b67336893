using QSeq.Backtests;
using QSeq.Data;
using QSeq.Estimators;
using QSeq.Forecasting;

namespace QSeq.Search;

/// <summary>The part of a series that chooses: candidates are fitted to the rows before it and forecast from its origins.</summary>
internal sealed class ValidationPart
{
    private readonly BacktestOptions _options;
    private readonly string _column;

    public ValidationPart(SeriesTable table, string column, SearchParts parts, int horizon)
    {
        (Before, _column, Parts, Horizon) = (table.Rows(0, parts.FirstTest), column, parts, horizon);
        _options = parts.Validation(horizon);
        BacktestResult naive = Backtest.Run(Before, column, _options, [BacktestCandidate.Of(SeriesMethod.Persistence)], withMethods: false);
        Origins = [.. naive.Origins];
        Truth = Candidate.TruthOf(Before, column, Origins, horizon);
    }

    /// <summary>The rows before the test part.</summary>
    public SeriesTable Before { get; }

    public SearchParts Parts { get; }

    public int Horizon { get; }

    public int[] Origins { get; }

    public double[] Truth { get; }

    /// <summary>With how many forecasts before it one overlaps, and one more.</summary>
    public int Overlap => (Horizon + Parts.Stride - 1) / Parts.Stride;

    /// <summary>The classical methods that can be fitted, each on a thread.</summary>
    public Candidate[] Methods(int threads, CancellationToken cancellationToken)
    {
        (string Name, SeriesMethod Method, bool IsBaseline)[] methods = SearchMethods.Of(Parts.Season, Horizon, Parts.FirstValidation);
        var done = new Candidate?[methods.Length];
        using var crew = new ShardCrew(Math.Min(threads, methods.Length), (worker, n) =>
        {
            (string name, SeriesMethod method, bool isBaseline) = methods[n];
            (double[]? forecasts, _) = Forecasts(new NamedMethod(name, method), cancellationToken);
            if (forecasts is not null) done[n] = new Candidate(name, forecasts, Truth, Horizon) { Method = method, IsBaseline = isBaseline };
        });
        crew.Run(methods.Length);
        return [.. done.OfType<Candidate>()];
    }

    /// <summary>What a recipe forecasts that is trained on the rows before; null and why where it cannot be trained.</summary>
    public (double[]? Forecasts, string? Failure) Forecasts(ForecastRecipe recipe, CancellationToken cancellationToken) =>
        Forecasts(BacktestCandidate.Of(recipe, isChosen: false), cancellationToken);

    private (double[]? Forecasts, string? Failure) Forecasts(BacktestCandidate candidate, CancellationToken cancellationToken)
    {
        try
        {
            BacktestResult result = Backtest.Run(Before, _column, _options, [candidate], withMethods: false, cancellationToken: cancellationToken);
            return result.Failures is [{ } failure, ..] ? (null, failure.Reason.ToString().ReplaceLineEndings(" ")) : ([.. result.Entries[0].Forecasts], null);
        }
        catch (Exception e) when (e is InvalidDataException or ArgumentException)
        {
            return (null, e.Message.ReplaceLineEndings(" "));
        }
    }
}
