using QSeq.Backtests;
using QSeq.Data;

namespace QSeq.Search;

/// <summary>Which rows of a series choose and which judge: a validation part before a test part at the end.</summary>
/// <param name="FirstValidation">The first row that is forecast to choose by.</param>
/// <param name="FirstTest">The first row of the test part.</param>
/// <param name="Season">Steps a season, of what lies before the validation part; 1 for none.</param>
/// <param name="Stride">Rows between origins of the validation part.</param>
internal sealed record SearchParts(int FirstValidation, int FirstTest, int Season, int Stride)
{
    private const double ValidationShare = 0.25; // of the rows before the test part
    private const int LeastHistory = 8;
    private const int MostOrigins = 250, MostForecasts = 10_000; // of every trial, which are all kept

    /// <exception cref="SeriesTooShortException">Too few rows are left before the validation part.</exception>
    public static SearchParts Of(SeriesTable table, string column, SearchOptions options)
    {
        int rows = table.Length, horizon = options.Horizon, rest = rows - options.TestOf(rows);
        int validation = Math.Max(2 * horizon, (int)(rest * ValidationShare)), first = rest - validation;
        if (first < LeastHistory)
        {
            throw new SeriesTooShortException(
                $"{rows} rows leave {Math.Max(0, first)} to learn from before the validation part, expected {LeastHistory} or more; give a longer series or a shorter horizon");
        }

        int season = options.Season ?? SeasonFinder.Find(table.Column(column)[..first], table.Step);
        int most = Math.Clamp(MostForecasts / horizon, 20, MostOrigins);
        int stride = Math.Max(1, (int)Math.Ceiling((validation - horizon + 1) / (double)most));
        while (stride > 1 && Divisor(stride, season) > 1) stride++; // every place of the season is an origin
        return new SearchParts(first, rest, season, stride);
    }

    /// <summary>The backtest that chooses, of the rows before the test part.</summary>
    public BacktestOptions Validation(int horizon) =>
        new() { Horizon = horizon, Season = Season, TestRows = FirstTest - FirstValidation, Stride = Stride };

    /// <summary>The backtest that judges, of all rows.</summary>
    public BacktestOptions Test(int rows, int horizon) => new() { Horizon = horizon, Season = Season, TestRows = rows - FirstTest };

    private static int Divisor(int a, int b) => b == 0 ? a : Divisor(b, a % b);
}
