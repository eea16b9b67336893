using QSeq.Quantum.Circuits;

namespace QSeq.Quantum.Devices;

/// <summary>All that is known of a forecast by files but the outcomes, which stand in the files of counts.</summary>
internal sealed record JobManifest
{
    public required string Model { get; init; }

    /// <summary>SHA-256 of the model file.</summary>
    public required string ModelDigest { get; init; }

    public required JobSeries Series { get; init; }

    public required JobOptions Options { get; init; }

    /// <summary>What the whole forecast costs.</summary>
    public required JobPlan Plan { get; init; }

    /// <summary>The rounds so far; all but the last are collected, the last too where the forecast is done.</summary>
    public required ImmutableArray<JobRound> Rounds { get; init; }

    public int Collected => Rounds.Count(round => round.Collected);

    public bool Done => Collected == Plan.Rounds;
}

/// <summary>What a forecast by jobs costs.</summary>
/// <param name="Rounds">Rounds, one after another, since each needs the outcomes of the one before.</param>
/// <param name="Circuits">Circuits of all rounds.</param>
/// <param name="Jobs">Jobs that they are packed into.</param>
public sealed record JobPlan(int Rounds, int Circuits, int Jobs);

/// <summary>Circuits that can run at once; collected once their counts are read. Order: that of bits, where it was forced.</summary>
internal sealed record JobRound(ImmutableArray<JobFile> Jobs, bool Collected = false, BitOrder? Order = null)
{
    public int Circuits => Jobs.Sum(job => job.Circuits.Length);
}

/// <summary>
/// A job: the OpenQASM file below the folder, with / (its counts are beside it as .json), its SHA-256, where each source
/// circuit is, and the SHA-256 of the counts once they are read.
/// </summary>
internal sealed record JobFile(string File, string Digest, int Qubits, int Bits, ImmutableArray<JobPart> Circuits, string? CountsDigest = null)
{
    public string Counts => File[..^".qasm".Length] + ".json";
}

/// <summary>Which circuit of the round stands on which wires and classical bits of its job.</summary>
internal sealed record JobPart(int Circuit, int FirstQubit, int Qubits, int FirstBit, int Bits);

/// <summary>Circuits as the jobs of a round.</summary>
internal static class JobPacking
{
    public static string Folder(int round) => string.Create(CultureInfo.InvariantCulture, $"round-{round + 1:D3}");

    /// <summary>The jobs of a round with the text of each.</summary>
    public static (JobRound Round, ImmutableArray<string> Texts) Pack(int round, IReadOnlyList<Circuit> circuits, JobOptions options)
    {
        CircuitPack pack = CircuitPack.Pack(circuits, options.Qubits);
        ImmutableArray<string> texts = [.. pack.Jobs.Select(job => QasmWriter.Write(job, options.Qasm, options.Dialect))];
        ILookup<int, JobPart> parts = pack.Circuits
            .Select((place, n) => (place.Job, Part: new JobPart(n, place.FirstQubit, circuits[n].Qubits, place.FirstBit, place.Bits)))
            .ToLookup(pair => pair.Job, pair => pair.Part);
        return (new JobRound([.. pack.Jobs.Select((job, n) => new JobFile(
            string.Create(CultureInfo.InvariantCulture, $"{Folder(round)}/job-{n + 1:D3}.qasm"), JobFolder.Digest(texts[n]), job.Qubits, job.Measured.Length, [.. parts[n]]))]), texts);
    }
}
