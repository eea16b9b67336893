using System.Diagnostics;
using System.Text.Json;

namespace QSeq.Cli.Benches;

/// <summary>A case timed with vectors of one width.</summary>
/// <param name="Case">Its letter.</param>
/// <param name="Width">Bits of a vector.</param>
/// <param name="Figure">Its median time, microseconds; of a simulator its figure.</param>
/// <param name="IsTime">Whether it is a time.</param>
/// <param name="Digest">What its weights became; null where nothing is trained.</param>
internal sealed record WidthTime(string Case, int Width, double Figure, bool IsTime, string? Digest);

/// <summary>
/// Cases in processes of their own whose vectors have a given width, for .NET looks at the hardware once. 256 bits are a machine with
/// AVX2 and without AVX-512; for 128 bits nothing else is switched off, so that multiplications and additions stay fused as they are on Arm.
/// </summary>
internal static class WidthRun
{
    /// <summary>The widths there are, the widest first.</summary>
    public static ImmutableArray<int> All { get; } = [512, 256, 128];

    /// <summary>The option of a process that stops where its input ends, as when the one that started it is killed.</summary>
    public const string EndsWithInput = "--ends-with-input";

    /// <summary>Times a case with vectors of a width.</summary>
    /// <param name="letter">The case.</param>
    /// <param name="width">Bits of a vector.</param>
    /// <param name="options">Options of <c>qseq bench</c> to hand on.</param>
    /// <param name="cancellationToken">Ends the process.</param>
    /// <exception cref="ArgumentException">This machine or this build does not have that width.</exception>
    /// <exception cref="OperationCanceledException">It was ended.</exception>
    public static WidthTime Of(string letter, int width, IEnumerable<string> options, CancellationToken cancellationToken)
    {
        (string program, string[] first) = Self();
        var start = new ProcessStartInfo(program, [.. first, "bench", letter, "--json", EndsWithInput, .. options])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        if (width < 512) start.Environment["DOTNET_EnableAVX512"] = "0";
        if (width < 256) start.Environment["DOTNET_PreferredVectorBitWidth"] = "128";
        using Process child = Process.Start(start) ?? throw new IOException($"{program} does not start");
        using CancellationTokenRegistration ended = cancellationToken.Register(() => child.Kill(entireProcessTree: true));
        Task<string> error = child.StandardError.ReadToEndAsync(CancellationToken.None);
        string output = child.StandardOutput.ReadToEnd();
        child.WaitForExit();
        cancellationToken.ThrowIfCancellationRequested();
        if (child.ExitCode != 0) throw new IOException($"the run of case {letter} with {width} bits ended with {child.ExitCode}: {error.Result.Trim()}");
        return Parse(output, width);
    }

    /// <summary>The line of a case, whose vectors must have the width that was asked for.</summary>
    internal static WidthTime Parse(string line, int width)
    {
        using JsonDocument json = JsonDocument.Parse(line);
        JsonElement root = json.RootElement;
        int found = root.GetProperty("vector_width").GetInt32();
        if (found != width)
            throw new ArgumentException($"vectors of {width} bits were asked for and this build uses {found} on this machine; leave {width} out of --width");
        bool isTime = root.TryGetProperty("median_us", out JsonElement median);
        return new WidthTime(
            root.GetProperty("case").GetString()!,
            width,
            (isTime ? median : root.GetProperty("figure")).GetDouble(),
            isTime,
            root.TryGetProperty("digest", out JsonElement digest) ? digest.GetString() : null);
    }

    // The tool is a program, or a library that dotnet runs.
    private static (string Program, string[] First) Self()
    {
        string program = Environment.ProcessPath ?? throw new IOException("this process has no file to be started from again");
        string library = Path.Combine(AppContext.BaseDirectory, "QSeq.Cli.dll");
        return Path.GetFileNameWithoutExtension(program) == "dotnet" ? (program, [library]) : (program, []);
    }
}
