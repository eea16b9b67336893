namespace QSeq.Quantum.Circuits;

internal enum QasmTokenKind
{
    Word,
    Number,
    Text, // in quotation marks
    Sign, // -> and == are one
    End,
}

/// <summary>A piece of an OpenQASM text and where it stands.</summary>
internal readonly record struct QasmToken(QasmTokenKind Kind, string Text, int Line, int Column)
{
    public override string ToString() => Kind == QasmTokenKind.End ? "the end of the text" : $"'{(Text.Length > 40 ? Text[..40] + "..." : Text)}'";

    public InvalidDataException Error(string problem) =>
        new(string.Create(CultureInfo.InvariantCulture, $"OpenQASM line {Line}, column {Column}: {problem}"));
}

/// <summary>Cuts an OpenQASM text into its pieces, one at a time; white space and comments are passed over.</summary>
internal sealed class QasmTokens
{
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
        if (_at == _text.Length) return Token(QasmTokenKind.End, _at);
        int start = _at;
        char c = _text[_at];
        if (char.IsAsciiLetter(c) || c == '_')
        {
            while (_at < _text.Length && (char.IsAsciiLetterOrDigit(_text[_at]) || _text[_at] == '_')) _at++;
            return Token(QasmTokenKind.Word, start);
        }

        if (char.IsAsciiDigit(c) || (c == '.' && _at + 1 < _text.Length && char.IsAsciiDigit(_text[_at + 1])))
        {
            SkipNumber();
            return Token(QasmTokenKind.Number, start);
        }

        if (c == '"')
        {
            int end = _text.AsSpan(_at + 1).IndexOfAny('"', '\n');
            if (end < 0 || _text[_at + 1 + end] == '\n') throw Token(QasmTokenKind.Text, start).Error("a text in quotation marks does not end in its line");
            _at += end + 2;
            return Token(QasmTokenKind.Text, start);
        }

        _at += _text.AsSpan(_at).StartsWith("->") || _text.AsSpan(_at).StartsWith("==") ? 2 : 1;
        return Token(QasmTokenKind.Sign, start);
    }

    private void SkipBlank()
    {
        while (_at < _text.Length)
        {
            if (char.IsWhiteSpace(_text[_at]))
            {
                Step();
            }
            else if (_text.AsSpan(_at).StartsWith("//"))
            {
                while (_at < _text.Length && _text[_at] != '\n') _at++;
            }
            else if (_text.AsSpan(_at).StartsWith("/*"))
            {
                QasmToken start = new(QasmTokenKind.Sign, "/*", _line, _at - _lineStart + 1);
                _at += 2;
                while (!_text.AsSpan(_at).StartsWith("*/"))
                {
                    if (_at == _text.Length) throw start.Error("a comment does not end; expected '*/'");
                    Step();
                }

                _at += 2;
            }
            else
            {
                return;
            }
        }
    }

    private void Step()
    {
        if (_text[_at++] != '\n') return;
        _line++;
        _lineStart = _at;
    }

    private void SkipNumber()
    {
        while (_at < _text.Length && (char.IsAsciiDigit(_text[_at]) || _text[_at] == '.')) _at++;
        if (_at == _text.Length || _text[_at] is not ('e' or 'E')) return;
        int digits = _at + 1 < _text.Length && _text[_at + 1] is '+' or '-' ? _at + 2 : _at + 1;
        if (digits >= _text.Length || !char.IsAsciiDigit(_text[digits])) return;
        _at = digits;
        while (_at < _text.Length && char.IsAsciiDigit(_text[_at])) _at++;
    }

    private QasmToken Token(QasmTokenKind kind, int start) => new(kind, _text[start.._at], _line, start - _lineStart + 1);
}
