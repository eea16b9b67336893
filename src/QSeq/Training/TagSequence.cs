namespace QSeq.Training;

/// <summary>A sentence as numbers.</summary>
/// <param name="Symbols">[channel][word]: what each embedding looks up.</param>
/// <param name="Tags">[word]: the right tag, or <see cref="CrossEntropyKernel.NoClass"/> where there is none that is known.</param>
internal sealed record TagSequence(int[][] Symbols, int[] Tags)
{
    /// <summary>Words.</summary>
    public int Length => Symbols[0].Length;
}
