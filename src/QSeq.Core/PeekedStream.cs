namespace QSeq.Core;

/// <summary>A stream whose first bytes can be looked at before it is read.</summary>
/// <param name="stream">The stream beneath, at its start; not disposed.</param>
public sealed class PeekedStream(Stream stream) : InputStream
{
    private const int HeadLength = 4096; // bytes that can be looked at

    private readonly long _start = stream.CanSeek ? stream.Position : 0;
    private readonly byte[] _head = new byte[HeadLength];
    private int _headLength;
    private int _next;

    /// <summary>Whether the stream starts so. No byte behind the first that differs is waited for.</summary>
    /// <param name="bytes">The bytes, at most 4096.</param>
    /// <returns>Whether it does.</returns>
    public bool StartsWith(ReadOnlySpan<byte> bytes)
    {
        for (int n = 0; n < bytes.Length; n++)
            if (Peek(n + 1).Length <= n || _head[n] != bytes[n]) return false;
        return true;
    }

    /// <summary>The first bytes, before anything was read: as many as asked for, at most 4096, fewer only where the stream ends.</summary>
    /// <param name="count">How many.</param>
    /// <returns>The bytes, until the next look.</returns>
    public ReadOnlySpan<byte> Peek(int count)
    {
        count = Math.Min(count, HeadLength);
        if (_headLength < count)
            _headLength += stream.ReadAtLeast(_head.AsSpan(_headLength), count - _headLength, throwOnEndOfStream: false);
        return _head.AsSpan(0, Math.Min(count, _headLength));
    }

    /// <summary>Goes back to where the stream beneath was at first; it can be sought in.</summary>
    /// <returns>The stream beneath.</returns>
    /// <exception cref="NotSupportedException">It cannot be sought in.</exception>
    public Stream Rewound()
    {
        stream.Position = _start;
        return stream;
    }

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        if (_next == _headLength) return stream.Read(buffer);
        int count = Math.Min(buffer.Length, _headLength - _next);
        _head.AsSpan(_next, count).CopyTo(buffer);
        _next += count;
        return count;
    }
}
