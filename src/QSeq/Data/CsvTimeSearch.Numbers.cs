namespace QSeq.Data;

/// <content>Numbers that may be times.</content>
internal sealed partial class CsvTimeSearch
{
    private const int MostGroups = 6; // columns tried, in pairs

    private static readonly HashSet<string> StepNames = new(StringComparer.OrdinalIgnoreCase)
    {
        "step", "index", "t", "time", "year", "yr", "jahr", "month", "monat", "week", "woche", "day", "tag", "hour", "stunde", "minute", "second", "seconds", "period", "quarter", "idx", "obs", "row", "nr", "no", "#", "unnamed: 0", "sample",
    };

    private static readonly HashSet<string> RowNames = new(StringComparer.OrdinalIgnoreCase) { "index", "idx", "obs", "row", "nr", "no", "#", "unnamed: 0", "sample" };

    // Time says more than index; numbers that begin anew with every name or pair of names are the times of a long file.
    private Answer? AmongNumbers(CsvMarks marks, Func<int, bool> isWanted)
    {
        int[] ordered = [.. Enumerable.Range(0, names.Length).OrderBy(column => StampNames.Contains(names[column]) ? 0 : RowNames.Contains(names[column]) ? 2 : 1)];
        foreach (int column in ordered)
        {
            if (isWanted(column)) continue;
            bool stamps = StampNames.Contains(names[column]);
            if ((stamps || StepNames.Contains(names[column])) && IsNumbers(column, marks) && (stamps || IsStrong(names[column]) || Rises(column, marks))) return Of(column, "its name says so", marks);
        }

        foreach (int column in ordered)
        {
            if (!isWanted(column) && StepNames.Contains(names[column]) && IsNumbers(column, marks) && RisesInGroups(column, marks)) return Of(column, "its name says so, and it begins anew with each series", marks);
        }

        foreach (int column in ordered)
        {
            List<string> cells = Cells(column);
            if (isWanted(column) || cells.Count < 3 || Unix(Number(cells[0], marks)) is not { } unix || !IsNumbers(column, marks) || !(Rises(column, marks) || Falls(column, marks))) continue;
            if (!TimeWords.Hint(names[column]) && !IsEven(column, marks)) continue;
            return new Answer(column, -1, unix, [new CsvFinding("time", $"'{names[column]}', {unix.Name}", $"{BadData.Quote(cells[0])} is of that size, and the others follow", true, CsvAdvice.OtherTimes)]);
        }

        return null;
    }

    // Years that repeat are those of months or days, which must be somewhere.
    private void RefuseYears(Func<int, bool> isWanted, CsvMarks marks)
    {
        for (int column = 0; column < names.Length; column++)
        {
            if (isWanted(column) || !CsvStampParts.IsYear(names[column])) continue;
            double[] years = [.. Cells(column).Select(cell => Number(cell, marks))];
            bool ordered = years.Zip(years.Skip(1)).All(pair => pair.First <= pair.Second) || years.Zip(years.Skip(1)).All(pair => pair.First >= pair.Second);
            if (years.Length < 3 || !ordered || years[0] == years[^1] || !Array.TrueForAll(years, year => year is >= 1500 and <= 2200 && year == Math.Floor(year))) continue;
            throw BadData.At(file, sample.Lines[first], names[column], $"the years go on from row to row and repeat, but no column was recognised as their month, week or day; {CsvAdvice.TimeParts}, or {CsvAdvice.NoTimes}");
        }
    }

    private static bool IsStrong(string name) => name.Equals("step", StringComparison.OrdinalIgnoreCase) || name.Equals("index", StringComparison.OrdinalIgnoreCase);

    private static StampFormat? Unix(double number) => number switch
    {
        >= 3e8 and < 5e9 => StampFormat.UnixSeconds, // 1979 to 2128
        >= 3e11 and < 5e12 => StampFormat.UnixMilliseconds,
        >= 3e14 and < 5e15 => StampFormat.UnixMicroseconds,
        >= 3e17 and < 5e18 => StampFormat.UnixNanoseconds,
        _ => null,
    };

    private bool IsNumbers(int column, CsvMarks marks)
    {
        List<string> cells = Cells(column);
        return cells.Count > 0 && cells.Count(cell => !double.IsNaN(Number(cell, marks))) >= MostlyDates * cells.Count;
    }

    private bool Rises(int column, CsvMarks marks)
    {
        double last = double.NegativeInfinity;
        foreach (string cell in Cells(column))
        {
            double number = Number(cell, marks);
            if (double.IsNaN(number)) continue;
            if (number <= last) return false;
            last = number;
        }

        return true;
    }

    private bool Falls(int column, CsvMarks marks)
    {
        double last = double.PositiveInfinity;
        foreach (string cell in Cells(column))
        {
            if (Number(cell, marks) is not (var number and not double.NaN) || number >= last) return false;
            last = number;
        }

        return true;
    }

    // Most numbers are as far from the next as the first two.
    private bool IsEven(int column, CsvMarks marks)
    {
        double[] numbers = [.. Cells(column).Select(cell => Number(cell, marks))];
        return numbers.Zip(numbers.Skip(1)).CountBy(pair => pair.Second - pair.First).Max(group => group.Value) > 0.8 * (numbers.Length - 1);
    }

    // In every group of rows that have the same names the numbers rise, and there are several groups.
    private bool RisesInGroups(int column, CsvMarks marks)
    {
        int[] texts = [.. Enumerable.Range(0, names.Length).Where(other => other != column && Cells(other) is { Count: > 0 } cells && !cells.TrueForAll(CsvCells.IsNumber)).Take(MostGroups)];
        List<string> numbers = All(column);
        foreach (int a in texts)
        {
            foreach (int b in texts)
            {
                if (b < a) continue;
                List<string> one = All(a), other = All(b);
                var last = new Dictionary<(string, string), double>();
                bool rises = true;
                for (int row = 0; row < numbers.Count && rises; row++)
                {
                    double number = Number(numbers[row], marks);
                    (string, string) key = (one[row], other[row]);
                    rises = !double.IsNaN(number) && (!last.TryGetValue(key, out double before) || number > before);
                    last[key] = number;
                }

                if (rises && last.Count > 1 && 2 * last.Count <= numbers.Count) return true;
            }
        }

        return false;
    }

    private static double Number(string cell, CsvMarks marks) => marks.TryRead(System.Text.Encoding.UTF8.GetBytes(cell), out double number) ? number : double.NaN;
}
