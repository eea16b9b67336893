namespace QSeq.Cli.Options;

/// <summary>What a tagger looks up of a word, and how long the vectors are that it finds.</summary>
internal sealed class WordOptions : OptionGroup
{
    private static readonly string[] Names = [.. Enum.GetNames<TokenFeature>().Select(name => name.ToLowerInvariant())];
    private readonly Option<string[]?> _features = Opt.List("--features", "A,B,C", "What of a word is looked up: form (as written), word (in small letters), suffix, prefix, shape (capitals, digits, signs). [default: word,suffix,shape]");
    private readonly Option<string[]?> _embedding = Opt.List("--embedding", "N,N,N", "Length of the vector of each feature, in their order. [default: form and word 16, suffix and prefix 8, shape 4]");
    private readonly Option<int> _minCount = Opt.Int("--min-count", "How often a word or suffix has to occur in training to have a vector of its own; rarer ones train that of unknown ones.", 2, 1);
    private readonly Option<int?> _suffix = Opt.OptionalInt("--suffix", "Letters of a suffix. [default: 3]", 1, 8);

    private readonly Option<int?> _prefix = Opt.OptionalInt("--prefix", "Letters of a prefix. [default: 3]", 1, 8);

    public override Option[] All => [_features, _embedding, _minCount, _suffix, _prefix];

    /// <summary>The tagger that the command line asks for, with the gates and sizes of <paramref name="model"/>.</summary>
    public TaggerOptions Tagger(ParseResult parsed, SequenceModelConfig model)
    {
        TokenFeature[] features = Features(parsed);
        return new TaggerOptions
        {
            Gates = model.Gates,
            Hidden = model.Hidden,
            Layers = model.Layers,
            Bidirectional = model.Bidirectional,
            Dimensions = Dimensions(parsed, features),
            Tokens = new TokenEncoderOptions
            {
                Channels = features,
                MinCount = parsed.GetValue(_minCount),
                SuffixLength = parsed.GetValue(_suffix) ?? 3,
                PrefixLength = parsed.GetValue(_prefix) ?? 3,
            },
        };
    }

    /// <summary>The length of all vectors together: what the first cell reads at a step.</summary>
    public int Width(ParseResult parsed) => Dimensions(parsed, Features(parsed)).Sum();

    private TokenFeature[] Features(ParseResult parsed)
    {
        string[] given = [.. (parsed.Given(_features) ?? ["word", "suffix", "shape"]).Select(name => name.ToLowerInvariant())];
        if (Array.Find(given, name => !Names.Contains(name)) is { } strange)
            throw new UsageException($"--features names '{strange}', expected some of {string.Join(", ", Names)}");
        if (given.Distinct().Count() < given.Length)
            throw new UsageException($"--features names a feature twice ({string.Join(",", given)}); name it once");
        if (parsed.IsGiven(_suffix) && !given.Contains("suffix"))
            throw new UsageException($"--suffix does not apply to --features {string.Join(",", given)}; leave it out or add suffix");
        if (parsed.IsGiven(_prefix) && !given.Contains("prefix"))
            throw new UsageException($"--prefix does not apply to --features {string.Join(",", given)}; leave it out or add prefix");
        return [.. given.Select(name => (TokenFeature)Array.IndexOf(Names, name))];
    }

    private int[] Dimensions(ParseResult parsed, TokenFeature[] features)
    {
        if (parsed.Given(_embedding) is not { } given)
            return [.. features.Select(feature => feature switch { TokenFeature.Suffix or TokenFeature.Prefix => 8, TokenFeature.Shape => 4, _ => 16 })];
        if (given.Length == features.Length) return [.. given.Select(Length)];
        string names = string.Join(", ", features.Select(feature => Names[(int)feature]));
        string found = $"{NumberText.Count(given.Length, "length")} for {NumberText.Count(features.Length, "feature")}";
        throw new UsageException($"--embedding gives {found} ({names}); give one for each");
    }

    private static int Length(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int length) && length is >= 1 and <= 1024
            ? length
            : throw new UsageException($"--embedding is given '{text}', expected whole numbers from 1 to 1024, such as 16,8,4");
}
