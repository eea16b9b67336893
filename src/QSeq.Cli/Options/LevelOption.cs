namespace QSeq.Cli.Options;

/// <summary>Levels of intervals in percent, such as 80,95.</summary>
internal static class LevelOption
{
    private const string Name = "--levels";

    /// <summary>The levels that a model keeps by default.</summary>
    public static ImmutableArray<double> Usual { get; } = [0.8, 0.95];

    public static Option<string?> Create(string description) => Opt.Text(Name, "P,P", description);

    /// <summary>The levels of a model to be trained: the usual ones where none are given and there is a validation part to measure them on.</summary>
    public static ImmutableArray<double> ToTrain(ParseResult parsed, Option<string?> option, SplitFractions split) =>
        parsed.GetValue(option) is { } text ? text == "none" ? [] : Parse(text) : split.Validation > 0 ? Usual : [];

    /// <summary>The levels of a fleet's intervals: those that are given.</summary>
    public static ImmutableArray<double> Given(ParseResult parsed, Option<string?> option) =>
        parsed.GetValue(option) is { } text and not "none" ? Parse(text) : [];

    /// <summary>The levels to show, rising; null where none are given.</summary>
    public static double[]? ToShow(ParseResult parsed, Option<string?> option) => parsed.GetValue(option) is { } text ? [.. Parse(text)] : null;

    /// <summary>The levels to measure: the usual ones where none are given; none for none.</summary>
    public static double[] ToMeasure(ParseResult parsed, Option<string?> option) =>
        [.. parsed.GetValue(option) is { } text ? text == "none" ? [] : Parse(text) : Usual];

    private static ImmutableArray<double> Parse(string text)
    {
        var levels = new SortedSet<double>();
        foreach (string part in text.Split(',', StringSplitOptions.TrimEntries))
        {
            if (!decimal.TryParse(part, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal percent) || percent is <= 0 or >= 100)
                throw new UsageException($"{Name} is '{text}', expected percents between 0 and 100 with commas between, such as 80,95");
            levels.Add((double)(percent / 100)); // 0.8, where a product of doubles may be a bit beside it
        }

        return [.. levels];
    }
}
