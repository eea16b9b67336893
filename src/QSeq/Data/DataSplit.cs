namespace QSeq.Data;

/// <summary>
/// A series cut into training, validation and test windows in time order. A window belongs to a part by its target. The
/// scaler knows rows up to the last training target and none after. Where targets of neighbouring windows overlap (a
/// horizon above 1, or sequences), the first windows of a later part whose targets an earlier part has seen are left out.
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
        double high = 1)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(windows);
        ArgumentNullException.ThrowIfNull(fractions);
        fractions.Validate();

        // The number of windows says which rows the scaler may see, so it comes before the windows themselves.
        int count = WindowSet.CountWindows(table, windows);
        (int train, int validation) = fractions.Parts(count);
        if (train == 0) throw TooFew("training", fractions.Train, count);

        int trainRows = WindowSet.LastTargetRow(windows, train - 1) + 1;
        Scaler fitted = Scaler.Fit(scaler, table, trainRows, low, high);
        var all = WindowSet.Create(table, fitted, windows);
        WindowSet validationPart = After(all, train, train, validation);
        if (validationPart.Count == 0 && fractions.Validation > 0) throw TooFew("validation", fractions.Validation, all.Count);
        WindowSet testPart = After(all, train + validation, train + validation, all.Count - train - validation);
        if (testPart.Count == 0 && fractions.Test > 0) throw TooFew("test", fractions.Test, all.Count);
        return new DataSplit(all.Slice(0, train), validationPart, testPart, fitted, table);
    }

    /// <summary>The windows from <paramref name="start"/> on, without those whose first target is not after the last target before <paramref name="seen"/>.</summary>
    private static WindowSet After(WindowSet all, int seen, int start, int count)
    {
        int last = WindowSet.LastTargetRow(all.Options, seen - 1);
        int end = start + count;
        while (start < end && all.TargetIndex(start) <= last) start++;
        return all.Slice(start, end - start);
    }

    private static SeriesTooShortException TooFew(string part, double fraction, int count) =>
        new(FormattableString.Invariant($"the {part} part ({fraction:G6} of {count} {(count == 1 ? "window" : "windows")}) gets no window; choose a smaller window, other fractions or a longer series"));
}
