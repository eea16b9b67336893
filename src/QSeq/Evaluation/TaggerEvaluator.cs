using QSeq.Data;
using QSeq.Training;

namespace QSeq.Evaluation;

/// <summary>A tagger's scores on sentences whose tags are known. Words are known or unknown as its own training part has them.</summary>
public static class TaggerEvaluator
{
    private const int Batch = 1024; // sentences tagged at once, which bounds the memory

    /// <summary>Tags sentences and compares.</summary>
    /// <param name="tagger">The tagger.</param>
    /// <param name="sentences">Tagged sentences, at least one; a tag that the tagger does not know counts as an error.</param>
    /// <returns>The scores.</returns>
    /// <exception cref="ArgumentException">There are no sentences, or one has no tags.</exception>
    public static TagScores Evaluate(SequenceTagger tagger, IEnumerable<TaggedSentence> sentences)
    {
        ArgumentNullException.ThrowIfNull(tagger);
        ArgumentNullException.ThrowIfNull(sentences);
        var sum = new TagScoreBuilder(tagger.Tags.Names);
        bool scored = false;
        foreach (TaggedSentence[] batch in sentences.Chunk(Batch))
        {
            if (Array.Find(batch, sentence => !sentence.IsTagged) is { } bare)
                throw new ArgumentException($"The sentence that begins with '{bare.Words[0]}' has no tags to compare with.", nameof(sentences));
            scored = true;
            IReadOnlyList<TaggedSentence> given = tagger.Tag(batch);
            for (int s = 0; s < batch.Length; s++)
                sum.Add(batch[s].Tags, given[s].Tags, [.. batch[s].Words.Select(tagger.Encoder.IsKnown)]);
        }

        return scored ? sum.Scores() : throw new ArgumentException("There are no sentences to score.", nameof(sentences));
    }
}
