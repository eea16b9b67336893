using System.Collections.Immutable;
using QSeq.Core;

namespace QSeq.Data;

/// <summary>
/// Turns words into numbers for embeddings, one channel a feature. The numbers are fitted on the training part only;
/// whatever was not seen there (or too rarely) gets 0, the number of the unknown. Immutable.
/// </summary>
public sealed class TokenEncoder
{
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
        HashSet<string> known = new(sentences.SelectMany(sentence => sentence.Words), StringComparer.Ordinal);
        known.Remove(Vocabulary.Unknown);
        return new TokenEncoder([.. channels], options, known);
    }

    /// <summary>The encoder that <see cref="Describe"/> described.</summary>
    /// <param name="description">Names and lists, such as those of a model file.</param>
    /// <returns>The encoder, which gives the same numbers.</returns>
    /// <exception cref="ArgumentException">A name is unknown, a list holds something twice or lacks what has to be there, or a number is outside its range.</exception>
    public static TokenEncoder From(TokenEncoderDescription description)
    {
        ArgumentNullException.ThrowIfNull(description);
        if (description.Channels is null || description.Channels.Any(channel => channel is null)) throw new ArgumentException("the encoder's channels are missing; expected at least one");

        var options = new TokenEncoderOptions
        {
            Channels = [.. description.Channels.Select(channel => FeatureOf(channel.Name))],
            MinCount = description.MinCount,
            SuffixLength = description.SuffixLength,
            Closed = description.Closed,
        };
        options.Validate();
        ImmutableArray<TokenChannel> channels = [.. description.Channels.Select((channel, c) => new TokenChannel(options.Channels[c], VocabularyOf(channel, description.Closed)))];
        return new TokenEncoder(channels, options, KnownOf(description, channels, options));
    }

    /// <summary>The encoder as names and lists, for a model file.</summary>
    /// <returns>The description, of which <see cref="From"/> makes an equal encoder.</returns>
    public TokenEncoderDescription Describe() => new()
    {
        Channels = [.. Channels.Select(channel => new TokenChannelDescription { Name = channel.Name, Items = channel.Vocabulary.Items })],
        MinCount = Options.MinCount,
        SuffixLength = Options.SuffixLength,
        Closed = Options.Closed,
        KnownWords = FormHasAll(Channels, Options) ? null : [.. _known.Order(StringComparer.Ordinal)],
    };

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

        int[][] numbers = new int[Channels.Length][];
        for (int c = 0; c < numbers.Length; c++)
        {
            TokenChannel channel = Channels[c];
            numbers[c] = [.. Values(channel.Feature, words, Options.SuffixLength).Select(channel.Vocabulary.IndexOf)];
            if (Array.IndexOf(numbers[c], -1) is >= 0 and int strange)
                throw new ArgumentException($"the word {BadData.Quote(words[strange])} was not seen in training, and the vocabulary is closed; train with an open one");
        }

        return numbers;
    }

    /// <summary>Whether a word occurs in the training part as written, capitals included.</summary>
    /// <param name="word">The word.</param>
    /// <returns>True where it occurs, however rarely; false for <see cref="Vocabulary.Unknown"/> itself.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="word"/> is null.</exception>
    public bool IsKnown(string word)
    {
        ArgumentNullException.ThrowIfNull(word);
        return _known.Contains(word);
    }

    private static Vocabulary Fit(TokenFeature feature, IEnumerable<TaggedSentence> sentences, TokenEncoderOptions options) => feature == TokenFeature.Shape
        ? Vocabulary.FromItems(WordShape.Names)
        : Vocabulary.Build(sentences.SelectMany(sentence => Values(feature, sentence.Words, options.SuffixLength)), options.MinCount, closed: options.Closed);

    private static IEnumerable<string> Values(TokenFeature feature, IReadOnlyList<string> words, int suffixLength)
    {
        bool first = true;
        foreach (string word in words)
        {
            yield return TokenChannel.ValueOf(feature, word, first, suffixLength);
            first &= feature != TokenFeature.Shape || WordShape.IsPunctuation(word);
        }
    }

    /// <summary>Whether the channel of forms holds every word of training.</summary>
    private static bool FormHasAll(ImmutableArray<TokenChannel> channels, TokenEncoderOptions options) =>
        options.MinCount == 1 && channels.Any(channel => channel.Feature == TokenFeature.Form);

    private static TokenFeature FeatureOf(string name)
    {
        TokenFeature[] features = Enum.GetValues<TokenFeature>();
        int place = Array.FindIndex(features, feature => TokenChannel.NameOf(feature) == name);
        return place >= 0 ? features[place] : throw new ArgumentException(NearestName.Describe("channel", name ?? "", features.Select(TokenChannel.NameOf)));
    }

    private static Vocabulary VocabularyOf(TokenChannelDescription channel, bool closed)
    {
        if (channel.Items is not { Count: > 0 }) throw new ArgumentException($"channel '{channel.Name}' has no items; expected at least the one for unknown values");
        if (channel.Name == TokenChannel.NameOf(TokenFeature.Shape))
        {
            if (!channel.Items.SequenceEqual(WordShape.Names)) throw new ArgumentException($"channel 'shape' has other classes than {string.Join(", ", WordShape.Names)}");
        }
        else if (!closed && channel.Items[0] != Vocabulary.Unknown)
        {
            throw new ArgumentException($"channel '{channel.Name}' begins with {BadData.Quote(channel.Items[0])}; expected '{Vocabulary.Unknown}', for unknown values");
        }

        try
        {
            return Vocabulary.FromItems(channel.Items, closed && channel.Name != TokenChannel.NameOf(TokenFeature.Shape));
        }
        catch (ArgumentException e)
        {
            throw new ArgumentException($"channel '{channel.Name}': {e.Message}", e);
        }
    }

    private static HashSet<string> KnownOf(TokenEncoderDescription description, ImmutableArray<TokenChannel> channels, TokenEncoderOptions options)
    {
        if (FormHasAll(channels, options))
        {
            if (description.KnownWords is not null) throw new ArgumentException("the encoder has a list of known words beside a channel 'form' that holds them all; leave the list out");
            return new HashSet<string>(channels.First(channel => channel.Feature == TokenFeature.Form).Vocabulary.Items.Skip(options.Closed ? 0 : 1), StringComparer.Ordinal);
        }

        if (description.KnownWords is not { } words) throw new ArgumentException("the encoder's list of known words is missing; only a channel 'form' of least count 1 holds them");
        if (words.Any(string.IsNullOrEmpty)) throw new ArgumentException("a known word of the encoder is empty; leave it out");
        HashSet<string> known = new(words, StringComparer.Ordinal);
        return known.Count == words.Count ? known : throw new ArgumentException("a known word of the encoder is listed twice; list every word once");
    }
}
