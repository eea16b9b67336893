using System.Buffers;

namespace QSeq.Cli.Output;

/// <summary>The command line as it can be given again, without a password.</summary>
internal static class CommandText
{
    private static readonly SearchValues<char> Plain = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-+=.,:/@%");

    /// <summary>The words of a command line, quoted where a shell needs it.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="data">The argument in which a password may stand.</param>
    /// <param name="shown">What is written in its place.</param>
    public static string Of(ParseResult parsed, string data, string shown) =>
        string.Join(' ', parsed.Tokens.Select(token => Quoted(token.Value == data ? shown : token.Value)).Prepend("qseq"));

    /// <summary>The words after qseq, quoted where a shell needs it.</summary>
    public static string Of(IEnumerable<string> words) => string.Join(' ', words.Select(Quoted).Prepend("qseq"));

    private static string Quoted(string word) =>
        word.Length > 0 && !word.AsSpan().ContainsAnyExcept(Plain) ? word : $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
