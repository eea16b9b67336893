namespace QSeq.Cli.Options;

/// <summary>What a model reads beside the past of its series: what is known in the future, the calendar, categories, and where values were filled in.</summary>
internal sealed class CovariateOptions : OptionGroup
{
    private readonly Option<string[]?> _calendar = Opt.List(
        "--calendar",
        "NAMES",
        "What of the calendar the model reads: hour, weekday, day, month, yearday, and the name of a file of holidays, a day such as 2026-12-25 a line.");

    private readonly Option<bool> _mask = Opt.Flag("--mask", "The model reads which of its inputs were measured and which were filled in (see --gaps).");
    private readonly Option<int?> _maxGap = Opt.OptionalInt(
        "--max-gap", "The most values filled in one after the other for a window to be used. [default: half the window]", 0);

    /// <summary>Columns that are known in the future.</summary>
    public Option<string[]?> Known { get; } = Opt.List(
        "--known",
        "A,B",
        "Columns that are known in the future, such as price and promo: rows behind the last value of the series, or forecast --future, hold "
        + "them. The model reads them up to the end of its horizon.");

    /// <summary>Columns of categories.</summary>
    public Option<string[]?> Categories { get; } = Opt.List(
        "--categories",
        "A,B",
        "Columns of text or codes that are categories: the model reads 1 or 0 for each level. Known in the future where --known names them too.");

    public override Option[] All => [Known, _calendar, Categories, _mask, _maxGap];

    /// <summary>Columns that are read beside the series.</summary>
    public string[] Beside(ParseResult parsed) => [.. (parsed.Given(Known) ?? []).Union(parsed.Given(Categories) ?? [])];

    /// <summary>The reading with these columns.</summary>
    public CsvReadOptions Reading(ParseResult parsed, CsvReadOptions reading) => reading with
    {
        Known = parsed.Given(Known),
        Categories = parsed.Given(Categories) is { } names ? [.. names.Distinct().Select(name => new CategoryColumn(name))] : null,
    };

    /// <summary>The recipe with these inputs, before the data is read.</summary>
    public ForecastRecipe Recipe(ParseResult parsed, ForecastRecipe recipe) => recipe with
    {
        Windows = recipe.Windows with { MaxGap = parsed.GetValue(_maxGap) },
        Calendar = Calendar(parsed),
        Mask = parsed.GetValue(_mask),
    };

    /// <summary>The columns of a table that stand for what is known in the future.</summary>
    public string[] KnownColumns(ParseResult parsed, CsvDescription? read) =>
        [.. (parsed.Given(Known) ?? []).Distinct().SelectMany(name => ColumnsOf(name, read))];

    /// <summary>The columns of a table that stand for one of the file: of categories, one for each level.</summary>
    public static IReadOnlyList<string> ColumnsOf(string name, CsvDescription? read) =>
        read?.Options.Categories?.FirstOrDefault(column => column.Name == name)?.Columns ?? [name];

    private CalendarOptions? Calendar(ParseResult parsed)
    {
        if (parsed.Given(_calendar) is not { } names) return null;
        var features = new List<CalendarFeature>();
        var holidays = new SortedSet<DateOnly>();
        string[] known = [.. Enum.GetValues<CalendarFeature>().Where(feature => feature != CalendarFeature.Holiday).Select(CalendarOptions.NameOf)];
        foreach (string name in names)
        {
            int place = Array.FindIndex(known, one => one.Equals(name, StringComparison.OrdinalIgnoreCase));
            if (place >= 0)
            {
                features.Add((CalendarFeature)place);
                continue;
            }

            if (!File.Exists(name))
                throw new UsageException($"--calendar names '{name}', which is neither a file of holidays nor one of {string.Join(", ", known)}");
            holidays.UnionWith(HolidayFile.Read(name));
            features.Add(CalendarFeature.Holiday);
        }

        if (features.Distinct().Count() < features.Count) throw new UsageException("--calendar names something twice; name it once, and all holidays in one file");
        return new CalendarOptions { Features = features, Holidays = [.. holidays] };
    }
}
