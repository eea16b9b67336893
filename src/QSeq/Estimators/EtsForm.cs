namespace QSeq.Estimators;

/// <summary>How a season acts on the level.</summary>
internal enum SeasonKind
{
    None,
    Additive,
    Multiplicative,
}

/// <summary>A form of exponential smoothing, ETS(error, trend, season): trends are none or additive, plain or damped.</summary>
internal readonly record struct EtsForm(bool RelativeError, bool Trend, bool Damped, SeasonKind Season, int Period)
{
    /// <summary>More first states than this cannot be estimated well; R's ets stops here, too.</summary>
    public const int LongestSeason = 24;

    /// <summary>Smoothing constants: of the level, of the trend, of the season, damping.</summary>
    public int Constants => 1 + (Trend ? 1 : 0) + (Season != SeasonKind.None ? 1 : 0) + (Damped ? 1 : 0);

    /// <summary>Free first states: the level, the trend, of the season one less than its steps.</summary>
    public int States => 1 + (Trend ? 1 : 0) + (Season != SeasonKind.None ? Period - 1 : 0);

    public override string ToString()
    {
        string season = Season switch { SeasonKind.None => "N", SeasonKind.Additive => "A", _ => "M" };
        return $"ETS({(RelativeError ? "M" : "A")},{(Trend ? Damped ? "Ad" : "A" : "N")},{season})";
    }
}
