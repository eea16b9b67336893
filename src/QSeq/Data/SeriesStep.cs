namespace QSeq.Data;

/// <summary>
/// The step of a series' time axis: a span of time, months on a day, business days, or numbers that count. It is found
/// when a file is read, kept with the model, and says which stamps follow the last one.
/// </summary>
public sealed record SeriesStep
{
    private const int LastDay = 31;
    private const double MostNumber = 1e18; // a decimal holds it times a billion rows
    private const double LeastStride = 1e-9;

    private SeriesStep()
    {
    }

    private enum StepUnit
    {
        Span,
        Months,
        BusinessDays,
        Numbers,
    }

    /// <summary>Monday to Friday.</summary>
    public static SeriesStep BusinessDays { get; } = new() { Unit = StepUnit.BusinessDays };

    /// <summary>Whether the axis counts with numbers instead of telling the time.</summary>
    public bool IsNumbers => Unit == StepUnit.Numbers;

    /// <summary>The time zone of the stamps as its IANA name, such as Europe/Berlin, where instants are kept in UTC; or null.</summary>
    public string? Zone { get; init; }

    /// <summary>The length of a step that is a span of time; null for others.</summary>
    internal TimeSpan? Span => Unit == StepUnit.Span ? Length : null;

    /// <summary>The steps of a day for steps within a day, of a week for days, of a year for weeks, months and quarters; null for others.</summary>
    internal int? Season => Unit switch
    {
        StepUnit.BusinessDays => 5,
        StepUnit.Months when Count < 12 && 12 % Count == 0 => 12 / Count,
        StepUnit.Span when Length == TimeSpan.FromDays(1) => 7,
        StepUnit.Span when Length == TimeSpan.FromDays(7) => 52,
        StepUnit.Span when Length < TimeSpan.FromDays(1) && TimeSpan.TicksPerDay % Length.Ticks == 0 && TimeSpan.TicksPerDay / Length.Ticks <= int.MaxValue => (int)(TimeSpan.TicksPerDay / Length.Ticks),
        _ => null,
    };

    private StepUnit Unit { get; init; }

    private TimeSpan Length { get; init; } // of a span

    private int Count { get; init; } // months

    private int Day { get; init; } // of the month, clipped to its length

    private double Start { get; init; }

    private double Stride { get; init; }

