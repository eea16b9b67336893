using QSeq.Data;

namespace QSeq.Cli.Runs;

/// <summary>What <c>qseq train</c> writes beside a model, so that <c>qseq verify</c> can do it again: data, recipe, and what came of them.</summary>
internal sealed record RunRecord
{
    /// <summary>What <see cref="Format"/> says in every record.</summary>
    public const string FormatName = "qseq run record";

    /// <summary>The version of the format that this QSeq writes.</summary>
    public const int OwnVersion = 1;

    /// <summary><see cref="FormatName"/>.</summary>
    public required string Format { get; init; }

    /// <summary>The version of the format.</summary>
    public required int FormatVersion { get; init; }

    /// <summary>The version of QSeq.</summary>
    public required string QSeqVersion { get; init; }

    /// <summary>The model file, which stood beside the record.</summary>
    public required string ModelFile { get; init; }

    /// <summary>What the run took and gave.</summary>
    public required RunDigests Digests { get; init; }

    /// <summary>Where the data came from.</summary>
    public required RunData Data { get; init; }

    /// <summary>What was done with it.</summary>
    public required Recipe Recipe { get; init; }

    /// <summary>Where it was done; for people, the weights do not depend on it.</summary>
    public required RunPlace Place { get; init; }

    /// <summary>Where the record of a model file stands.</summary>
    public static string PathFor(string model) => model + ".run.json";

    /// <summary>How a record names a file: from its own folder if the file is there or below, so that both can move together.</summary>
    public static string PathBeside(string record, string file)
    {
        string full = Path.GetFullPath(file), near = Path.GetRelativePath(Path.GetDirectoryName(Path.GetFullPath(record))!, full);
        return near.StartsWith("..", StringComparison.Ordinal) || Path.IsPathRooted(near) ? full : near.Replace(Path.DirectorySeparatorChar, '/');
    }
}

/// <summary>SHA-256 in hexadecimal.</summary>
/// <param name="Data">Of the values used, <see cref="Digest.Of(SeriesTable)"/>.</param>
/// <param name="Configuration">Of the recipe as compact JSON.</param>
/// <param name="Weights">Of the weights as float32, little-endian.</param>
internal sealed record RunDigests(string Data, string Configuration, string Weights);

/// <summary>Data of a run.</summary>
/// <param name="Source">What the data says of itself.</param>
/// <param name="Path">The file, relative to the record where it is in the same folder or below; null for standard input.</param>
/// <param name="Rows">Rows.</param>
/// <param name="Reading">How the file was read.</param>
internal sealed record RunData(string Source, string? Path, int Rows, CsvReadOptions Reading);

/// <summary>The machine of a run.</summary>
/// <param name="Runtime">.NET.</param>
/// <param name="Platform">System and processor.</param>
/// <param name="VectorBits">Bits of its widest vectors, 0 for none.</param>
/// <param name="Threads">Threads asked for.</param>
internal sealed record RunPlace(string Runtime, string Platform, int VectorBits, int Threads);
