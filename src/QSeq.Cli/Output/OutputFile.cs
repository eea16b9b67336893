using System.Text;

namespace QSeq.Cli.Output;

/// <summary>Files the user asked for by <c>option</c>: checked before the work starts, written whole or not at all.</summary>
internal static class OutputFile
{
    private const int MostLinks = 40; // of a path, so that links in a circle come to an end

    /// <param name="path">The file.</param>
    /// <param name="option">The option that names it.</param>
    /// <param name="isReport">Whether the file itself is what would stand on standard output without it.</param>
    /// <exception cref="WorkException">The file cannot be written.</exception>
    public static void Check(string path, string option, bool isReport = false)
    {
        if (string.IsNullOrWhiteSpace(path)) throw new UsageException($"{option} names no file");
        string full = Path.GetFullPath(path);
        if (!isReport && IsStandardStream(path))
            throw new UsageException($"{option} {path} is where the report goes, which would overwrite what is written; name a file");
        if (IsDevice(path)) return;
        if (AtomicFile.IsPipe(full)) throw new WorkException($"{option} {path} cannot be written: it is a named pipe or a socket, not a file; name a file");
        string what = $"{option} {path} cannot be written", folder = Path.GetDirectoryName(full) ?? full;
        if (Directory.Exists(full)) throw new WorkException($"{what}: it is a folder; name a file in it");
        if (!Directory.Exists(folder))
            throw new WorkException($"{what}: folder '{folder}' does not exist; create it or choose another place");
        if (File.Exists(full) && File.GetAttributes(full).HasFlag(FileAttributes.ReadOnly))
            throw new WorkException($"{what}: it is read-only; choose another name");
        Probe(folder, path, option);
    }

    /// <summary>Checks that a file to be written is none of those read, by whatever name or link; null stands for none, - for standard input.</summary>
    public static void CheckNotRead(string path, string option, params IEnumerable<string?> read)
    {
        if (IsDevice(path)) return;
        if (read.Select(other => other == "-" ? InputFile() : other is not null && ServerAddress.Is(other) ? null : other).Any(other => other is not null && Same(path, other)))
            throw new UsageException($"{option} names the file that is read; choose another");
    }

    /// <summary>A file from the folder of a model if it is there or below, so that both can move; null where one is no file.</summary>
    public static string? PathBeside(string model, string file)
    {
        if (file == "-" || ServerAddress.Is(file) || IsDevice(model)) return null;
        string full = Path.GetFullPath(file), near = Path.GetRelativePath(Path.GetDirectoryName(Path.GetFullPath(model))!, full);
        return near.StartsWith("..", StringComparison.Ordinal) || Path.IsPathRooted(near) ? full : near.Replace(Path.DirectorySeparatorChar, '/');
    }

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

    /// <summary>
    /// Holds a file that is being made, so that no other process makes it too, until it is disposed: by a file beside it that goes
    /// then. Null where it is written through.
    /// </summary>
    /// <exception cref="WorkException">Another process makes it.</exception>
    public static IDisposable? Alone(string path, string option)
    {
        if (IsDevice(path)) return null;
        string full = Real(path), mark = Path.Combine(Path.GetDirectoryName(full)!, $".{Path.GetFileName(full)}.lock");
        try
        {
            return new FileStream(mark, FileMode.OpenOrCreate, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose);
        }
        catch (Exception e) when (e is PathTooLongException or UnauthorizedAccessException)
        {
            return null; // whoever writes the file finds out
        }
        catch (IOException e) when (e is not (FileNotFoundException or DirectoryNotFoundException))
        {
            throw new WorkException($"{option} {path} is being made by another process; wait for it, or choose another name");
        }
    }

    /// <summary>Whether a path leads to this process's standard output or error.</summary>
    private static bool IsStandardStream(string path)
    {
        string name = Path.GetFullPath(path);
        for (int links = 0; links < MostLinks; links++)
        {
            string? folder = Path.GetDirectoryName(name);
            string last = Path.GetFileName(name);
            bool isFolder = folder is "/dev/fd" or "/proc/self/fd" || folder == Invariant($"/proc/{Environment.ProcessId}/fd");
            if (name is "/dev/stdout" or "/dev/stderr" || (isFolder && last is "1" or "2")) return true;
            if (folder is null || new FileInfo(name).LinkTarget is not { } target) return false;
            name = Path.GetFullPath(Path.Combine(folder, target));
        }

        return false;
    }

    /// <summary>Whether a path is written through, such as /dev/null and /dev/stdout.</summary>
    public static bool IsDevice(string path) => AtomicFile.IsDevice(Path.GetFullPath(path));

    /// <summary>Checks that files can be written in a folder, or that it can be made; leaves none behind.</summary>
    /// <exception cref="WorkException">It cannot be made or written to.</exception>
    public static void CheckFolder(string path, string option)
    {
        if (string.IsNullOrWhiteSpace(path)) throw new UsageException($"{option} names no folder");
        string near = Path.GetFullPath(path);
        while (!Directory.Exists(near))
        {
            string what = near == Path.GetFullPath(path) ? "it" : near;
            if (File.Exists(near)) throw new WorkException($"{option} {path} cannot be written to: {what} is a file; name a folder");
            near = Path.GetDirectoryName(near)
                ?? throw new WorkException($"{option} {path} cannot be made: there is no '{near}'; choose another place");
        }

        Probe(near, path, option);
    }

    /// <summary>Makes a folder and checks that files can be written in it; to be called when there is something to write.</summary>
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

    /// <summary>Opens a file in the folder of --out, for this process alone.</summary>
    public static T OpenAlone<T>(string folder, string name, Func<T> open)
    {
        try
        {
            return open();
        }
        catch (IOException e) when (e is not (FileNotFoundException or DirectoryNotFoundException or PathTooLongException))
        {
            string why = $"is in use by another process, or {name} in it cannot be opened ({ErrorText.Of(e)})";
            throw new WorkException($"--out {folder} {why}; wait for it, or choose another --out");
        }
    }

    /// <summary>Writes a file, whole or not at all; lines end with LF.</summary>
    public static void Write(string path, Action<TextWriter> write) => AtomicFile.Write(path, stream =>
    {
        using var writer = new StreamWriter(stream, new UTF8Encoding(false), 1 << 16, leaveOpen: true) { NewLine = "\n" };
        write(writer);
    });

    /// <summary>Writes a table to a file, and says so, or to standard output.</summary>
    public static void Write(CliContext context, string? path, SeriesTable table)
    {
        context.Notes(table.Notes);
        if (path is null)
        {
            CsvSeries.Write(context.Out, table);
            return;
        }

        CsvSeries.Write(path, table);
        context.Note($"wrote {path}: {table.Names.Count} series of {table.Length} values; {table.Source}");
    }

    /// <summary>The file that standard input comes from; null for a pipe, a terminal, or where the system does not tell.</summary>
    private static string? InputFile()
    {
        try
        {
            return OperatingSystem.IsLinux() && File.ResolveLinkTarget("/proc/self/fd/0", returnFinalTarget: true) is { Exists: true } file ? file.FullName : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static void Probe(string folder, string path, string option)
    {
        AtomicFile.ClearLeftovers(folder);
        string probe = AtomicFile.Temporary(folder);
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
