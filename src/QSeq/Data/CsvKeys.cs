using System.Runtime.CompilerServices;
using System.Text;
using CsvHelper;

namespace QSeq.Data;

/// <summary>Of which series each row of a long file is: their cells in the key columns, joined by slashes.</summary>
internal sealed class CsvKeys
{
    /// <summary>What stands between the cells of a series' name.</summary>
    public const char Mark = '/';

    private const char Joint = '\u001F'; // between cells until the names are made, so that a/b + c is not a + b/c

    private readonly Dictionary<string, int> _index = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _lookup;
    private byte[] _last = new byte[64]; // the key of the row before, of which the next row mostly is
    private int _lastLength = -1;
    private int _lastIndex;
    private char[] _text = new char[64];

    public CsvKeys() => _lookup = _index.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>The series of each row.</summary>
    public ChunkedList<int> Rows { get; } = new();

    /// <summary>The number of series.</summary>
    public int Count => _index.Count;

    /// <summary>Takes the key of the next row; false where it says nothing.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public bool Add(CsvReader csv, int[] columns)
    {
        if (columns.Length == 1 && csv.GetSpan(columns[0]) is var only && only.Length + 1 == _lastLength && only.SequenceEqual(_last.AsSpan(0, only.Length)) && !only.IsEmpty)
        {
            Rows.Add(_lastIndex);
            return true;
        }

        int length = 0;
        bool same = true, empty = true;
        foreach (int column in columns)
        {
            ReadOnlySpan<byte> cell = csv.GetSpan(column);
            empty &= cell.IsEmpty;
            int end = length + cell.Length + 1;
            if (end > _last.Length) Array.Resize(ref _last, 2 * end);
            same = same && end <= _lastLength && _last.AsSpan(length, cell.Length).SequenceEqual(cell) && _last[end - 1] == Joint;
            cell.CopyTo(_last.AsSpan(length));
            _last[end - 1] = (byte)Joint;
            length = end;
        }

        if (empty) return false;
        if (!same || length != _lastLength) _lastIndex = IndexOf(length);
        Rows.Add(_lastIndex);
        _lastLength = length;
        return true;
    }

    /// <summary>The names of the series, in the order in which they come first.</summary>
    /// <param name="file">What the file is called.</param>
    /// <exception cref="InvalidDataException">Two series would have one name.</exception>
    public string[] Names(string file)
    {
        string[] names = new string[_index.Count];
        foreach ((string key, int index) in _index) names[index] = key[..^1].Replace(Joint, Mark);
        string? twice = names.GroupBy(name => name).FirstOrDefault(group => group.Count() > 1)?.Key;
        return twice is null ? names : throw BadData.In(file, $"two series would be called {BadData.Quote(twice)}, because their cells hold the '{Mark}' that joins them; write them otherwise");
    }

    private int IndexOf(int length)
    {
        if (_text.Length < length) _text = new char[2 * length];
        ReadOnlySpan<char> key = _text.AsSpan(0, Encoding.UTF8.GetChars(_last.AsSpan(0, length), _text));
        if (_lookup.TryGetValue(key, out int index)) return index;
        index = _index.Count;
        _index.Add(key.ToString(), index);
        return index;
    }
}
