namespace QSeq.Data;

/// <summary>What stands around the numbers of each column of a text.</summary>
internal sealed class CsvForms
{
    private readonly string _file;
    private readonly CsvSample _sample;
    private readonly int _first;
    private readonly (string One, string Other)?[] _unclear;

    /// <summary>Finds them.</summary>
    /// <param name="file">What the file is called.</param>
    /// <param name="options">What was asked for.</param>
    /// <param name="sample">The rows.</param>
    /// <param name="first">The first of values.</param>
    /// <param name="width">Columns.</param>
    /// <param name="dates">Columns of dates, which are no numbers.</param>
    public CsvForms(string file, CsvReadOptions options, CsvSample sample, int first, int width, HashSet<int> dates)
    {
        (_file, _sample, _first) = (file, sample, first);
        (Each, _unclear) = (new CsvForm?[width], new (string, string)?[width]);
        for (int column = 0; column < width; column++)
        {
            if (dates.Contains(column)) continue;
            var cells = new List<string>();
            for (int row = first; row < sample.Rows.Count; row++)
            {
                string cell = column < sample.Rows[row].Length ? sample.Rows[row][column] : "";
                if (!CsvCells.IsMissing(cell) && !(options.Missing?.Contains(cell, StringComparer.Ordinal) ?? false)) cells.Add(cell);
            }

            Each[column] = CsvForm.Of(cells, out _unclear[column]);
        }
    }

    /// <summary>The form of each column; null for plain numbers or none.</summary>
    public CsvForm?[] Each { get; }

    /// <summary>A cell without what stands around its number.</summary>
    public string? Bare(int column, string cell) => Each[column] is { } form ? form.Bare(cell) : cell;

    /// <summary>Reads a cell.</summary>
    public bool TryRead(int column, string cell, CsvMarks marks)
    {
        byte[] bytes = System.Text.Encoding.UTF8.GetBytes(cell);
        return Each[column] is { } form ? form.TryRead(bytes, marks, out _) : marks.TryRead(bytes, out _);
    }

    /// <summary>Says what a column is read without.</summary>
    /// <exception cref="InvalidDataException">Its cells carry different marks.</exception>
    public CsvFinding? Finding(int column, string name)
    {
        if (Each[column] is { Told.Length: > 0 } form) return new CsvFinding("column", $"'{name}' {form.Told}", "", true);
        if (_unclear[column] is not { } unclear) return null;
        int row = _sample.Rows.FindIndex(_first, cells => column < cells.Length && cells[column] == unclear.Other);
        throw BadData.At(_file, _sample.Lines[row], name, $"found {BadData.Quote(unclear.Other)} beside {BadData.Quote(unclear.One)}: cells of one column carry different marks; write them alike, or {CsvAdvice.Columns}");
    }
}
