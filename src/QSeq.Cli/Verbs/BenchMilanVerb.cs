using System.Diagnostics;

namespace QSeq.Cli.Verbs;

/// <summary><c>qseq bench milan</c>: how fast raw Milan files are read here.</summary>
internal static class BenchMilanVerb
{
    public static VerbCommand Create(CliContext context)
    {
        Option<int> squares = Opt.Int("--squares", "Squares of the generated files.", 1000, 1);
        Option<int> days = Opt.Int("--days", "Files, a day each (about 29 MB for 1,000 squares).", 4, 1);
        Option<bool> json = Opt.Flag("--json", "A JSON object on a line instead of a sentence.");
        return new VerbCommand(
            "milan",
            "Time the reading of generated raw Milan files, all squares, SMS-in, on one core.",
            "qseq bench milan",
            "qseq bench milan --squares 2000 --days 7 --json") { squares, days, json }.Does(parsed =>
        {
            string folder = Directory.CreateTempSubdirectory("qseq-bench-").FullName;
            try
            {
                context.Note("writing raw files");
                int count = parsed.GetValue(squares);
                MilanLike.WriteRaw(folder, new MilanLikeOptions { Squares = count, Days = parsed.GetValue(days) }, null, context.Token);
                Time(context, folder, new MilanReadOptions { Squares = [.. Enumerable.Range(1, count)] }, parsed.GetValue(json));
            }
            finally
            {
                Directory.Delete(folder, recursive: true);
            }
        });
    }

    private static void Time(CliContext context, string folder, MilanReadOptions options, bool json)
    {
        long bytes = MilanReader.Read(folder, options, null, context.Token).Bytes; // warms up, and brings the files into memory
        double[] rates = new double[5];
        for (int n = 0; n < rates.Length; n++)
        {
            long start = Stopwatch.GetTimestamp();
            MilanReader.Read(folder, options, null, context.Token);
            rates[n] = Math.Round(bytes / Stopwatch.GetElapsedTime(start).TotalSeconds / 1e6);
        }

        Array.Sort(rates);
        string range = Invariant($"median of 5; {rates[0]} to {rates[4]}");
        if (!json)
        {
            context.Out.WriteLine(Invariant($"{bytes / 1e6:F0} MB of raw Milan files: {rates[2]} MB/s on one core ({range})"));
            return;
        }

        JsonText.Write(context.Out, indented: false, json: new JsonObject
        {
            ["case"] = "milan",
            ["bytes"] = bytes,
            ["median_mb_per_second"] = rates[2],
            ["min_mb_per_second"] = rates[0],
            ["max_mb_per_second"] = rates[4],
        });
    }
}
