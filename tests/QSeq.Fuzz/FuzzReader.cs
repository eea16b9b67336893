namespace QSeq.Fuzz;

/// <summary>A reader that is fed.</summary>
/// <param name="Name">Its name, of lower-case letters and hyphens; findings are files that begin with it.</param>
/// <param name="Samples">Good inputs.</param>
/// <param name="Read">Reads an input; a sentence where something is wrong with what came of it, or null.</param>
/// <param name="Refusals">What the reader may throw.</param>
internal sealed record FuzzReader(string Name, IReadOnlyList<byte[]> Samples, Func<byte[], string?> Read, params Type[] Refusals)
{
    /// <summary>Inputs in each round over all readers; fewer of those that take long.</summary>
    public int Share { get; init; } = 100;

    /// <summary>Makes an input of those that are known.</summary>
    public Func<Mutator, IReadOnlyList<byte[]>, byte[]> Mutate { get; init; } = (mutator, known) => mutator.Mutate(known);

    /// <summary>What people read of an exception.</summary>
    public Func<Exception, string> Say { get; init; } = e => e.Message;

    public bool Refuses(Exception e) => Array.Exists(Refusals, type => type.IsInstanceOfType(e));
}
