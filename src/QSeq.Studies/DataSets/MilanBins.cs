namespace QSeq.Studies.DataSets;

/// <summary>
/// The sums of the squares and activities asked for, one array a square on a grid of 10-minute bins, NaN where nothing is
/// recorded. Arrays are made when a square first occurs, with the length the whole folder needs, and handed to the
/// table as they are: 10,000 squares over 62 days take 714 MB and exist once.
/// </summary>
internal sealed class MilanBins
{
    public const int MostBins = 3 * 366 * MilanFormat.BinsPerDay; // farther apart, a time stamp is wrong

    private readonly bool[] _wanted = new bool[MilanFormat.Squares + 1];
    private readonly double[]?[][] _sums = new double[]?[MilanFormat.Activities][]; // [activity][square][bin], null for those not asked for
    private long _firstBin;
    private int _capacity;
    private long _lowest = long.MaxValue;
    private long _highest = long.MinValue;
    private int[] _fileOfBin = []; // 1 + the index of the file that last named the bin

    public MilanBins(MilanReadOptions options)
    {
        if (options.Squares is null) Array.Fill(_wanted, true);
        foreach (int square in options.Squares ?? []) _wanted[square] = true;
        foreach (MilanActivity activity in options.Activities) _sums[(int)activity] = new double[MilanFormat.Squares + 1][];
    }

    /// <summary>The first bin of any row, counted from 1970.</summary>
    public long FirstBin => _lowest;

    /// <summary>The bins from the first to the last of any row; 0 when there was none.</summary>
    public int Length => _highest < _lowest ? 0 : (int)(_highest - _lowest) + 1;

    /// <summary>A bin that rows of two files name, with the files' indices, or null; a sign that a day was supplied twice.</summary>
    public (long Bin, int File, int Other)? Shared { get; private set; }

    /// <summary>Whether a square is to be kept; its number must be 1 to 10,000.</summary>
    public bool IsWanted(int square) => _wanted[square];

    public bool IsWanted(MilanActivity activity) => _sums[(int)activity] is not null;

    /// <summary>Makes room for bins up to <paramref name="end"/>: arrays get that length, and those that are there are moved.</summary>
    public void Reserve(long first, long end)
    {
        int shift = _capacity == 0 ? 0 : (int)(_firstBin - first);
        (_firstBin, _capacity) = (first, (int)(end - first));
        foreach (double[]?[] squares in _sums.Where(squares => squares is not null))
            for (int square = 1; square < squares.Length; square++)
                if (squares[square] is { } old) squares[square] = Moved(old, shift, double.NaN);
        _fileOfBin = Moved(_fileOfBin, shift, 0);
    }

    /// <summary>The place of a bin in the arrays, which are made longer when they must be.</summary>
    /// <returns>The place, or -1 when the bin is years away from the others.</returns>
    public int Locate(long bin, int file)
    {
        long end = _firstBin + _capacity;
        if (_capacity == 0)
        {
            Reserve(bin, bin + 1);
        }
        else if (bin < _firstBin || bin >= end)
        {
            // With a day to spare; rare, as files begin and end with their first and last bins.
            if (bin < end - MostBins || bin >= _firstBin + MostBins) return -1;
            Reserve(bin < _firstBin ? bin - MilanFormat.BinsPerDay : _firstBin, bin < end ? end : bin + MilanFormat.BinsPerDay);
        }

        int index = (int)(bin - _firstBin);
        _lowest = Math.Min(_lowest, bin);
        _highest = Math.Max(_highest, bin);
        if (_fileOfBin[index] != file + 1)
        {
            if (_fileOfBin[index] != 0) Shared ??= (bin, _fileOfBin[index] - 1, file);
            _fileOfBin[index] = file + 1;
        }

        return index;
    }

    /// <summary>The sums of a square for an activity, [bin], made when they are not there.</summary>
    public double[] Sums(int activity, int square) => _sums[activity][square] ??= Moved([], 0, double.NaN);

    public bool Occurs(MilanActivity activity, int square) => _sums[(int)activity][square] is not null;

    /// <summary>Hands over the sums of a square, [bin], with NaN in gaps, and says what the gaps are.</summary>
    public double[] Take(MilanActivity activity, int square, out MilanGaps gaps)
    {
        double[] sums = Sums((int)activity, square);
        int offset = (int)(_lowest - _firstBin);
        double[] values = offset == 0 && sums.Length == Length ? sums : sums.AsSpan(offset, Length).ToArray();
        _sums[(int)activity][square] = values; // so that the longer one goes
        int missing = 0, run = 0, longest = 0;
        foreach (double value in values)
        {
            run = double.IsNaN(value) ? run + 1 : 0;
            longest = Math.Max(longest, run);
            if (run > 0) missing++;
        }

        gaps = new MilanGaps(square, values.Length, missing, longest);
        return values;
    }

    private T[] Moved<T>(T[] old, int shift, T none)
    {
        var moved = new T[_capacity];
        Array.Fill(moved, none);
        old.CopyTo(moved, shift);
        return moved;
    }
}
