using System.Text;
using QSeq.Core;

namespace QSeq.Cli.Output;

/// <summary>Files the user asked for: whether they can be written is found out before the work starts, and they are written whole or not at all.</summary>
internal static class OutputFile
{
    private const int MostLinks = 40; // of a path, so that links in a circle come to an end

    /// <summary>Checks that a file can be written.</summary>
    /// <param name="path">The file.</param>
    /// <param name="option">The option that named it.</param>
    /// <exception cref="WorkException">It cannot.</exception>
    public static void Check(string path, string option)
    {
        if (string.IsNullOrWhiteSpace(path)) throw new UsageException($"{option} names no file");
        string full = Path.GetFullPath(path);
        if (IsDevice(path)) return;
        if (Directory.Exists(full)) throw new WorkException($"{option} {path} cannot be written: it is a folder; name a file in it");
        string folder = Path.GetDirectoryName(full) ?? full;
        if (!Directory.Exists(folder)) throw new WorkException($"{option} {path} cannot be written: folder '{folder}' does not exist; create it or choose another place");
        if (File.Exists(full) && File.GetAttributes(full).HasFlag(FileAttributes.ReadOnly))
            throw new WorkException($"{option} {path} cannot be written: it is read-only; choose another name");
        Probe(folder, path, option);
    }

    /// <summary>Checks that a file to be written is none of those that are read, by whatever name or link.</summary>
    /// <param name="path">The file to be written.</param>
    /// <param name="option">The option that named it.</param>
    /// <param name="read">The files that are read; null and - stand for none.</param>
    /// <exception cref="UsageException">It is one of them.</exception>
    public static void CheckNotRead(string path, string option, params IEnumerable<string?> read)
    {
        if (IsDevice(path)) return;
        if (read.Any(other => other is not null and not "-" && Same(path, other)))
            throw new UsageException($"{option} names the file that is read; choose another");
    }

    /// <summary>How a model names a file: from its own folder if the file is there or below, so that both can move together.</summary>
    public static string PathBeside(string model, string file)
    {
        string full = Path.GetFullPath(file), near = Path.GetRelativePath(Path.GetDirectoryName(Path.GetFullPath(model))!, full);
        return near.StartsWith("..", StringComparison.Ordinal) || Path.IsPathRooted(near) ? full : near.Replace(Path.DirectorySeparatorChar, '/');
    }

    /// <summary>Whether two paths lead to one file or folder.</summary>
    public static bool Same(string one, string other) => string.Equals(
        Real(one), Real(other), OperatingSystem.IsLinux() ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase);

    /// <summary>The full path of a file or folder, symbolic links followed, whether it exists or not.</summary>
    public static string Real(string path)
    {
        int links = 0;
        string Follow(string name)
        {
            string full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(name));
            if (Path.GetDirectoryName(full) is not { } folder) return full;
            folder = Follow(folder);
            full = Path.Combine(folder, Path.GetFileName(full));
            return new FileInfo(full).LinkTarget is { } target && ++links < MostLinks ? Follow(Path.Combine(folder, target)) : full;
        }

        return Follow(path);
    }

    /// <summary>Whether a path is written through, such as /dev/null and /dev/stdout.</summary>
    public static bool IsDevice(string path) => AtomicFile.IsDevice(Path.GetFullPath(path));

    /// <summary>Checks that files can be written in a folder, or that it can be made; leaves none behind.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="option">The option that named it.</param>
    /// <exception cref="WorkException">It cannot be made or written to.</exception>
    public static void CheckFolder(string path, string option)
    {
        if (string.IsNullOrWhiteSpace(path)) throw new UsageException($"{option} names no folder");
        string near = Path.GetFullPath(path);
        while (!Directory.Exists(near))
        {
            if (File.Exists(near)) throw new WorkException($"{option} {path} cannot be written to: {(near == Path.GetFullPath(path) ? "it" : near)} is a file; name a folder");
            near = Path.GetDirectoryName(near) ?? throw new WorkException($"{option} {path} cannot be made: there is no '{near}'; choose another place");
        }

        Probe(near, path, option);
    }

    /// <summary>Makes a folder and checks that files can be written in it; to be called when there is something to write.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="option">The option that named it.</param>
    /// <exception cref="WorkException">It cannot be made or written to.</exception>
    public static void MakeFolder(string path, string option)
    {
        CheckFolder(path, option);
        try
        {
            Directory.CreateDirectory(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new WorkException($"{option} {path} cannot be made: {Reason(e)}; choose another place");
        }

        Probe(path, path, option);
    }

    /// <summary>Writes a file, whole or not at all.</summary>
    /// <param name="path">The file.</param>
    /// <param name="write">Writes the text; lines end with LF.</param>
    /// <exception cref="IOException">It cannot be written; what was there is unchanged.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public static void Write(string path, Action<TextWriter> write)
    {
        AtomicFile.Write(path, stream =>
        {
            using var writer = new StreamWriter(stream, new UTF8Encoding(false), 1 << 16, leaveOpen: true) { NewLine = "\n" };
            write(writer);
        });
    }

    private static void Probe(string folder, string path, string option)
    {
        AtomicFile.ClearLeftovers(folder);
        string probe = Path.Combine(folder, $".qseq-{Path.GetRandomFileName()}.tmp");
        try
        {
            using var stream = new FileStream(probe, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            string reason = e is FileNotFoundException or DirectoryNotFoundException ? $"folder '{folder}' cannot be written to" : Reason(e);
            throw new WorkException($"{option} {path} cannot be written: {reason}; choose another place");
        }
    }

    private static string Reason(Exception e) => e is UnauthorizedAccessException ? "access is denied" : ErrorText.Of(e).ToString();
}
