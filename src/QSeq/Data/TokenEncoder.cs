namespace QSeq.Data;

/// <summary>
/// Turns words into numbers for embeddings, one channel a feature. The numbers are fitted on the training part only;
/// whatever was not seen there (or too rarely) gets 0, the number of the unknown. Words are looked up in Unicode's normal form
/// C, so a letter and its marks are one word however they were typed. Immutable.
/// </summary>
public sealed class TokenEncoder
{
    private static readonly Advice OpenOne = new("TokenEncoderOptions.Closed", false, "train with an open one");

    private readonly HashSet<string> _known;

    private TokenEncoder(ImmutableArray<TokenChannel> channels, TokenEncoderOptions options, HashSet<string> known) =>
        (Channels, Options, _known) = (channels, options, known);

    /// <summary>The channels in order: what an embedding needs to know of each.</summary>
    public ImmutableArray<TokenChannel> Channels { get; }

    /// <summary>How words become numbers.</summary>
    public TokenEncoderOptions Options { get; }

    /// <summary>Numbers the words of the training part.</summary>
    /// <param name="sentences">The training part and nothing else, at least one sentence; tags do not matter.</param>
    /// <param name="options">How words become numbers; null for the defaults.</param>
    /// <returns>The encoder.</returns>
    /// <exception cref="ArgumentException">There are no sentences, or an option is outside its range.</exception>
    public static TokenEncoder Fit(IReadOnlyCollection<TaggedSentence> sentences, TokenEncoderOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(sentences);
        options ??= new TokenEncoderOptions();
        options.Validate();
        options = options with { Channels = [.. options.Channels] }; // whoever holds the list may write to it
        if (sentences.Count == 0) throw new ArgumentException("there are no sentences to number the words of; expected at least one");

        var channels = options.Channels.Select(feature => new TokenChannel(feature, Fit(feature, sentences, options)));
        HashSet<string> known = new(sentences.SelectMany(sentence => sentence.Words).Select(Nfc.Of), StringComparer.Ordinal);
        known.Remove(Vocabulary.Unknown);
        return new TokenEncoder([.. channels], options, known);
    }

    /// <summary>An encoder of no words, for reading.</summary>
    internal static TokenEncoder Blank(TokenEncoderOptions options) => new([], options, []);

    /// <summary>Exchanges the words; options stand elsewhere.</summary>
    internal TokenEncoder MapFields(FieldMap f)
    {
        ImmutableArray<Items> lists = f.List(
            "channels",
            [.. Channels.Select(channel => new Items(channel.Name, channel.Vocabulary.Items))],
            new Items("", []),
            (items, inner) => new Items(inner.Text("name", items.Name), inner.Texts("items", items.Values)));
        IReadOnlyList<string>? known = f.OptionalTexts("knownWords", Channels.IsEmpty || FormHasAll(Options) ? null : [.. _known.Order(StringComparer.Ordinal)]);
        string[] names = [.. Options.Channels.Select(TokenChannel.NameOf)];
        if (!lists.Select(items => items.Name).SequenceEqual(names))
            throw new ArgumentException($"the words are listed by {string.Join(", ", lists.Select(items => items.Name))}, expected {string.Join(", ", names)}");
        ImmutableArray<TokenChannel> channels = [.. lists.Select((items, c) => new TokenChannel(Options.Channels[c], VocabularyOf(items, Options.Closed)))];
        return new TokenEncoder(channels, Options, KnownOf(known, channels, Options));
    }

    /// <summary>The numbers of a sentence's words.</summary>
    /// <param name="sentence">The sentence; its tags do not matter.</param>
    /// <returns>[channel][word], each from 0 to the count of the channel's vocabulary less 1.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="sentence"/> is null.</exception>
    public int[][] Encode(TaggedSentence sentence)
    {
        ArgumentNullException.ThrowIfNull(sentence);
        return Encode(sentence.Words);
    }

    /// <summary>The numbers of the words of a sentence.</summary>
    /// <param name="words">The words as written, from the first of the sentence on, none null or empty.</param>
    /// <returns>[channel][word], each from 0 to the count of the channel's vocabulary less 1; 0 where the value is not known.</returns>
    /// <exception cref="ArgumentException"><paramref name="words"/> is null, one of them null or empty, or not known to a closed vocabulary.</exception>
    public int[][] Encode(IReadOnlyList<string> words)
    {
        ArgumentNullException.ThrowIfNull(words);
        for (int w = 0; w < words.Count; w++)
            if (string.IsNullOrEmpty(words[w])) throw new ArgumentException($"word {w + 1} of a sentence is empty; leave it out");

        string[] normal = [.. words.Select(Nfc.Of)];
        bool changed = !normal.SequenceEqual(words);
        int[][] numbers = new int[Channels.Length][];
        for (int c = 0; c < numbers.Length; c++)
        {
            TokenChannel channel = Channels[c];
            numbers[c] = [.. Values(channel.Feature, normal, Options).Select(channel.Vocabulary.IndexOf)];
            if (changed) AsWritten(numbers[c], channel, words);
            if (Array.IndexOf(numbers[c], -1) is >= 0 and int strange)
                throw OptionCheck.Refusal($"the word {BadData.Quote(words[strange])} was not seen in training, and the vocabulary is closed; {OpenOne}");
        }

        return numbers;
    }

