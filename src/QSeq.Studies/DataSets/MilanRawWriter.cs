using System.Text;

namespace QSeq.Studies.DataSets;

/// <summary>
/// Writes synthetic squares as raw Milan files. The other activities follow SMS-in with noise of their own. In half of
/// the outages no row is written, in the other half rows whose SMS-in is empty: both occur in the real files.
/// </summary>
internal static class MilanRawWriter
{
    private static readonly int[] ForeignCodes = [33, 34, 41, 44, 46, 49, 86, 351, 355, 7];
    private static readonly double[] OtherActivities = [0.7, 0.6, 0.65, 9]; // SMS-out, call-in, call-out, internet for one SMS-in

    public static void Write(string folder, MilanLikeOptions o, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        string source = MilanLike.Source(o) + Environment.NewLine; // the raw format has no place for it
        AtomicFile.Write(Path.Combine(folder, MilanFormat.SourceFile), stream => stream.Write(Encoding.UTF8.GetBytes(source)));
        double[][] smsIn = new double[o.Squares][]; // [square][bin]
        for (int s = 0; s < o.Squares; s++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            smsIn[s] = MilanLikeSquare.SmsIn(o, s + 1);
        }

        for (int day = 0; day < o.Days; day++)
        {
            string date = MilanLike.FirstDay.AddDays(day).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
            string path = Path.Combine(folder, $"sms-call-internet-mi-{date}.txt");
            int theDay = day;
            AtomicFile.Write(path, stream => WriteDay(stream, o.Seed, smsIn, theDay, cancellationToken));
            progress?.Report((day + 1.0) / o.Days);
        }
    }

    private static void WriteDay(Stream stream, ulong seed, double[][] smsIn, int day, CancellationToken cancellationToken)
    {
        using var writer = new StreamWriter(stream, new UTF8Encoding(false), 1 << 16, leaveOpen: true) { NewLine = "\n" };
        var line = new StringBuilder();
        long firstBin = MilanFormat.BinAt(MilanLike.FirstDay) + ((long)day * MilanFormat.BinsPerDay);
        for (int s = 0; s < smsIn.Length; s++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var random = new RandomSource(seed, $"milan-like/{s + 1}/raw/{day}");
            for (int k = 0; k < MilanFormat.BinsPerDay; k++)
            {
                double total = smsIn[s][(day * MilanFormat.BinsPerDay) + k];
                bool silent = double.IsNaN(total) && random.NextDouble() < 0.5;
                if (silent) continue;
                WriteBin(writer, line, random, $"{s + 1}\t{(firstBin + k) * MilanFormat.BinMilliseconds}\t", total);
            }
        }
    }

    /// <summary>Parts the activity of one bin over country codes.</summary>
    private static void WriteBin(StreamWriter writer, StringBuilder line, RandomSource random, string place, double total)
    {
        int foreign = random.NextInt(3);
        int firstCode = random.NextInt(ForeignCodes.Length - 2);
        double left = double.IsNaN(total) ? 0 : total;
        double other = Math.Max(left, 0.5);
        if (random.NextDouble() < 0.4) left -= WriteRow(writer, line, place, code: 0, double.IsNaN(total) ? double.NaN : left * 0.02, null, random);
        for (int f = 0; f < foreign; f++)
        {
            double part = double.IsNaN(total) || random.NextDouble() < 0.3 ? double.NaN : left * 0.03 * random.NextDouble();
            left -= WriteRow(writer, line, place, ForeignCodes[firstCode + f], part, null, random);
        }

        double[] others = new double[OtherActivities.Length];
        for (int a = 0; a < others.Length; a++) others[a] = other * OtherActivities[a] * random.NextUniform(0.7, 1.3);
        WriteRow(writer, line, place, code: 39, double.IsNaN(total) ? double.NaN : left, others, random);
    }

    /// <summary>Writes one row and returns the SMS-in it holds. Rows of foreign codes have one other activity at most.</summary>
    private static double WriteRow(StreamWriter writer, StringBuilder line, string place, int code, double smsIn, double[]? others, RandomSource random)
    {
        line.Clear().Append(place).Append(code).Append('\t');
        if (!double.IsNaN(smsIn)) line.Append(CultureInfo.InvariantCulture, $"{smsIn}");
        int only = others is null ? random.NextInt(OtherActivities.Length) : -1;
        for (int a = 0; a < OtherActivities.Length; a++)
        {
            line.Append('\t');
            if (others is not null) line.Append(CultureInfo.InvariantCulture, $"{others[a]}");
            else if (a == only) line.Append(CultureInfo.InvariantCulture, $"{0.05 * random.NextDouble()}");
        }

        writer.Write(line.Append('\n'));
        return double.IsNaN(smsIn) ? 0 : smsIn;
    }
}
