namespace QSeq.Data;

/// <summary>
/// Sentences cut into training, validation and test parts, whole sentences each. In file order neighbours from one text
/// stay together, so the test part is further from the training part than in a random order: the harder, more honest test.
/// </summary>
/// <param name="Train">The sentences to learn from; at least one.</param>
/// <param name="Validation">The sentences to choose the best epoch by; empty when its fraction is 0.</param>
/// <param name="Test">The sentences to report on; empty when the other fractions make 1.</param>
public sealed record SentenceSplit(IReadOnlyList<TaggedSentence> Train, IReadOnlyList<TaggedSentence> Validation, IReadOnlyList<TaggedSentence> Test)
{
    /// <summary>70 % for training, 15 % for validation and the rest, 15 %, for testing.</summary>
    public static SplitFractions Usual { get; } = new(0.70, 0.15);

    /// <summary>
    /// Splits sentences: of N the first floor(N * train) are for training, the next floor(N * validation) for validation, the rest
    /// for testing. Where the fractions make 1 there is no test part: all that training leaves is for validation.
    /// </summary>
    /// <param name="sentences">The sentences.</param>
    /// <param name="fractions">How to part them; null for <see cref="Usual"/>.</param>
    /// <param name="shuffleSeed">Null (default) keeps their order; any seed puts them in a random order first, always the same for the same seed.</param>
    /// <returns>The parts.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="sentences"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A fraction is outside what is allowed.</exception>
    /// <exception cref="InvalidDataException">A part whose fraction is above 0 gets no sentence.</exception>
    public static SentenceSplit Create(IReadOnlyList<TaggedSentence> sentences, SplitFractions? fractions = null, ulong? shuffleSeed = null)
    {
        ArgumentNullException.ThrowIfNull(sentences);
        fractions ??= Usual;
        fractions.Validate();

        TaggedSentence[] all = [.. sentences];
        (int train, int validation) = fractions.Parts(all.Length);
        if (fractions.Test <= 0 && fractions.Validation > 0) validation = all.Length - train; // what rounding leaves is no test part
        if (train == 0) throw TooFew("training", fractions.Train, all.Length);
        if (validation == 0 && fractions.Validation > 0) throw TooFew("validation", fractions.Validation, all.Length);
        if (train + validation == all.Length && fractions.Test > 0) throw TooFew("test", fractions.Test, all.Length);
        if (shuffleSeed is { } seed) new RandomSource(seed, "split/sentences").Shuffle(all.AsSpan());
        return new SentenceSplit(all[..train], all[train..(train + validation)], all[(train + validation)..]);
    }

    private static InvalidDataException TooFew(string part, double fraction, int count) =>
        new(FormattableString.Invariant($"the {part} part ({fraction:G6} of {count} {(count == 1 ? "sentence" : "sentences")}) gets no sentence; choose other fractions or more sentences"));
}