    /// <summary>A span of time, such as an hour or a week.</summary>
    /// <param name="length">Above 0.</param>
    /// <returns>The step.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The span is not above 0.</exception>
    public static SeriesStep Of(TimeSpan length)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(length, TimeSpan.Zero);
        return new SeriesStep { Unit = StepUnit.Span, Length = length };
    }

    /// <summary>Calendar months: 1 for months, 3 for quarters, 12 for years.</summary>
    /// <param name="count">Months of a step, at least 1.</param>
    /// <param name="day">The day of the month, 1 to 31; in shorter months their last day, so that 31 is the end of every month.</param>
    /// <returns>The step.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public static SeriesStep Months(int count, int day)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(day, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(day, LastDay);
        return new SeriesStep { Unit = StepUnit.Months, Count = count, Day = day };
    }

    /// <summary>Numbers that count, such as years or seconds since a start.</summary>
    /// <param name="start">The number of the first row, -1e18 to 1e18.</param>
    /// <param name="stride">From row to row, 1e-9 to 1e18.</param>
    /// <returns>The step.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public static SeriesStep Numbers(double start, double stride)
    {
        if (!(Math.Abs(start) <= MostNumber)) throw new ArgumentOutOfRangeException(nameof(start), start, "The start must be within 1e18.");
        if (!(stride is >= LeastStride and <= MostNumber)) throw new ArgumentOutOfRangeException(nameof(stride), stride, "The stride must be 1e-9 to 1e18.");
        return new SeriesStep { Unit = StepUnit.Numbers, Start = start, Stride = stride };
    }

    /// <summary>A stamp some steps after another.</summary>
    /// <param name="stamp">A stamp on the grid.</param>
    /// <param name="steps">How many steps later, 0 or more.</param>
    /// <returns>The stamp.</returns>
    /// <exception cref="InvalidOperationException">The axis counts with numbers.</exception>
    /// <exception cref="ArgumentException">The stamp would be outside the years 1 to 9999.</exception>
    public DateTime After(DateTime stamp, long steps)
    {
        try
        {
            return Going(stamp, steps);
        }
        catch (Exception e) when (e is ArgumentOutOfRangeException or OverflowException)
        {
            throw OptionCheck.Refusal($"{steps} {(steps == 1 ? "step" : "steps")} of {this} after {CsvText.Time(stamp)} lie outside the years 1 to 9999; correct the stamp, or go fewer steps");
        }
    }

    private DateTime Going(DateTime stamp, long steps) => Unit switch
    {
        StepUnit.Span => stamp.AddTicks(checked(Length.Ticks * steps)),
        StepUnit.Months => OnDay(stamp.AddDays(1 - stamp.Day).AddMonths(checked((int)(Count * steps)))),
        StepUnit.BusinessDays => stamp.AddDays((7 * (steps / 5)) + DaysTo(stamp.DayOfWeek, steps % 5)),
        _ => throw new InvalidOperationException("This axis counts with numbers, not with stamps."),
    };

    /// <summary>The number of a row on an axis that counts.</summary>
    /// <param name="row">The row, from 0.</param>
    /// <returns>The number, in decimals, so that 200 times 0.02 is 4.00.</returns>
    /// <exception cref="InvalidOperationException">The axis has stamps.</exception>
    public decimal NumberAt(long row) =>
        IsNumbers ? (decimal)Start + ((decimal)Stride * row) : throw new InvalidOperationException("This axis has stamps, not numbers.");

    /// <summary>The axis of the rows from one on.</summary>
    /// <param name="row">The first row to keep, from 0.</param>
    /// <returns>The same step, of numbers that begin at that row's.</returns>
    public SeriesStep From(long row) => IsNumbers ? this with { Start = (double)NumberAt(row) } : this;

    /// <summary>Whether another axis goes on in the same steps, wherever either begins.</summary>
    /// <param name="other">The other axis.</param>
    /// <returns>True if it does.</returns>
    public bool Equivalent(SeriesStep other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Unit == other.Unit && Length == other.Length && Count == other.Count && Math.Abs(Stride - other.Stride) <= 1e-9 * Stride
            && (Unit != StepUnit.Months || Day == other.Day || Math.Min(Day, other.Day) >= 28);
    }

    /// <summary>The step in words, such as <c>1 hour</c>, <c>3 months, at their end</c> or <c>numbers, 0.02 apart</c>.</summary>
    public override string ToString() => Unit switch
    {
        StepUnit.Span => Words(Length),
        StepUnit.Months => MonthWords() + (Day == LastDay ? ", at the end of the month" : Day == 1 ? "" : FormattableString.Invariant($", on day {Day}")),
        StepUnit.BusinessDays => "business days, Monday to Friday",
        _ => FormattableString.Invariant($"numbers, {Stride:G6} apart"),
    };

    internal SeriesStep MapFields(FieldMap f) => this with
    {
        Unit = f.Choice("unit", Unit),
        Length = TimeSpan.FromTicks((long)f.Count("ticks", (ulong)Length.Ticks)),
        Count = f.Whole("months", Count),
        Day = f.Whole("day", Day),
        Start = f.Number("start", Start),
        Stride = f.Number("stride", Stride),
        Zone = f.OptionalText("zone", Zone),
    };

    private static string Words(TimeSpan length)
    {
        (double size, string unit) = length.TotalSeconds switch
        {
            >= 604_800 when length.Ticks % TimeSpan.FromDays(7).Ticks == 0 => (604_800, "week"),
            >= 86_400 => (86_400, "day"),
            >= 3600 => (3600, "hour"),
            >= 60 => (60, "minute"),
            _ => (1.0, "second"),
        };
        double count = length.TotalSeconds / size;
        return FormattableString.Invariant($"{count:G6} {unit}{(count == 1 ? "" : "s")}");
    }

    private static int DaysTo(DayOfWeek from, long steps)
    {
        int days = 0;
        for (long n = 0; n < steps; n++)
        {
            days += from == DayOfWeek.Friday ? 3 : 1;
            from = from == DayOfWeek.Friday ? DayOfWeek.Monday : from + 1;
        }

        return days;
    }

    private string MonthWords() => Count switch
    {
        12 => "1 year",
        3 => "1 quarter",
        1 => "1 month",
        _ when Count % 12 == 0 => FormattableString.Invariant($"{Count / 12} years"),
        _ => FormattableString.Invariant($"{Count} months"),
    };

    private DateTime OnDay(DateTime first) => first.AddDays(Math.Min(Day, DateTime.DaysInMonth(first.Year, first.Month)) - 1);
}
