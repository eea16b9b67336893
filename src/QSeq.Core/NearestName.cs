namespace QSeq.Core;

/// <summary>
/// The nearest valid name for one that is unknown, by edit distance without regard to case. Every unknown name in
/// QSeq (column, model, option, activity) is answered with it.
/// </summary>
public static class NearestName
{
    private const int MostListed = 12;
    private const int MostCharacters = 240; // of the names listed
    private const int LongestShown = 60; // of a name
    private const int LongestCompared = 100; // longer ones are no names that somebody mistyped

    /// <summary>Finds the valid name that <paramref name="wanted"/> most likely stands for.</summary>
    /// <param name="wanted">The name that is unknown.</param>
    /// <param name="valid">The names that exist, in any order; the first of equally near ones is taken.</param>
    /// <returns>The nearest name, or null when none is near: more than a third of the letters differ and neither contains the other.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public static string? Find(string wanted, IEnumerable<string> valid)
    {
        ArgumentNullException.ThrowIfNull(wanted);
        ArgumentNullException.ThrowIfNull(valid);
        if (wanted.Length > LongestCompared) return null;
        return valid.Where(name => name.Length <= LongestCompared)
            .Select(name => (Name: name, Distance: Distance(wanted, name)))
            .Where(found => IsNear(wanted, found.Name, found.Distance))
            .OrderBy(found => found.Distance).Select(found => found.Name).FirstOrDefault();
    }

    /// <summary>
    /// One line about an unknown name, such as <c>unknown column 'OTT'; did you mean 'OT'? Valid: HUFL, HULL, OT</c>.
    /// Of more than 12 valid names, or long ones, the first are listed with the number of the others.
    /// </summary>
    /// <param name="what">What kind of thing the name is for: <c>column</c>, <c>model</c>.</param>
    /// <param name="wanted">The name that is unknown.</param>
    /// <param name="valid">The names that exist.</param>
    /// <returns>The line, without a full stop.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public static string Describe(string what, string wanted, IEnumerable<string> valid)
    {
        ArgumentNullException.ThrowIfNull(what);
        string[] names = valid?.ToArray() ?? throw new ArgumentNullException(nameof(valid));

        string? near = Find(wanted, names);
        string guess = near is null ? "" : $" did you mean '{Shown(near)}'?";
        int characters = 0;
        string[] listed = [.. names.Take(MostListed).Select(Shown).TakeWhile(name => (characters += name.Length + 2) <= MostCharacters)];
        string more = listed.Length < names.Length ? $" and {names.Length - listed.Length} more" : "";
        return $"unknown {what} '{Shown(wanted)}';{guess} Valid: {(names.Length == 0 ? "none" : string.Join(", ", listed) + more)}";
    }

    private static string Shown(string name) => BadData.Line(name, LongestShown);

    private static bool IsNear(string wanted, string name, int distance) =>
        distance <= Math.Max(1, Math.Max(wanted.Length, name.Length) / 3)
        || (wanted.Length >= 2 && name.Contains(wanted, StringComparison.OrdinalIgnoreCase))
        || (name.Length >= 2 && wanted.Contains(name, StringComparison.OrdinalIgnoreCase));

    // Damerau's distance in its restricted form: insertions, deletions, replacements and swaps of neighbours, case ignored.
    private static int Distance(string a, string b)
    {
        int[] above = new int[b.Length + 1], row = new int[b.Length + 1]; // rows i-2 and i-1 of the table, row i as it grows
        for (int j = 0; j <= b.Length; j++) row[j] = j;
        for (int i = 1; i <= a.Length; i++)
        {
            int[] next = new int[b.Length + 1];
            next[0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                next[j] = Math.Min(row[j - 1] + (Same(a[i - 1], b[j - 1]) ? 0 : 1), 1 + Math.Min(row[j], next[j - 1]));
                if (i > 1 && j > 1 && Same(a[i - 1], b[j - 2]) && Same(a[i - 2], b[j - 1])) next[j] = Math.Min(next[j], above[j - 2] + 1);
            }

            (above, row) = (row, next);
        }

        return row[b.Length];
    }

    private static bool Same(char a, char b) => char.ToUpperInvariant(a) == char.ToUpperInvariant(b);
}
