namespace QSeq.Studies.DataSets;

/// <summary>
/// Reads the raw files of the Telecom Italia Big Data Challenge for Milan (Barlacchi et al., 2015,
/// doi:10.7910/DVN/EGZHFV): daily tab-separated text without a header, square id, start of a 10-minute interval in
/// milliseconds since 1970 UTC, country code, SMS-in, SMS-out, call-in, call-out, internet; empty means none recorded. Rows
/// of one square and time differ by country code and are summed. Files are streamed, in the order of their names.
/// </summary>
public static class MilanReader
{
    private const int BlockBytes = 1 << 20;
    private const int PeekBytes = 1 << 14;
    private const long BytesBetweenReports = 1 << 24;

    /// <summary>Reads a folder of raw files.</summary>
    /// <param name="folder">The folder, or a single file.</param>
    /// <param name="options">What to keep; null for the messages received in every square.</param>
    /// <param name="progress">Told about every 16 MB; may be null.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <returns>One table for each activity, on the grid from the first to the last interval of all files, and what its gaps were.</returns>
    /// <exception cref="ArgumentException"><paramref name="folder"/> is null or blank, or a square or activity is named twice or none is.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A square outside 1 to 10,000, or an unknown activity or policy.</exception>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    /// <exception cref="InvalidDataException">There is no file, a line is malformed (the message names file and line), a square asked for has no record, or there is a gap and gaps are to be an error.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public static MilanReadResult Read(
        string folder,
        MilanReadOptions? options = null,
        IProgress<MilanProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        MilanReadOptions o = options ?? new MilanReadOptions();
        Check(o);

        string[] files = FindFiles(folder, o.Pattern);
        long total = files.Sum(file => new FileInfo(file).Length);
        var bins = new MilanBins(o);
        Reserve(bins, files);
        var parser = new MilanParser(bins);
        byte[] buffer = new byte[BlockBytes];
        long read = 0;
        for (int f = 0; f < files.Length; f++)
        {
            int index = f;
            long before = read;
            void Report(long bytes) => progress?.Report(new MilanProgress(Path.GetFileName(files[index]), index, files.Length, before + bytes, total));
            Report(0);
            parser.StartFile(files[f], f);
            read += ReadFile(files[f], parser, buffer, Report, cancellationToken);
        }

