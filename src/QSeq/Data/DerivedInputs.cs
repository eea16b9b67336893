namespace QSeq.Data;

/// <summary>The inputs that a model makes itself: what the calendar says, and which values were measured.</summary>
/// <param name="Calendar">What is read of the calendar; null for nothing.</param>
/// <param name="Mask">Whether there is an input for each one that is not known in the future, 1 where it was measured.</param>
internal readonly record struct DerivedInputs(CalendarOptions? Calendar, bool Mask)
{
    private const string Measured = " measured"; // behind the name of an input

    /// <summary>The windows with these inputs; those that have them stay as they are.</summary>
    /// <param name="windows">With every column of the data named.</param>
    public WindowOptions Named(WindowOptions windows)
    {
        IReadOnlyList<string> calendar = Calendar?.Names ?? [];
        string[] own = [.. OfData(windows)];
        string[] masks = Mask ? [.. own.Except(windows.Known).Select(name => name + Measured)] : [];
        return calendar.Count + masks.Length == 0 ? windows : windows with { Inputs = [.. own, .. masks, .. calendar], Known = [.. windows.Known.Except(calendar), .. calendar] };
    }

    /// <summary>The inputs that the data has to hold.</summary>
    public IEnumerable<string> OfData(WindowOptions windows)
    {
        DerivedInputs self = this;
        return windows.Inputs.Except(Calendar?.Names ?? []).Where(name => !self.IsMask(name, windows));
    }

    /// <summary>Whether an input says which values of another were measured.</summary>
    public bool IsMask(string name, WindowOptions windows) =>
        Mask && name.EndsWith(Measured, StringComparison.Ordinal) && windows.Inputs.Contains(name[..^Measured.Length]);

    /// <summary>A table with these inputs, and with what is known after its end.</summary>
    /// <param name="table">The data.</param>
    /// <param name="windows">With every column named, these inputs among them.</param>
    /// <param name="ahead">Rows after the end for which the calendar is needed.</param>
    /// <exception cref="ArgumentException">The data has columns of these names, or no times to tell the calendar by.</exception>
    public SeriesTable Add(SeriesTable table, WindowOptions windows, int ahead)
    {
        SeriesTable all = Mask ? AddMasks(table, windows) : table;
        if (Calendar is not { } calendar) return all;
        if (table.Times is not { } times || table.Step is not { } step)
            throw new ArgumentException("the model reads the calendar, but the series has no time stamps in even steps; name the time column");
        all = With(all, calendar.Names, CalendarColumns.Of(calendar, times, step.Zone));
        if (ahead == 0) return all;
        SeriesTable? future = table.Future is { } given && windows.Known.Any(given.Has) ? given : null;
        int rows = future?.Length ?? ahead;
        DateTime[] next = [.. Enumerable.Range(1, rows).Select(n => step.After(times[^1], n))];
        double[][] known = CalendarColumns.Of(calendar, next, step.Zone);
        return all.WithFuture(future is null ? new SeriesTable("the calendar", calendar.Names, known, next).WithStep(step) : future.With(calendar.Names, known));
    }

    private SeriesTable AddMasks(SeriesTable table, WindowOptions windows)
    {
        DerivedInputs self = this;
        string[] masks = [.. windows.Inputs.Where(name => self.IsMask(name, windows))];
        return With(table, masks, [.. masks.Select(mask => MaskOf(table, mask[..^Measured.Length]))]);
    }

    private static double[] MaskOf(SeriesTable table, string name)
    {
        int column = table.ColumnIndex(name);
        var mask = new double[table.Length];
        for (int row = 0; row < mask.Length; row++) mask[row] = table.IsMeasured(column, row) ? 1 : 0;
        return mask;
    }

    private static SeriesTable With(SeriesTable table, IReadOnlyList<string> names, double[][] columns)
    {
        if (names.FirstOrDefault(table.Has) is { } taken) throw new ArgumentException($"the data has a column '{taken}', which is the name of an input that the model makes itself; rename it");
        return table.With(names, columns);
    }
}
