using System.Collections.Concurrent;
using System.Globalization;

namespace QSeq.Tests;

/// <summary>
/// Keeps the largest error under each heading and, where the environment variable QSEQ_MEASURED names a file, writes
/// them there at the end of the run: how far the numbers stay inside their tolerances.
/// </summary>
internal static class Measured
{
    private static readonly ConcurrentDictionary<string, double> Most = new();

    static Measured()
    {
        if (Environment.GetEnvironmentVariable("QSEQ_MEASURED") is not { Length: > 0 } path) return;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => File.WriteAllLines(path, Most
            .OrderBy(pair => pair.Key, StringComparer.Ordinal)
            .Select(pair => string.Create(CultureInfo.InvariantCulture, $"{pair.Value:E2} {pair.Key}")));
    }

    public static void Record(string what, double error) => Most.AddOrUpdate(what, error, (_, most) => Math.Max(most, error));
}
