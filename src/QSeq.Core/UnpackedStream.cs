namespace QSeq.Core;

/// <summary>What is unpacked while it is read; damage is told with the name of the file.</summary>
/// <param name="inner">Unpacks; disposed with this.</param>
/// <param name="name">What the file is called.</param>
/// <param name="kind">How it is packed.</param>
/// <param name="expected">The bytes and the check sum that it must come to; null where <paramref name="inner"/> checks that.</param>
internal sealed class UnpackedStream(Stream inner, string name, string kind, (long Length, uint Crc)? expected) : InputStream
{
    private static readonly uint[] Crcs = MakeCrcs();

    private long _length;
    private uint _crc = uint.MaxValue;

    /// <summary>Whether an unpacker's exception comes of what it was given.</summary>
    public static bool IsDamage(Exception e) =>
        e is InvalidDataException or EndOfStreamException or ArgumentException or OverflowException or NotSupportedException or IndexOutOfRangeException;

    public static InvalidDataException Damaged(string name, string kind, Exception why) =>
        BadData.In(name, $"the {kind} file is damaged, cut off or packed in an unusual way ({ErrorText.Of(why)}); make it anew, or unpack it first");

    public override int Read(Span<byte> buffer)
    {
        int count;
        try
        {
            count = inner.Read(buffer);
        }
        catch (Exception e) when (IsDamage(e))
        {
            throw Damaged(name, kind, e);
        }

        _length += count;
        if (expected is { } whole) Check(buffer[..count], whole, buffer.Length > 0 && count == 0);
        return count;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) inner.Dispose();
        base.Dispose(disposing);
    }

    // Of a zip file, the runtime checks neither.
    private void Check(ReadOnlySpan<byte> bytes, (long Length, uint Crc) whole, bool atEnd)
    {
        foreach (byte b in bytes) _crc = (_crc >> 8) ^ Crcs[(byte)(_crc ^ b)];
        if (atEnd && (_length != whole.Length || ~_crc != whole.Crc))
            throw BadData.In(name, $"the {kind} file is damaged: what it holds is not what it says ({_length} of {whole.Length} bytes, or others); make it anew");
    }

    private static uint[] MakeCrcs()
    {
        uint[] crcs = new uint[256];
        for (uint n = 0; n < crcs.Length; n++)
        {
            uint crc = n;
            for (int bit = 0; bit < 8; bit++) crc = (crc & 1) != 0 ? (crc >> 1) ^ 0xEDB88320 : crc >> 1;
            crcs[n] = crc;
        }

        return crcs;
    }
}
