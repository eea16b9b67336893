namespace QSeq.Persistence;

/// <summary>A model file holds a model of another kind than was asked for, such as a tagger where a forecaster was.</summary>
public sealed class WrongModelKindException : Exception
{
    /// <summary>Without saying which.</summary>
    public WrongModelKindException()
    {
    }

    /// <summary>With a message.</summary>
    /// <param name="message">What the file holds, and what was expected.</param>
    public WrongModelKindException(string message)
        : base(message)
    {
    }

    /// <summary>With a message and a cause.</summary>
    /// <param name="message">What the file holds, and what was expected.</param>
    /// <param name="innerException">The cause.</param>
    public WrongModelKindException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    internal WrongModelKindException(string file, string found, string expected)
        : base(Text(file, found, expected)) => Found = found;

    /// <summary>What the file holds, such as <c>tagger</c>.</summary>
    public string Found { get; } = "";

    private static string Text(string file, string found, string expected)
    {
        ErrorText text = $"{file}: it holds a {found}, expected a {expected}";
        return text.ToString();
    }
}
