using System.CommandLine;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using QSeq.Data;

namespace QSeq.Cli.Fleet;

/// <summary>Everything that a fleet's results depend on, in words: what has to be the same for a run to go on.</summary>
internal static class FleetSettings
{
    /// <summary>The version, every option with its value, and the data by name and value.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="table">The series.</param>
    /// <param name="without">Options that results do not depend on, or only by way of the data.</param>
    /// <param name="names">More of them by name.</param>
    /// <returns>The settings in order.</returns>
    public static Dictionary<string, string> Of(ParseResult parsed, SeriesTable table, Option[] without, params string[] names)
    {
        var settings = new Dictionary<string, string> { ["qseq"] = QseqApp.Version };
        foreach (Option option in parsed.CommandResult.Command.Options)
        {
            if (option is System.CommandLine.Help.HelpOption || without.Contains(option) || names.Contains(option.Name)) continue;
            if (parsed.GetResult(option)?.GetValueOrDefault<object>() is { } value)
                settings[option.Name] = Convert.ToString(value, CultureInfo.InvariantCulture)!;
        }

        settings["series"] = table.Names.Count.ToString(CultureInfo.InvariantCulture);
        settings["rows"] = table.Length.ToString(CultureInfo.InvariantCulture);
        settings["data"] = Digest(table);
        return settings;
    }

    /// <summary>SHA-256 of all names and values, the values as this machine holds them.</summary>
    private static string Digest(SeriesTable table)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (string name in table.Names)
        {
            hash.AppendData(Encoding.UTF8.GetBytes(name + "\n"));
            hash.AppendData(MemoryMarshal.AsBytes(table.Column(name)));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
