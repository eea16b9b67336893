namespace QSeq.Backtests;

/// <summary>From which rows a backtest forecasts, and what is fitted before.</summary>
public sealed record BacktestOptions
{
    private const int UsualOrigins = 1000;
    private const double TestShare = 0.2;

    /// <summary>Steps ahead that are scored, 1 or more.</summary>
    public int Horizon { get; init; } = 1;

    /// <summary>Steps a season, 1 for none; null (default) for what the rows before the first origin show.</summary>
    public int? Season { get; init; }

    /// <summary>The last rows, which are forecast; more than the horizon. Null (default) for a fifth of the rows, at least twice the horizon.</summary>
    public int? TestRows { get; init; }

    /// <summary>
    /// Rows from an origin to the next, 1 or more. Null (default) for the least that gives at most 1,000 origins and has no factor in
    /// common with the season, so that every place of the season is an origin.
    /// </summary>
    public int? Stride { get; init; }

    /// <summary>How many times everything is fitted, 1 (default) or more: before the first origin, and before later ones in equal parts.</summary>
    public int Fits { get; init; } = 1;

    /// <summary>The newest rows that a fit sees (a sliding history), 2 or more; null (default) for all before it (an expanding one).</summary>
    public int? Window { get; init; }

    /// <summary>How often a model is trained, each time from another seed, 1 or more.</summary>
    public int Seeds { get; init; } = 1;

    /// <summary>Checks the options.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public void Validate()
    {
        OptionCheck.Require(Horizon >= 1, $"horizon is {Horizon}, expected 1 or more");
        OptionCheck.Require(Season is null or >= 1, $"a season has {Season} steps, expected 1 (none) or more");
        OptionCheck.Require(TestRows is null || TestRows >= Horizon, $"{TestRows} rows are to be forecast, expected {Horizon} (the horizon) or more");
        OptionCheck.Require(Stride is null or >= 1, $"stride is {Stride}, expected 1 or more");
        OptionCheck.Require(Fits >= 1, $"{Fits} fits were asked for, expected 1 or more");
        OptionCheck.Require(Window is null or >= 2, $"a fit is to see {Window} rows, expected 2 or more");
        OptionCheck.Require(Seeds >= 1, $"{Seeds} seeds were asked for, expected 1 or more");
    }

    /// <summary>The row that is forecast first.</summary>
    internal int FirstOrigin(int rows) => rows - (TestRows ?? Math.Max(2 * Horizon, (int)(rows * TestShare)));

    internal int StrideOf(int first, int rows, int season)
    {
        if (Stride is { } given) return given;
        int stride = Math.Max(1, (int)Math.Ceiling((rows - first - Horizon + 1) / (double)UsualOrigins));
        while (stride > 1 && season > 1 && Divisor(stride, season) > 1) stride++;
        return stride;

        static int Divisor(int a, int b) => b == 0 ? a : Divisor(b, a % b);
    }
}
