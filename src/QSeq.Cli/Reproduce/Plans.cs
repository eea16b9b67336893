using System.Globalization;
using QSeq.Cli.Verbs;
using QSeq.Data;
using QSeq.Studies.DataSets;
using QSeq.Studies.Papers;
using QSeq.Training;

namespace QSeq.Cli.Reproduce;

/// <summary>What the user asked <c>qseq reproduce</c> for.</summary>
/// <param name="Experiments">shm, bessel, telecom.</param>
/// <param name="Seeds">How many, from 0 up.</param>
/// <param name="Epochs">Epochs, or null for the experiment's own.</param>
/// <param name="Data">Telecom data: a CSV or a folder of raw Milan files; null for synthetic data.</param>
/// <param name="Columns">Telecom series, or null for the first or all.</param>
/// <param name="Full">Whether telecom runs in its full form.</param>
/// <param name="Threads">Threads that share the runs.</param>
/// <param name="ReadCsv">Reads a CSV with the user's reading options.</param>
/// <param name="RawGaps">What fills gaps of raw Milan files.</param>
internal sealed record Request(
    string[] Experiments,
    int Seeds,
    int? Epochs,
    string? Data,
    string[]? Columns,
    bool Full,
    int Threads,
    Func<string, IReadOnlyList<string>?, SeriesTable> ReadCsv,
    GapPolicy RawGaps);

/// <summary>The plans of the paper's experiments.</summary>
internal static class Plans
{
    // The short form of telecom: two weeks of 10-minute bins of two series. Made to fit into a minute on two cores.
    private const int ShortRows = 2016;
    private const int ShortSeries = 2;
    private const int ShortEpochs = 15;
    private const int FullSeriesOfRaw = 30;
    private const double ShortRateFactor = 10; // a fraction of the steps of the full form, so ten times the rate

    /// <summary>The plan of an experiment.</summary>
    /// <param name="context">The outside.</param>
    /// <param name="name">shm, bessel or telecom.</param>
    /// <param name="request">What the user asked for.</param>
    /// <returns>The plan, its data read.</returns>
    public static Plan Of(CliContext context, string name, Request request) => name switch
    {
        "shm" => Curve(name, "Damped harmonic motion", "angle, window 4 (the last one left out), 70 % for training, min-max to [-1, 1]", PaperExperiments.ShmData(), [.. PaperExperiments.Shm], request),
        "bessel" => Curve(name, "Bessel function J2", "window 4 (the last one left out), 67 % for training, min-max to [-1, 1]", PaperExperiments.BesselData(), [.. PaperExperiments.Bessel], request),
        _ => Telecom(context, request),
    };

    private static Plan Curve(string name, string title, string settings, DataSplit split, Contender[] contenders, Request request) => new()
    {
        Name = name,
        Title = title,
        Source = split.Table.Source,
        Notes = [],
        Settings = settings,
        Contenders = contenders,
        Parts = [new Plan.Part(split.Test.Options.Targets[0], split.Train.Window, split)],
        Training = new TrainingOptions { Epochs = request.Epochs ?? 30 },
    };

    private static Plan Telecom(CliContext context, Request request)
    {
        SeriesTable table = Read(context, request);
        var notes = new List<string>(table.Notes);
        bool shorter = !request.Full;
        if (request.Columns is null && shorter && table.Names.Count > ShortSeries)
        {
            notes.Add($"the first {ShortSeries} of {table.Names.Count} series; name others with --columns");
            table = table.Select([.. table.Names.Take(ShortSeries)]);
        }

        if (shorter && table.Length > ShortRows)
        {
            notes.Add(string.Create(CultureInfo.InvariantCulture, $"the first {ShortRows} of {table.Length} rows"));
            table = new SeriesTable(table.Source, table.Names, [.. table.Names.Select(name => table.Column(name)[..ShortRows].ToArray())], table.Times?.Take(ShortRows).ToArray());
        }

        string form = shorter
            ? $"SHORT FORM: {table.Names.Count} series of {table.Length} rows, learning rate x {ShortRateFactor:F0}; --full runs all rows and series for 50 epochs"
            : $"full form: {table.Names.Count} series of {table.Length} rows";
        return new Plan
        {
            Name = "telecom",
            Title = "Urban telecom",
            Source = table.Source,
            Notes = [.. notes],
            Settings = $"{form}; 70/15/15, min-max to [0, 1], weights of the epoch best on validation",
            Contenders = [.. PaperExperiments.Telecom.Select(c => shorter ? c with { LearningRate = c.LearningRate * ShortRateFactor } : c)],
            Parts =
            [
                .. from window in PaperExperiments.TelecomWindows
                   from series in table.Names
                   select PartOf(table, series, window),
            ],
            Training = new TrainingOptions { Epochs = request.Epochs ?? (shorter ? ShortEpochs : 50) },
        };
    }

    private static Plan.Part PartOf(SeriesTable table, string series, int window)
    {
        try
        {
            var part = new Plan.Part(series, window, PaperExperiments.TelecomData(table, series, window));
            Scaler scaler = part.Split.Scaler;
            if (!scaler.IsConstant(scaler.IndexOf(series))) return part;
            throw new InvalidDataException(string.Create(
                CultureInfo.InvariantCulture,
                $"{table.Source}: series '{series}' is constant ({table.Column(series)[0]}) throughout the training part, so there is nothing to learn; name others with --columns"));
        }
        catch (ArgumentException)
        {
            throw new InvalidDataException(string.Create(
                CultureInfo.InvariantCulture,
                $"{table.Source}: series '{series}' has {table.Length} values, too few for the paper's window of {window} and a split of 70/15/15; give 100 or more"));
        }
    }

    private static SeriesTable Read(CliContext context, Request request)
    {
        if (request.Data is not { } path)
        {
            SeriesTable made = MilanLike.Generate(new MilanLikeOptions { Days = request.Full ? 62 : ShortRows / 144 });
            return request.Columns is null ? made : made.Select(request.Columns);
        }

        if (!Directory.Exists(path)) return request.ReadCsv(path, request.Columns);

        // Raw Milan files: the squares named, or the most continuous and busiest of all.
        int[]? squares = request.Columns is null ? null : [.. request.Columns.Select(DataMilanVerb.SquareOf)];
        MilanReadResult result = DataMilanVerb.Read(context, path, new MilanReadOptions { Squares = squares, Gaps = request.RawGaps });
        return squares is null
            ? DataMilanVerb.Pick(context, result, MilanActivity.SmsIn, request.Full ? FullSeriesOfRaw : ShortSeries)
            : result.Tables[MilanActivity.SmsIn];
    }
}
