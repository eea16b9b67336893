namespace QSeq.Data;

/// <summary>
/// A series cut into training, validation and test windows as a <see cref="Split"/> says. The scaler knows rows up to the last
/// training target and none after.
/// </summary>
/// <param name="Train">The windows to learn from.</param>
/// <param name="Validation">The windows to choose the best epoch by; empty when its fraction is 0.</param>
/// <param name="Test">The windows to report on.</param>
/// <param name="Scaler">The scaling of every column of the table, fitted on the training rows.</param>
/// <param name="Table">The series, not scaled.</param>
public sealed record DataSplit(WindowSet Train, WindowSet Validation, WindowSet Test, Scaler Scaler, SeriesTable Table)
{
    /// <summary>Splits a table: of N windows the first floor(N * train) are for training, the next floor(N * validation) for validation, the rest for testing.</summary>
    /// <param name="table">The series.</param>
    /// <param name="windows">How to cut windows.</param>
    /// <param name="fractions">How to part them.</param>
    /// <param name="scaler">How to scale.</param>
    /// <param name="low">The low end for min-max scaling.</param>
    /// <param name="high">The high end for min-max scaling.</param>
    /// <returns>The parts.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A fraction, window, horizon, stride or range is outside what is allowed.</exception>
    /// <exception cref="SeriesTooShortException">The series is too short for one window, or a part whose fraction is above 0 gets none.</exception>
    /// <exception cref="ArgumentException">A column is unknown.</exception>
    /// <exception cref="InvalidDataException">Values are too large to scale.</exception>
    public static DataSplit Create(
        SeriesTable table,
        WindowOptions windows,
        SplitFractions fractions,
        ScalerKind scaler,
        double low = -1,
        double high = 1) => Create(table, windows, fractions, scaler, low, high, beside: null);

    /// <summary>The same with columns that are scaled as others were, whatever they hold here; null for none.</summary>
    internal static DataSplit Create(SeriesTable table, WindowOptions windows, SplitFractions fractions, ScalerKind scaler, double low, double high, Scaler? beside)
    {
        ArgumentNullException.ThrowIfNull(table);
        WindowOptions named = WindowSet.Complete(windows, table);
        Split split = Split.Of(table.Length, named, fractions, WindowSet.Describe(named));
        Scaler fitted = Scaler.Fit(scaler, table, split.TrainRows, low, high).With(beside);
        var all = WindowSet.Create(table, fitted, named);
        return new DataSplit(
            Part(all, split.Train, "training"), Part(all, split.Validation, "validation"), Part(all, split.Test, "test"), fitted, table)
        { LeftOut = all.LeftOut };
    }

    /// <summary>How many windows are in no part because values that were filled in make up too much of them.</summary>
    public int LeftOut { get; init; }

    private static WindowSet Part(WindowSet all, WindowRange range, string part)
    {
        WindowSet windows = all.Slice(range);
        if (windows.Count > 0 || range.Count == 0) return windows;
        int most = all.Options.MaxGap ?? (all.Options.Window / 2);
        throw new SeriesTooShortException(
            $"each of the {range.Count} windows of the {part} part has more than {most} values one after the other that were filled in, or no measured target; choose another split, window or longest gap");
    }
}
