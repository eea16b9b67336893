using System.Text;

namespace QSeq.Data;

/// <summary>One feature of words and the numbers of its values: what an embedding takes.</summary>
/// <param name="Feature">What of a word is numbered.</param>
/// <param name="Vocabulary">The numbers of its values; of shapes, all of <see cref="WordShape.Names"/>.</param>
public sealed record TokenChannel(TokenFeature Feature, Vocabulary Vocabulary)
{
    /// <summary>The feature's name in small letters, such as <c>suffix</c>: what a model file calls the channel.</summary>
    public string Name => NameOf(Feature);

    /// <summary>The name of a feature, as model files and command lines have it.</summary>
    internal static string NameOf(TokenFeature feature) => Enum.IsDefined(feature)
        ? feature.ToString().ToLowerInvariant()
        : throw new ArgumentOutOfRangeException(nameof(feature), feature, "this feature does not exist");

    internal static TokenFeature FeatureOf(string name)
    {
        TokenFeature[] features = Enum.GetValues<TokenFeature>();
        int place = Array.FindIndex(features, feature => NameOf(feature) == name);
        return place >= 0 ? features[place] : throw new ArgumentException(NearestName.Describe("channel", name ?? "", features.Select(NameOf)));
    }

    /// <summary>The value of a feature that a word, as written, has; it may be the first of its sentence, punctuation apart.</summary>
    internal static string ValueOf(TokenFeature feature, string word, bool first, TokenEncoderOptions options) => feature switch
    {
        TokenFeature.Form => word,
        TokenFeature.Word => word.ToLowerInvariant(),
        TokenFeature.Suffix => Suffix(word.ToLowerInvariant(), options.SuffixLength),
        TokenFeature.Prefix => Prefix(word.ToLowerInvariant(), options.PrefixLength),
        _ => WordShape.Names[WordShape.Of(word, first)],
    };

    private static string Prefix(string word, int length)
    {
        int end = 0;
        for (int n = 0; n < length && end < word.Length; n++)
        {
            Rune.DecodeFromUtf16(word.AsSpan(end), out _, out int units);
            end += units;
        }

        return word[..end];
    }

    /// <summary>The last letters of a word; a letter of two code units is not cut apart.</summary>
    private static string Suffix(string word, int length)
    {
        int start = word.Length;
        for (int n = 0; n < length && start > 0; n++)
        {
            Rune.DecodeLastFromUtf16(word.AsSpan(0, start), out _, out int units);
            start -= units;
        }

        return word[start..];
    }
}
