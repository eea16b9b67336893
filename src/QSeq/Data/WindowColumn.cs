namespace QSeq.Data;

/// <summary>A column that windows are cut from: its values, scaled and not, and which of them were filled in.</summary>
internal sealed class WindowColumn
{
    private readonly bool[]? _filled;

    private WindowColumn(double[] values, float[] scaled, int[]? before, bool[]? filled, int lead) => (Values, Scaled, Before, _filled, Lead) = (values, scaled, before, filled, lead);

    /// <summary>The values as the table has them.</summary>
    public double[] Values { get; }

    /// <summary>The values, scaled.</summary>
    public float[] Scaled { get; }

    /// <summary>How many rows later an input is read: the horizon for one that is known in the future, else 0.</summary>
    public int Lead { get; }

    /// <summary>For each row the last that was measured up to it, -1 for none; null where all were, or where what comes later is known.</summary>
    public int[]? Before { get; }

    /// <summary>Scales a column.</summary>
    /// <param name="table">The series.</param>
    /// <param name="name">The column.</param>
    /// <param name="scaler">The scaling of its columns.</param>
    /// <param name="lead">How many rows later it is read.</param>
    /// <exception cref="InvalidDataException">A scaled value is too large for single precision.</exception>
    public static WindowColumn Of(SeriesTable table, string name, Scaler scaler, int lead)
    {
        int place = table.ColumnIndex(name), index = scaler.IndexOf(name);
        double[] values = table.Values(place);
        var scaled = new float[values.Length];
        for (int t = 0; t < scaled.Length; t++)
        {
            scaled[t] = (float)scaler.Transform(index, values[t]);
            if (!float.IsFinite(scaled[t]))
                throw new InvalidDataException($"column '{name}', row {t}: {values[t]:R} scaled is too large for single precision; choose another scaler or correct the value");
        }

        bool[]? filled = table.FilledRows(place);
        return new WindowColumn(values, scaled, filled is null || lead > 0 ? null : LastMeasured(filled), filled, lead);
    }

    /// <summary>Whether a value was measured.</summary>
    public bool IsMeasured(int row) => _filled?[row] != true;

    /// <summary>The last row up to <paramref name="row"/> that was measured; -1 for none.</summary>
    public int LastMeasured(int row) => Before?[row] ?? row;

    private static int[] LastMeasured(bool[] filled)
    {
        var before = new int[filled.Length];
        for (int row = 0, last = -1; row < filled.Length; row++)
        {
            if (!filled[row]) last = row;
            before[row] = last;
        }

        return before;
    }
}
