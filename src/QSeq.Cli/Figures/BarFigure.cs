namespace QSeq.Cli.Figures;

/// <summary>A bar.</summary>
/// <param name="Name">What it stands for.</param>
/// <param name="Value">How long it is.</param>
/// <param name="Kind">Whether it is the model's.</param>
/// <param name="Wanted">Where it should end, such as the nominal coverage; null where nothing is wanted.</param>
internal sealed record Bar(string Name, double Value, LineKind Kind = LineKind.Other, double? Wanted = null);

/// <summary>Named bars from 0: errors by method, or coverage with what it should be.</summary>
/// <param name="Title">What it shows, one line.</param>
/// <param name="Bars">The bars, from the top down.</param>
/// <param name="ValueName">What is measured.</param>
/// <param name="Note">How to read it, or null.</param>
internal sealed record BarFigure(string Title, ImmutableArray<Bar> Bars, string ValueName, string? Note = null) : Figure(Title, Note)
{
    /// <summary>Digits after the point of the values; null for as many as tell numbers of data apart.</summary>
    public int? Decimals { get; init; }

    public override string Alternative =>
        $"Bar chart of {ValueName}. {string.Join("; ", Bars.Select(bar => $"{bar.Name}: {Text(bar.Value)}{Wanted(bar)}"))}.";

    /// <summary>A value in words.</summary>
    public string Text(double value) => Decimals is { } digits && double.IsFinite(value)
        ? value.ToString("F" + digits.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture)
        : NumberText.Number(value);

    private string Wanted(Bar bar) => bar.Wanted is { } wanted ? $", {Text(wanted)} wanted" : "";
}
