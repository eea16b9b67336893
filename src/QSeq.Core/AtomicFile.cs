using System.Diagnostics;

namespace QSeq.Core;

/// <summary>
/// Writes a whole file or none of it: the content goes to a temporary file in the same folder, reaches the disk, and
/// then takes the place of the old file in one step. A crash half-way leaves what was there before.
/// </summary>
public static class AtomicFile
{
    private const string Prefix = ".qseq-"; // then the process
    private const string Suffix = ".tmp";

    /// <summary>Writes <paramref name="path"/> with what <paramref name="write"/> puts into the stream.</summary>
    /// <exception cref="IOException">The folder does not exist, the path is a folder, or the disk refuses.</exception>
    /// <exception cref="UnauthorizedAccessException">The file is read-only, or its folder may not be written to.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        bool isDevice = IsDevice(Path.GetFullPath(path));
        try
        {
            if (!isDevice)
            {
                Replace(Target(path), write);
                return;
            }

            using var device = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
            write(device);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new UnauthorizedAccessException($"{path}: cannot be written ({OneLine(e)}); choose another place or change its permissions", e);
        }
        catch (IOException e)
        {
            throw new IOException($"{path}: cannot be written ({OneLine(e)}){(isDevice || !File.Exists(path) ? "" : "; what was there before is unchanged")}", e);
        }
    }

    /// <summary>
    /// Whether bytes go through the path rather than into it, such as <c>/dev/null</c> and <c>/dev/stdout</c>: putting a
    /// file in its place would break the system for everyone.
    /// </summary>
    public static bool IsDevice(string full) =>
        !OperatingSystem.IsWindows() && Path.GetDirectoryName(full) is string folder && File.Exists(full)
        && (folder is "/dev" or "/dev/fd" or "/dev/pts" || folder.StartsWith("/proc/", StringComparison.Ordinal));

    /// <summary>What to say of a named pipe.</summary>
    public static string PipeReason => "it is a named pipe or a socket, not a file; name a file";

    /// <summary>
    /// Whether a path is a named pipe or another thing that has no place to write to, which a file must not take the place of.
    /// False for what is not there and for devices (<see cref="IsDevice"/>).
    /// </summary>
    public static bool IsPipe(string full)
    {
        if (OperatingSystem.IsWindows() || !File.Exists(full) || IsDevice(full)) return false;
        try
        {
            // Opened for reading too, for otherwise a pipe waits for its other end.
            using var stream = new FileStream(full, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete, 1);
            return !stream.CanSeek;
        }
        catch (UnauthorizedAccessException)
        {
            return false; // of a file that may not be written to, its writer finds out
        }
        catch (IOException)
        {
            return true; // a socket
        }
    }

    /// <summary>The path of a temporary file that <see cref="ClearLeftovers"/> removes once this process is no more.</summary>
    /// <param name="folder">The folder.</param>
    /// <returns>A path that no file has.</returns>
    public static string Temporary(string folder) => Path.Combine(folder, $"{Prefix}{Environment.ProcessId}-{Path.GetRandomFileName()}{Suffix}");

    /// <summary>Removes the temporary files of a folder that were left there by processes that are no more; errors are no matter.</summary>
    public static void ClearLeftovers(string folder)
    {
        try
        {
            foreach (string file in Directory.GetFiles(folder, $"{Prefix}*{Suffix}"))
                if (!IsRunning(Path.GetFileName(file)[Prefix.Length..].Split('-')[0], File.GetLastWriteTimeUtc(file))) Discard(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Whoever wants to write there finds out.
        }
    }

    // Whether the process that wrote a file then is running: numbers are given again to later ones.
    private static bool IsRunning(string id, DateTime written)
    {
        if (!int.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out int number)) return true; // not one of ours
        try
        {
            using var process = Process.GetProcessById(number);
            return !process.HasExited && process.StartTime.ToUniversalTime() <= written.AddSeconds(1);
        }
        catch (ArgumentException)
        {
            return false;
        }
        catch (Exception e) when (e is InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            return true; // of another user
        }
    }

    /// <summary>The full path to write to: where <paramref name="path"/> is a link, what it points to, so that it stays a link.</summary>
    private static string Target(string path)
    {
        string full = Path.GetFullPath(path);
        if (new FileInfo(full).LinkTarget is not null) full = File.ResolveLinkTarget(full, returnFinalTarget: true)?.FullName ?? full;
        if (Directory.Exists(full)) throw new IOException("it is a folder, name a file in it");
        if (IsPipe(full)) throw new IOException(PipeReason);
        string folder = Path.GetDirectoryName(full) ?? full;
        if (!Directory.Exists(folder)) throw new IOException($"the folder '{folder}' does not exist, create it first");
        if (File.Exists(full) && File.GetAttributes(full).HasFlag(FileAttributes.ReadOnly))
            throw new UnauthorizedAccessException("it is read-only");
        return full;
    }

    private static void Replace(string full, Action<Stream> write)
    {
        string temporary = Temporary(Path.GetDirectoryName(full)!);
        try
        {
            using (var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None))
            {
                // The old file's permissions, before anything is in the new one.
                if (!OperatingSystem.IsWindows() && File.Exists(full)) File.SetUnixFileMode(stream.SafeFileHandle, File.GetUnixFileMode(full));
                write(stream);
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, full, overwrite: true);
        }
        catch
        {
            Discard(temporary);
            throw;
        }
    }

    private static void Discard(string temporary)
    {
        try
        {
            File.Delete(temporary);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The error that left it there is the one to report.
        }
    }

    private static string OneLine(Exception e) => e.Message.ReplaceLineEndings(" ").TrimEnd('.');
}
