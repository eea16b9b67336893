using System.Text.RegularExpressions;
using QSeq.Cli;
using QSeq.Core;

namespace QSeq.Tests.Architecture;

/// <summary>What the compiler does not see, read from the source text.</summary>
public partial class SourceTests
{
    /// <summary>Files that read or rewrite the text of a message, with how often. The list only shrinks. Only ErrorText takes messages apart.</summary>
    private static readonly Dictionary<string, int> ReadMessages = [];

    /// <summary>Library files whose messages speak of the command line, with how often. The list only shrinks.</summary>
    private static readonly Dictionary<string, int> SpeakOfOptions = [];

    /// <summary>What files of ours say they are; no messages.</summary>
    private static readonly string[] Formats = ["\"qseq run record\"", "\"qseq hardware jobs\""];

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

    [Fact]
    public void TheCommandLineHasWordsForEveryAdviceOfTheLibrary()
    {
        Match[] advice = [.. Libraries.Names.SelectMany(Libraries.Source).SelectMany(file => NewAdvice().Matches(File.ReadAllText(file)))];
        Assert.True(advice.Length >= 14, $"{advice.Length} advices found");
        Assert.All(advice, match => Assert.NotEqual("own words", AdviceWords.Say(new Advice(match.Groups[1].Value, null, "own words"))));
    }

    private static Dictionary<string, int> Count(string[] folders, Regex pattern) => folders
        .SelectMany(Libraries.Source)
        .Select(file => (Name: Path.GetRelativePath(Path.Combine(Libraries.Root, "src"), file).Replace('\\', '/'), Count: File.ReadLines(file).Count(line => !line.TrimStart().StartsWith("//", StringComparison.Ordinal) && pattern.IsMatch(line) && !Formats.Any(line.Contains))))
        .Where(file => file.Count > 0)
        .ToDictionary(file => file.Name, file => file.Count);

    private static void Same(Dictionary<string, int> listed, Dictionary<string, int> found)
    {
        string[] other = [.. listed.Keys.Union(found.Keys).Where(file => listed.GetValueOrDefault(file) != found.GetValueOrDefault(file)).Order(StringComparer.Ordinal)];
        Assert.True(other.Length == 0, string.Join('\n', other.Select(file => $"[\"{file}\"] = {found.GetValueOrDefault(file)}, // {listed.GetValueOrDefault(file)} listed")));
    }

    [GeneratedRegex(@"\.Message\s*(==|!=|\[|is\s+[^n]|switch|\.(Equals|Contains|StartsWith|EndsWith|IndexOf|LastIndexOf|Replace|Split)\()")]
    private static partial Regex MessageText();

    [GeneratedRegex("""Advice \w+ = new\("([\w.]+)",""")]
    private static partial Regex NewAdvice();

    [GeneratedRegex("""
        "[^"]*(?<![\w-])(--[a-z]|qseq )[^"]*"
        """)]
    private static partial Regex OptionText();
}
