using System.Runtime.CompilerServices;

namespace QSeq.Data;

/// <summary>
/// The times of the rows of a file: read row by row, put in order, and laid on a grid. Stamps of a zone become UTC, so that
/// hours that come twice are two.
/// </summary>
internal sealed class TimeAxis(string file, string column, StampFormat? format, CsvMarks marks, CsvReadOptions options)
{
    private const int FewestToCount = 12; // numbers, to be told from codes

    private readonly ChunkedList<DateTime> _times = new(); // empty for numbers
    private readonly ChunkedList<double> _numbers = new(); // empty for stamps
    private readonly CsvLines _lines = new();
    private readonly bool _yearFirst = ReferenceEquals(format, StampFormat.YearFirst);
    private readonly byte[] _day = "----------"u8.ToArray(); // the date of the last stamp, as it is written: the next mostly has the same
    private DateTime _midnight; // of it
    private DateTime[] _some = []; // copies of rows that are compared
    private DateTime[] _others = [];
    private int _decimals; // of numbers, as they are written
    private readonly TimeZoneInfo? _zone = options.TimeZone is { } zone ? ZoneOf(zone) : null;

    /// <summary>Whether other columns might tell series apart.</summary>
    public bool MayHaveKeys { get; init; }

    /// <summary>The name of the time column.</summary>
    public string Column => column;

    /// <summary>Rows.</summary>
    public int Count => _lines.Count;

    /// <summary>The line of a row.</summary>
    public long Line(int row) => _lines[row];

    /// <summary>Takes the stamp of the next row.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="clock">The cell of the time of day; empty where the stamp has it.</param>
    /// <param name="line">The line.</param>
    /// <exception cref="InvalidDataException">It cannot be read.</exception>
    public void Add(ReadOnlySpan<byte> cell, ReadOnlySpan<byte> clock, long line)
    {
        if (_yearFirst && cell.Length >= 10 && cell[..10].SequenceEqual(_day) && clock.IsEmpty && _zone is null && StampFormat.TryPlainClock(cell, out long ticks))
        {
            _times.Add(_midnight.AddTicks(ticks));
            _lines.Add(line);
            return;
        }

        if (format is null)
        {
            if (!marks.TryRead(cell, out double number) || !double.IsFinite(number)) throw NotAStamp(cell, line, "a number");
            int mark = cell.LastIndexOf((byte)marks.Point);
            if (mark >= 0 && cell.Length - mark - 1 > _decimals) _decimals = cell.Length - mark - 1;
            _numbers.Add(number);
        }
        else
        {
            if (!format.TryRead(cell, out DateTime time)) throw NotAStamp(cell, line, "a date " + format.Name);
            if (_yearFirst && StampFormat.TryPlain(cell, out _))
            {
                cell[..10].CopyTo(_day);
                _midnight = time.Date;
            }

            if (!clock.IsEmpty)
            {
                if (!StampFormat.TryClock(System.Text.Encoding.UTF8.GetString(clock), out TimeSpan ofDay)) throw NotAStamp(clock, line, "a time of day like 13:00");
                time += ofDay;
            }

            _times.Add(_zone is null || time.Kind == DateTimeKind.Utc ? time : ToUtc(time, line));
        }

        _lines.Add(line);
    }

    /// <summary>Rows in the order of time; null where they are in it.</summary>
    /// <param name="notes">Receives what was done.</param>
    /// <exception cref="InvalidDataException">Rows are out of order, or two have one time.</exception>
    public int[]? Order(List<string> notes)
    {
        int falls = 0, rises = 0, wrong = -1;
        for (int row = 1; row < Count; row++)
        {
            int order = Compare(row, row - 1);
            if (order > 0) rises++;
            if (order < 0) falls++;
            if (order <= 0 && wrong < 0) wrong = row;
        }

        if (wrong < 0) return null;
        int[] rows = Arrays.Of(Count, n => n);
        if (falls == Count - 1 && Count > 2)
        {
            notes.Add($"the rows run from new to old ('{Show(0)}' first) and were turned round");
            Array.Reverse(rows);
            return rows;
        }

        if (options.Sort || (falls > rises && falls > Count / 2))
        {
            rows = [.. rows.Order(Comparer<int>.Create(Compare))];
            for (int n = 1; n < rows.Length; n++)
                if (Compare(rows[n], rows[n - 1]) == 0) throw Disorder(Math.Max(rows[n], rows[n - 1]), Math.Min(rows[n], rows[n - 1]));
            notes.Add("the rows were sorted by time");
            return rows;
        }

        throw Misplaced(wrong) ?? Disorder(wrong, wrong - 1);
    }