    /// <summary>Whether a word occurs in the training part, capitals included, however its marks were typed.</summary>
    /// <param name="word">The word.</param>
    /// <returns>True where it occurs, however rarely; false for <see cref="Vocabulary.Unknown"/> itself.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="word"/> is null.</exception>
    public bool IsKnown(string word)
    {
        ArgumentNullException.ThrowIfNull(word);
        return _known.Contains(Nfc.Of(word)) || _known.Contains(word);
    }

    /// <summary>Looks up as written what is not known in normal form: an encoder of an earlier version holds words as they were typed.</summary>
    private void AsWritten(int[] numbers, TokenChannel channel, IReadOnlyList<string> words)
    {
        int w = 0;
        foreach (string value in Values(channel.Feature, words, Options))
        {
            if (numbers[w] == (channel.Vocabulary.IsClosed ? -1 : 0)) numbers[w] = channel.Vocabulary.IndexOf(value);
            w++;
        }
    }

    private static Vocabulary Fit(TokenFeature feature, IEnumerable<TaggedSentence> sentences, TokenEncoderOptions options) => feature == TokenFeature.Shape
        ? Vocabulary.FromItems(WordShape.Names)
        : Vocabulary.Build(sentences.SelectMany(sentence => Values(feature, [.. sentence.Words.Select(Nfc.Of)], options)), options.MinCount, closed: options.Closed);

    private static IEnumerable<string> Values(TokenFeature feature, IReadOnlyList<string> words, TokenEncoderOptions options)
    {
        bool first = true;
        foreach (string word in words)
        {
            yield return TokenChannel.ValueOf(feature, word, first, options);
            first &= feature != TokenFeature.Shape || WordShape.IsPunctuation(word);
        }
    }

    /// <summary>Whether the channel of forms holds every word of training.</summary>
    private static bool FormHasAll(TokenEncoderOptions options) => options.MinCount == 1 && options.Channels.Contains(TokenFeature.Form);

    private static Vocabulary VocabularyOf(Items channel, bool closed)
    {
        if (channel.Values.Count == 0) throw new ArgumentException($"channel '{channel.Name}' has no items; expected at least the one for unknown values");
        if (channel.Name == TokenChannel.NameOf(TokenFeature.Shape))
        {
            if (!channel.Values.SequenceEqual(WordShape.Names)) throw new ArgumentException($"channel 'shape' has other classes than {string.Join(", ", WordShape.Names)}");
        }
        else if (!closed && channel.Values[0] != Vocabulary.Unknown)
        {
            throw new ArgumentException($"channel '{channel.Name}' begins with {BadData.Quote(channel.Values[0])}; expected '{Vocabulary.Unknown}', for unknown values");
        }

        try
        {
            return Vocabulary.FromItems(channel.Values, closed && channel.Name != TokenChannel.NameOf(TokenFeature.Shape));
        }
        catch (ArgumentException e)
        {
            throw new ArgumentException($"channel '{channel.Name}': {e.Message}", e);
        }
    }

    private static HashSet<string> KnownOf(IReadOnlyList<string>? words, ImmutableArray<TokenChannel> channels, TokenEncoderOptions options)
    {
        if (FormHasAll(options))
        {
            if (words is not null) throw new ArgumentException("the encoder has a list of known words beside a channel 'form' that holds them all; leave the list out");
            return new HashSet<string>(channels.First(channel => channel.Feature == TokenFeature.Form).Vocabulary.Items.Skip(options.Closed ? 0 : 1), StringComparer.Ordinal);
        }

        if (words is null) throw new ArgumentException("the encoder's list of known words is missing; only a channel 'form' of least count 1 holds them");
        if (words.Any(string.IsNullOrEmpty)) throw new ArgumentException("a known word of the encoder is empty; leave it out");
        HashSet<string> known = new(words, StringComparer.Ordinal);
        return known.Count == words.Count ? known : throw new ArgumentException("a known word of the encoder is listed twice; list every word once");
    }

    private sealed record Items(string Name, IReadOnlyList<string> Values);
}
