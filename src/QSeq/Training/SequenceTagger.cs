using QSeq.Data;
using QSeq.Engines;
using QSeq.Models;
using QSeq.Objectives;

namespace QSeq.Training;

/// <summary>
/// Gives every word of a sentence a tag: a sequence model over embeddings, with the words and the tags it knows. The
/// answer to a word is the tag of the highest score.
/// </summary>
public sealed class SequenceTagger
{
    /// <summary>Joins a model with the words and tags it was made for.</summary>
    /// <param name="model">A model with an embedding, one channel for each of the encoder's, that answers at every step.</param>
    /// <param name="encoder">What turns words into symbols.</param>
    /// <param name="tags">The tags, one for each output.</param>
    /// <exception cref="ArgumentException">They do not fit each other.</exception>
    public SequenceTagger(SequenceModel model, TokenEncoder encoder, TagSet tags)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(encoder);
        ArgumentNullException.ThrowIfNull(tags);
        SequenceModelConfig config = model.Config;
        (string, int)[] has = [.. (config.Embedding?.Channels ?? []).Select(channel => (channel.Name, channel.Entries))];
        (string, int)[] needs = [.. encoder.Channels.Select(channel => (channel.Name, channel.Vocabulary.Count))];
        if (!has.SequenceEqual(needs))
            throw new ArgumentException($"The model's embedding is for {Describe(has)}, the words for {Describe(needs)}.", nameof(encoder));
        if (config.Outputs != tags.Count)
            throw new ArgumentException($"The model has {config.Outputs} outputs, but there are {tags.Count} tags.", nameof(tags));
        if (config.Output != OutputMode.Sequence)
            throw new ArgumentException($"A tagger answers at every word, but the model's output mode is {config.Output}.", nameof(model));
        (Model, Encoder, Tags) = (model, encoder, tags);
    }

    /// <summary>The model.</summary>
    public SequenceModel Model { get; }

    /// <summary>What turns words into symbols.</summary>
    public TokenEncoder Encoder { get; }

    /// <summary>The tags it can give.</summary>
    public TagSet Tags { get; }

    /// <summary>A tagger with first weights, whose words and tags are those of training sentences.</summary>
    /// <param name="training">The training part and nothing else, tagged.</param>
    /// <param name="options">What it is.</param>
    /// <param name="seed">The seed of the first weights.</param>
    /// <returns>The tagger, to be trained.</returns>
    /// <exception cref="ArgumentException">There is no sentence, one has no tags, or an option is out of range.</exception>
    public static SequenceTagger Create(IReadOnlyList<TaggedSentence> training, TaggerOptions options, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(training);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        TokenEncoder encoder = TokenEncoder.Fit(training, options.Tokens);
        TagSet tags = TagSet.Fit(training);
        return new SequenceTagger(new SequenceModel(options.Network(encoder, tags), seed), encoder, tags);
    }

    /// <summary>Tags one sentence.</summary>
    /// <param name="words">Its words as written, at least one.</param>
    /// <returns>A tag for each word.</returns>
    /// <exception cref="ArgumentException">There is no word, or one is empty.</exception>
    public ImmutableArray<string> Tag(IReadOnlyList<string> words)
    {
        ArgumentNullException.ThrowIfNull(words);
        return Tag([new TaggedSentence([.. words])])[0].Tags;
    }

    /// <summary>Tags sentences.</summary>
    /// <param name="sentences">The sentences; tags they have are not looked at.</param>
    /// <returns>The same sentences in the same order, with the tagger's tags.</returns>
    public IReadOnlyList<TaggedSentence> Tag(IReadOnlyList<TaggedSentence> sentences)
    {
        ArgumentNullException.ThrowIfNull(sentences);
        if (sentences.Count == 0) return [];
        int[][] tags = new int[sentences.Count][];
        new BatchPredictor(Model, new SentenceSource(Model, Encode(sentences))).Predict((which, y, _) =>
        {
            for (int lane = 0; lane < which.Length; lane++)
            {
                int[] own = tags[which[lane]] = new int[sentences[which[lane]].Words.Length];
                for (int t = 0; t < own.Length; t++) own[t] = CrossEntropyKernel.Best(y.Slice(t * Tags.Count, Tags.Count), lane);
            }
        });
        return [.. sentences.Select((sentence, n) => sentence.WithTags([.. tags[n].Select(tag => Tags.Names[tag])]))];
    }

    /// <summary>Sentences as numbers; a tag that is not known, or missing, does not count.</summary>
    internal TagSequence[] Encode(IReadOnlyList<TaggedSentence> sentences) => [.. sentences.Select(sentence => new TagSequence(
        Encoder.Encode(sentence),
        sentence.IsTagged ? [.. sentence.Tags.Select(Tags.IndexOf)] : [.. Enumerable.Repeat(CrossEntropyKernel.NoClass, sentence.Words.Length)]))];

    private static string Describe((string Name, int Entries)[] channels) =>
        channels.Length == 0 ? "numbers" : string.Join(" and ", channels.Select(channel => $"{channel.Entries} entries of '{channel.Name}'"));
}
