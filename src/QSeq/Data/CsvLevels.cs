using System.Text;

namespace QSeq.Data;

/// <summary>The levels of a column of categories, numbered in the order in which they come.</summary>
internal sealed class CsvLevels
{
    private const int Most = 100;

    private readonly List<string> _names = [];
    private readonly bool _fixed;

    /// <param name="known">The levels there may be; null to take those of the file.</param>
    public CsvLevels(IReadOnlyList<string>? known)
    {
        _fixed = known is not null;
        _names.AddRange(known ?? []);
    }

    /// <summary>The levels, in the order of their columns: as given, or by their characters.</summary>
    public IReadOnlyList<string> Names => _fixed ? _names : [.. _names.Order(StringComparer.Ordinal)];

    /// <summary>What a cell held that is none of the levels, and its line; null for nothing.</summary>
    public (string Cell, long Line)? Unknown { get; private set; }

    /// <summary>The number of a cell's level; -1 for none.</summary>
    /// <exception cref="InvalidDataException">There are too many.</exception>
    public int IndexOf(ReadOnlySpan<byte> cell, string file, long line, string column)
    {
        string text = Encoding.UTF8.GetString(cell).Trim();
        int index = _names.IndexOf(text);
        if (index >= 0) return index;
        if (_fixed)
        {
            Unknown ??= (text, line);
            return -1;
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
}
