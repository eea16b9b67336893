using System.Text;
using CsvHelper;

namespace QSeq.Data;

/// <summary>Columns of a long file that say the same in all rows of a series, such as the region of a store.</summary>
internal sealed class CsvStatics(string file, CsvLayout layout, CsvKeys keys)
{
    private readonly List<string[]> _texts = []; // [series][column]
    private readonly byte[][] _last = new byte[layout.Static.Length][]; // of the row before
    private int _series = -1;

    /// <summary>Takes the cells of the next row, whose key was taken.</summary>
    /// <exception cref="InvalidDataException">A cell differs from that of the series' first row.</exception>
    public void Add(CsvReader csv, long line)
    {
        int series = keys.Rows[keys.Rows.Count - 1];
        bool isNew = series == _texts.Count;
        if (isNew) _texts.Add(new string[_last.Length]);
        for (int n = 0; n < _last.Length; n++)
        {
            ReadOnlySpan<byte> cell = csv.GetSpan(layout.Static[n]);
            if (isNew) _texts[series][n] = Encoding.UTF8.GetString(cell);
            if (isNew || series != _series) _last[n] = Encoding.UTF8.GetBytes(_texts[series][n]);
            if (cell.SequenceEqual(_last[n])) continue;
            string name = layout.Names[layout.Static[n]];
            throw BadData.At(file, line, name, $"found {BadData.Quote(cell)}, but earlier rows of the series hold {BadData.Quote(_texts[series][n])}, as if it were the same in all of them; correct it, or name the columns to read");
        }

        _series = series;
    }

    /// <summary>What the columns say of a series.</summary>
    public IReadOnlyDictionary<string, string> Of(int series) =>
        layout.Static.Select((column, n) => (Name: layout.Names[column], Text: _texts[series][n])).ToDictionary(pair => pair.Name, pair => pair.Text, StringComparer.Ordinal);
}
