namespace QSeq.Data;

/// <summary>Consecutive windows of a series.</summary>
/// <param name="Start">The first, counted from the start of the series.</param>
/// <param name="Count">How many, 0 or more.</param>
public readonly record struct WindowRange(int Start, int Count);

/// <summary>
/// Which windows of a series are for training, validation and testing, in time order and without any values. A window belongs
/// to a part by its target. Where targets of neighbouring windows overlap (a horizon above 1, or sequences), the first windows
/// of a later part whose targets an earlier part has seen are left out.
/// </summary>
/// <param name="Train">The windows to learn from, at least one.</param>
/// <param name="Validation">The windows to choose the best epoch by; none when its fraction is 0.</param>
/// <param name="Test">The windows to report on; none when nothing is left for them.</param>
/// <param name="TrainRows">Rows from the start of the series up to the last training target: what may be fitted on.</param>
/// <param name="TestRow">The row of the first test target, from 0; null without a test part.</param>
public sealed record Split(WindowRange Train, WindowRange Validation, WindowRange Test, int TrainRows, int? TestRow)
{
    /// <summary>Parts the windows: of N the first floor(N * train) are for training, the next floor(N * validation) for validation, the rest for testing.</summary>
    /// <param name="rows">Rows of the series, at least 1.</param>
    /// <param name="windows">How windows are cut; its columns do not matter.</param>
    /// <param name="fractions">How they are parted.</param>
    /// <returns>The parts.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A fraction, window, horizon or stride is outside what is allowed.</exception>
    /// <exception cref="SeriesTooShortException">The series is too short for one window, or a part whose fraction is above 0 gets none.</exception>
    public static Split Of(int rows, WindowOptions windows, SplitFractions fractions) => Of(rows, windows, fractions, "the series");

    // The same, where errors have a name for the series.
    internal static Split Of(int rows, WindowOptions windows, SplitFractions fractions, string series)
    {
        ArgumentNullException.ThrowIfNull(windows);
        ArgumentNullException.ThrowIfNull(fractions);
        fractions.Validate();
        int count = WindowSet.CountOf(rows, windows, series, () => Fitting(rows, windows, fractions));
        Cut cut = Cut.Of(count, windows, fractions);
        if (cut.Empty is { } part) throw TooFew(part, count, Fitting(rows, windows, fractions));
        (WindowRange train, WindowRange validation, WindowRange test) = (cut.Train, cut.Validation, cut.Test);
        return new Split(train, validation, test, LastTargetRow(windows, train.Count - 1) + 1, test.Count > 0 ? FirstTargetRow(windows, test.Start) : null);
    }

    // The parts of so many windows, and the first of them that gets none though it should, with its fraction.
    private readonly record struct Cut(WindowRange Train, WindowRange Validation, WindowRange Test, (string Name, double Fraction)? Empty)
    {
        public static Cut Of(int count, WindowOptions windows, SplitFractions fractions)
        {
            (int train, int validation) = fractions.Parts(count);
            if (train == 0) return new Cut(default, default, default, ("training", fractions.Train));
            WindowRange second = After(windows, train, validation), test = After(windows, train + validation, count - train - validation);
            (string, double)? empty = second.Count == 0 && fractions.Validation > 0 ? ("validation", fractions.Validation)
                : test.Count == 0 && fractions.Test > 0 ? ("test", fractions.Test) : null;
            return new Cut(new WindowRange(0, train), second, test, empty);
        }
    }

    /// <summary>The fewest rows that leave windows for every part.</summary>
    internal static int RowsFor(WindowOptions windows, SplitFractions fractions)
    {
        int fails = 0, fits = 1;
        while (!Fits(fits, windows, fractions) && fits <= int.MaxValue / 2) (fails, fits) = (fits, 2 * fits);
        while (fits - fails > 1)
        {
            int middle = fails + ((fits - fails) / 2);
            if (Fits(middle, windows, fractions)) fits = middle;
            else fails = middle;
        }

        return fits;
    }

    // What to choose instead: the longest shorter window that leaves windows for every part, else the longest shorter horizon.
    private static string? Fitting(int rows, WindowOptions windows, SplitFractions fractions)
    {
        int window = Longest(Math.Min(windows.Window, rows), middle => Fits(rows, windows with { Window = middle }, fractions));
        if (window > 0) return FormattableString.Invariant($"a window of {window} or less");
        int horizon = Longest(Math.Min(windows.Horizon, rows), middle => Fits(rows, windows with { Horizon = middle }, fractions));
        if (horizon > 0) return FormattableString.Invariant($"a horizon of {horizon} or less");
        horizon = Longest(Math.Min(windows.Horizon, rows), middle => Fits(rows, windows with { Window = 1, Horizon = middle }, fractions));
        if (horizon == 0) return null;
        window = Longest(Math.Min(windows.Window, rows), middle => Fits(rows, windows with { Window = middle, Horizon = horizon }, fractions));
        return FormattableString.Invariant($"a window of {window} or less and a horizon of {horizon} or less");
    }

    // The largest number below one that fails that fits; 0 where none does.
    private static int Longest(int fails, Func<int, bool> isFit)
    {
        int fits = 0;
        while (fails - fits > 1)
        {
            int middle = fits + ((fails - fits) / 2);
            if (isFit(middle)) fits = middle;
            else fails = middle;
        }

        return fits;
    }

    private static bool Fits(int rows, WindowOptions windows, SplitFractions fractions) =>
        WindowSet.Uncut(rows, windows) - windows.OmitLast is > 0 and var count && Cut.Of((int)count, windows, fractions).Empty is null;

    // The windows from start on, without those whose first target is not after the last target before start.
    private static WindowRange After(WindowOptions windows, int start, int count)
    {
        int last = LastTargetRow(windows, start - 1), end = start + count;
        while (start < end && FirstTargetRow(windows, start) <= last) start++;
        return new WindowRange(start, end - start);
    }

    private static int FirstTargetRow(WindowOptions windows, int window) => (window * windows.Stride) + (windows.Sequence ? 1 : windows.Window);

    private static int LastTargetRow(WindowOptions windows, int window) => (window * windows.Stride) + windows.Window + windows.Horizon - 1;

    private static SeriesTooShortException TooFew((string Name, double Fraction) part, int count, string? fitting)
    {
        string window = fitting is null ? "" : fitting + ", ";
        return new(FormattableString.Invariant($"the {part.Name} part ({part.Fraction:G6} of {count} {(count == 1 ? "window" : "windows")}) gets no window; choose {window}other fractions or a longer series"));
    }
}
