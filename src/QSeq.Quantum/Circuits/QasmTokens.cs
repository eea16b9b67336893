using System.Buffers;

namespace QSeq.Quantum.Circuits;

internal enum QasmTokenKind
{
    Word,
    Number,
    Text, // in quotation marks
    Sign, // ->, ==, !=, ** are one
    End,
}

/// <summary>A piece of an OpenQASM text and where it stands; shown, it is cut and has no control characters.</summary>
internal readonly record struct QasmToken(QasmTokenKind Kind, string Text, int Line, int Column)
{
    public override string ToString() => Kind == QasmTokenKind.End ? "the end of the text" : BadData.Quote(Text);

    public InvalidDataException Error(ErrorText problem) => BadData.Of($"OpenQASM line {Line}, column {Column}: {problem}");
}

/// <summary>Cuts an OpenQASM text into its pieces, one at a time; white space and comments are passed over.</summary>
internal sealed class QasmTokens
{
    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789");
    private static readonly SearchValues<char> NumberCharacters = SearchValues.Create("0123456789.");

    private readonly string _text;
    private int _at;
    private int _line = 1;
    private int _lineStart;

    public QasmTokens(string text)
    {
        _text = text;
        if (text.StartsWith('\uFEFF')) _at = _lineStart = 1;
        Next = Read();
    }

    public QasmToken Next { get; private set; }

    public QasmToken Take()
    {
        QasmToken token = Next;
        if (token.Kind != QasmTokenKind.End) Next = Read();
        return token;
    }

    public bool Is(string text) => Next.Kind is QasmTokenKind.Sign or QasmTokenKind.Word && Next.Text == text;

    public bool TryTake(string text)
    {
        if (!Is(text)) return false;
        Take();
        return true;
    }

    public void Expect(string text)
    {
        if (!TryTake(text)) throw Next.Error($"found {Next}, expected '{text}'");
    }

    public QasmToken Expect(QasmTokenKind kind, string what) => Next.Kind == kind ? Take() : throw Next.Error($"found {Next}, expected {what}");

    private QasmToken Read()
    {
        SkipBlank();
        ReadOnlySpan<char> rest = _text.AsSpan(_at);
        if (rest.IsEmpty) return Token(QasmTokenKind.End, 0);
        if (IsLetter(rest[0])) return Token(QasmTokenKind.Word, WordLength(rest));
        if (rest is ['$', var number, ..] && char.IsAsciiDigit(number)) return Token(QasmTokenKind.Word, 1 + Run(rest[1..], Digits)); // a qubit of a device
        if (char.IsAsciiDigit(rest[0]) || (rest is ['.', var digit, ..] && char.IsAsciiDigit(digit)))
            return Token(QasmTokenKind.Number, NumberLength(rest));
        if (rest[0] != '"') return Token(QasmTokenKind.Sign, rest[..Math.Min(2, rest.Length)] is "->" or "==" or "!=" or "**" ? 2 : 1);
        int end = rest[1..].IndexOfAny('"', '\n') + 1;
        return end > 0 && rest[end] == '"'
            ? Token(QasmTokenKind.Text, end + 1)
            : throw Token(QasmTokenKind.Text, 0).Error("a text in quotation marks does not end in its line");
    }

    private void SkipBlank()
    {
        while (_at < _text.Length)
        {
            ReadOnlySpan<char> rest = _text.AsSpan(_at);
            int length = char.IsWhiteSpace(rest[0]) ? 1 : 0;
            if (rest.StartsWith("//")) length = rest.IndexOf('\n') is >= 0 and var line ? line : rest.Length;
            if (rest.StartsWith("/*"))
                length = rest[2..].IndexOf("*/") is >= 0 and var inside ? inside + 4 : throw Token(QasmTokenKind.Sign, 2).Error("a comment does not end; expected '*/'");
            if (length == 0) return;
            _line += rest[..length].Count('\n');
            if (rest[..length].LastIndexOf('\n') is >= 0 and var last) _lineStart = _at + last + 1;
            _at += length;
        }
    }

    /// <summary>Whether a word may begin with it, as OpenQASM 3 has it: letters of any script, and _.</summary>
    public static bool IsLetter(char c) => c == '_' || char.IsLetter(c);

    private static int WordLength(ReadOnlySpan<char> text)
    {
        int length = 1;
        while (length < text.Length && (IsLetter(text[length]) || char.IsAsciiDigit(text[length]))) length++;
        return length;
    }

    private static int Run(ReadOnlySpan<char> text, SearchValues<char> of) =>
        text.IndexOfAnyExcept(of) is >= 0 and var end ? end : text.Length;

    private static int NumberLength(ReadOnlySpan<char> text)
    {
        int length = Run(text, NumberCharacters);
        if (length == text.Length || text[length] is not ('e' or 'E')) return length;
        int sign = text[(length + 1)..] is ['+' or '-', ..] ? 2 : 1, digits = Run(text[(length + sign)..], Digits);
        return digits > 0 ? length + sign + digits : length;
    }

    // Takes so many characters.
    private QasmToken Token(QasmTokenKind kind, int length)
    {
        _at += length;
        return new(kind, _text[(_at - length).._at], _line, _at - length - _lineStart + 1);
    }
}
