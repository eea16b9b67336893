using System.Text;

namespace QSeq.Cli.Fleet;

/// <summary>
/// The files of a fleet's models, named by their series so that they hold on every system: what may not stand in a file name is
/// escaped; a name that is too long, that Windows keeps for a device, or that differs from another by case alone ends with a
/// piece of its hash, after <c>%~</c>, which escaping cannot make.
/// </summary>
internal static class ModelNames
{
    private const int Longest = 120; // of 255 bytes, for temporary files and archives add to names
    private const int HashDigits = 8;
    private const string Ending = ".qseq";

    private static readonly string[] Devices =
        ["CON", "PRN", "AUX", "NUL", .. Enumerable.Range(0, 10).SelectMany(n => (string[])[Invariant($"COM{n}"), Invariant($"LPT{n}")])];

    /// <summary>The file name of each series.</summary>
    /// <param name="series">All series of the fleet, none twice.</param>
    public static IReadOnlyDictionary<string, string> Of(IEnumerable<string> series)
    {
        string[] all = [.. series];
        var uses = all.CountBy(Plain, StringComparer.OrdinalIgnoreCase).ToDictionary(StringComparer.OrdinalIgnoreCase);
        return all.ToDictionary(name => name, name => uses[Plain(name)] > 1 || IsUnfit(Plain(name)) ? Hashed(name) : Plain(name), StringComparer.Ordinal);
    }

    /// <summary>The file names that a series may have, whatever others there are.</summary>
    public static IEnumerable<string> Possible(string series) => IsUnfit(Plain(series)) ? [Hashed(series)] : [Plain(series), Hashed(series)];

    private static string Plain(string series) => Escaped(series) + Ending;

    // A dot at the start would hide the file.
    private static string Escaped(string series) => Uri.EscapeDataString(series) is ['.', .. var rest] ? "%2E" + rest : Uri.EscapeDataString(series);

    private static bool IsUnfit(string name) =>
        name.Length > Longest || Devices.Contains(name.Split('.')[0], StringComparer.OrdinalIgnoreCase);

    private static string Hashed(string series)
    {
        string start = Escaped(series), hash = Sha256.HexOf(Encoding.UTF8.GetBytes(series))[..HashDigits];
        int most = Longest - Ending.Length - HashDigits - 2;
        if (start.Length > most) start = start[..most];
        return Devices.Contains(start.Split('.')[0], StringComparer.OrdinalIgnoreCase) ? $"%~{hash}-{start}{Ending}" : $"{start}%~{hash}{Ending}";
    }
}