    // A clock that jumps, for one row or for good: sorted, its rows would only stand at the wrong end.
    private InvalidDataException? Misplaced(int row)
    {
        const double far = 100; // times the distance of the rows around it
        if (Compare(row, row - 1) == 0) return null;
        if (row > 1 && Compare(row, row - 2) > 0 && Distance(row - 2, row - 1) > far * Distance(row - 2, row))
            return BadData.At(file, _lines[row - 1], column, $"time stamp '{Show(row - 1)}' is far after those of the lines around it ('{Show(row - 2)}', '{Show(row)}'); correct it or remove the line");
        if (row > 2 && Compare(row, 0) < 0 && Distance(row, 0) > Distance(0, row - 1))
            return BadData.At(file, _lines[row], column, $"time stamp '{Show(row)}' is far before all of the lines above it ('{Show(0)}' to '{Show(row - 1)}'), as after the reset of a clock; correct it or remove the line, and those below it that are wrong as well");
        return null;
    }

    private double Distance(int from, int to) => format is null ? Math.Abs(_numbers[to] - _numbers[from]) : Math.Abs((_times[to] - _times[from]).TotalSeconds);

    /// <summary>The grid of rows in order.</summary>
    /// <param name="rows">The rows, in the order of time.</param>
    /// <param name="known">The step, where it is known and was not asked for; null to find it.</param>
    /// <exception cref="InvalidDataException">They are not on a grid, or so many are missing that one must be wrong.</exception>
    public TimeGrid ToGrid(IReadOnlyList<int> rows, SeriesStep? known = null)
    {
        if (format is null) return ToNumberGrid(rows, known);
        DateTime[] times = Arrays.Of(rows.Count, n => _times[rows[n]]);
        StepFinder.Grid grid = (options.Step ?? known) is { } step ? StepFinder.For(times, step) : StepFinder.Find(times);
        if (grid.Off >= 0) throw Alone(rows) ?? OffGrid(rows[grid.Off], rows[grid.Off - 1], grid.Step.ToString());
        CheckMissing(grid.Places, rows, grid.Step.ToString());
        var stamps = new DateTime[grid.Places[^1] + 1];
        for (int place = 0; place < stamps.Length; place++) stamps[place] = grid.Step.After(grid.Start, place);
        string? note = grid.Around
            ? $"time stamps lie up to {(int)Math.Ceiling(rows.Select((row, n) => Math.Abs((_times[row] - stamps[grid.Places[n]]).TotalSeconds)).Max())} s beside a grid of {grid.Step} and were moved onto it"
            : null;
        return new TimeGrid(grid.Places, stamps, grid.Step with { Zone = _zone?.Id }, note);
    }

    /// <summary>Whether rows have the times of other rows, one by one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public bool IsSame(ArraySegment<int> rows, ArraySegment<int> others)
    {
        if (rows.Count != others.Count) return false;
        ReadOnlySpan<int> a = rows, b = others;
        if (format is not null && Follow(a) && Follow(b))
        {
            ReadOnlySpan<DateTime> some = Times(a, ref _some), same = Times(b, ref _others);
            for (int n = 0; n < some.Length; n++)
                if (some[n].Ticks != same[n].Ticks) return false;
            return true;
        }

        for (int n = 0; n < a.Length; n++)
            if (format is null ? _numbers[a[n]] != _numbers[b[n]] : _times[a[n]].Ticks != _times[b[n]].Ticks) return false;
        return true;
    }

