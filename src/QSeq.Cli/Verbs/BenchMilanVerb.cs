using System.Diagnostics;
using QSeq.Studies.DataSets;

namespace QSeq.Cli.Verbs;

/// <summary><c>qseq bench milan</c>: how fast raw Milan files are read here.</summary>
internal static class BenchMilanVerb
{
    /// <summary>The verb.</summary>
    public static VerbCommand Create(CliContext context)
    {
        Option<int> squares = Opt.Int("--squares", "Squares of the generated files.", 1000, 1);
        Option<int> days = Opt.Int("--days", "Files, a day each (about 29 MB for 1,000 squares).", 4, 1);
        Option<bool> json = Opt.Flag("--json", "A JSON object on a line instead of a sentence.");
        var command = new VerbCommand(
            "milan", "Time the reading of generated raw Milan files, all squares, SMS-in, on one core.", "qseq bench milan", "qseq bench milan --squares 2000 --days 7 --json") { squares, days, json };
        command.SetAction(parsed =>
        {
            string folder = Directory.CreateTempSubdirectory("qseq-bench-").FullName;
            try
            {
                context.Note("writing raw files");
                MilanLike.WriteRaw(folder, new MilanLikeOptions { Squares = parsed.GetValue(squares), Days = parsed.GetValue(days) }, null, context.Token);
                var options = new MilanReadOptions { Squares = [.. Enumerable.Range(1, parsed.GetValue(squares))] };
                MilanReader.Read(folder, options, null, context.Token); // warms up, and brings the files into memory
                double[] rates = new double[5];
                long bytes = 0;
                for (int n = 0; n < rates.Length; n++)
                {
                    long start = Stopwatch.GetTimestamp();
                    bytes = MilanReader.Read(folder, options, null, context.Token).Bytes;
                    rates[n] = bytes / Stopwatch.GetElapsedTime(start).TotalSeconds / 1e6;
                }

                Array.Sort(rates);
                if (parsed.GetValue(json)) WriteJson(context, bytes, rates);
                else context.Out.WriteLine(Invariant($"{bytes / 1e6:F0} MB of raw Milan files: {rates[2]:F0} MB/s on one core (median of 5; {rates[0]:F0} to {rates[4]:F0})"));
            }
            finally
            {
                Directory.Delete(folder, recursive: true);
            }

            return ExitCode.Ok;
        });
        return command;
    }

    private static void WriteJson(CliContext context, long bytes, double[] rates) => JsonText.WriteLine(context.Out, writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("case", "milan");
        writer.WriteNumber("bytes", bytes);
        writer.WriteNumber("median_mb_per_second", Math.Round(rates[2]));
        writer.WriteNumber("min_mb_per_second", Math.Round(rates[0]));
        writer.WriteNumber("max_mb_per_second", Math.Round(rates[4]));
        writer.WriteEndObject();
    });
}
