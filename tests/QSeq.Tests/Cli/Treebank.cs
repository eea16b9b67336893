using System.Globalization;
using System.Text;
using QSeq.Core;

namespace QSeq.Tests.Cli;

/// <summary>A treebank of made-up English that a small tagger learns in a few epochs.</summary>
internal static class Treebank
{
    private static readonly (string Tag, string Fine, string[] Words)[] Classes =
    [
        ("DET", "DT", ["the", "a", "every"]),
        ("ADJ", "JJ", ["blue", "old", "quiet", "rusty"]),
        ("NOUN", "NN", ["boat", "harbour", "gull", "storm", "light"]),
        ("VERB", "VBZ", ["leaves", "finds", "hears", "lights"]),
        ("PUNCT", ".", [".", "!"]),
    ];

    /// <summary>Sentences such as <c>the old boat leaves a harbour the quiet storm every rusty gull .</c>, each with a sent_id, as CoNLL-U.</summary>
    public static string Text(int sentences = 120, ulong seed = 1)
    {
        var random = new RandomSource(seed, "treebank");
        var text = new StringBuilder();
        for (int s = 1; s <= sentences; s++)
        {
            List<int> pattern = [0, 2, 3, 4];
            if (random.NextInt(2) == 1) pattern.Insert(1, 1);
            if (random.NextInt(2) == 1) pattern.InsertRange(pattern.Count - 1, [0, 2]);
            pattern.InsertRange(pattern.Count - 1, [0, 1, 2, 0, 1, 2]); // so long that none is made twice
            text.Append(CultureInfo.InvariantCulture, $"# sent_id = made-{s}\n");
            for (int w = 0; w < pattern.Count; w++)
            {
                (string tag, string fine, string[] words) = Classes[pattern[w]];
                text.Append(CultureInfo.InvariantCulture, $"{w + 1}\t{words[random.NextInt(words.Length)]}\t_\t{tag}\t{fine}\t_\t_\t_\t_\t_\n");
            }

            text.Append('\n');
        }

        return text.ToString();
    }
}
