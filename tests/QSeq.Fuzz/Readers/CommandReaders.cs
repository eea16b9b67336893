using QSeq.Cli;
using QSeq.Data;
using QSeq.Quantum.Circuits;
using QSeq.Quantum.Devices;
using QSeq.Quantum.Simulators;

namespace QSeq.Fuzz.Readers;

/// <summary>The same files given to the command line, which has to end with a code of its own and to print one line.</summary>
internal static class CommandReaders
{
    private const int LongestLine = 2000; // of a table or a note that is no error

    public static IEnumerable<FuzzReader> All(Workbench bench)
    {
        string model = bench.Write("cli/model.qseq", bench.Forecasters[0].ToBytes()), tagger = bench.Write("cli/tagger.qseq", bench.Tagger.ToBytes());
        CsvSeries.Write(bench.In("cli", "series.csv"), bench.Series);
        byte[] series = File.ReadAllBytes(bench.In("cli", "series.csv")), sentences = Workbench.Bytes(Workbench.Sentences);
        byte[][] models = [File.ReadAllBytes(model), bench.Forecasters[1].ToBytes()];
        yield return Of("cli-model", models, 10, input =>
        {
            string file = bench.Write("cli/x.qseq", input);
            return Run(["inspect", file]) ?? Run(["inspect", file, "--json"]) ?? Run(["forecast", file, bench.In("cli", "series.csv")]);
        }) with
        { Mutate = SignedFile.Mutate };
        yield return Of("cli-tagger", [File.ReadAllBytes(tagger)], 10, input =>
        {
            string file = bench.Write("cli/x.qseq", input);
            return Run(["inspect", file]) ?? Run(["tag", "predict", file, bench.Write("cli/y.conllu", sentences)], isText: true);
        }) with
        { Mutate = SignedFile.Mutate };
        yield return Of("cli-csv", [series], 20, input => Run(["forecast", model, bench.Write("cli/x.csv", input)]));
        yield return Of("cli-doctor", [series], 20, input =>
        {
            string file = bench.Write("cli/x.csv", input);
            return Run(["doctor", file]) ?? Run(["doctor", file, "--json"]);
        });
        yield return Of("cli-conllu", [sentences, Workbench.Bytes("Gulls mind\n")], 20, input => Run(["tag", "predict", tagger, bench.Write("cli/x.conllu", input)], isText: true));

        // Other data than a record is of, so that nothing is trained again, however long that would be.
        string other = bench.Write("cli/other.csv", Workbench.Bytes("time,load,temp\n" + string.Concat(Enumerable.Range(1, 28).Select(day => Invariant($"2021-02-{day:00},{day},{day}\n")))));
        string format1 = Path.Combine(AppContext.BaseDirectory, "Format1");
        byte[][] records = [.. Directory.GetFiles(format1, "*.run.json").Order(StringComparer.Ordinal).Select(File.ReadAllBytes)];
        yield return Of("cli-verify", records, 10, input => Run(["verify", bench.Write("cli/x.run.json", input), "--data", other], differs: true));

        string job = bench.Jobs("cli/jobs", bench.Forecasters[0], Workbench.Jobs(QasmVersion.Three, 20), 0, BitOrder.Qiskit);
        byte[][] manifests = [File.ReadAllBytes(bench.In("cli", "jobs", JobFolder.ManifestName))];
        byte[] counts = File.ReadAllBytes(Path.ChangeExtension(job, ".json")), text = File.ReadAllBytes(job);
        void Restore()
        {
            File.WriteAllBytes(job, text);
            File.WriteAllBytes(Path.ChangeExtension(job, ".json"), counts);
            bench.Write($"cli/jobs/{JobFolder.ManifestName}", manifests[0]);
            string next = bench.In("cli", "jobs", "round-002");
            if (Directory.Exists(next)) Directory.Delete(next, recursive: true);
        }

        string? Collected(string path, byte[] input)
        {
            Restore();
            File.WriteAllBytes(path, input);
            return Run(["hardware", "collect", bench.In("cli", "jobs")]);
        }

        yield return Of("cli-manifest", manifests, 10, input => Collected(bench.In("cli", "jobs", JobFolder.ManifestName), input));
        yield return Of("cli-counts", [counts], 10, input => Collected(Path.ChangeExtension(job, ".json"), input));
        yield return Of("cli-qasm", [text], 10, input => Collected(job, input));
        yield return Of("cli-device", [Workbench.Bytes(DeviceProfile.Example.ToJson())], 10, input =>
        {
            Restore();
            return Run(["hardware", "simulate", bench.In("cli", "jobs"), "--device", bench.Write("cli/x.device.json", input)]);
        });
    }

    private static FuzzReader Of(string name, IReadOnlyList<byte[]> samples, int share, Func<byte[], string?> read) => new(name, samples, read, typeof(CommandRefused)) { Share = share };

    // Exit code and output. A verb may end with 1 where it compares (differs), and may print what it was given (isText).
    private static string? Run(string[] args, bool differs = false, bool isText = false)
    {
        using StringWriter output = new(CultureInfo.InvariantCulture), error = new(CultureInfo.InvariantCulture);
        int code = QseqApp.Run(args, output, error);
        string command = string.Join(' ', args);
        string[] lines = error.ToString().Split('\n');
        bool failed = Array.Exists(lines, line => line.StartsWith("qseq: ", StringComparison.Ordinal));
        if (code is not (ExitCode.Ok or ExitCode.BadData or ExitCode.Usage) && (failed || !differs)) return $"exit code {code} of {command}: {error}";
        if (code != ExitCode.Ok && !failed && !differs) return $"exit code {code} of {command} without a line";
        string? bad = lines.Where(line => line.Length > 0).Select(line => Judge.MessageProblem(line.TrimEnd('\r'))).FirstOrDefault(problem => problem is not null);
        if (!isText) bad ??= output.ToString().Split('\n').Select(line => Printed(line.TrimEnd('\r'), args.Contains("--json") ? int.MaxValue : LongestLine)).FirstOrDefault(problem => problem is not null);
        return bad is not null ? $"{command}: {bad}" : code == ExitCode.Ok || !failed ? null : throw new CommandRefused(Array.Find(lines, line => line.StartsWith("qseq: ", StringComparison.Ordinal)) ?? "");
    }

    private static string? Printed(string line, int longest) =>
        line.Length > longest ? $"a line of {line.Length} characters is printed: {line[..200]}"
        : line.Length == 0 ? null : Judge.MessageProblem(line.Replace('\t', ' ')[..Math.Min(line.Length, 400)]);

    /// <summary>The command line said no, as it should to bad input.</summary>
    private sealed class CommandRefused(string line) : Exception(line);
}
