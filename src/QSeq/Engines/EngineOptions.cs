using QSeq.Objectives;

namespace QSeq.Engines;

/// <summary>How an engine works.</summary>
/// <param name="Objective">What is made small.</param>
/// <param name="BatchSize">The most samples of a batch.</param>
/// <param name="Threads">Threads at most.</param>
/// <param name="MemoryBytes">Bytes of buffers at most.</param>
internal sealed record EngineOptions(Objective Objective, int BatchSize, int Threads, long MemoryBytes)
{
    /// <summary>How many engines share the memory, one for each member of a model.</summary>
    public int SideBySide { get; init; } = 1;

    /// <summary>Three quarters of what this machine, or the container around the process, has: the rest is for data, models and others.</summary>
    public static long MemoryOfMachine => GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 4 * 3;
}
