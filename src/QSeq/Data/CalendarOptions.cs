namespace QSeq.Data;

/// <summary>Something of the calendar that a model reads as an input known in the future.</summary>
public enum CalendarFeature
{
    /// <summary>The time of day, as sine and cosine of one turn a day.</summary>
    Hour,

    /// <summary>The day of the week, as sine and cosine of one turn a week.</summary>
    Weekday,

    /// <summary>The day of the month, as sine and cosine of one turn in 31 days.</summary>
    Day,

    /// <summary>The month, as sine and cosine of one turn a year.</summary>
    Month,

    /// <summary>The day of the year, as sine and cosine of one turn in 366 days.</summary>
    YearDay,

    /// <summary>1 on the days of <see cref="CalendarOptions.Holidays"/>, else 0.</summary>
    Holiday,
}

/// <summary>What a model reads of the calendar, by the clocks of the series' zone where it has one.</summary>
public sealed record CalendarOptions
{
    private const int MostHolidays = 100_000;

    /// <summary>The features, in order, none twice; at least one.</summary>
    public IReadOnlyList<CalendarFeature> Features { get; init; } = [];

    /// <summary>The days that are holidays; for <see cref="CalendarFeature.Holiday"/>, none without it.</summary>
    public IReadOnlyList<DateOnly> Holidays { get; init; } = [];

    /// <summary>The names of the columns made, two for a turn: <c>hour sin</c>, <c>hour cos</c>.</summary>
    internal IReadOnlyList<string> Names => [.. Features.SelectMany(NamesOf)];

    /// <summary>The name of a feature.</summary>
    public static string NameOf(CalendarFeature feature) => feature.ToString().ToLowerInvariant();

    /// <summary>The columns of a feature.</summary>
    internal static string[] NamesOf(CalendarFeature feature) =>
        feature == CalendarFeature.Holiday ? [NameOf(feature)] : [$"{NameOf(feature)} sin", $"{NameOf(feature)} cos"];

    internal CalendarOptions MapFields(FieldMap f) => new()
    {
        Features = [.. f.Texts("features", [.. Features.Select(NameOf)]).Select(FeatureOf)],
        Holidays = [.. f.Texts("holidays", [.. Holidays.Select(day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture))]).Select(DayOf)],
    };

    internal void Validate()
    {
        ArgumentNullException.ThrowIfNull(Features);
        ArgumentNullException.ThrowIfNull(Holidays);
        if (Features.Count == 0) throw new ArgumentException("the calendar has no feature; name one, such as the hour");
        if (Features.Distinct().Count() < Features.Count || Features.Any(feature => !Enum.IsDefined(feature)))
            throw new ArgumentException("a feature of the calendar is named twice, or does not exist; name each once");
        bool holiday = Features.Contains(CalendarFeature.Holiday);
        if (holiday && Holidays.Count == 0) throw new ArgumentException("the calendar has a holiday feature but no holidays; give their days");
        if (!holiday && Holidays.Count > 0) throw new ArgumentException("holidays are given, but the calendar has no holiday feature; add it");
        OptionCheck.Require(Holidays.Count <= MostHolidays, $"{Holidays.Count} holidays are given, expected {MostHolidays} or fewer");
    }

    private static CalendarFeature FeatureOf(string name) => Enum.GetValues<CalendarFeature>().Where(feature => NameOf(feature) == name).Cast<CalendarFeature?>().FirstOrDefault()
        ?? throw new ArgumentException(NearestName.Describe("feature of the calendar", name, [.. Enum.GetValues<CalendarFeature>().Select(NameOf)]));

    private static DateOnly DayOf(string text) => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly day)
        ? day
        : throw new ArgumentException($"holiday {BadData.Quote(text)} is not a day such as 2026-12-25");
}
