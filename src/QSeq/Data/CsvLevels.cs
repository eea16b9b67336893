using System.Text;

namespace QSeq.Data;

/// <summary>The levels of a column of categories, numbered in the order in which they come.</summary>
internal sealed class CsvLevels
{
    private const int Most = 100;

    /// <summary>The number of a cell that holds nothing.</summary>
    public const double None = -2;

    private const double Other = -1; // of a cell that is none of the levels

    private readonly List<string> _names = [];
    private readonly bool _fixed;
    private (int Count, long Line) _blank;
    private (int Count, string Cell, long Line) _unknown;
    private int _found;

    /// <param name="known">The levels there may be; null to take those of the file.</param>
    public CsvLevels(IReadOnlyList<string>? known)
    {
        _fixed = known is not null;
        _names.AddRange(known ?? []);
    }

    /// <summary>The levels, in the order of their columns: as given, or by their characters.</summary>
    public IReadOnlyList<string> Names => _fixed ? _names : [.. _names.Order(StringComparer.Ordinal)];

    /// <summary>Takes a cell that holds nothing.</summary>
    public double Blank(long line)
    {
        _blank = (_blank.Count + 1, _blank.Count == 0 ? line : _blank.Line);
        return None;
    }

    /// <summary>Says which cells are none of the levels.</summary>
    /// <exception cref="InvalidDataException">All of them are.</exception>
    public void Tell(string file, string column, List<string> notes)
    {
        if (_unknown.Count > 0 && _found == 0)
            throw BadData.At(file, _unknown.Line, column, $"found {BadData.Quote(_unknown.Cell)}, and no cell is one of the {_names.Count} categories known ({BadData.Quote(_names[0])} the first); write them as they were in the data of the training");
        if (_unknown.Count > 0)
            notes.Add($"column '{column}': {Cells(_unknown.Count)} (line {_unknown.Line}: {BadData.Quote(_unknown.Cell)}) {(_unknown.Count == 1 ? "is" : "are")} none of the {_names.Count} categories known, and {(_unknown.Count == 1 ? "counts" : "count")} as none of them");
        if (_blank.Count > 0) notes.Add($"column '{column}': {Cells(_blank.Count)} without a category (line {_blank.Line}) {(_blank.Count == 1 ? "counts" : "count")} as none of them");
    }

    /// <summary>The number of a cell's level; below 0 for none.</summary>
    /// <exception cref="InvalidDataException">There are too many.</exception>
    public double IndexOf(ReadOnlySpan<byte> cell, string file, long line, string column)
    {
        string text = Encoding.UTF8.GetString(cell).Trim();
        int index = _names.IndexOf(text);
        if (index >= 0)
        {
            _found++;
            return index;
        }

        if (_fixed)
        {
            _unknown = _unknown.Count == 0 ? (1, text, line) : _unknown with { Count = _unknown.Count + 1 };
            return Other;
        }

        if (_names.Count == Most) throw BadData.At(file, line, column, $"found {BadData.Quote(text)}, the {Most + 1}th category; expected {Most} at most: it is no column of categories, or they should be put together");
        _names.Add(text);
        return _names.Count - 1;
    }

    /// <summary>The column of a level: 1 where the number is its own, else 0.</summary>
    public double[] ColumnOf(string level, ReadOnlySpan<double> numbers)
    {
        int own = _names.IndexOf(level);
        double[] column = new double[numbers.Length];
        for (int t = 0; t < column.Length; t++) column[t] = numbers[t] == own ? 1 : 0;
        return column;
    }

    private static string Cells(int count) => count == 1 ? "1 cell" : string.Create(CultureInfo.InvariantCulture, $"{count} cells");
}
