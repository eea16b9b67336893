using System.Text;

namespace QSeq.Cli.Terminal;

/// <summary>
/// The streams of the process, for a shell that closes some of them or gives ones that cannot be written. They are UTF-8
/// whatever the locale says, as files are.
/// </summary>
internal static class Streams
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    private const int CloseOnExec = 0x80000; // 02000000, as Linux prints it

    /// <summary>
    /// Whether the shell gave the process this stream. Where it did not (<c>&lt;&amp;-</c>), its number stands for a file of
    /// the runtime's own, which never answers; such a file does not outlive an exec, an inherited one always has. True where the
    /// system does not tell.
    /// </summary>
    public static bool IsGiven(int number)
    {
        try
        {
            string path = Invariant($"/proc/self/fdinfo/{number}");
            if (!OperatingSystem.IsLinux()) return true;
            if (!File.Exists(path)) return !Directory.Exists("/proc/self/fdinfo");
            string? flags = File.ReadLines(path).FirstOrDefault(line => line.StartsWith("flags:", StringComparison.Ordinal));
            return flags is null || (Convert.ToInt32(flags["flags:".Length..].Trim(), 8) & CloseOnExec) == 0;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException or OverflowException)
        {
            return true;
        }
    }

    public static Stream InputBytes() => IsGiven(0) ? Console.OpenStandardInput() : throw Closed();

    /// <summary>Standard output twice: for data, of which none may be lost, and for tables, which may stay unread where a pipe is closed.</summary>
    public static (TextWriter Data, TextWriter Tables) Output()
    {
        TextWriter? inner = IsGiven(1) ? Utf8Of((Console.IsOutputRedirected ? PipeOutput.Of(1) : null) ?? Console.OpenStandardOutput()) : null;
        return (new GuardedWriter(inner, isData: true), new GuardedWriter(inner, isData: true) { MayBeLeft = true });
    }

    public static TextWriter Error() => new GuardedWriter(IsGiven(2) ? Utf8Of(Console.OpenStandardError()) : null, isData: false);

    private static TextWriter Utf8Of(Stream stream)
    {
        try
        {
            if (OperatingSystem.IsWindows()) Console.OutputEncoding = Utf8; // of the window
        }
        catch (IOException)
        {
            // There is none.
        }

        return TextWriter.Synchronized(new StreamWriter(stream, Utf8) { AutoFlush = true });
    }

    private static InvalidDataException Closed() => new("standard input is closed, so there is nothing to read; name a file, or pipe the data in");
}

/// <summary>
/// A stream of the process. Where data for the outside cannot be written, the work has failed, and the error says where; where notes
/// for people cannot, the work goes on, and the exit code still tells how it went.
/// The stream flushes itself; null where it is closed.
/// </summary>
internal sealed class GuardedWriter(TextWriter? inner, bool isData) : TextWriter(CultureInfo.InvariantCulture)
{
    public override Encoding Encoding => inner?.Encoding ?? Encoding.UTF8;

    /// <summary>Whether the work goes on where nobody reads the stream any more.</summary>
    public bool MayBeLeft { get; init; }

    public override void Write(ReadOnlySpan<char> buffer)
    {
        if (inner is null && isData)
            throw new WorkException("standard output is closed, so there is nowhere to write to; send it to a file or a pipe");
        try
        {
            inner?.Write(buffer);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException || (e is ObjectDisposedException && !isData))
        {
            if (isData) throw new WorkException($"standard output cannot be written: {ErrorText.Of(e)}");
        }
        catch (ClosedOutputException) when (MayBeLeft)
        {
            // What is read of them is enough.
        }
    }

    public override void Write(char value) => Write([value]);

    public override void Write(string? value) => Write(value.AsSpan());

    public override void Write(char[] buffer, int index, int count) => Write(buffer.AsSpan(index, count));

    public override void WriteLine(string? value) => Write(value + NewLine);
}
