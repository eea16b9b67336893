namespace QSeq.Cli.Options;

/// <summary>From which rows of a series it is forecast, and how often all is fitted on the way.</summary>
internal sealed class RollingOptions : OptionGroup
{
    private readonly Option<int?> _rows = Opt.OptionalInt(
        "--test-rows", "The last rows of the data, which are forecast. [default: a fifth, at least twice the horizon]", 1);
    private readonly Option<int?> _stride = Opt.OptionalInt(
        "--stride",
        "Rows from one origin to the next. [default: the least that gives at most 1,000 origins and has no factor in common with the season]",
        1);
    private readonly Option<int> _refits = Opt.Int("--refits", "How often everything is fitted anew on the way, to what is known by then.", 0, 0);
    private readonly Option<int?> _sliding = Opt.OptionalInt(
        "--sliding", "The newest rows that a fit sees. [default: all before the first origin that it forecasts from]", 2);
    private readonly Option<int> _seeds = Opt.Int(
        "--seeds", "How often each model is trained, from --seed and those after it; the median of their forecasts is what is compared.", 3, 1);

    public override Option[] All => [_rows, _stride, _refits, _sliding, _seeds];

    public BacktestOptions Options(ParseResult parsed, int horizon, int? season)
    {
        var options = new BacktestOptions
        {
            Horizon = horizon,
            Season = season,
            TestRows = parsed.GetValue(_rows),
            Stride = parsed.GetValue(_stride),
            Fits = Math.Min(parsed.GetValue(_refits), int.MaxValue - 1) + 1,
            Window = parsed.GetValue(_sliding),
            Seeds = parsed.GetValue(_seeds),
        };
        options.Validate();
        return options;
    }
}
