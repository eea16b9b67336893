namespace QSeq.Data;

/// <summary>A text whose first characters were already read, from a place among them on.</summary>
internal class PeekedText(string peeked, TextReader rest, int next = 0) : TextReader
{
    private int _next = next;

    /// <summary>What was read beforehand and has not been read since.</summary>
    protected string Left => peeked[_next..];

    public override int Peek() => _next < peeked.Length ? peeked[_next] : rest.Peek();

    public override int Read() => _next < peeked.Length ? peeked[_next++] : rest.Read();

    public override int Read(char[] buffer, int index, int count) => Read(buffer.AsSpan(index, count));

    public override int Read(Span<char> buffer)
    {
        if (_next == peeked.Length) return rest.Read(buffer);
        int count = Math.Min(buffer.Length, peeked.Length - _next);
        peeked.AsSpan(_next, count).CopyTo(buffer);
        _next += count;
        return count;
    }

    public override string? ReadLine() => _next == peeked.Length ? rest.ReadLine() : base.ReadLine();
}
