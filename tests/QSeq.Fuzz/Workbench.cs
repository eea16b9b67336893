using QSeq.Data;
using QSeq.Forecasting;
using QSeq.Hardware.Jobs;
using QSeq.Quantum.Circuits;
using QSeq.Quantum.Devices;
using QSeq.Tagging;
using QSeq.Training;

namespace QSeq.Fuzz;

/// <summary>A folder for what is read from files, and good things that samples are made of.</summary>
internal sealed class Workbench : IDisposable
{
    public const string Sentences =
        "# sent_id = harbour-1\n# text = Gulls don't mind\n1\tGulls\tgull\tNOUN\tNNS\tNumber=Plur\t4\tnsubj\t4:nsubj\t_\n2-3\tdon't\t_\t_\t_\t_\t_\t_\t_\t_\n"
        + "2\tdo\tdo\tAUX\tVBP\t_\t4\taux\t4:aux\t_\n3\tn't\tnot\tPART\tRB\t_\t4\taux\t4:aux\t_\n4\tmind\tmind\tVERB\tVB\t_\t0\troot\t0:root\t_\n4.1\tseeing\tsee\tVERB\tVBG\t_\t_\t_\t4:x\t_\n\n"
        + "# text = Yes\n1\tYes\tyes\tINTJ\tUH\t_\t0\troot\t0:root\t_\n\n# text = größe öl\n1\tgröße\t_\tNOUN\tNN\t_\t_\t_\t_\t_\n2\töl\t_\tNOUN\tNN\t_\t_\t_\t_\t_\n\n";

    private static readonly TrainingOptions Once = new() { Epochs = 1, BatchSize = 16, Seed = 3 };

    public Workbench() => Directory.CreateDirectory(Root);

    public string Root { get; } = Directory.CreateTempSubdirectory("qseq-fuzz-").FullName;

    /// <summary>A short series with times.</summary>
    public SeriesTable Series { get; } = new(
        "generated for fuzzing",
        ["load"],
        [[.. Enumerable.Range(0, 48).Select(n => 10 + (n % 7) + (0.25 * n))]],
        [.. Enumerable.Range(0, 48).Select(n => new DateTime(2021, 3, 1).AddHours(n))]);

    /// <summary>Forecasters of several models.</summary>
    public IReadOnlyList<TrainedForecaster> Forecasters => field ??=
    [
        Fit("qkan-lstm", 1), Fit("lstm", 2), Fit("qk-lstm", 1), Fit("hqkan-lstm", 1),
    ];

    /// <summary>A tagger.</summary>
    public TrainedTagger Tagger => field ??= TrainedTagger.Fit(
        Tagged, TaggingRecipe.Of("lstm") with { Tagger = TaggingRecipe.Of("lstm").Tagger with { Hidden = 3 }, Split = null, Training = Once });

    /// <summary>The sentences of <see cref="Sentences"/>.</summary>
    public static IReadOnlyList<TaggedSentence> Tagged => ConlluReader.Read(new StringReader(Sentences), "sentences");

    public static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    public static TrainingOptions Training => Once;

    /// <summary>A path below the folder.</summary>
    public string In(params string[] names) => Path.Combine([Root, .. names]);

    /// <summary>Writes a file below the folder.</summary>
    public string Write(string name, byte[] bytes)
    {
        string path = In(name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, bytes);
        return path;
    }

    /// <summary>Exports jobs of a forecast to a folder and collects so many rounds of them.</summary>
    public string Jobs(string name, TrainedForecaster model, JobOptions options, int rounds, BitOrder format)
    {
        var forecast = new HardwareForecast(model);
        HardwareJobs jobs = HardwareJobs.Export(In(name), model.ToBytes(), model.Name, forecast, forecast.SeriesOf(Series, 1), options);
        var device = new SimulatedDevice { Format = format, Readout = 0.01, Seed = 5 };
        for (int n = 0; n < rounds && !jobs.IsDone; n++)
        {
            jobs.Simulate(device);
            jobs.Collect(forecast);
        }

        if (!jobs.IsDone) jobs.Simulate(device);
        return jobs.Files[0];
    }

    public static JobOptions Jobs(QasmVersion version, int qubits) => new() { Qasm = version, Qubits = qubits, Shots = 64 };

    public void Dispose() => Directory.Delete(Root, recursive: true);

    private TrainedForecaster Fit(string model, int horizon) => TrainedForecaster.Fit(
        Series,
        ForecastRecipe.Of(model) with { Windows = new WindowOptions { Window = 4, Horizon = horizon }, Training = Once, Reading = new CsvReadOptions { Columns = ["load"] } });
}
