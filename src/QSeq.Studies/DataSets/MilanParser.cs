using System.Runtime.CompilerServices;

namespace QSeq.Studies.DataSets;

/// <summary>
/// Adds up the rows of raw Milan files, straight from bytes: square, time, country code and five numbers, parted by tabs.
/// Rows of one square and time are added in the order of the file, in double precision. Of rows of other squares only
/// square and time are read; of fields of other activities only their number is checked.
/// </summary>
internal sealed class MilanParser(MilanBins bins)
{
    private const long LatestTime = 4_102_444_800_000; // the year 2100

    private readonly bool[] _wanted = [.. Enum.GetValues<MilanActivity>().Select(bins.IsWanted)];
    private readonly double[]?[] _sums = new double[MilanFormat.Activities][]; // of the square being read
    private string _path = "";
    private int _file;
    private long _line;
    private int _square;
    private long _time;
    private int _bin;

    public long Rows { get; private set; }

    public void StartFile(string path, int index) =>
        (_path, _file, _line, _square, _time) = (path, index, 0, 0, -1);

    /// <summary>Reads whole lines; the last byte must be a line feed.</summary>
    /// <exception cref="InvalidDataException">A line is not what is described above.</exception>
    public void Read(ReadOnlySpan<byte> block)
    {
        int at = 0;
        while (at < block.Length)
        {
            int start = at;
            _line++;
            if (block[at] is (byte)'\n' or (byte)'\r' && IsEmptyLine(block, ref at)) continue;
            Rows++;

            long square = ReadInteger(block, ref at);
            if (square is < 1 or > MilanFormat.Squares || block[at] != '\t')
                throw Malformed(block[start..], 1, $"a square from 1 to {MilanFormat.Squares}");
            at++;

            long time = ReadInteger(block, ref at);
            if (time < 0 || block[at] != '\t') throw Malformed(block[start..], 2, "the start of an interval in milliseconds since 1970");
            at++;
            if (time != _time) MoveTo(time, block[start..]);

            if (square != _square)
            {
                _square = (int)square;
                Array.Clear(_sums);
            }

            if (!bins.IsWanted(_square))
            {
                at += block[at..].IndexOf((byte)'\n') + 1;
                continue;
            }

            if (ReadInteger(block, ref at) < 0 || block[at] != '\t') throw Malformed(block[start..], 3, "a country code");
            ReadActivities(block, ref at, start);
        }
    }

    private void ReadActivities(ReadOnlySpan<byte> block, ref int at, int start)
    {
        for (int activity = 0; activity < MilanFormat.Activities; activity++)
        {
            if (block[at] != '\t') throw Malformed(block[start..], 4 + activity, $"{MilanFormat.Fields} fields parted by tabs");
            at++;
            if (block[at] < ' ') continue; // an empty field
            if (!_wanted[activity])
            {
                while (block[at] >= ' ') at++;
                continue;
            }

            if (!Utf8Number.TryRead(block, ref at, out double value) || !(value >= 0) || double.IsInfinity(value) || block[at] >= ' ')
                throw Malformed(block[start..], 4 + activity, "a number that is not negative, or nothing");
            double[] sums = _sums[activity] ??= bins.Sums(activity, _square);
            sums[_bin] = (double.IsNaN(sums[_bin]) ? 0 : sums[_bin]) + value;
        }

        if (block[at] == '\r') at++;
        if (block[at] != '\n') throw Malformed(block[start..], MilanFormat.Fields + 1, $"the end of the line after {MilanFormat.Fields} fields");
        at++;
    }

    private void MoveTo(long time, ReadOnlySpan<byte> line)
    {
        if (time is < 0 or > LatestTime || time % MilanFormat.BinMilliseconds != 0)
            throw Malformed(line, 2, $"a multiple of {MilanFormat.StepMinutes} minutes in milliseconds since 1970");
        _bin = bins.Locate(time / MilanFormat.BinMilliseconds, _file);
        if (_bin < 0) throw Malformed(line, 2, "a time within three years of the others");
        _time = time;
        Array.Clear(_sums); // their arrays may have been replaced by longer ones
    }

    /// <summary>Digits up to whatever follows; -1 when there is none or there are more than 15.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static long ReadInteger(ReadOnlySpan<byte> block, ref int at)
    {
        int p = at;
        long value = 0;
        uint digit;
        while ((digit = (uint)block[p] - '0') <= 9)
        {
            value = (value * 10) + digit;
            p++;
        }

        int digits = p - at;
        at = p;
        return digits is >= 1 and <= 15 ? value : -1;
    }

    private static bool IsEmptyLine(ReadOnlySpan<byte> block, ref int at)
    {
        int end = block[at] == '\r' ? at + 1 : at;
        if (block[end] != '\n') return false;
        at = end + 1;
        return true;
    }

    private InvalidDataException Malformed(ReadOnlySpan<byte> rest, int field, string expected)
    {
        ReadOnlySpan<byte> line = rest[..rest.IndexOfAny((byte)'\n', (byte)'\r')];
        return BadData.At(_path, _line, $"field {field}: expected {expected}, found the line {BadData.Quote(line)}; repair or download the file again");
    }
}
