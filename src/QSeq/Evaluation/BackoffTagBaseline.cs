using QSeq.Data;

namespace QSeq.Evaluation;

/// <summary>
/// Tables alone, but with what a tagger of words, suffixes and shapes sees: a word (in small letters) gets the tag it has
/// most often in training; one that does not occur, the most frequent tag of its suffix and shape among the rare words of
/// training, which unknown ones resemble; where these do not occur together, of its shape among all words. What a network of
/// the same features gains over this it gains by context.
/// </summary>
public sealed class BackoffTagBaseline
{
    private const int Rare = 2; // occurrences at most; chosen on the validation part of UD English EWT's development file

    private readonly TokenEncoder _encoder;
    private readonly TagSet _tags;
    private readonly Dictionary<int, int> _byWord = [];
    private readonly Dictionary<(int Suffix, int Shape), int> _byLook = [];
    private readonly int[] _byShape;

    private BackoffTagBaseline(TokenEncoder encoder, TagSet tags, IReadOnlyCollection<TaggedSentence> train)
    {
        (_encoder, _tags) = (encoder, tags);
        int[] overall = new int[tags.Count];
        var words = new Dictionary<int, int[]>();
        var looks = new Dictionary<(int, int), int[]>();
        (TaggedSentence Sentence, int[][] Symbols)[] encoded = [.. train.Select(sentence => (sentence, encoder.Encode(sentence)))];
        Dictionary<int, int> occurrences = encoded.SelectMany(pair => pair.Symbols[0]).CountBy(word => word).ToDictionary();
        int[][] shapes = [.. Enumerable.Range(0, encoder.Channels[2].Vocabulary.Count).Select(_ => new int[tags.Count])];
        foreach ((TaggedSentence sentence, int[][] symbols) in encoded)
        {
            for (int w = 0; w < sentence.Words.Length; w++)
            {
                int tag = tags.IndexOf(sentence.Tags[w]);
                overall[tag]++;
                shapes[symbols[2][w]][tag]++;
                MostFrequentTagBaseline.Of(words, symbols[0][w], tags.Count)[tag]++;
                if (occurrences[symbols[0][w]] <= Rare)
                    MostFrequentTagBaseline.Of(looks, (symbols[1][w], symbols[2][w]), tags.Count)[tag]++;
            }
        }

        foreach ((int word, int[] counts) in words) _byWord[word] = MostFrequentTagBaseline.Best(counts, overall);
        foreach (((int, int) look, int[] counts) in looks) _byLook[look] = MostFrequentTagBaseline.Best(counts, overall);
        _byShape = [.. shapes.Select(counts => MostFrequentTagBaseline.Best(counts, overall))];
    }

    /// <summary>How many entries all tables have.</summary>
    public int ParameterCount => _byWord.Count + _byLook.Count + _byShape.Length;

    /// <summary>Counts the tags of words, suffixes and shapes.</summary>
    /// <param name="train">Tagged sentences, the training part and nothing else; at least one.</param>
    /// <param name="suffixLength">How many letters a suffix has, 1 to 8.</param>
    /// <returns>The tagger.</returns>
    /// <exception cref="ArgumentException">There are no sentences, one has no tags, or the suffix is out of range.</exception>
    public static BackoffTagBaseline Fit(IReadOnlyCollection<TaggedSentence> train, int suffixLength = 3)
    {
        ArgumentNullException.ThrowIfNull(train);
        var options = new TokenEncoderOptions { Channels = [TokenFeature.Word, TokenFeature.Suffix, TokenFeature.Shape], SuffixLength = suffixLength };
        return new BackoffTagBaseline(TokenEncoder.Fit(train, options), TagSet.Fit(train), train);
    }

    /// <summary>Tags the words of a sentence.</summary>
    /// <param name="words">The words as written, none empty.</param>
    /// <returns>A tag for each.</returns>
    /// <exception cref="ArgumentException">There are no words, or one is empty.</exception>
    public string[] Predict(IReadOnlyList<string> words)
    {
        int[][] symbols = _encoder.Encode(words);
        return [.. Enumerable.Range(0, words.Count).Select(w => _tags.Names[TagOf(symbols[0][w], symbols[1][w], symbols[2][w])])];
    }

    /// <summary>Tags sentences and compares; words are known or unknown as written.</summary>
    /// <param name="test">Tagged sentences, at least one.</param>
    /// <returns>The scores.</returns>
    /// <exception cref="ArgumentException">There are no sentences, or one has no tags.</exception>
    public TagScores Score(IEnumerable<TaggedSentence> test) =>
        TagScoreBuilder.Score(_tags.Names, test, batch: 1, batch => batch.Select(sentence => Predict(sentence.Words)), _encoder.IsKnown);

    // 0 is the number of a word or suffix that does not occur; it is in no table.
    private int TagOf(int word, int suffix, int shape) =>
        _byWord.TryGetValue(word, out int tag) || _byLook.TryGetValue((suffix, shape), out tag) ? tag : _byShape[shape];
}
