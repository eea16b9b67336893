namespace QSeq.Data;

/// <summary>A series has too few values for what was asked of it: no window fits, or a part gets none. The data is at fault, or the request; not the code that made it.</summary>
public sealed class SeriesTooShortException : ArgumentException
{
    /// <summary>Without a message of its own.</summary>
    public SeriesTooShortException()
    {
    }

    /// <summary>With a message.</summary>
    /// <param name="message">Which series, how long it is, and how long it would have to be.</param>
    public SeriesTooShortException(string message)
        : base(message)
    {
    }

    /// <summary>With a message and a cause.</summary>
    /// <param name="message">Which series, how long it is, and how long it would have to be.</param>
    /// <param name="innerException">The cause.</param>
    public SeriesTooShortException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
