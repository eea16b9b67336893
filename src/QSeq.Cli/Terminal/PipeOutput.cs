using Microsoft.Win32.SafeHandles;

namespace QSeq.Cli.Terminal;

/// <summary>Nobody reads standard output any more: the pipe was closed at its other end, as <c>head</c> does when it has enough.</summary>
internal sealed class ClosedOutputException() : Exception("nobody reads standard output any more");

/// <summary>
/// A pipe or socket as standard output that tells when its reader is gone. The console's stream of the runtime takes a write to a
/// closed pipe for one that succeeded.
/// </summary>
internal sealed class PipeOutput(Stream pipe) : Stream
{
    private const int Whole = 4096; // bytes that a pipe of Linux takes whole or not at all
    private const int ClosedPipe = 32; // EPIPE, on Linux and macOS
    private const int Later = 10; // milliseconds

    private static readonly int Full = OperatingSystem.IsMacOS() ? 35 : 11; // EAGAIN, of a pipe that does not wait

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    /// <summary>The process's stream of a number where it is a pipe or socket; else null: the runtime's own does.</summary>
    public static PipeOutput? Of(int number)
    {
        if (OperatingSystem.IsWindows() || OperatingSystem.IsBrowser()) return null;
        try
        {
            var stream = new FileStream(new SafeFileHandle(number, ownsHandle: false), FileAccess.Write, bufferSize: 0);
            return stream.CanSeek ? null : new PipeOutput(stream);
        }
        catch (Exception e) when (e is IOException or ArgumentException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <exception cref="ClosedOutputException">Nobody reads it any more.</exception>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        while (!buffer.IsEmpty)
        {
            ReadOnlySpan<byte> piece = buffer[..Math.Min(Whole, buffer.Length)];
            try
            {
                pipe.Write(piece);
                buffer = buffer[piece.Length..];
            }
            catch (IOException e) when (e.HResult == ClosedPipe)
            {
                throw new ClosedOutputException();
            }
            catch (IOException e) when (e.HResult == Full)
            {
                Thread.Sleep(Later);
            }
        }
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Flush()
    {
        // Nothing is held back.
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