        progress?.Report(new MilanProgress(Path.GetFileName(files[^1]), files.Length, files.Length, read, total));
        if (bins.Length == 0) throw BadData.In(folder, $"the {files.Length} files hold no row; expected raw Milan files");
        return new MilanTables(folder, o, bins, files, Origin(folder)).Build(parser.Rows, read);
    }

    /// <summary>Feeds a file to the parser in blocks of whole lines; returns its bytes.</summary>
    private static long ReadFile(string path, MilanParser parser, byte[] buffer, Action<long> report, CancellationToken cancellationToken)
    {
        using FileStream stream = Open(path);
        long read = 0, reported = 0;
        int held = 0; // bytes of a line that goes on in the next block
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            int count = stream.Read(buffer, held, buffer.Length - held - 1); // one byte is kept for a missing last line feed
            if (count == 0) break;
            read += count;
            int end = held + count;
            int whole = buffer.AsSpan(0, end).LastIndexOf((byte)'\n') + 1;
            if (whole == 0 && end == buffer.Length - 1) throw BadData.In(path, "a line is longer than 1 MB; expected raw Milan text");
            parser.Read(buffer.AsSpan(0, whole));
            buffer.AsSpan(whole, end - whole).CopyTo(buffer);
            held = end - whole;
            if (read - reported < BytesBetweenReports) continue;
            report(reported = read);
        }

        if (held > 0)
        {
            buffer[held] = (byte)'\n';
            parser.Read(buffer.AsSpan(0, held + 1));
        }

        return read;
    }

    /// <summary>Looks at the first and last lines of each file for the range of times, so that arrays get their final length at once.</summary>
    private static void Reserve(MilanBins bins, string[] files)
    {
        long lowest = long.MaxValue, highest = -1;
        byte[] buffer = new byte[PeekBytes];
        foreach (string file in files)
        {
            using FileStream stream = Open(file);
            for (int part = 0; part < 2; part++)
            {
                if (part == 1) stream.Position = Math.Max(0, stream.Length - PeekBytes);
                int count = stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
                foreach (Range line in buffer.AsSpan(0, count).Split((byte)'\n'))
                {
                    if (ReadBin(buffer.AsSpan(0, count)[line]) is not { } bin) continue;
                    lowest = Math.Min(lowest, bin);
                    highest = Math.Max(highest, bin);
                }
            }
        }

        // Farther apart, a stamp is wrong, which is told when its line is read.
        if (highest >= 0 && highest - lowest < MilanBins.MostBins) bins.Reserve(lowest, highest + 1);
    }

    /// <summary>The bin of a line; null for the piece of a line at the edge of what was read.</summary>
    private static long? ReadBin(ReadOnlySpan<byte> line)
    {
        int first = line.IndexOf((byte)'\t');
        if (first is < 1 or > 5 || line.Count((byte)'\t') != MilanFormat.Fields - 1) return null;
        line = line[(first + 1)..];
        return long.TryParse(line[..line.IndexOf((byte)'\t')], NumberStyles.None, CultureInfo.InvariantCulture, out long time)
            && time % MilanFormat.BinMilliseconds == 0 ? time / MilanFormat.BinMilliseconds : null;
    }

    private static string[] FindFiles(string folder, string pattern)
    {
        if (File.Exists(folder)) return [folder];
        if (!Directory.Exists(folder)) throw new DirectoryNotFoundException($"there is no folder '{folder}'; name the folder that holds the raw Milan files");
        string[] files = Directory.GetFiles(folder, pattern);
        Array.Sort(files, StringComparer.Ordinal);
        return files.Length > 0
            ? files
            : throw BadData.In(folder, $"the folder holds no file named {pattern}; expected sms-call-internet-mi-2013-11-01.txt and so on");
    }

    private static string? Origin(string folder)
    {
        string path = Path.Combine(Directory.Exists(folder) ? folder : Path.GetDirectoryName(Path.GetFullPath(folder)) ?? "", MilanFormat.SourceFile);
        return File.Exists(path) ? File.ReadLines(path).FirstOrDefault() : null;
    }

    private static FileStream Open(string path)
    {
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.SequentialScan);
        }
        catch (UnauthorizedAccessException refused)
        {
            throw new IOException($"cannot read '{path}': access is denied", refused);
        }
    }

    private static void Check(MilanReadOptions o)
    {
        ArgumentNullException.ThrowIfNull(o.Activities);
        ArgumentException.ThrowIfNullOrWhiteSpace(o.Pattern);
        OptionCheck.Require(Enum.IsDefined(o.Gaps), $"gap policy {(int)o.Gaps} does not exist");
        if (o.Activities.Count == 0) throw new ArgumentException($"no activity was asked for; choose among {string.Join(", ", MilanActivities.Names)}");
        if (o.Activities.Distinct().Count() != o.Activities.Count) throw new ArgumentException("an activity is named twice; name it once");
        foreach (MilanActivity activity in o.Activities) OptionCheck.Require(Enum.IsDefined(activity), $"activity {(int)activity} does not exist");
        if (o.Squares is null) return;
        if (o.Squares.Count == 0) throw new ArgumentException("no square was asked for; name some, or leave squares out for all");
        foreach (int square in o.Squares) OptionCheck.Require(square is >= 1 and <= MilanFormat.Squares, $"square {square} does not exist, expected 1 to {MilanFormat.Squares}");
        if (o.Squares.Distinct().Count() != o.Squares.Count) throw new ArgumentException("a square is named twice; name it once");
    }
}
