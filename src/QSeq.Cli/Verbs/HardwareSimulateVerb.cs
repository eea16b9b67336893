using System.Text;
using QSeq.Quantum.Simulators;

namespace QSeq.Cli.Verbs;

/// <summary><c>qseq hardware simulate</c>: plays the device for a round, or for all of them.</summary>
internal static class HardwareSimulateVerb
{
    public static VerbCommand Create(CliContext context)
    {
        Argument<string> folder = Opt.Jobs();
        Option<int?> shots = Opt.OptionalInt(
            "--shots", "Shots that the device takes. [default: those of the export]", 1, JobOptions.MostShots);
        Option<double> depolarising = Opt.Number("--depolarising", "Probability of a depolarising error after every gate.", 0);
        Option<double> readout = Opt.Number("--readout", "Probability to misread a bit.", 0);
        Option<string?> device = Opt.Text("--device", "FILE", "A device profile (JSON) instead; jobs run on its best qubits.");
        Option<ulong> seed = Opt.Seed();
        Option<string> format = Opt.Choice("--format", "Whose counts are written.", JobsOutput.Orders[0], JobsOutput.Orders);
        Option<bool> all = Opt.Flag("--all", "Collect as well, and go on to the forecast.");
        Option<bool> json = Opt.Flag("--json", "With --all: the forecast as JSON instead of CSV, with the exact one.");
        return new VerbCommand(
            "simulate",
            "Play the device for the jobs of a round that have no counts yet.",
            "qseq hardware simulate jobs --depolarising 0.01 --readout 0.02",
            "qseq hardware simulate jobs --all --seed 7 > next.csv   # to the end of the forecast")
        {
            folder, shots, depolarising, readout, device, seed, format, all, json,
        }.Does(parsed =>
        {
            string path = parsed.GetValue(folder)!;
            string? profile = parsed.GetValue(device);
            if (parsed.GetValue(json) && !parsed.GetValue(all))
                throw new UsageException("--json is for the forecast, which comes with --all; leave it out");
            if (profile is not null && Array.Find([depolarising, readout], parsed.IsGiven) is { } option)
                throw new UsageException($"{option.Name} and --device exclude each other; leave one out");
            var simulated = new SimulatedDevice
            {
                Shots = parsed.GetValue(shots),
                Depolarising = Probability(parsed, depolarising),
                Readout = Probability(parsed, readout),
                Profile = profile is null ? null : ReadProfile(context, profile),
                Seed = parsed.GetValue(seed),
                Format = JobsOutput.Order(parsed.GetValue(format)!),
            };
            using IDisposable? alone = JobsOutput.Lock(path);
            (HardwareJobs jobs, HardwareForecast forecast) = JobsOutput.Open(path);
            if (parsed.GetValue(all)) All(context, jobs, forecast, simulated, parsed.GetValue(json));
            else context.Note($"{Once(jobs, simulated, context.Token)}; go on with qseq hardware collect {path}");
        });
    }

    private static string Once(HardwareJobs jobs, SimulatedDevice device, CancellationToken token)
    {
        int written = jobs.Simulate(device, token), rounds = jobs.Plan.Rounds;
        return jobs.IsDone
            ? $"all {rounds} rounds are collected"
            : $"round {jobs.Round} of {rounds}: counts of {written} jobs written, {jobs.Files.Count - written} were there";
    }

    private static void All(CliContext context, HardwareJobs jobs, HardwareForecast forecast, SimulatedDevice device, bool json)
    {
        double[][] answer = Work.Run(context, "running rounds", jobs.Plan.Rounds, work =>
        {
            work.Advance(jobs.IsDone ? jobs.Round : jobs.Round - 1);
            while (true)
            {
                jobs.Simulate(device, context.Token);
                double[][]? forecasted = jobs.Collect(forecast, null, context.Token);
                context.Notes(jobs.Notes);
                if (forecasted is not null) return forecasted;
                work.Advance(1);
            }
        });
        JobsOutput.Write(context, jobs, forecast, answer, json);
    }

    private static double Probability(ParseResult parsed, Option<double> option) => parsed.GetValue(option) is >= 0 and <= 1 and var p
        ? p
        : throw new UsageException(Invariant($"{option.Name} is {parsed.GetValue(option)}, expected a probability of 0 to 1"));

    private static DeviceProfile ReadProfile(CliContext context, string path)
    {
        try
        {
            using var reader = new StreamReader(InputFile.Open(path, "name a device profile"), new UTF8Encoding(false, throwOnInvalidBytes: true));
            var device = DeviceProfile.Parse(reader.ReadToEnd());
            context.Notes(device.Notes.Select(note => $"{path}: {note}"));
            return device;
        }
        catch (DecoderFallbackException)
        {
            throw BadData.In(path, $"a byte is no UTF-8; save the file as UTF-8");
        }
        catch (InvalidDataException e)
        {
            throw BadData.In(path, $"{ErrorText.Of(e)}; correct it");
        }
    }
}
