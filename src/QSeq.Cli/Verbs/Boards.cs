using QSeq.Studies.Boards;

namespace QSeq.Cli.Verbs;

/// <summary>The leaderboards of <c>qseq reproduce</c>: studies of data that everybody has to fetch.</summary>
internal static class Boards
{
    public const string Ett = "ett";
    public const string M4 = "m4-hourly";
    public const string Sunspots = "sunspots";
    public const string Ewt = "ewt";

    public static string[] Names { get; } = [Ett, M4, Sunspots, Ewt];

    /// <summary>Reads the data of a leaderboard and makes its study.</summary>
    /// <exception cref="UsageException">The data is not named, or not all of it is there.</exception>
    public static BoardStudy Create(
        CliContext context, ParseResult parsed, string name, string? data, DataOptions reading, bool full, int? seeds, int? epochs)
    {
        if (data is null) throw new UsageException($"--experiment {name} needs --data PATH, where PATH is {Wanted(name)}");
        return name switch
        {
            Ett => EttBoard.Create(DataOptions.Read(context, reading.Input(parsed, data), reading.Reading(parsed, [EttBoard.Column])), seeds, epochs),
            Sunspots => SunspotBoard.Create(DataOptions.Read(context, reading.Input(parsed, data), reading.Reading(parsed, null)), seeds, epochs),
            M4 => Hourly(context, data, full, seeds, epochs),
            _ => Treebank(context, data, seeds, epochs),
        };
    }

    private static string Wanted(string name) => name switch
    {
        Ett => "ETTh1.csv",
        Sunspots => $"a CSV of yearly sunspots, column {SunspotBoard.Column}",
        M4 => $"a folder with {M4Board.Files.Train} and {M4Board.Files.Test}",
        _ => $"{EwtBoard.Files.Train}, with {EwtBoard.Files.Dev} beside it, or a folder with both",
    };

    private static BoardStudy Hourly(CliContext context, string folder, bool full, int? seeds, int? epochs)
    {
        if (File.Exists(folder)) folder = Path.GetDirectoryName(folder) is { Length: > 0 } parent ? parent : "."; // one of the two files
        (string train, string test) = Both(M4, folder, M4Board.Files.Train, M4Board.Files.Test);
        SeriesPanel Read(string path) => DataOptions.ReadEach(context, new DataInput(path), new CsvReadOptions { RowsAreSeries = true });
        return M4Board.Create(Read(train), Read(test), full, seeds, epochs);
    }

    private static BoardStudy Treebank(CliContext context, string path, int? seeds, int? epochs)
    {
        string folder = Directory.Exists(path) ? path : Path.GetDirectoryName(path) is { Length: > 0 } parent ? parent : ".";
        (string train, string dev) = Both(Ewt, folder, Directory.Exists(path) ? EwtBoard.Files.Train : Path.GetFileName(path), EwtBoard.Files.Dev);
        return EwtBoard.Create(
            SentenceInput.Read(context, train, TagColumn.Upos),
            SentenceInput.Read(context, dev, TagColumn.Upos, "scored"),
            $"{SentenceInput.SourceOf(train)} and {SentenceInput.SourceOf(dev)}",
            seeds,
            epochs);
    }

    private static (string First, string Second) Both(string name, string folder, string first, string second)
    {
        (string, string) paths = (Path.Combine(folder, first), Path.Combine(folder, second));
        string[] missing = [.. ((string[])[paths.Item1, paths.Item2]).Where(path => !File.Exists(path))];
        return missing.Length == 0 ? paths : throw new UsageException($"there is no {missing[0]}; --data of --experiment {name} is {Wanted(name)}");
    }
}
