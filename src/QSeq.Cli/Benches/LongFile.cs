using System.Buffers.Text;

namespace QSeq.Cli.Benches;

/// <summary>A long file to time reading with: key, time and value, the rows of a series one below the other, an hour apart.</summary>
internal static class LongFile
{
    private static readonly DateTime Start = new(2020, 1, 1, 0, 0, 0, DateTimeKind.Unspecified);

    /// <summary>Writes the file: random walks with three decimals, the same for the same sizes; says how large it is, in bytes.</summary>
    public static long Write(string path, int series, int rows, CancellationToken token)
    {
        using var stream = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1 << 16);
        stream.Write("key,time,value\n"u8);
        byte[] line = new byte[64];
        for (int s = 0; s < series; s++)
        {
            token.ThrowIfCancellationRequested();
            var random = new RandomSource(1, Invariant($"long-file/{s}"));
            double value = 100 + (100 * random.NextDouble());
            for (int t = 0; t < rows; t++)
            {
                value += random.NextDouble() - 0.5;
                stream.Write(line.AsSpan(0, Line(line, s, t, value)));
            }
        }

        return stream.Length;
    }

    private static int Line(Span<byte> line, int series, int row, double value)
    {
        DateTime time = Start.AddHours(row);
        line[0] = (byte)'s';
        int at = 1 + Digits(line[1..], series, 5);
        at += Put(line[at..], ',');
        at += Digits(line[at..], time.Year, 4) + Put(line[(at + 4)..], '-');
        at += Digits(line[at..], time.Month, 2) + Put(line[(at + 2)..], '-');
        at += Digits(line[at..], time.Day, 2) + Put(line[(at + 2)..], ' ');
        at += Digits(line[at..], time.Hour, 2);
        ":00:00,"u8.CopyTo(line[at..]);
        at += 7;
        Utf8Formatter.TryFormat(value, line[at..], out int written, new System.Buffers.StandardFormat('F', 3));
        at += written;
        return at + Put(line[at..], '\n');
    }

    private static int Digits(Span<byte> text, int number, int least)
    {
        Utf8Formatter.TryFormat(number, text, out int written, new System.Buffers.StandardFormat('D', (byte)least));
        return written;
    }

    private static int Put(Span<byte> text, char c)
    {
        text[0] = (byte)c;
        return 1;
    }
}
