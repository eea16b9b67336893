namespace QSeq.Data;

/// <summary>What of a word a model sees, as a number.</summary>
public enum TokenFeature
{
    /// <summary>The word as written.</summary>
    Form,

    /// <summary>The word in small letters, so that a capital makes no other word of it.</summary>
    Word,

    /// <summary>The last letters of the word in small letters, or all of a shorter one.</summary>
    Suffix,

    /// <summary>What the word looks like: one of the classes of <see cref="WordShape"/>.</summary>
    Shape,

    /// <summary>The first letters of the word in small letters, or all of a shorter one.</summary>
    Prefix,
}

/// <summary>How words become numbers.</summary>
public sealed record TokenEncoderOptions
{
    private const int UsualPrefix = 3;

    /// <summary>The features, one channel each, in this order; at least one, none twice. The word as written alone (default), as in the paper.</summary>
    public IReadOnlyList<TokenFeature> Channels { get; init; } = [TokenFeature.Form];

    /// <summary>
    /// How often a form, word or suffix has to occur in training to get a number of its own, 1 or more. 1 (default) keeps
    /// all; from 2 on, the rare ones train what stands for unknown ones, which at 1 nothing trains.
    /// </summary>
    public int MinCount { get; init; } = 1;

    /// <summary>How many letters a suffix has, 1 to 8. 3 (default) tells -ing, -ion and -ous apart.</summary>
    public int SuffixLength { get; init; } = 3;

    /// <summary>How many letters a prefix has, 1 to 8; 3 (default).</summary>
    public int PrefixLength { get; init; } = UsualPrefix;

    /// <summary>
    /// Whether there is no number for what training has not seen, so that a new word is refused; no (default). The QK-LSTM
    /// paper's counts, 9 words of 8 numbers each, leave no room for one. Needs a <see cref="MinCount"/> of 1.
    /// </summary>
    public bool Closed { get; init; }

    internal TokenEncoderOptions MapFields(FieldMap f) => new()
    {
        Channels = [.. f.Texts("channels", [.. Channels.Select(TokenChannel.NameOf)]).Select(TokenChannel.FeatureOf)],
        MinCount = f.Whole("minCount", MinCount),
        SuffixLength = f.Whole("suffixLength", SuffixLength),
        PrefixLength = (int)(f.Number("prefixLength", Channels.Contains(TokenFeature.Prefix) ? PrefixLength : null) ?? UsualPrefix),
        Closed = f.Flag("closed", Closed),
    };

    internal void Validate()
    {
        OptionCheck.Require(Channels is { Count: > 0 }, $"there are no channels, expected at least one of {string.Join(", ", Enum.GetNames<TokenFeature>())}");
        OptionCheck.Require(Channels.All(Enum.IsDefined), $"a channel does not exist, expected {string.Join(", ", Enum.GetNames<TokenFeature>())}");
        OptionCheck.Require(Channels.Distinct().Count() == Channels.Count, $"a channel is given twice ({string.Join(", ", Channels)}), expected different ones");
        OptionCheck.Require(MinCount >= 1, $"the least count of a word is {MinCount}, expected 1 or more");
        OptionCheck.Require(!Closed || MinCount == 1, $"the least count of a word is {MinCount}, but a closed vocabulary has no number for rarer ones; expected 1");
        OptionCheck.Require(SuffixLength is >= 1 and <= 8, $"the length of a suffix is {SuffixLength}, expected 1 to 8");
        OptionCheck.Require(PrefixLength is >= 1 and <= 8, $"the length of a prefix is {PrefixLength}, expected 1 to 8");
    }
}
