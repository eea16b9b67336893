using System.Text;

namespace QSeq.Data;

/// <summary>
/// What a word looks like, in ten classes: a hint at its part of speech that serves for words never seen. The first class
/// that fits is taken, in the order punctuation, number, mixed with digits, hyphenated, then by its capital letters.
/// </summary>
internal static class WordShape
{
    private const int Other = 0, Lower = 1, Capital = 2, InitialCapital = 3, Upper = 4, MixedCase = 5, Number = 6, Alphanumeric = 7, Hyphenated = 8, Punctuation = 9;

    /// <summary>
    /// The classes by their numbers: other (letters without case, emoji), lower (word), capital (Word, within a sentence),
    /// initial-capital (Word, where a sentence begins), upper (WORD), mixed-case (iWord), number (digits, with signs: 3.5),
    /// alphanumeric (4th), hyphenated (well-known), punctuation (signs alone).
    /// </summary>
    public static ImmutableArray<string> Names { get; } =
        ["other", "lower", "capital", "initial-capital", "upper", "mixed-case", "number", "alphanumeric", "hyphenated", "punctuation"];

    /// <summary>
    /// The class of a word as written, not empty: the place of its name among <see cref="Names"/>. In the first word of a
    /// sentence, punctuation apart, a capital says little.
    /// </summary>
    public static int Of(string word, bool first)
    {
        ArgumentException.ThrowIfNullOrEmpty(word);
        int letters = 0, uppers = 0, lowers = 0, digits = 0, hyphens = 0, signs = 0, runes = 0;
        bool capital = false; // the first letter
        foreach (Rune rune in word.EnumerateRunes())
        {
            runes++;
            if (Rune.IsLetter(rune))
            {
                if (letters++ == 0) capital = Rune.IsUpper(rune);
                if (Rune.IsUpper(rune)) uppers++;
                else if (Rune.IsLower(rune)) lowers++;
            }
            else if (Rune.IsDigit(rune))
            {
                digits++;
            }
            else if (Rune.IsPunctuation(rune) || Rune.IsSymbol(rune))
            {
                signs++;
                if (rune.Value is '-' or 0x2010 or 0x2011) hyphens++;
            }
        }

        if (signs == runes) return IsEmoji(word) ? Other : Punctuation;
        if (digits > 0) return letters == 0 ? Number : Alphanumeric;
        if (letters == 0 || uppers + lowers == 0) return Other;
        if (hyphens > 0) return Hyphenated;
        if (uppers == 0) return Lower;
        if (uppers > 1 && lowers == 0) return Upper;
        if (uppers == 1 && capital) return first ? InitialCapital : Capital;
        return MixedCase;
    }

    /// <summary>Whether a word is signs alone, so that the next one still begins the sentence.</summary>
    internal static bool IsPunctuation(string word) => Of(word, first: false) == Punctuation;

    /// <summary>Signs outside the basic plane: pictures rather than punctuation.</summary>
    private static bool IsEmoji(string word) => word.EnumerateRunes().All(rune => rune.Value > 0xFFFF);
}
