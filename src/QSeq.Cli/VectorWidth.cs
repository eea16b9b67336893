using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace QSeq.Cli;

/// <summary>
/// The width of the vectors that this machine has and of those that the command was compiled for. Under a compiler that runs with the
/// command they are one; a native command keeps to what it was compiled for.
/// </summary>
/// <param name="Machine">Bits of the machine's widest vectors; 0 for none.</param>
/// <param name="Compiled">Bits of the vectors that the command uses; 0 for none.</param>
internal sealed record VectorWidth(int Machine, int Compiled)
{
    private const int Avx2 = 256, Avx512 = 512; // bits

    // Where time is spent; the others are done sooner than they are read.
    private static readonly string[] Long = ["train", "tag train", "backtest", "search", "fleet", "reproduce", "verify", "bench", "bench step", "bench milan", "bench csv"];

    /// <summary>Reads a leaf of the processor's description: leaf and subleaf to the registers EAX, EBX, ECX and EDX.</summary>
    internal delegate (int Eax, int Ebx, int Ecx, int Edx) CpuId(int leaf, int subleaf);

    public static VectorWidth Here { get; } = Of(
        Vector512.IsHardwareAccelerated ? Avx512 : Vector256.IsHardwareAccelerated ? Avx2 : Vector128.IsHardwareAccelerated ? 128 : 0,
        !RuntimeFeature.IsDynamicCodeCompiled && X86Base.IsSupported ? (leaf, subleaf) => X86Base.CpuId(leaf, subleaf) : null);

    /// <summary>Whether the command keeps to what it was compiled for, and has one width: a native one.</summary>
    public bool IsFixed { get; init; }

    /// <summary>Checks that the command can run here with vectors of each of some widths.</summary>
    /// <param name="widths">The widths in bits, as --width names them.</param>
    /// <exception cref="UsageException">It lacks one.</exception>
    public void Check(int[] widths)
    {
        int[] own = [.. widths.Where(Has)], lacking = [.. widths.Except(own)];
        if (lacking.Length == 0) return;
        string names = string.Join(", ", lacking), say = "--width " + string.Join(',', own.DefaultIfEmpty(Compiled));
        throw new UsageException(IsFixed
            ? Invariant($"this native build has vectors of {Compiled} bits alone, not of {names}; say {say}, or use the tool of the .NET runtime, which has each width of the machine")
            : Invariant($"this machine has vectors of {Machine} bits at most, not of {names}; say {say}"));

        bool Has(int bits) => IsFixed ? bits == Compiled : bits <= Machine;
    }

    /// <summary>Both widths, in words.</summary>
    public string Text => Machine == Compiled
        ? Invariant($"vectors of {Machine} bits")
        : Invariant($"vectors of {Machine} bits here; compiled for {Compiled} bits");

    /// <summary>What to say of a command that was compiled for less than the machine has; null where all is well.</summary>
    public string? Warning => Compiled >= Machine ? null
        : Compiled < Avx2 ? $"warning: {Text}: wider ones are emulated, and training takes more than 100 times as long; {Advice}"
        : $"note: {Text}, which is slower; {Advice}";

    /// <summary>The same for a verb: where it is over at once, emulated vectors alone are worth a line.</summary>
    /// <param name="verb">Its name, such as <c>tag train</c>.</param>
    public string? WarningAt(string verb) => Compiled < Avx2 || Long.Contains(verb) ? Warning : null;

    private string Advice => $"publish the command for x86-64-{(Machine >= Avx512 ? "v4" : "v3")}, or install the package, which picks by itself (docs/native.md)";

    /// <summary>The widths of a command.</summary>
    /// <param name="compiled">Bits that it was compiled for.</param>
    /// <param name="cpu">The processor; null where the command was compiled on the machine, and for it.</param>
    internal static VectorWidth Of(int compiled, CpuId? cpu) => new(cpu is null ? compiled : Math.Max(compiled, WidestOf(cpu)), compiled) { IsFixed = cpu is not null };

    // Intel's manual, volume 2, CPUID: AVX2 and AVX-512 (F, DQ, CD, BW, VL) in leaf 7; what registers the system saves, by the size of the
    // area in use, EBX of leaf 13, against the end of the registers' place in it, offset (EBX) and size (EAX) of subleaves 2 and 7.
    private static int WidestOf(CpuId cpu)
    {
        const int fma = 1 << 12, saves = 1 << 27, avx2 = 1 << 5;
        const int avx512 = (1 << 16) | (1 << 17) | (1 << 28) | (1 << 30) | (1 << 31);
        if (cpu(0, 0).Eax < 13 || (cpu(1, 0).Ecx & (fma | saves)) != (fma | saves)) return 128;
        int features = cpu(7, 0).Ebx, area = cpu(13, 0).Ebx;
        if ((features & avx2) == 0 || area < End(2)) return 128;
        return (features & avx512) == avx512 && area >= End(7) ? Avx512 : Avx2;

        int End(int subleaf) => cpu(13, subleaf) is var place && place.Eax > 0 ? place.Ebx + place.Eax : int.MaxValue;
    }
}
