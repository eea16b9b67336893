namespace QSeq.Cli.Options;

/// <summary>What is known after the end of a series, from a file of its own.</summary>
internal static class FutureRows
{
    /// <summary>
    /// Reads the file and puts its rows after those of a table; rows that the table has already are left out. Of some ways to read it
    /// the first is taken by which it follows the table.
    /// </summary>
    public static SeriesTable Read(CliContext context, string path, SeriesTable table, CsvReadOptions[] readings)
    {
        InvalidDataException? problem = null;
        foreach (CsvReadOptions reading in path == "-" ? readings[..1] : readings)
        {
            try
            {
                SeriesTable future = DataOptions.ReadSilently(context, new DataInput(path), reading);
                SeriesTable all = After(path, table, future);
                DataOptions.Tell(context, future);
                return all;
            }
            catch (InvalidDataException e)
            {
                problem ??= e;
            }
        }

        throw problem!;
    }

    private static SeriesTable After(string path, SeriesTable table, SeriesTable future)
    {
        int first = 0;
        if (table.Times is { } times && table.Step is { } step)
        {
            DateTime next = step.After(times[^1], 1);
            if (future.Times is not { } own) throw new InvalidDataException($"{path}: no time stamps, but the series has them and ends at {CsvText.Time(times[^1])}; add the column of times");
            while (first < own.Count && own[first] < next) first++;
            if (first == own.Count || own[first] != next)
            {
                string found = first == own.Count ? $"the last row is at {CsvText.Time(own[^1])}" : $"the first row after it is at {CsvText.Time(own[first])}";
                throw new InvalidDataException($"{path}: the series ends at {CsvText.Time(times[^1])}, and {found}, expected {CsvText.Time(next)}; give rows from there on");
            }
        }
        else if (table.Step is { IsNumbers: true } numbers && future.Step is { IsNumbers: true } counted)
        {
            decimal next = numbers.NumberAt(table.Length);
            while (first < future.Length && counted.NumberAt(first) < next) first++;
            if (first == future.Length || counted.NumberAt(first) != next)
                throw new InvalidDataException($"{path}: the series goes on at {next}, which is not among the rows; give rows from there on");
        }

        double[][] columns = [.. future.Names.Select(name => future.Column(name)[first..].ToArray())];
        return table.WithFuture(new SeriesTable(future.Source, future.Names, columns, future.Times is null ? null : [.. future.Times.Skip(first)]).WithStep(table.Step));
    }
}
