using System.Buffers.Binary;
using System.Text;

namespace QSeq.Data;

/// <summary>
/// Named columns of equally spaced values: what every reader and generator returns and what windows are cut from.
/// Immutable; the arrays given to the constructor are taken over, not copied, because all of Milan fills 714 MB.
/// </summary>
public sealed class SeriesTable
{
    private const int LongestSource = 999; // characters, and a mark where it is cut

    private const int LongestNote = 498;

    private readonly string[] _names;
    private readonly double[][] _columns; // [column][t]
    private readonly Dictionary<string, int> _index;

    /// <summary>Makes a table of <paramref name="columns"/>, which it takes over: do not write to them afterwards.</summary>
    /// <param name="source">One line telling which data this is, such as <c>file foo.csv (as supplied)</c>.</param>
    /// <param name="names">The name of each column, all different, none empty.</param>
    /// <param name="columns">The values, [column][t]; equally long, at least one value, all finite.</param>
    /// <param name="times">When each value was recorded, strictly increasing, or null when that is not known.</param>
    /// <exception cref="ArgumentNullException">An argument other than <paramref name="times"/>, or a column, is null.</exception>
    /// <exception cref="ArgumentException">A name is empty or used twice, lengths differ, nothing is there, a value is not finite, or times do not increase.</exception>
    public SeriesTable(string source, IReadOnlyList<string> names, double[][] columns, IReadOnlyList<DateTime>? times = null)
        : this(source, names, columns, times, [], check: true) =>
        Step = times is null ? null : StepFinder.StepOf(times);

    private SeriesTable(
        string source,
        IReadOnlyList<string> names,
        double[][] columns,
        IReadOnlyList<DateTime>? times,
        IReadOnlyList<string> notes,
        bool check)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(source);
        ArgumentNullException.ThrowIfNull(names);
        ArgumentNullException.ThrowIfNull(columns);

