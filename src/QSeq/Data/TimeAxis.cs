namespace QSeq.Data;

/// <summary>
/// The time column of a file while it is read: stamps must increase, and when all are there they must lie on a regular
/// grid. The step of the grid is the most frequent difference (calendar months for monthly data).
/// </summary>
internal sealed class TimeAxis(string file, string column, TimeStamps.Kind kind)
{
    private const double StepTolerance = 0.01; // clocks that stamp a second late are still on the grid
    private const int MostMissingPerRow = 20; // beyond this, a stamp is wrong rather than rows missing

    private readonly List<DateTime> _times = []; // empty for steps
    private readonly List<double> _offsets = []; // seconds since the first stamp, or the step number
    private readonly List<long> _lines = [];

    public string Column => column;

    public void Add(ReadOnlySpan<byte> cell, long line)
    {
        if (!TimeStamps.TryRead(kind, cell, out DateTime time, out double number))
        {
            string expected = kind == TimeStamps.Kind.Date ? "a date like 2016-07-01 00:00:00" : "a number";
            string advice = cell.IsEmpty ? "fill in the stamp or remove the line" : "correct it";
            throw BadData.At(file, line, column, $"found {BadData.Quote(cell)} as a time stamp, expected {expected}; {advice}");
        }

        if (kind != TimeStamps.Kind.Step)
        {
            _times.Add(time);
            number = (time - _times[0]).Ticks / (double)TimeSpan.TicksPerSecond;
        }

        if (_offsets.Count > 0 && number <= _offsets[^1]) throw Disorder(cell, line, number == _offsets[^1]);
        _offsets.Add(number);
        _lines.Add(line);
    }

    /// <summary>Finds the grid and the rows missing from it.</summary>
    public TimeGrid ToGrid()
    {
        int rows = _offsets.Count;
        bool monthly = IsMonthly();
        double[] offsets = [.. monthly ? _times.Select(t => (double)Month(t)) : _offsets];
        double step = MostFrequentDifference(offsets);

        var places = new long[rows];
        long firstMissing = -1;
        for (int row = 1; row < rows; row++)
        {
            double steps = (offsets[row] - offsets[row - 1]) / step;
            double whole = Math.Round(steps);
            if (whole < 1 || Math.Abs(steps - whole) > StepTolerance)
                throw BadData.At(file, _lines[row], column, $"time stamp '{Show(row)}' is not a whole number of steps of {Describe(step, monthly)} after '{Show(row - 1)}' in line {_lines[row - 1]}; resample to equal steps, or {CsvAdvice.NoTimes}");
            if (whole > 1 && firstMissing < 0) firstMissing = _lines[row - 1];
            places[row] = places[row - 1] + (long)Math.Min(whole, 1e15);
            if (places[row] > 1000 + ((long)rows * MostMissingPerRow))
                throw BadData.At(file, _lines[row], column, $"time stamp '{Show(row)}' leaves so many steps of {Describe(step, monthly)} without a row that a stamp must be wrong; correct it, or {CsvAdvice.NoTimes}");
        }

        return new TimeGrid(places, Stamps(places, step, monthly), Describe(step, monthly), firstMissing);
    }

    // Grouped by their float, so that 0.1, 0.2, 0.30000000000000004 have one difference; averaged within the group.
    private static double MostFrequentDifference(double[] offsets) => offsets.Zip(offsets.Skip(1), (before, after) => after - before)
        .GroupBy(difference => (float)difference)
        .OrderByDescending(group => group.Count()).ThenBy(group => group.Key)
        .FirstOrDefault()?.Average() ?? 1;

    private static int Month(DateTime time) => (time.Year * 12) + time.Month;

    /// <summary>Whether all stamps are at the same time on the same day of different months, or on last days of months.</summary>
    private bool IsMonthly()
    {
        if (_times.Count < 3 || _times.Exists(t => t.TimeOfDay != _times[0].TimeOfDay)) return false;
        if (_times.Zip(_times.Skip(1)).Any(pair => Month(pair.First) == Month(pair.Second))) return false;
        return _times.TrueForAll(t => t.Day == _times[0].Day) || _times.TrueForAll(t => t.Day == DateTime.DaysInMonth(t.Year, t.Month));
    }

    private DateTime[]? Stamps(long[] places, double step, bool monthly)
    {
        if (kind == TimeStamps.Kind.Step) return null;
        var stamps = new DateTime[places[^1] + 1];
        for (int place = 0, row = 0; place < stamps.Length; place++)
        {
            if (row + 1 < places.Length && places[row + 1] == place) row++;
            double steps = (place - places[row]) * step;
            stamps[place] = monthly
                ? _times[row].AddMonths((int)Math.Round(steps))
                : _times[row].AddTicks((long)Math.Round(steps * TimeSpan.TicksPerSecond));
        }

        return stamps;
    }

    private string Describe(double step, bool monthly)
    {
        if (monthly) return $"{Math.Round(step)} months";
        if (kind == TimeStamps.Kind.Step) return step.ToString("G6", CultureInfo.InvariantCulture);
        (double size, string unit) = step switch
        {
            >= 86_400 => (86_400, "days"),
            >= 3600 => (3600, "hours"),
            >= 60 => (60, "minutes"),
            _ => (1.0, "seconds"),
        };
        return string.Create(CultureInfo.InvariantCulture, $"{step / size:G6} {unit}");
    }

    private string Show(int row) => kind == TimeStamps.Kind.Step
        ? _offsets[row].ToString("R", CultureInfo.InvariantCulture)
        : _times[row].ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    private InvalidDataException Disorder(ReadOnlySpan<byte> cell, long line, bool same) => same
        ? BadData.At(file, line, column, $"time stamp {BadData.Quote(cell)} repeats that of line {_lines[^1]}; keep one of the two lines, or {CsvAdvice.NoTimes}")
        : BadData.At(file, line, column, $"time stamp {BadData.Quote(cell)} comes before that of line {_lines[^1]} ('{Show(_lines.Count - 1)}'); sort the file by '{column}', or {CsvAdvice.NoTimes}");
}

/// <summary>
/// Rows on a regular grid: the place of each row, [row], increasing from 0; the stamp of each place, [place], null for step
/// numbers; the step, for people; the line before the first missing row, -1 when none is missing.
/// </summary>
internal sealed record TimeGrid(long[] Places, DateTime[]? Times, string Step, long LineBeforeGap)
{
    public int Length => checked((int)(Places[^1] + 1));

    public int Missing => Length - Places.Length;

    /// <summary>The column with NaN at the places without a row.</summary>
    public double[] Spread(double[] column)
    {
        if (Missing == 0) return column;
        var spread = new double[Length];
        Array.Fill(spread, double.NaN);
        for (int row = 0; row < column.Length; row++) spread[Places[row]] = column[row];
        return spread;
    }
}
