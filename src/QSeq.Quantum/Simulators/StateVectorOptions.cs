namespace QSeq.Quantum.Simulators;

/// <summary>Options of <see cref="StateVectorBackend"/>.</summary>
public sealed record StateVectorOptions
{
    /// <summary>Threads that share the amplitudes of a large circuit; the bits of the result do not depend on it. Null (default) for one a processor.</summary>
    public int? Threads { get; init; }

    /// <summary>The most qubits of a circuit, 1 to 30; 24 (default) need 256 MiB, every further one twice as much.</summary>
    public int MaxQubits { get; init; } = 24;

    /// <summary>Shots of every circuit; null (default) for exact probabilities.</summary>
    public int? Shots { get; init; }

    /// <summary>The seed of the stream <c>shots</c>; each circuit moves it on.</summary>
    public ulong Seed { get; init; }

    internal void Validate()
    {
        if (Threads is < 1) throw new ArgumentOutOfRangeException(nameof(Threads), Threads, $"{Threads} threads are out of range; choose 1 or more.");
        if (MaxQubits is < 1 or > 30) throw new ArgumentOutOfRangeException(nameof(MaxQubits), MaxQubits, $"At most {MaxQubits} qubits is out of range; choose 1 to 30.");
        OutcomeMaker.Checked(Shots);
    }
}
