using System.Runtime.CompilerServices;
using QSeq.Parquet;

namespace QSeq.Cli.Sources;

/// <summary>
/// Data that the command line names: a file of text or of rows, packed or not, standard input, or a data base. Files are known by their
/// first bytes. What reads them is loaded only where it is needed.
/// </summary>
/// <param name="Data">The argument; a password may stand in it, so it is not to be shown: <see cref="Shown"/> is.</param>
/// <param name="Query">What to ask a data base; null for its only table.</param>
internal sealed record DataInput(string Data, string? Query = null)
{
    public const string StandardInput = "standard input";

    private const string FileWanted = "name a file in it (a folder of raw Milan files needs qseq data milan)";
    private const int HeadLength = 16;
    private const int MostBuffered = 1 << 30; // bytes of a file that is read from its end

    private enum Kind
    {
        Text,
        Parquet,
        Arrow,
        Sqlite,
    }

    /// <summary>Whether the command line gives the query, and no model.</summary>
    public bool IsAsked { get; init; } = true;

    /// <summary>An option that says how text is written and is given; null where there is none.</summary>
    public string? TextOption { get; init; }

    /// <summary>Whether the data is on a server, of which there is no file.</summary>
    public bool IsServer => ServerAddress.Is(Data);

    /// <summary>What the data is called, without a password.</summary>
    public string Shown => Data == "-" ? StandardInput : ServerAddress.Is(Data) ? ServerAddress.Of(Data).Name : Data;

    /// <summary>Reads the data. Pipes and servers may stay silent for ever and then heed no stop.</summary>
    /// <param name="standardInput">Opens standard input.</param>
    /// <param name="token">Stops the reading.</param>
    /// <param name="text">Reads a text of that name.</param>
    /// <param name="rows">Reads rows.</param>
    /// <exception cref="ArgumentException">The command line does not fit the data.</exception>
    /// <exception cref="InvalidDataException">The data is none that can be read.</exception>
    public T Read<T>(Func<Stream> standardInput, CancellationToken token, Func<Stream, string, T> text, Func<RowSource, T> rows)
    {
        if (string.IsNullOrWhiteSpace(Data)) throw new ArgumentException("the data has no name; name a file, or - for standard input");
        string name = Shown;
        if (IsServer) return Server(ServerAddress.Of(Data), Typed(rows), token);
        Kind kind;
        using (Stream stream = Data == "-" ? standardInput() : InputFile.Open(Data, FileWanted))
        using (Stream unpacked = PackedFile.Unpack(stream, name))
        {
            var bytes = new PeekedStream(unpacked);
            kind = KindOf(bytes.Peek(HeadLength), Path.GetExtension(Data));
            if (Query is not null && IsAsked && kind != Kind.Sqlite) throw new ArgumentException($"--query asks a data base, and {name} is none; leave it out");
            bool isPlain = unpacked is PeekedStream && stream.CanSeek;
            if (kind == Kind.Sqlite && (Data == "-" || !isPlain))
                throw BadData.In(name, "a SQLite data base cannot be read from a pipe or packed; name the file of the data base itself");
            if (kind == Kind.Text) return text(bytes, name);
            rows = Typed(rows);
            if (kind == Kind.Arrow) return Stored(bytes, name, kind, rows);
            if (kind == Kind.Parquet)
            {
                if (!isPlain) return Stored(Buffered(bytes, name), name, kind, rows);
                stream.Position = 0;
                return Stored(stream, name, kind, rows);
            }
        }

        return Sqlite(name, rows, token);
    }

    private Func<RowSource, T> Typed<T>(Func<RowSource, T> rows) =>
        TextOption is null ? rows : throw new ArgumentException($"{TextOption} says how text is written, and {Shown} holds no text but values; leave it out");

    private static Kind KindOf(ReadOnlySpan<byte> head, string ending) =>
        head.StartsWith("PAR1"u8) ? Kind.Parquet
        : head.StartsWith("ARROW1"u8) || head.StartsWith("FEA1"u8) || head.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFF, 0xFF, 0xFF]) ? Kind.Arrow
        : head.StartsWith("SQLite format 3\0"u8) ? Kind.Sqlite
        : ending.ToLowerInvariant() switch
        {
            ".parquet" or ".pq" => Kind.Parquet,
            ".arrow" or ".feather" => Kind.Arrow,
            ".db" or ".sqlite" or ".sqlite3" => Kind.Sqlite,
            _ => Kind.Text,
        };

    private static MemoryStream Buffered(Stream bytes, string name)
    {
        var all = new MemoryStream();
        byte[] buffer = new byte[1 << 16];
        for (int count; (count = bytes.Read(buffer)) > 0;)
        {
            if (all.Length + count > MostBuffered) throw BadData.In(name, "such a file is read from its end, and this one is larger than 1 GiB; name the file itself, not packed and not through a pipe");
            all.Write(buffer, 0, count);
        }

        all.Position = 0;
        return all;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static T Stored<T>(Stream stream, string name, Kind kind, Func<RowSource, T> rows)
    {
        using RowSource source = kind == Kind.Parquet ? ParquetSeries.Open(stream, name) : ArrowSeries.Open(stream, name);
        return rows(source);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private T Sqlite<T>(string path, Func<RowSource, T> rows, CancellationToken token) => SqliteFile.Read(path, Query, rows, token);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private T Server<T>(ServerAddress address, Func<RowSource, T> rows, CancellationToken token) =>
        PostgresServer.Read(address, Query ?? throw new ArgumentException($"{address.Name} is a data base; say what to ask it with --query \"select ... from ... order by ...\""), rows, token);
}
