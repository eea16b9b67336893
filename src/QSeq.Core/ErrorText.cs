using System.Runtime.CompilerServices;
using System.Text.Json;

namespace QSeq.Core;

/// <summary>
/// The text of an error on one line of bearable length, safe to print whatever values stand in it (<see cref="BadData.Line"/>),
/// and the <see cref="Advice"/> within it. An exception that was made by
/// <see cref="On{TException}"/> carries its text along, so that a front end can put the advice in its own words
/// without reading the message.
/// </summary>
/// <remarks>
/// Written as an interpolated string, formatted invariantly; an <see cref="Advice"/> or another text of an error in it keeps
/// its parts, but not where a string was made of it first, as both sides of a conditional are.
/// </remarks>
[InterpolatedStringHandler]
public sealed class ErrorText
{
    private const int Longest = 480; // characters of a text
    private const int LongestEnd = 150; // of them at its end, where it says what to do
    private const int LongestValue = 280; // of a value in it
    private const int LongestCause = 320; // of another text in it, such as what caused the error

    private static readonly object Key = new();

    private readonly List<object> _parts = []; // texts and advice

    /// <summary>Begins a text; called by the compiler.</summary>
    public ErrorText(int literalLength, int formattedCount)
    {
    }

    private ErrorText(string text) => _parts.Add(text);

    private bool HasAdvice => _parts.Exists(part => part is Advice);

    /// <summary>A text without advice.</summary>
    public static implicit operator ErrorText(string text) => new(text);

    /// <summary>
    /// The text of an exception: the one it was made of, or else the first line of its message, without the name of the
    /// parameter that the runtime appends and without a full stop.
    /// </summary>
    /// <param name="e">The exception.</param>
    /// <returns>Its text.</returns>
    public static ErrorText Of(Exception e)
    {
        ArgumentNullException.ThrowIfNull(e);
        if (e.Data[Key] is ErrorText text) return text;
        string line = e.Message, appended = Appended(e);
        if (line.EndsWith(appended, StringComparison.Ordinal)) line = line[..^appended.Length];
        int end = e is JsonException ? -1 : line.AsSpan().IndexOfAny('\r', '\n'); // of JSON, a piece is in the message
        return new ErrorText((end < 0 ? line : line[..end]).TrimEnd('.', ' '));
    }

    /// <summary>An exception with this text.</summary>
    /// <param name="make">Makes it from its message.</param>
    /// <typeparam name="TException">What is thrown.</typeparam>
    /// <returns>The exception, to be thrown.</returns>
    public TException On<TException>(Func<string, TException> make)
        where TException : Exception
    {
        ArgumentNullException.ThrowIfNull(make);
        TException e = make(ToString());
        if (HasAdvice) e.Data[Key] = this;
        return e;
    }

    /// <summary>The text with its advice in other words.</summary>
    /// <param name="words">What to say for an advice.</param>
    /// <returns>The line.</returns>
    public string Say(Func<Advice, string> words)
    {
        ArgumentNullException.ThrowIfNull(words);
        string text = string.Concat(_parts.Select(part => part is Advice advice ? words(advice) : (string)part));
        return Bounded(text, Longest);
    }

    /// <summary>The text in the words of the library.</summary>
    public override string ToString() => Say(advice => advice.Text);

    /// <summary>Adds fixed text; called by the compiler.</summary>
    public void AppendLiteral(string text) => _parts.Add(text);

    /// <summary>Adds a value; called by the compiler.</summary>
    public void AppendFormatted<T>(T value) => AppendFormatted(value, null);

    /// <summary>Adds a value in a format; called by the compiler.</summary>
    public void AppendFormatted<T>(T value, string? format)
    {
        if (value is Advice) _parts.Add(value);
        else if (value is ErrorText { HasAdvice: false } cause) _parts.Add(Bounded(cause.ToString(), LongestCause));
        else if (value is ErrorText inner) _parts.AddRange(inner._parts);
        else _parts.Add(BadData.Line(value is IFormattable number ? number.ToString(format, CultureInfo.InvariantCulture) : value?.ToString() ?? "", LongestValue));
    }

    private static string Bounded(string text, int longest) => text.Length <= longest
        ? BadData.Line(text, longest)
        : BadData.Line(text, longest - LongestEnd) + BadData.Line(text.AsSpan()[^LongestEnd..], LongestEnd);

    // What the runtime appends to a message: the message of the same exception without one.
    private static string Appended(Exception e) => e switch
    {
        ArgumentOutOfRangeException { ActualValue: { } value } range => new ArgumentOutOfRangeException(range.ParamName, value, "").Message,
        ArgumentException { ParamName: { Length: > 0 } name } => new ArgumentException("", name).Message,
        _ => "",
    };
}
