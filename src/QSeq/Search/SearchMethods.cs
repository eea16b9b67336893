using QSeq.Backtests;
using QSeq.Estimators;
using QSeq.Forecasting;

namespace QSeq.Search;

/// <summary>The classical methods of a search: those that every model is judged by, and some of them with other windows and lags.</summary>
internal static class SearchMethods
{
    private const int LongestWindow = 672, RowsAWindow = 4, RowsALag = 8;

    /// <summary>Methods with a name each; the baselines come first.</summary>
    public static (string Name, SeriesMethod Method, bool IsBaseline)[] Of(int season, int horizon, int rows)
    {
        var all = new List<(string, SeriesMethod, bool)>();
        foreach (SeriesMethod method in SeriesMethod.All(season, horizon, rows)) all.Add((method.Name, method, true));
        int[] seasons = season > 1 ? [season, season + 1, 2 * season, 3 * season, 7 * season, 14 * season] : [];
        int[] windows = [2, 4, 8, 16, 32, 64, horizon, .. seasons];
        foreach (int window in windows.Where(window => window >= 2 && window <= Math.Min(LongestWindow, rows / RowsAWindow)).Distinct().Order())
        {
            all.Add(($"NLinear, window {window}", SeriesMethod.NLinear(window, horizon), false));
            all.Add(($"DLinear, window {window}", SeriesMethod.DLinear(window, horizon), false));
        }

        foreach (int lags in ((int[])[1, 3, 8, 16, 32, 64]).Where(lags => lags <= rows / RowsALag))
        {
            string many = lags == 1 ? "1 lag" : $"{lags} lags";
            all.Add(($"AR, {many}", SeriesMethod.Ar(lags), false));
            if (season > 1) all.Add(($"seasonal AR, {many}", SeriesMethod.SeasonalAr(season, lags), false));
        }

        if (season > 1)
        {
            foreach (int back in (int[])[2, 4, 14])
                foreach (int near in (int[])[0, 1])
                    if ((back + 1) * season <= rows / 2) all.Add(($"seasonal regression, {back} seasons, {near} near", SeriesMethod.SeasonalRegression(season, back, horizon, near), false));
        }

        return [.. all];
    }
}

/// <summary>A method under another name.</summary>
internal sealed class NamedMethod(string name, SeriesMethod method) : BacktestCandidate(name)
{
    private readonly BacktestCandidate _method = Of(method);

    internal override int Forecast(BacktestPart part, int seed, Span<double> ahead, CancellationToken cancellationToken) =>
        _method.Forecast(part, seed, ahead, cancellationToken);
}

/// <summary>A model that is trained already, on rows before the first origin.</summary>
internal sealed class TrainedCandidate(string name, TrainedForecaster model) : BacktestCandidate(name)
{
    internal override int Forecast(BacktestPart part, int seed, Span<double> ahead, CancellationToken cancellationToken)
    {
        RecipeCandidate.Answer(model, part, ahead);
        return model.Model.Table.TrainableCount;
    }
}
