using CsvHelper;
using nietras.SeparatedValues;
using QSeq.Cli.Benches;

namespace QSeq.Cli.Verbs;

/// <summary><c>qseq bench csv</c>: how fast a long CSV file is read here, beside two libraries that only take it apart.</summary>
internal static class BenchCsvVerb
{
    public static VerbCommand Create(CliContext context)
    {
        Option<int> series = Opt.Int("--series", "Series of the generated file.", 10_000, 1);
        Option<int> rows = Opt.Int("--rows", "Rows of a series (10,000 series of 1,000 rows are 349 MB).", 1000, 10);
        Option<bool> json = Opt.Flag("--json", "One JSON object a reading, a line each, instead of a table.");
        return new VerbCommand(
            "csv",
            "Time the reading of a generated long file (key, time, value) into series on one core, the first time in the process and "
            + "again, beside Sep and CsvHelper taking it apart and making nothing of it.",
            "qseq bench csv",
            "qseq bench csv --rows 100 --json") { series, rows, json }.Does(parsed =>
        {
            string folder = Directory.CreateTempSubdirectory("qseq-bench-").FullName;
            try
            {
                context.Note("writing the file");
                string path = Path.Combine(folder, "long.csv");
                long bytes = LongFile.Write(path, parsed.GetValue(series), parsed.GetValue(rows), context.Token);
                Write(context, bytes, Times(context, path, (long)parsed.GetValue(series) * parsed.GetValue(rows)), parsed.GetValue(json));
            }
            finally
            {
                Directory.Delete(folder, recursive: true);
            }
        });
    }

    private static List<ReadTime> Times(CliContext context, string path, long rows)
    {
        using (FileStream file = File.OpenRead(path)) file.CopyTo(Stream.Null); // brings it into memory
        var times = new List<ReadTime>();
        Add("QSeq, first time", Series);
        Add("QSeq, again", Series);
        Add("CsvHelper, cells alone", CsvHelperCells);
        Add("Sep, cells alone", SepCells);
        return times;

        void Add(string name, Func<string, CancellationToken, long> read)
        {
            context.Note("timing " + name);
            times.Add(ReadTime.Of(name, () => read(path, context.Token)));
            long wanted = name.StartsWith("QSeq", StringComparison.Ordinal) ? rows : 3 * (rows + 1);
            if (times[^1].Cells != wanted) throw new WorkException($"{name} found {times[^1].Cells} cells, expected {wanted}");
        }
    }

    // Numbers of all series.
    private static long Series(string path, CancellationToken token) =>
        CsvSeries.ReadEach(path, cancellationToken: token).Series.Sum(series => (long)(series.Table?.Length ?? 0));

    private static long CsvHelperCells(string path, CancellationToken token)
    {
        using FileStream stream = File.OpenRead(path);
        using var csv = CsvReader.Create(stream, new CsvReaderOptions { HasHeader = false });
        long cells = 0, bytes = 0;
        while (csv.Read())
        {
            for (int c = 0; c < csv.FieldCount; c++) bytes += csv.GetSpan(c).Length;
            cells += csv.FieldCount;
            if ((cells & 0xFFFF) == 0) token.ThrowIfCancellationRequested();
        }

        return bytes > 0 ? cells : 0;
    }

    private static long SepCells(string path, CancellationToken token)
    {
        using SepReader csv = Sep.New(',').Reader(options => options with { HasHeader = false }).FromFile(path);
        long cells = 0, characters = 0;
        foreach (SepReader.Row row in csv)
        {
            for (int c = 0; c < row.ColCount; c++) characters += row[c].Span.Length;
            cells += row.ColCount;
            if ((cells & 0xFFFF) == 0) token.ThrowIfCancellationRequested();
        }

        return characters > 0 ? cells : 0;
    }

    private static void Write(CliContext context, long bytes, List<ReadTime> times, bool json)
    {
        double size = bytes / 1e6;
        if (!json)
        {
            context.Show(
                Invariant($"{size:F0} MB of CSV, one core"),
                times,
                ("reader", time => time.Name),
                (">time", time => Invariant($"{time.Seconds:F2} s")),
                (">MB/s", time => Invariant($"{size / time.Seconds:F0}")),
                (">memory", time => Invariant($"{time.Memory / 1e6:F0} MB")),
                (">of the size", time => Invariant($"{time.Memory / (double)bytes:F2}")));
            context.Paragraph("QSeq makes series of it: keys, times on their grids, numbers. memory: how far the process grew at most; a reading after another finds memory there.");
            return;
        }

        foreach (ReadTime time in times)
        {
            JsonText.Write(context.Out, indented: false, json: new JsonObject
            {
                ["case"] = "csv",
                ["reader"] = time.Name,
                ["bytes"] = bytes,
                ["seconds"] = Math.Round(time.Seconds, 4),
                ["mb_per_second"] = Math.Round(size / time.Seconds, 1),
                ["memory_bytes"] = time.Memory,
            });
        }
    }
}
