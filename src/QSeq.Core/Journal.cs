using System.Text;

namespace QSeq.Core;

/// <summary>
/// Lines that survive a kill as soon as they are appended: text, a tab, and the first 8 digits of the text's SHA-256. A line
/// that was cut short, or damaged since, does not count. The first line says whose journal it is. Open to one process at a
/// time; not to be shared by threads.
/// </summary>
public sealed class Journal : IDisposable
{
    private const int CheckDigits = 8;

    private readonly FileStream _stream;
    private readonly string _path;
    private readonly List<string> _lines = [];

    private Journal(FileStream stream, string path) => (_stream, _path) = (stream, path);

    /// <summary>The lines that were there when it was opened, oldest first.</summary>
    public IReadOnlyList<string> Lines => _lines;

    /// <summary>Opens a journal, or begins one.</summary>
    /// <param name="path">The file; its folder exists.</param>
    /// <param name="title">Whose journal it is, one line; that of the file has to be the same.</param>
    /// <returns>The journal with the lines that are there.</returns>
    /// <exception cref="IOException">The file cannot be opened; another process may be using it.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    /// <exception cref="InvalidDataException">The file is something else.</exception>
    public static Journal Open(string path, string title)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        ArgumentException.ThrowIfNullOrWhiteSpace(title);
        var journal = new Journal(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1 << 16), path);
        try
        {
            journal.Begin(title);
            return journal;
        }
        catch
        {
            journal.Dispose();
            throw;
        }
    }

    /// <summary>Appends a line.</summary>
    /// <param name="line">The line, without line feeds and tabs.</param>
    /// <exception cref="ArgumentException">It has a line feed or a tab.</exception>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void Append(string line)
    {
        ArgumentNullException.ThrowIfNull(line);
        if (line.AsSpan().ContainsAny('\n', '\t')) throw new ArgumentException("A line of a journal has neither line feeds nor tabs.", nameof(line));
        byte[] text = Encoding.UTF8.GetBytes(line);
        _stream.Write([.. text, (byte)'\t', .. Check(text), (byte)'\n']); // one write, so that a kill leaves whole lines but for the last
        _stream.Flush();
    }

    /// <summary>Brings everything to the disk, to survive a loss of power too.</summary>
    public void ToDisk() => _stream.Flush(flushToDisk: true);

    /// <summary>Closes the journal and removes its file.</summary>
    public void Delete()
    {
        Dispose();
        File.Delete(_path);
    }

    /// <inheritdoc/>
    public void Dispose() => _stream.Dispose();

    private void Begin(string title)
    {
        if (_stream.Length > Array.MaxLength) throw Foreign("it is larger than 2 GB");
        byte[] bytes = new byte[_stream.Length];
        _stream.ReadExactly(bytes);
        byte[] head = [.. Encoding.UTF8.GetBytes(title), (byte)'\t', .. Check(Encoding.UTF8.GetBytes(title)), (byte)'\n'];
        if (!head.AsSpan().StartsWith(bytes.AsSpan(0, Math.Min(head.Length, bytes.Length)))) throw Foreign($"it does not begin with '{title}'");
        int end = bytes.Length < head.Length ? 0 : bytes.AsSpan().LastIndexOf((byte)'\n') + 1;
        foreach (Range range in bytes.AsSpan(0, end).Split((byte)'\n'))
        {
            ReadOnlySpan<byte> line = bytes.AsSpan()[range];
            int tab = line.LastIndexOf((byte)'\t');
            if (tab >= 0 && line[(tab + 1)..].SequenceEqual(Check(line[..tab]))) _lines.Add(Encoding.UTF8.GetString(line[..tab]));
        }

        _stream.SetLength(end); // without the line that was cut short
        _stream.Position = end;
        if (end == 0) Append(title);
        else _lines.RemoveAt(0); // the title
    }

    private InvalidDataException Foreign(string why) => BadData.In(_path, $"not the journal that is expected here: {why}; move it away or choose another folder");

    private static byte[] Check(ReadOnlySpan<byte> text) => Encoding.ASCII.GetBytes(Sha256.HexOf(text)[..CheckDigits]);
}
