namespace QSeq.Data;

/// <summary>
/// Writes a whole file or none of it: the content goes to a temporary file in the same folder, which then takes the
/// place of the old one. A crash or a Ctrl+C half-way leaves what was there before.
/// </summary>
internal static class AtomicFile
{
    private const int BufferBytes = 1 << 17;

    /// <summary>Writes <paramref name="path"/> with what <paramref name="write"/> puts into the stream.</summary>
    /// <exception cref="IOException">The folder does not exist, the path is a folder, or the disk refuses.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        string full = Path.GetFullPath(path);
        string folder = Path.GetDirectoryName(full) ?? full;
        if (Directory.Exists(full)) throw new IOException($"cannot write '{path}': it is a folder; name a file in it");
        if (!Directory.Exists(folder))
            throw new DirectoryNotFoundException($"cannot write '{path}': folder '{folder}' does not exist; create it or choose another place");

        string temporary = Path.Combine(folder, $".{Path.GetFileName(full)}.{Environment.ProcessId}.tmp");
        try
        {
            using (var stream = new FileStream(temporary, FileMode.Create, FileAccess.Write, FileShare.None, BufferBytes))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, full, overwrite: true);
        }
        catch (UnauthorizedAccessException refused)
        {
            throw new IOException($"cannot write '{path}': access is denied; choose another place", refused);
        }
        finally
        {
            Discard(temporary);
        }
    }

    private static void Discard(string temporary)
    {
        try
        {
            File.Delete(temporary); // does nothing after the move
        }
        catch (Exception left) when (left is IOException or UnauthorizedAccessException)
        {
            // A temporary file that cannot be deleted must not hide the error that left it there.
        }
    }
}
