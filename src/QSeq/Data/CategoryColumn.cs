namespace QSeq.Data;

/// <summary>A column of categories in a file.</summary>
/// <param name="Name">The column.</param>
/// <param name="Levels">What its cells may hold, in order; null to take what the file holds. A cell that holds none of them, or nothing, is 0 in every column.</param>
public sealed record CategoryColumn(string Name, IReadOnlyList<string>? Levels = null)
{
    /// <summary>The names of the columns made: <c>name=level</c>; empty where the levels are not known.</summary>
    public IReadOnlyList<string> Columns => [.. (Levels ?? []).Select(level => $"{Name}={level}")];

    /// <summary>Exchanges a list of such columns, or none.</summary>
    internal static IReadOnlyList<CategoryColumn>? MapList(FieldMap f, string name, IReadOnlyList<CategoryColumn>? value)
    {
        var blank = new CategoryColumn("");
        Box? box = f.Optional(name, value is null ? null : new Box([.. value]), new Box([]), (all, inner) =>
            new Box(inner.List("columns", all.Columns, blank, (one, each) => new CategoryColumn(each.Text("name", one.Name), each.OptionalTexts("levels", one.Levels)))));
        return box?.Columns;
    }

    private sealed record Box(ImmutableArray<CategoryColumn> Columns);
}
