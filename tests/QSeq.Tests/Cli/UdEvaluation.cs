using System.Globalization;
using System.Text;

namespace QSeq.Tests.Cli;

/// <summary>
/// What the evaluation of Universal Dependencies' shared tasks makes of two files: tokens are spans of the text without its
/// spaces, words are the lines with whole numbers, those of a multi-word token have its span, and only aligned words are scored.
/// </summary>
internal sealed class UdEvaluation
{
    private readonly StringBuilder _text = new();
    private readonly List<(int Start, int End)> _tokens = [];
    private readonly List<(int Start, int End, string[] Row, bool InRange)> _words = [];
    private readonly List<(int Start, int End)> _sentences = [];

    /// <summary>Takes a file in, as strictly as the evaluation does.</summary>
    public UdEvaluation(string conllu)
    {
        Assert.EndsWith("\n\n", conllu, StringComparison.Ordinal);
        int from = 0, word = 0, last = 0;
        foreach (string line in conllu.Split('\n')[..^1])
        {
            if (word == 0 && last == 0 && line.StartsWith('#')) continue;
            if (line.Length == 0)
            {
                Assert.True(word > 0 && last <= word);
                _sentences.Add((from, _text.Length));
                (from, word, last) = (_text.Length, 0, 0);
                continue;
            }

            string[] row = line.Split('\t');
            Assert.Equal(10, row.Length);
            if (row[0].Contains('.', StringComparison.Ordinal)) continue; // an empty node is no word
            bool range = row[0].Contains('-', StringComparison.Ordinal);
            if (range || word >= last)
            {
                int start = _text.Length;
                foreach (Rune rune in row[1].EnumerateRunes().Where(rune => Rune.GetUnicodeCategory(rune) != UnicodeCategory.SpaceSeparator)) _text.Append(rune);
                Assert.True(_text.Length > start);
                _tokens.Add((start, _text.Length));
            }

            if (range)
            {
                int[] ends = [.. row[0].Split('-').Select(int.Parse)];
                Assert.Equal(word + 1, ends[0]);
                last = ends[1];
                continue;
            }

            Assert.Equal(++word, int.Parse(row[0], CultureInfo.InvariantCulture));
            _words.Add((_tokens[^1].Start, _tokens[^1].End, row, word <= last));
        }

        Assert.Equal((0, 0), (word, last));
    }

    /// <summary>The words, multi-word tokens not among them.</summary>
    public int Words => _words.Count;

    /// <summary>
    /// The share of words whose column is the same in another file, which must be the same text in the same tokens, words and
    /// sentences; all words then align in their order.
    /// </summary>
    public double Accuracy(UdEvaluation gold, int column)
    {
        Assert.Equal(gold._text.ToString(), _text.ToString());
        Assert.Equal(gold._tokens, _tokens);
        Assert.Equal(gold._sentences, _sentences);
        Assert.Equal(gold._words.Select(word => (word.Start, word.End, word.Row[1], word.InRange)), _words.Select(word => (word.Start, word.End, word.Row[1], word.InRange)));
        return gold._words.Zip(_words).Count(pair => pair.First.Row[column] == pair.Second.Row[column]) / (double)_words.Count;
    }
}
