namespace QSeq.Cli.Output;

/// <summary>Files that the command line itself reads.</summary>
internal static class InputPath
{
    /// <summary>Opens a file; where that is not possible, one line says why, and what to do about a folder.</summary>
    public static FileStream Open(string path, string advice)
    {
        if (Directory.Exists(path)) throw BadData.In(path, $"this is a folder; {advice}");
        string folder = Path.GetDirectoryName(Path.GetFullPath(path)) ?? ".";
        if (!Directory.Exists(folder))
            throw new FileNotFoundException($"there is no file '{path}': folder '{folder}' does not exist", path);
        if (!File.Exists(path))
        {
            IEnumerable<string> names = Directory.EnumerateFiles(folder).Take(1000).Select(file => Path.GetFileName(file));
            string? near = NearestName.Find(Path.GetFileName(path), names);
            string hint = near is null ? "" : $"; did you mean '{near}' in the same folder?";
            throw new FileNotFoundException($"there is no file '{path}'{hint}", path);
        }

        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, 1 << 17, FileOptions.SequentialScan);
        }
        catch (UnauthorizedAccessException refused)
        {
            throw new IOException($"cannot read '{path}': access is denied", refused);
        }
    }
}
