using System.Text;

namespace QSeq.Data;

/// <summary>
/// Series that need not be equally long nor begin together: each has its own first and last value, its own time axis and gaps,
/// and one that cannot be read stands beside the others with its reason. Immutable.
/// </summary>
public sealed class SeriesPanel
{
    private readonly Dictionary<string, int> _index;

    internal SeriesPanel(string source, IReadOnlyList<PanelSeries> series, IReadOnlyList<string> notes, CsvDescription? description)
    {
        (Source, Series, Notes, Description) = (source, series, SeriesTable.Lines(notes), description);
        _index = new Dictionary<string, int>(series.Count, StringComparer.Ordinal);
        for (int n = 0; n < series.Count; n++) _index.Add(series[n].Name, n);
    }

    /// <summary>One line telling which data this is; printed with every result made from it.</summary>
    public string Source { get; }

    /// <summary>The series, in the order in which the data names them first; at least one.</summary>
    public IReadOnlyList<PanelSeries> Series { get; }

    /// <summary>What was repaired in the data as a whole, one line each; what was repaired in a series stands with its table.</summary>
    public IReadOnlyList<string> Notes { get; }

    /// <summary>How the text was read; null for other data.</summary>
    public CsvDescription? Description { get; }

    /// <summary>The columns of a table, each a series; the values are shared.</summary>
    /// <param name="table">The table.</param>
    /// <returns>The panel.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="table"/> is null.</exception>
    public static SeriesPanel Of(SeriesTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        PanelSeries[] series = [.. table.Names.Select(name => new PanelSeries(name, table.Select([name]).WithNotes([]), null))];
        return new SeriesPanel(table.Source, series, table.Notes, table.Description);
    }

    /// <summary>The series of a name.</summary>
    /// <param name="name">The name, exactly.</param>
    /// <returns>The series.</returns>
    /// <exception cref="ArgumentException">There is no such series; the message names the nearest one.</exception>
    public PanelSeries this[string name]
    {
        get
        {
            ArgumentNullException.ThrowIfNull(name);
            return _index.TryGetValue(name, out int index)
                ? Series[index]
                : throw new ArgumentException(NearestName.Describe("series", name, Series.Select(series => series.Name)));
        }
    }

    /// <summary>
    /// SHA-256 over the series in order: of each its name, then <see cref="SeriesTable.Digest"/> or, where it could not be read,
    /// a line that says so. Times and source do not matter.
    /// </summary>
    /// <returns>64 lower-case hexadecimal digits, the same on every system.</returns>
    public string Digest()
    {
        var hash = new Sha256();
        foreach (PanelSeries series in Series)
            hash.Append(Encoding.UTF8.GetBytes($"{series.Name}\n{series.Table?.Digest() ?? "not read"}\n"));
        return hash.FinishHex();
    }
}
