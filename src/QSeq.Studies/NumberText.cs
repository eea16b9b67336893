namespace QSeq.Studies;

/// <summary>Figures as people read them, the same on every system.</summary>
public static class NumberText
{
    /// <summary>4 digits after the point, or 3 significant ones where it is small or large.</summary>
    public static string Number(double value) => Math.Abs(value) switch
    {
        double.NaN => "NaN",
        0 => "0",
        < 0.01 or >= 1e6 => value.ToString("0.00e+0", CultureInfo.InvariantCulture),
        < 100 => value.ToString("F4", CultureInfo.InvariantCulture),
        _ => value.ToString("F1", CultureInfo.InvariantCulture),
    };

    /// <summary>4 digits after the point, for numbers of the size of 1, such as R2.</summary>
    public static string Fixed(double value) => value.ToString("F4", CultureInfo.InvariantCulture);

    /// <summary>What a p-value is: <c>= 0.0123</c>, <c>= 0.45</c>, <c>&lt; 0.0001</c>.</summary>
    internal static string Chance(double p) =>
        p < 0.0001 ? "< 0.0001" : "= " + p.ToString(p < 0.1 ? "F4" : "F2", CultureInfo.InvariantCulture);

    /// <summary>How many there are of something: <c>1 seed</c>, <c>2 seeds</c>.</summary>
    public static string Count(int number, string one) => Invariant($"{number} {one}{(number == 1 ? "" : "s")}");

    /// <summary>A median above its range.</summary>
    /// <returns>Two lines.</returns>
    internal static string Range(Spread spread) => $"{Number(spread.Median)}\n{Ends(spread)}";

    /// <summary>A range, 16 characters at most.</summary>
    internal static string Ends(Spread spread) => Ends(spread.Low, spread.High);

    /// <inheritdoc cref="Ends(Spread)"/>
    internal static string Ends(double low, double high) => $"{Short(low)}..{Short(high)}";

    /// <summary>A range of numbers of the size of 1, 14 characters at most.</summary>
    internal static string FixedEnds(Spread spread) => $"{Shorter(spread.Low)}..{Shorter(spread.High)}";

    private static string Short(double value) => Math.Abs(value) switch
    {
        double.NaN => "NaN",
        >= 1e5 => value.ToString("0e+0", CultureInfo.InvariantCulture),
        >= 10 => value.ToString("F1", CultureInfo.InvariantCulture),
        >= 0.01 or 0 => value.ToString("F4", CultureInfo.InvariantCulture),
        _ => value.ToString("0.0e+0", CultureInfo.InvariantCulture),
    };

    private static string Shorter(double value) => value switch
    {
        double.NaN => "NaN",
        <= -1000 => "<-999",
        >= 1000 => ">999",
        <= -10 or >= 10 => value.ToString("F1", CultureInfo.InvariantCulture),
        _ => value.ToString("F3", CultureInfo.InvariantCulture),
    };
}
