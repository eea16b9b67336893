namespace QSeq.Core;

/// <summary>Opens files for reading; a path that cannot be opened is answered with one line that tells why.</summary>
public static class InputFile
{
    private const int BufferBytes = 1 << 17;

    /// <summary>Opens the file at <paramref name="path"/>.</summary>
    /// <param name="path">The file.</param>
    /// <param name="folderAdvice">What to do where the path is a folder, such as <c>name a CSV file</c>.</param>
    /// <returns>The open file, to be disposed.</returns>
    /// <exception cref="ArgumentException"><paramref name="path"/> is null or blank.</exception>
    /// <exception cref="FileNotFoundException">There is no such file; the message names the nearest one in its folder.</exception>
    /// <exception cref="InvalidDataException">The path is a folder.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static FileStream Open(string path, string folderAdvice)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        if (Directory.Exists(path)) throw BadData.In(path, $"this is a folder; {folderAdvice}");
        if (!File.Exists(path)) throw Missing(path);
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, BufferBytes, FileOptions.SequentialScan);
        }
        catch (UnauthorizedAccessException refused)
        {
            throw new IOException($"cannot read '{path}': access is denied", refused);
        }
    }

    private static FileNotFoundException Missing(string path)
    {
        string folder = Path.GetDirectoryName(Path.GetFullPath(path)) ?? ".";
        if (!Directory.Exists(folder)) return new FileNotFoundException($"there is no file '{path}': folder '{folder}' does not exist", path);
        IEnumerable<string> names = Directory.EnumerateFiles(folder).Take(1000).Select(f => Path.GetFileName(f));
        string? near = NearestName.Find(Path.GetFileName(path), names);
        return new FileNotFoundException($"there is no file '{path}'{(near is null ? "" : $"; did you mean '{near}' in the same folder?")}", path);
    }
}
