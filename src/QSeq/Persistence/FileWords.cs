namespace QSeq.Persistence;

/// <summary>What errors call a file of the format of models, and what to do about one that cannot be read.</summary>
/// <param name="What">What it is called.</param>
/// <param name="Damaged">What to do where its bytes are damaged.</param>
/// <param name="Malformed">What to do where they are sound and what they say is not.</param>
internal sealed record FileWords(string What, Advice Damaged, Advice Malformed)
{
    private static readonly Advice Begin = new("StreamingForecaster.Restore", null, "begin without a saved state");

    /// <summary>Of a model.</summary>
    public static FileWords Model { get; } = new(
        "model file",
        new Advice("ModelFile.Damaged", null, "copy it again from its source, or train the model anew"),
        new Advice("ModelFile.Malformed", null, "save the model again with this QSeq"));

    /// <summary>Of the state of streams, which is not worth a model: it can be begun anew.</summary>
    public static FileWords State { get; } = new("state file", Begin, Begin);
}
