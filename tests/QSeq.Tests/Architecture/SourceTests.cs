using System.Text.RegularExpressions;

namespace QSeq.Tests.Architecture;

/// <summary>What the compiler does not see, read from the source text.</summary>
public partial class SourceTests
{
    /// <summary>Files that read or rewrite the text of a message, with how often. The list only shrinks.</summary>
    private static readonly Dictionary<string, int> ReadMessages = new()
    {
        ["QSeq/Hardware/Jobs/JobManifestJson.cs"] = 1,
        ["QSeq/Hardware/Jobs/CountsReader.cs"] = 1,
        ["QSeq/Forecasting/ForecastRecord.cs"] = 1,
        ["QSeq.Quantum/Circuits/QasmParser.cs"] = 1,
        ["QSeq.Cli/Verbs/TagPredictVerb.cs"] = 1,
        ["QSeq.Cli/Terminal/Streams.cs"] = 1,
        ["QSeq.Cli/Reports/ScoreReport.cs"] = 1,
        ["QSeq.Cli/Output/OutputFile.cs"] = 1,
        ["QSeq.Cli/Fleet/FleetJournal.cs"] = 1,
        ["QSeq.Cli/Failures.cs"] = 1,
    };

    /// <summary>Library files whose messages speak of the command line, with how often. The list only shrinks.</summary>
    private static readonly Dictionary<string, int> SpeakOfOptions = new()
    {
        ["QSeq/Hardware/Jobs/SimulatedDevice.cs"] = 3,
        ["QSeq/Hardware/Jobs/ReplayBackend.cs"] = 1,
        ["QSeq/Hardware/Jobs/JobManifestJson.cs"] = 2,
        ["QSeq/Hardware/Jobs/JobFolder.cs"] = 5,
        ["QSeq/Hardware/Jobs/HardwareJobs.cs"] = 8,
        ["QSeq/Hardware/Jobs/CountsReader.cs"] = 1,
        ["QSeq/Forecasting/ForecastRecord.cs"] = 1,
        ["QSeq/Data/CsvTableBuilder.cs"] = 2,
        ["QSeq.Core/ShardCrew.cs"] = 1,
    };

    [Fact]
    public void NothingHangsOnTheTextOfAMessage() => Same(ReadMessages, Count(["."], MessageText()));

    [Fact]
    public void LibrariesDoNotSpeakOfTheCommandLine() => Same(SpeakOfOptions, Count([.. Libraries.Names], OptionText()));

    [Fact]
    public void ThePatternsFindWhatTheyAreFor()
    {
        Assert.Matches(MessageText(), "if (e.Message.Contains(\"x\"))");
        Assert.Matches(MessageText(), "when (e.Message == text)");
        Assert.Matches(MessageText(), "line.Replace(e.Message.Split('\\n')[0])");
        Assert.Matches(OptionText(), "throw new X($\"choose --window {n}\")");
        Assert.Matches(OptionText(), "\"use qseq tag train\"");
        Assert.DoesNotMatch(OptionText(), "int n = --count; // \"x\"");
    }

    private static Dictionary<string, int> Count(string[] folders, Regex pattern) => folders
        .SelectMany(Libraries.Source)
        .Select(file => (Name: Path.GetRelativePath(Path.Combine(Libraries.Root, "src"), file).Replace('\\', '/'), Count: File.ReadLines(file).Count(line => !line.TrimStart().StartsWith("//", StringComparison.Ordinal) && pattern.IsMatch(line))))
        .Where(file => file.Count > 0)
        .ToDictionary(file => file.Name, file => file.Count);

    private static void Same(Dictionary<string, int> listed, Dictionary<string, int> found)
    {
        string[] other = [.. listed.Keys.Union(found.Keys).Where(file => listed.GetValueOrDefault(file) != found.GetValueOrDefault(file)).Order(StringComparer.Ordinal)];
        Assert.True(other.Length == 0, string.Join('\n', other.Select(file => $"[\"{file}\"] = {found.GetValueOrDefault(file)}, // {listed.GetValueOrDefault(file)} listed")));
    }

    [GeneratedRegex(@"\.Message\s*(==|!=|\.(Contains|StartsWith|EndsWith|IndexOf|LastIndexOf|Replace|Split)\()")]
    private static partial Regex MessageText();

    [GeneratedRegex("""
        "[^"]*(?<![\w-])(--[a-z]|qseq )[^"]*"
        """)]
    private static partial Regex OptionText();
}