    /// <summary>Whether each of some rows is later than the one before it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public bool Rises(ReadOnlySpan<int> rows)
    {
        if (format is not null && Follow(rows))
        {
            ReadOnlySpan<DateTime> times = Times(rows, ref _some);
            for (int n = 1; n < times.Length; n++)
                if (times[n].Ticks <= times[n - 1].Ticks) return false;
            return true;
        }

        for (int n = 1; n < rows.Length; n++)
            if (format is null ? _numbers[rows[n]] <= _numbers[rows[n - 1]] : _times[rows[n]].Ticks <= _times[rows[n - 1]].Ticks) return false;
        return true;
    }

    // Whether rows stand one below the other.
    private static bool Follow(ReadOnlySpan<int> rows)
    {
        for (int n = 1; n < rows.Length; n++)
            if (rows[n] != rows[0] + n) return false;
        return rows.Length > 0;
    }

    // The times of such rows.
    private ReadOnlySpan<DateTime> Times(ReadOnlySpan<int> rows, ref DateTime[] times)
    {
        if (times.Length < rows.Length) times = new DateTime[rows.Length];
        Span<DateTime> own = times.AsSpan(0, rows.Length);
        _times.CopyTo(rows[0], own);
        return own;
    }

    /// <summary>A row's stamp, for people.</summary>
    public string Show(int row) => format is null
        ? _numbers[row].ToString("R", CultureInfo.InvariantCulture)
        : _times[row].ToString(_times[row].TimeOfDay == TimeSpan.Zero ? "yyyy-MM-dd" : "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    /// <summary>Compares the times of two rows.</summary>
    public int Compare(int a, int b) => format is null ? _numbers[a].CompareTo(_numbers[b]) : _times[a].CompareTo(_times[b]);

    /// <summary>The error that a row does not come after another.</summary>
    public InvalidDataException Disorder(int row, int before)
    {
        bool same = Compare(row, before) == 0;
        string stamp = BadData.Quote(Show(row));
        string found = same
            ? $"time stamp {stamp} repeats that of line {_lines[before]}"
            : $"time stamp {stamp} comes before that of line {_lines[before]} ('{Show(before)}')";
        bool clocks = format is not null && _zone is null && _times[before] - _times[row] <= TimeSpan.FromHours(1) && _times[row].TimeOfDay is { TotalHours: >= 0.5 and <= 3.5 };
        if (clocks) return BadData.At(file, _lines[row], column, $"{found}; if the clocks were put back then, {CsvAdvice.Zone}; else keep one of the two lines, or {CsvAdvice.NoTimes}");
        if (!same) return BadData.At(file, _lines[row], column, $"{found}; {CsvAdvice.Sort} to sort the rows, or {CsvAdvice.NoTimes}");
        return MayHaveKeys
            ? BadData.At(file, _lines[row], column, $"{found}; keep one of the two lines, {CsvAdvice.MoreKeys}, or {CsvAdvice.NoTimes}")
            : BadData.At(file, _lines[row], column, $"{found}; keep one of the two lines, or {CsvAdvice.NoTimes}");
    }

    private static TimeZoneInfo ZoneOf(string name) => TimeZoneInfo.TryFindSystemTimeZoneById(name, out TimeZoneInfo? zone)
        ? zone
        : throw new ArgumentException($"time zone '{name}' is not known here; expected an IANA name such as Europe/Berlin or UTC");

    // An hour that comes twice is that of summer time first.
    private DateTime ToUtc(DateTime local, long line)
    {
        if (_zone!.IsInvalidTime(local)) throw BadData.At(file, line, column, $"there is no '{local:yyyy-MM-dd HH:mm:ss}' in {_zone.Id}: the clocks were put forward; correct the stamp or choose another zone");
        if (!_zone.IsAmbiguousTime(local)) return DateTime.SpecifyKind(local - _zone.GetUtcOffset(local), DateTimeKind.Utc);
        TimeSpan[] offsets = [.. _zone.GetAmbiguousTimeOffsets(local).OrderDescending()];
        DateTime summer = DateTime.SpecifyKind(local - offsets[0], DateTimeKind.Utc), winter = DateTime.SpecifyKind(local - offsets[^1], DateTimeKind.Utc);
        if (_times.Count == 0) return summer;
        DateTime last = _times[_times.Count - 1];
        bool falling = _times.Count > 1 && last < _times[_times.Count - 2];
        return falling ? (last > winter ? winter : summer) : (last < summer ? summer : winter);
    }

    private TimeGrid ToNumberGrid(IReadOnlyList<int> rows, SeriesStep? known)
    {
        double[] numbers = [.. rows.Select(row => _numbers[row])];
        double stride = known is { IsNumbers: true } ? (double)(known.NumberAt(1) - known.NumberAt(0)) : MostFrequentDifference(numbers);
        if (!(stride is >= 1e-9 and <= 1e18 && numbers.Max(Math.Abs) <= 1e18))
            throw BadData.At(file, _lines[rows[0]], column, $"numbers such as {BadData.Quote(Show(rows[0]))} are too large or too close to count with; {CsvAdvice.NoTimes}");
        var places = new long[rows.Count];
        double rounded = _decimals > 0 ? 1.001 * (double)new decimal(1, 0, 0, false, (byte)Math.Min(_decimals, 28)) : 0; // what two numbers may be off by together
        int off = -1;
        bool inexact = false;
        for (int n = 1; n < numbers.Length && off < 0; n++)
        {
            double steps = (numbers[n] - numbers[n - 1]) / stride, whole = Math.Round(steps), beside = Math.Abs(steps - whole);
            if (whole < 1 || (beside > 0.01 && !(beside < 0.25 && beside * stride <= rounded))) off = n;
            inexact |= beside > 1e-6;
            places[n] = places[n - 1] + (long)Math.Min(whole, 1e15);
        }

        if (off < 0 && inexact && rounded > 0)
        {
            stride = MeantStride(numbers, places, rounded);
            for (int n = 1; n < numbers.Length && off < 0; n++)
                if (Math.Abs(numbers[0] + (stride * places[n]) - numbers[n]) > rounded + (0.01 * stride)) off = n;
        }

        string step = SeriesStep.Numbers(numbers[0], stride).ToString();
        if (off >= 0) throw Alone(rows) ?? OffGrid(rows[off], rows[off - 1], step);
        CheckMissing(places, rows, step);
        int widest = places.Length < FewestToCount ? -1 : Enumerable.Range(1, places.Length - 1).MaxBy(n => places[n] - places[n - 1]);
        if (widest > 0 && places[^1] + 1 > 2L * places.Length)
            throw BadData.At(file, _lines[rows[widest]], column, $"'{Show(rows[widest])}' comes after '{Show(rows[widest - 1])}', and more numbers are missing than there are rows, as if they were codes and no count; {CsvAdvice.DateFormat}, or {CsvAdvice.NoTimes}");
        return new TimeGrid(places, null, SeriesStep.Numbers(numbers[0], stride), null);
    }

    // 1990.083, 1990.167 are twelfths of years that were rounded.
    private static double MeantStride(double[] numbers, long[] places, double rounded)
    {
        double span = numbers[^1] - numbers[0], mean = span / places[^1], parts = Math.Round(1 / mean);
        if (parts >= 2 && Math.Abs((places[^1] / parts) - span) <= rounded) return 1 / parts;
        return double.Parse(mean.ToString("G10", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
    }

    private static double MostFrequentDifference(double[] numbers)
    {
        // Grouped by their float, so that 0.1, 0.2, 0.30000000000000004 have one difference; averaged within the group.
        var groups = new Dictionary<float, (int Count, double Sum)>();
        for (int row = 1; row < numbers.Length; row++)
        {
            double difference = numbers[row] - numbers[row - 1];
            (int count, double sum) = groups.GetValueOrDefault((float)difference);
            groups[(float)difference] = (count + 1, sum + difference);
        }

        if (groups.Count == 0) return 1;
        (int most, double total) = groups.OrderByDescending(g => g.Value.Count).ThenBy(g => g.Key).First().Value;
        return double.Parse((total / most).ToString("G10", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
    }

    private void CheckMissing(long[] places, IReadOnlyList<int> rows, string step)
    {
        const int mostMissingPerRow = 20; // beyond this, a stamp is wrong rather than rows missing
        if (places.Length < 2 || places[^1] <= 1000 + ((long)places.Length * mostMissingPerRow)) return;
        int widest = Enumerable.Range(1, places.Length - 1).MaxBy(n => places[n] - places[n - 1]);
        int wrong = rows[widest <= places.Length / 2 ? widest - 1 : widest]; // on the side of fewer rows
        throw BadData.At(file, _lines[wrong], column, $"time stamp '{Show(wrong)}' leaves so many steps of {step} without a row that a stamp must be wrong; correct it, or {CsvAdvice.NoTimes}");
    }

    // Rows in order of which one at an end is far from all others; null where none is.
    private InvalidDataException? Alone(IReadOnlyList<int> rows)
    {
        if (rows.Count < 5) return null;
        double[] between = [.. Enumerable.Range(1, rows.Count - 1).Select(n => Distance(rows[n - 1], rows[n]))];
        int widest = Array.IndexOf(between, between.Max()) + 1;
        if (between.Max() < (1000 + (20.0 * rows.Count)) * between.Order().ElementAt(between.Length / 2)) return null;
        int wrong = rows[widest <= rows.Count / 2 ? widest - 1 : widest];
        return BadData.At(file, _lines[wrong], column, $"time stamp '{Show(wrong)}' is so far from the others that it must be wrong; correct it, or {CsvAdvice.NoTimes}");
    }

    private InvalidDataException NotAStamp(ReadOnlySpan<byte> cell, long line, string expected)
    {
        string advice = cell.IsEmpty ? "remove the line if it is a total or a remark, else fill in the stamp" : "correct it, or remove the line if it is a total or a remark";
        return BadData.At(file, line, column, $"found {BadData.Quote(cell)} as a time stamp, expected {expected}; {advice}");
    }

    private InvalidDataException OffGrid(int row, int before, string step) => BadData.At(
        file,
        _lines[row],
        column,
        $"time stamp '{Show(row)}' is not a whole number of steps ({step}) after '{Show(before)}' in line {_lines[before]}; resample to equal steps, or {CsvAdvice.NoTimes}");
}

/// <summary>Rows on a regular grid.</summary>
/// <param name="Places">The place of each row on the grid, in order, increasing from 0.</param>
/// <param name="Times">The stamp of each place, or null for numbers.</param>
/// <param name="Step">The step.</param>
/// <param name="Note">What was done to the stamps; null for nothing.</param>
internal sealed record TimeGrid(long[] Places, IReadOnlyList<DateTime>? Times, SeriesStep Step, string? Note)
{
    /// <summary>Places that follow each other, each with a row; the stamps are shared.</summary>
    /// <param name="place">The first.</param>
    /// <param name="count">How many.</param>
    public TimeGrid Part(long place, int count)
    {
        var places = new long[count];
        for (int n = 0; n < count; n++) places[n] = n;
        return new TimeGrid(places, Times is DateTime[] times ? (IReadOnlyList<DateTime>)new ArraySegment<DateTime>(times, (int)place, count) : null, Step.From(place), Note);
    }

    /// <summary>The number of places.</summary>
    public int Length => checked((int)(Places[^1] + 1));

    /// <summary>The stamp or number of the step after so many places, for people.</summary>
    public string Next(int length)
    {
        if (Times is null) return Step.NumberAt(length).ToString(CultureInfo.InvariantCulture);
        DateTime next = length < Times.Count ? Times[length] : Step.After(Times[length - 1], 1);
        return next.ToString(next.TimeOfDay == TimeSpan.Zero ? "yyyy-MM-dd" : "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
    }

    /// <summary>The number of places without a row.</summary>
    public int Missing => Length - Places.Length;

    /// <summary>The row from which on every step is of another length than the grid's, so that rows are not missing but farther apart; -1 for none.</summary>
    public int Change()
    {
        int first = 1;
        while (first < Places.Length && Places[first] - Places[first - 1] == 1) first++;
        if (Places.Length - first < 4) return -1;
        long step = Places[first] - Places[first - 1];
        for (int n = first; n < Places.Length; n++)
            if (Places[n] - Places[n - 1] != step) return -1;
        return first;
    }
}
