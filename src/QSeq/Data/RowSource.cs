namespace QSeq.Data;

/// <summary>
/// Rows of typed values from elsewhere than a text: a Parquet file, the answer of a data base. They are read as a CSV of the same rows
/// is: time column, step, keys, gaps, order and missing values are found and settled in the same way, and lines in messages
/// count the names as the first. How text is written (<see cref="CsvReadOptions.Delimiter"/>, <see cref="CsvReadOptions.Encoding"/>,
/// <see cref="CsvReadOptions.DecimalComma"/>, <see cref="CsvReadOptions.Thousands"/>, <see cref="CsvReadOptions.Header"/>) means nothing here.
/// A row is held no longer than it takes to read it. Read once, by one thread.
/// </summary>
public abstract class RowSource : IDisposable
{
    /// <summary>What the rows are called in errors, such as the file's name.</summary>
    public abstract string Name { get; }

    /// <summary>What <see cref="SeriesTable.Source"/> says.</summary>
    public virtual string Origin => $"file {Name} (as supplied)";

    /// <summary>The names of the columns; at least one.</summary>
    public abstract IReadOnlyList<string> Columns { get; }

    /// <summary>What was left out beside them, such as columns of bytes, each with its reason: <c>'photo' holds bytes and was left out</c>.</summary>
    public virtual IReadOnlyList<string> LeftOut => [];

    /// <summary>Writes the next row: a cell for each of <see cref="Columns"/>, in their order.</summary>
    /// <param name="row">Where to.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <returns>False where there is no further row, and nothing was written.</returns>
    /// <exception cref="InvalidDataException">The source is damaged, or a value is none that can be read.</exception>
    /// <exception cref="IOException">The source cannot be read.</exception>
    public abstract bool Write(RowText row, CancellationToken cancellationToken);

    /// <summary>Reads all rows as one table.</summary>
    /// <param name="options">How; null for the defaults.</param>
    /// <param name="findings">Told what is found out, before the rows are read to their end or refused; or null.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <returns>The series, with what was repaired in <see cref="SeriesTable.Notes"/>.</returns>
    /// <exception cref="InvalidDataException">The rows are no series that can be read for certain, or the source is damaged.</exception>
    /// <exception cref="IOException">The source cannot be read.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public SeriesTable Read(CsvReadOptions? options = null, IProgress<CsvFinding>? findings = null, CancellationToken cancellationToken = default)
    {
        CsvReadOptions asked = options ?? new CsvReadOptions();
        using var text = new RowTextReader(this, cancellationToken);
        SeriesTable table = CsvSeries.Read(text, Name, Typed(asked), findings, cancellationToken);
        return table.Description is { } description ? table.WithDescription(Untyped(description, asked)) : table;
    }

    /// <summary>Reads each series by itself, as <see cref="CsvSeries.ReadEach(string, CsvReadOptions?, IProgress{CsvFinding}?, CancellationToken)"/> does.</summary>
    /// <param name="options">How; null for the defaults.</param>
    /// <param name="findings">Told what is found out, before the rows are read to their end or refused; or null.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <returns>The series, or why one is none, in the order of the source or of <see cref="CsvReadOptions.Columns"/>.</returns>
    /// <inheritdoc cref="Read" path="/exception"/>
    public SeriesPanel ReadEach(CsvReadOptions? options = null, IProgress<CsvFinding>? findings = null, CancellationToken cancellationToken = default)
    {
        CsvReadOptions asked = options ?? new CsvReadOptions();
        using var text = new RowTextReader(this, cancellationToken);
        SeriesPanel panel = CsvSeries.ReadEach(text, Name, Typed(asked), findings, cancellationToken);
        return new SeriesPanel(panel.Source, panel.Series, panel.Notes, panel.Description is { } description ? Untyped(description, asked) : null);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Frees what the source holds.</summary>
    /// <param name="disposing">Whether it is called by <see cref="Dispose()"/>.</param>
    protected virtual void Dispose(bool disposing)
    {
    }

    private CsvReadOptions Typed(CsvReadOptions asked) => asked with
    {
        Delimiter = ',',
        DecimalComma = false,
        Thousands = null,
        Encoding = null,
        Header = true,
        Typed = this,
    };

    // A later text of the same data is read by its own marks.
    private static CsvDescription Untyped(CsvDescription description, CsvReadOptions asked) => description with
    {
        Options = description.Options with
        {
            Delimiter = asked.Delimiter,
            DecimalComma = asked.DecimalComma,
            Thousands = asked.Thousands,
            Encoding = asked.Encoding,
            Header = asked.Header,
            Typed = null,
        },
    };
}