        Source = BadData.Line(source.ReplaceLineEndings(" "), LongestSource);
        _names = [.. names];
        _columns = [.. columns];
        _index = IndexOf(_names);
        Times = times;
        Notes = notes;
        if (_columns.Length != _names.Length)
            throw new ArgumentException($"{_names.Length} names were given for {_columns.Length} columns; each column needs one name");
        if (_columns.Length == 0) throw new ArgumentException("a table needs at least one column");
        if (check) Check();
    }

    private SeriesTable(SeriesTable other)
    {
        (Source, _names, _columns, _index, Times, Notes) = (other.Source, other._names, other._columns, other._index, other.Times, other.Notes);
        (Step, Description, Filled, Future) = (other.Step, other.Description, other.Filled, other.Future);
    }

    // What a reader made: values and times are known to be right, and the step is not to be found again.
    internal static SeriesTable Trusted(
        string source, IReadOnlyList<string> names, double[][] columns, IReadOnlyList<DateTime>? times, SeriesStep? step, IReadOnlyList<string> notes) =>
        new(source, names, columns, times, Lines(notes), check: false) { Step = step };

    // Names of columns are in notes.
    internal static string[] Lines(IReadOnlyList<string> notes) => [.. notes.Select(note => BadData.Line(note, LongestNote))];

    /// <summary>One line telling which data this is and how it was made, of at most 1,000 characters; printed with every result made from it.</summary>
    public string Source { get; }

    /// <summary>The column names, in order.</summary>
    public IReadOnlyList<string> Names => _names;

    /// <summary>The number of values in each column; at least 1.</summary>
    public int Length => _columns[0].Length;

    /// <summary>When each value was recorded (an instant's start), or null when the data does not say.</summary>
    public IReadOnlyList<DateTime>? Times { get; }

    /// <summary>The step of the time axis; null where there is none, or it is not even.</summary>
    public SeriesStep? Step { get; private init; }

    /// <summary>How the text of the table was read; null for other tables.</summary>
    public CsvDescription? Description { get; private init; }

    /// <summary>
    /// What is known of the rows after the last, such as prices: columns of the same names on the time axis that goes on;
    /// null where nothing is. A model reads them for the inputs that <see cref="WindowOptions.Known"/> names.
    /// </summary>
    public SeriesTable? Future { get; private init; }

    /// <summary>For each column the rows that were filled in; null for a column without, and for a table without. Scores leave them out.</summary>
    private bool[]?[]? Filled { get; init; }

    /// <summary>What was repaired while reading (gaps filled, columns left out), one line each; empty when nothing was.</summary>
    public IReadOnlyList<string> Notes { get; private init; }

    /// <summary>The values of the column <paramref name="name"/>, [t].</summary>
    /// <param name="name">The column's name, exactly.</param>
    /// <returns>A view of the values.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="name"/> is null.</exception>
    /// <exception cref="ArgumentException">There is no such column; the message names the nearest one.</exception>
    public ReadOnlySpan<double> Column(string name) => _columns[ColumnIndex(name)];

    /// <summary>The values of the column at <paramref name="index"/>, [t].</summary>
    /// <param name="index">From 0 to the number of names less 1.</param>
    /// <returns>A view of the values.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such column.</exception>
    public ReadOnlySpan<double> Column(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, _columns.Length);
        return _columns[index];
    }

    /// <summary>A table of one series.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="values">The values, equally spaced in time, all finite; they are copied.</param>
    /// <param name="times">When each value was recorded, strictly increasing, or null when that is not known.</param>
    /// <returns>The table.</returns>
    /// <exception cref="ArgumentException">The name is empty, there is no value, one is not finite, or times do not increase.</exception>
    public static SeriesTable Of(string name, ReadOnlySpan<double> values, IReadOnlyList<DateTime>? times = null) =>
        new($"{values.Length} values in memory", [name], [values.ToArray()], times);

    /// <summary>
    /// SHA-256 over the columns in order: length of the name in UTF-8 bytes (int32), name, number of values (int32), values
    /// (float64), all little-endian. Source and times do not matter, only what a model sees.
    /// </summary>
    /// <returns>64 lower-case hexadecimal digits, the same on every system.</returns>
    public string Digest()
    {
        var hash = new Sha256();
        byte[] buffer = new byte[8192];
        void Append(int number)
        {
            BinaryPrimitives.WriteInt32LittleEndian(buffer, number);
            hash.Append(buffer.AsSpan(0, 4));
        }

        for (int c = 0; c < _names.Length; c++)
        {
            byte[] text = Encoding.UTF8.GetBytes(_names[c]);
            Append(text.Length);
            hash.Append(text);
            Append(Length);
            foreach (double[] part in _columns[c].Chunk(buffer.Length / 8))
            {
                for (int n = 0; n < part.Length; n++) BinaryPrimitives.WriteDoubleLittleEndian(buffer.AsSpan(8 * n), part[n]);
                hash.Append(buffer.AsSpan(0, 8 * part.Length));
            }
        }

        return hash.FinishHex();
    }

    /// <summary>The table of some of the columns, in the order asked for; the values are shared.</summary>
    /// <param name="names">At least one name, none twice.</param>
    /// <returns>The smaller table, with the same source, times and notes.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="names"/> is null.</exception>
    /// <exception cref="ArgumentException">A name is unknown or given twice, or none is given.</exception>
    public SeriesTable Select(IReadOnlyList<string> names)
    {
        ArgumentNullException.ThrowIfNull(names);
        int[] places = [.. names.Select(ColumnIndex)];
        bool[]?[]? filled = Filled is null ? null : [.. places.Select(place => Filled[place])];
        string[] future = Future is null ? [] : [.. names.Where(Future.Has)];
        SeriesTable table = Like(names, [.. places.Select(place => _columns[place])], filled);
        return Future is null ? table : new SeriesTable(table) { Future = future.Length == 0 ? null : Future.Select(future) };
    }

    /// <summary>The place of the column <paramref name="name"/> among <see cref="Names"/>.</summary>
    internal int ColumnIndex(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return _index.TryGetValue(name, out int index)
            ? index
            : throw new ArgumentException(NearestName.Describe("column", name, _names));
    }

    /// <summary>The same table with notes about its repair.</summary>
    /// <param name="notes">What was repaired, one line each.</param>
    /// <returns>The table; the values are shared.</returns>
    public SeriesTable WithNotes(IReadOnlyList<string> notes)
    {
        ArgumentNullException.ThrowIfNull(notes);
        return new SeriesTable(this) { Notes = Lines(notes) };
    }

    /// <summary>The same table with a step of its time axis.</summary>
    /// <param name="step">The step; where the table has times, the one that leads from each to the next.</param>
    /// <returns>The table; the values are shared.</returns>
    public SeriesTable WithStep(SeriesStep? step) => new(this) { Step = step };

    /// <summary>The same table with what is known of the rows after its last.</summary>
    /// <param name="future">Columns of this table's names, a row each step from the one after the last on; times, where it has them, go on from this table's.</param>
    /// <returns>The table; the values are shared.</returns>
    /// <exception cref="ArgumentException">A column is none of this table's, or the first time is not the step after the last one here.</exception>
    public SeriesTable WithFuture(SeriesTable? future)
    {
        if (future is null) return new SeriesTable(this) { Future = null };
        foreach (string name in future.Names) ColumnIndex(name);
        if (future.Times is { } times && Times is { } own && Step is { } step && step.After(own[^1], 1) != times[0])
        {
            throw new ArgumentException(
                $"the future begins at {CsvText.Time(times[0])}, but the series ends at {CsvText.Time(own[^1])} and goes on at {CsvText.Time(step.After(own[^1], 1))}; give the rows from there on",
                nameof(future));
        }

        return new SeriesTable(this) { Future = future };
    }

    /// <summary>Some rows one after the other, without what is known after the last.</summary>
    internal SeriesTable Rows(int first, int count)
    {
        bool[]?[]? filled = Filled is null ? null : [.. Filled.Select(rows => rows?[first..(first + count)])];
        IReadOnlyList<DateTime>? times = Times is null ? null : [.. Times.Skip(first).Take(count)];
        return new SeriesTable(Source, _names, [.. _columns.Select(column => column[first..(first + count)])], times, Notes, check: false)
        {
            Step = Step,
            Description = Description,
            Filled = filled,
        };
    }

    /// <summary>The same table with more columns, all of whose values are measured.</summary>
    internal SeriesTable With(IReadOnlyList<string> names, IReadOnlyList<double[]> columns)
    {
        if (names.Count == 0) return this;
        bool[]?[]? filled = Filled is null ? null : [.. Filled, .. names.Select(_ => (bool[]?)null)];
        return Like([.. _names, .. names], [.. _columns, .. columns], filled);
    }

    /// <summary>Whether there is a column of a name.</summary>
    internal bool Has(string name) => _index.ContainsKey(name);

    /// <summary>The same table under other column names.</summary>
    /// <param name="names">One for each column, all different, none empty.</param>
    /// <returns>The table; the values are shared.</returns>
    /// <exception cref="ArgumentException">Names are missing, empty or used twice.</exception>
    public SeriesTable WithNames(IReadOnlyList<string> names)
    {
        SeriesTable table = Like(names, _columns, Filled);
        return Future is null ? table : new SeriesTable(table) { Future = Future.WithNames([.. Future.Names.Select(name => names[ColumnIndex(name)])]) };
    }

    /// <summary>Whether a value was measured; false where it was filled in.</summary>
    /// <param name="column">The place of the column.</param>
    /// <param name="row">The row, from 0.</param>
    /// <returns>True unless it was filled in.</returns>
    public bool IsMeasured(int column, int row) => Filled?[column]?[row] != true;

    /// <summary>The values of a column as they are kept.</summary>
    internal double[] Values(int column) => _columns[column];

    /// <summary>The rows of a column that were filled in; null for none.</summary>
    internal bool[]? FilledRows(int column) => Filled?[column];

    internal SeriesTable WithFilled(bool[]?[] filled) =>
        new(this) { Filled = Array.TrueForAll(filled, rows => rows is null) ? null : filled };

    internal SeriesTable WithDescription(CsvDescription description) => new(this) { Description = description };

    // Other columns on the same rows.
    private SeriesTable Like(IReadOnlyList<string> names, double[][] columns, bool[]?[]? filled) =>
        new(Source, names, columns, Times, Notes, check: false) { Step = Step, Description = Description, Filled = filled, Future = Future };

    private static Dictionary<string, int> IndexOf(string[] names)
    {
        var index = new Dictionary<string, int>(names.Length, StringComparer.Ordinal);
        for (int c = 0; c < names.Length; c++)
        {
            if (string.IsNullOrWhiteSpace(names[c])) throw new ArgumentException($"column {c + 1} has no name; give every column one");
            if (!index.TryAdd(names[c], c)) throw new ArgumentException($"column name '{names[c]}' is used twice; give every column its own");
        }

        return index;
    }

    private void Check()
    {
        for (int c = 0; c < _columns.Length; c++)
        {
            double[] column = _columns[c] ?? throw new ArgumentException($"column '{_names[c]}' is null");
            if (column.Length != _columns[0].Length)
                throw new ArgumentException($"column '{_names[c]}' holds {column.Length} values and '{_names[0]}' {_columns[0].Length}; columns must be equally long");
            for (int t = 0; t < column.Length; t++)
                if (!double.IsFinite(column[t]))
                    throw new ArgumentException($"column '{_names[c]}', row {t}: every value must be a finite number, found {column[t]}");
        }

        if (Length == 0) throw new ArgumentException("a table needs at least one value in each column");
        if (Times is null) return;
        if (Times.Count != Length) throw new ArgumentException($"{Times.Count} times were given for {Length} values; each row needs one");
        for (int t = 1; t < Times.Count; t++)
            if (Times[t] <= Times[t - 1]) throw new ArgumentException($"time {t} does not come after time {t - 1}; times must increase");
    }
}
